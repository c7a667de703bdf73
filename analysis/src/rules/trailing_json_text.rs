//! ESC314: text after the first JSON value.

use super::evaluated::{at, problems};
use super::{Context, FixAvailability, Group, Level, Page, Reference, Rule, Sink};
use crate::Severity;
use crate::eval::Problem;

pub(super) static RULE: Rule = Rule {
    code: "ESC314",
    name: "trailing-json-text",
    summary: "text after the first JSON value",
    level: Level::On(Severity::Warning),
    strict: Level::On(Severity::Error),
    group: Group::Types,
    reference: Reference::Adds,
    fix: FixAvailability::None,
    suppressible: true,
    since: "0.1.0",
    check,
    page: Page {
        what: "Text given to `fn::fromJSON` that goes on after its first value.",
        why: "Only the first value is read; the rest is dropped without a word. JSON Lines, or two objects that were pasted together, lose all but the first.",
        bad: "values:\n  users:\n    fn::fromJSON: '{\"name\": \"a\"} {\"name\": \"b\"}'\n",
        good: "values:\n  users:\n    fn::fromJSON: '[{\"name\": \"a\"}, {\"name\": \"b\"}]'\n",
        fix: "Put several values into a list, or remove what follows the first.",
        reference: "Silent: it reads the first value.",
    },
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    for problem in problems(context) {
        if let Problem::TrailingJson { argument, .. } = problem {
            let message = "text follows the first JSON value here, and `fn::fromJSON` does not read it";
            sink.report(at(context, *argument, message).help("Put several values into a list: `[..., ...]`"));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::check;

    #[test]
    fn only_white_space_may_follow() {
        check(
            "ESC314",
            "
            values:
              a: {fn::fromJSON: '1 2'}
                                ^^^^^ warning: text follows the first JSON value here, and `fn::fromJSON` does not read it
              b: {fn::fromJSON: '[1] '}
              c:
                fn::fromJSON: |
                  {\"a\": 1}
        ",
        );
    }
}
