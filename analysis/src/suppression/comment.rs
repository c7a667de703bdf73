//! The grammar of suppression comments, and where in a text they may stand.
//!
//! ```text
//! # esc-lint: ignore[ESC503, plaintext-credential] why this is fine
//! # other words  # esc-lint: ignore-file[ESC405]
//! ```
//!
//! Text inside scalars is never a comment, with one exception that YAML makes itself: the header line of a block scalar.

use esc_syntax::{Node, NodeKind, ScalarStyle, TextRange, TextSize, Tree};

use crate::rules::{Rule, rule};
use crate::text_size;

/// What every suppression comment begins with, behind its `#`.
pub(crate) const MARKER: &str = "esc-lint:";
/// Silences for an entry or item.
pub(crate) const ENTRY: &str = "ignore";
/// Silences for a file.
pub(crate) const FILE: &str = "ignore-file";

/// What a comment asks for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// `ignore`
    Entry,
    /// `ignore-file`
    File,
    /// Some other word, or none.
    Unknown,
}

/// A suppression comment as it is written, right or wrong.
#[derive(Clone, Debug)]
pub struct Directive {
    /// From the `#` to the end of the reason.
    pub range: TextRange,
    /// What it asks for.
    pub kind: Kind,
    /// The word that says so.
    pub verb: TextRange,
    /// The list with its brackets, if there is one; without the closing one if that is missing.
    pub list: Option<TextRange>,
    /// Whether the list is there and has its closing bracket. One without silences nothing.
    pub closed: bool,
    /// The rules in the list.
    pub codes: Vec<Code>,
    /// What stands behind the list.
    pub reason: Option<TextRange>,
    /// Whether nothing stands before it on its line.
    pub alone: bool,
}

/// A rule as a comment names it.
#[derive(Clone, Copy, Debug)]
pub struct Code {
    /// The code or name.
    pub range: TextRange,
    /// The rule; `None` if there is none of this name.
    pub rule: Option<&'static Rule>,
}

/// All suppression comments of a text, in source order.
pub(super) fn directives(tree: &Tree) -> Vec<Directive> {
    let text = tree.text();
    // Most files have none, and shall not pay for it.
    if memchr::memmem::find(text.as_bytes(), MARKER.as_bytes()).is_none() {
        return Vec::new();
    }
    let mut comments: Vec<TextRange> = tree.comments().chain(tree.nodes().filter_map(header_comment)).collect();
    comments.sort_by_key(|comment| comment.start());
    comments.into_iter().flat_map(|comment| starts(text, comment).into_iter().map(|range| directive(text, range))).collect()
}

/// The comment behind the `|` or `>` of a block scalar.
fn header_comment(node: Node<'_>) -> Option<TextRange> {
    if !matches!(node.kind(), NodeKind::Scalar(ScalarStyle::Literal | ScalarStyle::Folded)) {
        return None;
    }
    let header = node.source().lines().next()?;
    let hash = header.find(" #").or_else(|| header.find("\t#"))? + 1;
    Some(TextRange::new(node.range().start() + text_size(hash), node.range().start() + TextSize::of(header)))
}

/// The pieces of a comment that begin with the marker: from a `#` to before the next one.
fn starts(text: &str, comment: TextRange) -> Vec<TextRange> {
    let written = &text[comment];
    let begins = |at: usize| written[at + 1..].trim_start().starts_with(MARKER) && (at == 0 || written[..at].ends_with([' ', '\t']));
    let begins: Vec<usize> = written.match_indices('#').map(|(at, _)| at).filter(|at| begins(*at)).collect();
    let ends = begins.iter().skip(1).copied().chain([written.len()]);
    let range =
        |(start, end): (usize, usize)| TextRange::new(text_size(start), text_size(written[..end].trim_end().len())) + comment.start();
    begins.iter().copied().zip(ends).map(range).collect()
}

