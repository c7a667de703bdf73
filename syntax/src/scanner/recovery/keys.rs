//! Keys that have lost their colon or the blank behind it, and colons that are one too many.

use crate::error::SyntaxErrorKind;
use crate::scanner::{Lex, LexKind, Scanner, range};
use crate::token::{Token, TokenKind};
use crate::tree::{NONE, ScalarStyle};

impl Scanner<'_> {
    /// A scalar on an earlier line that can only have been meant as a key: it has lost its colon, or the blank behind it.
    pub(super) fn recover_stale_key(&mut self, column: i32) {
        let key = self.keys[0];
        // At the end of the text every key is stale.
        let stale = key.possible && (key.line < self.cursor.line || self.at_end());
        if !stale || !self.flows.is_empty() || !(key.required || column >= key.column) {
            return;
        }
        let Some((number, scalar)) = self.queued_key(key.token_number) else { return };
        let (start, end) = (scalar.start as usize, scalar.end as usize);
        let text = &self.text[start..end];
        self.keys[0].required = false;
        let colon = lost_blank(text).filter(|_| scalar.kind == LexKind::Scalar(ScalarStyle::Plain));
        // Confirming puts tokens before the scalar.
        let before = self.queue.next_number();
        self.confirm_key();
        let number = number + self.queue.next_number() - before;
        match colon {
            Some(colon) => {
                self.error(SyntaxErrorKind::MissingSpace(':'), start + colon, start + colon + 1);
                self.split_colon(number, scalar, start + colon, column > key.column);
            }
            None => {
                // Where something else is wrong with it already, that is said.
                if !self.has_error_between(start, end) {
                    self.error(SyntaxErrorKind::MissingColon, start, end);
                }
                self.queue.insert(number + 1, Lex { damaged: true, ..Lex::new(LexKind::Value, end, end) });
            }
        }
        self.simple_key_allowed = true;
    }

    /// The scalar or alias of the key whose first token has this number, behind its anchor and tag.
    fn queued_key(&self, first: usize) -> Option<(usize, Lex)> {
        let mut number = first;
        while self.queue.get(number).is_some_and(|lex| matches!(lex.kind, LexKind::Anchor | LexKind::Tag)) {
            number += 1;
        }
        let lex = self.queue.get(number)?;
        matches!(lex.kind, LexKind::Scalar(_) | LexKind::Alias).then_some((number, lex))
    }

    /// `key:value` becomes `key: value`. What follows the colon is dropped where a deeper block is the value.
    fn split_colon(&mut self, number: usize, scalar: Lex, colon: usize, has_block: bool) {
        if let Some(queued) = self.queue.get_mut(number) {
            queued.end = colon as u32;
        }
        self.queue.insert(number + 1, Lex::new(LexKind::Value, colon, colon + 1));
        let (start, end) = (scalar.start as usize, scalar.end as usize);
        let parts = [(TokenKind::Scalar, start, colon), (TokenKind::Colon, colon, colon + 1), (TokenKind::Scalar, colon + 1, end)];
        if has_block {
            return self.replace_kept(start, &parts[..2]);
        }
        self.queue.insert(number + 2, Lex { start: colon as u32 + 1, damaged: true, key_level: NONE, ..scalar });
        self.replace_kept(start, &parts);
    }

    /// Puts other tokens where the one that begins at `start` was kept.
    pub(super) fn replace_kept(&mut self, start: usize, parts: &[(TokenKind, usize, usize)]) {
        let Some(index) = self.kept.iter().rposition(|token| usize::from(token.range.start()) == start) else { return };
        let parts = parts.iter().map(|&(kind, start, end)| Token { kind, range: range(start, end) });
        self.kept.splice(index..=index, parts);
    }

    /// `a: b: c`: the second colon and all behind it are part of the value.
    pub(in crate::scanner) fn recover_nested_value(&mut self, at: usize) {
        self.error(SyntaxErrorKind::NestedMappingOnLine, at, at + 1);
        if self.stopped {
            return;
        }
        let line_start = self.cursor.line_start;
        let end = self.text_end(at);
        match self.queue.last_mut() {
            Some(last) if matches!(last.kind, LexKind::Scalar(_)) && last.start as usize >= line_start => {
                last.end = end as u32;
                last.damaged = true;
                last.verbatim = false;
                if let Some(kept) = self.kept.last_mut() {
                    *kept = Token { kind: TokenKind::Scalar, range: range(kept.range.start().into(), end) };
                }
                self.advance_to(end);
            }
            _ => self.fetch_rest_of_line(),
        }
    }
}

/// The colon of `key:value`, where the author forgot the blank: not one of `fn::x` or `https://`.
fn lost_blank(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    if text.contains([' ', '\t']) {
        return None;
    }
    let at = |index: usize| bytes.get(index).copied().unwrap_or(0);
    (1..bytes.len().saturating_sub(1)).find(|&index| at(index) == b':' && at(index - 1) != b':' && !matches!(at(index + 1), b':' | b'/'))
}
