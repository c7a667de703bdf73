//! Tokens of one character: brackets, commas, and the `-`, `?` and `:` of blocks.

use super::keys::SimpleKey;
use super::{Lex, LexKind, MAX_DEPTH, OpenFlow, Scanner};
use crate::error::SyntaxErrorKind;
use crate::token::TokenKind;

impl Scanner<'_> {
    /// Consumes the character here, keeps its token, queues it.
    fn push_indicator(&mut self, kind: LexKind, token: TokenKind) {
        let start = self.cursor.position;
        self.advance(1);
        self.keep(token, start, start + 1);
        self.push(Lex::new(kind, start, start + 1));
    }

    pub(super) fn fetch_flow_start(&mut self, bracket: u8) {
        self.save_key();
        let position = self.cursor.position;
        self.keys.push(SimpleKey { token_number: self.queue.next_number(), ..SimpleKey::default() });
        self.flows.push(OpenFlow { bracket, position });
        self.open_braces += usize::from(bracket == b'{');
        if self.flows.len() > MAX_DEPTH {
            return self.too_deep(position);
        }
        self.simple_key_allowed = true;
        match bracket {
            b'[' => self.push_indicator(LexKind::FlowSequenceStart, TokenKind::OpenBracket),
            _ => self.push_indicator(LexKind::FlowMappingStart, TokenKind::OpenBrace),
        }
    }

    pub(super) fn fetch_flow_end(&mut self, bracket: u8) {
        if self.tolerant && !self.recover_flow_end(bracket) {
            return;
        }
        self.remove_key();
        self.pop_flow();
        self.simple_key_allowed = false;
        match bracket {
            b']' => self.push_indicator(LexKind::FlowSequenceEnd, TokenKind::CloseBracket),
            _ => self.push_indicator(LexKind::FlowMappingEnd, TokenKind::CloseBrace),
        }
        if self.tolerant {
            self.recover_text_after_value();
        }
    }

    pub(super) fn pop_flow(&mut self) {
        let Some(flow) = self.flows.pop() else { return };
        self.open_braces -= usize::from(flow.bracket == b'{');
        if let Some(key) = self.keys.pop()
            && !self.tolerant
        {
            // Of an empty collection this is the bracket itself. It is not held back then, so that it is a key only if it happens
            // to wait still when its `:` comes. A fault of yaml.v3, and no reason to lose a key to recovery.
            self.queue.forget_key(key.token_number);
        }
    }

    pub(super) fn fetch_flow_entry(&mut self) {
        if self.tolerant && self.flows.is_empty() {
            // A comma begins nothing outside brackets.
            let at = self.cursor.position;
            self.error(SyntaxErrorKind::ReservedCharacter(','), at, at + 1);
            return self.fetch_plain(true);
        }
        self.remove_key();
        self.simple_key_allowed = true;
        self.push_indicator(LexKind::FlowEntry, TokenKind::Comma);
    }

    pub(super) fn fetch_block_entry(&mut self) {
        if self.flows.is_empty() && !self.begin_entry(LexKind::BlockSequenceStart, SyntaxErrorKind::SequenceOnKeyLine) {
            return;
        }
        self.remove_key();
        self.simple_key_allowed = true;
        self.push_indicator(LexKind::BlockEntry, TokenKind::Dash);
    }

    pub(super) fn fetch_key(&mut self) {
        if self.flows.is_empty() && !self.begin_entry(LexKind::BlockMappingStart, SyntaxErrorKind::UnexpectedKeyIndicator) {
            return;
        }
        self.remove_key();
        self.simple_key_allowed = self.flows.is_empty();
        self.push_indicator(LexKind::Key, TokenKind::Question);
    }

    /// Opens the block of a `-` or `?` here. `false` if none may stand here; the line is text then.
    fn begin_entry(&mut self, block: LexKind, otherwise: SyntaxErrorKind) -> bool {
        let at = self.cursor.position;
        let mut column = self.column();
        if !self.simple_key_allowed {
            self.error(otherwise, at, at + 1);
            let value = self.queue.last().is_some_and(|last| last.kind == LexKind::Value);
            if !value || block != LexKind::BlockSequenceStart {
                self.fetch_rest_of_line();
                return false;
            }
            // A list all the same, whose further items stand where they should.
            column = self.item_below().unwrap_or(column);
        }
        self.open_block(column, None, block, at);
        true
    }

    pub(super) fn fetch_value(&mut self) {
        let at = self.cursor.position;
        if self.check_key(self.keys.len() - 1) {
            self.confirm_key();
            self.simple_key_allowed = false;
        } else {
            if self.flows.is_empty() {
                if !self.simple_key_allowed {
                    return self.recover_nested_value(at);
                }
                let column = self.column();
                self.open_block(column, None, LexKind::BlockMappingStart, at);
            }
            if self.tolerant && !self.flows.is_empty() {
                self.recover_missing_comma();
            }
            self.simple_key_allowed = self.flows.is_empty();
        }
        self.push_indicator(LexKind::Value, TokenKind::Colon);
    }
}
