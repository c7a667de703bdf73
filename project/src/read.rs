//! Bytes off the disk, or one clear reason why not.
//!
//! Nothing is read past [`esc_syntax::MAX_LEN`], so that a huge or endless file costs no memory.

use std::fmt;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use esc_syntax::MAX_LEN;

/// Why a file, directory or pattern gave no text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ReadError {
    /// Nothing has this name.
    NotFound,
    /// A symbolic link whose target does not exist.
    DanglingLink,
    /// The permissions forbid it.
    PermissionDenied,
    /// A directory where a file was expected.
    IsDirectory,
    /// Longer than [`MAX_LEN`] bytes.
    TooLarge,
    /// The bytes are not UTF-8; the first wrong one is on this line (from 1).
    NotUtf8 {
        /// Line of the first byte that is no UTF-8, from 1.
        line: usize,
    },
    /// Starts with a UTF-16 byte order mark.
    Utf16,
    /// A pattern that no file matches.
    NoMatch,
    /// Whatever else the system says.
    Other(String),
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ReadError::NotFound => f.write_str("no such file or directory"),
            ReadError::DanglingLink => f.write_str("is a link to a file that does not exist"),
            ReadError::PermissionDenied => f.write_str("permission denied"),
            ReadError::IsDirectory => f.write_str("is a directory, not a file"),
            ReadError::TooLarge => write!(f, "is larger than {} MiB; no environment is that large", MAX_LEN / (1024 * 1024)),
            ReadError::NotUtf8 { line } => write!(f, "is not UTF-8 (line {line}); save it as UTF-8"),
            ReadError::Utf16 => f.write_str("is UTF-16; save it as UTF-8"),
            ReadError::NoMatch => f.write_str("no file matches this pattern"),
            ReadError::Other(message) => f.write_str(message),
        }
    }
}

impl std::error::Error for ReadError {}

impl From<io::Error> for ReadError {
    fn from(error: io::Error) -> Self {
        ReadError::from(&error)
    }
}

impl From<&io::Error> for ReadError {
    fn from(error: &io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound => ReadError::NotFound,
            io::ErrorKind::PermissionDenied => ReadError::PermissionDenied,
            io::ErrorKind::IsADirectory => ReadError::IsDirectory,
            _ => ReadError::Other(error.to_string()),
        }
    }
}

/// The text of the file at `path`, byte for byte (BOM and CR included).
pub fn read_text(path: &Path) -> Result<String, ReadError> {
    let file = File::open(path).map_err(|error| open_error(path, error))?;
    let metadata = file.metadata()?;
    if metadata.is_dir() {
        return Err(ReadError::IsDirectory);
    }
    if metadata.len() > MAX_LEN as u64 {
        return Err(ReadError::TooLarge);
    }
    read_from(file, metadata.len() as usize)
}

/// As [`read_text`], from something that is open already. `expected` is how many bytes are likely to come.
pub fn read_from(reader: impl Read, expected: usize) -> Result<String, ReadError> {
    let mut bytes = Vec::with_capacity(expected.min(MAX_LEN) + 1);
    // One byte more than allowed tells "just fits" from "does not end".
    reader.take(MAX_LEN as u64 + 1).read_to_end(&mut bytes)?;
    if bytes.len() > MAX_LEN {
        return Err(ReadError::TooLarge);
    }
    String::from_utf8(bytes).map_err(|error| {
        let bytes = error.as_bytes();
        if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
            return ReadError::Utf16;
        }
        let valid = &bytes[..error.utf8_error().valid_up_to()];
        ReadError::NotUtf8 { line: valid.iter().filter(|&&byte| byte == b'\n').count() + 1 }
    })
}

fn open_error(path: &Path, error: io::Error) -> ReadError {
    let is_link = || path.symlink_metadata().is_ok_and(|metadata| metadata.file_type().is_symlink());
    match error.kind() {
        io::ErrorKind::NotFound if is_link() => ReadError::DanglingLink,
        _ => error.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> Result<String, ReadError> {
        read_from(bytes, bytes.len())
    }

    #[test]
    fn keeps_every_byte() {
        assert_eq!(read(b"\xEF\xBB\xBFa: 1\r\n"), Ok("\u{FEFF}a: 1\r\n".to_owned()));
    }

    #[test]
    fn names_the_line_of_the_first_wrong_byte() {
        assert_eq!(read(b"a: 1\nb: caf\xE9\n"), Err(ReadError::NotUtf8 { line: 2 }));
    }

    #[test]
    fn recognises_utf16() {
        assert_eq!(read(b"\xFF\xFEa\0:\0"), Err(ReadError::Utf16));
    }

    #[test]
    fn an_endless_reader_is_too_large() {
        assert_eq!(read_from(io::repeat(b'a'), 0), Err(ReadError::TooLarge));
    }
}
