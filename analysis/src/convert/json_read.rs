//! `fn::fromJSON`: the first JSON value of a text, as Go's decoder reads it. Numbers keep their text, of equal keys the last counts, half a
//! surrogate pair and bytes that are not UTF-8 become U+FFFD, and whatever follows the value is not looked at.

use std::sync::Arc;

use crate::value::{Kind, Marks, Object, Origin, Str, Value};

/// Nesting beyond which the reference gives up.
const MAX_DEPTH: usize = 10_000;

/// A value that was read.
#[derive(Debug)]
pub struct JsonRead {
    /// The value. Every part of it comes from the same expression.
    pub value: Value,
    /// Something other than white space follows it.
    pub trailing: bool,
}

/// The text is not JSON.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct JsonError {
    /// Where it stops being JSON, in bytes of the text.
    pub offset: usize,
    /// It stops because it ends.
    pub unfinished: bool,
}

/// Reads the first value of `text`. `marks` and `origin` are given to every part.
///
/// # Errors
/// If there is none.
pub fn read_json(text: &[u8], marks: Marks, origin: Option<&Origin>) -> Result<JsonRead, JsonError> {
    let mut reader = Reader { text, at: 0, depth: 0, marks, origin };
    let value = reader.value()?;
    reader.blanks();
    Ok(JsonRead { value, trailing: reader.at < text.len() })
}

struct Reader<'t> {
    text: &'t [u8],
    at: usize,
    depth: usize,
    marks: Marks,
    origin: Option<&'t Origin>,
}

type Result<T, E = JsonError> = std::result::Result<T, E>;

impl Reader<'_> {
    fn make(&self, kind: Kind) -> Value {
        Value::with_marks(kind, self.marks, self.origin.cloned())
    }

    fn fail<T>(&self) -> Result<T> {
        Err(JsonError { offset: self.at, unfinished: self.at >= self.text.len() })
    }

    fn peek(&self) -> Option<u8> {
        self.text.get(self.at).copied()
    }

    fn blanks(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\r' | b'\n')) {
            self.at += 1;
        }
    }

    fn expect(&mut self, text: &[u8]) -> Result<()> {
        for expected in text {
            if self.peek() != Some(*expected) {
                return self.fail();
            }
            self.at += 1;
        }
        Ok(())
    }

    fn value(&mut self) -> Result<Value> {
        self.blanks();
        match self.peek() {
            Some(b'n') => self.expect(b"null").map(|()| self.make(Kind::Null)),
            Some(b't') => self.expect(b"true").map(|()| self.make(Kind::Bool(true))),
            Some(b'f') => self.expect(b"false").map(|()| self.make(Kind::Bool(false))),
            Some(b'"') => self.string().map(|text| self.make(Kind::String(Str::from(text)))),
            Some(b'[') => self.nested(Self::array),
            Some(b'{') => self.nested(Self::object),
            Some(b'-' | b'0'..=b'9') => self.number(),
            _ => self.fail(),
        }
    }

    fn nested(&mut self, read: fn(&mut Self) -> Result<Value>) -> Result<Value> {
        if self.depth >= MAX_DEPTH {
            return self.fail();
        }
        self.depth += 1;
        self.at += 1;
        let value = crate::deep(|| read(self))?;
        self.depth -= 1;
        Ok(value)
    }

    fn array(&mut self) -> Result<Value> {
        let mut items = Vec::new();
        self.blanks();
        if self.peek() == Some(b']') {
            self.at += 1;
            return Ok(self.make(Kind::Array(items.into())));
        }
        loop {
            items.push(self.value()?);
            if !self.another(b']')? {
                return Ok(self.make(Kind::Array(items.into())));
            }
        }
    }

    fn object(&mut self) -> Result<Value> {
        let mut pairs: Vec<(Arc<str>, Value)> = Vec::new();
        self.blanks();
        if self.peek() == Some(b'}') {
            self.at += 1;
            return Ok(self.make(Kind::Object(Object::from_pairs(pairs))));
        }
        loop {
            self.blanks();
            let key = self.string()?;
            self.blanks();
            self.expect(b":")?;
            pairs.push((key.into(), self.value()?));
            if !self.another(b'}')? {
                return Ok(self.make(Kind::Object(Object::from_pairs(pairs))));
            }
        }
    }

    /// After a part: whether a comma announces another one.
    fn another(&mut self, end: u8) -> Result<bool> {
        self.blanks();
        match self.peek() {
            Some(b',') => {
                self.at += 1;
                Ok(true)
            }
            Some(byte) if byte == end => {
                self.at += 1;
                Ok(false)
            }
            _ => self.fail(),
        }
    }

    fn number(&mut self) -> Result<Value> {
        let start = self.at;
        if self.peek() == Some(b'-') {
            self.at += 1;
        }
        match self.peek() {
            Some(b'0') => self.at += 1,
            _ => self.digits()?,
        }
        if self.peek() == Some(b'.') {
            self.at += 1;
            self.digits()?;
        }
        if matches!(self.peek(), Some(b'e' | b'E')) {
            self.at += 1;
            if matches!(self.peek(), Some(b'+' | b'-')) {
                self.at += 1;
            }
            self.digits()?;
        }
        let text = String::from_utf8_lossy(&self.text[start..self.at]);
        Ok(self.make(Kind::Number(text.into())))
    }

    fn digits(&mut self) -> Result<()> {
        let start = self.at;
        while matches!(self.peek(), Some(b'0'..=b'9')) {
            self.at += 1;
        }
        if self.at == start { self.fail() } else { Ok(()) }
    }

    fn string(&mut self) -> Result<String> {
        self.expect(b"\"")?;
        let mut text = String::new();
        loop {
            let start = self.at;
            while matches!(self.peek(), Some(byte) if byte >= b' ' && byte != b'"' && byte != b'\\') {
                self.at += 1;
            }
            super::characters(&self.text[start..self.at]).for_each(|(c, _)| text.push(c.unwrap_or(char::REPLACEMENT_CHARACTER)));
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(text);
                }
                Some(b'\\') => {
                    self.at += 1;
                    text.push(self.escape()?);
                }
                _ => return self.fail(),
            }
        }
    }

    fn escape(&mut self) -> Result<char> {
        let c = match self.peek() {
            Some(b'b') => '\x08',
            Some(b'f') => '\x0c',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(byte @ (b'"' | b'\\' | b'/')) => char::from(byte),
            Some(b'u') => {
                self.at += 1;
                return self.code_point();
            }
            _ => return self.fail(),
        };
        self.at += 1;
        Ok(c)
    }

    fn code_point(&mut self) -> Result<char> {
        let unit = self.unit()?;
        if let Some(c) = char::from_u32(unit) {
            return Ok(c);
        }
        let before = self.at;
        if (0xD800..0xDC00).contains(&unit) && self.text[self.at..].starts_with(b"\\u") {
            self.at += 2;
            let low = self.unit()?;
            if (0xDC00..0xE000).contains(&low) {
                let code = 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
                return Ok(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER));
            }
            self.at = before;
        }
        Ok(char::REPLACEMENT_CHARACTER)
    }

    fn unit(&mut self) -> Result<u32> {
        let mut unit = 0;
        for _ in 0..4 {
            match self.peek().and_then(|byte| char::from(byte).to_digit(16)) {
                Some(digit) => unit = unit * 16 + digit,
                None => return self.fail(),
            }
            self.at += 1;
        }
        Ok(unit)
    }
}
