//! What the cursor is on, in a document as it is.

use esc_analysis::document::{Document, Reference};
use esc_analysis::rules::Rule;
use esc_analysis::suppression::Suppressions;
use esc_syntax::{Entry, Node, TextRange, TextSize};

/// What is at an offset.
pub(crate) enum Spot<'d> {
    /// A rule's name in a suppression comment.
    Rule(&'static Rule, TextRange),
    /// A step of a reference, counted from 0.
    Step(&'d Reference, usize),
    /// A key.
    Key(Entry<'d>),
    /// A value that is no key, or an item.
    Value(Node<'d>),
}

impl<'d> Spot<'d> {
    /// What `offset` is in, or at the end of.
    pub fn at(document: &'d Document, offset: TextSize) -> Option<Spot<'d>> {
        if let Some(spot) = rule_in_comment(document, offset) {
            return Some(spot);
        }
        let node = document.source.tree().node_at(offset)?;
        node.style()?;
        if let Some(entry) = entry_of_key(node) {
            return Some(Spot::Key(entry));
        }
        if let Some(expr) = document.expr_of(node.id()) {
            let here = document.expr(expr).kind.references().find(|reference| reference.range.contains_inclusive(offset));
            if let Some(reference) = here {
                return step_at(reference, offset).map(|step| Spot::Step(reference, step));
            }
        }
        Some(Spot::Value(node))
    }
}

/// The entry that `node` is the key of.
pub(crate) fn entry_of_key(node: Node<'_>) -> Option<Entry<'_>> {
    node.as_key()
}

/// The entry that `node` is the value of.
pub(crate) fn entry_of_value(node: Node<'_>) -> Option<Entry<'_>> {
    node.as_value()
}

/// The step that `offset` is in. Between two, and on the `${` and the `}`, the nearer one.
fn step_at(reference: &Reference, offset: TextSize) -> Option<usize> {
    let last = reference.accessors.len().checked_sub(1)?;
    Some(reference.accessors.iter().position(|accessor| offset <= accessor.range.end()).unwrap_or(last))
}

fn rule_in_comment(document: &Document, offset: TextSize) -> Option<Spot<'static>> {
    let suppressions = Suppressions::of(document.source.tree());
    let codes = suppressions.iter().flat_map(|suppression| &suppression.directive.codes);
    let mut here = codes.filter(|code| code.range.contains_inclusive(offset));
    let code = here.next()?;
    Some(Spot::Rule(code.rule?, code.range))
}
