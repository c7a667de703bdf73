//! Tokens: the text cut into pieces that, joined, are the text.
//!
//! The scanner keeps only the tokens that mean something; blanks and line breaks are what lies between them. [`Tokens`]
//! puts both together.

use text_size::{TextRange, TextSize};

/// What a piece of text is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum TokenKind {
    /// A byte order mark at the start of the text.
    ByteOrderMark,
    /// Spaces and tabs.
    Blank,
    /// A line break, or several blank lines.
    Newline,
    /// `#` to the end of the line.
    Comment,
    /// `%YAML 1.1` or `%TAG ...`, one line.
    Directive,
    /// `---`
    DocumentStart,
    /// `...`
    DocumentEnd,
    /// `-` before an item.
    Dash,
    /// `?` before a key.
    Question,
    /// `:` before a value.
    Colon,
    /// `,` in a flow collection.
    Comma,
    /// `[`
    OpenBracket,
    /// `]`
    CloseBracket,
    /// `{`
    OpenBrace,
    /// `}`
    CloseBrace,
    /// `&name`
    Anchor,
    /// `*name`
    Alias,
    /// `!tag`
    Tag,
    /// A scalar in any style, with quotes or header.
    Scalar,
    /// Text that recovery skipped.
    Error,
    /// Everything from the second document on.
    Ignored,
}

/// One piece of the text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Token {
    /// What it is.
    pub kind: TokenKind,
    /// Where it is, in bytes.
    pub range: TextRange,
}

/// Walks the kept tokens and fills the gaps between them.
pub(crate) struct Tokens<'t> {
    text: &'t str,
    kept: std::slice::Iter<'t, Token>,
    pending: Option<Token>,
    offset: usize,
    document_end: usize,
}

impl<'t> Tokens<'t> {
    pub(crate) fn new(text: &'t str, kept: &'t [Token], document_end: TextSize) -> Self {
        let mut kept = kept.iter();
        let pending = kept.next().copied();
        Tokens { text, kept, pending, offset: 0, document_end: document_end.into() }
    }

    fn emit(&mut self, kind: TokenKind, end: usize) -> Option<Token> {
        let range = TextRange::new(offset(self.offset), offset(end));
        self.offset = end;
        Some(Token { kind, range })
    }
}

impl Iterator for Tokens<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        if let Some(token) = self.pending
            && usize::from(token.range.start()) == self.offset
        {
            self.pending = self.kept.next().copied();
            self.offset = token.range.end().into();
            return Some(token);
        }
        if self.offset >= self.text.len() {
            return None;
        }
        if self.offset >= self.document_end {
            return self.emit(TokenKind::Ignored, self.text.len());
        }
        let gap_end = self.pending.map_or(self.document_end, |token| token.range.start().into());
        let gap = &self.text[self.offset..gap_end];
        let blank = gap.bytes().take_while(|&byte| byte == b' ' || byte == b'\t').count();
        if blank > 0 {
            return self.emit(TokenKind::Blank, self.offset + blank);
        }
        let newline: usize = gap.chars().take_while(|&c| is_line_break(c)).map(char::len_utf8).sum();
        if newline > 0 {
            return self.emit(TokenKind::Newline, self.offset + newline);
        }
        // A gap that is not white space was skipped by recovery.
        self.emit(TokenKind::Error, gap_end)
    }
}

/// The characters that break a line for yaml.v3: LF, CR, NEL, LS and PS.
pub(crate) fn is_line_break(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

fn offset(value: usize) -> TextSize {
    TextSize::try_from(value).unwrap_or(TextSize::from(u32::MAX))
}
