//! ESC105: a function call where no call can be.

use super::words::code;
use super::{Context, Finding, FixAvailability, Group, Level, Page, Reference, Rule, Sink};
use crate::Severity;
use crate::document::Problem;

pub(super) static RULE: Rule = Rule {
    code: "ESC105",
    name: "function-not-alone",
    summary: "a `fn::` key beside other keys, or directly under `values`",
    level: Level::On(Severity::Error),
    strict: Level::On(Severity::Error),
    group: Group::Structure,
    reference: Reference::Agrees,
    fix: FixAvailability::None,
    suppressible: true,
    since: "0.1.0",
    check,
    page: Page {
        what: "A key that begins with `fn::` in an object that has other keys, or directly under `values`.",
        why: "A call is a value: the object that holds it is replaced by the result, so there is no place for other keys. The environment does not open.",
        bad: "values:\n  login:\n    fn::open::aws-login:\n      static: {}\n    region: us-east-1\n",
        good: "values:\n  login:\n    fn::open::aws-login:\n      static: {}\n  region: us-east-1\n",
        fix: "Give the call a key of its own, and the other keys another. Often something is just indented too little or too much: arguments of the \
              call belong below its key.",
        reference: "Reports the same, but points at the whole object. `Fn::...` beside other keys it takes as data, without a word.",
    },
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    for problem in &context.document.problems {
        let (key, message, help) = match problem {
            Problem::CallNotAlone(key) => {
                (*key, "has to be the only key of its object", "Give the call a key of its own; indent its arguments below it")
            }
            Problem::CallAtTopLevel(key) => (
                *key,
                "is a call, and cannot stand directly under `values`",
                "Give it a key, and write the call below that: `name:`, then `fn::...:`",
            ),
            _ => continue,
        };
        let key = context.node(key);
        if key.parent().is_some_and(|object| !context.is_intact(object.range())) {
            continue;
        }
        sink.report(Finding::at(key, format!("{} {message}", code(&key.text()))).help(help));
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::check;

    #[test]
    fn points_at_each_call() {
        check(
            "ESC105",
            "
            values:
              fn::secret: x
              ^^^^^^^^^^ error: `fn::secret` is a call, and cannot stand directly under `values`
              a:
                fn::join: [',', []]
                ^^^^^^^^ error: `fn::join` has to be the only key of its object
                b: 1
        ",
        );
    }

    #[test]
    fn is_silent_about_calls_and_other_case() {
        check(
            "ESC105",
            "
            values:
              a:
                fn::secret: x
              b:
                Fn::Join: 1
                c: 1
        ",
        );
    }
}
