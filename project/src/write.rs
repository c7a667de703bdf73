//! Text onto the disk, whole or not at all.
//!
//! The new text is written beside the file and renamed over it, so that nobody ever reads half of it and a full disk costs nothing. Links are
//! followed, permissions kept. A file that somebody else has changed since it was read is left alone.

use std::fmt;
use std::fs::{self, File, Permissions};
use std::io::{self, Write};
use std::path::Path;

use tempfile::Builder;

use crate::{ReadError, read_text};

/// Why a file was not written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum WriteError {
    /// Its permissions say that it is not to be changed.
    ReadOnly,
    /// It is no longer what was read.
    Changed,
    /// It can no longer be read.
    Read(ReadError),
    /// Whatever the system says.
    Other(String),
}

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            WriteError::ReadOnly => f.write_str("is read-only, and was not changed"),
            WriteError::Changed => f.write_str("was changed by someone else meanwhile, and was left alone"),
            WriteError::Read(error) => write!(f, "cannot be read any more, and was not changed: {error}"),
            WriteError::Other(message) => write!(f, "cannot be written: {message}"),
        }
    }
}

impl std::error::Error for WriteError {}

impl From<io::Error> for WriteError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::PermissionDenied => WriteError::Other("permission denied".to_owned()),
            _ => WriteError::Other(error.to_string()),
        }
    }
}

/// Puts `after` in the place of `before` in the file at `path`. Where both are the same, nothing is written.
///
/// # Errors
/// If the file holds something else than `before`, or cannot be written. It is unchanged then.
pub fn replace_text(path: &Path, before: &str, after: &str) -> Result<(), WriteError> {
    if before == after {
        return Ok(());
    }
    let path = path.canonicalize().map_err(|error| WriteError::Read(error.into()))?;
    let permissions = fs::metadata(&path)?.permissions();
    if permissions.readonly() {
        return Err(WriteError::ReadOnly);
    }
    if read_text(&path).map_err(WriteError::Read)? != before {
        return Err(WriteError::Changed);
    }
    put(&path, after, Some(permissions))
}

/// Makes `text` the content of the file at `path`, which need not be there.
///
/// # Errors
/// If it cannot be written. It is unchanged then.
pub fn write_text(path: &Path, text: &str) -> Result<(), WriteError> {
    match path.canonicalize() {
        Ok(path) => {
            let permissions = fs::metadata(&path)?.permissions();
            if permissions.readonly() { Err(WriteError::ReadOnly) } else { put(&path, text, Some(permissions)) }
        }
        Err(_) => put(path, text, None),
    }
}

fn put(path: &Path, text: &str, permissions: Option<Permissions>) -> Result<(), WriteError> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut builder = Builder::new();
    builder.prefix(".esc-lint-").suffix(".tmp");
    // A file that is new is for everybody whom the user's own settings allow, as if it had not been written in a roundabout way.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut file = builder.tempfile_in(folder)?;
    file.write_all(text.as_bytes())?;
    if let Some(permissions) = permissions {
        file.as_file().set_permissions(permissions)?;
    }
    file.as_file().sync_all()?;
    file.persist(path).map_err(|error| error.error)?;
    // The new name is on the disk once the folder is; where folders cannot be opened, it gets there in its own time.
    if let Ok(folder) = File::open(folder) {
        let _ = folder.sync_all();
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder_with(name: &str, text: &str) -> (tempfile::TempDir, std::path::PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        fs::write(&path, text).unwrap();
        (folder, path)
    }

    #[test]
    fn replaces_and_leaves_nothing_behind() {
        let (folder, path) = folder_with("a.yaml", "\u{FEFF}a: 1\r\n");
        replace_text(&path, "\u{FEFF}a: 1\r\n", "\u{FEFF}a: 2\r\n").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "\u{FEFF}a: 2\r\n");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn leaves_alone_what_has_changed_or_is_read_only() {
        let (folder, path) = folder_with("a.yaml", "a: 3\n");
        assert_eq!(replace_text(&path, "a: 1\n", "a: 2\n"), Err(WriteError::Changed));
        let mut permissions = fs::metadata(&path).unwrap().permissions();
        permissions.set_readonly(true);
        fs::set_permissions(&path, permissions).unwrap();
        assert_eq!(replace_text(&path, "a: 3\n", "a: 2\n"), Err(WriteError::ReadOnly));
        assert_eq!(fs::read_to_string(&path).unwrap(), "a: 3\n");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        assert!(matches!(replace_text(&folder.path().join("b.yaml"), "a", "b"), Err(WriteError::Read(ReadError::NotFound))));
    }

    #[test]
    fn writes_nothing_where_nothing_changes() {
        let (_folder, path) = folder_with("a.yaml", "a: 1\n");
        let written = fs::metadata(&path).unwrap().modified().unwrap();
        replace_text(&path, "a: 1\n", "a: 1\n").unwrap();
        assert_eq!(fs::metadata(&path).unwrap().modified().unwrap(), written);
    }

    #[test]
    fn makes_files_that_were_not_there() {
        let (folder, path) = folder_with("a.yaml", "a: 1\n");
        for path in [path, folder.path().join("new.yaml")] {
            write_text(&path, "a: 2\n").unwrap();
            assert_eq!(fs::read_to_string(&path).unwrap(), "a: 2\n");
        }
        assert!(write_text(&folder.path().join("gone/a.yaml"), "a: 2\n").is_err());
    }

    #[cfg(unix)]
    #[test]
    fn keeps_the_mode_and_follows_links() {
        use std::os::unix::fs::{PermissionsExt, symlink};

        let (folder, path) = folder_with("a.yaml", "a: 1\n");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        let link = folder.path().join("link.yaml");
        symlink("a.yaml", &link).unwrap();
        replace_text(&link, "a: 1\n", "a: 2\n").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "a: 2\n");
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o7777, 0o640);
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    }
}
