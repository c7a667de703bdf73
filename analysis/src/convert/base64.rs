//! Base64 as Go's standard encoding reads it: padding required, CR and LF ignored, stray bits in the last group let pass.

use ::base64::Engine;
use ::base64::alphabet::STANDARD;
use ::base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

const ENGINE: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_allow_trailing_bits(true).with_decode_padding_mode(DecodePaddingMode::RequireCanonical),
);

/// The text is not base64.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Base64Error;

/// Decodes `text`.
///
/// # Errors
/// If it is not base64 with padding.
pub fn decode_base64(text: &[u8]) -> Result<Vec<u8>, Base64Error> {
    let plain: Vec<u8> = text.iter().copied().filter(|byte| !matches!(byte, b'\r' | b'\n')).collect();
    ENGINE.decode(plain).map_err(|_| Base64Error)
}

/// Encodes `bytes`.
pub fn encode_base64(bytes: &[u8]) -> String {
    ENGINE.encode(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_as_lenient_as_the_reference() {
        let good: [(&str, &[u8]); 6] =
            [("", b""), ("aGk=", b"hi"), ("aG\r\nk=\n", b"hi"), ("aGl=", b"hi"), ("/w==", b"\xff"), ("/x==", b"\xff")];
        for (text, bytes) in good {
            assert_eq!(decode_base64(text.as_bytes()).as_deref(), Ok(bytes), "{text:?}");
        }
        for text in ["aGk", "aGk==", "a", "a-_=", "aGk= ", "aGk=aGk=", "=", "aG k=", "\u{e9}"] {
            assert_eq!(decode_base64(text.as_bytes()), Err(Base64Error), "{text:?}");
        }
    }
}
