//! ESC508: OIDC without `subjectAttributes`.

use super::words::code;
use super::{Context, Finding, FixAvailability, Group, Level, Page, Reference, Rule, Sink};
use crate::document::{Arguments, ExprId, ExprKind, property};
use crate::fix::{Draft, insert_entries};
use crate::providers::Provider;
use crate::{Fix, Severity};

pub(super) static RULE: Rule = Rule {
    code: "ESC508",
    name: "unscoped-login",
    summary: "a login with OIDC that does not say what its token vouches for",
    level: Level::Off,
    strict: Level::On(Severity::Error),
    group: Group::Secrets,
    reference: Reference::Adds,
    fix: FixAvailability::Unsafe,
    suppressible: true,
    since: "0.1.0",
    check,
    page: Page {
        what: "A login with OIDC whose provider takes `subjectAttributes`, and is given none.",
        why: "The subject of the token is what the cloud's trust policy can ask for. Without `subjectAttributes` it has the default form, which does \
              not say who opens the environment, with what kind of token, or which environment imports it. A policy that has to tell these apart, \
              or that ends in a wildcard for lack of something to compare, needs them.",
        bad: "values:\n  aws:\n    login:\n      fn::open::aws-login:\n        oidc:\n          roleArn: arn:aws:iam::123456789012:role/esc\n          sessionName: esc\n",
        good: "values:\n  aws:\n    login:\n      fn::open::aws-login:\n        oidc:\n          roleArn: arn:aws:iam::123456789012:role/esc\n          sessionName: esc\n          subjectAttributes:\n            - currentEnvironment.name\n",
        fix: "Add `subjectAttributes`, and let the trust policy ask for the subject that comes of it. The fix adds the name of the environment; it has \
              to be asked for, because the subject changes, and the cloud refuses the login until its policy follows.",
        reference: "Says nothing.",
    },
};

const ATTRIBUTES: &str = "subjectAttributes";

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    for (_, expr) in context.document.exprs() {
        let ExprKind::Call(call) = &expr.kind else { continue };
        let Arguments::Open { provider, inputs: Some(inputs) } = &call.arguments else { continue };
        let Some(provider) = context.analyzer.catalogue().provider(&provider.text) else { continue };
        if let Some(finding) = finding(context, &provider, *inputs) {
            sink.report(finding);
        }
    }
}

fn finding(context: &Context<'_>, provider: &Provider, inputs: ExprId) -> Option<Finding> {
    let given = context.document.expr(inputs).kind.as_object()?;
    let (method, login) = ["oidc", "jwt"].into_iter().find_map(|method| Some((method, property(given, method)?)))?;
    // Beside the switch, or among the settings of the login.
    let kind = &context.document.expr(login.value).kind;
    let (place, known) = match kind {
        ExprKind::Bool(true) => (inputs, provider.inputs.property(ATTRIBUTES)),
        ExprKind::Object(_) => (login.value, provider.inputs.property(method).property(ATTRIBUTES)),
        _ => return None,
    };
    let present = context.document.expr(place).kind.as_object()?;
    if known.is_never() || known.is_always() || property(present, ATTRIBUTES).is_some() {
        return None;
    }
    let attributes = Draft::List(vec![Draft::text("currentEnvironment.name")]);
    let edits = insert_entries(context.node(context.document.expr(place).node), &[(ATTRIBUTES.to_owned(), attributes)]);
    let message =
        format!("{} logs in without `{ATTRIBUTES}`: the cloud cannot tell who opens the environment, or how", code(&provider.name));
    Some(
        Finding::at(context.node(login.key_node), message)
            .help("List what the trust policy is to ask for, such as `currentEnvironment.name` and `pulumi.user.login`")
            .fix(edits.map(|edits| Fix::on_request("Name the environment in the subject", edits))),
    )
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, check_fix};

    #[test]
    fn points_at_the_login() {
        check(
            "ESC508",
            "
            values:
              aws:
                fn::open::aws-login:
                  oidc: {roleArn: a, sessionName: b}
                  ^^^^ warning: `aws-login` logs in without `subjectAttributes`: the cloud cannot tell who opens the environment, or how
              azure:
                fn::open::azure-login:
                  oidc: true
                  ^^^^ warning: `azure-login` logs in without `subjectAttributes`: the cloud cannot tell who opens the environment, or how
        ",
        );
    }

    #[test]
    fn is_silent_where_they_are_given_or_not_known() {
        check(
            "ESC508",
            "
            values:
              a:
                fn::open::aws-login:
                  oidc: {roleArn: a, sessionName: b, subjectAttributes: [pulumi.user.login]}
              b:
                fn::open::azure-login: {oidc: true, subjectAttributes: [pulumi.user.login]}
              c:
                fn::open::snowflake-login:
                  oidc: {account: a, user: b}
              d:
                fn::open::aws-login:
                  static: {accessKeyId: a, secretAccessKey: b}
              e:
                fn::open::aws-login:
                  oidc: ${x}
              f:
                fn::open::azure-login: {oidc: false, clientSecret: a}
        ",
        );
    }

    #[test]
    fn adds_the_name_of_the_environment() {
        check_fix(
            "ESC508",
            "
            values:
              aws:
                fn::open::aws-login:
                  oidc:
                    roleArn: a
                    sessionName: b # c
              azure:
                fn::open::azure-login: {oidc: true}
            ",
            "
            values:
              aws:
                fn::open::aws-login:
                  oidc:
                    roleArn: a
                    sessionName: b # c
                    subjectAttributes:
                      - currentEnvironment.name
              azure:
                fn::open::azure-login: {oidc: true, subjectAttributes: [currentEnvironment.name]}
            ",
        );
    }
}
