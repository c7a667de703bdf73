//! From text to tokens, in the shape of libyaml's scanner as yaml.v3 carries it.
//!
//! The design is libyaml's published one: a queue of tokens with a look-ahead of three, a stack of indentations, and a stack of
//! *simple keys*, places where a key may have begun and which a later `:` turns into one. Looking just as far ahead as yaml.v3 does
//! decides what is still an error behind the end of the first document, so the numbers here are not free.
//!
//! A text is scanned strictly first; the first error ends that. Only then is it scanned again tolerantly: every error site reports and
//! repairs (see `recovery`). A valid text never meets a repair. No function here recurses, and none looks back further than a line
//! but for the bounded search for a lost quote.

mod comments;
mod keys;
mod markup;
mod recovery;
mod scalars;

use std::collections::VecDeque;

use text_size::{TextRange, TextSize};

use crate::error::{SyntaxError, SyntaxErrorKind};
use crate::token::{Token, TokenKind};
use crate::tree::{NONE, ScalarStyle};

/// Nesting that yaml.v3 allows, in flow collections and in blocks.
const MAX_DEPTH: usize = 10_000;

/// Errors that are kept; a text with more is no environment.
const MAX_ERRORS: usize = 1_000;

/// What the parser reads. Zero-width kinds are made up by the scanner from indentation and colons.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum LexKind {
    StreamEnd,
    VersionDirective { supported: bool },
    TagDirective,
    DocumentStart,
    DocumentEnd,
    BlockSequenceStart,
    BlockMappingStart,
    BlockEnd,
    FlowSequenceStart,
    FlowSequenceEnd,
    FlowMappingStart,
    FlowMappingEnd,
    BlockEntry,
    FlowEntry,
    Key,
    Value,
    Alias,
    Anchor,
    Tag,
    Scalar(ScalarStyle),
}

/// A token for the parser.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Lex {
    pub kind: LexKind,
    pub start: u32,
    pub end: u32,
    /// Column of the content of a block scalar.
    pub indent: u32,
    /// Recovery had a hand in it.
    pub damaged: bool,
    /// Made up at the end of the stream, for which yaml.v3 begins a line of its own.
    pub past_end: bool,
    /// Index of the simple key that this token may be, or `NONE`.
    key_level: u32,
}

impl Lex {
    fn new(kind: LexKind, start: usize, end: usize) -> Lex {
        Lex { kind, start: start as u32, end: end as u32, indent: 0, damaged: false, past_end: false, key_level: NONE }
    }
}

/// A place where a key may have begun.
#[derive(Clone, Copy, Debug, Default)]
struct SimpleKey {
    possible: bool,
    /// The block demands a key here: its column is the block's.
    required: bool,
    token_number: usize,
    position: usize,
    line: u32,
    column: i32,
}

/// An open flow collection.
#[derive(Clone, Copy, Debug)]
struct OpenFlow {
    bracket: u8,
    position: usize,
}

/// An open block.
#[derive(Clone, Copy, Debug)]
struct Block {
    column: i32,
    sequence: bool,
}

/// Where the scanner is; saved and restored by recovery.
#[derive(Clone, Copy, Debug)]
struct Cursor {
    /// Bytes from the start of the text.
    position: usize,
    line: u32,
    line_start: usize,
    /// Columns that recovery adds on this line: a tab counts two, a slip of indentation is evened out.
    shift: i32,
    /// Only blanks stand between the start of the line and here.
    fresh_line: bool,
}

pub(crate) struct Scanner<'t> {
    bytes: &'t [u8],
    text: &'t str,
    ascii: bool,
    tolerant: bool,
    cursor: Cursor,
    /// Last computed column of a line with wide characters: (position, column).
    column_memo: (usize, i32),
    flows: Vec<OpenFlow>,
    /// How many of them are braces.
    open_braces: usize,
    block: Block,
    blocks: Vec<Block>,
    simple_key_allowed: bool,
    keys: Vec<SimpleKey>,
    pending_key: u32,
    queue: VecDeque<Lex>,
    /// Tokens that the parser has taken.
    taken: usize,
    /// The end of the text was reached; yaml.v3 counts it as a new line.
    ended: bool,
    /// Some token of content was seen, so that a `%` line is no directive any more.
    content_seen: bool,
    /// Bytes that were scanned in vain for a closing quote.
    wasted: usize,
    pub kept: Vec<Token>,
    pub errors: Vec<SyntaxError>,
    /// No further: an error in the strict pass, or nesting beyond measure.
    pub stopped: bool,
}

