//! ESC304: an input that is required.

use std::sync::Arc;

use super::evaluated::names;
use super::pins::{Pins, soften};
use super::types::{Fault, FaultKind, faults};
use super::words::code;
use super::{Context, Finding, FixAvailability, Group, Level, Page, Reference, Rule, Sink};
use crate::document::{ExprId, ExprKind};
use crate::eval::Role;
use crate::fix::{Draft, insert_entries};
use crate::nearest::nearest;
use crate::schema::{Schema, Type};
use crate::{Fix, Severity};

pub(super) static RULE: Rule = Rule {
    code: "ESC304",
    name: "missing-provider-input",
    summary: "an input that is required",
    level: Level::On(Severity::Error),
    strict: Level::On(Severity::Error),
    group: Group::Types,
    reference: Reference::Agrees,
    fix: FixAvailability::Unsafe,
    suppressible: true,
    since: "0.1.0",
    check,
    page: Page {
        what: "A provider, a rotator, a rotator's state or `fn::validate` that is given an object without a member that it requires.",
        why: "The environment does not open.",
        bad: "values:\n  login:\n    fn::open::aws-login:\n      oidc:\n        roleArn: arn:aws:iam::123456789012:role/esc\n",
        good: "values:\n  login:\n    fn::open::aws-login:\n      oidc:\n        roleArn: arn:aws:iam::123456789012:role/esc\n        sessionName: esc\n",
        fix: "Add what is missing. The fix writes the members, each with a placeholder to be filled in unless there is nothing to choose; it has to be asked for. \
              On the command line it is left out where placeholders would stay behind, which are findings themselves.",
        reference: "Reports the whole object, with all names in one message.",
    },
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let pins = Pins::new(context);
    for fault in faults(context) {
        if let FaultKind::Missing(missing) = fault.kind {
            sink.report(soften(finding(context, &fault, missing), fault.pin(context, &pins)));
        }
    }
}

fn finding(context: &Context<'_>, fault: &Fault<'_>, missing: &[Arc<str>]) -> Finding {
    if !fault.may_tell_schema(context) {
        let message = format!("{} lacks what its schema, which is computed, requires", fault.subject(context));
        return fault.finding(context, message);
    }
    let blamed = fault.blamed(context);
    let wanted = names(missing.iter().map(|name| &**name), "and");
    let whole = fault.violation.path.is_empty() && blamed == fault.problem.argument;
    let message = match &fault.problem.role {
        Role::Inputs(_, provider) if whole => format!("{} needs {wanted}", code(provider)),
        _ => format!("{} lacks {wanted}", fault.subject(context)),
    };
    let node = context.node(context.document.expr(blamed).node);
    let written =
        fault.violation.path.is_empty() && fault.violation.value.as_object().is_some() && (node.is_mapping() || node.is_missing());
    let is_literal = matches!(context.document.expr(blamed).kind, ExprKind::Object(_) | ExprKind::Null);
    if let Some((written, meant)) = misspelt(context, fault, blamed, missing) {
        let others = names(missing.iter().map(|name| &**name).filter(|name| *name != meant), "and");
        let rename = format!("Rename {} to {}", code(written), code(meant));
        return fault.finding(context, message).help(if others.is_empty() { rename } else { format!("{rename}, and add {others}") });
    }
    let edits = (written && is_literal).then(|| insert_entries(node, &skeleton(context, fault, blamed, missing))).flatten();
    let fix = edits.map(|edits| match edits.iter().any(|edit| edit.new_text.contains('<')) {
        true => Fix::draft(format!("Add {wanted}"), edits),
        false => Fix::on_request(format!("Add {wanted}"), edits),
    });
    fault.finding(context, message).help(format!("Add {wanted}")).fix(fix)
}

/// A name that is written and unknown, and the missing one that is probably meant by it, so that it is the name that has to be mended.
fn misspelt<'c>(context: &'c Context<'_>, fault: &Fault<'_>, blamed: ExprId, missing: &'c [Arc<str>]) -> Option<(&'c str, &'c str)> {
    let schema = schema_at(context, fault, blamed)?;
    let properties = context.document.expr(blamed).kind.as_object()?;
    let mut unknown = properties.iter().filter(|property| !schema.properties().any(|(key, _)| *key == property.key));
    unknown.find_map(|property| Some((&*property.key, nearest(&property.key, missing.iter().map(|name| &**name))?)))
}

/// Placeholders for what is missing, in the shape that its schema asks for.
fn skeleton(context: &Context<'_>, fault: &Fault<'_>, blamed: ExprId, missing: &[Arc<str>]) -> Vec<(String, Draft)> {
    let schema = schema_at(context, fault, blamed).unwrap_or_else(Schema::always);
    missing.iter().map(|name| (name.to_string(), draft(name, &schema.property(name), 4))).collect()
}

/// Names that anyone may choose, so that an example is as good as any.
const FREE_CHOICE: [&str; 1] = ["sessionName"];

