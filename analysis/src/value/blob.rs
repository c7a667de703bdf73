//! The text of a string value: nearly always text, now and then bytes that are none (`fn::fromBase64` decodes to anything).

use std::fmt;
use std::sync::Arc;

use crate::Text;

/// A string value's content. No `Display`, and `Debug` is a mask: it may be secret.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Str {
    /// Text.
    Text(Text),
    /// Bytes that are not UTF-8.
    Bytes(Arc<[u8]>),
}

impl Str {
    /// What `bytes` are: text if they can be.
    pub fn from_bytes(bytes: Vec<u8>) -> Str {
        match String::from_utf8(bytes) {
            Ok(text) => Str::Text(Text::new(text)),
            Err(error) => Str::Bytes(error.into_bytes().into()),
        }
    }

    /// The bytes. The caller answers for where they go, as with [`Text::expose`].
    pub fn expose_bytes(&self) -> &[u8] {
        match self {
            Str::Text(text) => text.expose().as_bytes(),
            Str::Bytes(bytes) => bytes,
        }
    }

    /// The text, if it is text. The caller answers for where it goes, as with [`Text::expose`].
    pub fn expose_text(&self) -> Option<&str> {
        match self {
            Str::Text(text) => Some(text.expose()),
            Str::Bytes(_) => None,
        }
    }
}

impl From<Text> for Str {
    fn from(text: Text) -> Str {
        Str::Text(text)
    }
}

impl From<String> for Str {
    fn from(text: String) -> Str {
        Str::Text(Text::new(text))
    }
}

impl From<&str> for Str {
    fn from(text: &str) -> Str {
        Str::Text(Text::new(text))
    }
}

impl fmt::Debug for Str {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Str(***)")
    }
}
