//! What the rules about evaluation share: where an expression is shown, and how paths, values and types are called in a sentence.

use std::sync::Arc;

use esc_syntax::{AccessorKind, Node, TextRange, TextSize};

use super::words::code;
use super::{Context, Finding};
use crate::document::{Accessor, Document, ExprId, ExprKind, Reference};
use crate::eval::Problem;
use crate::schema::{Schema, Type};
use crate::value::{Kind, Origin, Value};
use crate::{Source, fix};

/// What evaluation found, and rules have to say something about.
pub(super) fn problems<'a>(context: &Context<'a>) -> impl Iterator<Item = &'a Problem> {
    context.evaluation.problems.iter()
}

/// Something about an expression.
pub(super) fn at(context: &Context<'_>, expr: ExprId, message: impl Into<String>) -> Finding {
    let document = context.document;
    let node = document.node(document.expr(expr).node);
    Finding::at(node, message).range(place(document, expr))
}

/// Where an expression is best shown: itself, or as much of it as is on its first line; its key if nothing is written, or if it is what a call
/// is given and reaches over several lines.
pub(super) fn place(document: &Document, expr: ExprId) -> TextRange {
    let node = document.node(document.expr(expr).node);
    let parent = document.expr(expr).parent.map(|parent| &document.expr(parent).kind);
    let is_argument = matches!(parent, Some(ExprKind::Call(call)) if call.argument == expr);
    let is_block = (node.is_mapping() || node.is_sequence()) && !node.is_flow();
    match key(node) {
        Some(key) if node.is_missing() || is_argument && is_block => key.range(),
        _ => first_line(node),
    }
}

/// As much of a node as is on its first line.
pub(super) fn first_line(node: Node<'_>) -> TextRange {
    let range = node.range();
    let text = &node.tree().text()[range];
    TextRange::at(range.start(), TextSize::of(text.lines().next().unwrap_or_default()))
}

/// The key that a node is the value of.
fn key(node: Node<'_>) -> Option<Node<'_>> {
    node.as_value().map(|entry| entry.key)
}

/// Where a value is written, to point there.
pub(super) fn written_at(origin: &Origin) -> (&Arc<Source>, TextRange) {
    (&origin.document.source, place(&origin.document, origin.expr))
}

/// A path as an author writes it.
pub(super) fn path(accessors: &[Accessor]) -> String {
    let mut path = String::new();
    for accessor in accessors {
        match &accessor.kind {
            AccessorKind::Name(name) | AccessorKind::Key(name) => push_member(&mut path, name),
            AccessorKind::Index(index) => path.push_str(&format!("[{index}]")),
        }
    }
    path
}

/// Adds a member to a path, in brackets where it can't stand behind a dot.
pub(super) fn push_member(path: &mut String, name: &str) {
    if !is_plain_name(name) {
        path.push_str(&format!("[\"{}\"]", name.replace('"', "\\\"")));
        return;
    }
    if !path.is_empty() {
        path.push('.');
    }
    path.push_str(name);
}

/// Whether a name may stand in a reference without brackets and quotes.
pub(super) fn is_plain_name(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '/' | '@' | ':'))
}

/// Whether a step of a reference is what its author wrote: nothing of it is recovered, or the step is complete before the mistake.
pub(super) fn is_meant(context: &Context<'_>, reference: &Reference, step: usize) -> bool {
    let Some(accessor) = reference.accessors.get(step).filter(|_| reference.recovered) else { return true };
    let rest = &context.source().text()[usize::from(accessor.range.end())..];
    let is_mistake = match accessor.kind {
        AccessorKind::Index(_) => step == 0,
        // In brackets, without quotes.
        AccessorKind::Key(_) => accessor.name_range.start() == accessor.range.start() + TextSize::of('['),
        AccessorKind::Name(_) => false,
    };
    rest.starts_with(['.', '[']) && !is_mistake
}

/// What a value is, with its article.
pub(super) fn kind(value: &Value) -> &'static str {
    match value.kind() {
        Kind::Unknown(unknown) => of_type(&unknown.schema),
        Kind::Null => "null",
        Kind::Bool(_) => "a boolean",
        Kind::Number(_) => "a number",
        Kind::String(_) => "text",
        Kind::Array(_) => "a list",
        Kind::Object(_) => "an object",
    }
}

fn of_type(schema: &Schema) -> &'static str {
    schema.type_().map_or("a value of no single type", type_name)
}

/// What a type is called in a sentence, with its article.
pub(super) fn type_name(type_: Type) -> &'static str {
    match type_ {
        Type::Null => "null",
        Type::Boolean => "a boolean",
        Type::Number => "a number",
        Type::String => "text",
        Type::Array => "a list",
        Type::Object => "an object",
    }
}

/// Names in backticks, as a sentence lists them: "`a`, `b` and `c`".
pub(super) fn names<'n>(names: impl IntoIterator<Item = &'n str>, and: &str) -> String {
    let names: Vec<String> = names.into_iter().map(code).collect();
    match &names[..] {
        [] => String::new(),
        [name] => name.clone(),
        [before @ .., last] => format!("{} {and} {last}", before.join(", ")),
    }
}

/// An edit that puts another member in the place of the one that `accessor` names. `None` where that takes more than other letters.
pub(super) fn rename_member(context: &Context<'_>, expr: ExprId, accessor: &Accessor, name: &str) -> Option<Vec<crate::Edit>> {
    let node = context.node(context.document.expr(expr).node);
    let written = &context.source().text()[accessor.name_range];
    let plain = matches!(&accessor.kind, AccessorKind::Name(old) | AccessorKind::Key(old) if **old == *written);
    let fits = match accessor.kind {
        AccessorKind::Name(_) => is_plain_name(name),
        AccessorKind::Key(_) | AccessorKind::Index(_) => !name.contains(['"', '\\']),
    };
    (plain && fits).then_some(())?;
    Some(vec![crate::Edit::replace(accessor.name_range, fix::text_within(node, name)?)])
}
