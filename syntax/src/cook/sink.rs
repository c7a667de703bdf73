//! What a walk over a scalar's source fills. Pieces arrive in source order.

use std::borrow::Cow;
use std::ops::Range;

use text_size::{TextRange, TextSize};

use super::Segment;

/// Takes the pieces of a decoded scalar; ranges are bytes of its token.
pub(super) trait Sink {
    /// A piece that means what it says.
    fn verbatim(&mut self, range: Range<usize>);
    /// One character that is written as all of `range`.
    fn replaced(&mut self, character: &str, range: Range<usize>);
}

/// Keeps the text alone, borrowed as long as it is one slice of the source.
pub(super) struct TextSink<'t> {
    source: &'t str,
    slice: Range<usize>,
    owned: Option<String>,
}

impl<'t> TextSink<'t> {
    pub(super) fn new(source: &'t str) -> Self {
        TextSink { source, slice: 0..0, owned: None }
    }

    pub(super) fn finish(self) -> Cow<'t, str> {
        match self.owned {
            Some(text) => Cow::Owned(text),
            None => Cow::Borrowed(&self.source[self.slice]),
        }
    }

    fn len(&self) -> usize {
        self.owned.as_ref().map_or(self.slice.len(), String::len)
    }

    fn owned(&mut self) -> &mut String {
        self.owned.get_or_insert_with(|| {
            let mut text = String::with_capacity(self.source.len());
            text.push_str(&self.source[self.slice.clone()]);
            text
        })
    }
}

impl Sink for TextSink<'_> {
    fn verbatim(&mut self, range: Range<usize>) {
        if range.is_empty() {
            return;
        }
        if self.owned.is_none() && (self.slice.is_empty() || self.slice.end == range.start) {
            let start = if self.slice.is_empty() { range.start } else { self.slice.start };
            self.slice = start..range.end;
            return;
        }
        let piece = &self.source[range];
        self.owned().push_str(piece);
    }

    fn replaced(&mut self, character: &str, _: Range<usize>) {
        self.owned().push_str(character);
    }
}

/// Keeps the text and where it comes from.
pub(super) struct MapSink<'t> {
    text: TextSink<'t>,
    segments: Vec<Segment>,
    start: TextSize,
}

impl<'t> MapSink<'t> {
    /// `start` is where the token begins in the whole text.
    pub(super) fn new(source: &'t str, start: TextSize) -> Self {
        MapSink { text: TextSink::new(source), segments: Vec::new(), start }
    }

    pub(super) fn finish(self) -> (Cow<'t, str>, Vec<Segment>) {
        (self.text.finish(), self.segments)
    }

    fn segment(&mut self, range: Range<usize>) {
        let source = TextRange::new((range.start as u32).into(), (range.end as u32).into()) + self.start;
        self.segments.push(Segment { decoded: self.text.len() as u32, source });
    }
}

impl Sink for MapSink<'_> {
    fn verbatim(&mut self, range: Range<usize>) {
        if !range.is_empty() {
            self.segment(range.clone());
            self.text.verbatim(range);
        }
    }

    fn replaced(&mut self, character: &str, range: Range<usize>) {
        self.segment(range.clone());
        self.text.replaced(character, range);
    }
}