fn draft(name: &str, schema: &Schema, levels: usize) -> Draft {
    let only = schema.rules().and_then(|rules| rules.enumeration.first().filter(|_| rules.enumeration.len() == 1)?.as_str());
    let example = schema.rules().and_then(|rules| rules.annotations.examples.first()?.as_str());
    let example = only.or(example.filter(|_| FREE_CHOICE.contains(&name)));
    match schema.type_() {
        Some(Type::Object) if levels > 0 => {
            let required = schema.rules().map(|rules| &rules.required[..]).unwrap_or_default();
            Draft::Object(required.iter().map(|name| (name.to_string(), draft(name, &schema.property(name), levels - 1))).collect())
        }
        Some(Type::Object) => Draft::Object(Vec::new()),
        Some(Type::Array) => Draft::List(Vec::new()),
        Some(Type::Number | Type::Boolean | Type::Null | Type::String) | None => {
            Draft::text(example.map_or_else(|| format!("<{name}>"), str::to_owned))
        }
    }
}

/// What the blamed object has to be, following the way down from the argument.
fn schema_at(context: &Context<'_>, fault: &Fault<'_>, blamed: ExprId) -> Option<Schema> {
    let (Role::Inputs(kind, name), catalogue) = (&fault.problem.role, context.analyzer.catalogue()) else { return None };
    let mut way = Vec::new();
    let mut current = blamed;
    while current != fault.problem.argument {
        let parent = context.document.expr(current).parent?;
        let properties = context.document.expr(parent).kind.as_object()?;
        way.push(properties.iter().find(|property| property.value == current)?.key.clone());
        current = parent;
    }
    let inputs = catalogue.get(*kind, name)?.inputs.clone();
    Some(way.iter().rev().fold(inputs, |schema, key| schema.property(key)))
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, check_fix, check_no_fix, help};

    #[test]
    fn names_all_at_once() {
        check(
            "ESC304",
            "
            values:
              a:
                fn::open::aws-secrets:
                ^^^^^^^^^^^^^^^^^^^^^ error: `aws-secrets` needs `get` and `region`
                  login: {accessKeyId: x}
                         ^^^^^^^^^^^^^^^^ error: `login` of `aws-secrets` lacks `secretAccessKey`
              b: {fn::open::vault-login: {}}
                                         ^^ error: `vault-login` needs `address`
              c: {fn::rotate::aws-iam: {inputs: {login: '${a}', region: r, userArn: arn:aws:iam::123456789012:user/x}, state: {}}}
                                                                                                                              ^^ error: the state of `aws-iam` lacks `current`
              d: {fn::validate: {schema: {type: object, required: [x]}, value: {}}}
                                                                               ^^ error: this value lacks `x`
        ",
        );
    }

    #[test]
    fn of_values_that_are_not_known() {
        check(
            "ESC304",
            "
            values:
              doppler: {fn::open::doppler-login: {oidc: {identityId: 01234567-89ab-cdef-0123-456789abcdef}}}
              a: {fn::open::vault-secrets: {login: '${r}', read: {x: {path: p}}}}
                                                   ^^^^^^ error: `login` of `vault-secrets` lacks `token`
              r: {fn::fromJSON: '{\"address\": \"a\"}'}
              b: {fn::open::doppler-secrets: {login: '${doppler}', project: p, config: c, get: {x: {name: x}}}}
              c: {fn::open::infisical-secrets: {login: '${made}', get: '${any}'}}
                                                       ^^^^^^^^^ error: `login` of `infisical-secrets` lacks `accessToken`
              made: {fn::validate: {schema: {type: object}, value: {siteUrl: '${doppler.accessToken}'}}}
              any: {fn::fromJSON: '${doppler.accessToken}'}
        ",
        );
    }

    #[test]
    fn writes_a_skeleton() {
        check_fix(
            "ESC304",
            "values:\n  a:\n    fn::open::aws-login:\n      oidc:\n        roleArn: arn:aws:iam::123456789012:role/esc\n",
            "values:\n  a:\n    fn::open::aws-login:\n      oidc:\n        roleArn: arn:aws:iam::123456789012:role/esc\n        sessionName: pulumi-esc\n",
        );
        check_fix(
            "ESC304",
            "values:\n  a:\n    fn::open::doppler-login: {}\n",
            "values:\n  a:\n    fn::open::doppler-login: {oidc: {identityId: <identityId>}}\n",
        );
    }

    #[test]
    fn what_is_misspelt_has_to_be_mended_by_its_name() {
        let login = |inputs: &str| format!("values:\n  a:\n    fn::open::gh-login: {{{inputs}}}\n");
        check_no_fix("ESC304", &login("appId: 1, privateKey: x, OWNER: y"));
        assert_eq!(help("ESC304", &login("appId: 1, privateKey: x, OWNER: y")), "Rename `OWNER` to `owner`");
        assert_eq!(help("ESC304", &login("appId: 1, ownr: y")), "Rename `ownr` to `owner`, and add `privateKey`");
    }
}
