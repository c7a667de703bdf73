//! What the scanner gives to the parser.

use text_size::TextRange;

use super::range;
use crate::tree::{NONE, ScalarStyle};

/// Kinds of tokens for the parser. Zero-width ones are made up by the scanner from indentation and colons.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum LexKind {
    StreamEnd,
    VersionDirective { supported: bool },
    TagDirective,
    DocumentStart,
    DocumentEnd,
    BlockSequenceStart,
    BlockMappingStart,
    BlockEnd,
    FlowSequenceStart,
    FlowSequenceEnd,
    FlowMappingStart,
    FlowMappingEnd,
    BlockEntry,
    FlowEntry,
    Key,
    Value,
    Alias,
    Anchor,
    Tag,
    Scalar(ScalarStyle),
}

/// A token for the parser.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Lex {
    pub kind: LexKind,
    pub start: u32,
    pub end: u32,
    /// Column of the content of a block scalar.
    pub indent: u32,
    /// Recovery had a hand in it.
    pub damaged: bool,
    /// A scalar that means what stands between its quotes, byte for byte.
    pub verbatim: bool,
    /// Made up at the end of the stream, for which yaml.v3 begins a line of its own.
    pub past_end: bool,
    /// Index of the simple key that this token may be, or `NONE`.
    pub(super) key_level: u32,
}

impl Lex {
    pub(super) fn new(kind: LexKind, start: usize, end: usize) -> Lex {
        let (start, end) = (start as u32, end as u32);
        Lex { kind, start, end, indent: 0, damaged: false, verbatim: false, past_end: false, key_level: NONE }
    }

    pub fn range(self) -> TextRange {
        range(self.start as usize, self.end as usize)
    }
}