fn directive(text: &str, range: TextRange) -> Directive {
    let mut cursor = Cursor { text, at: range.start().into(), end: range.end().into() };
    cursor.at += 1;
    cursor.blanks();
    cursor.at += MARKER.len();
    cursor.blanks();
    let verb = cursor.take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
    let kind = match &text[verb] {
        ENTRY => Kind::Entry,
        FILE => Kind::File,
        _ => Kind::Unknown,
    };
    let after_verb = cursor.at;
    cursor.blanks();
    let list = cursor.list();
    if list.is_none() {
        cursor.at = after_verb;
    }
    let codes = list.map(|list| codes(text, list)).unwrap_or_default();
    let line = text[..usize::from(range.start())].rsplit('\n').next().unwrap_or("");
    let alone = line.trim_start_matches('\u{FEFF}').trim().is_empty();
    let closed = list.is_some_and(|list| text[list].ends_with(']'));
    Directive { range, kind, verb, list, closed, codes, reason: cursor.reason(), alone }
}

fn codes(text: &str, list: TextRange) -> Vec<Code> {
    let inside = text[list].trim_start_matches('[').trim_end_matches(']');
    let mut at = list.start() + TextSize::from(1);
    let mut codes = Vec::new();
    for piece in inside.split(',') {
        let name = piece.trim();
        let start = at + text_size(piece.len() - piece.trim_start().len());
        if !name.is_empty() {
            codes.push(Code { range: TextRange::at(start, TextSize::of(name)), rule: rule(name) });
        }
        at += TextSize::of(piece) + TextSize::from(1);
    }
    codes
}

struct Cursor<'t> {
    text: &'t str,
    at: usize,
    end: usize,
}

impl Cursor<'_> {
    fn rest(&self) -> &str {
        &self.text[self.at..self.end]
    }

    fn take_while(&mut self, counts: impl Fn(char) -> bool) -> TextRange {
        let start = self.at;
        self.at += self.rest().find(|c| !counts(c)).unwrap_or(self.end - self.at);
        TextRange::new(text_size(start), text_size(self.at))
    }

    fn blanks(&mut self) {
        self.take_while(|c| matches!(c, ' ' | '\t'));
    }

    /// `[...]`, or what there is of it.
    fn list(&mut self) -> Option<TextRange> {
        let start = self.at;
        let rest = self.rest().strip_prefix('[')?;
        // Without its end, the list is what looks like names.
        let open = || rest.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ','))).unwrap_or(rest.len());
        self.at += 1 + rest.find(']').map_or_else(open, |at| at + 1);
        Some(TextRange::new(text_size(start), text_size(self.at)))
    }

    /// The rest, without marks that only set it off.
    fn reason(&self) -> Option<TextRange> {
        let rest = self.rest();
        let reason = rest.trim_start_matches([' ', '\t', ':', '-', '–', '—']);
        (!reason.trim().is_empty()).then(|| TextRange::new(text_size(self.end - reason.len()), text_size(self.end)))
    }
}

/// The comment with what is there only for it: its line, or the blanks before it.
pub(crate) fn removal(text: &str, directive: &Directive) -> TextRange {
    let (start, end) = (usize::from(directive.range.start()), usize::from(directive.range.end()));
    let before = text[..start].trim_end_matches([' ', '\t']).len();
    let ends_line = text[end..].trim_start_matches([' ', '\t']).starts_with(['\n', '\r']) || text[end..].trim().is_empty();
    if !ends_line {
        // Another one follows.
        let blanks = text[end..].len() - text[end..].trim_start_matches([' ', '\t']).len();
        return TextRange::new(text_size(start), text_size(end + blanks));
    }
    let line_start = text[..before].is_empty() || text[..before].ends_with('\n');
    match text[end..].find('\n') {
        Some(at) if line_start => TextRange::new(text_size(before), text_size(end + at + 1)),
        _ => TextRange::new(text_size(before), text_size(end)),
    }
}
