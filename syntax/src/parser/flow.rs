//! Flow collections: `[a, b]`, `{a: 1}`, and the `[a: 1]` that is a list of one-entry mappings.

use super::{Parser, Place, State, starts_node};
use crate::error::SyntaxErrorKind;
use crate::scanner::{Lex, LexKind};
use crate::tree::{NONE, NodeKind};

impl Parser<'_> {
    pub(super) fn flow_sequence_entry(&mut self, first: bool) {
        let Some(lex) = self.flow_next(first, LexKind::FlowSequenceEnd) else { return };
        match lex.kind {
            LexKind::FlowSequenceEnd => self.close_flow(lex),
            LexKind::Key => {
                self.builder.open(NodeKind::Mapping, true, lex.start, NONE);
                self.bump_indicator(lex);
                self.states.push(State::FlowPairKey);
            }
            _ if self.fits_nowhere(lex) => self.states.push(State::FlowSequenceEntry { first: true }),
            _ => {
                self.states.push(State::FlowSequenceEntry { first: false });
                self.node(Place::Flow);
            }
        }
    }

    pub(super) fn flow_mapping_key(&mut self, first: bool) {
        let Some(lex) = self.flow_next(first, LexKind::FlowMappingEnd) else { return };
        match lex.kind {
            LexKind::FlowMappingEnd => self.close_flow(lex),
            LexKind::Key => {
                let next = self.bump_indicator(lex);
                self.states.push(State::FlowMappingValue);
                if matches!(next.kind, LexKind::Value | LexKind::FlowEntry | LexKind::FlowMappingEnd) {
                    return self.builder.missing(lex.end, next.start, NONE);
                }
                self.node(Place::Flow);
            }
            LexKind::Value if self.tolerant => {
                self.error(SyntaxErrorKind::MissingFlowValue, lex);
                self.missing_after_last(lex);
                self.states.push(State::FlowMappingValue);
            }
            _ if self.fits_nowhere(lex) => self.states.push(State::FlowMappingKey { first: true }),
            _ => {
                self.states.push(State::FlowMappingNoValue);
                self.node(Place::Flow);
            }
        }
    }

    /// The token that begins the next entry, after its comma. `None` if the collection had to be ended.
    fn flow_next(&mut self, first: bool, end: LexKind) -> Option<Lex> {
        let lex = self.scanner.peek();
        if lex.kind == end || first {
            return self.flow_open(lex);
        }
        if lex.kind == LexKind::FlowEntry {
            self.scanner.bump();
            let lex = self.scanner.peek();
            return self.flow_open(lex);
        }
        self.error(SyntaxErrorKind::MissingComma, lex);
        self.flow_open(lex)
    }

    /// Ends the collection where the document ends; the scanner has said why.
    fn flow_open(&mut self, lex: Lex) -> Option<Lex> {
        let ended = matches!(lex.kind, LexKind::StreamEnd | LexKind::DocumentStart | LexKind::DocumentEnd | LexKind::BlockEnd);
        if !ended {
            return Some(lex);
        }
        self.error(SyntaxErrorKind::MissingFlowValue, lex);
        self.builder.close(None);
        None
    }

    /// Skips a token that begins no entry (tolerant run only).
    fn fits_nowhere(&mut self, lex: Lex) -> bool {
        if !self.tolerant || starts_node(lex.kind) {
            return false;
        }
        let kind = match lex.kind {
            LexKind::BlockEntry => SyntaxErrorKind::ReservedCharacter('-'),
            _ => SyntaxErrorKind::MissingFlowValue,
        };
        self.error(kind, lex);
        self.scanner.bump();
        true
    }

    fn close_flow(&mut self, bracket: Lex) {
        self.scanner.bump();
        self.builder.close(Some(bracket));
    }

    // `[a: 1]`

    pub(super) fn flow_pair_key(&mut self) {
        let lex = self.scanner.peek();
        self.states.push(State::FlowPairValue);
        if matches!(lex.kind, LexKind::Value | LexKind::FlowEntry | LexKind::FlowSequenceEnd) {
            // yaml.v3 takes the token away here, the `:` too; what would have been the value is an entry of its own then.
            if !self.tolerant || lex.kind == LexKind::Value {
                self.scanner.bump();
            }
            return self.builder.missing(lex.start, lex.end, NONE);
        }
        self.node(Place::Flow);
    }

    pub(super) fn flow_pair_value(&mut self) {
        let lex = self.scanner.peek();
        self.states.push(State::FlowPairEnd);
        if lex.kind != LexKind::Value {
            return self.missing_after_last(lex);
        }
        let next = self.bump_indicator(lex);
        if matches!(next.kind, LexKind::FlowEntry | LexKind::FlowSequenceEnd) {
            return self.builder.missing(lex.end, lex.start, NONE);
        }
        self.node(Place::Flow);
    }

    pub(super) fn flow_mapping_value(&mut self) {
        let lex = self.scanner.peek();
        self.states.push(State::FlowMappingKey { first: false });
        if lex.kind != LexKind::Value {
            return self.missing_after_last(lex);
        }
        let next = self.bump_indicator(lex);
        if matches!(next.kind, LexKind::FlowEntry | LexKind::FlowMappingEnd) {
            return self.builder.missing(lex.end, next.start, NONE);
        }
        self.node(Place::Flow);
    }
}
