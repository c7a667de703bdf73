//! Lines, columns and indentation, as edits need them. Offsets and columns are bytes; indentation is spaces, which is the same.

use esc_syntax::{Entry, Node, ScalarStyle, TextRange, TextSize, Token, TokenKind, Tree};

use crate::{Edit, text_size};

const BOM: &str = "\u{FEFF}";

/// Lines that are looked at to see how a text is indented. Each fix asks, and a text may want many fixes.
const MOST_LINES: usize = 200;

/// Where the line that `offset` is on begins; the first one behind a byte order mark, which no edit may take away.
pub(super) fn line_start(text: &str, offset: TextSize) -> TextSize {
    let first = if text.starts_with(BOM) { TextSize::of(BOM).min(offset) } else { 0.into() };
    text[..usize::from(offset)].rfind('\n').map_or(first, |at| text_size(at + 1))
}

/// Where the line that `offset` is on ends, before its line break.
pub fn line_end(text: &str, offset: TextSize) -> TextSize {
    let rest = &text[usize::from(offset)..];
    let line = rest.find('\n').map_or(rest, |at| &rest[..at]);
    offset + TextSize::of(line.strip_suffix('\r').unwrap_or(line))
}

/// The column of `offset`: bytes since the line began.
pub fn column(text: &str, offset: TextSize) -> usize {
    (offset - line_start(text, offset)).into()
}

/// The whole lines that `range` touches, with their line breaks.
pub fn whole_lines(text: &str, range: TextRange) -> TextRange {
    let (start, end) = (usize::from(range.start()), usize::from(range.end()));
    // A block scalar may end behind its last line break.
    let ended = end > start && text[..end].ends_with('\n');
    let end = if ended { end } else { text[end..].find('\n').map_or(text.len(), |at| end + at + 1) };
    TextRange::new(line_start(text, range.start()), text_size(end))
}

/// The lines that hold `entry` and nothing else but a comment behind it; `None` if there is something else on them.
pub fn lines_of_entry(text: &str, entry: Entry<'_>) -> Option<TextRange> {
    lines_of(text, entry.range())
}

/// The lines that hold `range` and nothing else but a comment behind it.
pub(super) fn lines_of(text: &str, range: TextRange) -> Option<TextRange> {
    let lines = whole_lines(text, range);
    let before = &text[TextRange::new(lines.start(), range.start())];
    let after = text[TextRange::new(range.end().min(lines.end()), lines.end())].trim_start();
    (before.trim().is_empty() && (after.is_empty() || after.starts_with('#'))).then_some(lines)
}

/// `lines` with the comments that belong to what is on them, which begins at `column`: those right above at the same column, unless they are
/// the head of the file, and those right below that are deeper.
pub(super) fn with_comments(text: &str, lines: TextRange, column: usize) -> TextRange {
    let mut start = usize::from(lines.start());
    while let Some(line) = text[..start].strip_suffix('\n').map(|before| before.rsplit('\n').next().unwrap_or("")) {
        if comment_column(line.trim_start_matches(BOM)) != Some(column) {
            break;
        }
        start -= line.len() + 1;
    }
    if start == 0 {
        start = lines.start().into();
    }
    let below = text[usize::from(lines.end())..].split_inclusive('\n');
    let deeper = below.take_while(|line| comment_column(line).is_some_and(|at| at > column)).map(TextSize::of);
    TextRange::new(text_size(start), deeper.fold(lines.end(), |end, line| end + line))
}

/// Where the comment begins on a line that holds nothing else.
fn comment_column(line: &str) -> Option<usize> {
    let comment = line.trim_start_matches(' ');
    comment.starts_with('#').then_some(line.len() - comment.len())
}

/// What goes with `lines`: where they are the last ones and have no line break, the one before them and empty lines, so that there is still
/// none; unless that one is text of a block scalar. `None` where the empty lines below would become text.
pub(super) fn removable(tree: &Tree, lines: TextRange) -> Option<TextRange> {
    let text = tree.text();
    let is_last = !text[lines].ends_with('\n');
    let below: Vec<&str> = text[usize::from(lines.end())..].lines().take_while(|below| below.trim().is_empty()).collect();
    if !is_last && below.is_empty() {
        return Some(lines);
    }
    let before = tree.nodes().filter(|node| node.style().is_some() && node.range().end() <= lines.start()).last();
    let block = before.filter(|node| matches!(node.style(), Some(ScalarStyle::Literal | ScalarStyle::Folded)));
    if !below.is_empty() && block.is_some_and(|block| keeps_empty_lines(block) || below.iter().any(|line| reaches_into(block, line))) {
        return None;
    }
    if !is_last || block.is_some() {
        return Some(lines);
    }
    let mut kept = &text[..usize::from(lines.start())];
    while let Some(above) = kept.strip_suffix('\n').map(|above| above.strip_suffix('\r').unwrap_or(above)) {
        let line = above.rsplit('\n').next().unwrap_or("");
        kept = if line.trim().is_empty() { &above[..above.len() - line.len()] } else { above };
    }
    Some(TextRange::new(text_size(kept.len()), lines.end()))
}

/// Whether the empty lines behind a block scalar are part of it.
pub(super) fn keeps_empty_lines(block: Node<'_>) -> bool {
    block.source().lines().next().is_some_and(|header| header.split('#').next().is_some_and(|marks| marks.contains('+')))
}

/// Whether a line of nothing but blanks has some where the text of a block scalar stands, which would make them text.
fn reaches_into(block: Node<'_>, line: &str) -> bool {
    let indentation = |line: &str| line.len() - line.trim_start_matches(' ').len();
    let text = block.source().lines().skip(1).filter(|line| !line.trim().is_empty()).map(indentation).min();
    line.len() > text.unwrap_or(0)
}

