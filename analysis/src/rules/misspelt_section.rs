//! ESC110: a key under `values` that is nearly a section's.

use esc_syntax::AccessorKind;

use super::words::{code, did_you_mean};
use super::{Context, Finding, FixAvailability, Group, Level, Page, Reference, Rule, Sink};
use crate::document::{ExprKind, Property};
use crate::{Fix, Section, Severity, fix};

pub(super) static RULE: Rule = Rule {
    code: "ESC110",
    name: "misspelt-section",
    summary: "a key that is nearly `environmentVariables`, `files`, `pulumiConfig` or `policyConfig`",
    level: Level::On(Severity::Warning),
    strict: Level::On(Severity::Error),
    group: Group::Structure,
    reference: Reference::Adds,
    fix: FixAvailability::Unsafe,
    suppressible: true,
    since: "0.1.0",
    check,
    page: Page {
        what: "A key directly under `values` that differs from `environmentVariables`, `files`, `pulumiConfig` or `policyConfig` in case, in `_` or `-`, or \
               in a letter or two, whose value is an object, and that nothing in the file refers to.",
        why: "These names count in exactly their own spelling. Any other is an ordinary value that nothing exports, and nothing says so.",
        bad: "values:\n  environmentvariables:\n    REGION: us-east-1\n",
        good: "values:\n  environmentVariables:\n    REGION: us-east-1\n",
        fix: "Correct the name. The fix does so where the right one is not in use; it has to be asked for, because the entries are exported from then on.",
        reference: "Says nothing: to the evaluator it is a value like any other.",
    },
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    for property in &context.document.values {
        let value = &context.document.expr(property.value).kind;
        if !matches!(value, ExprKind::Object(_) | ExprKind::Symbol(_) | ExprKind::Call(_)) || Section::parse(&property.key).is_some() {
            continue;
        }
        let Some(section) = Section::resembled_by(&property.key) else { continue };
        if !is_referred_to(context, &property.key) {
            sink.report(finding(context, property, section));
        }
    }
}

fn finding(context: &Context<'_>, property: &Property, section: Section) -> Finding {
    let key = context.node(property.key_node);
    let edits = fix::rename(key, section.key()).filter(|_| context.document.value(section.key()).is_none());
    Finding::at(key, format!("{} is an ordinary value: only the entries of `{}` {}", code(&property.key), section.key(), section.purpose()))
        .help(did_you_mean(section.key()))
        .fix(edits.map(|edits| Fix::on_request(format!("Rename to `{}`", section.key()), edits)))
}

/// Whether some path in the file begins with `key`, so that the value is one that its author made for use.
fn is_referred_to(context: &Context<'_>, key: &str) -> bool {
    context.document.references().any(|(_, reference)| {
        matches!(reference.accessors.first().map(|first| &first.kind), Some(AccessorKind::Name(name) | AccessorKind::Key(name)) if name == key)
    })
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, check_fix, check_no_fix};

    #[test]
    fn reports_near_misses() {
        check("ESC110", "
            values:
              environmentVariable:
              ^^^^^^^^^^^^^^^^^^^ warning: `environmentVariable` is an ordinary value: only the entries of `environmentVariables` become environment variables
                A: x
              pulumi_config: ${a}
              ^^^^^^^^^^^^^ warning: `pulumi_config` is an ordinary value: only the entries of `pulumiConfig` reach Pulumi stacks as configuration
              Files: {B: x}
              ^^^^^ warning: `Files` is an ordinary value: only the entries of `files` become files
        ");
    }

    #[test]
    fn is_silent_about_values_that_are_meant() {
        check(
            "ESC110",
            "
            values:
              Files: 3
              file: {a: x}
              environment_variables: {A: x}
              environmentVariables: ${environment_variables}
              app:
                pulumiconfig: {}
        ",
        );
    }

    #[test]
    fn renames() {
        check_fix("ESC110", "values:\n  pulumiconfig: {a: 1}\n", "values:\n  pulumiConfig: {a: 1}\n");
        check_no_fix("ESC110", "values:\n  pulumiconfig: {a: 1}\n  pulumiConfig: {}\n");
    }
}