impl<'t> Scanner<'t> {
    pub fn new(text: &'t str, tolerant: bool) -> Scanner<'t> {
        let bom = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        let mut kept = Vec::with_capacity(text.len() / 8);
        if bom > 0 {
            kept.push(Token { kind: TokenKind::ByteOrderMark, range: range(0, bom) });
        }
        Scanner {
            bytes: text.as_bytes(),
            text,
            ascii: text.is_ascii(),
            tolerant,
            cursor: Cursor { position: bom, line: 0, line_start: bom, shift: 0, fresh_line: true },
            column_memo: (bom, 0),
            flows: Vec::new(),
            open_braces: 0,
            block: Block { column: -1, sequence: false },
            blocks: Vec::new(),
            simple_key_allowed: true,
            keys: vec![SimpleKey::default()],
            pending_key: NONE,
            queue: VecDeque::with_capacity(16),
            taken: 0,
            ended: false,
            content_seen: false,
            wasted: 0,
            kept,
            errors: Vec::new(),
            stopped: false,
        }
    }

    /// The next token for the parser, which stays in the queue.
    pub fn peek(&mut self) -> Lex {
        self.fill();
        self.queue.front().copied().unwrap_or(Lex::new(LexKind::StreamEnd, self.bytes.len(), self.bytes.len()))
    }

    /// Takes the token that [`Scanner::peek`] showed.
    pub fn bump(&mut self) {
        if self.queue.pop_front().is_some() {
            self.taken += 1;
        }
    }

    /// How far the scanner has looked, in bytes.
    pub fn position(&self) -> usize {
        self.cursor.position
    }

    /// Records an error; the strict pass ends with it.
    pub fn error(&mut self, kind: SyntaxErrorKind, start: usize, end: usize) {
        self.error_opened(kind, start, end, None);
    }

    pub fn error_opened(&mut self, kind: SyntaxErrorKind, start: usize, end: usize, opened: Option<TextRange>) {
        self.stopped |= !self.tolerant;
        if self.errors.len() < MAX_ERRORS {
            let range = range(self.floor(start), self.floor(end.max(start)));
            self.errors.push(SyntaxError { kind, range, opened });
        }
    }

    /// The nearest character boundary at or before `position`.
    fn floor(&self, position: usize) -> usize {
        let mut position = position.min(self.text.len());
        while !self.text.is_char_boundary(position) {
            position -= 1;
        }
        position
    }

    /// Fetches tokens until the first of the queue is certain: three are there, and it is no key that is still open.
    fn fill(&mut self) {
        while !self.stopped {
            if self.queue.len() > 2 && !self.head_may_be_key() {
                return;
            }
            self.fetch();
        }
    }

    fn head_may_be_key(&mut self) -> bool {
        let Some(head) = self.queue.front() else { return false };
        let level = head.key_level as usize;
        match self.keys.get(level) {
            // The tolerant pass settles a stale key with the next token.
            Some(key) if key.possible => (self.tolerant && !self.ended && level == 0) || self.check_key(level),
            _ => false,
        }
    }

    /// Scans one token (and the zero-width ones that it implies) into the queue.
    fn fetch(&mut self) {
        let before = self.cursor.position;
        self.skip_to_token();
        if self.stopped {
            return;
        }
        if self.tolerant {
            self.recover_at_line_start();
        }
        let column = self.column();
        self.close_blocks(column, before);
        if self.at_end() {
            return self.fetch_stream_end();
        }
        if column == 0 && self.byte() == b'%' && !(self.tolerant && self.content_seen) {
            return self.fetch_directive();
        }
        if column == 0 && self.at_document_marker() {
            return self.fetch_document_marker();
        }
        self.content_seen = true;
        self.fetch_content();
        // A comment right behind a token is on its line; behind a dash it belongs to what follows, tabs before it are an error.
        if !self.queue.back().is_some_and(|last| last.kind == LexKind::BlockEntry) {
            self.scan_line_comment();
        }
    }

    fn fetch_content(&mut self) {
        let (byte, next) = (self.byte(), self.byte_at(1));
        let flow = !self.flows.is_empty();
        let next_blank = self.is_blank_or_end_at(1);
        match byte {
            b'[' | b'{' => self.fetch_flow_start(byte),
            b']' | b'}' => self.fetch_flow_end(byte),
            b',' => self.fetch_flow_entry(),
            b'-' if next_blank => self.fetch_block_entry(),
            b'?' if flow || next_blank => self.fetch_key(),
            b':' if flow || next_blank => self.fetch_value(),
            b'*' | b'&' => self.fetch_anchor(),
            b'!' => self.fetch_tag(),
            b'|' | b'>' if !flow => self.fetch_block_scalar(),
            b'\'' | b'"' => self.fetch_quoted(),
            b'-' if !matches!(next, b' ' | b'\t') => self.fetch_plain(false),
            b'?' | b':' => self.fetch_plain(false),
            b'#' | b'|' | b'>' | b'%' | b'@' | b'`' | b'\t' | b'-' => self.fetch_reserved(byte),
            _ => self.fetch_plain(false),
        }
    }

    /// `@`, a backtick and the like: no token begins so. Read on as if it were plain text.
    fn fetch_reserved(&mut self, byte: u8) {
        let at = self.cursor.position;
        if byte == b'\t' {
            self.error(SyntaxErrorKind::TabIndentation, at, at + 1);
            self.cursor.position += 1;
            return;
        }
        self.error(SyntaxErrorKind::ReservedCharacter(byte as char), at, at + 1);
        self.fetch_plain(true);
    }

    fn fetch_stream_end(&mut self) {
        self.ended = true;
        self.close_blocks(-1, self.cursor.position);
        self.remove_key();
        self.simple_key_allowed = false;
        let end = self.bytes.len();
        self.push(Lex { past_end: true, ..Lex::new(LexKind::StreamEnd, end, end) });
    }

    fn fetch_document_marker(&mut self) {
        self.close_blocks(-1, self.cursor.position);
        self.remove_key();
        self.simple_key_allowed = false;
        let start = self.cursor.position;
        let (kind, token) = match self.byte() {
            b'-' => (LexKind::DocumentStart, TokenKind::DocumentStart),
            _ => (LexKind::DocumentEnd, TokenKind::DocumentEnd),
        };
        self.advance_ascii(3);
        self.keep(token, start, start + 3);
        self.push(Lex::new(kind, start, start + 3));
    }

    /// One character of markup: consumes it, keeps its token, queues it.
    fn push_indicator(&mut self, kind: LexKind, token: TokenKind) {
        let start = self.cursor.position;
        self.advance_ascii(1);
        self.keep(token, start, start + 1);
        self.push(Lex::new(kind, start, start + 1));
    }

    fn fetch_flow_start(&mut self, bracket: u8) {
        self.save_key();
        let position = self.cursor.position;
        self.keys.push(SimpleKey { position, token_number: self.next_number(), ..SimpleKey::default() });
        self.flows.push(OpenFlow { bracket, position });
        self.open_braces += usize::from(bracket == b'{');
        if self.flows.len() > MAX_DEPTH {
            return self.too_deep(position);
        }
        self.simple_key_allowed = true;
        match bracket {
            b'[' => self.push_indicator(LexKind::FlowSequenceStart, TokenKind::OpenBracket),
            _ => self.push_indicator(LexKind::FlowMappingStart, TokenKind::OpenBrace),
        }
    }

    fn fetch_flow_end(&mut self, bracket: u8) {
        if self.tolerant && !self.recover_flow_end(bracket) {
            return;
        }
        self.remove_key();
        self.pop_flow();
        self.simple_key_allowed = false;
        match bracket {
            b']' => self.push_indicator(LexKind::FlowSequenceEnd, TokenKind::CloseBracket),
            _ => self.push_indicator(LexKind::FlowMappingEnd, TokenKind::CloseBrace),
        }
    }

    fn pop_flow(&mut self) {
        let Some(flow) = self.flows.pop() else { return };
        self.open_braces -= usize::from(flow.bracket == b'{');
        if let Some(key) = self.keys.pop()
            && !self.tolerant
        {
            // Of an empty collection this is the bracket itself. It is not held back then, so that it is a key only if it happens
            // to wait still when its `:` comes. A fault of yaml.v3, and no reason to lose a key to recovery.
            self.forget_key(key.token_number);
        }
    }

    fn fetch_flow_entry(&mut self) {
        if self.tolerant && self.flows.is_empty() {
            // A comma begins nothing outside brackets.
            let at = self.cursor.position;
            self.error(SyntaxErrorKind::ReservedCharacter(','), at, at + 1);
            return self.fetch_plain(true);
        }
        self.remove_key();
        self.simple_key_allowed = true;
        self.push_indicator(LexKind::FlowEntry, TokenKind::Comma);
    }

    fn fetch_block_entry(&mut self) {
        let at = self.cursor.position;
        if self.flows.is_empty() {
            if !self.simple_key_allowed {
                self.error(SyntaxErrorKind::SequenceOnKeyLine, at, at + 1);
                return self.fetch_rest_of_line();
            }
            let column = self.column();
            self.open_block(column, None, LexKind::BlockSequenceStart, at);
        }
        self.remove_key();
        self.simple_key_allowed = true;
        self.push_indicator(LexKind::BlockEntry, TokenKind::Dash);
    }

    fn fetch_key(&mut self) {
        let at = self.cursor.position;
        if self.flows.is_empty() {
            if !self.simple_key_allowed {
                self.error(SyntaxErrorKind::UnexpectedKeyIndicator, at, at + 1);
                return self.fetch_rest_of_line();
            }
            let column = self.column();
            self.open_block(column, None, LexKind::BlockMappingStart, at);
        }
        self.remove_key();
        self.simple_key_allowed = self.flows.is_empty();
        self.push_indicator(LexKind::Key, TokenKind::Question);
    }

    fn fetch_value(&mut self) {
        let at = self.cursor.position;
        if self.check_key(self.keys.len() - 1) {
            self.confirm_key();
            self.simple_key_allowed = false;
        } else {
            if self.flows.is_empty() {
                if !self.simple_key_allowed {
                    return self.recover_nested_value(at);
                }
                let column = self.column();
                self.open_block(column, None, LexKind::BlockMappingStart, at);
            }
            self.simple_key_allowed = self.flows.is_empty();
        }
        self.push_indicator(LexKind::Value, TokenKind::Colon);
    }

    /// Opens a block at `column` if it is deeper than the current one, with its start token at the end of the queue or before `number`.
    fn open_block(&mut self, column: i32, number: Option<usize>, kind: LexKind, position: usize) {
        if !self.flows.is_empty() || self.block.column >= column {
            return;
        }
        self.blocks.push(self.block);
        self.block = Block { column, sequence: kind == LexKind::BlockSequenceStart };
        if self.blocks.len() > MAX_DEPTH {
            return self.too_deep(position);
        }
        let token = Lex::new(kind, position, position);
        match number {
            None => self.queue.push_back(token),
            Some(number) => self.insert(number, token),
        }
    }

    /// Closes the blocks that are deeper than `column`, as of `position`.
    fn close_blocks(&mut self, column: i32, position: usize) {
        if !self.flows.is_empty() {
            return;
        }
        while self.block.column > column {
            self.queue.push_back(Lex { past_end: self.ended, ..Lex::new(LexKind::BlockEnd, position, position) });
            self.block = self.blocks.pop().unwrap_or(Block { column: -1, sequence: false });
        }
    }

    fn too_deep(&mut self, position: usize) {
        self.error(SyntaxErrorKind::TooDeep, position, position + 1);
        self.stopped = true;
    }

    fn push(&mut self, mut token: Lex) {
        token.key_level = std::mem::replace(&mut self.pending_key, NONE);
        self.queue.push_back(token);
    }

    /// Queues a token before the one with this number, or last if that one is taken already.
    fn insert(&mut self, number: usize, token: Lex) {
        match number.checked_sub(self.taken) {
            Some(index) if index < self.queue.len() => self.queue.insert(index, token),
            _ => self.queue.push_back(token),
        }
    }

    /// The number of the token that is pushed next.
    fn next_number(&self) -> usize {
        self.taken + self.queue.len()
    }

    fn keep(&mut self, kind: TokenKind, start: usize, end: usize) {
        self.kept.push(Token { kind, range: range(start, end) });
    }

    // The cursor.

    /// The byte here; 0 at the end. A NUL in the text reads as 1, so that it does not end the text.
    fn byte(&self) -> u8 {
        self.byte_at(0)
    }

    fn byte_at(&self, ahead: usize) -> u8 {
        self.byte_of(self.cursor.position + ahead)
    }

    fn byte_of(&self, position: usize) -> u8 {
        match self.bytes.get(position) {
            None => 0,
            Some(0) => 1,
            Some(&byte) => byte,
        }
    }

    fn at_end(&self) -> bool {
        self.cursor.position >= self.bytes.len()
    }

    /// Column of the cursor, in characters, with what recovery adds.
    fn column(&mut self) -> i32 {
        let Cursor { position, line_start, shift, .. } = self.cursor;
        if self.ascii {
            return (position - line_start) as i32 + shift;
        }
        let (from, column) = self.column_memo;
        let (from, column) = if from >= line_start && from <= position { (from, column) } else { (line_start, 0) };
        let column = column + self.bytes[from..position].iter().filter(|&&byte| byte & 0xC0 != 0x80).count() as i32;
        self.column_memo = (position, column);
        column + shift
    }

    /// Moves over `count` ASCII characters that are no line breaks.
    fn advance_ascii(&mut self, count: usize) {
        self.cursor.position += count;
        self.cursor.fresh_line = false;
    }

    fn is_blank(&self) -> bool {
        matches!(self.byte(), b' ' | b'\t')
    }

    /// Length in bytes of the line break at `position`; 0 if there is none. CR LF is one.
    fn break_at(&self, position: usize) -> usize {
        match self.byte_of(position) {
            b'\n' => 1,
            b'\r' if self.byte_of(position + 1) == b'\n' => 2,
            b'\r' => 1,
            0xC2 if self.byte_of(position + 1) == 0x85 => 2,
            0xE2 if self.byte_of(position + 1) == 0x80 && matches!(self.byte_of(position + 2), 0xA8 | 0xA9) => 3,
            _ => 0,
        }
    }

    fn at_break(&self) -> bool {
        self.break_at(self.cursor.position) > 0
    }

    fn at_break_or_end(&self) -> bool {
        self.at_end() || self.at_break()
    }

    fn is_blank_or_end_at(&self, ahead: usize) -> bool {
        let position = self.cursor.position + ahead;
        matches!(self.byte_of(position), 0 | b' ' | b'\t') || self.break_at(position) > 0
    }

    /// Moves over the line break here, if there is one.
    fn eat_break(&mut self) {
        let length = self.break_at(self.cursor.position);
        if length > 0 {
            let position = self.cursor.position + length;
            self.cursor = Cursor { position, line: self.cursor.line + 1, line_start: position, shift: 0, fresh_line: true };
        }
    }

    fn eat_blanks(&mut self) {
        while self.is_blank() {
            self.cursor.position += 1;
        }
    }

    /// Moves to the end of the line, before its break.
    fn eat_line(&mut self) {
        while !self.at_break_or_end() {
            self.cursor.position += 1;
        }
        self.cursor.fresh_line = false;
    }

    /// Whether `---` or `...` stands here; the caller knows that this is column 0.
    fn at_document_marker(&self) -> bool {
        let marker = &self.bytes[self.cursor.position..(self.cursor.position + 3).min(self.bytes.len())];
        matches!(marker, b"---" | b"...") && self.is_blank_or_end_at(3)
    }

    fn at_line_start(&self) -> bool {
        self.cursor.position == self.cursor.line_start
    }
}

/// A range from offsets of a text that [`crate::MAX_LEN`] bounds.
pub(crate) fn range(start: usize, end: usize) -> TextRange {
    TextRange::new(TextSize::from(start as u32), TextSize::from(end.max(start) as u32))
}
