//! The `gitlab` report: a Code Quality artifact, which GitLab shows in merge requests.
//!
//! Format: <https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format>. Paths there have no leading `./`.

use esc_analysis::Severity;
use serde::Serialize;

use super::Report;
use super::finding::{Finding, findings};

#[derive(Serialize)]
struct Issue<'a> {
    description: &'a str,
    check_name: &'static str,
    fingerprint: &'a str,
    severity: &'static str,
    location: Location<'a>,
}

#[derive(Serialize)]
struct Location<'a> {
    path: &'a str,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: u32,
    end: u32,
}

/// An array of issues.
pub(super) fn render(report: &Report) -> serde_json::Result<String> {
    let findings = findings(report);
    let issues: Vec<Issue<'_>> = findings.iter().map(issue).collect();
    serde_json::to_string(&issues).map(|json| json + "\n")
}

fn issue<'a>(finding: &'a Finding<'a>) -> Issue<'a> {
    Issue {
        description: finding.message,
        check_name: finding.code,
        fingerprint: &finding.fingerprint,
        severity: match finding.severity {
            Severity::Error => "major",
            Severity::Warning => "minor",
            Severity::Info => "info",
        },
        location: Location {
            path: finding.path.strip_prefix("./").unwrap_or(finding.path),
            lines: Lines { begin: finding.start.line, end: finding.end.line },
        },
    }
}
