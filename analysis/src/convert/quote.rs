//! Quoting as Go's `%q` does it: what conversion to text does with the parts of lists and objects.

use std::sync::LazyLock;

use regex::Regex;

use super::{Output, WriteError, characters};

/// A letter, mark, number, punctuation, symbol, or the ASCII space.
static PRINTABLE: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"^[\p{L}\p{M}\p{N}\p{P}\p{S} ]$").ok());

/// Writes `bytes` quoted.
pub(super) fn quote(bytes: &[u8], out: &mut Output) -> Result<(), WriteError> {
    out.push(b"\"")?;
    for (character, raw) in characters(bytes) {
        match (character, raw) {
            (None, raw) => out.push(format!("\\x{:02x}", raw.first().copied().unwrap_or_default()).as_bytes())?,
            (Some(c), raw) => match short(c) {
                Some(escape) => out.push(escape)?,
                None if is_printable(c) => out.push(raw)?,
                None => out.push(long(c).as_bytes())?,
            },
        }
    }
    out.push(b"\"")
}

fn short(c: char) -> Option<&'static [u8]> {
    Some(match c {
        '\x07' => b"\\a",
        '\x08' => b"\\b",
        '\x0c' => b"\\f",
        '\n' => b"\\n",
        '\r' => b"\\r",
        '\t' => b"\\t",
        '\x0b' => b"\\v",
        '\\' => b"\\\\",
        '"' => b"\\\"",
        _ => return None,
    })
}

fn long(c: char) -> String {
    match u32::from(c) {
        code if code < 0x80 => format!("\\x{code:02x}"),
        code if code < 0x10000 => format!("\\u{code:04x}"),
        code => format!("\\U{code:08x}"),
    }
}

fn is_printable(c: char) -> bool {
    if c.is_ascii() {
        return (' '..='~').contains(&c);
    }
    PRINTABLE.as_ref().is_some_and(|class| class.is_match(c.encode_utf8(&mut [0; 4])))
}
