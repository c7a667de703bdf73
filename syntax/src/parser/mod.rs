//! From tokens to tree: libyaml's grammar as a state machine with its own stack, so that no input can drive it into recursion.
//!
//! The strict run stops at the first error. Its tree is thrown away then, and a tolerant run builds the one that is given out: at every
//! place where a token does not fit, that run says so and goes on with the nearest thing that fits.

mod builder;
mod control;
mod flow;

use std::collections::HashMap;
use std::sync::Arc;

use text_size::{TextRange, TextSize};

use crate::error::{SyntaxError, SyntaxErrorKind};
use crate::scanner::{Lex, LexKind, Scanner};
use crate::token::is_line_break;
use crate::tree::{NONE, NodeKind, Props};
use crate::{MAX_LEN, Tree};
use builder::{Builder, ends_entry};

/// What the parser expects next. The names are libyaml's.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum State {
    /// `merged` blocks inside were merged into this one by recovery; as many ends are not its own.
    BlockSequenceEntry {
        merged: u32,
    },
    IndentlessSequenceEntry,
    BlockMappingKey {
        merged: u32,
    },
    BlockMappingValue {
        merged: u32,
    },
    /// Recovery: keys that stand where only items may.
    LooseMappingKey,
    LooseMappingValue,
    FlowSequenceEntry {
        first: bool,
    },
    FlowPairKey,
    FlowPairValue,
    FlowPairEnd,
    FlowMappingKey {
        first: bool,
    },
    FlowMappingValue,
    FlowMappingNoValue,
}

struct Parser<'t> {
    scanner: Scanner<'t>,
    builder: Builder<'t>,
    states: Vec<State>,
    tolerant: bool,
    /// Prefixes of tags by their handles, as `%TAG` lines define them.
    handles: HashMap<&'t str, Box<str>>,
}

/// Parses the first document of `text`.
pub(crate) fn parse(text: Arc<str>) -> Tree {
    if text.len() > MAX_LEN {
        return too_long(text);
    }
    let mut parser = Parser::new(&text, false);
    let mut end = parser.run();
    let control = control::errors(&text, parser.scanner.position(), end);
    let mut errors = std::mem::take(&mut parser.scanner.errors);
    if !errors.is_empty() {
        parser = Parser::new(&text, true);
        end = parser.run();
        errors = found_errors(errors, std::mem::take(&mut parser.scanner.errors), end);
    }
    errors.extend(control);
    errors.sort_by_key(|error| (error.range.start(), error.range.end()));
    errors.dedup_by_key(|error| error.range);
    let mut tokens = std::mem::take(&mut parser.scanner.kept);
    tokens.retain(|token| usize::from(token.range.end()) <= end);
    let Builder { nodes, props, .. } = parser.builder;
    Tree { nodes, props, tokens, errors, document_end: TextSize::from(end as u32), text }
}

/// The errors of the document: those of the tolerant run, or that of the strict run where the tolerant one has found nothing to repair
/// before the `end`. (yaml.v3 reads a little further than the document goes, and refuses it for what it finds there.)
fn found_errors(strict: Vec<SyntaxError>, mut tolerant: Vec<SyntaxError>, end: usize) -> Vec<SyntaxError> {
    tolerant.retain(|error| usize::from(error.range.start()) < end);
    if tolerant.is_empty() { strict } else { tolerant }
}

fn too_long(text: Arc<str>) -> Tree {
    let range = TextRange::empty(TextSize::from(0));
    let errors = vec![SyntaxError { kind: SyntaxErrorKind::TooLong, range, opened: None }];
    Tree { nodes: Vec::new(), props: Vec::new(), tokens: Vec::new(), errors, document_end: TextSize::from(0), text }
}

impl<'t> Parser<'t> {
    fn new(text: &'t str, tolerant: bool) -> Self {
        Parser { scanner: Scanner::new(text, tolerant), builder: Builder::new(text), states: Vec::new(), tolerant, handles: HashMap::new() }
    }

    /// Reads one document; gives the offset where it ends.
    fn run(&mut self) -> usize {
        self.document_start();
        while !self.scanner.stopped {
            let Some(state) = self.states.pop() else { break };
            self.step(state);
        }
        if self.scanner.stopped {
            self.builder.finish();
            return self.builder.text.len();
        }
        let after = self.scanner.peek();
        let end = match after.kind {
            LexKind::StreamEnd => self.builder.text.len(),
            LexKind::DocumentEnd => after.end as usize,
            _ => after.start as usize,
        };
        self.builder.finish();
        end
    }

