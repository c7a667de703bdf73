//! Literal and folded block scalars: the header, and all lines that are deep enough.

use crate::error::SyntaxErrorKind;
use crate::scanner::{Lex, LexKind, Scanner};
use crate::token::TokenKind;
use crate::tree::ScalarStyle;

impl Scanner<'_> {
    pub(in crate::scanner) fn fetch_block_scalar(&mut self) {
        self.remove_key();
        self.simple_key_allowed = true;
        let start = self.cursor.position;
        let style = if self.byte() == b'|' { ScalarStyle::Literal } else { ScalarStyle::Folded };
        let errors = self.errors.len();
        let Some(increment) = self.scan_block_header(start) else { return };
        let mut indent = if increment > 0 { self.block.column.max(0) + increment } else { 0 };
        self.eat_break();
        let mut end = self.scan_block_breaks(&mut indent);
        while !self.stopped && !self.at_end() && self.column() == indent {
            self.eat_line();
            self.eat_break();
            end = self.scan_block_breaks(&mut indent);
        }
        let damaged = self.errors.len() > errors;
        self.keep(TokenKind::Scalar, start, end);
        self.push(Lex { indent: indent as u32, damaged, ..Lex::new(LexKind::Scalar(style), start, end) });
    }

    /// Reads the header through the end of its line. Gives the indentation indicator (0 without one), or `None` if it is no header
    /// after all and recovery has read the line as text.
    fn scan_block_header(&mut self, start: usize) -> Option<i32> {
        self.advance(1);
        let mut increment = 0;
        let mut chomping = false;
        for _ in 0..2 {
            match self.byte() {
                b'+' | b'-' if !chomping => chomping = true,
                b'0' if increment == 0 => self.error(SyntaxErrorKind::ZeroIndentation, self.cursor.position, self.cursor.position + 1),
                digit @ b'1'..=b'9' if increment == 0 => increment = i32::from(digit - b'0'),
                _ => break,
            }
            self.advance(1);
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

    /// Reads indentation and empty lines inside a block scalar, and gives where they end that are part of it. Finds the indentation
    /// at the first line that is not empty.
    fn scan_block_breaks(&mut self, indent: &mut i32) -> usize {
        let mut end = self.cursor.position;
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
                    return end;
                }
                self.cursor.position += 1;
                self.cursor.shift += 1;
                continue;
            }
            if !self.at_break() {
                break;
            }
            self.eat_break();
            end = self.cursor.position;
        }
        // At the end of the text without a line break the last line is part of it.
        if self.at_end() {
            end = end.max(self.cursor.line_start);
        }
        if *indent == 0 {
            *indent = deepest.max(self.block.column + 1).max(1);
        }
        end
    }
}
