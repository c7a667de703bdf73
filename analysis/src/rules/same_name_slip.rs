//! ESC610: a reference to the neighbour of what the key is called.

use std::collections::HashMap;

use esc_syntax::AccessorKind;

use super::trace::{name, walk};
use super::words::{code, did_you_mean};
use super::{Context, Finding, FixAvailability, Group, Level, Page, Reference, Rule, Sink};
use crate::document::{Accessor, ExprId, ExprKind, Property};
use crate::value::{Kind, Object, Value};
use crate::{Edit, Fix, Severity};

pub(super) static RULE: Rule = Rule {
    code: "ESC610",
    name: "same-name-slip",
    summary: "`subscriptionId: ${login.clientId}`, where `login` has a `subscriptionId` too",
    level: Level::On(Severity::Info),
    strict: Level::On(Severity::Info),
    group: Group::Projection,
    reference: Reference::Adds,
    fix: FixAvailability::Unsafe,
    suppressible: true,
    since: "0.1.0",
    check,
    page: Page {
        what: "An entry that refers to a member of some object under another name than its own, although that object has a member of its own name.",
        why: "Mostly a line was copied, and one of its two names was changed. Both are ids or texts, so that no type check finds it.",
        bad: "values:\n  azure:\n    clientId: a\n    tenantId: b\n  pulumiConfig:\n    azure:clientId: ${azure.clientId}\n    azure:tenantId: ${azure.clientId}\n",
        good: "values:\n  azure:\n    clientId: a\n    tenantId: b\n  pulumiConfig:\n    azure:clientId: ${azure.clientId}\n    azure:tenantId: ${azure.tenantId}\n",
        fix: "Refer to the namesake, or silence this with a reason if the other one is meant. The fix takes the namesake; it has to be asked for, because \
              only the author knows.",
        reference: "Says nothing.",
    },
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let mut members = Members::default();
    for (id, expr) in context.document.exprs() {
        let ExprKind::Object(properties) = &expr.kind else { continue };
        for property in properties.iter().filter(|property| !property.duplicate) {
            let ExprKind::Symbol(reference) = &context.document.expr(property.value).kind else { continue };
            let [container @ .., last] = &reference.accessors[..] else { continue };
            let key = property.key.rsplit(':').next().unwrap_or(&property.key);
            let is_other = name(last).is_some_and(|name| !is_alike(name, key));
            if container.is_empty() || reference.recovered || !is_other {
                continue;
            }
            let Some(container) = container_at(context, container, id) else { continue };
            if let Some(namesake) = members.alike(container, key).filter(|_| name(last).is_some_and(|name| has(container, name))) {
                sink.report(finding(context, property, last, namesake));
            }
        }
    }
}

/// The value at a path, unless it is the object that holds the entry.
fn container_at<'e>(context: &Context<'e>, path: &[Accessor], holder: ExprId) -> Option<&'e Value> {
    let (value, rest) = walk(context.evaluation, path)?;
    let is_holder = value.origin().is_some_and(|origin| origin.expr == holder && origin.document.source.path() == context.source().path());
    (rest.is_empty() && !is_holder).then_some(value)
}

/// The members of large objects, by address, in order of their folded names. Each is sorted once, so that as many references to one as it has
/// members cost little more than a single one.
#[derive(Default)]
struct Members<'e>(HashMap<usize, Vec<&'e str>>);

