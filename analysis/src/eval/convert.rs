//! Functions that take text apart, put it together, or turn values into it and back.

use std::sync::Arc;

use super::Problem;
use super::evaluator::Evaluator;
use crate::convert::{MAX_TEXT, WriteError, decode_base64, encode_base64, read_json, write_json, write_string, write_yaml};
use crate::document::{ExprId, Function};
use crate::schema::{Schema, Type};
use crate::value::{Kind, Marks, Parts, Str, Value};

/// What a call's result has in it when an argument is of the wrong type: nothing is known of it, and it is not secret.
const MISFIT: Parts = Parts { unknown: true, secret: false };

fn text() -> Schema {
    Schema::of(Type::String)
}

/// What an item of a list takes in memory, in bytes of text.
const ITEM: usize = 64;

impl Evaluator<'_, '_> {
    /// What `write` makes of a value. Attempts that fail cost something, too: nobody knows how far they came.
    pub(super) fn written(&mut self, value: &Value, write: impl Fn(&Value) -> Result<Vec<u8>, WriteError>) -> Result<Vec<u8>, WriteError> {
        if self.is_spent() {
            return Err(WriteError::TooLong);
        }
        write(value).inspect_err(|error| {
            _ = self.afford(if *error == WriteError::TooLong { MAX_TEXT } else { MAX_TEXT / 16 });
        })
    }

    fn text_result(&self, expr: ExprId, bytes: Vec<u8>, parts: Parts) -> Value {
        Value::with_marks(Kind::String(Str::from_bytes(bytes)), Marks { secret: parts.secret, ..Marks::default() }, self.origin(expr))
    }

    /// Text that was computed; unknown if that failed, or if too much has been computed already.
    fn computed(&mut self, expr: ExprId, bytes: Result<Vec<u8>, WriteError>, parts: Parts) -> Value {
        match bytes {
            Ok(bytes) if self.afford(bytes.len()) => self.text_result(expr, bytes, parts),
            _ => self.unknown_result(text(), parts, expr),
        }
    }

    pub(super) fn call_from_base64(&mut self, expr: ExprId, argument: ExprId, value: &Value) -> Value {
        let fits = self.takes(expr, argument, value, &text(), Function::FromBase64);
        let parts = if fits { value.parts() } else { MISFIT };
        match value
            .as_string()
            .filter(|encoded| fits && self.afford(encoded.expose_bytes().len()))
            .map(|encoded| decode_base64(encoded.expose_bytes()))
        {
            Some(Ok(bytes)) => self.computed(expr, Ok(bytes), parts),
            Some(Err(_)) => {
                self.problems.push(Problem::Base64 { expr, argument });
                self.unknown_result(text(), parts, expr)
            }
            None => self.unknown_result(text(), parts, expr),
        }
    }

    pub(super) fn call_to_base64(&mut self, expr: ExprId, argument: ExprId, value: &Value) -> Value {
        let fits = self.takes(expr, argument, value, &text(), Function::ToBase64);
        let parts = if fits { value.parts() } else { MISFIT };
        match value
            .as_string()
            .filter(|plain| fits && self.afford(plain.expose_bytes().len()))
            .map(|plain| encode_base64(plain.expose_bytes()))
        {
            Some(encoded) => self.computed(expr, Ok(encoded.into_bytes()), parts),
            None => self.unknown_result(text(), parts, expr),
        }
    }

    pub(super) fn call_from_json(&mut self, expr: ExprId, argument: ExprId, value: &Value) -> Value {
        let fits = self.takes(expr, argument, value, &text(), Function::FromJson);
        let parts = if fits { value.parts() } else { MISFIT };
        // Items that take two bytes there take dozens here.
        let Some(json) = value.as_string().filter(|json| fits && self.afford(json.expose_bytes().len() * (ITEM / 4))) else {
            return self.unknown_result(Schema::always(), parts, expr);
        };
        let marks = Marks { secret: parts.secret, ..Marks::default() };
        match read_json(json.expose_bytes(), marks, self.origin(expr).as_ref()) {
            Ok(read) => {
                if read.trailing {
                    self.problems.push(Problem::TrailingJson { expr, argument });
                }
                read.value
            }
            Err(error) => {
                self.problems.push(Problem::Json { expr, argument, error });
                self.unknown_result(Schema::always(), parts, expr)
            }
        }
    }

    pub(super) fn call_to_json(&mut self, expr: ExprId, argument: ExprId, value: &Value) -> Value {
        let parts = value.parts();
        if parts.unknown {
            return self.unknown_result(text(), parts, expr);
        }
        let written = self.written(value, write_json);
        if written == Err(WriteError::NotFinite) {
            self.problems.push(Problem::NotFinite { expr, argument });
        }
        self.computed(expr, written, parts)
    }

