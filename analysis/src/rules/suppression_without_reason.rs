//! ESC903: a suppression comment that does not say why.

use super::{Context, Finding, FixAvailability, Group, Level, Page, Reference, Rule, Sink};
use crate::Severity;
use crate::suppression::Kind;

pub(super) static RULE: Rule = Rule {
    code: "ESC903",
    name: "suppression-without-reason",
    summary: "a suppression comment that does not say why",
    level: Level::Off,
    strict: Level::On(Severity::Error),
    group: Group::Tool,
    reference: Reference::Adds,
    fix: FixAvailability::None,
    suppressible: false,
    since: "0.1.0",
    check,
    page: Page {
        what: "`# esc-lint: ignore[...]` or `ignore-file[...]` with nothing behind the list.",
        why: "Whoever reads it next cannot tell whether it still holds.",
        bad: "# esc-lint: ignore[ESC101]\nowner: platform-team\nvalues:\n  region: us-east-1\n",
        good: "# esc-lint: ignore[ESC101] read by the service catalogue\nowner: platform-team\nvalues:\n  region: us-east-1\n",
        fix: "Write the reason behind the list.",
        reference: "Takes it for a comment.",
    },
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    for suppression in context.suppressions.iter() {
        let directive = &suppression.directive;
        if directive.kind != Kind::Unknown && directive.closed && directive.reason.is_none() {
            sink.report(Finding::new(directive.range, "this suppression does not say why").help("Write the reason behind the list"));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::check;

    #[test]
    fn asks_for_a_reason() {
        check(
            "ESC903",
            "
            # esc-lint: ignore-file[ESC405]: pins are set by the release job
            values:
              a: 1  # esc-lint: ignore[ESC002]  --
                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning: this suppression does not say why
              b: 1  # esc-lint: ignore[ESC002]  # why
              c: 1  # esc-lint: ignore
        ",
        );
    }
}
