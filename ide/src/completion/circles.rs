//! Which values a reference must not name, because they need the very value that it is in.

use std::collections::{HashMap, HashSet};

use esc_analysis::document::{Document, ExprId, ExprKind, property};
use esc_syntax::{AccessorKind, NodeId};

use crate::paths::name;

/// The expressions of a document that need one of them.
pub(super) struct Circles<'d> {
    document: &'d Document,
    needing: HashSet<ExprId>,
}

impl<'d> Circles<'d> {
    /// Finds out what needs the expression that `node` is in. Nothing does, if there is no expression.
    pub fn new(document: &'d Document, node: NodeId) -> Circles<'d> {
        let mut needing = HashSet::new();
        let mut around = std::iter::successors(Some(document.node(node)), |node| node.parent());
        let mut waiting: Vec<ExprId> = around.find_map(|node| document.expr_of(node.id())).into_iter().collect();
        let referrers = referrers(document);
        while let Some(expr) = waiting.pop() {
            if needing.insert(expr) {
                waiting.extend(document.expr(expr).parent);
                waiting.extend(referrers.get(&expr).into_iter().flatten());
            }
        }
        Circles { document, needing }
    }

    /// Whether the value at `path` needs the expression.
    pub fn leads_back(&self, path: &[AccessorKind]) -> bool {
        reach(self.document, path.iter()).is_some_and(|expr| self.needing.contains(&expr))
    }
}

/// Who refers to an expression.
fn referrers(document: &Document) -> HashMap<ExprId, Vec<ExprId>> {
    let mut referrers: HashMap<ExprId, Vec<ExprId>> = HashMap::new();
    for (expr, reference) in document.references() {
        if let Some(target) = reach(document, reference.accessors.iter().map(|accessor| &accessor.kind)) {
            referrers.entry(target).or_default().push(expr);
        }
    }
    referrers
}

/// The expression that is evaluated when a path is followed: walking through literals evaluates nothing.
fn reach<'p>(document: &Document, mut path: impl Iterator<Item = &'p AccessorKind>) -> Option<ExprId> {
    let mut expr = document.value(name(path.next()?)?)?.value;
    for step in path {
        expr = match (&document.expr(expr).kind, step) {
            (ExprKind::Object(properties), AccessorKind::Name(key) | AccessorKind::Key(key)) => property(properties, key)?.value,
            (ExprKind::Array(items), AccessorKind::Index(index)) => *items.get(usize::try_from(*index).ok()?)?,
            _ => return Some(expr),
        };
    }
    Some(expr)
}
