//! Values and expressions in words. Text of scalars goes out as it is: the caller has asked the veil before.

use crate::document::{Arguments, Document, ExprId, ExprKind, Part};
use crate::schema::{Rules, Schema, Type};
use crate::value::{Kind, Str, Value};

/// The text of a scalar, or the length of what is none; `None` for anything else.
pub(super) fn scalar(value: &Value) -> Option<Result<String, usize>> {
    match value.kind() {
        Kind::Null => Some(Ok("null".to_owned())),
        Kind::Bool(value) => Some(Ok(value.to_string())),
        Kind::Number(text) => Some(Ok(text.to_string())),
        Kind::String(Str::Text(text)) => Some(Ok(text.expose().to_owned())),
        Kind::String(Str::Bytes(bytes)) => Some(Err(bytes.len())),
        Kind::Unknown(_) | Kind::Array(_) | Kind::Object(_) => None,
    }
}

/// How many items or members a value has.
pub(super) fn length(value: &Value) -> usize {
    match value.kind() {
        Kind::Array(items) => items.len(),
        Kind::Object(object) => object.entries().len(),
        Kind::Unknown(_) | Kind::Null | Kind::Bool(_) | Kind::Number(_) | Kind::String(_) => 0,
    }
}

/// The type of a value in a word or a few. That it is secret is for the caller to say: most show a mask beside it.
pub fn type_of(value: &Value) -> String {
    match value.kind() {
        Kind::Unknown(unknown) => type_name(&unknown.schema),
        Kind::Null => "null".to_owned(),
        Kind::Bool(_) => "boolean".to_owned(),
        Kind::Number(_) => "number".to_owned(),
        Kind::String(_) => "string".to_owned(),
        Kind::Array(_) => "list".to_owned(),
        Kind::Object(_) => "object".to_owned(),
    }
}

/// A type in a word or a few: `string`, `list of numbers`, `string or null`.
pub fn type_name(schema: &Schema) -> String {
    let Some(rules) = schema.rules() else { return if schema.is_never() { "nothing" } else { "anything" }.to_owned() };
    match rules.type_ {
        Some(Type::Array) => match rules.items.and_then(|items| schema.part(items).type_()) {
            Some(items) => format!("list of {}s", items.name()),
            None => "list".to_owned(),
        },
        Some(type_) => type_.name().to_owned(),
        None => alternatives(schema, rules),
    }
}

fn alternatives(schema: &Schema, rules: &Rules) -> String {
    let mut names: Vec<String> = Vec::new();
    for alternative in schema.parts(&rules.any_of).chain(schema.parts(&rules.one_of)) {
        // Alternatives of alternatives are not looked into: they may go round.
        let name = alternative.type_().map_or_else(|| "anything".to_owned(), |_| type_name(&alternative));
        if !names.contains(&name) {
            names.push(name);
        }
    }
    if names.is_empty() || names.iter().any(|name| name == "anything") { "anything".to_owned() } else { names.join(" or ") }
}

/// What stands at an expression: "text", "reference", "the result of `fn::join`".
pub(super) fn expression(document: &Document, expr: ExprId) -> String {
    match &document.expr(expr).kind {
        ExprKind::Invalid => "nothing that can be read".to_owned(),
        ExprKind::Null => "null".to_owned(),
        ExprKind::Bool(_) => "boolean".to_owned(),
        ExprKind::Number(_) => "number".to_owned(),
        ExprKind::String(_) => "text".to_owned(),
        ExprKind::Symbol(_) => "reference".to_owned(),
        ExprKind::Interpolation(parts) => {
            let count = parts.iter().filter(|part| matches!(part, Part::Reference(_))).count();
            counted("text with", count, "reference")
        }
        ExprKind::Array(items) => counted("list of", items.len(), "item"),
        ExprKind::Object(properties) => counted("object with", properties.len(), "key"),
        ExprKind::Call(call) => match &call.arguments {
            Arguments::Open { provider, .. } => format!("the answer of `{}`", provider.text),
            Arguments::Rotate { rotator, .. } => format!("the answer of the rotator `{}`", rotator.text),
            Arguments::Plaintext(_) => "secret".to_owned(),
            Arguments::Ciphertext { .. } => "encrypted secret".to_owned(),
            _ => format!("the result of `{}`", call.function.key()),
        },
    }
}

fn counted(what: &str, count: usize, noun: &str) -> String {
    format!("{what} {count} {noun}{}", if count == 1 { "" } else { "s" })
}
