//! ESC103: a root field, or the root, of the wrong type.

use esc_syntax::{NodeId, TextRange, TextSize};

use super::words::{code, kind};
use super::{Context, Finding, FixAvailability, Group, Level, Page, Reference, Rule, Sink};
use crate::Severity;
use crate::document::{Problem, RootField};

pub(super) static RULE: Rule = Rule {
    code: "ESC103",
    name: "wrong-section-type",
    summary: "`values` that is no object, `imports` that is no list, `description` that is no text",
    level: Level::On(Severity::Error),
    strict: Level::On(Severity::Error),
    group: Group::Structure,
    reference: Reference::Agrees,
    fix: FixAvailability::None,
    suppressible: true,
    since: "0.1.0",
    check,
    page: Page {
        what: "An environment that is no object; `values` that is no object, `imports` that is no list, or `description` that is anything but literal \
               text. Nothing after the colon counts as null, which is wrong for each of them.",
        why: "The environment does not open. What is wrong is left out, so references to it fail as well.",
        bad: "imports:\n  base:\nvalues:\n  a: 1\n",
        good: "imports:\n  - base\nvalues:\n  a: 1\n",
        fix: "Write a list with `-` under `imports`, keys and values under `values`, and one line or block of text without `${...}` for \
              `description`. An empty section is better left out.",
        reference: "Reports the same. For a file that holds nothing but comments it names no place.",
    },
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    for problem in &context.document.problems {
        match problem {
            Problem::RootNotObject(root) => sink.report(root_finding(context, *root)),
            Problem::FieldType { field, key, value } => sink.report(field_finding(context, *field, *key, *value)),
            _ => {}
        }
    }
}

fn root_finding(context: &Context<'_>, root: Option<NodeId>) -> Finding {
    let help = "Write `values:` with keys and values indented below it";
    match root {
        Some(root) => {
            let node = context.node(root);
            Finding::at(node, format!("an environment is an object with `values` and `imports`, and this is {}", kind(node))).help(help)
        }
        None => {
            let first_line = context.source().text().lines().next().map_or(TextSize::from(0), TextSize::of);
            Finding::new(TextRange::up_to(first_line), "there is nothing in this file, and an environment is an object").help(help)
        }
    }
}

fn field_finding(context: &Context<'_>, field: RootField, key: NodeId, value: NodeId) -> Finding {
    let (key, value) = (context.node(key), context.node(value));
    let name = code(&key.text());
    let (wanted, help) = match field {
        RootField::Description => ("plain text", "Write text without `${...}`; put a number or boolean in quotes"),
        RootField::Imports => ("a list of names", "Write each import on a line of its own, as `- project/environment`"),
        RootField::Values => ("an object", "Write keys and values indented below it"),
    };
    if value.is_missing() {
        return Finding::at(value, format!("{name} is empty, and has to be {wanted}")).help(format!("{help}, or remove {name}"));
    }
    let kind = match field {
        RootField::Description if kind(value) == "text" => "computed text",
        _ => kind(value),
    };
    Finding::at(value, format!("{name} has to be {wanted}, and this is {kind}")).help(help)
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::check;

    #[test]
    fn points_at_the_value_or_where_it_belongs() {
        check(
            "ESC103",
            "
            description: 1
                         ^ error: `description` has to be plain text, and this is a number
            imports:
                    ^ error: `imports` is empty, and has to be a list of names
            Values: [a]
                    ^^^ error: `Values` has to be an object, and this is a list
        ",
        );
        check(
            "ESC103",
            "
            description: about ${a}
                         ^^^^^^^^^^ error: `description` has to be plain text, and this is computed text
        ",
        );
    }

    #[test]
    fn wants_an_object_at_the_root() {
        check(
            "ESC103",
            "
            - a
            ^^^ error: an environment is an object with `values` and `imports`, and this is a list
        ",
        );
        check(
            "ESC103",
            "
            # nothing
            ^^^^^^^^^ error: there is nothing in this file, and an environment is an object
        ",
        );
    }

    #[test]
    fn takes_what_is_right() {
        check(
            "ESC103",
            "
            description: >
              $${literal}
            imports: []
            values: {}
        ",
        );
        check("ESC103", "");
    }
}
