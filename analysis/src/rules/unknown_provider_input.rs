//! ESC303: an input that a provider does not know.

use std::collections::HashSet;

use super::evaluated::names;
use super::words::code;
use super::{Context, Finding, FixAvailability, Group, Level, Page, Reference, Rule, Sink};
use crate::document::{Arguments, ExprId, ExprKind, Property};
use crate::nearest::nearest;
use crate::providers::{Provider, ProviderKind};
use crate::schema::{Schema, Type};
use crate::{Fix, Severity, fix};

pub(super) static RULE: Rule = Rule {
    code: "ESC303",
    name: "unknown-provider-input",
    summary: "an input that a provider does not know",
    level: Level::On(Severity::Warning),
    strict: Level::On(Severity::Error),
    group: Group::Types,
    reference: Reference::Adds,
    fix: FixAvailability::Unsafe,
    suppressible: true,
    since: "0.1.0",
    check,
    page: Page {
        what: "A key in the inputs of a provider or rotator that it does not have, at any depth, where the inputs are written out.",
        why: "The service takes inputs that it does not know and ignores them: a misspelt `sessionDuration` or `regoin` does nothing.",
        bad: "values:\n  login:\n    fn::open::aws-login:\n      oidc:\n        roleArn: arn:aws:iam::123456789012:role/esc\n        sessionName: esc\n        durration: 1h\n",
        good: "values:\n  login:\n    fn::open::aws-login:\n      oidc:\n        roleArn: arn:aws:iam::123456789012:role/esc\n        sessionName: esc\n        duration: 1h\n",
        fix: "Correct the name, or remove the key. The fix takes the nearest name; it has to be asked for.",
        reference: "Silent: unknown inputs are let through.",
    },
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    for &id in context.document.declared() {
        let ExprKind::Call(call) = &context.document.expr(id).kind else { continue };
        let (kind, provider, inputs) = match &call.arguments {
            Arguments::Open { provider, inputs: Some(inputs) } => (ProviderKind::Provider, provider, *inputs),
            Arguments::Rotate { rotator, inputs: Some(inputs), .. } => (ProviderKind::Rotator, rotator, *inputs),
            _ => continue,
        };
        if let Some(provider) = context.analyzer.catalogue().get(kind, &provider.text) {
            look(context, sink, &provider, inputs, &provider.inputs);
        }
    }
}

/// Looks through what is written out; a schema that is not closed takes any key.
fn look(context: &Context<'_>, sink: &mut Sink<'_>, provider: &Provider, expr: ExprId, schema: &Schema) {
    match &context.document.expr(expr).kind {
        ExprKind::Object(properties) => {
            let parts = || properties.iter().map(|property| (property, schema.property(&property.key)));
            let unknown: Vec<&Property> = parts().filter(|(_, part)| part.is_never()).map(|(property, _)| property).collect();
            if !unknown.is_empty() && is_closed(schema) {
                let missing = missing(schema, properties);
                unknown.iter().for_each(|property| sink.report(finding(context, provider, property, schema, &missing)));
            }
            for (property, part) in parts().filter(|(_, part)| !part.is_never()) {
                crate::deep(|| look(context, sink, provider, property.value, &part));
            }
        }
        ExprKind::Array(items) => {
            items.iter().enumerate().for_each(|(index, item)| crate::deep(|| look(context, sink, provider, *item, &schema.item(index))));
        }
        _ => {}
    }
}

fn is_closed(schema: &Schema) -> bool {
    let rules = schema.rules().filter(|rules| rules.type_ == Some(Type::Object));
    rules.and_then(|rules| rules.additional_properties).is_some_and(|part| schema.part(part).is_never())
}

/// The inputs that are not given.
fn missing<'s>(schema: &'s Schema, given: &[Property]) -> Vec<&'s str> {
    let given: HashSet<&str> = given.iter().map(|property| &*property.key).collect();
    schema.properties().map(|(key, _)| &**key).filter(|key| !given.contains(key)).collect()
}

/// The input, or the way to it, that has a member of this name.
fn elsewhere(inputs: &Schema, name: &str) -> Option<String> {
    inputs.properties().find(|(_, part)| !part.property(name).is_never() && is_closed(part)).map(|(key, _)| key.to_string())
}

fn finding(context: &Context<'_>, provider: &Provider, property: &Property, schema: &Schema, missing: &[&str]) -> Finding {
    let node = context.node(property.key_node);
    let message = format!("{} has no input {} here, and ignores it", code(&provider.name), code(&property.key));
    let finding = Finding::at(node, message);
    let known: Vec<&str> = schema.properties().map(|(key, _)| &**key).collect();
    if let Some(similar) = nearest(&property.key, missing.iter().copied()) {
        let fix = fix::rename(node, similar).map(|edits| Fix::on_request(format!("Rename to {}", code(similar)), edits));
        return finding.help(format!("Did you mean {}?", code(similar))).fix(fix);
    }
    finding.help(match elsewhere(&provider.inputs, &property.key) {
        Some(place) => format!("It belongs under {}", code(&place)),
        None if known.is_empty() || known.len() > 12 => "Remove it".to_owned(),
        None => format!("It takes {}", names(known, "and")),
    })
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, check_fix, check_no_fix, help};

    #[test]
    fn at_any_depth() {
        check(
            "ESC303",
            "
            values:
              a:
                fn::open::aws-login:
                  oidc: {roleArn: x, sessionName: y, durration: 1h}
                                                     ^^^^^^^^^ warning: `aws-login` has no input `durration` here, and ignores it
                  region: us-east-1
                  ^^^^^^ warning: `aws-login` has no input `region` here, and ignores it
              b:
                fn::open:
                  provider: aws-secrets
                  inputs: {region: r, login: '${a}', get: {any: {secretId: s, version: 1}}}
                                                                              ^^^^^^^ warning: `aws-secrets` has no input `version` here, and ignores it
        ",
        );
        assert_eq!(help("ESC303", "values: {a: {fn::open::aws-login: {zzz: 1}}}\n"), "It takes `oidc` and `static`");
        assert_eq!(help("ESC303", "values: {a: {fn::open::aws-login: {policyArns: []}}}\n"), "It belongs under `oidc`");
    }

    #[test]
    fn open_objects_take_any_key() {
        check("ESC303", "values: {a: {fn::open::external: {url: 'https://x', request: {any: {thing: 1}}}}, b: {fn::open::nope: {x: 1}}}\n");
    }

    #[test]
    fn takes_the_nearest_name() {
        check_fix("ESC303", "values: {a: {fn::open::aws-login: {odic: {}}}}\n", "values: {a: {fn::open::aws-login: {oidc: {}}}}\n");
        check_no_fix("ESC303", "values: {a: {fn::open::aws-login: {odic: {}, oidc: {}}}}\n");
    }
}
