//! From tokens to tree: libyaml's grammar as a state machine with its own stack, so that no input can drive it into recursion.
//!
//! The strict run stops at the first error. Its tree is thrown away then, and a tolerant run builds the one that is given out: at every
//! place where a token does not fit, that run says so and goes on with the nearest thing that fits.

mod block;
mod builder;
mod control;
mod document;
mod flow;
mod node;
mod recovery;
mod tags;

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use text_size::{TextRange, TextSize};

use crate::error::{SyntaxError, SyntaxErrorKind};
use crate::scanner::{Lex, LexKind, Scanner};
use crate::token::is_line_break;
use crate::tree::NONE;
use crate::{MAX_LEN, Tree};
use builder::Builder;

/// What the parser expects next. The names are libyaml's.
///
/// `merged` counts the blocks inside that recovery has merged into this one; as many ends are not its own.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[rustfmt::skip]
enum State {
    BlockSequenceEntry { merged: u32 },
    /// A list at the column of its key, which no token ends.
    IndentlessSequenceEntry,
    BlockMappingKey { merged: u32 },
    BlockMappingValue { merged: u32 },
    /// Recovery: keys that stand where only items may.
    LooseMappingKey,
    LooseMappingValue,
    FlowSequenceEntry { first: bool },
    /// The mapping of one entry in `[a: 1]`.
    FlowPairKey,
    FlowPairValue,
    FlowPairEnd,
    FlowMappingKey { first: bool },
    FlowMappingValue,
    FlowMappingNoValue,
}

/// Where a node stands, which decides what it may be.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Place {
    /// In a block: anything.
    Block,
    /// The key or value of a block mapping: also a list at the column of the mapping.
    Entry,
    /// In brackets: anything but a block.
    Flow,
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
    Tree { nodes, props, tokens, errors, document_end: TextSize::from(end as u32), text, places: OnceLock::new() }
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
    Tree {
        nodes: Vec::new(),
        props: Vec::new(),
        tokens: Vec::new(),
        errors,
        document_end: TextSize::from(0),
        text,
        places: OnceLock::new(),
    }
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

    /// Reports an error at a token; one of indentation, at the blanks before it.
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
}

/// Where yaml.v3 says that a token begins; `NONE` past the end.
fn event_start(lex: Lex) -> u32 {
    if lex.past_end { NONE } else { lex.start }
}

/// Whether a token begins a node by itself, anywhere.
fn starts_node(kind: LexKind) -> bool {
    matches!(
        kind,
        LexKind::Scalar(_) | LexKind::Alias | LexKind::Anchor | LexKind::Tag | LexKind::FlowSequenceStart | LexKind::FlowMappingStart
    )
}
