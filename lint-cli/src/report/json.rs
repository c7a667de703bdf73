//! The `json` and `jsonl` reports: the schema that other programs rely on, version 1.
//!
//! Fields without a value are absent. `line` and `column` count from 1, columns in Unicode scalar values (a BOM is no column);
//! `offset` counts bytes from 0 in the file as it is on disk; `end` is exclusive. Changing any of that needs a new version.

use serde::Serialize;

use super::Report;
use super::finding::{Finding, findings};
use super::summary::Summary;

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

/// The report as one line of JSON.
pub(super) fn render(report: &Report) -> serde_json::Result<String> {
    let Summary { error, warning, info, .. } = Summary::of(report);
    let document = Document {
        schema_version: SCHEMA_VERSION,
        tool: Tool { name: env!("CARGO_PKG_NAME"), version: env!("CARGO_PKG_VERSION") },
        files: report.files.len(),
        diagnostics: findings(report),
        errors: report.errors.iter().map(|error| RunError { path: &error.path, message: &error.message }).collect(),
        summary: Counts { error, warning, info },
    };
    serde_json::to_string(&document).map(|json| json + "\n")
}

/// The findings alone, one a line, with the same fields: the `jsonl` report.
pub(super) fn render_lines(report: &Report) -> serde_json::Result<String> {
    findings(report).iter().map(|finding| serde_json::to_string(finding).map(|json| json + "\n")).collect()
}