    pub(super) fn call_to_yaml(&mut self, expr: ExprId, value: &Value) -> Value {
        let parts = value.parts();
        match parts.unknown {
            true => self.unknown_result(text(), parts, expr),
            false => {
                let written = self.written(value, write_yaml);
                self.computed(expr, written, parts)
            }
        }
    }

    pub(super) fn call_to_string(&mut self, expr: ExprId, value: &Value) -> Value {
        let parts = value.own_parts();
        match parts.unknown {
            true => self.unknown_result(text(), parts, expr),
            false => {
                let written = self.written(value, write_string);
                self.computed(expr, written, parts)
            }
        }
    }

    pub(super) fn join(&mut self, expr: ExprId, delimiter: ExprId, values: ExprId) -> Value {
        let between = self.evaluate(delimiter, None);
        let mut fits = self.takes(expr, delimiter, &between, &text(), Function::Join);
        let list = self.evaluate(values, None);
        fits &= self.takes(expr, values, &list, &Schema::string_array(), Function::Join);
        let parts = if fits { between.parts().or(list.parts()) } else { MISFIT };
        let (Some(between), Some(items)) = (between.as_string(), list.as_array().filter(|_| fits && !parts.unknown)) else {
            return self.unknown_result(text(), parts, expr);
        };
        let size: usize =
            items.iter().filter_map(Value::as_string).map(|item| item.expose_bytes().len() + between.expose_bytes().len()).sum();
        if !self.afford(size) || size > MAX_TEXT {
            return self.unknown_result(text(), parts, expr);
        }
        let pieces: Vec<&[u8]> = items.iter().filter_map(Value::as_string).map(Str::expose_bytes).collect();
        let joined = pieces.join(between.expose_bytes());
        self.text_result(expr, joined, parts)
    }

    pub(super) fn split(&mut self, expr: ExprId, delimiter: ExprId, string: ExprId) -> Value {
        let between = self.evaluate(delimiter, None);
        let mut fits = self.takes(expr, delimiter, &between, &text(), Function::Split);
        let whole = self.evaluate(string, None);
        fits &= self.takes(expr, string, &whole, &text(), Function::Split);
        let parts = if fits { between.parts().or(whole.parts()) } else { MISFIT };
        let (Some(between), Some(whole)) = (between.as_string(), whole.as_string().filter(|_| fits)) else {
            return self.unknown_result(Schema::string_array(), parts, expr);
        };
        let (between, whole) = (between.expose_bytes(), whole.expose_bytes());
        let pieces = if between.is_empty() { whole.len() } else { memchr::memmem::find_iter(whole, between).count() + 1 };
        if !self.afford(whole.len() + pieces * ITEM) {
            return self.unknown_result(Schema::string_array(), parts, expr);
        }
        let pieces = split(whole, between);
        // The list is secret, its items are not: the reference forgets to mark them.
        let items: Arc<[Value]> = pieces.into_iter().map(|piece| self.text_result(expr, piece.to_vec(), Parts::default())).collect();
        Value::with_marks(Kind::Array(items), Marks { secret: parts.secret, ..Marks::default() }, self.origin(expr))
    }

    pub(super) fn concat(&mut self, expr: ExprId, argument: ExprId, value: &Value) -> Value {
        let lists = Schema::array_of(Schema::any_array());
        let fits = self.takes(expr, argument, value, &lists, Function::Concat);
        let parts = if fits { value.parts() } else { MISFIT };
        let lists: Vec<&[Value]> = value.as_array().unwrap_or_default().iter().filter_map(Value::as_array).collect();
        let size: usize = lists.iter().map(|list| list.len()).sum();
        if !fits || parts.unknown || !self.afford(size * ITEM) {
            return self.unknown_result(Schema::any_array(), parts, expr);
        }
        let items: Arc<[Value]> = lists.concat().into();
        Value::with_marks(Kind::Array(items), Marks { secret: parts.secret, ..Marks::default() }, self.origin(expr))
    }
}

/// Pieces of `whole` between occurrences of `between`; its characters if that is empty.
fn split<'t>(whole: &'t [u8], between: &[u8]) -> Vec<&'t [u8]> {
    if between.is_empty() {
        return whole.utf8_chunks().flat_map(|chunk| characters(chunk.valid()).chain(chunk.invalid().chunks(1))).collect();
    }
    let mut pieces = Vec::new();
    let mut rest = whole;
    while let Some(at) = find(rest, between) {
        pieces.push(&rest[..at]);
        rest = &rest[at + between.len()..];
    }
    pieces.push(rest);
    pieces
}

fn characters(text: &str) -> impl Iterator<Item = &[u8]> {
    text.char_indices().map(move |(at, c)| &text.as_bytes()[at..at + c.len_utf8()])
}

fn find(text: &[u8], sought: &[u8]) -> Option<usize> {
    memchr::memmem::find(text, sought)
}
