//! The envelope of `fn::secret: {ciphertext: ...}`, as far as it can be checked without the key.

use super::decode_base64;

/// `escx`, then the version, the payload and the check sum.
const MAGIC: &[u8] = b"escx";
const VERSION: u32 = 1;
const MIN_LEN: usize = 16;

/// Why some text is no ciphertext. In the order of the checks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CiphertextError {
    /// Not base64.
    Base64,
    /// Too short to be one.
    Short,
    /// Does not begin like one.
    Header,
    /// Cut off or changed.
    Checksum,
    /// Of a version that is not known.
    Version(u32),
}

/// Checks the envelope of a ciphertext.
///
/// # Errors
/// If it is none.
pub fn check_ciphertext(text: &str) -> Result<(), CiphertextError> {
    let bytes = decode_base64(text.as_bytes()).map_err(|_| CiphertextError::Base64)?;
    if bytes.len() < MIN_LEN {
        return Err(CiphertextError::Short);
    }
    let (body, sum) = bytes.split_at(bytes.len() - 4);
    if !body.starts_with(MAGIC) {
        return Err(CiphertextError::Header);
    }
    if number(sum) != Some(crc32fast::hash(body)) {
        return Err(CiphertextError::Checksum);
    }
    match body.get(4..8).and_then(number) {
        Some(VERSION) => Ok(()),
        version => Err(CiphertextError::Version(version.unwrap_or(0))),
    }
}

fn number(bytes: &[u8]) -> Option<u32> {
    bytes.try_into().ok().map(u32::from_be_bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::convert::encode_base64;

    fn envelope(magic: &[u8], version: u32, payload: &[u8]) -> Vec<u8> {
        let mut bytes = [magic, &version.to_be_bytes(), payload].concat();
        let sum = crc32fast::hash(&bytes);
        bytes.extend(sum.to_be_bytes());
        bytes
    }

    #[test]
    fn checks_from_the_outside_in() {
        let check = |bytes: &[u8]| check_ciphertext(&encode_base64(bytes));
        let good = envelope(b"escx", 1, b"payload");
        assert_eq!(check(&good), Ok(()));
        assert_eq!(check(&envelope(b"escx", 1, b"")), Err(CiphertextError::Short));
        assert_eq!(check(&envelope(b"escy", 1, b"payload")), Err(CiphertextError::Header));
        assert_eq!(check(&envelope(b"escx", 2, b"payload")), Err(CiphertextError::Version(2)));
        let mut changed = good;
        changed[9] ^= 1;
        assert_eq!(check(&changed), Err(CiphertextError::Checksum));
        assert_eq!(check_ciphertext("ZXNj..."), Err(CiphertextError::Base64));
    }
}
