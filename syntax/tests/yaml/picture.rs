//! A tree and its errors as text: the source, carets under what is wrong, and the tree in one line.
//!
//! Tabs are drawn as `→`, carriage returns as `␍`, and control characters as their pictures (`␀` and so on), in the source as in the tree.

use esc_syntax::{ColumnEncoding, LineColumn, LineIndex, Node, NodeKind, ScalarStyle, SyntaxError, TextRange, TextSize};

/// What stands before the tree.
pub const TREE: &str = "=> ";

/// The picture of a source. The source of a picture is what [`source`] gives back.
pub fn draw(source: &str) -> String {
    let tree = esc_syntax::parse(source);
    let lines = LineIndex::new(source);
    let mut out = String::new();
    for (number, line) in source.lines().enumerate() {
        out.push_str(&drawn(line));
        out.push('\n');
        for error in tree.errors() {
            underline(&mut out, source, &lines, number, error);
        }
    }
    out.push_str(TREE);
    out.push_str(&drawn(&tree.root().map_or_else(|| "nothing".to_owned(), node)));
    out.push('\n');
    out
}

/// The source in a picture: all lines but marks and the tree.
pub fn source(picture: &str) -> String {
    let mark = |line: &str| line.trim_start().starts_with('^') || line.trim_start().starts_with('╰') || line.starts_with(TREE.trim_end());
    picture.lines().filter(|line| !mark(line)).map(|line| undrawn(line) + "\n").collect()
}

fn underline(out: &mut String, source: &str, lines: &LineIndex, number: usize, error: &SyntaxError) {
    let kind = format!("{:?}", error.kind);
    if let Some(opened) = error.opened {
        draw_mark(out, source, lines, number, opened, '╰', &format!("opened: {kind}"));
    }
    draw_mark(out, source, lines, number, error.range, '^', &kind);
}

fn draw_mark(out: &mut String, source: &str, lines: &LineIndex, number: usize, range: TextRange, mark: char, label: &str) {
    let at = |offset: TextSize| lines.line_column(source, offset, ColumnEncoding::Scalars);
    let (start, end) = (at(range.start()), at(range.end()));
    let last_line = lines.line_count().saturating_sub(1);
    let start = if start.line == last_line && start.column == 0 && last_line > 0 {
        // The end of the text is drawn behind its last line.
        let line = last_line - 1;
        let width = lines.line_range(source, line).map_or(0, |range| source[range].chars().count() as u32);
        LineColumn { line, column: width }
    } else {
        start
    };
    if start.line as usize != number {
        return;
    }
    let width = if end.line == start.line { end.column.saturating_sub(start.column).max(1) } else { 1 };
    let more = if end.line > start.line { format!(" (and {} lines)", end.line - start.line) } else { String::new() };
    let marks: String = std::iter::repeat_n(mark, width as usize).collect();
    out.push_str(&format!("{}{marks} {label}{more}\n", " ".repeat(start.column as usize)));
}

/// A node in one line: `{ key value }`, `[ item ]`, `!` before what recovery had a hand in, `~` for what is not written.
pub fn node(node: Node<'_>) -> String {
    let mut out = String::new();
    for property in [node.anchor(), node.tag().map(|tag| tag.range)].into_iter().flatten() {
        out.push_str(&node.tree().text()[property]);
        out.push(' ');
    }
    if node.is_damaged() {
        out.push('!');
    }
    match node.kind() {
        NodeKind::Mapping => {
            let entries = node.entries().map(|entry| format!("{} {}", self::node(entry.key), self::node(entry.value)));
            out.push_str(&braced("{", entries.collect(), "}"));
        }
        NodeKind::Sequence => out.push_str(&braced("[", node.items().map(self::node).collect(), "]")),
        NodeKind::Alias => out.push_str(node.source()),
        NodeKind::Scalar(_) if node.is_missing() => out.push('~'),
        NodeKind::Scalar(style) => out.push_str(&scalar(&node.text(), style)),
    }
    out
}

fn braced(open: &str, parts: Vec<String>, close: &str) -> String {
    if parts.is_empty() { format!("{open} {close}") } else { format!("{open} {} {close}", parts.join(" ")) }
}

fn scalar(text: &str, style: ScalarStyle) -> String {
    let bare = style == ScalarStyle::Plain && !text.is_empty() && text.chars().all(|c| c.is_alphanumeric() || "._-".contains(c));
    if bare { text.to_owned() } else { format!("{text:?}") }
}

const DRAWN: [(char, char); 2] = [('\t', '→'), ('\r', '␍')];

fn drawn(text: &str) -> String {
    let picture = |c: char| match DRAWN.iter().find(|(plain, _)| *plain == c) {
        Some(&(_, drawn)) => drawn,
        None if c.is_ascii_control() && c != '\n' => char::from_u32(0x2400 + u32::from(c)).unwrap_or(c),
        None => c,
    };
    text.chars().map(picture).collect()
}

fn undrawn(text: &str) -> String {
    let plain = |c: char| match DRAWN.iter().find(|(_, drawn)| *drawn == c) {
        Some(&(plain, _)) => plain,
        None if ('\u{2400}'..'\u{2420}').contains(&c) => char::from_u32(u32::from(c) - 0x2400).unwrap_or(c),
        None => c,
    };
    text.chars().map(plain).collect()
}
