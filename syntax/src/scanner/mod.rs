//! From text to tokens, in the shape of libyaml's scanner as yaml.v3 carries it.
//!
//! The design is libyaml's published one: a queue of tokens with a look-ahead of three, a stack of indentations, and a stack of
//! *simple keys*, places where a key may have begun and which a later `:` turns into one. Looking just as far ahead as yaml.v3 does
//! decides what is still an error behind the end of the first document, so the numbers here are not free.
//!
//! A text is scanned strictly first; the first error ends that. Only then is it scanned again tolerantly: every error site reports and
//! repairs (see `recovery`). A valid text never meets a repair. No function here recurses, and none looks back further than a line
//! but for the bounded search for a lost quote.
//!
//! Known differences from yaml.v3, all of them faults of its own that are not worth having:
//! * it looks for a byte order mark in the middle of a text at the start of its read buffer, so that whether one is text depends on
//!   where the buffer happens to begin; here it is text;
//! * two nodes that are not written get another position (no other node does): the value behind `? key` when comments follow,
//!   and the one in `[key: ]`, for which it reads a token that it has overwritten.

mod comments;
mod cursor;
mod directives;
mod indicators;
mod keys;
mod lex;
mod lines;
mod properties;
mod queue;
mod recovery;
mod scalars;

use text_size::{TextRange, TextSize};

use crate::error::{SyntaxError, SyntaxErrorKind};
use crate::token::{Token, TokenKind};
use crate::tree::NONE;
use cursor::Cursor;
use keys::SimpleKey;
pub(crate) use lex::{Lex, LexKind};
use queue::Queue;

/// Nesting that yaml.v3 allows, in flow collections and in blocks.
const MAX_DEPTH: usize = 10_000;

/// Errors that are kept; a text with more is no environment.
const MAX_ERRORS: usize = 1_000;

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

/// What is open when nothing is.
const NO_BLOCK: Block = Block { column: -1, sequence: false };

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
    /// The innermost block, and those around it.
    block: Block,
    blocks: Vec<Block>,
    simple_key_allowed: bool,
    /// One for the block context and one for each open flow collection.
    keys: Vec<SimpleKey>,
    /// The key that the next token begins, or `NONE`.
    pending_key: u32,
    queue: Queue,
    /// The first of the queue is certain; nothing has to be fetched to show it.
    ready: bool,
    /// The end of the text was reached; yaml.v3 counts it as a new line.
    ended: bool,
    /// Some token of content was seen, so that a `%` line is no directive any more.
    content_seen: bool,
    /// Bytes that were scanned in vain for a closing quote.
    wasted: usize,
    /// Tabs in front of the first block.
    root_tabs: i32,
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
            block: NO_BLOCK,
            blocks: Vec::new(),
            simple_key_allowed: true,
            keys: vec![SimpleKey::default()],
            pending_key: NONE,
            queue: Queue::default(),
            ready: false,
            ended: false,
            content_seen: false,
            wasted: 0,
            root_tabs: 0,
            kept,
            errors: Vec::new(),
            stopped: false,
        }
    }

    /// The next token for the parser, which stays in the queue.
    pub fn peek(&mut self) -> Lex {
        if !self.ready {
            self.fill();
        }
        let end = self.bytes.len();
        self.queue.first().unwrap_or(Lex::new(LexKind::StreamEnd, end, end))
    }

    /// Takes the token that [`Scanner::peek`] showed.
    pub fn bump(&mut self) {
        self.queue.pop();
        self.ready = false;
    }

    /// How far the scanner has looked, in bytes.
    pub fn position(&self) -> usize {
        self.cursor.position
    }

    /// Records an error; the strict pass ends with it.
    pub fn error(&mut self, kind: SyntaxErrorKind, start: usize, end: usize) {
        self.error_opened(kind, start, end, None);
    }

    /// As [`Scanner::error`], with the place where the unfinished thing began.
    pub fn error_opened(&mut self, kind: SyntaxErrorKind, start: usize, end: usize, opened: Option<TextRange>) {
        self.stopped |= !self.tolerant;
        if self.errors.len() < MAX_ERRORS {
            let range = range(self.floor(start), self.floor(end.max(start)));
            self.errors.push(SyntaxError { kind, range, opened });
        }
    }

    /// Whether an error begins between these offsets, so that another one there would follow from it.
    pub fn has_error_between(&self, start: usize, end: usize) -> bool {
        let behind = self.errors.iter().rev().map(|error| usize::from(error.range.start())).take_while(|&at| at >= start);
        behind.into_iter().any(|at| at <= end)
    }

    /// Fetches tokens until the first of the queue is certain: three are there, and it is no key that is still open.
    fn fill(&mut self) {
        while !self.stopped {
            if self.queue.len() > 2 && !self.head_may_be_key() {
                self.ready = true;
                return;
            }
            self.fetch();
        }
    }

    fn head_may_be_key(&mut self) -> bool {
        let level = self.queue.first().map_or(NONE, |head| head.key_level) as usize;
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
        if !self.queue.last().is_some_and(|last| last.kind == LexKind::BlockEntry) {
            self.scan_line_comment();
        }
    }

    fn fetch_content(&mut self) {
        let byte = self.byte();
        let flow = !self.flows.is_empty();
        match byte {
            b'[' | b'{' => self.fetch_flow_start(byte),
            b']' | b'}' => self.fetch_flow_end(byte),
            b',' => self.fetch_flow_entry(),
            b'-' if self.is_blank_or_end_at(1) || (self.tolerant && self.recover_dash()) => self.fetch_block_entry(),
            b'?' if flow || self.is_blank_or_end_at(1) => self.fetch_key(),
            b':' if flow || self.is_blank_or_end_at(1) => self.fetch_value(),
            b'*' | b'&' => self.fetch_anchor(),
            b'!' => self.fetch_tag(),
            b'|' | b'>' if !flow => self.fetch_block_scalar(),
            b'\'' | b'"' => self.fetch_quoted(),
            b'#' | b'|' | b'>' | b'%' | b'@' | b'`' | b'\t' => self.fetch_reserved(byte),
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
        self.advance(3);
        self.keep(token, start, start + 3);
        self.push(Lex::new(kind, start, start + 3));
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
            None => self.queue.push(token),
            Some(number) => self.queue.insert(number, token),
        }
    }

    /// Closes the blocks that are deeper than `column`, as of `position`.
    fn close_blocks(&mut self, column: i32, position: usize) {
        if !self.flows.is_empty() {
            return;
        }
        while self.block.column > column {
            self.queue.push(Lex { past_end: self.ended, ..Lex::new(LexKind::BlockEnd, position, position) });
            self.block = self.blocks.pop().unwrap_or(NO_BLOCK);
        }
    }

    fn too_deep(&mut self, position: usize) {
        self.error(SyntaxErrorKind::TooDeep, position, position + 1);
        self.stopped = true;
    }

    /// Queues a token; it is the first of the key that was saved last, if nothing came in between.
    fn push(&mut self, mut token: Lex) {
        token.key_level = std::mem::replace(&mut self.pending_key, NONE);
        self.queue.push(token);
    }

    /// Keeps a token for the tree.
    fn keep(&mut self, kind: TokenKind, start: usize, end: usize) {
        self.kept.push(Token { kind, range: range(start, end) });
    }
}

/// A range from offsets of a text that [`crate::MAX_LEN`] bounds.
pub(crate) fn range(start: usize, end: usize) -> TextRange {
    TextRange::new(TextSize::from(start as u32), TextSize::from(end.max(start) as u32))
}
