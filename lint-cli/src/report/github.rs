//! The `github` report: workflow commands, which GitHub Actions turns into annotations of the lines that they name.
//!
//! Format: <https://docs.github.com/actions/reference/workflow-commands-for-github-actions>.

use std::fmt::Write;

use esc_analysis::Severity;

use super::finding::{Finding, findings};
use super::{Report, printable};

/// One command a finding.
pub(super) fn render(report: &Report) -> String {
    findings(report).iter().fold(String::new(), |mut out, finding| {
        command(&mut out, finding);
        out
    })
}

fn command(out: &mut String, finding: &Finding<'_>) {
    let Finding { path, code, name, start, end, .. } = finding;
    let level = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "notice",
    };
    let _ = write!(out, "::{level} file={},line={},endLine={}", property(path), start.line, end.line);
    // Columns count within one line only.
    if start.line == end.line {
        let _ = write!(out, ",col={},endColumn={}", start.column, end.column);
    }
    let _ = writeln!(out, ",title={}::{}", property(&format!("{code} {name}")), data(&finding.with_help()));
}

/// The message of a command.
fn data(text: &str) -> String {
    let lines: Vec<_> = text.split('\n').map(printable).collect();
    lines.join("\n").replace('%', "%25").replace('\n', "%0A")
}

/// The value of a command's property.
fn property(text: &str) -> String {
    data(&printable(text)).replace(':', "%3A").replace(',', "%2C")
}
