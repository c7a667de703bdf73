//! What a selection grows to: from a step of a path to the path, the `${...}`, the scalar, its entry, and on to the document.

use esc_analysis::document::Document;
use esc_syntax::{Node, ScalarStyle, TextRange, TextSize};

/// Ranges around `offset`, each larger than the one before.
pub fn selections(document: &Document, offset: TextSize) -> Vec<TextRange> {
    let tree = document.source.tree();
    let mut ranges = Vec::new();
    if let Some(node) = tree.node_at(offset) {
        ranges.extend(in_scalar(document, node, offset));
        for node in std::iter::successors(Some(node), |node| node.parent()) {
            ranges.extend(within_quotes(node).filter(|range| range.contains_inclusive(offset)));
            ranges.extend([node.range(), node.full_range()]);
            ranges.extend(node.parent().and_then(|parent| in_parent(parent, node)));
        }
    }
    ranges.push(TextRange::up_to(TextSize::of(tree.text())));
    // A node may have the range of what is in it.
    let mut growing: Vec<TextRange> = Vec::new();
    for range in ranges {
        if growing.last().is_none_or(|last| range.contains_range(*last) && range != *last) {
            growing.push(range);
        }
    }
    growing
}

/// The parts of the reference that `offset` is in.
fn in_scalar(document: &Document, node: Node<'_>, offset: TextSize) -> Vec<TextRange> {
    let Some(expr) = document.expr_of(node.id()) else { return Vec::new() };
    let Some(reference) = document.expr(expr).kind.references().find(|reference| reference.range.contains_inclusive(offset)) else {
        return Vec::new();
    };
    let mut ranges = Vec::new();
    if let (Some(first), Some(last)) = (reference.accessors.first(), reference.accessors.last()) {
        let index =
            reference.accessors.iter().position(|accessor| offset <= accessor.range.end()).filter(|_| first.range.start() <= offset);
        if let Some(accessor) = index.map(|index| &reference.accessors[index]) {
            ranges.extend([accessor.name_range, first.name_range.cover(accessor.range)]);
            ranges.push(first.name_range.cover(last.range));
        }
    }
    ranges.push(reference.range);
    ranges
}

fn within_quotes(node: Node<'_>) -> Option<TextRange> {
    let quoted = matches!(node.style(), Some(ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted));
    let range = node.range();
    (quoted && range.len() >= 2.into()).then(|| TextRange::new(range.start() + TextSize::from(1), range.end() - TextSize::from(1)))
}

/// The entry that `node` is the key or value of, or the item with its dash.
fn in_parent(parent: Node<'_>, node: Node<'_>) -> Option<TextRange> {
    let entry = parent.entries().find(|entry| entry.key.id() == node.id() || entry.value.id() == node.id());
    let dash = || node.indicator().filter(|_| parent.is_sequence()).map(|dash| TextRange::empty(dash).cover(node.full_range()));
    entry.map(|entry| entry.range()).or_else(dash)
}

#[cfg(test)]
mod tests {
    use esc_analysis::Source;
    use insta::assert_snapshot;

    use super::*;

    fn check(text: &str) -> String {
        let offset = TextSize::try_from(text.find("$0").unwrap()).unwrap();
        let document = Document::build(Source::new("env.yaml", text.replacen("$0", "", 1)));
        let ranges = selections(&document, offset);
        assert!(ranges.iter().all(|range| range.contains_inclusive(offset)));
        ranges.iter().map(|range| format!("{:?}", &document.source.text()[*range])).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn grows_from_a_step_to_the_document() {
        assert_snapshot!(check("values:\n  a: \"x ${o.l$0ist[0]} y\"\n  b: 1\n"), @r#"
        "list"
        "o.list"
        "o.list[0]"
        "${o.list[0]}"
        "x ${o.list[0]} y"
        "\"x ${o.list[0]} y\""
        "a: \"x ${o.list[0]} y\""
        "a: \"x ${o.list[0]} y\"\n  b: 1"
        "values:\n  a: \"x ${o.list[0]} y\"\n  b: 1"
        "values:\n  a: \"x ${o.list[0]} y\"\n  b: 1\n"
        "#);
        assert_snapshot!(check("values:\n  - {a: [1, $02]}\n"), @r#"
        "2"
        "[1, 2]"
        "a: [1, 2]"
        "{a: [1, 2]}"
        "- {a: [1, 2]}"
        "values:\n  - {a: [1, 2]}"
        "values:\n  - {a: [1, 2]}\n"
        "#);
        assert_snapshot!(check("val$0ues: {}\n"), @r#"
        "values"
        "values: {}"
        "values: {}\n"
        "#);
        assert_snapshot!(check("$0"), @r#""""#);
    }
}