impl<'e> Members<'e> {
    /// The member of `value` that is called like `key`.
    fn alike(&mut self, value: &'e Value, key: &str) -> Option<&'e str> {
        const FEW: usize = 16;
        if let Some(entries) = value.as_object().map(Object::entries).filter(|entries| entries.len() <= FEW) {
            return entries.iter().map(|entry| &**entry.key()).find(|name| is_alike(name, key));
        }
        let sorted = self.0.entry(value.address()).or_insert_with(|| {
            let mut names = names(value);
            names.sort_by(|a, b| folded(a).cmp(folded(b)));
            names
        });
        let first = sorted.partition_point(|name| folded(name).lt(folded(key)));
        sorted.get(first).copied().filter(|name| is_alike(name, key))
    }
}

/// Whether a value has a member, or may have: another rule speaks of one that is not there.
fn has(value: &Value, name: &str) -> bool {
    match value.kind() {
        Kind::Object(object) => object.get(name).is_some() || object.rest().is_some(),
        Kind::Unknown(unknown) => match unknown.output.as_ref().and_then(|output| output.keys.as_ref()) {
            Some(keys) => keys.iter().any(|key| **key == *name),
            None => !unknown.schema.property(name).is_never(),
        },
        _ => false,
    }
}

/// The names of what is in a value, as far as they are known.
fn names(value: &Value) -> Vec<&str> {
    match value.kind() {
        Kind::Object(object) => object.entries().iter().map(|entry| &**entry.key()).collect(),
        Kind::Unknown(unknown) => match unknown.output.as_ref().and_then(|output| output.keys.as_ref()) {
            Some(keys) => keys.iter().map(|key| &**key).collect(),
            None => unknown.schema.properties().map(|(key, _)| &**key).collect(),
        },
        _ => Vec::new(),
    }
}

/// Whether two names differ only in case and in the marks between words.
fn is_alike(a: &str, b: &str) -> bool {
    folded(a).eq(folded(b))
}

fn folded(name: &str) -> impl Iterator<Item = u8> {
    name.bytes().filter(|byte| !matches!(byte, b'_' | b'-')).map(|byte| byte.to_ascii_lowercase())
}

fn finding(context: &Context<'_>, property: &Property, last: &Accessor, namesake: &str) -> Finding {
    let node = context.node(context.document.expr(property.value).node);
    let found = name(last).unwrap_or_default();
    let is_plain = matches!(&last.kind, AccessorKind::Name(name) if **name == context.source().text()[last.name_range]);
    let is_name = namesake.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'));
    let edits = (is_plain && is_name).then(|| vec![Edit::replace(last.name_range, namesake)]);
    Finding::at(node, format!("{} refers to {}, which stands beside a {}", code(&property.key), code(found), code(namesake)))
        .range(last.name_range)
        .help(did_you_mean(namesake))
        .fix(edits.map(|edits| Fix::on_request(format!("Refer to {}", code(namesake)), edits)))
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, check_fix};

    #[test]
    fn points_at_the_neighbour() {
        check(
            "ESC610",
            "
            values:
              azure:
                prod: {fn::open::azure-login: {clientId: a, tenantId: b, oidc: true}}
              secrets: {fn::open::aws-secrets: {get: {dbPassword: {secretId: x}, apiKey: {secretId: y}}}}
              pulumiConfig:
                app:providers:
                  subscriptionId: ${azure.prod.clientId}
                                               ^^^^^^^^ info: `subscriptionId` refers to `clientId`, which stands beside a `subscriptionId`
                  tenantId: ${azure.prod.tenantId}
                app:dbPassword: ${secrets.apiKey}
                                          ^^^^^^ info: `app:dbPassword` refers to `apiKey`, which stands beside a `dbPassword`
              environmentVariables:
                CLIENT_ID: ${azure.prod.tenantId}
                                        ^^^^^^^^ info: `CLIENT_ID` refers to `tenantId`, which stands beside a `clientId`
        ",
        );
    }

    #[test]
    fn is_silent_about_other_names_and_brothers() {
        check(
            "ESC610",
            "
            values:
              user: {name: n, login: l}
              app:
                first: ${user.name}
                NAME: ${user.name}
                LOGIN: ${user.nobody}
                list: [\"${user.login}\"]
                other: x
                same: ${app.other}
              name: ${login}
              login: x
              imported: ${elsewhere.name}
        ",
        );
    }

    #[test]
    fn leaves_what_is_not_there_to_others() {
        check(
            "ESC610",
            "
            values:
              sec:
                fn::open::aws-secrets:
                  region: r
                  login: {accessKeyId: a, secretAccessKey: b}
                  get: {api: {secretId: x}, api2: {secretId: y}}
              environmentVariables:
                API: ${sec.api3}
        ",
        );
    }

    #[test]
    fn refers_to_the_namesake() {
        check_fix(
            "ESC610",
            "
            values:
              azure: {clientId: a, tenantId: b}
              app: {tenantId: \"${azure.clientId}\"}
            ",
            "
            values:
              azure: {clientId: a, tenantId: b}
              app: {tenantId: \"${azure.tenantId}\"}
            ",
        );
    }
}
