//! Nodes, wherever they stand, with their anchors and tags.

use super::{Parser, Place, State, event_start, tags};
use crate::error::SyntaxErrorKind;
use crate::scanner::{Lex, LexKind};
use crate::tree::{NONE, NodeKind, Props};

impl Parser<'_> {
    pub(super) fn node(&mut self, place: Place) {
        let lex = self.scanner.peek();
        if lex.kind == LexKind::Alias {
            return self.alias(lex);
        }
        let props = self.properties();
        let lex = self.scanner.peek();
        let flow = place == Place::Flow;
        match lex.kind {
            LexKind::Scalar(style) => {
                self.scanner.bump();
                self.builder.scalar(style, lex, props);
            }
            LexKind::FlowSequenceStart => self.collection(NodeKind::Sequence, props, State::FlowSequenceEntry { first: true }),
            LexKind::FlowMappingStart => self.collection(NodeKind::Mapping, props, State::FlowMappingKey { first: true }),
            LexKind::BlockSequenceStart if !flow => self.collection(NodeKind::Sequence, props, State::BlockSequenceEntry { merged: 0 }),
            LexKind::BlockMappingStart if !flow => self.collection(NodeKind::Mapping, props, State::BlockMappingKey { merged: 0 }),
            LexKind::BlockEntry if place == Place::Entry => {
                // No token of its own says that this list begins.
                self.builder.open(NodeKind::Sequence, false, lex.start, props);
                self.states.push(State::IndentlessSequenceEntry);
            }
            LexKind::Alias if self.tolerant => {
                // An alias has no properties of its own.
                self.error(SyntaxErrorKind::TextAfterValue, lex);
                self.alias(lex);
            }
            _ if props != NONE => self.builder.missing(lex.start, lex.start, props),
            _ => {
                self.error(if flow { SyntaxErrorKind::MissingFlowValue } else { SyntaxErrorKind::BadIndentation }, lex);
                self.missing_after_last(lex);
            }
        }
    }

    /// Opens the collection that the next token begins.
    fn collection(&mut self, kind: NodeKind, props: u32, state: State) {
        let start = self.scanner.peek();
        self.scanner.bump();
        let flow = matches!(start.kind, LexKind::FlowSequenceStart | LexKind::FlowMappingStart);
        self.builder.open(kind, flow, start.start, props);
        self.states.push(state);
    }

    fn alias(&mut self, lex: Lex) {
        self.scanner.bump();
        if !self.builder.alias(lex) {
            self.error(SyntaxErrorKind::UnknownAnchor, lex);
        }
    }

    /// Anchor and tag, in either order, once each.
    fn properties(&mut self) -> u32 {
        let mut properties = Props::default();
        loop {
            let lex = self.scanner.peek();
            match lex.kind {
                LexKind::Anchor if properties.anchor.is_none() => properties.anchor = Some(lex.range()),
                LexKind::Tag if properties.tag.is_none() => properties.tag = Some((lex.range(), self.tag_name(lex))),
                // One too many.
                LexKind::Anchor | LexKind::Tag if self.tolerant => self.error(SyntaxErrorKind::TextAfterValue, lex),
                _ => return self.builder.properties(properties),
            }
            self.scanner.bump();
        }
    }

    /// What a tag resolves to; as it is written, where its handle is not known.
    fn tag_name(&mut self, lex: Lex) -> Box<str> {
        let text = &self.builder.text[lex.range()];
        tags::name(text, &self.handles).unwrap_or_else(|| {
            self.error(SyntaxErrorKind::UnknownTagHandle, lex);
            text.into()
        })
    }

    /// A node that is not written; `next` stands in its place.
    pub(super) fn missing_after_last(&mut self, next: Lex) {
        self.builder.missing_after_last(event_start(next));
    }
}
