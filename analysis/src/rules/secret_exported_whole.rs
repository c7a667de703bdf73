//! ESC509: a whole login in the configuration of stacks or policy packs.

use super::exported::entries;
use super::words::code;
use super::{Context, Finding, FixAvailability, Group, Level, Page, Reference, Rule, Sink};
use crate::document::{ExprId, ExprKind};
use crate::value::{Kind, Output};
use crate::{Section, Severity};

pub(super) static RULE: Rule = Rule {
    code: "ESC509",
    name: "secret-exported-whole",
    summary: "a whole login is handed to stacks or policy packs where one member is meant",
    level: Level::On(Severity::Warning),
    strict: Level::On(Severity::Error),
    group: Group::Secrets,
    reference: Reference::Adds,
    fix: FixAvailability::None,
    suppressible: true,
    since: "0.1.0",
    check,
    page: Page {
        what: "An entry of `pulumiConfig` or `policyConfig` that is everything a login answers with: keys, tokens and all. A login that another provider \
               takes as its input is left alone, and so are objects of your own. The same under `environmentVariables` or `files` is dropped, \
               which ESC601 reports.",
        why: "Every stack that uses the environment gets the whole of it, in its configuration and its state, although what reads the setting wants \
              one text. Providers of Pulumi read a setting of their own for each key.",
        bad: "values:\n  aws:\n    login:\n      fn::open::aws-login:\n        oidc:\n          roleArn: arn:aws:iam::123456789012:role/esc\n          sessionName: esc\n  pulumiConfig:\n    aws:login: ${aws.login}\n",
        good: "values:\n  aws:\n    login:\n      fn::open::aws-login:\n        oidc:\n          roleArn: arn:aws:iam::123456789012:role/esc\n          sessionName: esc\n  pulumiConfig:\n    aws:accessKey: ${aws.login.accessKeyId}\n    aws:secretKey: ${aws.login.secretAccessKey}\n    aws:token: ${aws.login.sessionToken}\n",
        fix: "Refer to the member that is meant, or export the credentials as environment variables. There is no automatic fix.",
        reference: "Says nothing.",
    },
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    for section in [Section::PulumiConfig, Section::PolicyConfig] {
        for property in entries(context.document, section) {
            report_below(context, sink, section, property.value);
        }
    }
}

/// Reports references to whole logins in a value, which may be a list or an object.
fn report_below(context: &Context<'_>, sink: &mut Sink<'_>, section: Section, value: ExprId) {
    let mut open = vec![value];
    while let Some(id) = open.pop() {
        let expr = context.document.expr(id);
        match &expr.kind {
            ExprKind::Symbol(_) => {
                let Some(login) = whole_login(context, id) else { continue };
                let readers = if section == Section::PulumiConfig { "every stack" } else { "every policy pack" };
                let message = format!("all that {} answers with goes to {readers}: keys, tokens and the rest", code(&login.provider));
                sink.report(Finding::at(context.node(expr.node), message).help("Refer to the member that is meant"));
            }
            ExprKind::Array(_) | ExprKind::Object(_) => open.extend(context.document.declared_children(id).into_iter().rev()),
            _ => {}
        }
    }
}

/// The answer of a login, if a value is one whole.
fn whole_login<'c>(context: &'c Context<'_>, id: ExprId) -> Option<&'c Output> {
    match context.evaluation.value(id)?.kind() {
        Kind::Unknown(unknown) => unknown.output.as_deref().filter(|output| output.provider.ends_with("-login")),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::check;

    #[test]
    fn points_at_the_reference() {
        check(
            "ESC509",
            "
            values:
              login:
                fn::open::aws-login: {static: {accessKeyId: a, secretAccessKey: b}}
              alias: ${login}
              pulumiConfig:
                app:aws: ${alias}
                         ^^^^^^^^ warning: all that `aws-login` answers with goes to every stack: keys, tokens and the rest
                app:all:
                  logins: ['${login}']
                           ^^^^^^^^^^ warning: all that `aws-login` answers with goes to every stack: keys, tokens and the rest
              policyConfig:
                pack:
                  aws: ${login}
                       ^^^^^^^^ warning: all that `aws-login` answers with goes to every policy pack: keys, tokens and the rest
        ",
        );
    }

    #[test]
    fn is_silent_about_members_inputs_and_own_objects() {
        check(
            "ESC509",
            "
            values:
              login:
                fn::open::aws-login: {static: {accessKeyId: a, secretAccessKey: b}}
              secrets:
                fn::open::aws-secrets: {region: r, login: '${login}', get: {a: {secretId: b}}}
              db: {user: a, password: {fn::secret: b}}
              copy: ${login}
              environmentVariables:
                A: ${login}
              pulumiConfig:
                aws:accessKey: ${login.accessKeyId}
                app:db: ${db}
                app:secrets: ${secrets}
                app:json: {fn::toJSON: '${login}'}
        ",
        );
    }
}
