//! ESC305: a login without a method, or with several.

use super::evaluated::{at, names};
use super::words::code;
use super::{Context, Finding, FixAvailability, Group, Level, Page, Reference, Rule, Sink};
use crate::Severity;
use crate::document::{Arguments, ExprId, ExprKind, Property};
use crate::providers::Provider;

pub(super) static RULE: Rule = Rule {
    code: "ESC305",
    name: "login-method-count",
    summary: "a login without a method, or with several",
    level: Level::On(Severity::Error),
    strict: Level::On(Severity::Error),
    group: Group::Types,
    reference: Reference::Adds,
    fix: FixAvailability::None,
    suppressible: true,
    since: "0.1.0",
    check,
    page: Page {
        what: "A login provider that offers several methods, such as `oidc` and `static`, and is given none of them, or more than one.",
        why: "Without a method the login fails when the environment is opened. With several it is not documented which one counts.",
        bad: "values:\n  login:\n    fn::open::aws-login: {}\n",
        good: "values:\n  login:\n    fn::open::aws-login:\n      oidc: {roleArn: arn:aws:iam::123456789012:role/esc, sessionName: esc}\n",
        fix: "Give exactly one. With OIDC there are no long-lived keys to keep.",
        reference: "Silent: each method is optional by itself.",
    },
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    for &id in context.document.declared() {
        let ExprKind::Call(call) = &context.document.expr(id).kind else { continue };
        let Arguments::Open { provider, inputs: Some(inputs) } = &call.arguments else { continue };
        let Some(provider) = context.analyzer.catalogue().provider(&provider.text).filter(|provider| !provider.methods.is_empty()) else {
            continue;
        };
        let properties = match &context.document.expr(*inputs).kind {
            ExprKind::Object(properties) => properties.as_slice(),
            ExprKind::Null => &[],
            _ => continue,
        };
        if let Some(finding) = finding(context, &provider, *inputs, properties) {
            sink.report(finding);
        }
    }
}

fn finding(context: &Context<'_>, provider: &Provider, inputs: ExprId, properties: &[Property]) -> Option<Finding> {
    let given: Vec<&Property> = properties.iter().filter(|property| !property.duplicate && is_given(context, provider, property)).collect();
    match given[..] {
        [] => {
            let methods = names(provider.methods.iter().map(String::as_str), "or");
            let message = format!("{} needs a method to log in: {methods}", code(&provider.name));
            Some(at(context, inputs, message).help("`oidc` needs no long-lived keys"))
        }
        [_] => None,
        [first, .., last] => {
            let both = names(given.iter().map(|property| &*property.key), "and");
            let message = format!("{} is given {both}, and it is not documented which of them counts", code(&provider.name));
            let finding = Finding::at(context.node(last.key_node), message).severity(Severity::Warning).help("Keep one of them");
            Some(finding.related(context.node(first.key_node).range(), "the other one"))
        }
    }
}

/// Whether an input chooses its method: `oidc: false` does not.
fn is_given(context: &Context<'_>, provider: &Provider, property: &Property) -> bool {
    let value = &context.document.expr(property.value).kind;
    provider.methods.iter().any(|method| **method == *property.key) && !matches!(value, ExprKind::Null | ExprKind::Bool(false))
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::check;

    #[test]
    fn one_is_right() {
        check(
            "ESC305",
            "
            values:
              none: {fn::open::aws-login: {}}
                                          ^^ error: `aws-login` needs a method to log in: `oidc` or `static`
              off: {fn::open::azure-login: {clientId: a, tenantId: b, oidc: false}}
                                           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error: `azure-login` needs a method to log in: `oidc` or `clientSecret`
              both:
                fn::open::azure-login: {clientId: a, tenantId: b, oidc: true, clientSecret: {fn::secret: x}}
                                                                              ^^^^^^^^^^^^ warning: `azure-login` is given `oidc` and `clientSecret`, and it is not documented which of them counts
              one: {fn::open::aws-login: {oidc: {}}}
              reference: {fn::open::aws-login: '${one}'}
              other: {fn::open::doppler-login: {}}
        ",
        );
    }
}
