//! Scalars in their five styles: where each begins and ends. What they mean is `cook`'s business.

use super::{Cursor, Lex, LexKind, Scanner, range};
use crate::error::SyntaxErrorKind;
use crate::token::TokenKind;
use crate::tree::ScalarStyle;

/// Bytes at which the scan of a scalar has to look up; everything else is just text.
const fn stops(set: &[u8]) -> [bool; 256] {
    let mut table = [false; 256];
    let mut index = 0;
    while index < set.len() {
        table[set[index] as usize] = true;
        index += 1;
    }
    // The first bytes of NEL, LS and PS, and the end of the text.
    table[0xC2] = true;
    table[0xE2] = true;
    table
}

static PLAIN_STOPS: [bool; 256] = stops(b" \t\r\n:");
static FLOW_STOPS: [bool; 256] = stops(b" \t\r\n:,?[]{}$");
static LINE_STOPS: [bool; 256] = stops(b"\r\n");
static SINGLE_STOPS: [bool; 256] = stops(b"\r\n'");
static DOUBLE_STOPS: [bool; 256] = stops(b"\r\n\"\\");

/// A place where recovery may end a scalar earlier than it seems to end.
#[derive(Clone, Copy)]
pub(super) struct Cut {
    pub end: usize,
    pub cursor: Cursor,
}

