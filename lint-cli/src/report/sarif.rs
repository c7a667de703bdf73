//! The `sarif` report: SARIF 2.1.0, for code scanning and for the tools that compare runs.
//!
//! Format: <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>. Rules that have findings are described, with their pages.

use std::collections::BTreeMap;

use esc_analysis::rules::{Group, Level, Page, Rule};
use esc_analysis::{Diagnostic, Severity};
use serde_json::{Value as Json, json};

use super::finding::{Change, Finding, Place, RelatedPlace, Replacement, findings};
use super::{Report, RunError};

/// Its version is that of the way in which [`super::fingerprint`] makes them.
const FINGERPRINT: &str = "escLint/v1";

/// One log with one run.
pub(super) fn render(report: &Report) -> serde_json::Result<String> {
    let rules = spoken(&report.diagnostics);
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": env!("CARGO_PKG_NAME"),
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules.values().map(|(_, rule)| descriptor(rule)).collect::<Vec<_>>(),
            }},
            "columnKind": "unicodeCodePoints",
            "invocations": [{
                "executionSuccessful": !report.errors.iter().any(|error| error.fatal),
                "toolExecutionNotifications": report.errors.iter().map(notification).collect::<Vec<_>>(),
            }],
            "results": findings(report).iter().map(|finding| result(finding, &rules)).collect::<Vec<_>>(),
        }],
    });
    serde_json::to_string(&log).map(|json| json + "\n")
}

/// Rules by code, each with its place in the list.
type Spoken = BTreeMap<&'static str, (usize, &'static Rule)>;

/// The rules that have findings.
fn spoken(diagnostics: &[Diagnostic]) -> Spoken {
    let mut spoken: Spoken = diagnostics.iter().map(|diagnostic| (diagnostic.rule.code, (0, diagnostic.rule))).collect();
    spoken.values_mut().enumerate().for_each(|(index, (place, _))| *place = index);
    spoken
}

/// The examples of a page stay out: those about credentials look like some, and would be found by whatever scans reports.
fn descriptor(rule: &Rule) -> Json {
    let Page { what, why, fix, .. } = rule.page;
    let mut descriptor = json!({
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": what},
        "help": {"text": fix, "markdown": format!("## Why it matters\n\n{why}\n\n## How to fix it\n\n{fix}\n")},
        "defaultConfiguration": match rule.level {
            Level::Off => json!({"enabled": false}),
            Level::On(severity) => json!({"level": level(severity)}),
        },
        "properties": {"tags": [rule.group.title().to_lowercase()]},
    });
    if let Some(url) = rule.url() {
        descriptor["helpUri"] = url.into();
    }
    if rule.group == Group::Secrets {
        // Code scanning shows rules with this tag and score among the alerts about security.
        descriptor["properties"] = json!({"tags": ["security"], "security-severity": security_severity(rule)});
    }
    descriptor
}

fn security_severity(rule: &Rule) -> &'static str {
    match rule.severity_when_selected() {
        Severity::Error => "8.0",
        Severity::Warning => "5.0",
        Severity::Info => "2.0",
    }
}

fn result(finding: &Finding<'_>, rules: &Spoken) -> Json {
    let mut location = json!({"physicalLocation": physical(finding.path, finding.start, finding.end)});
    if let Some(path) = finding.doc_path {
        location["logicalLocations"] = json!([{"fullyQualifiedName": path, "kind": "member"}]);
    }
    let mut result = json!({
        "ruleId": finding.code,
        "level": level(finding.severity),
        "message": {"text": finding.with_help()},
        "locations": [location],
        "partialFingerprints": {FINGERPRINT: finding.fingerprint},
    });
    if let Some((index, _)) = rules.get(finding.code) {
        result["ruleIndex"] = (*index).into();
    }
    if !finding.related.is_empty() {
        result["relatedLocations"] = finding.related.iter().map(related).collect();
    }
    if let Some(change) = &finding.fix {
        result["fixes"] = json!([fix(change)]);
    }
    result
}

fn related(related: &RelatedPlace<'_>) -> Json {
    json!({"physicalLocation": physical(related.path, related.start, related.end), "message": {"text": related.message}})
}

fn fix(change: &Change<'_>) -> Json {
    let files = change.edits.chunk_by(|a, b| a.path == b.path);
    let changes: Vec<Json> = files
        .filter_map(|edits| {
            let path = edits.first()?.path;
            let replacements: Vec<Json> = edits.iter().map(replacement).collect();
            Some(json!({"artifactLocation": {"uri": uri(path)}, "replacements": replacements}))
        })
        .collect();
    json!({"description": {"text": change.title}, "artifactChanges": changes, "properties": {"applicability": change.applicability}})
}

fn replacement(edit: &Replacement<'_>) -> Json {
    let mut replacement = json!({"deletedRegion": region(edit.start, edit.end)});
    if !edit.new_text.is_empty() {
        replacement["insertedContent"] = json!({"text": edit.new_text});
    }
    replacement
}

/// A file that was not looked at.
fn notification(error: &RunError) -> Json {
    json!({
        "level": if error.fatal { "error" } else { "warning" },
        "message": {"text": error.message},
        "locations": [{"physicalLocation": {"artifactLocation": {"uri": uri(&error.path)}}}],
    })
}

fn physical(path: &str, start: Place, end: Place) -> Json {
    json!({"artifactLocation": {"uri": uri(path)}, "region": region(start, end)})
}

fn region(start: Place, end: Place) -> Json {
    json!({"startLine": start.line, "startColumn": start.column, "endLine": end.line, "endColumn": end.column})
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

/// A path as a URI reference: relative to where the command ran, or `file:` for an absolute one.
fn uri(path: &str) -> String {
    let path = path.strip_prefix("./").unwrap_or(path);
    let mut uri = String::with_capacity(path.len() + 8);
    if path.starts_with('/') {
        uri.push_str("file://");
    }
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => uri.push(char::from(byte)),
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_become_uri_references() {
        assert_eq!(uri("./envs/a b/dév.yaml"), "envs/a%20b/d%C3%A9v.yaml");
        assert_eq!(uri("/srv/a:1.yaml"), "file:///srv/a%3A1.yaml");
        assert_eq!(uri("../base.yaml"), "../base.yaml");
    }
}
