//! ESC501: text in the form of a well-known credential.

use esc_syntax::Node;

use super::wrap_secret::wrap;
use super::{Context, Finding, FixAvailability, Group, Level, Page, Reference, Rule, Sink};
use crate::Severity;
use crate::secrets::Credential;
use crate::secrets::place::place;

pub(super) static RULE: Rule = Rule {
    code: "ESC501",
    name: "plaintext-credential",
    summary: "a credential of a well-known form in plain text: in a value, a key, a comment or the description",
    level: Level::On(Severity::Error),
    strict: Level::On(Severity::Error),
    group: Group::Secrets,
    reference: Reference::Adds,
    fix: FixAvailability::Unsafe,
    suppressible: true,
    since: "0.1.0",
    check,
    page: Page {
        what: "Text in the form of a credential that a well-known service gives out: AWS key pairs, tokens of GitHub, GitLab, Slack, Stripe, npm, \
               Pulumi Cloud and some eighty more, private keys, JSON Web Tokens. It is looked for in the whole file: values, keys, comments, the \
               description, and what follows the first document.\n\n\
               Formats are told by their prefix, length and alphabet. AWS secret access keys have no prefix, and are known by the name before them or \
               the access key id beside them. Samples such as `AKIAIOSFODNN7EXAMPLE`, placeholders, and text that counts or repeats are no \
               credentials; neither is what stands below `fn::secret` (see ESC502).",
        why: "Whoever can read the file, the repository, its history or a copy on a laptop can use the credential until it is revoked. Removing the \
              text does not take it out of the history.",
        bad: "values:\n  aws:\n    login:\n      fn::open::aws-login:\n        static:\n          accessKeyId: AKIAZ7QX4LRW2KDV9TMB\n          secretAccessKey: ${secretKey}\n",
        good: "values:\n  aws:\n    login:\n      fn::open::aws-login:\n        oidc:\n          roleArn: arn:aws:iam::123456789012:role/esc\n          sessionName: esc\n",
        fix: "Revoke the credential first. Then do without it, with a login that uses OIDC or a provider that fetches the secret; or put the new one \
              under `fn::secret`. The fix puts the value there; it has to be asked for, because the credential is still the one that was written \
              down, and is encrypted only once the environment is saved to Pulumi Cloud.",
        reference: "Says nothing. The value is plain text: it is shown by `esc env get` and `esc open`, and stored as it is.",
    },
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let mut last = None;
    for (credential, scalar) in with_scalars(context) {
        let id = scalar.map(Node::id);
        sink.report(finding(context, credential, scalar, id.is_some() && id == last));
        last = id;
    }
}

/// Each credential with the scalar that it is in; `None` in a comment.
fn with_scalars<'a>(context: &Context<'a>) -> Vec<(&'a Credential, Option<Node<'a>>)> {
    let credentials = context.source().credentials();
    if credentials.is_empty() {
        return Vec::new();
    }
    let mut scalars = context.tree().nodes().filter(|node| node.style().is_some()).peekable();
    let in_scalar = |credential: &'a Credential| {
        while scalars.next_if(|node| node.range().end() <= credential.range.start()).is_some() {}
        (credential, scalars.peek().copied().filter(|node| node.range().contains_range(credential.range)))
    };
    credentials.iter().map(in_scalar).collect()
}

/// `again`: another credential in the same scalar has the fix already.
fn finding(context: &Context<'_>, credential: &Credential, scalar: Option<Node<'_>>, again: bool) -> Finding {
    let Credential { range, kind } = *credential;
    let length = context.source().text()[range].chars().count();
    let place_word = if scalar.is_some() { "in plain text" } else { "in a comment" };
    let message =
        format!("{} ({length} characters) stands here {place_word}: whoever reads the file can use it for {}", kind.name, kind.opens);
    let Some(scalar) = scalar else {
        return Finding::new(range, message).help("Revoke it, and remove it from the comment");
    };
    let finding = Finding::at(scalar, message).range(range);
    let Some(id) = context.document.expr_of(scalar.id()) else { return finding.help("Revoke it, and remove it from here") };
    let fix = if again { None } else { wrap(context, id, &place(context.document, id)) };
    finding.help("Revoke it; then use a login with OIDC or a provider that fetches it, or put the new one under `fn::secret`").fix(fix)
}

