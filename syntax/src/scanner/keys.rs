//! Simple keys: `key: value` without a `?`. A key is known as one only when its `:` comes, at most 1,024 characters later on its line.

use super::{Lex, LexKind, Scanner, SimpleKey};
use crate::error::SyntaxErrorKind;
use crate::tree::NONE;

/// The longest a simple key may be, in characters.
const MAX_KEY: i32 = 1024;

impl Scanner<'_> {
    /// Whether the simple key at `level` can still be one. One that cannot is forgotten; if the block needs it, that is an error.
    pub(super) fn check_key(&mut self, level: usize) -> bool {
        let key = self.keys[level];
        if !key.possible {
            return false;
        }
        let on_line = key.line == self.cursor.line && !self.ended;
        if on_line && self.column() <= key.column + MAX_KEY {
            return true;
        }
        if on_line && self.tolerant {
            self.error(SyntaxErrorKind::KeyTooLong, key.position, self.cursor.position);
            return true;
        }
        if key.required {
            let kind = if on_line { SyntaxErrorKind::KeyTooLong } else { SyntaxErrorKind::MissingColon };
            self.error(kind, key.position, self.line_end(key.position));
        }
        self.keys[level].possible = false;
        false
    }

    /// Notes that a key may begin here; the next token pushed is its first.
    pub(super) fn save_key(&mut self) {
        if !self.simple_key_allowed {
            return;
        }
        let column = self.column();
        let key = SimpleKey {
            possible: true,
            required: self.flows.is_empty() && self.block.column == column,
            token_number: self.next_number(),
            position: self.cursor.position,
            line: self.cursor.line,
            column,
        };
        self.remove_key();
        let level = self.keys.len() - 1;
        self.keys[level] = key;
        self.pending_key = level as u32;
    }

    /// Gives up the key of the current level; if the block needs it, that is an error.
    pub(super) fn remove_key(&mut self) {
        let level = self.keys.len() - 1;
        let key = self.keys[level];
        if key.possible && key.required {
            self.error(SyntaxErrorKind::MissingColon, key.position, self.line_end(key.position));
        }
        self.keys[level].possible = false;
        self.pending_key = NONE;
        if key.possible {
            self.forget_key(key.token_number);
        }
    }

    /// The token with this number begins no key any more.
    pub(super) fn forget_key(&mut self, number: usize) {
        if let Some(token) = number.checked_sub(self.taken).and_then(|index| self.queue.get_mut(index)) {
            token.key_level = NONE;
        }
    }

    /// Makes the key of the current level one: a `Key` token before it, and the start of its block if it opens one.
    pub(super) fn confirm_key(&mut self) {
        let level = self.keys.len() - 1;
        let key = self.keys[level];
        self.forget_key(key.token_number);
        self.insert(key.token_number, Lex::new(LexKind::Key, key.position, key.position));
        self.open_block(key.column, Some(key.token_number), LexKind::BlockMappingStart, key.position);
        self.keys[level].possible = false;
    }

    /// Where the content of the line of `position` ends.
    pub(super) fn line_end(&self, position: usize) -> usize {
        let mut end = position;
        while end < self.bytes.len() && self.break_at(end) == 0 {
            end += 1;
        }
        self.text[..end].trim_end_matches([' ', '\t']).len().max(position)
    }
}
