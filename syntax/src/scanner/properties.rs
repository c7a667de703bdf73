//! Anchors, aliases and tags.

use super::{Lex, LexKind, Scanner};
use crate::error::SyntaxErrorKind;
use crate::token::TokenKind;

pub(super) fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-'
}

fn is_uri(byte: u8) -> bool {
    is_word(byte) || b";/?:@&=+$,.!~*'()[]%".contains(&byte)
}

impl Scanner<'_> {
    pub(super) fn fetch_anchor(&mut self) {
        self.save_key();
        self.simple_key_allowed = false;
        let opening = self.cursor;
        let start = opening.position;
        let (kind, token) = match self.byte() {
            b'&' => (LexKind::Anchor, TokenKind::Anchor),
            _ => (LexKind::Alias, TokenKind::Alias),
        };
        self.advance(1);
        let length = self.eat_while(is_word);
        let ends_well = self.is_blank_or_end_at(0) || b"?:,]}%@`".contains(&self.byte());
        if length > 0 && ends_well {
            self.keep(token, start, self.cursor.position);
            return self.push(Lex::new(kind, start, self.cursor.position));
        }
        let named_anchor = length > 0 && kind == LexKind::Anchor;
        if !named_anchor {
            self.cursor = opening;
        }
        self.recover_anchor(start, named_anchor);
    }

    pub(super) fn fetch_tag(&mut self) {
        self.save_key();
        self.simple_key_allowed = false;
        let start = self.cursor.position;
        let valid = self.scan_tag();
        if !valid || !self.is_blank_or_end_at(0) {
            while !self.is_blank_or_end_at(0) {
                self.eat_char();
            }
            self.error(SyntaxErrorKind::BadTag, start, self.cursor.position);
        }
        self.keep(TokenKind::Tag, start, self.cursor.position);
        self.push(Lex { damaged: !valid, ..Lex::new(LexKind::Tag, start, self.cursor.position) });
    }

    /// `!<uri>`, `!handle!suffix`, `!suffix` or a lone `!`.
    fn scan_tag(&mut self) -> bool {
        self.advance(1);
        if self.byte() == b'<' {
            self.advance(1);
            let valid = self.scan_uri() > 0;
            return valid && self.byte() == b'>' && {
                self.advance(1);
                true
            };
        }
        self.eat_while(is_word);
        if self.byte() == b'!' {
            // A handle (`!!` too), which needs something behind it.
            self.advance(1);
            return self.scan_uri() > 0;
        }
        self.scan_uri();
        true
    }

    /// Characters of a tag's URI; stops at an escape that is none.
    pub(super) fn scan_uri(&mut self) -> usize {
        let start = self.cursor.position;
        loop {
            match self.byte() {
                _ if self.at_end() => break,
                b'%' if !self.scan_uri_escape() => break,
                b'%' => {}
                byte if is_uri(byte) => self.advance(1),
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

    /// An anchor or alias that has no name, or a character that no name has.
    fn recover_anchor(&mut self, start: usize, anchor: bool) {
        if !anchor {
            // Text, as far as the tree is concerned.
            self.error(SyntaxErrorKind::BadAnchor, start, start + 1);
            return self.fetch_plain(true);
        }
        while !self.is_blank_or_end_at(0) && (self.flows.is_empty() || !b",]}".contains(&self.byte())) {
            self.eat_char();
        }
        self.error(SyntaxErrorKind::BadAnchor, start, self.cursor.position);
        self.keep(TokenKind::Anchor, start, self.cursor.position);
        self.push(Lex { damaged: true, ..Lex::new(LexKind::Anchor, start, self.cursor.position) });
    }
}
