//! Why a configuration cannot be used, said with its place and the nearest name that would have been right.

use std::fmt;

use esc_analysis::nearest::nearest;

/// A configuration that cannot be used.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ConfigError {
    /// The file, as reports call it.
    pub path: String,
    /// Line and column from 1, where they are known.
    pub place: Option<(usize, usize)>,
    /// What is wrong, and what to write instead.
    pub message: String,
}

/// The longest message, in Unicode scalars.
const LONGEST: usize = 300;

impl ConfigError {
    pub(crate) fn new(path: &str, message: impl Into<String>) -> ConfigError {
        ConfigError { path: path.to_owned(), place: None, message: shorten(on_one_line(&message.into())) }
    }

    pub(super) fn from_yaml(path: &str, error: &serde_yaml::Error) -> ConfigError {
        let mut message = error.to_string();
        let place = error.location().map(|location| (location.line(), location.column()));
        if let Some((line, column)) = place
            && let Some(bare) = message.strip_suffix(&format!(" at line {line} column {column}"))
        {
            message.truncate(bare.len());
        }
        let message = name_the_nearest(&message).unwrap_or_else(|| message.replace("expected a sequence", "expected a list"));
        ConfigError { place, ..ConfigError::new(path, message) }
    }
}

/// A message on one line, whatever the name or value that it quotes.
fn on_one_line(message: &str) -> String {
    let plain = |c: char| if c.is_control() { c.escape_default().collect() } else { String::from(c) };
    message.chars().map(plain).collect()
}

/// The start of a message that quotes half the file.
fn shorten(mut message: String) -> String {
    if let Some((end, _)) = message.char_indices().nth(LONGEST) {
        message.truncate(end);
        message.push('…');
    }
    message
}

/// Turns serde's "unknown field `x`, expected one of `a`, `b`" into a sentence that names the nearest.
///
/// The deserializer's error type keeps no parts, only this text; its form is fixed by serde's `Error::unknown_field` and `unknown_variant`.
fn name_the_nearest(message: &str) -> Option<String> {
    let (head, tail) = ["unknown field ", "unknown variant "].iter().find_map(|start| message.split_once(start))?;
    let mut names = tail.split('`').skip(1).step_by(2);
    let wrong = names.next()?;
    let known: Vec<&str> = names.collect();
    let what = if message.contains("unknown field ") { "key" } else { "value" };
    let hint = match nearest(wrong, known.iter().copied()) {
        Some(name) => format!("did you mean `{name}`?"),
        None => format!("it can be {}", known.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")),
    };
    Some(format!("{head}unknown {what} `{wrong}`; {hint}"))
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.place {
            Some((line, column)) => write!(f, "{}:{line}:{column}: {}", self.path, self.message),
            None => write!(f, "{}: {}", self.path, self.message),
        }
    }
}

impl std::error::Error for ConfigError {}
