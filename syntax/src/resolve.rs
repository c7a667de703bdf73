//! What an untyped scalar is: YAML 1.2's core types with the leftovers of 1.1 that yaml.v3 still reads.
//!
//! Runs on every scalar of every file, so only a number costs an allocation.

mod number;
mod timestamp;

use crate::ScalarStyle;

/// A scalar after typing.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Resolved {
    /// `null`, `~` or nothing.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// An integer: its normalised decimal text.
    Int(String),
    /// A float: its normalised text, as Go prints a float64.
    Float(String),
    /// Text; quoted, block, or nothing else.
    Str,
    /// A date or time. ESC takes the text as it is written.
    Timestamp,
    /// `!!binary`: valid base64, kept encoded.
    Binary,
    /// A plain `<<`: an ordinary key or text to ESC.
    Merge,
    /// Any other tag: the text is taken as a string.
    Tagged,
}

/// A tag that its text contradicts, such as `!!int x`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CannotDecode {
    /// What the text is by itself, as a short tag: `!!str`.
    pub found: &'static str,
    /// What the tag asks for.
    pub wanted: String,
}

/// Types a scalar. `tag` is its resolved tag ([`crate::Tag::name`]).
pub fn resolve(tag: Option<&str>, style: ScalarStyle, text: &str) -> Result<Resolved, CannotDecode> {
    match tag {
        // A lone `!` asks for nothing, not even for text.
        None | Some("!") => Ok(untagged(style, text)),
        Some("!!str") => Ok(Resolved::Str),
        Some("!!binary") if is_base64(text) => Ok(Resolved::Binary),
        Some("!!binary") => Err(CannotDecode { found: "!!str", wanted: "!!binary".to_owned() }),
        Some(wanted @ ("!!null" | "!!bool" | "!!int" | "!!float" | "!!timestamp")) => convert(wanted, text),
        Some(_) => Ok(Resolved::Tagged),
    }
}

/// The text that ESC keeps for a YAML number, or `None` if `text` is none: `1_000` is `1000`, `010` is `8`, `1.10` is `1.1`.
pub fn number_text(text: &str) -> Option<String> {
    match plain(text, true) {
        Resolved::Int(number) | Resolved::Float(number) => Some(number),
        _ => None,
    }
}

fn untagged(style: ScalarStyle, text: &str) -> Resolved {
    match style {
        ScalarStyle::Plain if text == "<<" => Resolved::Merge,
        ScalarStyle::Plain => plain(text, true),
        ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted | ScalarStyle::Literal | ScalarStyle::Folded => Resolved::Str,
    }
}

/// What `text` is by itself. Most scalars are text, and their first byte alone says so.
fn plain(text: &str, timestamps: bool) -> Resolved {
    match text.as_bytes().first() {
        None | Some(b'~' | b'n' | b'N' | b't' | b'T' | b'f' | b'F') => word(text),
        Some(b'.') => number::point_first(text).unwrap_or(Resolved::Str),
        Some(b'0'..=b'9') if timestamps && timestamp::is_timestamp(text) => Resolved::Timestamp,
        Some(b'0'..=b'9' | b'+' | b'-') => number::digit_or_sign_first(text).unwrap_or(Resolved::Str),
        Some(_) => Resolved::Str,
    }
}

fn word(text: &str) -> Resolved {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Resolved::Null,
        "true" | "True" | "TRUE" => Resolved::Bool(true),
        "false" | "False" | "FALSE" => Resolved::Bool(false),
        _ => Resolved::Str,
    }
}

/// What `text` is under one of the tags that convert, quoted or not.
fn convert(wanted: &str, text: &str) -> Result<Resolved, CannotDecode> {
    let resolved = plain(text, wanted == "!!timestamp");
    let found = match &resolved {
        Resolved::Null => "!!null",
        Resolved::Bool(_) => "!!bool",
        Resolved::Int(_) => "!!int",
        Resolved::Float(_) => "!!float",
        Resolved::Timestamp => "!!timestamp",
        Resolved::Str | Resolved::Binary | Resolved::Merge | Resolved::Tagged => "!!str",
    };
    match resolved {
        resolved if found == wanted => Ok(resolved),
        // Only what fits a signed 64-bit integer is converted.
        Resolved::Int(number) if wanted == "!!float" && number.parse::<i64>().is_ok() => Ok(number::float(&number)),
        _ => Err(CannotDecode { found, wanted: wanted.to_owned() }),
    }
}

/// Whether `text` is base64 with its padding; line breaks count for nothing. Left-over bits may be anything.
fn is_base64(text: &str) -> bool {
    let mut padding = 0;
    let mut length = 0_usize;
    for byte in text.bytes() {
        match byte {
            b'\n' | b'\r' => continue,
            b'=' => padding += 1,
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'+' | b'/' if padding == 0 => {}
            _ => return false,
        }
        length += 1;
    }
    length.is_multiple_of(4) && padding <= 2
}

#[cfg(test)]
mod tests;
