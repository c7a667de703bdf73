//! ESC502: a secret as text in a file that git tracks.

use super::{Context, Finding, FixAvailability, Group, Level, Page, Reference, Rule, Sink};
use crate::Severity;
use crate::document::{Arguments, ExprKind};
use crate::secrets::clear::is_given;

pub(super) static RULE: Rule = Rule {
    code: "ESC502",
    name: "unencrypted-secret",
    summary: "text below `fn::secret` in a file that git tracks",
    level: Level::On(Severity::Warning),
    strict: Level::On(Severity::Error),
    group: Group::Secrets,
    reference: Reference::Adds,
    fix: FixAvailability::None,
    suppressible: true,
    since: "0.1.0",
    check,
    page: Page {
        what: "`fn::secret` with text in a file that git tracks, staged or committed. `ciphertext:`, placeholders and samples are left alone, and so \
               is a file that git does not track or ignores.",
        why: "`fn::secret` encrypts nothing by itself: the text becomes ciphertext when the environment is saved to Pulumi Cloud, and only there. In \
              the file it stays readable, to everyone who can read the repository, and in its history.",
        bad: "values:\n  database:\n    password:\n      fn::secret: correct-horse-7\n",
        good: "values:\n  database:\n    password:\n      fn::secret:\n        ciphertext: ZXNjeAAAAAEAAAEAaaLI6RQ3lN3nwYIJ1daj2rWnzGlIcI8v0BHcOqB8+NYKTatZJA==\n",
        fix: "Change the secret, since git has it. Then commit the definition as Pulumi Cloud gives it back, with `ciphertext:` in the place of the \
              text, or let a provider fetch the secret when the environment is opened. There is no automatic fix.",
        reference: "Says nothing: it does not know where a file is kept.",
    },
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let secrets = context.document.exprs().filter_map(|(_, expr)| match &expr.kind {
        ExprKind::Call(call) => match &call.arguments {
            Arguments::Plaintext(text) => Some((text, context.document.expr(call.argument).node)),
            _ => None,
        },
        _ => None,
    });
    let mut secrets = secrets.peekable();
    // Whoever knows may have to ask git.
    if secrets.peek().is_none() || context.environments.is_tracked(context.source()) != Some(true) {
        return;
    }
    for (_, node) in secrets.filter(|(text, _)| is_given(text.expose())) {
        let message = "this secret is plain text in a file that git tracks: whoever reads the repository reads it too";
        sink.report(
            Finding::at(context.node(node), message)
                .help("Commit the definition as Pulumi Cloud gives it back, with `ciphertext:`, or let a provider fetch the secret"),
        );
    }
}

#[cfg(test)]
mod tests {
    use crate::Source;
    use crate::rules::testing::{UNTRACKED, check, run};

    #[test]
    fn points_at_the_text() {
        check(
            "ESC502",
            "
            values:
              a:
                fn::secret: 'hunter2'
                            ^^^^^^^^^ warning: this secret is plain text in a file that git tracks: whoever reads the repository reads it too
              b: {'fn::secret': AKIAZ7QX4LRW2KDV9TMB}
                                ^^^^^^^^^^^^^^^^^^^^ warning: this secret is plain text in a file that git tracks: whoever reads the repository reads it too
        ",
        );
    }

    #[test]
    fn is_silent_about_ciphertext_placeholders_and_samples() {
        check(
            "ESC502",
            "
            values:
              a:
                fn::secret:
                  ciphertext: ZXNjeAAAAAEAAAEAaaLI6RQ3lN3nwYIJ1daj2rWnzGlIcI8v0BHcOqB8+NYKTatZJA==
              b:
                fn::secret: <your-token>
              c:
                fn::secret: AKIAIOSFODNN7EXAMPLE
              d:
                fn::secret: ''
              e:
                fn::secret: ${a}
              f: hunter2
        ",
        );
    }

    #[test]
    fn is_silent_where_git_does_not_track_the_file() {
        assert!(run("ESC502", &Source::new(UNTRACKED, "values:\n  a:\n    fn::secret: hunter2\n")).is_empty());
    }
}
