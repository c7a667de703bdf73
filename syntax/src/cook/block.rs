//! Literal and folded block scalars: the header, indentation, folding, and the line breaks at the end.

use super::breaks::{break_len, fold, is_blank, keep, next_break};
use super::sink::Sink;

/// What becomes of the line breaks at the end.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Chomping {
    /// `-`
    Strip,
    /// No indicator: one is kept.
    Clip,
    /// `+`
    Keep,
}

/// Decodes a block scalar whose content stands in column `indent`, and returns where its lines begin.
pub(super) fn walk(source: &str, folded: bool, indent: usize, sink: &mut impl Sink) -> usize {
    let bytes = source.as_bytes();
    let content = next_break(bytes, 0).end;
    // The line breaks that are read but not written yet begin at `run`.
    let mut run = content;
    let mut line = Line::next(bytes, content, indent);
    let (mut any, mut foldable) = (false, false);
    while line.column == indent && line.start < bytes.len() {
        // Breaks around a line that begins with a blank are never folded.
        let flush = !is_blank(bytes[line.start]);
        if folded && foldable && flush {
            fold(source, run..line.start, sink);
        } else {
            keep(source, run..line.start, sink);
        }
        (any, foldable) = (true, flush);
        let end = next_break(bytes, line.start);
        sink.verbatim(line.start..end.start);
        run = end.start;
        line = Line::next(bytes, end.end, indent);
    }
    match chomping(&source[..content]) {
        Chomping::Keep => keep(source, run..line.start, sink),
        Chomping::Clip if any => keep(source, run..run + break_len(bytes, run), sink),
        Chomping::Clip | Chomping::Strip => {}
    }
    content
}

/// The first of the indicators after the `|` or `>` that says it; a digit may stand before it.
fn chomping(header: &str) -> Chomping {
    match header.as_bytes() {
        [_, b'+', ..] | [_, b'0'..=b'9', b'+', ..] => Chomping::Keep,
        [_, b'-', ..] | [_, b'0'..=b'9', b'-', ..] => Chomping::Strip,
        _ => Chomping::Clip,
    }
}

/// Where the next line with something on it has its content.
struct Line {
    start: usize,
    /// Spaces before it, counted up to the indentation.
    column: usize,
}

impl Line {
    /// `at` is the start of a line. Lines of nothing but indentation are skipped.
    fn next(bytes: &[u8], mut at: usize, indent: usize) -> Line {
        loop {
            let column = bytes[at..].iter().take(indent).take_while(|&&byte| byte == b' ').count();
            let start = at + column;
            match break_len(bytes, start) {
                0 => return Line { start, column },
                len => at = start + len,
            }
        }
    }
}
