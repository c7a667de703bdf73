//! ESC505: a login that could use OIDC is given keys that do not expire.

use super::words::code;
use super::{Context, Finding, FixAvailability, Group, Level, Page, Reference, Rule, Sink};
use crate::Severity;
use crate::document::{Arguments, ExprId, ExprKind, Property, property};
use crate::providers::Provider;

pub(super) static RULE: Rule = Rule {
    code: "ESC505",
    name: "static-credentials",
    summary: "a login that could use OIDC is given long-lived keys",
    level: Level::On(Severity::Info),
    strict: Level::On(Severity::Warning),
    group: Group::Secrets,
    reference: Reference::Adds,
    fix: FixAvailability::None,
    suppressible: true,
    since: "0.1.0",
    check,
    page: Page {
        what: "`static` in `aws-login` or `infisical-login`, `clientSecret` in `azure-login`, `token` in `vault-login`: keys that are valid until \
               somebody revokes them, for a provider that can log in with OIDC.\n\n\
               A key pair with a `sessionToken` expires by itself and is left alone; so is the access token of `gcp-login`.",
        why: "A long-lived key has to be stored, rotated and revoked, and is worth stealing. With OIDC there is nothing to keep: Pulumi Cloud vouches \
              for the environment each time that it is opened, and what the cloud gives out expires within hours.",
        bad: "values:\n  aws:\n    login:\n      fn::open::aws-login:\n        static:\n          accessKeyId: ${keys.id}\n          secretAccessKey: ${keys.secret}\n  keys: {id: a, secret: b}\n",
        good: "values:\n  aws:\n    login:\n      fn::open::aws-login:\n        oidc:\n          roleArn: arn:aws:iam::123456789012:role/esc\n          sessionName: esc\n",
        fix: "Set up trust for Pulumi Cloud's OIDC issuer in the cloud account, and log in with `oidc` (`jwt` for Vault). There is no automatic fix.",
        reference: "Says nothing.",
    },
};

/// Inputs by which a provider trusts a token of Pulumi Cloud's.
const FEDERATED: [&str; 2] = ["oidc", "jwt"];

/// What is given out for an hour at most.
const SHORT_LIVED: [(&str, &str); 1] = [("gcp-login", "accessToken")];

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    for (_, expr) in context.document.exprs() {
        let ExprKind::Call(call) = &expr.kind else { continue };
        let Arguments::Open { provider, inputs: Some(inputs) } = &call.arguments else { continue };
        let Some(inputs) = context.document.expr(*inputs).kind.as_object() else { continue };
        let Some(provider) = context.analyzer.catalogue().provider(&provider.text) else { continue };
        if let Some(finding) = finding(context, &provider, inputs) {
            sink.report(finding);
        }
    }
}

fn finding(context: &Context<'_>, provider: &Provider, inputs: &[Property]) -> Option<Finding> {
    let federated = provider.methods.iter().find(|method| FEDERATED.contains(&method.as_str()))?;
    if property(inputs, federated).is_some() {
        return None;
    }
    let is_fixed = |key: &str| key != federated && !SHORT_LIVED.contains(&(&*provider.name, key));
    let mut fixed = provider.methods.iter().filter(|method| is_fixed(method)).filter_map(|method| property(inputs, method));
    let given = fixed.find(|given| !is_nothing(context, given.value) && !expires(context, given.value))?;
    let (name, key, federated) = (code(&provider.name), code(&given.key), code(federated));
    let message = format!("{name} is given {key}, which is valid until somebody revokes it; it can log in with {federated} instead");
    Some(
        Finding::at(context.node(given.key_node), message)
            .help(format!("Log in with {federated}: there is nothing to keep, and what the login gives expires by itself")),
    )
}

fn is_nothing(context: &Context<'_>, id: ExprId) -> bool {
    matches!(context.document.expr(id).kind, ExprKind::Null | ExprKind::Bool(false) | ExprKind::Invalid)
}

/// Temporary keys have a third part.
fn expires(context: &Context<'_>, id: ExprId) -> bool {
    context.document.expr(id).kind.as_object().is_some_and(|parts| property(parts, "sessionToken").is_some())
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::check;

    #[test]
    fn points_at_the_method() {
        check(
            "ESC505",
            "
            values:
              aws:
                fn::open::aws-login:
                  static: {accessKeyId: a, secretAccessKey: '${b}'}
                  ^^^^^^ info: `aws-login` is given `static`, which is valid until somebody revokes it; it can log in with `oidc` instead
              azure:
                fn::open:
                  provider: azure-login
                  inputs:
                    clientId: a
                    clientSecret: ${b}
                    ^^^^^^^^^^^^ info: `azure-login` is given `clientSecret`, which is valid until somebody revokes it; it can log in with `oidc` instead
              vault:
                fn::open::vault-login:
                  token: {token: '${b}'}
                  ^^^^^ info: `vault-login` is given `token`, which is valid until somebody revokes it; it can log in with `jwt` instead
        ",
        );
    }

    #[test]
    fn is_silent_about_oidc_and_what_expires() {
        check(
            "ESC505",
            "
            values:
              a:
                fn::open::aws-login:
                  oidc: {roleArn: a, sessionName: b}
              b:
                fn::open::aws-login:
                  static: {accessKeyId: a, secretAccessKey: b, sessionToken: c}
              c:
                fn::open::gcp-login:
                  accessToken: {accessToken: a}
              d:
                fn::open::gh-login: {appId: 1, privateKey: a}
              e:
                fn::open::aws-login: ${x}
              f:
                fn::open::azure-login: {oidc: true, clientSecret: a}
        ",
        );
    }
}
