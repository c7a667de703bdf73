//! A literal deep in an environment becomes a value of its own at the top.

use esc_analysis::document::{ExprKind, RESERVED_KEYS};
use esc_analysis::fix::{self, scalar_text};
use esc_analysis::{Edit, Section};
use esc_syntax::{Entry, Node};

use super::{Draft, in_flow, is_simple};
use crate::Context;
use crate::actions::ActionKind;
use crate::expect::Expected;
use crate::spot::entry_of_value;

pub(super) fn extract(context: &Context<'_>, node: Node<'_>) -> Option<Draft> {
    let document = context.document();
    let expr = document.expr(document.expr_of(node.id())?);
    let is_literal = matches!(expr.kind, ExprKind::String(_) | ExprKind::Number(_) | ExprKind::Bool(_) | ExprKind::Interpolation(_));
    if !is_literal || !is_simple(node) || !Expected::at(node, context.catalogue()).takes_references() {
        return None;
    }
    let values = document.node(document.expr(document.root?).node);
    let top = entry_in(values, node).filter(|top| top.value.id() != node.id())?;
    let name = free_name(context, &entry_of_value(node).map_or("value".into(), |entry| entry.key.text()));
    let mut edits = fix::insert_after(top, &[(name.clone(), fix::Draft::Yaml(node.source().to_owned()))])?;
    edits.push(Edit::replace(node.range(), scalar_text(&format!("${{{name}}}"), in_flow(node))));
    Some(Draft { title: format!("Extract into the value `{name}`"), kind: ActionKind::Extract, edits })
}

/// The entry of `mapping` that `node` is somewhere in.
fn entry_in<'t>(mapping: Node<'t>, node: Node<'t>) -> Option<Entry<'t>> {
    let child = std::iter::successors(Some(node), |node| node.parent())
        .find(|node| node.parent().is_some_and(|parent| parent.id() == mapping.id()))?;
    entry_of_value(child)
}

/// A name like `wanted` that can stand in a path and that nothing has at the top.
fn free_name(context: &Context<'_>, wanted: &str) -> String {
    let mut bare: String = wanted.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
    if !bare.starts_with(|c: char| c.is_ascii_alphabetic()) {
        bare = format!("value{bare}");
    }
    let is_taken = |name: &str| {
        let is_known = context.evaluation.root.as_object().is_some_and(|root| root.entry(name).is_some());
        is_known || context.document().value(name).is_some() || RESERVED_KEYS.contains(&name) || Section::parse(name).is_some()
    };
    if !is_taken(&bare) {
        return bare;
    }
    (2..).map(|count| format!("{bare}{count}")).find(|name| !is_taken(name)).unwrap_or(bare)
}
