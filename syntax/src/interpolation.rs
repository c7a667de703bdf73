//! The grammar of `${...}` inside a scalar.
//!
//! Works on decoded text; ranges are byte ranges of that text, and [`crate::ScalarText::source_range`] takes them back to the source.
//! Never fails: a broken access is recovered in the way the reference recovers it, and the faults are listed.

mod parser;

use text_size::TextRange;

/// A scalar's text taken apart.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Interpolation {
    /// Text and accesses in order; text between two accesses may be absent.
    pub parts: Vec<Part>,
    /// What is wrong, in order.
    pub errors: Vec<InterpolationError>,
}

/// A piece of an interpolated string.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Part {
    /// Literal text with `$$` collapsed, and where it stands.
    Text(String, TextRange),
    /// A `${...}`.
    Access(Access),
}

/// One `${...}`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Access {
    /// From the `$` to after the `}`, or to where recovery gave up.
    pub range: TextRange,
    /// The path. Never empty: `${}` has one accessor with an empty name.
    pub accessors: Vec<Accessor>,
    /// Whether the `}` is there.
    pub closed: bool,
    /// Whether an error was recovered from inside this access; what it refers to is a guess then.
    pub recovered: bool,
}

/// One step of a path.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Accessor {
    /// What it selects.
    pub kind: AccessorKind,
    /// The whole step: with its dot or brackets.
    pub range: TextRange,
    /// The name, the key between its quotes, or the digits alone.
    pub name_range: TextRange,
}

/// How a step selects.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum AccessorKind {
    /// `.name`
    Name(String),
    /// `["key"]`, or an invalid subscript that the reference then takes as a key.
    Key(String),
    /// `[0]`
    Index(i64),
}

/// A fault inside an access.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct InterpolationError {
    /// What is wrong.
    pub kind: InterpolationErrorKind,
    /// Where, in the decoded text.
    pub range: TextRange,
    /// Index into [`Interpolation::parts`] of the access that it is in.
    pub part: usize,
}

/// What can be wrong inside `${...}`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum InterpolationErrorKind {
    /// The `}` is missing.
    Unclosed,
    /// A dot without a name.
    EmptyName,
    /// The `]` is missing.
    UnclosedBracket,
    /// The closing `"` is missing.
    UnclosedQuote,
    /// `[""]`
    EmptyKey,
    /// A subscript that is neither quoted nor an integer.
    BadIndex,
    /// The path begins with a number.
    LeadingIndex,
}

impl Interpolation {
    /// Takes `text` apart. Cheap when there is no `$`: one text part, or none if `text` is empty.
    pub fn parse(text: &str) -> Interpolation {
        parser::parse(text)
    }

    /// The access, if the whole text is exactly one `${...}`.
    pub fn as_symbol(&self) -> Option<&Access> {
        match &*self.parts {
            [Part::Access(access)] => Some(access),
            _ => None,
        }
    }

    /// Whether there is any `${`.
    pub fn has_access(&self) -> bool {
        self.parts.iter().any(|part| matches!(part, Part::Access(_)))
    }
}

#[cfg(test)]
mod tests;
