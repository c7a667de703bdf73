//! ESC606: a variable without a value, which is exported all the same.

use super::exported::variables;
use super::words::code;
use super::{Context, Finding, FixAvailability, Group, Level, Page, Reference, Rule, Sink};
use crate::Severity;
use crate::value::Kind;

pub(super) static RULE: Rule = Rule {
    code: "ESC606",
    name: "null-variable",
    summary: "a variable without a value is exported as an empty string",
    level: Level::On(Severity::Warning),
    strict: Level::On(Severity::Error),
    group: Group::Projection,
    reference: Reference::Adds,
    fix: FixAvailability::None,
    suppressible: true,
    since: "0.1.0",
    check,
    page: Page {
        what: "A key under `environmentVariables` or `files` with nothing behind the colon, `null` or `~`, or a reference to such a value.",
        why: "It is not left out, and it does not unset what an imported environment or the shell has set: the variable is exported as an empty string, \
              and the file is an empty file. Most programs treat that otherwise than a variable that is not there.",
        bad: "values:\n  environmentVariables:\n    HTTP_PROXY:\n",
        good: "values:\n  environmentVariables:\n    HTTP_PROXY: \"\"\n",
        fix: "Give it a value, remove the entry, or write `\"\"` to say that an empty string is meant.",
        reference: "Says nothing, and exports the empty string.",
    },
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    for property in variables(context.document) {
        let is_null = context.evaluation.value(property.value).is_some_and(|value| matches!(value.kind(), Kind::Null));
        if !is_null {
            continue;
        }
        let key = context.node(property.key_node);
        sink.report(
            Finding::at(key, format!("{} has no value, and is exported as an empty string", code(&property.key)))
                .help("Give it a value, remove the entry, or write `\"\"` if empty is what you mean"),
        );
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::check;

    #[test]
    fn points_at_the_key() {
        check(
            "ESC606",
            "
            values:
              environmentVariables:
                A:
                ^ warning: `A` has no value, and is exported as an empty string
                B: null
                ^ warning: `B` has no value, and is exported as an empty string
                D: ${nothing}
                ^ warning: `D` has no value, and is exported as an empty string
              files: {C: ~}
                      ^ warning: `C` has no value, and is exported as an empty string
              nothing: ~
        ",
        );
    }

    #[test]
    fn is_silent_about_empty_text_and_other_nulls() {
        check(
            "ESC606",
            "
            values:
              a: null
              environmentVariables:
                A: \"\"
                B: x${a}
                C: ${elsewhere}
              pulumiConfig:
                app:x: null
        ",
        );
    }
}