#[cfg(test)]
mod tests {
    use crate::Source;
    use crate::rules::testing::{check, check_fix, check_no_fix, run};

    #[test]
    fn finds_both_halves_of_a_pair() {
        check(
            "ESC501",
            "
            values:
              login:
                fn::open::aws-login:
                  static:
                    accessKeyId: AKIAZ7QX4LRW2KDV9TMB
                                 ^^^^^^^^^^^^^^^^^^^^ error: an AWS access key id (20 characters) stands here in plain text: whoever reads the file can use it for AWS
                    secretAccessKey: 'q8Zt/Wn3LvR0yKd7mXc2PfJ9sHb4UgTe6AoNiV1E'
                                      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error: an AWS secret access key (40 characters) stands here in plain text: whoever reads the file can use it for AWS
        ",
        );
    }

    #[test]
    fn looks_everywhere() {
        check(
            "ESC501",
            "
            description: use AKIAZ7QX4LRW2KDV9TMB
                             ^^^^^^^^^^^^^^^^^^^^ error: an AWS access key id (20 characters) stands here in plain text: whoever reads the file can use it for AWS
            # was AKIAZ7QX4LRW2KDV9TMB
                  ^^^^^^^^^^^^^^^^^^^^ error: an AWS access key id (20 characters) stands here in a comment: whoever reads the file can use it for AWS
            values:
              AKIAZ7QX4LRW2KDV9TMB: x
              ^^^^^^^^^^^^^^^^^^^^ error: an AWS access key id (20 characters) stands here in plain text: whoever reads the file can use it for AWS
              a: ${b} AKIAZ7QX4LRW2KDV9TMB
                      ^^^^^^^^^^^^^^^^^^^^ error: an AWS access key id (20 characters) stands here in plain text: whoever reads the file can use it for AWS
        ",
        );
    }

    #[test]
    fn knows_credentials_by_their_keys() {
        check(
            "ESC501",
            "
            values:
              datadogApiKey: 3f9a1c7e5b2d8064f1e7a9c3b5d20684
                             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error: a Datadog API key (32 characters) stands here in plain text: whoever reads the file can use it for Datadog
              checksum: 3f9a1c7e5b2d8064f1e7a9c3b5d20684
        ",
        );
    }

    #[test]
    fn is_silent_about_samples_references_and_secrets() {
        check(
            "ESC501",
            "
            values:
              sample: AKIAIOSFODNN7EXAMPLE
              cut: AKIA...
              reference: ${aws.login.accessKeyId}
              secret:
                fn::secret: AKIAZ7QX4LRW2KDV9TMB
              word: XAKIAZ7QX4LRW2KDV9TMB
        ",
        );
    }

    #[test]
    fn no_finding_of_any_rule_holds_the_text() {
        let source = Source::new("test.yaml", "values:\n  AKIAZ7QX4LRW2KDV9TMB: 1\n  AKIAZ7QX4LRW2KDV9TMB: 2\n");
        for code in ["ESC501", "ESC002"] {
            let shown = format!("{:?}", run(code, &source));
            assert!(shown.contains("***") && !shown.contains("AKIA"), "{shown}");
        }
    }

    #[test]
    fn goes_under_secret_with_quotes_comments_and_layout() {
        check_fix(
            "ESC501",
            "
            values:
              a: 'AKIAZ7QX4LRW2KDV9TMB' # mine
              b: [AKIAZ7QX4LRW2KDV9TMB]
              c:
                - |
                  two: AKIAZ7QX4LRW2KDV9TMB
                  and: AKIAZ7QX4LRW2KDV9TMC
            ",
            "
            values:
              a:
                fn::secret: 'AKIAZ7QX4LRW2KDV9TMB' # mine
              b: [{fn::secret: AKIAZ7QX4LRW2KDV9TMB}]
              c:
                - fn::secret: |
                    two: AKIAZ7QX4LRW2KDV9TMB
                    and: AKIAZ7QX4LRW2KDV9TMC
            ",
        );
        check_no_fix("ESC501", "description: AKIAZ7QX4LRW2KDV9TMB\n");
        check_no_fix("ESC501", "values:\n  a: ${b}AKIAZ7QX4LRW2KDV9TMB\n  b: 1\n");
        check_no_fix("ESC501", "values:\n  a: $$ AKIAZ7QX4LRW2KDV9TMB\n");
    }
}
