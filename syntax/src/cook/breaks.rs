//! Line breaks as YAML 1.1 has them, and what becomes of a run of them.

use std::ops::Range;

use super::sink::Sink;

/// The length in bytes of the line break at `at`: LF, CRLF, CR, NEL, LS or PS; 0 if there is none.
pub(super) fn break_len(bytes: &[u8], at: usize) -> usize {
    match bytes.get(at..).unwrap_or_default() {
        [b'\r', b'\n', ..] | [0xC2, 0x85, ..] => 2,
        [b'\r' | b'\n', ..] => 1,
        [0xE2, 0x80, 0xA8 | 0xA9, ..] => 3,
        _ => 0,
    }
}

/// The first line break at or after `from`, or the end.
pub(super) fn next_break(bytes: &[u8], mut from: usize) -> Range<usize> {
    loop {
        let Some(found) = bytes[from..].iter().position(|byte| matches!(byte, b'\n' | b'\r' | 0xC2 | 0xE2)) else {
            return bytes.len()..bytes.len();
        };
        let at = from + found;
        match break_len(bytes, at) {
            0 => from = at + 1,
            len => return at..at + len,
        }
    }
}

pub(super) fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t')
}

/// Writes a run of blanks and line breaks that is to be folded: a single break is a space, of several the first is dropped.
/// LS and PS in front are kept.
pub(super) fn fold(source: &str, run: Range<usize>, sink: &mut impl Sink) {
    let bytes = &source.as_bytes()[..run.end];
    let first = next_break(bytes, run.start);
    if decoded(source, &first) != "\n" {
        keep(source, run, sink);
    } else if next_break(bytes, first.end).is_empty() {
        sink.replaced(" ", run);
    } else {
        keep_after(source, run, first.end, sink);
    }
}

/// Writes every line break of a run of blanks and line breaks, and nothing else of it.
pub(super) fn keep(source: &str, run: Range<usize>, sink: &mut impl Sink) {
    let start = run.start;
    keep_after(source, run, start, sink);
}

/// Writes the line breaks of `run` that begin at or after `from`. Each is written as what stands between it and the one
/// before, so that the first of them has the dropped part, too.
fn keep_after(source: &str, run: Range<usize>, from: usize, sink: &mut impl Sink) {
    let bytes = &source.as_bytes()[..run.end];
    let (mut start, mut found) = (run.start, next_break(bytes, from));
    while !found.is_empty() {
        let (character, written) = (decoded(source, &found), start..found.end);
        if character == &source[written.clone()] {
            sink.verbatim(written);
        } else {
            sink.replaced(character, written);
        }
        start = found.end;
        found = next_break(bytes, start);
    }
}

/// Every break but LS and PS is a line feed.
fn decoded<'t>(source: &'t str, found: &Range<usize>) -> &'t str {
    match &source[found.clone()] {
        same @ ("\u{2028}" | "\u{2029}") => same,
        _ => "\n",
    }
}
