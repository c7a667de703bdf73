//! From what is written to what is meant: escapes, folding, indentation and chomping of scalars, and the way back.
//!
//! Works on the source of one scalar token that the scanner has accepted; on a damaged one it does what it can and never panics.
//! Text alone and text with its map come out of the same walk over the source; they differ in the [`Sink`] that it fills.

mod block;
mod breaks;
mod flow;
mod sink;

use std::borrow::Cow;

use text_size::{TextRange, TextSize};

use crate::ScalarStyle;
use sink::{MapSink, Sink, TextSink};

/// The decoded text of a scalar, and where each piece of it is written.
#[derive(Clone, Debug)]
pub struct ScalarText<'t> {
    /// What the scalar means.
    pub text: Cow<'t, str>,
    /// In order, and without gaps in the decoded text.
    segments: Vec<Segment>,
    /// Where text would be written if there were any.
    start: TextSize,
}

/// A run of the decoded text that is written in one piece: either byte for byte, or one character written in some other way.
#[derive(Clone, Copy, Debug)]
struct Segment {
    /// Where the run begins in the decoded text, in bytes. It ends where the next one begins.
    decoded: u32,
    source: TextRange,
}

impl<'t> ScalarText<'t> {
    pub(crate) fn empty(at: TextSize) -> Self {
        ScalarText { text: Cow::Borrowed(""), segments: Vec::new(), start: at }
    }

    /// The source range of a range of the decoded text: from the first byte of what its first character is written as to
    /// the last byte of what its last character is written as. Escapes and folded line breaks count whole.
    pub fn source_range(&self, decoded: TextRange) -> TextRange {
        let start = self.char_boundary(decoded.start(), false);
        let end = self.char_boundary(decoded.end(), true);
        let from = self.source_start(start);
        if decoded.is_empty() {
            return TextRange::empty(from);
        }
        TextRange::new(from, self.source_end(end).max(from))
    }

    /// The nearest character boundary below or above an offset in the decoded text.
    fn char_boundary(&self, offset: TextSize, up: bool) -> u32 {
        let mut at = usize::from(offset).min(self.text.len());
        while !self.text.is_char_boundary(at) {
            at = if up { at + 1 } else { at - 1 };
        }
        at as u32
    }

    /// Where the character at `decoded` is written, or the end of the text if there is none.
    fn source_start(&self, decoded: u32) -> TextSize {
        let after = self.segments.partition_point(|segment| segment.decoded <= decoded);
        match after.checked_sub(1).map(|index| (index, self.segments[index])) {
            Some((index, segment)) if self.is_verbatim(index) => segment.source.start() + TextSize::from(decoded - segment.decoded),
            Some((_, segment)) if decoded as usize >= self.text.len() => segment.source.end(),
            Some((_, segment)) => segment.source.start(),
            None => self.start,
        }
    }

    /// The end of what the character before `decoded` is written as.
    fn source_end(&self, decoded: u32) -> TextSize {
        let after = self.segments.partition_point(|segment| segment.decoded < decoded);
        match after.checked_sub(1).map(|index| (index, self.segments[index])) {
            Some((index, segment)) if self.is_verbatim(index) => segment.source.start() + TextSize::from(decoded - segment.decoded),
            Some((_, segment)) => segment.source.end(),
            None => self.start,
        }
    }

    /// Whether offsets can be counted through a segment. A lone character that is as long as it is written may count as one.
    fn is_verbatim(&self, index: usize) -> bool {
        let end = self.segments.get(index + 1).map_or(self.text.len() as u32, |next| next.decoded);
        let segment = self.segments[index];
        u32::from(segment.source.len()) == end - segment.decoded
    }
}

/// The decoded text of a scalar whose token is `source`. `indent` is the column of the content of a block scalar.
pub(crate) fn text(source: &str, style: ScalarStyle, indent: u32) -> Cow<'_, str> {
    let mut sink = TextSink::new(source);
    walk(source, style, indent, &mut sink);
    sink.finish()
}

/// As [`text`], with the map back. `start` is where the token begins in the whole text.
pub(crate) fn scalar_text(source: &str, style: ScalarStyle, indent: u32, start: TextSize) -> ScalarText<'_> {
    let mut sink = MapSink::new(source, start);
    let content = walk(source, style, indent, &mut sink);
    let (text, segments) = sink.finish();
    ScalarText { text, segments, start: start + TextSize::from(content as u32) }
}

/// Decodes `source` into `sink` and returns where its content begins.
fn walk(source: &str, style: ScalarStyle, indent: u32, sink: &mut impl Sink) -> usize {
    match style {
        ScalarStyle::Plain => flow::walk(source, None, sink),
        ScalarStyle::SingleQuoted => flow::walk(source, Some(b'\''), sink),
        ScalarStyle::DoubleQuoted => flow::walk(source, Some(b'"'), sink),
        ScalarStyle::Literal => block::walk(source, false, indent as usize, sink),
        ScalarStyle::Folded => block::walk(source, true, indent as usize, sink),
    }
}

#[cfg(test)]
mod tests;
