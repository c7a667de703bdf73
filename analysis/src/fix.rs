//! Edits that rules build their fixes from: the smallest change of bytes that keeps comments, layout and line endings.
//!
//! Whatever cannot be done with certainty is `None`; a report without a fix is better than a fix that surprises.

use esc_syntax::{Entry, Node, ScalarStyle, TextRange, TextSize};

use crate::diagnostic::{Applicability, Edit, Fix};

impl Fix {
    /// A fix that may be made without looking.
    pub fn safe(title: impl Into<String>, edits: Vec<Edit>) -> Fix {
        Fix { title: title.into(), applicability: Applicability::Safe, edits }
    }

    /// A fix that has to be asked for.
    pub fn on_request(title: impl Into<String>, edits: Vec<Edit>) -> Fix {
        Fix { title: title.into(), applicability: Applicability::Unsafe, edits }
    }
}

impl Edit {
    /// Puts `new_text` in the place of `range`.
    pub fn replace(range: TextRange, new_text: impl Into<String>) -> Edit {
        Edit { range, new_text: new_text.into() }
    }

    /// Puts `new_text` at `offset`.
    pub fn insert(offset: TextSize, new_text: impl Into<String>) -> Edit {
        Edit::replace(TextRange::empty(offset), new_text)
    }

    /// Takes `range` away.
    pub fn delete(range: TextRange) -> Edit {
        Edit::replace(range, "")
    }
}

/// `text` after `edits`, in any order; `None` if two of them overlap or one is out of the text.
pub fn apply(text: &str, edits: &[Edit]) -> Option<String> {
    let mut edits: Vec<&Edit> = edits.iter().collect();
    edits.sort_by_key(|edit| (edit.range.start(), edit.range.end()));
    let mut result = String::with_capacity(text.len());
    let mut done = 0;
    for edit in edits {
        let (start, end) = (usize::from(edit.range.start()), usize::from(edit.range.end()));
        result.push_str(text.get(done..start)?);
        result.push_str(&edit.new_text);
        done = end;
    }
    result.push_str(text.get(done..)?);
    Some(result)
}

/// Writes another name in the place of a scalar, in the scalar's quotes. `None` where the old name is written with escapes or in a block.
pub(crate) fn rename(node: Node<'_>, name: &str) -> Option<Vec<Edit>> {
    let quote = match node.style()? {
        ScalarStyle::Plain => "",
        ScalarStyle::SingleQuoted => "'",
        ScalarStyle::DoubleQuoted => "\"",
        ScalarStyle::Literal | ScalarStyle::Folded => return None,
    };
    let simple = node.source() == format!("{quote}{}{quote}", node.text());
    simple.then(|| vec![Edit::replace(node.range(), format!("{quote}{name}{quote}"))])
}

/// Puts a plain scalar of one line in double quotes. `None` for anything else, and for text that would need escapes.
pub(crate) fn quote(node: Node<'_>) -> Option<Vec<Edit>> {
    let source = node.source();
    let plain = node.style() == Some(ScalarStyle::Plain) && node.tag().is_none();
    let simple = !source.is_empty() && !source.contains(['"', '\\', '\n', '\r']);
    (plain && simple).then(|| vec![Edit::replace(node.range(), format!("\"{source}\""))])
}

/// The whole lines that `range` touches, with their line breaks.
pub(crate) fn whole_lines(text: &str, range: TextRange) -> TextRange {
    let (start, end) = (usize::from(range.start()), usize::from(range.end()));
    let start = text[..start].rfind('\n').map_or(0, |at| at + 1);
    // A block scalar may end behind its last line break.
    let ended = end > start && text[..end].ends_with('\n');
    let end = if ended { end } else { text[end..].find('\n').map_or(text.len(), |at| end + at + 1) };
    TextRange::new(size(start), size(end))
}

/// The lines that hold `entry` and nothing else but a comment behind it; `None` if there is something else on them.
pub(crate) fn lines_of_entry(text: &str, entry: Entry<'_>) -> Option<TextRange> {
    let range = entry.range();
    let lines = whole_lines(text, range);
    let before = &text[TextRange::new(lines.start(), range.start())];
    let after = text[TextRange::new(range.end().min(lines.end()), lines.end())].trim_start();
    (before.trim().is_empty() && (after.is_empty() || after.starts_with('#'))).then_some(lines)
}

/// Takes an entry out of its mapping, which must keep another one.
pub(crate) fn remove_entry(mapping: Node<'_>, entry: Entry<'_>) -> Option<Edit> {
    let entries: Vec<_> = mapping.entries().collect();
    let index = entries.iter().position(|other| other.key.id() == entry.key.id())?;
    if entries.len() < 2 {
        return None;
    }
    if !mapping.is_flow() {
        return lines_of_entry(mapping.tree().text(), entry).map(Edit::delete);
    }
    let range = match index.checked_sub(1) {
        Some(before) => TextRange::new(entries[before].range().end(), entry.range().end()),
        None => TextRange::new(entry.range().start(), entries[1].range().start()),
    };
    Some(Edit::delete(range))
}

