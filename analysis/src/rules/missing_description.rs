//! ESC703: an environment that does not say what it is for.

use super::{Context, Finding, FixAvailability, Group, Level, Page, Reference, Rule, Sink};
use crate::Severity;
use crate::document::RootField;

pub(super) static RULE: Rule = Rule {
    code: "ESC703",
    name: "missing-description",
    summary: "an environment without a description",
    level: Level::Off,
    strict: Level::On(Severity::Info),
    group: Group::Style,
    reference: Reference::Adds,
    fix: FixAvailability::None,
    suppressible: true,
    since: "0.1.0",
    check,
    page: Page {
        what: "An environment without a `description`, or with an empty one.",
        why: "Whoever reviews a change, or is asked for access, needs to know what the environment is for and who stands behind it.",
        bad: "values:\n  a: 1\n",
        good: "description: Shared settings of the web shop, owned by team Store\nvalues:\n  a: 1\n",
        fix: "Say in a sentence what the environment is for.",
        reference: "Says nothing.",
    },
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let document = context.document;
    let Some(first) = document.fields.iter().find(|field| field.field.is_some()) else { return };
    let found = document.field(RootField::Description).map(|field| context.node(field.value_node));
    match found {
        None => sink.report(
            Finding::at(context.node(first.key_node), "this environment does not say what it is for")
                .help("Add a `description` of a sentence"),
        ),
        Some(node) if document.description.as_ref().is_some_and(|text| text.trim().is_empty()) => sink.report(
            Finding::at(node, "the description is empty, and says nothing of what the environment is for").help("Say it in a sentence"),
        ),
        Some(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::check;

    #[test]
    fn points_at_the_beginning() {
        check(
            "ESC703",
            "
            # Head.
            imports: [b]
            ^^^^^^^ info: this environment does not say what it is for
            values: {a: 1}
        ",
        );
        check(
            "ESC703",
            "
            description: \" \"
                         ^^^ info: the description is empty, and says nothing of what the environment is for
            values: {a: 1}
        ",
        );
    }

    #[test]
    fn is_silent_about_a_description_of_any_kind() {
        check("ESC703", "description: d\nvalues: {a: 1}\n");
        check("ESC703", "description: 1\nvalues: {a: 1}\n");
        check("ESC703", "other: 1\n");
    }
}
