//! Paths as a person types them, and what is wrong with those that lead nowhere.

use std::fmt;

use esc_syntax::{AccessorKind, Interpolation};

use crate::nearest::nearest;
use crate::rules::words::code;

/// Why a path names no value.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PathError(pub(super) String);

impl fmt::Display for PathError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for PathError {}

/// Reads a path as it stands in `${...}`, with or without these signs.
pub(super) fn parse(text: &str) -> Result<Vec<AccessorKind>, PathError> {
    let bare = text.trim();
    let bare = bare.strip_prefix("${").and_then(|rest| rest.strip_suffix('}')).unwrap_or(bare);
    let parsed = Interpolation::parse(&format!("${{{bare}}}"));
    match parsed.as_symbol() {
        Some(access) if parsed.errors.is_empty() && !bare.is_empty() => {
            Ok(access.accessors.iter().map(|accessor| accessor.kind.clone()).collect())
        }
        _ => Err(PathError(format!("{} is no path; write it as in `${{...}}`: `app.list[0]`, `app[\"some key\"]`", code(text)))),
    }
}

/// A path as `${...}` writes it.
pub(super) fn written<'a>(path: impl IntoIterator<Item = &'a AccessorKind>) -> String {
    let mut text = String::new();
    for step in path {
        match step {
            AccessorKind::Name(name) if text.is_empty() => text.push_str(name),
            AccessorKind::Name(name) => text.extend([".", name]),
            AccessorKind::Index(index) => text.push_str(&format!("[{index}]")),
            AccessorKind::Key(key) => text.push_str(&format!("[\"{}\"]", key.replace('"', "\\\""))),
        }
    }
    text
}

/// The error for a step that is not there. `above` is where it was looked for, `there` what is there.
pub(super) fn unknown<'n>(step: &AccessorKind, above: &str, there: impl IntoIterator<Item = &'n str, IntoIter: Clone>) -> PathError {
    let place = if above.is_empty() { "this environment".to_owned() } else { code(above) };
    let wanted = match step {
        AccessorKind::Name(name) | AccessorKind::Key(name) => name,
        AccessorKind::Index(index) => return PathError(format!("{place} has no item {index}")),
    };
    let hint = nearest(wanted, there).map(|name| format!("; did you mean {}?", code(name))).unwrap_or_default();
    PathError(format!("{place} has no {}{hint}", code(wanted)))
}
