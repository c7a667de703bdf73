//! Anchors, aliases, tags and directives.

use super::{Lex, LexKind, Scanner};
use crate::error::SyntaxErrorKind;
use crate::token::TokenKind;
use crate::tree::ScalarStyle;

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-'
}

fn is_uri(byte: u8) -> bool {
    is_word(byte) || b";/?:@&=+$,.!~*'()[]%".contains(&byte)
}

impl Scanner<'_> {
    fn eat_while(&mut self, accept: fn(u8) -> bool) -> usize {
        let start = self.cursor.position;
        while !self.at_end() && accept(self.byte()) {
            self.advance_ascii(1);
        }
        self.cursor.position - start
    }

    pub(super) fn fetch_anchor(&mut self) {
        self.save_key();
        self.simple_key_allowed = false;
        let start = self.cursor.position;
        let (kind, token) = match self.byte() {
            b'&' => (LexKind::Anchor, TokenKind::Anchor),
            _ => (LexKind::Alias, TokenKind::Alias),
        };
        self.advance_ascii(1);
        let length = self.eat_while(is_word);
        let ends_well = self.is_blank_or_end_at(0) || b"?:,]}%@`".contains(&self.byte());
        if length > 0 && ends_well {
            self.keep(token, start, self.cursor.position);
            return self.push(Lex::new(kind, start, self.cursor.position));
        }
        self.recover_anchor(start, length > 0 && kind == LexKind::Anchor);
    }

    pub(super) fn fetch_tag(&mut self) {
        self.save_key();
        self.simple_key_allowed = false;
        let start = self.cursor.position;
        let valid = self.scan_tag();
        if !valid || !self.is_blank_or_end_at(0) {
            while !self.is_blank_or_end_at(0) {
                self.cursor.position += 1;
            }
            self.error(SyntaxErrorKind::BadTag, start, self.cursor.position);
        }
        self.keep(TokenKind::Tag, start, self.cursor.position);
        self.push(Lex { damaged: !valid, ..Lex::new(LexKind::Tag, start, self.cursor.position) });
    }

    /// `!<uri>`, `!handle!suffix`, `!suffix` or a lone `!`.
    fn scan_tag(&mut self) -> bool {
        self.advance_ascii(1);
        if self.byte() == b'<' {
            self.advance_ascii(1);
            let valid = self.scan_uri() > 0;
            return valid && self.byte() == b'>' && {
                self.advance_ascii(1);
                true
            };
        }
        let word = self.eat_while(is_word);
        if self.byte() == b'!' {
            // A handle (`!!` too), which needs something behind it.
            self.advance_ascii(1);
            return self.scan_uri() > 0;
        }
        let _ = word;
        self.scan_uri();
        true
    }

    /// Characters of a tag's URI; stops at an escape that is none.
    fn scan_uri(&mut self) -> usize {
        let start = self.cursor.position;
        loop {
            match self.byte() {
                _ if self.at_end() => break,
                b'%' if !self.scan_uri_escape() => break,
                b'%' => {}
                byte if is_uri(byte) => self.advance_ascii(1),
                _ => break,
            }
        }
        self.cursor.position - start
    }

    /// One `%XX` sequence that spells a whole UTF-8 character.
    fn scan_uri_escape(&mut self) -> bool {
        let mut wanted = 0;
        let mut position = self.cursor.position;
        loop {
            let digits = [self.byte_of(position + 1), self.byte_of(position + 2)];
            let Some(octet) = std::str::from_utf8(&digits).ok().and_then(|text| u8::from_str_radix(text, 16).ok()) else { return false };
            if self.byte_of(position) != b'%' {
                return false;
            }
            match (wanted, octet) {
                (0, 0x00..=0x7F) => wanted = 1,
                (0, 0xC0..=0xDF) => wanted = 2,
                (0, 0xE0..=0xEF) => wanted = 3,
                (0, 0xF0..=0xF7) => wanted = 4,
                (0, _) => return false,
                (_, 0x80..=0xBF) => {}
                _ => return false,
            }
            position += 3;
            wanted -= 1;
            if wanted == 0 {
                self.cursor.position = position;
                return true;
            }
        }
    }

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
    }

    /// Reads `%YAML 1.1` or `%TAG !handle! prefix`; `None` for anything else.
    fn scan_directive(&mut self) -> Option<LexKind> {
        self.advance_ascii(1);
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
        self.advance_ascii(1);
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
        self.advance_ascii(1);
        let word = self.eat_while(is_word);
        if self.byte() == b'!' {
            self.advance_ascii(1);
        } else if word > 0 {
            return None;
        }
        if !self.is_blank() {
            return None;
        }
        self.eat_blanks();
        (self.scan_uri() > 0 && self.is_blank_or_end_at(0)).then_some(LexKind::TagDirective)
    }

    /// An anchor or alias that has no name, or a character that no name has: text, as far as the tree is concerned.
    fn recover_anchor(&mut self, start: usize, has_name: bool) {
        while !self.is_blank_or_end_at(0) && (self.flows.is_empty() || !b",]}".contains(&self.byte())) {
            self.cursor.position += 1;
        }
        let end = self.floor(self.cursor.position);
        self.error(SyntaxErrorKind::BadAnchor, start, end);
        if has_name {
            self.keep(TokenKind::Anchor, start, end);
            self.push(Lex { damaged: true, ..Lex::new(LexKind::Anchor, start, end) });
        } else {
            self.push_scalar(ScalarStyle::Plain, start, end, true);
        }
    }
}
