//! Blanks, line breaks and comments between tokens, and where yaml.v3 lets a tab stand among them.

use super::Scanner;
use crate::error::SyntaxErrorKind;
use crate::token::TokenKind;

/// How far yaml.v3 looks ahead for another comment, in bytes.
const LOOK_AHEAD: usize = 512;

impl Scanner<'_> {
    /// Moves to the next token. A tab may stand wherever no key may begin, and inside brackets.
    pub(super) fn skip_to_token(&mut self) {
        loop {
            let tab_allowed = !self.flows.is_empty() || !self.simple_key_allowed;
            while self.byte() == b' ' || (tab_allowed && self.byte() == b'\t') {
                self.cursor.position += 1;
            }
            if self.byte() == b'\t' {
                self.tab_indentation();
                if self.stopped {
                    return;
                }
            }
            if self.byte() == b'#' {
                self.scan_comments();
            }
            if !self.at_break() {
                return;
            }
            self.eat_break();
            self.simple_key_allowed |= self.flows.is_empty();
        }
    }

    /// A tab where indentation belongs. It moves what follows to some column that makes sense.
    fn tab_indentation(&mut self) {
        let start = self.cursor.position;
        self.eat_blanks();
        self.error(SyntaxErrorKind::TabIndentation, start, self.cursor.position);
        if !self.stopped {
            self.expand_tabs();
        }
    }

    /// The comment here, and those after it that only blanks and line breaks separate from it (tabs too, which is why it matters).
    fn scan_comments(&mut self) {
        loop {
            self.scan_comment();
            let mut ahead = self.cursor.position;
            let limit = ahead + LOOK_AHEAD;
            while ahead < limit && matches!(self.byte_of(ahead), b' ' | b'\t' | b'\r' | b'\n') {
                ahead += 1;
            }
            if ahead >= limit || self.byte_of(ahead) != b'#' {
                return;
            }
            while self.cursor.position < ahead {
                if self.at_break() { self.eat_break() } else { self.cursor.position += 1 }
            }
        }
    }

    /// A comment on the line of the token that was just read, whatever stands between.
    pub(super) fn scan_line_comment(&mut self) {
        if self.cursor.fresh_line {
            return;
        }
        let mut ahead = self.cursor.position;
        while matches!(self.byte_of(ahead), b' ' | b'\t') && ahead < self.cursor.position + LOOK_AHEAD {
            ahead += 1;
        }
        if self.byte_of(ahead) == b'#' {
            self.cursor.position = ahead;
            self.scan_comment();
        }
    }

    /// The comment here, to the end of its line.
    pub(super) fn scan_comment(&mut self) {
        let start = self.cursor.position;
        self.eat_line();
        self.keep(TokenKind::Comment, start, self.cursor.position);
    }
}
