//! The tree as a list of events, one a line: for bug reports and for comparing parsers.

use std::fmt::Write as _;

use text_size::TextSize;

use crate::token::is_line_break;
use crate::{Node, NodeKind, Resolved, ScalarStyle, Tree};

/// The events of the first document, positions as line and column from 1 in characters. Prints the text itself, secrets too.
///
/// `+DOC` `-DOC`; `+MAP[ flow][ &anchor][ <tag>] @line:col` `-MAP`; `+SEQ ...` `-SEQ`; `=VAL[ &anchor][ <tag>] STYLEvalue !!type @line:col`
/// with the style `:`, `'`, `"`, `|` or `>`; `=ALI *name @line:col`.
pub fn events(tree: &Tree) -> Vec<String> {
    if tree.root().is_none() {
        return Vec::new();
    }
    let mut printer =
        Printer { tree, line_starts: line_starts(tree.text()), counted: (0, 0), events: vec!["+DOC".to_owned()], open: Vec::new() };
    for node in tree.nodes() {
        printer.close_until(node);
        printer.node(node);
    }
    printer.close_all();
    printer.events.push("-DOC".to_owned());
    printer.events
}

struct Printer<'t> {
    tree: &'t Tree,
    /// Offsets where lines begin for yaml.v3, which breaks them in more places than editors do.
    line_starts: Vec<usize>,
    /// An offset and its column, so that a long line is not counted through again for every node on it.
    counted: (usize, usize),
    events: Vec<String>,
    open: Vec<Node<'t>>,
}

impl<'t> Printer<'t> {
    /// Ends the collections that do not hold `node`.
    fn close_until(&mut self, node: Node<'t>) {
        while let Some(open) = self.open.last()
            && node.parent().map(|parent| parent.id()) != Some(open.id())
        {
            self.close();
        }
    }

    fn close_all(&mut self) {
        while !self.open.is_empty() {
            self.close();
        }
    }

    fn close(&mut self) {
        if let Some(open) = self.open.pop() {
            self.events.push(if open.is_mapping() { "-MAP" } else { "-SEQ" }.to_owned());
        }
    }

    fn node(&mut self, node: Node<'t>) {
        let mut event = match node.kind() {
            NodeKind::Mapping => "+MAP".to_owned(),
            NodeKind::Sequence => "+SEQ".to_owned(),
            NodeKind::Scalar(_) => "=VAL".to_owned(),
            NodeKind::Alias => format!("=ALI *{}", node.text()),
        };
        if node.is_flow() {
            event.push_str(" flow");
        }
        if let Some(anchor) = node.anchor() {
            let _ = write!(event, " {}", &self.tree.text()[anchor]);
        }
        if let Some(tag) = node.tag().filter(|tag| tag.name != "!") {
            match tag.name.strip_prefix("!!") {
                Some(short) => drop(write!(event, " <tag:yaml.org,2002:{short}>")),
                None => drop(write!(event, " <{}>", tag.name)),
            }
        }
        if let NodeKind::Scalar(style) = node.kind() {
            let _ = write!(event, " {}{} {}", style_mark(style), escaped(&node.text()), type_tag(node));
        }
        let (line, column) = self.position(node.event_offset());
        let _ = write!(event, " @{line}:{column}");
        self.events.push(event);
        if node.is_mapping() || node.is_sequence() {
            self.open.push(node);
        }
    }

    /// Line and column from 1. `None` is the end of the stream, which yaml.v3 puts at the start of a line of its own.
    fn position(&mut self, offset: Option<TextSize>) -> (usize, usize) {
        let text = self.tree.text();
        let at = offset.map_or(text.len(), usize::from);
        let line = self.line_starts.partition_point(|&start| start <= at);
        let start = self.line_starts[line - 1];
        let (from, column) = if self.counted.0 >= start && self.counted.0 <= at { self.counted } else { (start, 0) };
        let column = column + text[from..at].chars().count();
        self.counted = (at, column);
        if offset.is_none() && column > 0 { (line + 1, 1) } else { (line, column + 1) }
    }
}

fn line_starts(text: &str) -> Vec<usize> {
    let breaks = text.char_indices().filter(|&(_, c)| is_line_break(c));
    let ends = breaks.map(|(at, c)| at + c.len_utf8()).filter(|&end| !text[..end].ends_with('\r') || !text[end..].starts_with('\n'));
    let bom = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    std::iter::once(bom).chain(ends).collect()
}

fn style_mark(style: ScalarStyle) -> char {
    match style {
        ScalarStyle::Plain => ':',
        ScalarStyle::SingleQuoted => '\'',
        ScalarStyle::DoubleQuoted => '"',
        ScalarStyle::Literal => '|',
        ScalarStyle::Folded => '>',
    }
}

fn type_tag(node: Node<'_>) -> String {
    if let Some(tag) = node.tag().filter(|tag| tag.name != "!") {
        return tag.name.to_owned();
    }
    match node.resolved() {
        Some(Ok(Resolved::Null)) => "!!null",
        Some(Ok(Resolved::Bool(_))) => "!!bool",
        Some(Ok(Resolved::Int(_))) => "!!int",
        Some(Ok(Resolved::Float(_))) => "!!float",
        Some(Ok(Resolved::Timestamp)) => "!!timestamp",
        Some(Ok(Resolved::Binary)) => "!!binary",
        Some(Ok(Resolved::Merge)) => "!!merge",
        _ => "!!str",
    }
    .to_owned()
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{8}' => out.push_str("\\b"),
            '\0' => out.push_str("\\0"),
            _ => out.push(c),
        }
    }
    out
}
