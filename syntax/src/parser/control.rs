//! Characters that YAML allows nowhere.
//!
//! yaml.v3 decodes its input in pieces of 512 bytes before it scans them, so such a character is an error even in a comment, and even a
//! little way behind the end of the first document; further behind, nobody looks.

use crate::error::{SyntaxError, SyntaxErrorKind};
use crate::scanner::range;

/// What yaml.v3 reads at a time, in bytes.
const CHUNK: usize = 512;

/// How far behind its cursor the scanner may look, in bytes.
const LOOK_AHEAD: usize = 4;

/// More of them are not reported.
const MAX_ERRORS: usize = 100;

/// The forbidden characters that yaml.v3 meets when it has scanned up to `scanned`; beyond the first, only those before `end`.
pub(super) fn errors(text: &str, scanned: usize, end: usize) -> Vec<SyntaxError> {
    let read = read_until(text, scanned + LOOK_AHEAD);
    let found = forbidden(text).take_while(|&(offset, _)| offset < read.max(end)).take(MAX_ERRORS);
    found
        .enumerate()
        .take_while(|(index, (offset, _))| *index == 0 || *offset < end)
        .map(|(_, (offset, c))| SyntaxError {
            kind: SyntaxErrorKind::ControlCharacter(c.into()),
            range: range(offset, offset + c.len_utf8()),
            opened: None,
        })
        .collect()
}

fn forbidden(text: &str) -> impl Iterator<Item = (usize, char)> {
    // Nearly every text has none, which is found out faster without decoding it.
    let text = if text.as_bytes().chunks(CHUNK).any(is_suspicious) { text } else { "" };
    text.char_indices().filter(|&(_, c)| is_forbidden(c))
}

/// Whether there may be a forbidden character in these bytes: those beyond ASCII begin with one of two bytes. Without early exit, so that many bytes are looked at in one step.
fn is_suspicious(bytes: &[u8]) -> bool {
    let suspicious = |byte: u8| (byte < b' ' && byte != b'\t' && byte != b'\n' && byte != b'\r') || matches!(byte, 0x7F | 0xC2 | 0xEF);
    bytes.iter().fold(false, |found, &byte| found | suspicious(byte))
}

fn is_forbidden(c: char) -> bool {
    !matches!(c, '\t' | '\n' | '\r' | ' '..='~' | '\u{85}' | '\u{A0}'..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..)
}

/// Where the last piece ends that is read for the bytes before `wanted`. A piece that would cut a character leaves it to the next.
fn read_until(text: &str, wanted: usize) -> usize {
    let mut read = 0;
    while read < wanted && read < text.len() {
        let mut next = (read + CHUNK).min(text.len());
        while !text.is_char_boundary(next) {
            next -= 1;
        }
        read = next;
    }
    read
}
