//! What a run found, and the formats that show it.
//!
//! Every format renders the same [`Report`]; none of them decides anything. No format shows secret text: `full` masks it in
//! excerpts, [`finding`] leaves out a fix whose new text would tell it, and the others print no source text at all.

mod checkstyle;
mod concise;
mod excerpt;
mod finding;
mod fingerprint;
mod full;
mod github;
mod gitlab;
mod json;
mod junit;
mod mask;
mod rdjson;
mod sarif;
mod style;
mod summary;
#[cfg(test)]
mod tests;
mod xml;

use std::borrow::Cow;

use esc_analysis::{Diagnostic, Severity};
use esc_project::{Found, ReadError};

pub(crate) use finding::Place;
pub(crate) use fingerprint::text_hash;
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
    /// One JSON object a finding, a line each
    Jsonl,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// Annotations of GitHub Actions
    Github,
    /// GitLab's Code Quality artifact
    Gitlab,
    /// JUnit XML, for servers that show tests
    Junit,
    /// Checkstyle XML
    Checkstyle,
    /// For reviewdog
    Rdjson,
}

impl Format {
    /// Whether it is for people, and may be coloured and followed by a summary.
    pub fn is_text(self) -> bool {
        matches!(self, Format::Full | Format::Concise)
    }
}

/// The report in one of the formats. `failed` says whether the run ends with findings at or above the threshold.
pub(crate) fn render(report: &Report, format: Format, options: TextOptions, failed: bool) -> Result<String, String> {
    let written = match format {
        Format::Full => Ok(full::render(report, options, failed)),
        Format::Concise => Ok(concise::render(report, options)),
        Format::Json => json::render(report),
        Format::Jsonl => json::render_lines(report),
        Format::Sarif => sarif::render(report),
        Format::Github => Ok(github::render(report)),
        Format::Gitlab => gitlab::render(report),
        Format::Junit => Ok(junit::render(report)),
        Format::Checkstyle => Ok(checkstyle::render(report)),
        Format::Rdjson => rdjson::render(report),
    };
    written.map_err(|error| error.to_string())
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
    /// The files that were looked at, in order.
    pub files: Vec<String>,
    /// How many findings a baseline took out.
    pub known: usize,
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

/// Control characters, line separators, the characters that change the direction of text, and those that are none.
fn is_unprintable(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{2028}' | '\u{2029}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
        || matches!(c, '\u{FFFE}' | '\u{FFFF}')
}
