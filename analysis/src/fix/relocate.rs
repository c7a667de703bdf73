//! Moves an entry to another object, with its comments.

use esc_syntax::{Entry, Node, TextRange};

use super::lines::{column, is_trivial, lines_of_entry, reindent, whole_lines, with_comments};
use super::parses;
use crate::Edit;

/// Moves `entry` to directly under `values`, to its end: [`move_entry`] by the name that two rules know it by.
pub fn move_to_values(values: Node<'_>, entry: Entry<'_>) -> Option<Vec<Edit>> {
    move_entry(entry, values)
}

/// Moves `entry` with its comments to the end of the object `into`, which has entries already. `None` where the lines hold something else, or
/// the result would not parse.
pub fn move_entry(entry: Entry<'_>, into: Node<'_>) -> Option<Vec<Edit>> {
    let text = into.tree().text();
    let first = into.entries().next()?;
    if into.is_flow() || entry.key.parent()?.is_flow() {
        return None;
    }
    let lines = with_comments(text, lines_of_entry(text, entry)?, column(text, entry.key.range().start()));
    let (from, to) = (column(text, entry.key.range().start()), column(text, first.key.range().start()));
    let moved = reindent(&text[lines], from, to)?;
    let end = whole_lines(text, into.range()).end();
    let edits = if end <= lines.start() && text[TextRange::new(end, lines.start())].lines().all(is_trivial) {
        vec![Edit::replace(lines, moved)]
    } else {
        let on_new_line = text[..usize::from(end)].ends_with('\n');
        let moved = if on_new_line { terminated(moved) } else { format!("\n{}", moved.trim_end_matches(['\n', '\r'])) };
        vec![Edit::delete(lines), Edit::insert(end, moved)]
    };
    parses(text, &edits).then_some(edits)
}

fn terminated(mut lines: String) -> String {
    if !lines.ends_with('\n') {
        lines.push('\n');
    }
    lines
}
