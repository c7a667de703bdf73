//! ESC510: a `ciphertext` that is none.

use super::evaluated::problems;
use super::{Context, Finding, FixAvailability, Group, Level, Page, Reference, Rule, Sink};
use crate::Severity;
use crate::convert::CiphertextError;
use crate::eval::Problem;

pub(super) static RULE: Rule = Rule {
    code: "ESC510",
    name: "invalid-ciphertext",
    summary: "a `ciphertext` that is none",
    level: Level::On(Severity::Error),
    strict: Level::On(Severity::Error),
    group: Group::Secrets,
    reference: Reference::Agrees,
    fix: FixAvailability::None,
    suppressible: true,
    since: "0.1.0",
    check,
    page: Page {
        what: "Text under `fn::secret: {ciphertext: ...}` that is no encrypted secret: cut short, changed, or something else.",
        why: "The environment does not open, and the secret is gone unless an earlier revision has it.",
        bad: "values:\n  token:\n    fn::secret:\n      ciphertext: ZXNjeAAAAAEAAAEA...\n",
        good: "values:\n  token:\n    fn::secret: the-token\n",
        fix: "Take the ciphertext from an earlier revision, whole, or write the secret as plain text again: saving encrypts it.",
        reference: "Reports the whole call, before it tries to decrypt.",
    },
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    for problem in problems(context) {
        if let Problem::Ciphertext { expr, range, error } = problem {
            let why = match error {
                CiphertextError::Base64 => "it is not base64".to_owned(),
                CiphertextError::Short => "it is too short".to_owned(),
                CiphertextError::Header => "it does not begin like one".to_owned(),
                CiphertextError::Checksum => "its check sum is wrong, so it was cut or changed".to_owned(),
                CiphertextError::Version(version) => format!("its version is {version}, and only 1 is known"),
            };
            let node = context.node(context.document.expr(*expr).node);
            let range = if range.is_empty() { node.entries().next().map_or(*range, |entry| entry.key.range()) } else { *range };
            let help = "Take it whole from an earlier revision, or write the secret as plain text: saving encrypts it";
            sink.report(Finding::at(node, format!("this is no encrypted secret: {why}")).range(range).help(help));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::check;

    #[test]
    fn says_what_is_wrong_with_the_envelope() {
        check(
            "ESC510",
            "
            values:
              elided: {fn::secret: {ciphertext: ZXNj...}}
                                                ^^^^^^^ error: this is no encrypted secret: it is not base64
              short: {fn::secret: {ciphertext: ZXNjeA==}}
                                               ^^^^^^^^ error: this is no encrypted secret: it is too short
              other: {fn::secret: {ciphertext: bm90IGFuIGVudmVsb3BlIGF0IGFsbA==}}
                                               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error: this is no encrypted secret: it does not begin like one
              cut:
                fn::secret:
                  ciphertext: ZXNjeAAAAAEAAAEAdGVzdA==
                              ^^^^^^^^^^^^^^^^^^^^^^^^ error: this is no encrypted secret: its check sum is wrong, so it was cut or changed
              none: {fn::secret: {ciphertext: ''}}
                                              ^^ error: this is no encrypted secret: it is too short
              plain: {fn::secret: hunter2}
        ",
        );
    }
}
