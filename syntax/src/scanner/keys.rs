//! Simple keys: `key: value` without a `?`. A key is known as one only when its `:` comes, at most 1,024 characters later on its line.

use super::{Lex, LexKind, Scanner};
use crate::error::SyntaxErrorKind;
use crate::tree::NONE;

/// The longest a simple key may be, in characters.
const MAX_KEY: i32 = 1024;

/// A place where a key may have begun.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct SimpleKey {
    pub possible: bool,
    /// The block demands a key here: its column is the block's.
    pub required: bool,
    /// The number of its first token.
    pub token_number: usize,
    pub position: usize,
    pub line: u32,
    pub column: i32,
}

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
            token_number: self.queue.next_number(),
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
            self.queue.forget_key(key.token_number);
        }
    }

    /// Makes the key of the current level one: a `Key` token before it, and the start of its block if it opens one.
    pub(super) fn confirm_key(&mut self) {
        let level = self.keys.len() - 1;
        let key = self.keys[level];
        self.queue.forget_key(key.token_number);
        self.queue.insert(key.token_number, Lex::new(LexKind::Key, key.position, key.position));
        self.open_block(key.column, Some(key.token_number), LexKind::BlockMappingStart, key.position);
        self.keys[level].possible = false;
    }
}
