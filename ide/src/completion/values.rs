//! Values: names of imports and providers, choices, booleans, logins.

use esc_analysis::providers::ProviderKind;
use esc_analysis::schema::{Schema, Type};
use esc_syntax::Node;

use super::{Completion, CompletionKind, Request, Template, keys};
use crate::DocKey;
use crate::expect::{Expected, Input};
use crate::spot::entry_of_key;

/// Values that may stand at the mark.
pub(super) fn complete(request: &Request<'_, '_>) -> Vec<Completion> {
    if entry_of_key(request.node).is_some() {
        return match request.expected {
            Expected::Import => import_items(request),
            _ => Vec::new(),
        };
    }
    match &request.expected {
        Expected::Import | Expected::Imports => import_items(request),
        Expected::Merge => vec![choice(request, "false", true), choice(request, "true", true).rank(2)],
        Expected::ProviderName(kind) => providers(request, *kind),
        Expected::Input(input) => input_values(request, input),
        _ => Vec::new(),
    }
}

/// Items of the list of imports, with their dash where that is not there yet.
fn import_items(request: &Request<'_, '_>) -> Vec<Completion> {
    let item = if entry_of_key(request.node).is_some() { request.node.parent() } else { Some(request.node) };
    let list = item.and_then(Node::parent).filter(|parent| parent.is_sequence());
    if list.is_some_and(Node::is_flow) || !request.before().trim().is_empty() {
        return if list.is_some() { imports(request) } else { Vec::new() };
    }
    if list.is_some_and(|list| request.column(list) != request.column(request.node)) {
        return Vec::new();
    }
    let with_dash = |completion: Completion| Completion { insert: Template::text("- ").append(completion.insert, 0), ..completion };
    imports(request).into_iter().map(with_dash).collect()
}

/// Environments that can be imported and are not yet. Behind `@`, versions.
fn imports(request: &Request<'_, '_>) -> Vec<Completion> {
    let context = request.context;
    let typed = context.source().text().get(usize::from(request.content().start())..usize::from(request.marked.offset)).unwrap_or("");
    if let Some((name, _)) = typed.split_once('@') {
        let latest = format!("{name}@latest");
        let insert = Template::text(request.scalar(&latest));
        let detail = "the newest revision, which is built in".to_owned();
        return vec![Completion::new(latest, CompletionKind::Keyword, request.content(), insert).detail(detail)];
    }
    let written: Vec<_> =
        context.document().imports.iter().filter_map(|import| import.name.as_ref()).map(|name| name.text.clone()).collect();
    let is_new = |name: &String| !written.iter().any(|other| other.split('@').next() == Some(name));
    let names = context.environments().names(context.source()).into_iter().filter(is_new);
    let own_name = context.environments().name_of(context.source());
    let names = names.filter(|name| *name != own_name);
    let with_project = |name: &str| u8::from(!name.contains('/'));
    names
        .map(|name| {
            let insert = Template::text(request.scalar(&name));
            Completion::new(&name, CompletionKind::Environment, request.content(), insert).rank(1 + with_project(&name))
        })
        .collect()
}

fn providers(request: &Request<'_, '_>, kind: ProviderKind) -> Vec<Completion> {
    let names = request.context.catalogue().names(kind).into_iter();
    let provider = |name: &str| {
        let insert = Template::text(request.scalar(name));
        let key = DocKey::Provider(kind, name.to_owned());
        Completion::new(name, CompletionKind::Provider, request.content(), insert).documentation(key).rank(1)
    };
    names.map(provider).collect()
}

fn input_values(request: &Request<'_, '_>, input: &Input) -> Vec<Completion> {
    let Some(rules) = input.schema.rules() else { return Vec::new() };
    let literal = |json: &serde_json::Value| match json.as_str() {
        Some(text) => choice(request, text, false),
        None => choice(request, &json.to_string(), true),
    };
    let mut found: Vec<Completion> = rules.enumeration.iter().chain(&rules.constant).map(literal).collect();
    if rules.type_ == Some(Type::Boolean) {
        // Who writes a switch down wants what it would not be by itself.
        let by_itself = rules.annotations.default.as_ref().and_then(serde_json::Value::as_bool).unwrap_or(false);
        found.extend([true, false].map(|on| choice(request, &on.to_string(), true).rank(1 + u8::from(on == by_itself))));
    }
    if found.is_empty() {
        found.extend(rules.annotations.default.as_ref().map(|json| literal(json).detail("the default".to_owned())));
    }
    found.extend(logins(request, &input.schema));
    let path: Vec<String> = input.path.iter().map(ToString::to_string).collect();
    let key = DocKey::Input(input.kind, input.provider.to_string(), path);
    found.into_iter().map(|completion| completion.documentation(key.clone())).collect()
}

/// References to what providers answer, where that is what is asked for.
fn logins(request: &Request<'_, '_>, wanted: &Schema) -> Vec<Completion> {
    if !request.is_plain() {
        return Vec::new();
    }
    let logins = keys::logins(request, wanted).into_iter().map(|(reference, value)| {
        let insert = Template::text(request.scalar(&reference));
        let detail = crate::values::type_of(&value);
        Completion::new(reference, CompletionKind::Output, request.content(), insert).detail(detail).rank(1)
    });
    logins.collect()
}

/// One of a few values. `bare` is no text, and stands without quotes.
fn choice(request: &Request<'_, '_>, value: &str, bare: bool) -> Completion {
    let text = if bare && request.is_plain() { value.to_owned() } else { request.scalar(value) };
    Completion::new(value, CompletionKind::Choice, request.content(), Template::text(text)).rank(1)
}
