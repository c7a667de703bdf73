//! A reference to a literal becomes the literal.

use esc_analysis::Edit;
use esc_analysis::document::{ExprKind, Reference};
use esc_analysis::fix::{scalar_text, text_within};
use esc_syntax::{Node, Resolved, ScalarStyle};

use super::{Draft, in_flow, is_simple};
use crate::Context;
use crate::actions::ActionKind;
use crate::names::{Names, kinds};
use crate::spot::entry_of_key;

pub(super) fn inline(context: &Context<'_>, reference: &Reference, step: usize) -> Option<Draft> {
    let document = context.document();
    if step + 1 != reference.accessors.len() || reference.recovered {
        return None;
    }
    let target = Names::default().resolve(&context.evaluation, &kinds(&reference.accessors)).into_iter().next()?;
    if !target.rest.is_empty() || target.document.source.path() != context.source().path() {
        return None;
    }
    let written = entry_of_key(document.node(target.node)).map_or(document.node(target.node), |entry| entry.value);
    let value = document.expr_of(written.id())?;
    // What is secret stays where it is, and so does its protection.
    let is_open = context.evaluation.value(value).is_some_and(|value| !value.is_secret() && !value.is_final());
    let is_credential = context.source().credentials().iter().any(|credential| written.range().contains_range(credential.range));
    let kind = &document.expr(value).kind;
    let is_literal = matches!(kind, ExprKind::String(_) | ExprKind::Number(_) | ExprKind::Bool(_) | ExprKind::Null);
    if !is_literal || !is_simple(written) || !is_open || is_credential {
        return None;
    }
    let (expr, _) = document.references().find(|(_, other)| other.range == reference.range)?;
    let node = document.node(document.expr(expr).node);
    let edit = match &document.expr(expr).kind {
        ExprKind::Symbol(_) if is_simple(node) => Edit::replace(node.range(), as_value(written, in_flow(node))),
        ExprKind::Interpolation(_) => {
            let text = match kind {
                ExprKind::String(text) if !text.expose().contains('$') => text.expose().to_owned(),
                ExprKind::Number(text) => text.to_string(),
                ExprKind::Bool(value) => value.to_string(),
                _ => return None,
            };
            Edit::replace(reference.range, text_within(node, &text)?)
        }
        _ => return None,
    };
    Some(Draft { title: "Inline the value".to_owned(), kind: ActionKind::Inline, edits: vec![edit] })
}

/// The source of a scalar as it may stand in or outside of brackets.
fn as_value(written: Node<'_>, in_flow: bool) -> String {
    let is_text = matches!(written.resolved(), Some(Ok(Resolved::Str | Resolved::Timestamp)));
    match written.style() {
        Some(ScalarStyle::Plain) if is_text => scalar_text(&written.text(), in_flow),
        _ => written.source().to_owned(),
    }
}
