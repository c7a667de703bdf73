//! `%YAML` and `%TAG` lines.

use super::properties::is_word;
use super::{Lex, LexKind, Scanner};
use crate::error::SyntaxErrorKind;
use crate::token::TokenKind;

impl Scanner<'_> {
    /// A `%` line at column 0.
    pub(super) fn fetch_directive(&mut self) {
        self.close_blocks(-1, self.cursor.position);
        self.remove_key();
        self.simple_key_allowed = false;
        let start = self.cursor.position;
        let kind = self.scan_directive();
        let end = self.cursor.position;
        self.eat_blanks();
        if self.byte() != b'#' && !self.at_break_or_end() || kind.is_none() {
            self.cursor.position = self.text_end(start);
            self.error(SyntaxErrorKind::BadDirective, start, self.cursor.position);
            self.keep(TokenKind::Directive, start, self.cursor.position);
        } else if let Some(kind) = kind {
            self.keep(TokenKind::Directive, start, end);
            self.push(Lex::new(kind, start, end));
        }
        self.eat_blanks();
        if self.byte() == b'#' {
            self.scan_comment();
        }
        self.eat_break();
        // Only a `---` may follow. Where it does not, what follows is read all the same.
        self.simple_key_allowed = self.tolerant;
    }

    /// Reads `%YAML 1.1` or `%TAG !handle! prefix`; `None` for anything else.
    fn scan_directive(&mut self) -> Option<LexKind> {
        self.advance(1);
        let name = self.cursor.position;
        self.eat_while(is_word);
        let name = &self.text[name..self.cursor.position];
        if !self.is_blank_or_end_at(0) {
            return None;
        }
        self.eat_blanks();
        match name {
            "YAML" => self.scan_version(),
            "TAG" => self.scan_tag_definition(),
            _ => None,
        }
    }

    fn scan_version(&mut self) -> Option<LexKind> {
        let major = self.scan_number()?;
        if self.byte() != b'.' {
            return None;
        }
        self.advance(1);
        let minor = self.scan_number()?;
        Some(LexKind::VersionDirective { supported: (major, minor) == (1, 1) })
    }

    /// A number of one or two digits.
    fn scan_number(&mut self) -> Option<u8> {
        let start = self.cursor.position;
        let digits = self.eat_while(|byte| byte.is_ascii_digit());
        self.text[start..start + digits].parse().ok().filter(|_| digits <= 2)
    }

    fn scan_tag_definition(&mut self) -> Option<LexKind> {
        if self.byte() != b'!' {
            return None;
        }
        self.advance(1);
        let word = self.eat_while(is_word);
        if self.byte() == b'!' {
            self.advance(1);
        } else if word > 0 {
            return None;
        }
        if !self.is_blank() {
            return None;
        }
        self.eat_blanks();
        (self.scan_uri() > 0 && self.is_blank_or_end_at(0)).then_some(LexKind::TagDirective)
    }
}
