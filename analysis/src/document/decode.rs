//! What the reference's YAML decoder refuses although it parses: aliases, keys that are no text, tags that the text contradicts.
//!
//! Looks at every node of the document, also at what declaration ignores.

use esc_syntax::{Node, NodeKind, Resolved, Tree};

use super::Problem;
use super::problem::Problems;

/// Lists what cannot be decoded, in source order.
pub(super) fn problems(tree: &Tree) -> Problems {
    let mut problems = Problems::default();
    for node in tree.nodes() {
        match node.kind() {
            NodeKind::Alias => problems.push(Problem::Alias(node.id())),
            NodeKind::Scalar(_) if node.tag().is_some() => problems.extend(contradicted_tag(node)),
            NodeKind::Mapping => {
                problems.extend(node.entries().map(|entry| entry.key).filter(is_no_string).map(|key| Problem::NonStringKey(key.id())))
            }
            NodeKind::Sequence | NodeKind::Scalar(_) => {}
        }
    }
    problems
}

fn contradicted_tag(node: Node<'_>) -> Option<Problem> {
    let cause = node.resolved()?.err()?;
    Some(Problem::ContradictedTag { node: node.id(), cause })
}

/// A key that is an alias, or has a tag that its text contradicts, is reported as that.
fn is_no_string(key: &Node<'_>) -> bool {
    match key.kind() {
        NodeKind::Alias => false,
        NodeKind::Mapping | NodeKind::Sequence => true,
        NodeKind::Scalar(_) => {
            matches!(key.resolved(), Some(Ok(Resolved::Null | Resolved::Bool(_) | Resolved::Int(_) | Resolved::Float(_))))
        }
    }
}
