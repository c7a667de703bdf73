//! The walk over an interpolated string, bytewise as the reference walks it.
//!
//! After a fault it goes on where the reference goes on, so that what is text, and what a recovered access names, agree with it.
//! One thing differs: the reference can leave off in the middle of a character, and here that is before the character.

use std::ops::Range;

use text_size::TextRange;

use super::{Access, Accessor, AccessorKind, Interpolation, InterpolationError, InterpolationErrorKind, Part};

pub(super) fn parse(text: &str) -> Interpolation {
    let mut parser = Parser { text, at: 0, parts: Vec::new(), errors: Vec::new() };
    let mut literal = Literal::default();
    while let Some(found) = memchr::memchr(b'$', &text.as_bytes()[parser.at..]) {
        let dollar = parser.at + found;
        match text.as_bytes().get(dollar + 1) {
            Some(b'$') => {
                literal.push(text, dollar + 1);
                literal.read = dollar + 2;
                parser.at = dollar + 2;
            }
            Some(b'{') => {
                literal.push(text, dollar);
                parser.parts.extend(literal.finish());
                parser.access(dollar);
                literal = Literal::starting(parser.at);
            }
            _ => parser.at = dollar + 1,
        }
    }
    literal.push(text, text.len());
    parser.parts.extend(literal.finish());
    Interpolation { parts: parser.parts, errors: parser.errors }
}

/// Text between two accesses.
#[derive(Default)]
struct Literal {
    text: String,
    start: usize,
    /// Up to here it is in `text`, or is the second half of a `$$`.
    read: usize,
}

impl Literal {
    fn starting(at: usize) -> Literal {
        Literal { text: String::new(), start: at, read: at }
    }

    fn push(&mut self, text: &str, end: usize) {
        self.text.push_str(&text[self.read..end]);
        self.read = end;
    }

    fn finish(self) -> Option<Part> {
        (self.start < self.read).then(|| Part::Text(self.text, range(self.start..self.read)))
    }
}

struct Parser<'t> {
    text: &'t str,
    at: usize,
    parts: Vec<Part>,
    errors: Vec<InterpolationError>,
}

impl<'t> Parser<'t> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn error(&mut self, kind: InterpolationErrorKind, place: Range<usize>) {
        self.errors.push(InterpolationError { kind, range: range(place), part: self.parts.len() });
    }

    /// Reads an access whose `${` is at `dollar`.
    fn access(&mut self, dollar: usize) {
        self.at = dollar + 2;
        let errors_before = self.errors.len();
        let mut accessors = Vec::new();
        // The first name may be missing altogether: that is a name, too.
        if !matches!(self.peek(), Some(b'.' | b'[')) {
            accessors.push(self.name());
        }
        let closed = loop {
            match self.peek() {
                Some(b'}') => break true,
                Some(b'[') => {
                    let accessor = self.subscript(accessors.is_empty());
                    accessors.push(accessor);
                }
                Some(_) if !self.at_space() => accessors.push(self.name()),
                Some(_) | None => break false,
            }
        };
        if closed {
            self.at += 1;
        } else {
            self.error(InterpolationErrorKind::Unclosed, self.at..self.at);
        }
        let recovered = self.errors.len() > errors_before;
        self.parts.push(Part::Access(Access { range: range(dollar..self.at), accessors, closed, recovered }));
    }

    /// Reads a name with the dot before it, if there is one.
    fn name(&mut self) -> Accessor {
        let start = self.at;
        if self.peek() == Some(b'.') {
            self.at += 1;
        }
        let name = self.run(|byte| matches!(byte, b'.' | b'[' | b'}'));
        // Where a character ends the name from within, the reference has read the first bytes of it as a name.
        if start < name.start && name.is_empty() && !self.at_broken_character() {
            self.error(InterpolationErrorKind::EmptyName, start..name.start);
        }
        let kind = AccessorKind::Name(self.text[name.clone()].to_owned());
        Accessor { kind, range: range(start..self.at), name_range: range(name) }
    }

    /// Reads a `[...]`.
    fn subscript(&mut self, first: bool) -> Accessor {
        let open = self.at;
        self.at += 1;
        let (kind, name) = if self.peek() == Some(b'"') { self.key() } else { self.index() };
        if first && matches!(kind, AccessorKind::Index(_)) {
            self.error(InterpolationErrorKind::LeadingIndex, open..self.at);
        }
        if self.peek() == Some(b']') {
            self.at += 1;
        } else {
            self.error(InterpolationErrorKind::UnclosedBracket, open..self.at);
        }
        Accessor { kind, range: range(open..self.at), name_range: range(name) }
    }

    /// Reads a `"key"`. Its only escape is `\"`.
    fn key(&mut self) -> (AccessorKind, Range<usize>) {
        let quote = self.at;
        let mut key = String::new();
        self.at += 1;
        let mut run = self.at;
        while let Some(found) = memchr::memchr(b'"', &self.text.as_bytes()[self.at..]) {
            let end = self.at + found;
            self.at = end + 1;
            if run < end && self.text.as_bytes()[end - 1] == b'\\' {
                key.push_str(&self.text[run..end - 1]);
                run = end;
                continue;
            }
            key.push_str(&self.text[run..end]);
            if key.is_empty() {
                self.error(InterpolationErrorKind::EmptyKey, quote..self.at);
            }
            return (AccessorKind::Key(key), quote + 1..end);
        }
        self.at = self.text.len();
        key.push_str(&self.text[run..]);
        self.error(InterpolationErrorKind::UnclosedQuote, quote..self.at);
        (AccessorKind::Key(key), quote + 1..self.at)
    }

    /// Reads a number, or what stands in its place and is taken for a key.
    fn index(&mut self) -> (AccessorKind, Range<usize>) {
        let place = self.run(|byte| matches!(byte, b']' | b'.' | b'[' | b'}'));
        let digits = &self.text[place.clone()];
        if let Ok(index) = digits.parse() {
            return (AccessorKind::Index(index), place);
        }
        self.error(InterpolationErrorKind::BadIndex, place.clone());
        (AccessorKind::Key(digits.to_owned()), place)
    }

    /// Reads up to a space byte or what `ends` says, and no further than the character that has it.
    fn run(&mut self, ends: impl Fn(u8) -> bool) -> Range<usize> {
        let start = self.at;
        let rest = &self.text.as_bytes()[start..];
        self.at = start + rest.iter().position(|&byte| is_space(byte) || ends(byte)).unwrap_or(rest.len());
        while !self.text.is_char_boundary(self.at) {
            self.at -= 1;
        }
        start..self.at
    }

    /// Whether a path ends here for the reference, which goes by bytes.
    fn at_space(&self) -> bool {
        self.peek().is_some_and(is_space) || self.at_broken_character()
    }

    /// Whether the character here has a byte in it that the reference takes for a space.
    fn at_broken_character(&self) -> bool {
        let character = self.text[self.at..].chars().next().map_or(0, char::len_utf8);
        character > 1 && self.text.as_bytes()[self.at..self.at + character].iter().any(|&byte| is_space(byte))
    }
}

/// Space as the reference tests for it: on single bytes, as if they were Latin-1, so that bytes inside characters count.
fn is_space(byte: u8) -> bool {
    matches!(byte, b'\t'..=b'\r' | b' ' | 0x85 | 0xA0)
}

fn range(range: Range<usize>) -> TextRange {
    let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX).into();
    TextRange::new(offset(range.start), offset(range.end))
}