    fn error(&mut self, kind: SyntaxErrorKind, at: Lex) {
        let (mut start, mut end) = (at.start as usize, at.end as usize);
        if start >= end {
            // A token without width stands for what follows it; its first character is enough to point at.
            end = start + 1;
        }
        if kind == SyntaxErrorKind::BadIndentation
            && let Some(indentation) = self.indentation(start)
        {
            if self.scanner.has_error_between(indentation, end) {
                return;
            }
            (start, end) = (indentation, start);
        }
        self.scanner.error(kind, start, end);
    }

    /// Where the blanks begin that the line of `start` begins with; `None` unless they are all there is before `start`.
    fn indentation(&self, start: usize) -> Option<usize> {
        let line = self.builder.text[..start].trim_end_matches([' ', '\t']);
        (line.len() < start && (line.is_empty() || line.ends_with(is_line_break))).then_some(line.len())
    }

    // Document.

    fn document_start(&mut self) {
        let mut version_seen = false;
        loop {
            let lex = self.scanner.peek();
            match lex.kind {
                LexKind::VersionDirective { supported } => {
                    if std::mem::replace(&mut version_seen, true) {
                        self.error(SyntaxErrorKind::DuplicateDirective, lex);
                    } else if !supported {
                        self.error(SyntaxErrorKind::UnsupportedVersion, lex);
                    }
                }
                LexKind::TagDirective => self.define_handle(lex),
                LexKind::DocumentStart => {
                    self.scanner.bump();
                    return self.document_content();
                }
                LexKind::StreamEnd if !version_seen && self.handles.is_empty() => return,
                _ if version_seen || !self.handles.is_empty() => {
                    self.error(SyntaxErrorKind::MissingDocumentStart, lex);
                    return self.document_content();
                }
                _ => return self.block_node(false),
            }
            if self.scanner.stopped {
                return;
            }
            self.scanner.bump();
        }
    }

    fn define_handle(&mut self, lex: Lex) {
        let text = self.builder.text;
        let Some((handle, prefix)) = builder::tag_directive(&text[lex.range()]) else { return };
        if self.handles.insert(handle, prefix).is_some() {
            self.error(SyntaxErrorKind::DuplicateDirective, lex);
        }
    }

    fn document_content(&mut self) {
        let lex = self.scanner.peek();
        match lex.kind {
            LexKind::VersionDirective { .. }
            | LexKind::TagDirective
            | LexKind::DocumentStart
            | LexKind::DocumentEnd
            | LexKind::StreamEnd => {
                let event = event_start(lex);
                self.builder.missing(lex.start, event, NONE);
            }
            _ => self.block_node(false),
        }
    }

    fn step(&mut self, state: State) {
        match state {
            State::BlockSequenceEntry { merged } => self.block_sequence_entry(merged),
            State::IndentlessSequenceEntry => self.indentless_sequence_entry(),
            State::BlockMappingKey { merged } => self.block_mapping_key(merged),
            State::BlockMappingValue { merged } => self.block_mapping_value(State::BlockMappingKey { merged }),
            State::LooseMappingKey => self.loose_mapping_key(),
            State::LooseMappingValue => self.block_mapping_value(State::LooseMappingKey),
            State::FlowSequenceEntry { first } => self.flow_sequence_entry(first),
            State::FlowPairKey => self.flow_pair_key(),
            State::FlowPairValue => self.flow_pair_value(),
            State::FlowPairEnd => {
                self.builder.close(None);
                self.states.push(State::FlowSequenceEntry { first: false });
            }
            State::FlowMappingKey { first } => self.flow_mapping_key(first),
            State::FlowMappingValue => self.flow_mapping_value(),
            State::FlowMappingNoValue => {
                let next = self.scanner.peek();
                self.missing_after_last(next);
                self.states.push(State::FlowMappingKey { first: false });
            }
        }
    }

    // Nodes.

    /// A node in block context; `indentless` where a list may stand at the column of its key.
    fn block_node(&mut self, indentless: bool) {
        self.node(true, indentless);
    }

