//! Edits of trees, made everywhere: afterwards the tree is what the edit says, and nothing else has changed.

#![allow(clippy::unwrap_used, clippy::print_stderr, reason = "a test may fail, and says why")]

mod common;

use esc_analysis::fix::{Draft, hoist, insert_entries, move_entry, remove_entry, remove_item, wrap};
use esc_analysis::{Edit, apply};
use esc_syntax::{Node, NodeKind, ScalarStyle, Tree};
use proptest::prelude::*;
use proptest::sample::Index;

/// What a tree says, without where.
#[derive(Clone, PartialEq, Debug)]
enum Shape {
    Object(Props, Vec<(Shape, Shape)>),
    List(Props, Vec<Shape>),
    Scalar(Props, ScalarStyle, String),
    Alias(String),
}

/// Anchor and tag.
type Props = (Option<String>, Option<String>);

fn shape(node: Node<'_>) -> Shape {
    let props = (node.anchor().map(|anchor| node.tree().text()[anchor].to_owned()), node.tag().map(|tag| tag.name.to_owned()));
    match node.kind() {
        NodeKind::Mapping => Shape::Object(props, node.entries().map(|entry| (shape(entry.key), shape(entry.value))).collect()),
        NodeKind::Sequence => Shape::List(props, node.items().map(shape).collect()),
        NodeKind::Scalar(style) => Shape::Scalar(props, style, node.text().into_owned()),
        NodeKind::Alias => Shape::Alias(node.text().into_owned()),
    }
}

fn plain(text: &str) -> Shape {
    Shape::Scalar((None, None), ScalarStyle::Plain, text.to_owned())
}

/// The shape at the same place as `node`, in the shape of its tree.
fn at<'s>(root: &'s mut Shape, node: Node<'_>) -> &'s mut Shape {
    let Some(parent) = node.parent() else { return root };
    let entry = parent.entries().position(|entry| entry.value.id() == node.id());
    let item = parent.items().position(|item| item.id() == node.id());
    match at(root, parent) {
        Shape::Object(_, entries) => &mut entries[entry.unwrap()].1,
        Shape::List(_, items) => &mut items[item.unwrap()],
        other => panic!("no collection: {other:?}"),
    }
}

/// Values and items, also nested ones, that no key stands above with more than a scalar.
fn values(tree: &Tree) -> Vec<Node<'_>> {
    let mut values = Vec::new();
    let mut stack: Vec<Node<'_>> = tree.root().into_iter().collect();
    while let Some(node) = stack.pop() {
        values.push(node);
        stack.extend(node.entries().map(|entry| entry.value).chain(node.items()));
    }
    values
}

#[track_caller]
fn check(text: &str, edits: &[Edit], expected: &Shape) -> Tree {
    let edited = apply(text, edits).unwrap_or_else(|| panic!("edits overlap"));
    let tree = esc_syntax::parse(&*edited);
    assert!(tree.errors().is_empty(), "before:\n{text}\nafter:\n{edited}");
    assert_eq!(shape(tree.root().unwrap()), *expected, "before:\n{text}\nafter:\n{edited}");
    assert!(text.contains('\r') || !edited.contains('\r'), "{edited:?}");
    assert!(!text.contains("\r\n") || !edited.replace("\r\n", "").contains('\n'), "{edited:?}");
    assert!(edited.ends_with('\n') == text.ends_with('\n') || common::ends_with_block(&tree), "before:\n{text}\nafter:\n{edited}");
    tree
}

/// Does everything to one value that can be done to it.
fn check_value(tree: &Tree, node: Node<'_>) {
    let text = tree.text();
    let before = shape(tree.root().unwrap());
    if let Some(edits) = wrap(node, "fn::x") {
        let mut expected = before.clone();
        let place = at(&mut expected, node);
        *place = Shape::Object((None, None), vec![(plain("fn::x"), place.clone())]);
        let wrapped = check(text, &edits, &expected);
        let outer = values(&wrapped).into_iter().find(|node| node.entries().next().is_some_and(|entry| entry.key.text() == "fn::x"));
        let outer = outer.unwrap();
        if let Some(edits) = hoist(outer, outer.entries().next().unwrap().value) {
            check(wrapped.text(), &edits, &before);
        }
    }
    if let Some(edits) = insert_entries(node, &[("new".to_owned(), Draft::text("8080"))]) {
        let mut expected = before.clone();
        let new = (plain("new"), Shape::Scalar((None, None), ScalarStyle::DoubleQuoted, "8080".to_owned()));
        match at(&mut expected, node) {
            Shape::Object(_, entries) => entries.push(new),
            null => *null = Shape::Object((None, None), vec![new]),
        }
        check(text, &edits, &expected);
    }
    for (index, entry) in node.entries().enumerate() {
        if let Some(edit) = remove_entry(node, entry) {
            let mut expected = before.clone();
            let Shape::Object(_, entries) = at(&mut expected, node) else { panic!() };
            entries.remove(index);
            check(text, &[edit], &expected);
        }
    }
    if let Some(edit) = node.parent().filter(|parent| parent.is_sequence()).and_then(|_| remove_item(node)) {
        let mut expected = before.clone();
        let parent = node.parent().unwrap();
        let Shape::List(_, items) = at(&mut expected, parent) else { panic!() };
        items.remove(parent.items().position(|item| item.id() == node.id()).unwrap());
        check(text, &[edit], &expected);
    }
    if let Some((entry, edits)) = node.entries().next().and_then(|entry| Some((entry, hoist(node, entry.value)?))) {
        let mut expected = before.clone();
        *at(&mut expected, node) = shape(entry.value);
        check(text, &edits, &expected);
    }
}

/// Moves an entry of the root into another one.
fn check_move(tree: &Tree, from: usize, into: usize) {
    let root = tree.root().unwrap();
    let entries: Vec<_> = root.entries().collect();
    if from == into || entries.len() < 2 {
        return;
    }
    let Some(edits) = move_entry(entries[from], entries[into].value) else { return };
    let Shape::Object(props, mut shapes) = shape(root) else { panic!() };
    let moved = shapes[from].clone();
    match &mut shapes[into].1 {
        Shape::Object(_, entries) => entries.push(moved),
        null => *null = Shape::Object((None, None), vec![moved]),
    }
    shapes.remove(from);
    check(tree.text(), &edits, &Shape::Object(props, shapes));
}

fn variant(text: &str, crlf: bool, cut: bool) -> String {
    let text = if crlf { text.replace("\r\n", "\n").replace('\n', "\r\n") } else { text.to_owned() };
    match cut {
        true => text.trim_end_matches(['\n', '\r', ' ']).to_owned(),
        false => text,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn an_edit_does_what_it_says_and_nothing_else(text: Index, node: Index, root: (Index, Index), crlf: bool, cut: bool) {
        let tree = esc_syntax::parse(variant(text.get::<String>(&common::TEXTS), crlf, cut));
        let usable = tree.errors().is_empty() && tree.ignored().is_none();
        let Some(top) = tree.root().filter(|root| usable && root.entries().next().is_some()) else { return Ok(()) };
        check_value(&tree, *node.get(&values(&tree)));
        let entries = top.entries().count();
        check_move(&tree, root.0.index(entries), root.1.index(entries));
    }
}