impl Scanner<'_> {
    /// Moves over text that the table does not stop at.
    fn eat_text(&mut self, stops: &[bool; 256]) {
        let rest = &self.bytes[self.cursor.position..];
        let length = rest.iter().position(|&byte| stops[byte as usize]).unwrap_or(rest.len());
        if length > 0 {
            self.cursor.position += length;
            self.cursor.fresh_line = false;
        }
    }

    /// Moves over one character that the table stopped at but that is text.
    fn eat_char(&mut self) {
        let rest = &self.text[self.floor(self.cursor.position)..];
        self.cursor.position += rest.chars().next().map_or(1, char::len_utf8);
        self.cursor.fresh_line = false;
    }

    pub(super) fn push_scalar(&mut self, style: ScalarStyle, start: usize, end: usize, damaged: bool) {
        self.keep(TokenKind::Scalar, start, end);
        self.push(Lex { damaged, ..Lex::new(LexKind::Scalar(style), start, end) });
    }

    // Plain scalars.

    pub(super) fn fetch_plain(&mut self, damaged: bool) {
        self.save_key();
        self.simple_key_allowed = false;
        let start = self.cursor.position;
        let mut scan = PlainScan { end: start, leading_blanks: false, first_line: None, before_entry: None, line_end: None };
        let errors = self.errors.len();
        self.scan_plain(&mut scan);
        let cut = self.tolerant.then(|| self.plain_cut(start, &scan)).flatten();
        if let Some(cut) = cut {
            self.cursor = cut.cursor;
            scan.end = cut.end;
            scan.leading_blanks = false;
        }
        self.push_scalar(ScalarStyle::Plain, start, scan.end, damaged || cut.is_some() || self.errors.len() > errors);
        self.simple_key_allowed |= scan.leading_blanks;
    }

    fn scan_plain(&mut self, scan: &mut PlainScan) {
        let indent = self.block.column + 1;
        loop {
            if (self.at_line_start() && self.at_document_marker()) || self.byte() == b'#' {
                return;
            }
            if self.tolerant && scan.leading_blanks && self.plain_ends_at_line(scan) {
                return;
            }
            self.scan_plain_word(scan);
            if !(self.is_blank() || self.at_break()) {
                return;
            }
            self.skip_plain_blanks(scan, indent);
            if self.stopped || (self.flows.is_empty() && self.column() < indent) {
                return;
            }
        }
    }

    /// Non-blank characters of a plain scalar, up to a blank, a break or an indicator that ends it.
    fn scan_plain_word(&mut self, scan: &mut PlainScan) {
        let flow = !self.flows.is_empty();
        let stops = if flow { &FLOW_STOPS } else { &PLAIN_STOPS };
        loop {
            let before = self.cursor.position;
            self.eat_text(stops);
            if self.cursor.position > before {
                scan.end = self.cursor.position;
                scan.leading_blanks = false;
            }
            match self.byte() {
                _ if self.at_end() => return,
                b' ' | b'\t' => return,
                b':' if self.is_blank_or_end_at(1) => return,
                b',' | b'?' | b'[' | b']' | b'{' | b'}' if flow => return,
                b'$' if self.tolerant && self.byte_at(1) == b'{' => self.recover_flow_interpolation(),
                _ if self.at_break() => return,
                _ => self.eat_char(),
            }
            scan.end = self.cursor.position;
            scan.leading_blanks = false;
        }
    }

    fn skip_plain_blanks(&mut self, scan: &mut PlainScan, indent: i32) {
        loop {
            if self.is_blank() {
                if scan.leading_blanks && self.byte() == b'\t' && self.column() < indent {
                    let at = self.cursor.position;
                    self.error(SyntaxErrorKind::TabIndentation, at, at + 1);
                    self.cursor.shift += 1;
                }
                self.cursor.position += 1;
            } else if self.at_break() {
                if self.tolerant && scan.first_line.is_none() {
                    scan.first_line = Some(Cut { end: scan.end, cursor: self.cursor });
                }
                scan.line_end = Some(self.cursor).filter(|_| !scan.leading_blanks).or(scan.line_end);
                self.eat_break();
                scan.leading_blanks = true;
            } else {
                return;
            }
        }
    }

    // Quoted scalars.

    pub(super) fn fetch_quoted(&mut self) {
        self.save_key();
        self.simple_key_allowed = false;
        let opening = self.cursor;
        let start = opening.position;
        let quote = self.byte();
        let style = if quote == b'"' { ScalarStyle::DoubleQuoted } else { ScalarStyle::SingleQuoted };
        let errors = self.errors.len();
        let closed = self.scan_quoted(quote);
        if self.stopped {
            return;
        }
        if self.tolerant && (!closed || self.swallowed_lines(opening)) {
            self.errors.truncate(errors);
            let end = self.recover_quote(opening);
            return self.push_scalar(style, start, end, true);
        }
        let end = self.recover_text_after_quote();
        self.push_scalar(style, start, end, self.errors.len() > errors);
    }

    /// Reads through the closing quote; `false` (after reporting it) if there is none.
    fn scan_quoted(&mut self, quote: u8) -> bool {
        let start = self.cursor.position;
        let stops = if quote == b'"' { &DOUBLE_STOPS } else { &SINGLE_STOPS };
        self.advance_ascii(1);
        loop {
            if self.at_line_start() && self.at_document_marker() {
                self.error_opened(
                    SyntaxErrorKind::DocumentMarkerInQuotes,
                    self.cursor.position,
                    self.cursor.position + 3,
                    Some(range(start, start + 1)),
                );
                return false;
            }
            self.eat_text(stops);
            match self.byte() {
                _ if self.at_end() => {
                    self.error(SyntaxErrorKind::UnclosedQuote(quote as char), start, self.line_end(start));
                    return false;
                }
                b'\'' if quote == b'\'' && self.byte_at(1) == b'\'' => self.advance_ascii(2),
                byte if byte == quote => {
                    self.advance_ascii(1);
                    return true;
                }
                b'\\' => self.scan_escape(),
                _ if self.at_break() && self.quotes_end_at_line() => return false,
                _ if self.at_break() => self.eat_break(),
                _ => self.eat_char(),
            }
            if self.stopped {
                return false;
            }
        }
    }

    fn scan_escape(&mut self) {
        let start = self.cursor.position;
        self.advance_ascii(1);
        if self.at_break() {
            return self.eat_break();
        }
        let digits = match self.byte() {
            b'0' | b'a' | b'b' | b't' | b'\t' | b'n' | b'v' | b'f' | b'r' | b'e' | b' ' | b'"' | b'\'' | b'\\' | b'N' | b'_' | b'L'
            | b'P' => 0,
            b'x' => 2,
            b'u' => 4,
            b'U' => 8,
            _ if self.at_end() => return,
            _ => {
                let escaped = self.text[self.floor(self.cursor.position)..].chars().next().unwrap_or('\\');
                self.eat_char();
                return self.error(SyntaxErrorKind::UnknownEscape(escaped), start, self.cursor.position);
            }
        };
        self.advance_ascii(1);
        let code = self.bytes.get(self.cursor.position..self.cursor.position + digits).and_then(|code| std::str::from_utf8(code).ok());
        let valid = digits == 0
            || code
                .filter(|code| code.bytes().all(|byte| byte.is_ascii_hexdigit()))
                .and_then(|code| u32::from_str_radix(code, 16).ok())
                .and_then(char::from_u32)
                .is_some();
        if valid {
            self.cursor.position += digits;
        } else {
            self.error(SyntaxErrorKind::BadCodePoint, start, self.cursor.position);
        }
    }

    // Block scalars.

    pub(super) fn fetch_block_scalar(&mut self) {
        self.remove_key();
        self.simple_key_allowed = true;
        let start = self.cursor.position;
        let style = if self.byte() == b'|' { ScalarStyle::Literal } else { ScalarStyle::Folded };
        let errors = self.errors.len();
        let Some(increment) = self.scan_block_header(start) else { return };
        let mut indent = if increment > 0 { self.block.column.max(0) + increment } else { 0 };
        self.eat_break();
        let mut end = self.cursor.position;
        self.scan_block_breaks(&mut indent, &mut end);
        while !self.stopped && !self.at_end() && self.column() == indent {
            self.eat_block_line();
            self.scan_block_breaks(&mut indent, &mut end);
        }
        let damaged = self.errors.len() > errors;
        self.keep(TokenKind::Scalar, start, end);
        self.push(Lex { indent: indent as u32, damaged, ..Lex::new(LexKind::Scalar(style), start, end) });
    }

    fn eat_block_line(&mut self) {
        loop {
            self.eat_text(&LINE_STOPS);
            if self.at_break_or_end() {
                return self.eat_break();
            }
            self.eat_char();
        }
    }

    /// Reads the header through the end of its line. Gives the indentation indicator (0 without one), or `None` if it is no header
    /// after all and recovery has read the line as text.
    fn scan_block_header(&mut self, start: usize) -> Option<i32> {
        self.advance_ascii(1);
        let mut increment = 0;
        let mut chomping = false;
        for _ in 0..2 {
            match self.byte() {
                b'+' | b'-' if !chomping => chomping = true,
                b'0' if increment == 0 => self.error(SyntaxErrorKind::ZeroIndentation, self.cursor.position, self.cursor.position + 1),
                digit @ b'1'..=b'9' if increment == 0 => increment = i32::from(digit - b'0'),
                _ => break,
            }
            self.advance_ascii(1);
        }
        self.eat_blanks();
        if self.byte() == b'#' {
            self.eat_line();
        }
        if !self.at_break_or_end() {
            self.error(SyntaxErrorKind::BadBlockHeader, self.cursor.position, self.line_end(self.cursor.position));
            if self.tolerant && !self.next_line_is_deeper() {
                self.cursor.position = start;
                self.simple_key_allowed = false;
                self.fetch_rest_of_line();
                return None;
            }
            self.eat_line();
        }
        Some(increment)
    }

    /// Indentation and empty lines inside a block scalar; finds its indentation at the first line that is not empty.
    fn scan_block_breaks(&mut self, indent: &mut i32, end: &mut usize) {
        *end = self.cursor.position;
        let mut deepest = 0;
        loop {
            while self.byte() == b' ' && (*indent == 0 || self.column() < *indent) {
                self.cursor.position += 1;
            }
            deepest = deepest.max(self.column());
            if self.byte() == b'\t' && (*indent == 0 || self.column() < *indent) {
                let at = self.cursor.position;
                self.error(SyntaxErrorKind::TabIndentation, at, at + 1);
                if self.stopped {
                    return;
                }
                self.cursor.position += 1;
                self.cursor.shift += 1;
                continue;
            }
            if !self.at_break() {
                break;
            }
            self.eat_break();
            *end = self.cursor.position;
        }
        // At the end of the text without a line break the last line is part of it.
        if self.at_end() {
            *end = (*end).max(self.cursor.line_start);
        }
        if *indent == 0 {
            *indent = deepest.max(self.block.column + 1).max(1);
        }
    }
}

/// The state of a plain scalar's scan.
pub(super) struct PlainScan {
    /// After the last character that counts.
    pub end: usize,
    /// A line break came, and no text after it yet.
    pub leading_blanks: bool,
    /// Where the first line ends, once there is a second one (tolerant pass).
    pub first_line: Option<Cut>,
    /// Where the line ends that is followed by what looks like an entry (tolerant pass).
    pub before_entry: Option<Cut>,
    /// The last line end seen before text.
    pub line_end: Option<Cursor>,
}
