//! The `checkstyle` report, for the many tools that read what Checkstyle writes.
//!
//! Format: files with errors in them, as Checkstyle's own `XMLLogger` writes it (<https://checkstyle.org>).

use std::fmt::Write;

use super::finding::{Finding, findings};
use super::xml::escape;
use super::{Report, severity_name};

/// One document.
pub(super) fn render(report: &Report) -> String {
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<checkstyle version=\"10.0\">\n");
    for findings in findings(report).chunk_by(|a, b| a.path == b.path) {
        file(&mut out, findings);
    }
    out.push_str("</checkstyle>\n");
    out
}

fn file(out: &mut String, findings: &[Finding<'_>]) {
    let Some(Finding { path, .. }) = findings.first() else { return };
    let _ = writeln!(out, "  <file name=\"{}\">", escape(path));
    for Finding { start, severity, message, code, .. } in findings {
        let (line, column, severity, message) = (start.line, start.column, severity_name(*severity), escape(message));
        let _ = writeln!(
            out,
            "    <error line=\"{line}\" column=\"{column}\" severity=\"{severity}\" message=\"{message}\" source=\"esc-lint.{code}\"/>"
        );
    }
    out.push_str("  </file>\n");
}
