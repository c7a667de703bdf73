//! Plain and quoted scalars: escapes, and lines folded into one.

use super::breaks::{break_len, fold, is_blank, keep};
use super::sink::Sink;

/// Decodes a plain scalar, or one in these quotes, and returns where its content begins. The closing quote may be missing.
pub(super) fn walk(source: &str, quote: Option<u8>, sink: &mut impl Sink) -> usize {
    let bytes = source.as_bytes();
    let content = usize::from(quote.is_some() && bytes.first().copied() == quote);
    // What lies between `run` and `at` is read, and means what it says.
    let (mut run, mut at) = (content, content);
    while let Some(found) = bytes[at..].iter().position(|&byte| is_special(byte, quote)) {
        at += found;
        let next = match Piece::read(bytes, at) {
            Piece::Verbatim => {
                at += 1;
                continue;
            }
            Piece::Quote => break,
            Piece::Character(character, end) => {
                sink.verbatim(run..at);
                sink.replaced(character.encode_utf8(&mut [0; 4]), at..end);
                end
            }
            Piece::EscapedBreak(end) => {
                let next = after_blanks(bytes, end);
                sink.verbatim(run..at);
                keep(source, end..next, sink);
                next
            }
            Piece::Break => {
                let blanks = bytes[run..at].iter().rev().take_while(|&&byte| is_blank(byte)).count();
                let (line_end, next) = (at - blanks, after_blanks(bytes, at));
                sink.verbatim(run..line_end);
                fold(source, line_end..next, sink);
                next
            }
        };
        (run, at) = (next, next);
    }
    let end = if at < bytes.len() && quote == Some(bytes[at]) { at } else { bytes.len() };
    sink.verbatim(run..end);
    content
}

/// Whether a byte may end a run that means what it says: the quote, a backslash in double quotes, what line breaks begin with.
fn is_special(byte: u8, quote: Option<u8>) -> bool {
    match byte {
        b'\n' | b'\r' | 0xC2 | 0xE2 => true,
        b'\\' => quote == Some(b'"'),
        _ => quote == Some(byte),
    }
}

/// Where a run of blanks and line breaks ends.
fn after_blanks(bytes: &[u8], mut at: usize) -> usize {
    while at < bytes.len() {
        match break_len(bytes, at) {
            0 if is_blank(bytes[at]) => at += 1,
            0 => break,
            len => at += len,
        }
    }
    at
}

/// What a special byte begins; the offsets are those after it.
enum Piece {
    /// Nothing special after all.
    Verbatim,
    /// The closing quote.
    Quote,
    /// A character that is written in another way.
    Character(char, usize),
    /// A line break after a backslash: it and the blanks after it count for nothing.
    EscapedBreak(usize),
    /// A line break to fold.
    Break,
}

impl Piece {
    fn read(bytes: &[u8], at: usize) -> Piece {
        match bytes[at] {
            b'\\' => Piece::escape(bytes, at + 1),
            b'\'' if bytes.get(at + 1) == Some(&b'\'') => Piece::Character('\'', at + 2),
            b'\'' | b'"' => Piece::Quote,
            _ if break_len(bytes, at) == 0 => Piece::Verbatim,
            _ => Piece::Break,
        }
    }

    /// What follows a backslash. One that begins no escape stays.
    fn escape(bytes: &[u8], at: usize) -> Piece {
        let character = match bytes.get(at) {
            Some(b'0') => '\0',
            Some(b'a') => '\u{7}',
            Some(b'b') => '\u{8}',
            Some(b't' | b'\t') => '\t',
            Some(b'n') => '\n',
            Some(b'v') => '\u{b}',
            Some(b'f') => '\u{c}',
            Some(b'r') => '\r',
            Some(b'e') => '\u{1b}',
            Some(&same @ (b' ' | b'"' | b'\'' | b'\\')) => same.into(),
            Some(b'N') => '\u{85}',
            Some(b'_') => '\u{a0}',
            Some(b'L') => '\u{2028}',
            Some(b'P') => '\u{2029}',
            Some(b'x') => return Piece::code_point(bytes, at + 1, 2),
            Some(b'u') => return Piece::code_point(bytes, at + 1, 4),
            Some(b'U') => return Piece::code_point(bytes, at + 1, 8),
            _ => {
                return match break_len(bytes, at) {
                    0 => Piece::Verbatim,
                    len => Piece::EscapedBreak(at + len),
                };
            }
        };
        Piece::Character(character, at + 1)
    }

    fn code_point(bytes: &[u8], start: usize, digits: usize) -> Piece {
        let value = bytes
            .get(start..start + digits)
            .and_then(|digits| digits.iter().try_fold(0_u32, |value, &digit| Some((value << 4) | char::from(digit).to_digit(16)?)));
        value.and_then(char::from_u32).map_or(Piece::Verbatim, |character| Piece::Character(character, start + digits))
    }
}
