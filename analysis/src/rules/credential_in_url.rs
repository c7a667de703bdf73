//! ESC504: a password inside an address or a connection string.

use esc_syntax::{Interpolation, Part, TextRange};

use super::{Context, Finding, FixAvailability, Group, Level, Page, Reference, Rule, Sink};
use crate::document::{self, Expr, ExprKind};
use crate::secrets::address::{REFERENCE, may_hold, password};
use crate::secrets::place::{Reader, place};
use crate::{Severity, text_range};

pub(super) static RULE: Rule = Rule {
    code: "ESC504",
    name: "credential-in-url",
    summary: "a literal password inside an address or a connection string",
    level: Level::On(Severity::Error),
    strict: Level::On(Severity::Error),
    group: Group::Secrets,
    reference: Reference::Adds,
    fix: FixAvailability::None,
    suppressible: true,
    since: "0.1.0",
    check,
    page: Page {
        what: "A literal password in `scheme://user:password@host`, in `user:password@tcp(host)`, or behind `password=` in a connection string, \
               whatever the key is called.\n\n\
               References (`${db.password}`), placeholders, samples such as `user:password` or hosts of `example.com`, and services on the own \
               machine are left alone.",
        why: "The whole value is stored, shown and logged as it is, and addresses end up in more places than passwords do: in error messages, \
              histories and lists of processes.",
        bad: "values:\n  databaseUrl: postgres://app:correct-horse-7@db.internal:5432/app\n",
        good: "values:\n  database:\n    password:\n      fn::secret: correct-horse-7\n  databaseUrl: postgres://app:${database.password}@db.internal:5432/app\n",
        fix: "Keep the password under `fn::secret` and refer to it; the address is secret then too. Change the password, since it has been written \
              down. There is no automatic fix.",
        reference: "Says nothing.",
    },
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    for (id, expr) in context.document.exprs() {
        let Some(range) = find(context, expr) else { continue };
        if matches!(place(context.document, id).reader, Reader::Secret | Reader::Function) {
            continue;
        }
        let length = context.source().text()[range].chars().count();
        let message = format!("a password ({length} characters) stands in this address in plain text: it is stored and shown as it is");
        let help = "Keep it under `fn::secret`, and refer to it: `scheme://user:${path.to.password}@host`";
        sink.report(Finding::at(context.node(expr.node), message).range(range).help(help));
    }
}

/// Where a password stands in the text of an expression.
fn find(context: &Context<'_>, expr: &Expr) -> Option<TextRange> {
    let text = match &expr.kind {
        ExprKind::String(text) if may_hold(text.expose()) => context.node(expr.node).scalar_text(),
        ExprKind::Interpolation(parts)
            if parts.iter().any(|part| matches!(part, document::Part::Text(text) if may_hold(text.expose()))) =>
        {
            context.node(expr.node).scalar_text()
        }
        _ => return None,
    };
    let found = password(&without_references(&text.text))?;
    Some(text.source_range(text_range(found)))
}

/// `text` with all bytes of its references blanked out, so that offsets stay.
fn without_references(text: &str) -> String {
    let parts = Interpolation::parse(text).parts;
    let mut blank = text.to_owned();
    for part in &parts {
        if let Part::Access(access) = part {
            let range = std::ops::Range::<usize>::from(access.range);
            blank.replace_range(range.clone(), &REFERENCE.to_string().repeat(range.len()));
        }
    }
    blank
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::check;

    #[test]
    fn points_at_the_password() {
        check(
            "ESC504",
            "
            values:
              a: postgres://app:hunter2@db.internal:5432/app
                                ^^^^^^^ error: a password (7 characters) stands in this address in plain text: it is stored and shown as it is
              b: \"redis://:hunter2@${host}\"
                           ^^^^^^^ error: a password (7 characters) stands in this address in plain text: it is stored and shown as it is
              environmentVariables:
                DSN: Server=db.internal;User Id=sa;Password=hunter2
                                                            ^^^^^^^ error: a password (7 characters) stands in this address in plain text: it is stored and shown as it is
        ",
        );
    }

    #[test]
    fn is_silent_about_references_samples_and_secrets() {
        check(
            "ESC504",
            "
            values:
              a: postgres://app:${db.password}@db.internal:5432/app
              b: postgres://user:password@db.example.com/app
              c: https://example.com/a@b
              d:
                fn::secret: postgres://app:hunter2@db.internal:5432/app
              e: postgres://${user}:${password}@${host}:${port}/${name}
              f: $${not}://a:hunter2
        ",
        );
    }
}
