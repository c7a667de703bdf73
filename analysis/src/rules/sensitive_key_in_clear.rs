//! ESC503: a plain value behind a key that says "secret".

use super::words::code;
use super::wrap_secret::wrap;
use super::{Context, Finding, FixAvailability, Group, Level, Page, Reference, Rule, Sink};
use crate::Severity;
use crate::document::{Expr, ExprId, ExprKind, Function};
use crate::secrets::clear::{is_given, is_secret};
use crate::secrets::names::{Sensitive, sensitive};
use crate::secrets::place::{Place, Reader, name, place};

pub(super) static RULE: Rule = Rule {
    code: "ESC503",
    name: "sensitive-key-in-clear",
    summary: "a plain value behind a key such as `password`, `apiKey` or `token`",
    level: Level::On(Severity::Warning),
    strict: Level::On(Severity::Error),
    group: Group::Secrets,
    reference: Reference::Adds,
    fix: FixAvailability::Unsafe,
    suppressible: true,
    since: "0.1.0",
    check,
    page: Page {
        what: "A literal value whose key says that it is secret: one that ends in `password`, `passphrase`, `secret`, `token`, `apiKey`, `privateKey` \
               and the like, in any fashion of writing; and an input that its provider takes for a secret.\n\n\
               References, placeholders, samples, names of secrets (`github-token`), addresses and paths where a secret is kept, hashes and \
               switches are no secrets. A `tokenUrl` or a `secretName` says nothing of the kind.",
        why: "A plain value is stored, shown and logged as it is, and every value that is made from it is plain too. Only what is marked with \
              `fn::secret` is encrypted when the environment is saved, and hidden when it is shown.",
        bad: "values:\n  database:\n    password: correct-horse-7\n",
        good: "values:\n  database:\n    password:\n      fn::secret: correct-horse-7\n",
        fix: "Put the value under `fn::secret`, or fetch it from where secrets are kept. The fix does the first; it has to be asked for, because the \
              value is a secret from then on, and only text can be one. What git has seen stays in its history: change the secret.",
        reference: "Says nothing.",
    },
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    for (id, expr) in context.document.exprs().filter(|(_, expr)| !is_secret_text(context, expr)) {
        let text = match &expr.kind {
            ExprKind::String(text) => text.expose(),
            ExprKind::Number(number) if number.len() >= 4 => number,
            _ => continue,
        };
        let (Some(name), called) = name(context.document, id) else { continue };
        let by_name = sensitive(name);
        if by_name.is_none() && !called {
            continue;
        }
        let place = place(context.document, id);
        if let Some(message) = message(context, &place, text, by_name) {
            sink.report(finding(context, id, &place, message));
        }
    }
}

/// Where most values with such a name stand, and where nothing is said.
fn is_secret_text(context: &Context<'_>, expr: &Expr) -> bool {
    let parent = expr.parent.map(|parent| &context.document.expr(parent).kind);
    matches!(parent, Some(ExprKind::Call(call)) if call.function == Function::Secret)
}

/// What is wrong with a literal whose name says `by_name`. A provider knows better than the name of an input what is secret.
fn message(context: &Context<'_>, place: &Place<'_>, text: &str, by_name: Option<Sensitive>) -> Option<String> {
    let name = place.name?;
    let declared = match &place.reader {
        Reader::Secret | Reader::Function => return None,
        Reader::Anyone => None,
        Reader::Provider(input) => input.schema(context.analyzer.catalogue()).map(|schema| (schema, input.provider)),
    };
    match declared {
        Some((schema, provider)) => {
            let is_secret = schema.rules().is_some_and(|rules| rules.secret) && is_given(text);
            is_secret.then(|| format!("{} is a secret to {}, and stands here in plain text", code(name), code(&provider.text)))
        }
        None => {
            let is_secret = by_name.is_some_and(|kind| is_secret(kind, name, text));
            is_secret.then(|| format!("{} stands here in plain text: it is stored and shown as it is", code(name)))
        }
    }
}

fn finding(context: &Context<'_>, id: ExprId, place: &Place<'_>, message: String) -> Finding {
    Finding::at(context.node(context.document.expr(id).node), message)
        .help("Put it under `fn::secret`, or fetch it from where secrets are kept")
        .fix(wrap(context, id, place))
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, check_fix, check_no_fix};

    #[test]
    fn points_at_the_value() {
        check(
            "ESC503",
            "
            values:
              db:
                password: hunter2
                          ^^^^^^^ warning: `password` stands here in plain text: it is stored and shown as it is
                pin: 1234
              backup:
                password: 12345
                          ^^^^^ warning: `password` stands here in plain text: it is stored and shown as it is
              environmentVariables:
                GITHUB_TOKEN: a8sd7f6g5h4j
                              ^^^^^^^^^^^^ warning: `GITHUB_TOKEN` stands here in plain text: it is stored and shown as it is
              pulumiConfig:
                'app:apiKey':
                  fn::toBase64: a8sd7f6g5h4j
                                ^^^^^^^^^^^^ warning: `app:apiKey` stands here in plain text: it is stored and shown as it is
        ",
        );
    }

    #[test]
    fn asks_the_provider_what_is_secret() {
        check(
            "ESC503",
            "
            values:
              secrets:
                fn::open::1password-secrets:
                  login:
                    serviceAccountToken: abc
                                         ^^^ warning: `serviceAccountToken` is a secret to `1password-secrets`, and stands here in plain text
                  get:
                    token: {ref: 'op://dev/item/token'}
              state:
                fn::open::terraform-state:
                  backend: {s3: {login: '${aws}', bucket: b, key: a8sd7f6g5h4j, region: r}}
              adapter:
                fn::open::external:
                  url: https://adapter.example.com
                  request:
                    password: hunter2
                              ^^^^^^^ warning: `password` stands here in plain text: it is stored and shown as it is
        ",
        );
    }

    #[test]
    fn is_silent_about_references_placeholders_and_names() {
        check(
            "ESC503",
            "
            values:
              password: ${db.password}
              token: prefix-${db.token}
              secret:
                fn::secret: hunter2
              apiKey: <your-key>
              dbPassword: CHANGEME
              tokenUrl: https://login.example.com/token
              secretName: my-secret-1234
              usePassword: true
              checked:
                fn::validate:
                  schema: {type: object, properties: {password: {type: string, const: hunter2}}}
                  value: ${password}
        ",
        );
    }

    #[test]
    fn goes_under_secret() {
        check_fix(
            "ESC503",
            "
            values:
              db:
                  password: hunter2 # why
                  pwd: 012345
              list: {secret: 'a8sd7f6g5h4j'}
            ",
            "
            values:
              db:
                  password:
                    fn::secret: hunter2 # why
                  pwd:
                    fn::secret: \"012345\"
              list: {secret: {fn::secret: 'a8sd7f6g5h4j'}}
            ",
        );
        check_no_fix("ESC503", "values:\n  password: pa$$word\n");
    }
}
