//! ESC102: `environmentVariables` and its like at the root, where they do nothing.

use esc_syntax::Entry;

use super::words::code;
use super::{Context, Finding, FixAvailability, Group, Level, Page, Reference, Rule, Sink};
use crate::document::{Property, RootField};
use crate::{Edit, Fix, Section, Severity, fix};

pub(super) static RULE: Rule = Rule {
    code: "ESC102",
    name: "misplaced-section",
    summary: "`environmentVariables`, `files`, `pulumiConfig` or `policyConfig` at the root",
    level: Level::On(Severity::Warning),
    strict: Level::On(Severity::Error),
    group: Group::Structure,
    reference: Reference::Agrees,
    fix: FixAvailability::Unsafe,
    suppressible: true,
    since: "0.1.0",
    check,
    page: Page {
        what: "`environmentVariables`, `files`, `pulumiConfig` or `policyConfig` at the root of the file, also in a spelling that is close to one.",
        why: "They count under `values` only. At the root they are ignored: no variable is exported, and nothing says why.",
        bad: "values:\n  region: us-east-1\nenvironmentVariables:\n  AWS_REGION: ${region}\n",
        good: "values:\n  region: us-east-1\n  environmentVariables:\n    AWS_REGION: ${region}\n",
        fix: "Indent the section under `values`. The fix moves it there with its comments; it has to be asked for, because the variables are \
              exported from then on.",
        reference: "Warns that the field does not exist, as for any other key, and does not look inside. Here the content is checked as if it \
                    stood under `values`; what would be an error there is a warning here.",
    },
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let misplaced = &context.document.misplaced;
    for (index, property) in misplaced.iter().enumerate() {
        if sink.is_full() {
            return;
        }
        let Some(section) = Section::resembled_by(&property.key) else { continue };
        let name = code(&property.key);
        let message = if section.key() == &*property.key {
            format!("{name} does nothing at the root: its entries {} only under `values`", section.purpose())
        } else {
            format!("{name} does nothing: it is probably meant to be `{}`, which counts under `values` only", section.key())
        };
        // Only one of a name has room under `values`.
        let again = misplaced[..index].iter().any(|earlier| earlier.key == property.key);
        sink.report(
            Finding::at(context.node(property.key_node), message)
                .help(format!("Indent it under `values` as `{}`", section.key()))
                .fix(if again { None } else { relocation(context, property, section, index == 0) }),
        );
    }
}

/// Moves the section under `values`. Where there is no `values` yet, the first of several makes one.
fn relocation(context: &Context<'_>, property: &Property, section: Section, first: bool) -> Option<Fix> {
    if section.key() != &*property.key || context.document.value(section.key()).is_some() {
        return None;
    }
    let entry = fix::entry_of(context.node(property.key_node))?;
    let edits = match context.document.field(RootField::Values) {
        Some(values) => fix::move_entry(entry, context.node(values.value_node))?,
        None if first => under_new_values(entry)?,
        None => return None,
    };
    let edits = context.sound(edits)?;
    Some(Fix::on_request(format!("Move `{}` under `values`", section.key()), edits))
}

fn under_new_values(entry: Entry<'_>) -> Option<Vec<Edit>> {
    let text = entry.key.tree().text();
    let lines = fix::lines_of_entry(text, entry)?;
    let moved = format!("values:{}{}", fix::line_break(text), fix::reindent(&text[lines], 0, 2)?);
    (fix::column(text, entry.key.range().start()) == 0).then(|| vec![Edit::replace(lines, moved)])
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, check_fix, check_no_fix};

    #[test]
    fn points_at_the_key() {
        check("ESC102", "
            values:
              a: 1
            pulumiConfig:
            ^^^^^^^^^^^^ warning: `pulumiConfig` does nothing at the root: its entries reach Pulumi stacks as configuration only under `values`
              b: 1
            environment_variables: {}
            ^^^^^^^^^^^^^^^^^^^^^ warning: `environment_variables` does nothing: it is probably meant to be `environmentVariables`, which counts under `values` only
        ");
    }

    #[test]
    fn is_silent_under_values() {
        check(
            "ESC102",
            "
            values:
              files:
                A: x
        ",
        );
    }

    #[test]
    fn moves_the_section_with_its_comments() {
        check_fix(
            "ESC102",
            "
            values:
                a: 1

            # For the shell.
            environmentVariables:
              A: ${a}   # why
              # more
              B: |
                text

                  deeper
            ",
            "
            values:
                a: 1

                # For the shell.
                environmentVariables:
                  A: ${a}   # why
                  # more
                  B: |
                    text

                      deeper
            ",
        );
        check_fix(
            "ESC102",
            "
            files:
              A: x
            # About the values.
            values:
              a: 1
            description: d
            ",
            "
            # About the values.
            values:
              a: 1
              files:
                A: x
            description: d
            ",
        );
        check_fix("ESC102", "files:\n  A: x\n", "values:\n  files:\n    A: x\n");
        check_fix("ESC102", "imports: []\r\nfiles: x", "imports: []\r\nvalues:\r\n  files: x");
    }

    #[test]
    fn moves_nothing_where_it_is_in_the_way() {
        check_no_fix(
            "ESC102",
            "
            values:
              files: {}
            files:
              A: x
            ",
        );
        check_no_fix("ESC102", "{values: {a: 1}, files: {A: x}}\n");
    }
}