    fn node(&mut self, block: bool, indentless: bool) {
        let lex = self.scanner.peek();
        if lex.kind == LexKind::Alias {
            return self.alias(lex);
        }
        let props = self.properties();
        let lex = self.scanner.peek();
        let start = lex.start;
        match lex.kind {
            LexKind::BlockEntry if indentless => {
                self.builder.open(NodeKind::Sequence, false, start, props);
                self.states.push(State::IndentlessSequenceEntry);
            }
            LexKind::Scalar(style) => {
                self.scanner.bump();
                self.builder.scalar(style, lex, props);
            }
            LexKind::FlowSequenceStart => {
                self.scanner.bump();
                self.builder.open(NodeKind::Sequence, true, start, props);
                self.states.push(State::FlowSequenceEntry { first: true });
            }
            LexKind::FlowMappingStart => {
                self.scanner.bump();
                self.builder.open(NodeKind::Mapping, true, start, props);
                self.states.push(State::FlowMappingKey { first: true });
            }
            LexKind::BlockSequenceStart if block => {
                self.scanner.bump();
                self.builder.open(NodeKind::Sequence, false, start, props);
                self.states.push(State::BlockSequenceEntry { merged: 0 });
            }
            LexKind::BlockMappingStart if block => {
                self.scanner.bump();
                self.builder.open(NodeKind::Mapping, false, start, props);
                self.states.push(State::BlockMappingKey { merged: 0 });
            }
            LexKind::Alias if self.tolerant => {
                // An alias has no properties of its own.
                self.error(SyntaxErrorKind::TextAfterValue, lex);
                self.alias(lex);
            }
            _ if props != NONE => self.builder.missing(start, start, props),
            _ => {
                self.error(if block { SyntaxErrorKind::BadIndentation } else { SyntaxErrorKind::MissingFlowValue }, lex);
                self.missing_after_last(lex);
            }
        }
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
        builder::tag_name(text, &self.handles).unwrap_or_else(|| {
            self.error(SyntaxErrorKind::UnknownTagHandle, lex);
            text.into()
        })
    }

    /// A node that is not written; `next` stands in its place.
    fn missing_after_last(&mut self, next: Lex) {
        self.builder.missing_after_last(event_start(next));
    }

    // Block collections.

    fn block_sequence_entry(&mut self, merged: u32) {
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
        self.block_node(false);
    }

    /// Takes an indicator, which belongs to the next node; gives the token after it.
    fn bump_indicator(&mut self, indicator: Lex) -> Lex {
        self.builder.indicator = if indicator.start < indicator.end { indicator.start } else { NONE };
        self.scanner.bump();
        self.scanner.peek()
    }

    fn indentless_sequence_entry(&mut self) {
        let lex = self.scanner.peek();
        if lex.kind == LexKind::BlockEntry {
            return self.block_item(lex, State::IndentlessSequenceEntry, true);
        }
        self.builder.close(None);
    }

    fn block_mapping_key(&mut self, merged: u32) {
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

    fn block_key(&mut self, key: Lex, state: State) {
        let next = self.bump_indicator(key);
        self.states.push(state);
        if ends_entry(next.kind) {
            return self.builder.missing(key.end, key.end, NONE);
        }
        self.block_node(true);
    }

    fn block_mapping_value(&mut self, state: State) {
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
        self.block_node(!loose);
    }

    // Recovery in blocks. In the strict run the error ends the parse, and what is built here is thrown away.

    /// A token that is no key where a key belongs.
    fn recover_in_mapping(&mut self, lex: Lex, merged: u32) {
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
                self.block_node(true);
            }
            LexKind::Value => {
                self.missing_after_last(lex);
                self.states.push(State::BlockMappingValue { merged });
            }
            kind if starts_node(kind) => {
                self.states.push(State::BlockMappingValue { merged });
                self.block_node(false);
                self.builder.damage_last();
            }
            _ => self.skip_or_end(State::BlockMappingKey { merged }),
        }
    }

    /// A token that is no `-` where one belongs.
    fn recover_in_sequence(&mut self, lex: Lex, merged: u32) {
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
                self.block_node(false);
                self.builder.damage_last();
            }
            _ => self.skip_or_end(State::BlockSequenceEntry { merged }),
        }
    }

    /// Keys among items make a mapping of their own, as long as there are keys.
    fn loose_mapping_key(&mut self) {
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

/// Where yaml.v3 says that a token begins; `NONE` past the end.
fn event_start(lex: Lex) -> u32 {
    if lex.past_end { NONE } else { lex.start }
}

fn is_block_start(kind: LexKind) -> bool {
    matches!(kind, LexKind::BlockMappingStart | LexKind::BlockSequenceStart | LexKind::BlockEntry)
}

fn starts_node(kind: LexKind) -> bool {
    matches!(
        kind,
        LexKind::Scalar(_) | LexKind::Alias | LexKind::Anchor | LexKind::Tag | LexKind::FlowSequenceStart | LexKind::FlowMappingStart
    )
}
