//! A finding as the formats for programs show it: plain data, with every place converted and nothing in it that tells a secret.
//!
//! All of those formats are made from this one value, so that they hold the same findings with the same words.

use std::collections::HashMap;
use std::ops::Range;

use esc_analysis::{Applicability, Diagnostic, Edit, Fix, Related, Severity, Source};
use esc_syntax::{ColumnEncoding, TextRange, TextSize};
use serde::Serialize;

use super::fingerprint::Fingerprints;
use super::mask::{Secrets, tells};
use super::{Report, severity_name};

/// A finding. Serialised, it is what the `json` format promises.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Finding<'a> {
    pub path: &'a str,
    pub code: &'static str,
    pub name: &'static str,
    #[serde(serialize_with = "serialize_severity")]
    pub severity: Severity,
    pub message: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub help: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub doc_path: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    pub start: Place,
    pub end: Place,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub related: Vec<RelatedPlace<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fix: Option<Change<'a>>,
    /// What the finding is known by in the next run.
    #[serde(skip)]
    pub fingerprint: String,
}

impl Finding<'_> {
    /// What is wrong, and what to do on a line of its own.
    pub fn with_help(&self) -> String {
        match self.help {
            Some(help) => format!("{}\n{help}", self.message),
            None => self.message.to_owned(),
        }
    }
}

/// Another place that has to do with a finding.
#[derive(Serialize)]
pub(super) struct RelatedPlace<'a> {
    pub path: &'a str,
    pub message: &'a str,
    pub start: Place,
    pub end: Place,
}

/// A fix.
#[derive(Serialize)]
pub(super) struct Change<'a> {
    pub title: &'a str,
    pub applicability: &'static str,
    pub edits: Vec<Replacement<'a>>,
}

/// One edit of a fix.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Replacement<'a> {
    pub path: &'a str,
    pub start: Place,
    pub end: Place,
    pub new_text: &'a str,
}

/// A place. `line` and `column` count from 1, columns in Unicode scalar values; a BOM is no column.
#[derive(Clone, Copy, Serialize)]
pub(crate) struct Place {
    pub line: u32,
    pub column: u32,
    /// In bytes from 0, in the file as it is on disk.
    pub offset: u32,
    /// In bytes from 1, for formats that count so.
    #[serde(skip)]
    pub byte_column: u32,
}

impl Place {
    /// Where a range of `source` starts and ends.
    pub fn of_range(source: &Source, range: TextRange) -> (Place, Place) {
        (Place::new(source, range.start()), Place::new(source, range.end()))
    }

    /// Where `offset` is in `source`.
    pub fn new(source: &Source, offset: TextSize) -> Place {
        let at = |encoding| source.lines().line_column(source.text(), offset, encoding);
        let scalars = at(ColumnEncoding::Scalars);
        let byte_column = at(ColumnEncoding::Utf8).column + 1;
        Place { line: scalars.line + 1, column: scalars.column + 1, offset: offset.into(), byte_column }
    }
}

/// The findings of a report, in its order.
pub(super) fn findings(report: &Report) -> Vec<Finding<'_>> {
    let sources = report.diagnostics.iter().map(|diagnostic| &diagnostic.source);
    let secrets = Secrets::new(&report.diagnostics).of_all(sources);
    let mut builder = Builder { secrets, fingerprints: Fingerprints::default() };
    report.diagnostics.iter().map(|diagnostic| builder.finding(diagnostic)).collect()
}

/// Knows what may be shown.
struct Builder<'r> {
    /// By path.
    secrets: HashMap<&'r str, Vec<Range<usize>>>,
    fingerprints: Fingerprints,
}

impl<'r> Builder<'r> {
    fn finding(&mut self, diagnostic: &'r Diagnostic) -> Finding<'r> {
        let source = &diagnostic.source;
        let secrets = self.secrets.get(source.path()).map_or(&[][..], Vec::as_slice);
        let (start, end) = Place::of_range(source, diagnostic.range);
        Finding {
            path: source.path(),
            code: diagnostic.rule.code,
            name: diagnostic.rule.name,
            severity: diagnostic.severity,
            message: &diagnostic.message,
            help: diagnostic.help.as_deref(),
            doc_path: diagnostic.doc_path.as_deref(),
            url: diagnostic.rule.url(),
            start,
            end,
            related: diagnostic.related.iter().map(related).collect(),
            fix: shown_fix(diagnostic, secrets).and_then(|fix| change(source, fix)),
            fingerprint: self.fingerprints.of(diagnostic, secrets),
        }
    }
}

/// The finding's fix, unless its new text would tell a secret.
fn shown_fix<'r>(diagnostic: &'r Diagnostic, secrets: &[Range<usize>]) -> Option<&'r Fix> {
    let tells_secret = |edit: &Edit| edit.new_text.len() >= 3 && tells(&edit.new_text, &diagnostic.source, secrets);
    diagnostic.fix.as_ref().filter(|fix| !fix.edits.iter().any(tells_secret))
}

fn related(related: &Related) -> RelatedPlace<'_> {
    let (start, end) = Place::of_range(&related.source, related.range);
    RelatedPlace { path: related.source.path(), message: &related.message, start, end }
}

/// `None` where something is left to be filled in, which no program can do.
fn change<'a>(source: &'a Source, fix: &'a Fix) -> Option<Change<'a>> {
    let replacement = |edit: &'a Edit| {
        let (start, end) = Place::of_range(source, edit.range);
        Replacement { path: source.path(), start, end, new_text: &edit.new_text }
    };
    let applicability = match fix.applicability {
        Applicability::Safe => "safe",
        Applicability::Unsafe => "unsafe",
        Applicability::Draft => return None,
    };
    Some(Change { title: &fix.title, applicability, edits: fix.edits.iter().map(replacement).collect() })
}

fn serialize_severity<S: serde::Serializer>(severity: &Severity, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(severity_name(*severity))
}
