//! Moves an entry to another object, with its comments.

use esc_syntax::{Entry, Node, TextRange, TextSize};

use super::insert::end_of_lines;
use super::lines::{column, indentation_unit, is_trivial, lines_of_entry, reindent, removable, whole_lines, with_comments};
use super::scalar::in_flow;
use super::{entry_of, line_break};
use crate::Edit;

/// Moves `entry` with its comments to the end of the object `into`, which may be empty. `None` where the lines hold something else. Whether the
/// result parses is to be seen.
pub fn move_entry(entry: Entry<'_>, into: Node<'_>) -> Option<Vec<Edit>> {
    let text = into.tree().text();
    if entry.key.parent()?.is_flow() {
        return None;
    }
    let Target { column: to, end, cleared } = Target::of(into)?;
    let from = column(text, entry.key.range().start());
    let lines = with_comments(text, lines_of_entry(text, entry)?, from);
    let lines = TextRange::new(lines.start(), end_of_lines(text, entry)?.max(lines.end()));
    let moved = reindent(&text[lines], from, to)?;
    let mut edits: Vec<Edit> = cleared.map(Edit::delete).into_iter().collect();
    if end <= lines.start() && text[TextRange::new(end, lines.start())].lines().all(is_trivial) {
        edits.push(Edit::replace(lines, moved));
    } else if text[..usize::from(end)].ends_with('\n') {
        edits.extend([Edit::delete(removable(into.tree(), lines)?), Edit::insert(end, terminated(moved, line_break(text)))]);
    } else {
        let moved = format!("{}{}", line_break(text), moved.trim_end_matches(['\n', '\r']));
        edits.extend([Edit::delete(removable(into.tree(), lines)?), Edit::insert(end, moved)]);
    }
    Some(edits)
}

/// Where entries go that are put into an object.
struct Target {
    column: usize,
    end: TextSize,
    /// `{}`, which has to go.
    cleared: Option<TextRange>,
}

impl Target {
    fn of(into: Node<'_>) -> Option<Target> {
        let text = into.tree().text();
        if let Some(last) = into.entries().last().filter(|_| !into.is_flow()) {
            return Some(Target { column: column(text, last.key.range().start()), end: end_of_lines(text, last)?, cleared: None });
        }
        if into.entries().next().is_some() || !(into.is_mapping() || into.is_missing() && into.tag().is_none()) || in_flow(into) {
            return None;
        }
        let key = into.as_value()?.key;
        entry_of(key).filter(|entry| entry.key.indicator().is_none() && entry.colon().is_some())?;
        let blanks = text[..usize::from(into.range().start())].trim_end_matches(' ');
        Some(Target {
            column: column(text, key.full_range().start()) + indentation_unit(text),
            end: whole_lines(text, into.range()).end(),
            cleared: (!into.is_missing()).then(|| TextRange::new(TextSize::of(blanks), into.range().end())),
        })
    }
}

fn terminated(mut lines: String, line_break: &str) -> String {
    if !lines.ends_with('\n') {
        lines.push_str(line_break);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::super::parses;
    use super::super::testing::{check, node_at};
    use super::*;

    /// Moves the entry `x` of the root into the object at `path`.
    fn x(node: Node<'_>) -> Option<Vec<Edit>> {
        let root = node.tree().root()?;
        let entry = root.entries().find(|entry| entry.key.text() == "x")?;
        move_entry(entry, node).filter(|edits| parses(node.tree().text(), edits))
    }

    #[test]
    fn goes_to_the_end_of_the_entries() {
        check(
            "a:\n    b: 1\n    # in a\n# on x\nx: # of x\n  c: |\n    t\nz: 1\n",
            "a",
            x,
            Some("a:\n    b: 1\n    # in a\n    # on x\n    x: # of x\n      c: |\n        t\nz: 1\n"),
        );
        check("# head\nx: 1\n\n# on a\na:\n  b: 1\n\nz: 1\n", "a", x, Some("# head\n\n# on a\na:\n  b: 1\n  x: 1\n\nz: 1\n"));
    }

    #[test]
    fn fills_what_is_empty() {
        check("a: {} # of a\nx: 1\n", "a", x, Some("a: # of a\n  x: 1\n"));
        check("a:\nz: 1\nx: 1\n", "a", x, Some("a:\n  x: 1\nz: 1\n"));
        check("a: {b: 1}\nx: 1\n", "a", x, None);
        check("a: text\nx: 1\n", "a", x, None);
        check("{a: {}, x: 1}\n", "a", x, None);
    }

    #[test]
    fn keeps_the_empty_lines_of_a_block() {
        let text = "a:\n  b: |+\n    t\n\nx: 1\n";
        let tree = esc_syntax::parse(text);
        let edits = x(node_at(tree.root().unwrap(), "a")).unwrap();
        assert_eq!(crate::apply(text, &edits).unwrap(), "a:\n  b: |+\n    t\n\n  x: 1\n");
    }
}
