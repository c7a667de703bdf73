//! Values to text and back, byte for byte as the reference does it.
//!
//! Results are bytes, because a value's text need not be UTF-8. What is written may be secret: nothing here may end up in a message.

mod base64;
mod ciphertext;
mod json_read;
mod json_write;
mod quote;
mod to_string;
pub(crate) mod yaml_style;
mod yaml_write;

#[cfg(test)]
mod tests;

pub use base64::{Base64Error, decode_base64, encode_base64};
pub use ciphertext::{CiphertextError, check_ciphertext};
pub use json_read::{JsonError, JsonRead, read_json};
pub use json_write::write_json;
pub use to_string::write_string;
pub use yaml_write::write_yaml;

/// Text longer than this is not computed: values share parts, so a short document may stand for text without end.
pub const MAX_TEXT: usize = 16 * 1024 * 1024;

/// Why a value has no text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WriteError {
    /// JSON has no infinity and no NaN.
    NotFinite,
    /// Longer than [`MAX_TEXT`].
    TooLong,
}

/// Text that is being written, up to [`MAX_TEXT`].
#[derive(Default)]
struct Output {
    bytes: Vec<u8>,
}

impl Output {
    fn push(&mut self, bytes: &[u8]) -> Result<(), WriteError> {
        if self.bytes.len() + bytes.len() > MAX_TEXT {
            return Err(WriteError::TooLong);
        }
        self.bytes.extend_from_slice(bytes);
        Ok(())
    }
}

/// The characters of `bytes`, `None` for each byte that is not part of one.
fn characters(bytes: &[u8]) -> impl Iterator<Item = (Option<char>, &[u8])> {
    bytes.utf8_chunks().flat_map(|chunk| {
        let valid = chunk.valid();
        let good = valid.char_indices().map(move |(at, c)| (Some(c), &valid.as_bytes()[at..at + c.len_utf8()]));
        good.chain(chunk.invalid().chunks(1).map(|byte| (None, byte)))
    })
}
