//! Block mappings and sequences.

use super::{Parser, Place, State};
use crate::scanner::{Lex, LexKind};
use crate::tree::NONE;

impl Parser<'_> {
    pub(super) fn block_sequence_entry(&mut self, merged: u32) {
        let lex = self.scanner.peek();
        match lex.kind {
            LexKind::BlockEntry => self.block_item(lex, State::BlockSequenceEntry { merged }, false),
            LexKind::BlockEnd if merged > 0 => {
                self.scanner.bump();
                self.states.push(State::BlockSequenceEntry { merged: merged - 1 });
            }
            LexKind::BlockEnd => {
                self.scanner.bump();
                self.builder.close(None);
            }
            _ => self.recover_in_sequence(lex, merged),
        }
    }

    fn block_item(&mut self, dash: Lex, state: State, indentless: bool) {
        let next = self.bump_indicator(dash);
        self.states.push(state);
        let empty = matches!(next.kind, LexKind::BlockEntry | LexKind::BlockEnd) || (indentless && ends_entry(next.kind));
        if empty {
            return self.builder.missing(dash.end, dash.end, NONE);
        }
        self.node(Place::Block);
    }

    /// Takes an indicator, which belongs to the next node; gives the token after it.
    pub(super) fn bump_indicator(&mut self, indicator: Lex) -> Lex {
        self.builder.indicator = if indicator.start < indicator.end { indicator.start } else { NONE };
        self.scanner.bump();
        self.scanner.peek()
    }

    pub(super) fn indentless_sequence_entry(&mut self) {
        let lex = self.scanner.peek();
        if lex.kind == LexKind::BlockEntry {
            return self.block_item(lex, State::IndentlessSequenceEntry, true);
        }
        self.builder.close(None);
    }

    pub(super) fn block_mapping_key(&mut self, merged: u32) {
        let lex = self.scanner.peek();
        match lex.kind {
            LexKind::Key => self.block_key(lex, State::BlockMappingValue { merged }),
            LexKind::BlockEnd if merged > 0 => {
                self.scanner.bump();
                self.states.push(State::BlockMappingKey { merged: merged - 1 });
            }
            LexKind::BlockEnd => {
                self.scanner.bump();
                self.builder.close(None);
            }
            _ => self.recover_in_mapping(lex, merged),
        }
    }

    pub(super) fn block_key(&mut self, key: Lex, state: State) {
        let next = self.bump_indicator(key);
        self.states.push(state);
        if ends_entry(next.kind) {
            return self.builder.missing(key.end, key.end, NONE);
        }
        self.node(Place::Entry);
    }

    pub(super) fn block_mapping_value(&mut self, state: State) {
        let lex = self.scanner.peek();
        self.states.push(state);
        if lex.kind != LexKind::Value {
            return self.missing_after_last(lex);
        }
        let next = self.bump_indicator(lex);
        // Items behind a key that stands among items are not its value.
        let loose = state == State::LooseMappingKey;
        if ends_entry(next.kind) || (loose && next.kind == LexKind::BlockEntry) {
            return self.builder.missing(lex.end, lex.end, NONE);
        }
        self.node(if loose { Place::Block } else { Place::Entry });
    }
}

/// Whether a token ends an entry that has no value.
fn ends_entry(kind: LexKind) -> bool {
    matches!(kind, LexKind::Key | LexKind::Value | LexKind::BlockEnd)
}
