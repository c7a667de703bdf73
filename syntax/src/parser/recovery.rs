//! Tokens that do not fit into the block where they stand. In the strict run the error has ended the parse, and what is built here is
//! thrown away.

use super::{Parser, Place, State, starts_node};
use crate::error::SyntaxErrorKind;
use crate::scanner::{Lex, LexKind};
use crate::tree::{NONE, NodeKind};

impl Parser<'_> {
    /// A token that is no key where a key belongs.
    pub(super) fn recover_in_mapping(&mut self, lex: Lex, merged: u32) {
        self.error(if is_block_start(lex.kind) { SyntaxErrorKind::BadIndentation } else { SyntaxErrorKind::TextAfterValue }, lex);
        match lex.kind {
            // A deeper block behind a complete value: its entries belong to this one.
            LexKind::BlockMappingStart => {
                self.scanner.bump();
                self.states.push(State::BlockMappingKey { merged: merged + 1 });
            }
            LexKind::BlockSequenceStart | LexKind::BlockEntry => {
                self.missing_after_last(lex);
                self.states.push(State::BlockMappingKey { merged });
                self.node(Place::Entry);
            }
            LexKind::Value => {
                self.missing_after_last(lex);
                self.states.push(State::BlockMappingValue { merged });
            }
            kind if starts_node(kind) => {
                self.states.push(State::BlockMappingValue { merged });
                self.node(Place::Block);
                self.builder.damage_last();
            }
            _ => self.skip_or_end(State::BlockMappingKey { merged }),
        }
    }

    /// A token that is no `-` where one belongs.
    pub(super) fn recover_in_sequence(&mut self, lex: Lex, merged: u32) {
        self.error(SyntaxErrorKind::BadIndentation, lex);
        match lex.kind {
            LexKind::BlockSequenceStart => {
                self.scanner.bump();
                self.states.push(State::BlockSequenceEntry { merged: merged + 1 });
            }
            LexKind::Key | LexKind::Value => {
                self.states.push(State::BlockSequenceEntry { merged });
                self.builder.open(NodeKind::Mapping, false, lex.start, NONE);
                self.states.push(State::LooseMappingKey);
            }
            kind if starts_node(kind) || kind == LexKind::BlockMappingStart => {
                self.states.push(State::BlockSequenceEntry { merged });
                self.node(Place::Block);
                self.builder.damage_last();
            }
            _ => self.skip_or_end(State::BlockSequenceEntry { merged }),
        }
    }

    /// Keys among items make a mapping of their own, as long as there are keys.
    pub(super) fn loose_mapping_key(&mut self) {
        let lex = self.scanner.peek();
        match lex.kind {
            LexKind::Key => self.block_key(lex, State::LooseMappingValue),
            LexKind::Value => {
                self.missing_after_last(lex);
                self.states.push(State::LooseMappingValue);
            }
            _ => self.builder.close(None),
        }
    }

    /// Skips a token that fits nowhere; ends the collection at the end of the document.
    fn skip_or_end(&mut self, state: State) {
        let lex = self.scanner.peek();
        match lex.kind {
            LexKind::StreamEnd | LexKind::DocumentStart | LexKind::DocumentEnd => self.builder.close(None),
            _ => {
                self.scanner.bump();
                self.states.push(state);
            }
        }
    }
}

/// Whether a token begins a block, or goes on with one.
fn is_block_start(kind: LexKind) -> bool {
    matches!(kind, LexKind::BlockMappingStart | LexKind::BlockSequenceStart | LexKind::BlockEntry)
}
