//! Scalars in single and double quotes.

use crate::error::SyntaxErrorKind;
use crate::scanner::cursor::stops;
use crate::scanner::{Scanner, range};
use crate::tree::ScalarStyle;

static SINGLE_STOPS: [bool; 256] = stops(b"\r\n'");
static DOUBLE_STOPS: [bool; 256] = stops(b"\r\n\"\\");

/// A quoted scalar that is closed.
struct Closed {
    /// Something in it is not what it is written as: an escape, a doubled quote, a line break.
    escapes: bool,
}

impl Scanner<'_> {
    pub(in crate::scanner) fn fetch_quoted(&mut self) {
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
        let Some(closed) = closed.filter(|_| !(self.tolerant && self.swallowed_lines(opening))) else {
            self.errors.truncate(errors);
            let end = self.recover_quote(opening);
            self.error(SyntaxErrorKind::UnclosedQuote(quote as char), start, end);
            return self.push_scalar(style, start, end, false, true);
        };
        let closed_at = self.cursor.position;
        let end = if self.tolerant { self.recover_text_after_value() } else { closed_at };
        let verbatim = !closed.escapes && end == closed_at;
        self.push_scalar(style, start, end, verbatim, self.errors.len() > errors);
    }

    /// Reads through the closing quote; `None` (after reporting it) if there is none.
    fn scan_quoted(&mut self, quote: u8) -> Option<Closed> {
        let start = self.cursor.position;
        let stops = if quote == b'"' { &DOUBLE_STOPS } else { &SINGLE_STOPS };
        let mut escapes = false;
        self.advance(1);
        loop {
            if self.at_line_start() && self.at_document_marker() {
                self.marker_in_quotes(start);
                if self.stopped {
                    return None;
                }
            }
            self.eat_text(stops);
            match self.byte() {
                0 => {
                    self.error(SyntaxErrorKind::UnclosedQuote(quote as char), start, self.line_end(start));
                    return None;
                }
                b'\'' if quote == b'\'' && self.byte_at(1) == b'\'' => {
                    escapes = true;
                    self.advance(2);
                }
                byte if byte == quote => {
                    self.advance(1);
                    return Some(Closed { escapes });
                }
                b'\\' => {
                    escapes = true;
                    self.scan_escape();
                }
                _ if self.at_break() && self.quotes_end_at_line() => return None,
                _ if self.at_break() => {
                    escapes = true;
                    self.eat_break();
                }
                _ => self.eat_char(),
            }
            if self.stopped {
                return None;
            }
        }
    }

    /// A document marker in quotes. Text, for the tolerant pass, where the quote is closed after all.
    fn marker_in_quotes(&mut self, opening: usize) {
        let at = self.cursor.position;
        self.error_opened(SyntaxErrorKind::DocumentMarkerInQuotes, at, at + 3, Some(range(opening, opening + 1)));
        self.advance(3);
    }

    fn scan_escape(&mut self) {
        let start = self.cursor.position;
        self.advance(1);
        if self.at_break() {
            return self.eat_break();
        }
        let digits = match self.byte() {
            b'0' | b'a' | b'b' | b't' | b'\t' | b'n' | b'v' | b'f' | b'r' | b'e' | b' ' | b'"' | b'\'' | b'\\' | b'N' | b'_' | b'L'
            | b'P' => 0,
            b'x' => 2,
            b'u' => 4,
            b'U' => 8,
            0 => return,
            _ => {
                let escaped = self.text[self.floor(self.cursor.position)..].chars().next().unwrap_or('\\');
                self.eat_char();
                return self.error(SyntaxErrorKind::UnknownEscape(escaped), start, self.cursor.position);
            }
        };
        self.advance(1);
        if digits == 0 || self.is_code_point(digits) {
            self.advance(digits);
        } else {
            self.error(SyntaxErrorKind::BadCodePoint, start, self.cursor.position);
        }
    }

    /// Whether the next `digits` bytes are hexadecimal digits that name a character.
    fn is_code_point(&self, digits: usize) -> bool {
        let code = self.text.get(self.cursor.position..self.cursor.position + digits);
        code.filter(|code| code.bytes().all(|byte| byte.is_ascii_hexdigit()))
            .and_then(|code| u32::from_str_radix(code, 16).ok())
            .and_then(char::from_u32)
            .is_some()
    }
}
