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
        let next = match bytes[at] {
            b'\'' if bytes.get(at + 1) == Some(&b'\'') => {
                sink.verbatim(run..at);
                sink.replaced("'", at..at + 2);
                at + 2
            }
            b'\'' | b'"' => break,
            b'\\' => match Escape::read(source, at) {
                Escape::None => {
                    at += 1;
                    continue;
                }
                Escape::Character(character, end) => {
                    sink.verbatim(run..at);
                    sink.replaced(character.encode_utf8(&mut [0; 4]), at..end);
                    end
                }
                Escape::Break(end) => {
                    sink.verbatim(run..at);
                    let next = after_blanks(bytes, end);
                    keep(source, end..next, sink);
                    next
                }
            },
            _ if break_len(bytes, at) == 0 => {
                at += 1;
                continue;
            }
            _ => {
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

/// What a backslash in double quotes begins, and the offset after it.
enum Escape {
    Character(char, usize),
    /// An escaped line break: it and the blanks after it count for nothing.
    Break(usize),
    /// No escape: the backslash stays.
    None,
}

impl Escape {
    fn read(source: &str, backslash: usize) -> Escape {
        let bytes = source.as_bytes();
        let at = backslash + 1;
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
            Some(b'x') => return Escape::code_point(bytes, at + 1, 2),
            Some(b'u') => return Escape::code_point(bytes, at + 1, 4),
            Some(b'U') => return Escape::code_point(bytes, at + 1, 8),
            _ => {
                return match break_len(bytes, at) {
                    0 => Escape::None,
                    len => Escape::Break(at + len),
                };
            }
        };
        Escape::Character(character, at + 1)
    }

    fn code_point(bytes: &[u8], start: usize, digits: usize) -> Escape {
        let value = bytes
            .get(start..start + digits)
            .and_then(|digits| digits.iter().try_fold(0_u32, |value, &digit| Some((value << 4) | char::from(digit).to_digit(16)?)));
        value.and_then(char::from_u32).map_or(Escape::None, |character| Escape::Character(character, start + digits))
    }
}
