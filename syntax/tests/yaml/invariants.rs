//! What holds of every tree, whatever the text; see the head of the crate.

use esc_syntax::{Node, TextRange, TextSize, Tree};

/// Parses `text` and checks everything that holds of every tree.
pub fn check(text: &str) -> Tree {
    let tree = esc_syntax::parse(text);
    tokens_tile_the_text(&tree);
    errors_lie_in_the_text(&tree);
    for node in tree.nodes() {
        node_lies_in_its_parent(node);
        children_are_in_order(node);
        scalar_is_mapped(node);
    }
    let middle = TextSize::from(text.len() as u32 / 2);
    if let Some(node) = tree.node_at(middle) {
        assert!(node.full_range().contains_inclusive(middle));
    }
    esc_syntax::events(&tree);
    tree
}

fn tokens_tile_the_text(tree: &Tree) {
    let mut end = TextSize::from(0);
    for token in tree.tokens() {
        assert_eq!(token.range.start(), end, "a gap in the tokens");
        assert!(!token.range.is_empty(), "an empty token at {end:?}");
        on_boundaries(tree, token.range);
        end = token.range.end();
    }
    assert_eq!(end, TextSize::of(tree.text()), "the tokens do not reach the end");
}

fn errors_lie_in_the_text(tree: &Tree) {
    let mut last = TextSize::from(0);
    for error in tree.errors() {
        assert!(error.range.start() >= last, "errors out of order: {error:?}");
        last = error.range.start();
        on_boundaries(tree, error.range);
        error.opened.into_iter().for_each(|opened| on_boundaries(tree, opened));
    }
}

fn on_boundaries(tree: &Tree, range: TextRange) {
    assert!(tree.text().get(usize::from(range.start())..usize::from(range.end())).is_some(), "{range:?} cuts a character");
}

fn node_lies_in_its_parent(node: Node<'_>) {
    on_boundaries(node.tree(), node.range());
    on_boundaries(node.tree(), node.full_range());
    assert!(node.full_range().contains_range(node.range()), "{node:?} is larger than itself");
    if let Some(parent) = node.parent() {
        assert!(parent.range().contains_range(node.full_range()), "{node:?} sticks out of {parent:?}");
    }
}

fn children_are_in_order(node: Node<'_>) {
    let children = node.entries().flat_map(|entry| [entry.key, entry.value]).chain(node.items());
    let mut end = node.range().start();
    let mut last: Option<Node<'_>> = None;
    for (index, child) in children.enumerate() {
        assert_eq!(child.parent().map(|parent| parent.id()), Some(node.id()));
        assert_eq!(child.sibling_index(), index);
        assert_eq!(child.previous_sibling().map(|sibling| sibling.id()), last.map(|last| last.id()));
        assert!(last.is_none_or(|last| last.next_sibling().map(|next| next.id()) == Some(child.id())));
        last = Some(child);
        let range = child.full_range();
        let indicator = child.indicator().unwrap_or(range.start());
        assert!(indicator >= end && indicator <= range.start(), "{child:?} overlaps the one before, in {node:?}");
        end = range.end();
    }
    assert!(last.is_none_or(|last| last.next_sibling().is_none()));
    for entry in node.entries() {
        let [of_key, of_value] =
            [entry.key.as_key(), entry.value.as_value()].map(|found| found.map(|found| (found.key.id(), found.value.id())));
        assert_eq!((of_key, of_value), (Some((entry.key.id(), entry.value.id())), of_key));
    }
}

fn scalar_is_mapped(node: Node<'_>) {
    let scalar = node.scalar_text();
    if node.style().is_some() {
        assert_eq!(scalar.text, node.text(), "two texts of {node:?}");
    }
    let whole = scalar.source_range(TextRange::up_to(TextSize::of(&*scalar.text)));
    on_boundaries(node.tree(), whole);
}
