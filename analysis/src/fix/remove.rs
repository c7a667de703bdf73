//! Takes entries and items away, with their lines and the comments that belong to them.

use esc_syntax::{Entry, Node, NodeKind, TextRange};

use super::has_comment;
use super::lines::{column, lines_of, removable, with_comments};
use crate::Edit;

/// Takes an entry out of its mapping, which must keep another one.
pub fn remove_entry(mapping: Node<'_>, entry: Entry<'_>) -> Option<Edit> {
    // `? key` has a mark of its own before it.
    if entry.key.indicator().is_some() {
        return None;
    }
    let before = entry.key.previous_sibling().and_then(Node::as_value);
    let after = entry.value.next_sibling().and_then(Node::as_key);
    remove(mapping, entry.range(), before.map(|entry| entry.range()), after.map(|entry| entry.range()))
}

/// Takes an item out of its list, which must keep another one.
pub fn remove_item(item: Node<'_>) -> Option<Edit> {
    let list = item.parent()?;
    // A block item begins at its dash.
    let range = |item: Node<'_>| {
        let dash = item.indicator().filter(|_| !list.is_flow()).map(TextRange::empty);
        dash.map_or(item.full_range(), |dash| dash.cover(item.full_range()))
    };
    list.is_sequence().then_some(())?;
    remove(list, range(item), item.previous_sibling().map(range), item.next_sibling().map(range))
}

fn remove(parent: Node<'_>, range: TextRange, before: Option<TextRange>, after: Option<TextRange>) -> Option<Edit> {
    let text = parent.tree().text();
    if before.is_none() && after.is_none() || is_aliased(parent, range) {
        return None;
    }
    if !parent.is_flow()
        && let Some(lines) = lines_of(text, range)
    {
        return removable(parent.tree(), with_comments(text, lines, column(text, range.start()))).map(Edit::delete);
    }
    let removed = match (before, after) {
        (Some(before), _) if parent.is_flow() => TextRange::new(before.end(), range.end()),
        // `- a: 1`, and more entries below: the next one takes its place. A comment behind it is its own.
        (None, Some(after)) => TextRange::new(range.start(), after.start()),
        _ => return None,
    };
    let outside = [TextRange::new(removed.start(), range.start()), TextRange::new(range.end(), removed.end())];
    (!outside.into_iter().any(|range| has_comment(parent, range))).then(|| Edit::delete(removed))
}

/// Whether an alias outside stands for something in `range`.
fn is_aliased(parent: Node<'_>, range: TextRange) -> bool {
    let tree = parent.tree();
    if !tree.text()[range].contains('&') {
        return false;
    }
    let inside = |node: &Node<'_>| range.contains_range(node.range());
    let anchors = || tree.nodes().filter(inside).filter_map(|node| Some(&tree.text()[node.anchor()?]));
    let aliases = tree.nodes().filter(|node| node.kind() == NodeKind::Alias && !inside(node));
    aliases.map(|alias| alias.text()).any(|alias| anchors().any(|anchor| anchor[1..] == *alias))
}

#[cfg(test)]
mod tests {
    use super::super::testing::check;
    use super::*;

    /// Removes the last entry called `x`, or item with that text, of the collection.
    fn x(node: Node<'_>) -> Option<Vec<Edit>> {
        let edit = match node.entries().filter(|entry| entry.key.text() == "x").last() {
            Some(entry) => remove_entry(node, entry),
            None => remove_item(node.items().find(|item| item.text() == "x")?),
        };
        edit.map(|edit| vec![edit])
    }

    #[test]
    fn takes_lines_with_their_comments() {
        check("a: 1\n# on x\nx: # of x\n  b: 1\n  # in x\nc: 1\n", "", x, Some("a: 1\nc: 1\n"));
        check("# head\nx: 1\n# on c\nc: 1\n", "", x, Some("# head\n# on c\nc: 1\n"));
        check("a:\n  - 1\n  - x # of x\n", "a", x, Some("a:\n  - 1\n"));
        check("x: |\n  b\nc: 1\n", "", x, Some("c: 1\n"));
        check("\u{FEFF}x: 1\nc: 1\n", "", x, Some("\u{FEFF}c: 1\n"));
        check("\u{FEFF}# head\n# more\nx: 1\nc: 1\n", "", x, Some("\u{FEFF}# head\n# more\nc: 1\n"));
    }

    #[test]
    fn keeps_the_marks_of_what_is_around() {
        check("- x: 1 # of x\n  c: 1\n", "0", |node| x(node).filter(|_| false), None);
        check("- x: 1\n  c: 1\n", "0", x, Some("- c: 1\n"));
        check("{a: 1, x: 1, c: 1}\n", "", x, Some("{a: 1, c: 1}\n"));
        check("{x: 1, c: 1}\n", "", x, Some("{c: 1}\n"));
        check("[a, x]\n", "", x, Some("[a]\n"));
        check("- - x\n  - a\n", "0", x, Some("- - a\n"));
    }

    #[test]
    fn leaves_nothing_empty_and_loses_no_comment() {
        check("x: 1\n", "", x, None);
        check("- x\n", "", x, None);
        check("[a, # on a\n x]\n", "", x, None);
        check("? x\n: 1\n", "", x, None);
        check("a: 1\nx: &b [&c 1]\nd: *c\n", "", x, None);
        check("a: 1\nx: [&c 1, *c]\n", "", x, Some("a: 1\n"));
    }

    #[test]
    fn turns_no_blanks_into_text() {
        check("a: |\n  b\nx: >-\n    ", "", x, None);
        check("a: |\n  b\nx: 1\n    \nc: 1\n", "", x, None);
        check("a: |\n  b\nx: 1\n  \nc: 1\n", "", x, Some("a: |\n  b\n  \nc: 1\n"));
        check("a: |+\n  b\nx: 1\n\nc: 1\n", "", x, None);
    }
}