/// The column of `offset`: bytes since the last line feed.
pub(crate) fn column(text: &str, offset: TextSize) -> usize {
    let at = usize::from(offset);
    at - text[..at].rfind('\n').map_or(0, |newline| newline + 1)
}

/// Moves whole lines from one indentation to another. `None` if a line is not indented deeply enough to move left.
pub(crate) fn reindent(lines: &str, from: usize, to: usize) -> Option<String> {
    let mut result = String::with_capacity(lines.len());
    for line in lines.split_inclusive('\n') {
        if line.trim_end_matches(['\n', '\r']).is_empty() {
            result.push_str(line);
        } else if to >= from {
            result.push_str(&" ".repeat(to - from));
            result.push_str(line);
        } else {
            result.push_str(line.strip_prefix(&" ".repeat(from - to))?);
        }
    }
    Some(result)
}

/// Moves `entry` with the comments right above it to directly under `values`, to its end. `None` where the lines hold something else, or
/// the result would not parse.
pub(crate) fn move_to_values(values: Node<'_>, entry: Entry<'_>) -> Option<Vec<Edit>> {
    let text = values.tree().text();
    let first = values.entries().next()?;
    if values.is_flow() || entry.key.parent()?.is_flow() {
        return None;
    }
    let lines = with_comments(text, lines_of_entry(text, entry)?, column(text, entry.key.range().start()));
    let (from, to) = (column(text, entry.key.range().start()), column(text, first.key.range().start()));
    let moved = reindent(&text[lines], from, to)?;
    let end = whole_lines(text, values.range()).end();
    let edits = if end <= lines.start() && text[TextRange::new(end, lines.start())].lines().all(is_trivial) {
        vec![Edit::replace(lines, moved)]
    } else {
        let on_new_line = text[..usize::from(end)].ends_with('\n');
        let moved = if on_new_line { terminated(moved) } else { format!("\n{}", moved.trim_end_matches(['\n', '\r'])) };
        vec![Edit::delete(lines), Edit::insert(end, moved)]
    };
    parses(text, &edits).then_some(edits)
}

/// Whether the text parses after `edits`.
pub(crate) fn parses(text: &str, edits: &[Edit]) -> bool {
    apply(text, edits).is_some_and(|text| esc_syntax::parse(text).errors().is_empty())
}

/// `lines` and the comment lines directly above that have the same indentation.
fn with_comments(text: &str, lines: TextRange, column: usize) -> TextRange {
    let mut start = usize::from(lines.start());
    while let Some(line) = text[..start].strip_suffix('\n').map(|before| before.rsplit('\n').next().unwrap_or("")) {
        let comment = line.trim_start_matches(' ');
        if !comment.starts_with('#') || line.len() - comment.len() != column {
            break;
        }
        start -= line.len() + 1;
    }
    TextRange::new(size(start), lines.end())
}

fn is_trivial(line: &str) -> bool {
    let line = line.trim();
    line.is_empty() || line.starts_with('#')
}

fn terminated(mut lines: String) -> String {
    if !lines.ends_with('\n') {
        lines.push('\n');
    }
    lines
}

/// Texts are shorter than 2^32 bytes.
fn size(offset: usize) -> TextSize {
    TextSize::try_from(offset).unwrap_or(TextSize::from(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range(start: u32, end: u32) -> TextRange {
        TextRange::new(start.into(), end.into())
    }

    #[test]
    fn applies_edits_in_any_order() {
        let edits = [Edit::insert(3.into(), "X"), Edit::delete(range(0, 1)), Edit::replace(range(1, 2), "YY")];
        assert_eq!(apply("abc", &edits).as_deref(), Some("YYcX"));
    }

    #[test]
    fn refuses_overlapping_and_foreign_edits() {
        assert_eq!(apply("abc", &[Edit::delete(range(0, 2)), Edit::delete(range(1, 3))]), None);
        assert_eq!(apply("abc", &[Edit::delete(range(2, 5))]), None);
        assert_eq!(apply("é", &[Edit::delete(range(1, 2))]), None);
    }

    #[test]
    fn moves_lines_sideways() {
        assert_eq!(reindent("a:\n\n  b: 1\r\n", 0, 2).as_deref(), Some("  a:\n\n    b: 1\r\n"));
        assert_eq!(reindent("    a:\n      b: 1", 4, 2).as_deref(), Some("  a:\n    b: 1"));
        assert_eq!(reindent("    a:\n # c\n", 4, 2), None);
    }
}