/// Whether a line holds nothing that YAML reads.
pub(super) fn is_trivial(line: &str) -> bool {
    let line = line.trim();
    line.is_empty() || line.starts_with('#')
}

/// The line break that the text uses.
pub fn line_break(text: &str) -> &'static str {
    match text.find('\n') {
        Some(at) if text[..at].ends_with('\r') => "\r\n",
        _ => "\n",
    }
}

/// Whether a line ends with something else than LF or CRLF, or a byte order mark stands inside of the text. YAML counts columns and lines by
/// them, and editors do or don't; edits by line and column could not be right for all of them.
pub fn has_ambiguous_positions(tree: &Tree) -> bool {
    let text = tree.text();
    let has_lone_return = || text.split('\r').skip(1).any(|after| !after.starts_with('\n'));
    let is_rare = |token: Token| token.kind == TokenKind::Newline && !text[token.range].is_ascii();
    let has_marks = || text.trim_start_matches(BOM).contains(BOM);
    text.contains('\r') && has_lone_return() || !text.is_ascii() && (has_marks() || tree.tokens().any(is_rare))
}

/// How far one level is indented: the smallest indentation by spaces that a line near the top of the text has, else 2.
pub fn indentation_unit(text: &str) -> usize {
    let lines = text.lines().take(MOST_LINES).filter(|line| !is_trivial(line));
    let indents = lines.map(|line| line.len() - line.trim_start_matches(' ').len());
    indents.filter(|&indent| (2..=8).contains(&indent)).min().unwrap_or(2)
}

/// Moves whole lines from one indentation to another. `None` if a line is not indented deeply enough to move left.
pub fn reindent(lines: &str, from: usize, to: usize) -> Option<String> {
    let mut result = String::with_capacity(lines.len());
    for line in lines.split_inclusive('\n') {
        if line.trim_end_matches(['\n', '\r']).is_empty() {
            result.push_str(line);
        } else if to >= from {
            result.push_str(&" ".repeat(to - from));
            result.push_str(line);
        } else {
            let blanks = line.len() - line.trim_start_matches(' ').len();
            let removed = if blanks >= from - to || line.trim().is_empty() { blanks.min(from - to) } else { return None };
            result.push_str(&line[removed..]);
        }
    }
    Some(result)
}

/// Moves the lines of `range` sideways by `by` spaces, all but the one that it begins on.
pub(super) fn shift(text: &str, range: TextRange, by: isize) -> Vec<Edit> {
    let mut edits = Vec::new();
    let mut at = range.start();
    let mut first = true;
    for line in text[range].split_inclusive('\n') {
        let empty = line.trim_end_matches(['\n', '\r']).is_empty();
        if !std::mem::take(&mut first) && !empty && by != 0 {
            let width = by.unsigned_abs();
            let blanks = line.len() - line.trim_start_matches(' ').len();
            edits.push(match by > 0 {
                true => Edit::insert(at, " ".repeat(width)),
                false => Edit::delete(TextRange::at(at, text_size(blanks.min(width)))),
            });
        }
        at += TextSize::of(line);
    }
    edits.retain(|edit| !edit.range.is_empty() || !edit.new_text.is_empty());
    edits
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::apply;

    #[test]
    fn moves_lines_sideways() {
        assert_eq!(reindent("a:\n\n  b: 1\r\n", 0, 2).as_deref(), Some("  a:\n\n    b: 1\r\n"));
        assert_eq!(reindent("    a:\n      b: 1", 4, 2).as_deref(), Some("  a:\n    b: 1"));
        assert_eq!(reindent("    a:\n # c\n", 4, 2), None);
    }

    #[test]
    fn shifts_all_lines_but_the_first() {
        let text = "a: |\n  b\n\n    \n  c\nd";
        let moved = |by| apply(text, &shift(text, TextRange::up_to(text_size(text.len() - 2)), by)).unwrap();
        assert_eq!(moved(2), "a: |\n    b\n\n      \n    c\nd");
        assert_eq!(moved(-3), "a: |\nb\n\n \nc\nd");
    }

    #[test]
    fn a_byte_order_mark_has_no_column() {
        assert_eq!(column("\u{FEFF}a: b", 6.into()), 3);
        assert_eq!(column("x\n  b", 4.into()), 2);
    }

    #[test]
    fn comments_belong_to_what_they_stand_above_or_in() {
        let text = "# head\na: 1\n# on b\nb:\n  # in b\n# on c\nc: 1\n";
        let owned = |line: &str| {
            let start = text_size(text.find(line).unwrap());
            &text[with_comments(text, whole_lines(text, TextRange::empty(start)), 0)]
        };
        assert_eq!(owned("a:"), "a: 1\n");
        assert_eq!(owned("b:"), "# on b\nb:\n  # in b\n");
    }

    #[test]
    fn knows_line_breaks_that_are_rare() {
        let check = |text: &str| has_ambiguous_positions(&esc_syntax::parse(text));
        assert!(!check("a: é\r\nb: |\n  1\r\n"));
        assert!(!check("a: \"x\u{2028}y\"\n"));
        assert!(check("a: 1\rb: 2\n"));
        assert!(check("a: 1\n\u{85}b: 2\n"));
    }

    #[test]
    fn finds_the_layout() {
        assert_eq!(line_break("a\r\nb\n"), "\r\n");
        assert_eq!(line_break("a"), "\n");
        assert_eq!(indentation_unit("a:\n    b:\n        c: 1\n"), 4);
        assert_eq!(indentation_unit("a: 1\n"), 2);
    }
}
