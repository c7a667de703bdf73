//! The `json` report: the schema that other programs rely on, version 1.
//!
//! Fields without a value are absent. `line` and `column` count from 1, columns in Unicode scalar values (a BOM is no column);
//! `offset` counts bytes from 0 in the file as it is on disk; `end` is exclusive. Changing any of that needs a new version.

use std::collections::HashMap;
use std::ops::Range;

use esc_analysis::{Applicability, Diagnostic, Edit, Fix, Related, Source};
use esc_syntax::{ColumnEncoding, TextRange, TextSize};
use serde::Serialize;

use super::mask::{Secrets, tells};
use super::summary::Summary;
use super::{Report, severity_name};

/// Bumped when a field changes its meaning or goes away.
const SCHEMA_VERSION: u32 = 1;

/// The whole run.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Document<'a> {
    schema_version: u32,
    tool: Tool,
    files: usize,
    diagnostics: Vec<Finding<'a>>,
    errors: Vec<RunError<'a>>,
    summary: Counts,
}

#[derive(Serialize)]
struct Tool {
    name: &'static str,
    version: &'static str,
}

#[derive(Serialize)]
struct Counts {
    error: usize,
    warning: usize,
    info: usize,
}

#[derive(Serialize)]
struct RunError<'a> {
    path: &'a str,
    message: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Finding<'a> {
    path: &'a str,
    code: &'static str,
    name: &'static str,
    severity: &'static str,
    message: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    doc_path: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    start: Place,
    end: Place,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related: Vec<RelatedPlace<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fix: Option<Change<'a>>,
}

#[derive(Serialize)]
struct RelatedPlace<'a> {
    path: &'a str,
    message: &'a str,
    start: Place,
    end: Place,
}

#[derive(Serialize)]
struct Change<'a> {
    title: &'a str,
    applicability: &'static str,
    edits: Vec<Replacement<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Replacement<'a> {
    path: &'a str,
    start: Place,
    end: Place,
    new_text: &'a str,
}

/// A place, in all three coordinates.
#[derive(Serialize)]
pub(crate) struct Place {
    pub line: u32,
    pub column: u32,
    pub offset: u32,
}

impl Place {
    /// Where a range of `source` starts and ends.
    pub fn of_range(source: &Source, range: TextRange) -> (Place, Place) {
        (Place::new(source, range.start()), Place::new(source, range.end()))
    }

    /// Where `offset` is in `source`.
    pub fn new(source: &Source, offset: TextSize) -> Place {
        let at = source.lines().line_column(source.text(), offset, ColumnEncoding::Scalars);
        Place { line: at.line + 1, column: at.column + 1, offset: offset.into() }
    }
}

/// The report as one line of JSON.
pub(crate) fn render(report: &Report) -> serde_json::Result<String> {
    let Summary { error, warning, info, .. } = Summary::of(report);
    let mut shown_fixes = ShownFixes { secrets: Secrets::new(&report.diagnostics), by_path: HashMap::new() };
    let document = Document {
        schema_version: SCHEMA_VERSION,
        tool: Tool { name: env!("CARGO_PKG_NAME"), version: env!("CARGO_PKG_VERSION") },
        files: report.files,
        diagnostics: report.diagnostics.iter().map(|diagnostic| finding(diagnostic, &mut shown_fixes)).collect(),
        errors: report.errors.iter().map(|error| RunError { path: &error.path, message: &error.message }).collect(),
        summary: Counts { error, warning, info },
    };
    serde_json::to_string(&document).map(|json| json + "\n")
}

/// Knows which fixes may be shown; a file's secrets are looked up when its first fix with new text turns up.
struct ShownFixes<'r> {
    secrets: Secrets<'r>,
    by_path: HashMap<&'r str, Vec<Range<usize>>>,
}

impl<'r> ShownFixes<'r> {
    /// The finding's fix, unless its new text would tell a secret.
    fn of(&mut self, diagnostic: &'r Diagnostic) -> Option<&'r Fix> {
        let fix = diagnostic.fix.as_ref()?;
        let source = &diagnostic.source;
        let mut tells_secret = |edit: &Edit| {
            let ranges = self.by_path.entry(source.path()).or_insert_with(|| self.secrets.of(source));
            tells(&edit.new_text, source, ranges)
        };
        (!fix.edits.iter().any(|edit| edit.new_text.len() >= 3 && tells_secret(edit))).then_some(fix)
    }
}

fn finding<'r>(diagnostic: &'r Diagnostic, shown_fixes: &mut ShownFixes<'r>) -> Finding<'r> {
    let (start, end) = Place::of_range(&diagnostic.source, diagnostic.range);
    Finding {
        path: diagnostic.source.path(),
        code: diagnostic.rule.code,
        name: diagnostic.rule.name,
        severity: severity_name(diagnostic.severity),
        message: &diagnostic.message,
        help: diagnostic.help.as_deref(),
        doc_path: diagnostic.doc_path.as_deref(),
        url: diagnostic.rule.url(),
        start,
        end,
        related: diagnostic.related.iter().map(related).collect(),
        fix: shown_fixes.of(diagnostic).map(|fix| change(&diagnostic.source, fix)),
    }
}

fn related(related: &Related) -> RelatedPlace<'_> {
    let (start, end) = Place::of_range(&related.source, related.range);
    RelatedPlace { path: related.source.path(), message: &related.message, start, end }
}

fn change<'a>(source: &'a Source, fix: &'a Fix) -> Change<'a> {
    let replacement = |edit: &'a Edit| {
        let (start, end) = Place::of_range(source, edit.range);
        Replacement { path: source.path(), start, end, new_text: &edit.new_text }
    };
    Change {
        title: &fix.title,
        applicability: match fix.applicability {
            Applicability::Safe => "safe",
            Applicability::Unsafe => "unsafe",
        },
        edits: fix.edits.iter().map(replacement).collect(),
    }
}
