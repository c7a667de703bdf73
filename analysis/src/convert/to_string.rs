//! Interpolation and `fn::toString`: a value as the text that it stands for. Own keys only; inherited ones are left out.

use super::quote::quote;
use super::{Output, WriteError};
use crate::value::{Kind, Value};

/// The text of `value`. What is unknown in it gives nothing; the caller looks for that before.
///
/// # Errors
/// If the text is too long.
pub fn write_string(value: &Value) -> Result<Vec<u8>, WriteError> {
    let mut out = Output::default();
    write(value, &mut out)?;
    Ok(out.bytes)
}

fn write(value: &Value, out: &mut Output) -> Result<(), WriteError> {
    match value.kind() {
        Kind::Unknown(_) | Kind::Null => Ok(()),
        Kind::Bool(value) => out.push(if *value { b"true" } else { b"false" }),
        Kind::Number(text) => out.push(text.as_bytes()),
        Kind::String(text) => out.push(text.expose_bytes()),
        Kind::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                separate(index, out)?;
                quoted(item, out)?;
            }
            Ok(())
        }
        Kind::Object(object) => {
            for (index, entry) in object.entries().iter().filter(|entry| entry.is_own()).enumerate() {
                separate(index, out)?;
                quote(entry.key().as_bytes(), out)?;
                out.push(b"=")?;
                quoted(entry.value(), out)?;
            }
            Ok(())
        }
    }
}

fn separate(index: usize, out: &mut Output) -> Result<(), WriteError> {
    if index > 0 { out.push(b",") } else { Ok(()) }
}

fn quoted(value: &Value, out: &mut Output) -> Result<(), WriteError> {
    let text = crate::deep(|| write_string(value))?;
    quote(&text, out)
}
