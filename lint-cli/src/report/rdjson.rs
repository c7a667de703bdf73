//! The `rdjson` report, for reviewdog: findings with suggestions that a reviewer can commit.
//!
//! Format: `DiagnosticResult` of <https://github.com/reviewdog/reviewdog/tree/master/proto/rdf>. Columns there count bytes, from 1.

use esc_analysis::Severity;
use serde::Serialize;

use super::Report;
use super::finding::{Change, Finding, Place, Replacement, findings};

#[derive(Serialize)]
struct DiagnosticResult<'a> {
    source: Source,
    diagnostics: Vec<Diagnostic<'a>>,
}

#[derive(Serialize)]
struct Source {
    name: &'static str,
}

#[derive(Serialize)]
struct Diagnostic<'a> {
    message: String,
    location: Location<'a>,
    severity: &'static str,
    code: Code<'a>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suggestions: Vec<Suggestion<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<RelatedLocation<'a>>,
}

#[derive(Serialize)]
struct RelatedLocation<'a> {
    message: &'a str,
    location: Location<'a>,
}

#[derive(Serialize)]
struct Location<'a> {
    path: &'a str,
    range: Range,
}

#[derive(Serialize)]
struct Range {
    start: Position,
    end: Position,
}

#[derive(Serialize)]
struct Position {
    line: u32,
    column: u32,
}

#[derive(Serialize)]
struct Code<'a> {
    value: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
}

#[derive(Serialize)]
struct Suggestion<'a> {
    range: Range,
    text: &'a str,
}

/// One object.
pub(super) fn render(report: &Report) -> serde_json::Result<String> {
    let findings = findings(report);
    let diagnostics = findings.iter().map(diagnostic).collect();
    serde_json::to_string(&DiagnosticResult { source: Source { name: env!("CARGO_PKG_NAME") }, diagnostics }).map(|json| json + "\n")
}

fn diagnostic<'a>(finding: &'a Finding<'a>) -> Diagnostic<'a> {
    let location = |path, start, end| Location { path, range: range(start, end) };
    Diagnostic {
        message: finding.with_help(),
        location: location(finding.path, finding.start, finding.end),
        severity: match finding.severity {
            Severity::Error => "ERROR",
            Severity::Warning => "WARNING",
            Severity::Info => "INFO",
        },
        code: Code { value: finding.code, url: finding.url.as_deref() },
        suggestions: finding.fix.iter().flat_map(suggestions).collect(),
        related_locations: finding
            .related
            .iter()
            .map(|related| RelatedLocation { message: related.message, location: location(related.path, related.start, related.end) })
            .collect(),
    }
}

/// A suggestion stands alone when it is committed, so a fix that needs several edits is none.
fn suggestions<'a>(fix: &'a Change<'a>) -> Option<Suggestion<'a>> {
    let [Replacement { start, end, new_text, .. }] = fix.edits.as_slice() else { return None };
    Some(Suggestion { range: range(*start, *end), text: new_text })
}

fn range(start: Place, end: Place) -> Range {
    let position = |place: Place| Position { line: place.line, column: place.byte_column };
    Range { start: position(start), end: position(end) }
}
