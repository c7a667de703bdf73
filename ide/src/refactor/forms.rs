//! `fn::open::provider`, or `fn::open` with the provider below it. The way back is the fix of ESC706.

use esc_analysis::Edit;
use esc_analysis::fix::{column, indentation_unit, line_break, rename, wrap};
use esc_syntax::{Entry, Node};

use super::{Draft, in_flow};
use crate::actions::ActionKind;

pub(super) fn long_form(entry: Entry<'_>) -> Option<Draft> {
    let key = entry.key.text();
    let (function, provider) = key.rsplit_once("::")?;
    let mut edits = rename(entry.key, function)?;
    match function {
        "fn::open" => edits.extend(wrap(entry.value, &opened(entry, provider))?),
        // What a rotator takes is named in both forms.
        "fn::rotate" => edits.push(first_entry(entry.value, provider)?),
        _ => return None,
    }
    Some(Draft { title: format!("Write `{function}` with the provider below it"), kind: ActionKind::Rewrite, edits })
}

/// What stands before the inputs.
fn opened(entry: Entry<'_>, provider: &str) -> String {
    if in_flow(entry.value) {
        return format!("provider: {provider}, inputs");
    }
    let text = entry.value.tree().text();
    let line = text[..usize::from(entry.value.full_range().start())].rsplit('\n').next().unwrap_or_default();
    let indent = match line.trim().is_empty() {
        true => column(text, entry.value.full_range().start()),
        false => column(text, entry.key.full_range().start()) + indentation_unit(text),
    };
    format!("provider: {provider}{}{}inputs", line_break(text), " ".repeat(indent))
}

/// Puts the provider before the other entries.
fn first_entry(value: Node<'_>, provider: &str) -> Option<Edit> {
    let text = value.tree().text();
    let first = value.entries().next()?.key.full_range().start();
    let separator = if value.is_flow() { ", ".to_owned() } else { format!("{}{}", line_break(text), " ".repeat(column(text, first))) };
    Some(Edit::insert(first, format!("provider: {provider}{separator}")))
}
