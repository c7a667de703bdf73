//! `fn::toJSON`: one line, keys by bytes, escaped the way Go's encoder does it.

use super::{Output, WriteError, characters};
use crate::value::{Kind, Value};

/// The JSON of `value`, inherited keys included. What is unknown in it is `null`; the caller looks for that before.
///
/// # Errors
/// If a number is infinite or none, or the text too long.
pub fn write_json(value: &Value) -> Result<Vec<u8>, WriteError> {
    let mut out = Output::default();
    write(value, &mut out)?;
    Ok(out.bytes)
}

fn write(value: &Value, out: &mut Output) -> Result<(), WriteError> {
    match value.kind() {
        Kind::Unknown(_) | Kind::Null => out.push(b"null"),
        Kind::Bool(value) => out.push(if *value { b"true" } else { b"false" }),
        Kind::Number(text) if text.ends_with("Inf") || &**text == "NaN" => Err(WriteError::NotFinite),
        Kind::Number(text) => out.push(text.as_bytes()),
        Kind::String(text) => string(text.expose_bytes(), out),
        Kind::Array(items) => {
            out.push(b"[")?;
            for (index, item) in items.iter().enumerate() {
                separate(index, out)?;
                crate::deep(|| write(item, out))?;
            }
            out.push(b"]")
        }
        Kind::Object(object) => {
            out.push(b"{")?;
            for (index, entry) in object.entries().iter().enumerate() {
                separate(index, out)?;
                string(entry.key().as_bytes(), out)?;
                out.push(b":")?;
                crate::deep(|| write(entry.value(), out))?;
            }
            out.push(b"}")
        }
    }
}

fn separate(index: usize, out: &mut Output) -> Result<(), WriteError> {
    if index > 0 { out.push(b",") } else { Ok(()) }
}

fn string(bytes: &[u8], out: &mut Output) -> Result<(), WriteError> {
    out.push(b"\"")?;
    for (character, raw) in characters(bytes) {
        match character {
            None => out.push(b"\\ufffd")?,
            Some('"') => out.push(b"\\\"")?,
            Some('\\') => out.push(b"\\\\")?,
            Some('\x08') => out.push(b"\\b")?,
            Some('\x0c') => out.push(b"\\f")?,
            Some('\n') => out.push(b"\\n")?,
            Some('\r') => out.push(b"\\r")?,
            Some('\t') => out.push(b"\\t")?,
            Some(c @ ('\0'..='\x1f' | '<' | '>' | '&' | '\u{2028}' | '\u{2029}')) => {
                out.push(format!("\\u{:04x}", u32::from(c)).as_bytes())?
            }
            Some(_) => out.push(raw)?,
        }
    }
    out.push(b"\"")
}
