//! What a run found, and the formats that show it.
//!
//! Every format renders the same [`Report`]; none of them decides anything. No format shows secret text: `full` masks it in
//! excerpts, `json` leaves out a fix whose new text would tell it, and the others print no source text at all.

mod concise;
mod excerpt;
mod full;
mod json;
mod mask;
mod style;
mod summary;
#[cfg(test)]
mod tests;

use std::borrow::Cow;

use esc_analysis::{Diagnostic, Severity};
use esc_project::{Found, ReadError};

pub(crate) use concise::render as concise;
pub(crate) use full::render as full;
pub(crate) use json::{Place, render as json};
pub(crate) use mask::{Secrets, masked, tells};
pub(crate) use style::{ColorChoice, Palette, Role};
pub(crate) use summary::count;

/// How a report is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug, clap::ValueEnum)]
pub(crate) enum Format {
    /// Excerpts with underlines, for people
    Full,
    /// One line per finding: path:line:column: severity[CODE name]: message
    Concise,
    /// One JSON object, for programs
    Json,
}

/// Something that kept the run from looking at a file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct RunError {
    /// The file, as it was given or found.
    pub path: String,
    /// What is wrong with it.
    pub message: String,
    /// Whether the run fails for it: the file was asked for by name or by a pattern of the configuration.
    pub fatal: bool,
}

impl RunError {
    /// A file that was found and could not be read.
    pub fn new(found: &Found, error: &ReadError) -> RunError {
        RunError { path: found.shown.clone(), message: error.to_string(), fatal: found.is_asked_for() }
    }
}

/// The findings of a run, in order.
#[derive(Default, Debug)]
pub(crate) struct Report {
    /// Ordered by path, then place.
    pub diagnostics: Vec<Diagnostic>,
    /// Ordered by path.
    pub errors: Vec<RunError>,
    /// How many files were looked at.
    pub files: usize,
}

/// What the text formats may be asked to leave out or to add.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TextOptions {
    /// Colours, or none.
    pub palette: Palette,
    /// No summary line unless the run fails.
    pub quiet: bool,
    /// Findings per rule.
    pub statistics: bool,
}

/// The line that says why a file is not part of the report, for standard error.
pub(crate) fn error_line(error: &RunError) -> String {
    let weight = if error.fatal { "error" } else { "warning" };
    format!("{weight}: {}: {}\n", printable(&error.path), printable(&error.message))
}

/// The name of a severity in every report.
pub(crate) fn severity_name(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "info",
    }
}

/// Text for a terminal: what the author of a file put into a name or path cannot move the cursor or reverse the line.
pub(crate) fn printable(text: &str) -> Cow<'_, str> {
    if !text.contains(is_unprintable) {
        return Cow::Borrowed(text);
    }
    let escape = |c: char| if is_unprintable(c) { c.escape_default().collect() } else { c.to_string() };
    Cow::Owned(text.chars().map(escape).collect())
}

/// Control characters, line separators and the characters that change the direction of text.
fn is_unprintable(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}
