//! ESC104: a value that is called like one of the evaluator's own roots.

use super::words::code;
use super::{Context, Finding, FixAvailability, Group, Level, Page, Reference, Rule, Sink};
use crate::Severity;
use crate::document::Problem;

pub(super) static RULE: Rule = Rule {
    code: "ESC104",
    name: "reserved-key",
    summary: "`imports`, `context` or `environments` directly under `values`",
    level: Level::On(Severity::Error),
    strict: Level::On(Severity::Error),
    group: Group::Structure,
    reference: Reference::Agrees,
    fix: FixAvailability::None,
    suppressible: true,
    since: "0.1.0",
    check,
    page: Page {
        what: "The keys `imports`, `context` and `environments` directly under `values`, in exactly this spelling.",
        why: "`${imports...}`, `${context...}` and `${environments...}` are the evaluator's own. A value of that name could not be referred to, so it \
              is refused and left out.",
        bad: "values:\n  imports:\n    - base\n",
        good: "imports:\n  - base\n",
        fix: "Move `imports` to the root, or rename the key.",
        reference: "Reports the same.",
    },
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    for problem in &context.document.problems {
        let Problem::ReservedKey(key) = problem else { continue };
        let key = context.node(*key);
        let text = key.text();
        let help = match &*text {
            "imports" => "Move it to the root if it lists imports; otherwise rename it",
            _ => "Rename it",
        };
        sink.report(Finding::at(key, format!("{} is reserved: `${{{text}...}}` means the evaluator's own", code(&text))).help(help));
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::check;

    #[test]
    fn points_at_the_key() {
        check(
            "ESC104",
            "
            values:
              context: 1
              ^^^^^^^ error: `context` is reserved: `${context...}` means the evaluator's own
        ",
        );
    }

    #[test]
    fn is_silent_deeper_and_in_other_spellings() {
        check(
            "ESC104",
            "
            imports: []
            values:
              Context: 1
              a:
                imports: 1
        ",
        );
    }
}
