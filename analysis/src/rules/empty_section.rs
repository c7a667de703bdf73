//! ESC704: a section with nothing in it.

use super::words::code;
use super::{Context, Finding, FixAvailability, Group, Level, Page, Reference, Rule, Sink};
use crate::document::{Field, RootField};
use crate::{Fix, Severity, fix};

pub(super) static RULE: Rule = Rule {
    code: "ESC704",
    name: "empty-section",
    summary: "`imports: []` or `values: {}`",
    level: Level::On(Severity::Info),
    strict: Level::On(Severity::Info),
    group: Group::Style,
    reference: Reference::Adds,
    fix: FixAvailability::Safe,
    suppressible: true,
    since: "0.1.0",
    check,
    page: Page {
        what: "`imports` with an empty list, or `values` with an empty object.",
        why: "It has no effect, and a reader wonders what is missing.",
        bad: "imports: []\nvalues:\n  a: 1\n",
        good: "values:\n  a: 1\n",
        fix: "Remove it, which the fix does unless it is all that there is.",
        reference: "Says nothing. With nothing after the colon it reports the wrong type.",
    },
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    for field in [RootField::Imports, RootField::Values] {
        let mut sections = context.document.fields.iter().filter(|entry| entry.field == Some(field));
        // Of two the last counts, and takes away what the first has.
        let (Some(section), None) = (sections.next(), sections.next()) else { continue };
        let value = context.node(section.value_node);
        if (value.is_mapping() || value.is_sequence()) && value.entries().next().is_none() && value.items().next().is_none() {
            sink.report(finding(context, section));
        }
    }
}

fn finding(context: &Context<'_>, section: &Field) -> Finding {
    let key = context.node(section.key_node);
    let name = code(&key.text());
    Finding::at(key, format!("{name} is empty and has no effect"))
        .help("Remove it, or fill it in")
        .fix(removal(context, section).map(|edit| Fix::safe(format!("Remove {name}"), vec![edit])))
}

fn removal(context: &Context<'_>, section: &Field) -> Option<crate::Edit> {
    let root = context.tree().root()?;
    let entry = root.entries().find(|entry| entry.key.id() == section.key_node)?;
    fix::remove_entry(root, entry)
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, check_fix, check_no_fix};

    #[test]
    fn is_silent_where_it_takes_the_place_of_another() {
        check("ESC704", "values: {a: 1}\nValues: {}\n");
    }

    #[test]
    fn points_at_the_key() {
        check(
            "ESC704",
            "
            imports: []
            ^^^^^^^ info: `imports` is empty and has no effect
            values: {}
            ^^^^^^ info: `values` is empty and has no effect
        ",
        );
    }

    #[test]
    fn is_silent_about_full_and_wrong_ones() {
        check(
            "ESC704",
            "
            imports:
            values:
              a: {}
        ",
        );
    }

    #[test]
    fn removes_it() {
        check_fix("ESC704", "description: d\nimports: []  # none\nvalues:\n  a: 1\n", "description: d\nvalues:\n  a: 1\n");
        check_no_fix("ESC704", "values: {}\n");
    }
}
