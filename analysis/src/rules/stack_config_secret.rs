//! ESC512: `secure:`, which is how Pulumi's stack configuration marks a secret.

use super::words::code;
use super::{Context, Finding, FixAvailability, Group, Level, Page, Reference, Rule, Sink};
use crate::document::{ExprId, ExprKind, Property};
use crate::secrets::names::sensitive;
use crate::secrets::place::{Reader, name, place};
use crate::{Fix, Severity, fix};

pub(super) static RULE: Rule = Rule {
    code: "ESC512",
    name: "stack-config-secret",
    summary: "`secure:` marks a secret in stack configuration, and nothing here",
    level: Level::On(Severity::Warning),
    strict: Level::On(Severity::Error),
    group: Group::Secrets,
    reference: Reference::Adds,
    fix: FixAvailability::Unsafe,
    suppressible: true,
    since: "0.1.0",
    check,
    page: Page {
        what: "An object with `secure` and some text as its only entry, where that is how a stack configuration (`Pulumi.dev.yaml`) would mark a \
               secret: below `pulumiConfig`, below a key that says that it is secret or has a namespace (`app:token`), or with text that a stack has \
               encrypted.",
        why: "In an environment `secure` is a key like any other. The value is an object in plain text: it is not decrypted, not hidden, and a \
              program that asks for the secret gets something else.",
        bad: "values:\n  pulumiConfig:\n    app:token:\n      secure: correct-horse-7\n",
        good: "values:\n  pulumiConfig:\n    app:token:\n      fn::secret: correct-horse-7\n",
        fix: "Mark the secret with `fn::secret`, as text. What a stack has encrypted cannot be read anywhere else: `pulumi config get` shows the text. \
              The fix replaces `secure` where the text is not encrypted; it has to be asked for, because the object becomes text.",
        reference: "Says nothing.",
    },
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    for (id, expr) in context.document.exprs() {
        let ExprKind::Object(properties) = &expr.kind else { continue };
        let [property] = &properties[..] else { continue };
        if &*property.key != "secure" || context.document.root == Some(id) {
            continue;
        }
        let Some(text) = context.document.expr(property.value).kind.as_text() else { continue };
        let encrypted = is_encrypted(text.expose());
        if (encrypted || is_configuration(context, id)) && matches!(place(context.document, id).reader, Reader::Anyone) {
            sink.report(finding(context, property, encrypted));
        }
    }
}

/// `v1:` with nonce and text in Base64, as a passphrase or Pulumi Cloud encrypts; or one long run of Base64, as a key service does.
fn is_encrypted(text: &str) -> bool {
    let is_base64 = |text: &str| text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'='));
    match text.strip_prefix("v1:").and_then(|rest| rest.split_once(':')) {
        Some((nonce, text)) => is_base64(nonce) && is_base64(text),
        None => text.starts_with("AAAB") && text.len() >= 40 && is_base64(text),
    }
}

/// Whether an object stands where a stack configuration would have it.
fn is_configuration(context: &Context<'_>, id: ExprId) -> bool {
    let document = context.document;
    let (Some(name), false) = name(document, id) else { return false };
    let below_config = || {
        let config = document.value("pulumiConfig").map(|property| property.value);
        std::iter::successors(Some(id), |id| document.expr(*id).parent).any(|above| Some(above) == config)
    };
    name.contains(':') || sensitive(name).is_some() || below_config()
}

fn finding(context: &Context<'_>, property: &Property, encrypted: bool) -> Finding {
    let key = context.node(property.key_node);
    let value = context.node(context.document.expr(property.value).node);
    let finding = Finding::at(
        value,
        format!("{} marks a secret in stack configuration only: here it is an ordinary key, and this is plain text", code("secure")),
    );
    if encrypted {
        return finding.help("Only the stack can decrypt it: get the text with `pulumi config get`, and put that under `fn::secret`");
    }
    let text = value.text();
    let edits = fix::rename(key, "fn::secret").filter(|_| !text.contains("$$") && !text.contains("${"));
    finding.help("Mark it with `fn::secret`").fix(edits.map(|edits| Fix::on_request("Replace `secure` by `fn::secret`", edits)))
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, check_fix, check_no_fix};

    #[test]
    fn points_at_the_text() {
        check(
            "ESC512",
            "
            values:
              pulumiConfig:
                app:token:
                  secure: hunter2
                          ^^^^^^^ warning: `secure` marks a secret in stack configuration only: here it is an ordinary key, and this is plain text
                list:
                  - secure: hunter2
                            ^^^^^^^ warning: `secure` marks a secret in stack configuration only: here it is an ordinary key, and this is plain text
              password: {secure: hunter2}
                                 ^^^^^^^ warning: `secure` marks a secret in stack configuration only: here it is an ordinary key, and this is plain text
              other:
                secure: v1:Zm9v:YmFyYmF6
                        ^^^^^^^^^^^^^^^^ warning: `secure` marks a secret in stack configuration only: here it is an ordinary key, and this is plain text
        ",
        );
    }

    #[test]
    fn is_silent_about_other_keys_of_that_name() {
        check(
            "ESC512",
            "
            values:
              secure: hunter2
              cookie: {secure: 'true'}
              password: {secure: hunter2, other: 1}
              token: {secure: true}
              pulumiConfig:
                a: {secure: '${password}'}
        ",
        );
    }

    #[test]
    fn replaces_the_key_of_plain_text() {
        check_fix(
            "ESC512",
            "
            values:
              pulumiConfig:
                a: {'secure': hunter2} # b
            ",
            "
            values:
              pulumiConfig:
                a: {'fn::secret': hunter2} # b
            ",
        );
        check_no_fix("ESC512", "values:\n  a:\n    secure: v1:Zm9v:YmFyYmF6\n");
    }
}
