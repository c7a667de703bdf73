//! The `junit` report: a file is a suite, and a finding a failed test of it, for servers that show tests.
//!
//! Format: <https://github.com/testmoapp/junitxml>. A clean file is a suite with one test that passed. What is only worth knowing fails no
//! test: it is a skipped one, with its message.

use std::collections::HashMap;
use std::fmt::Write;

use esc_analysis::Severity;

use super::finding::{Finding, findings};
use super::xml::escape;
use super::{Report, RunError, severity_name};

/// One document.
pub(super) fn render(report: &Report) -> String {
    let findings = findings(report);
    let mut by_path: HashMap<&str, Vec<&Finding<'_>>> = HashMap::new();
    for finding in &findings {
        by_path.entry(finding.path).or_default().push(finding);
    }
    let mut suites = String::new();
    let mut total = Counts::default();
    for path in &report.files {
        total.add(suite(&mut suites, path, by_path.get(path.as_str()).map_or(&[], Vec::as_slice)));
    }
    for error in &report.errors {
        total.add(unread(&mut suites, error));
    }
    let Counts { tests, failures, errors, skipped } = total;
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <testsuites name=\"esc-lint\" tests=\"{tests}\" failures=\"{failures}\" errors=\"{errors}\" skipped=\"{skipped}\">\n\
         {suites}</testsuites>\n"
    )
}

#[derive(Clone, Copy, Default)]
struct Counts {
    tests: usize,
    failures: usize,
    errors: usize,
    skipped: usize,
}

impl Counts {
    fn add(&mut self, other: Counts) {
        self.tests += other.tests;
        self.failures += other.failures;
        self.errors += other.errors;
        self.skipped += other.skipped;
    }
}

fn suite(out: &mut String, path: &str, findings: &[&Finding<'_>]) -> Counts {
    let skipped = findings.iter().filter(|finding| finding.severity == Severity::Info).count();
    let counts = Counts { tests: findings.len().max(1), failures: findings.len() - skipped, errors: 0, skipped };
    open(out, path, counts);
    if findings.is_empty() {
        let _ = writeln!(out, "    <testcase name=\"esc-lint\" classname=\"{0}\" file=\"{0}\"/>", escape(path));
    }
    findings.iter().for_each(|finding| case(out, finding));
    out.push_str("  </testsuite>\n");
    counts
}

fn open(out: &mut String, path: &str, Counts { tests, failures, errors, skipped }: Counts) {
    let path = escape(path);
    let _ =
        writeln!(out, "  <testsuite name=\"{path}\" tests=\"{tests}\" failures=\"{failures}\" errors=\"{errors}\" skipped=\"{skipped}\">");
}

fn case(out: &mut String, finding: &Finding<'_>) {
    let Finding { code, name, start, message, .. } = finding;
    let (path, line, column, message) = (escape(finding.path), start.line, start.column, escape(message));
    let _ = writeln!(out, "    <testcase name=\"{code} {name}\" classname=\"{path}\" file=\"{path}\" line=\"{line}\">");
    let _ = match finding.severity {
        Severity::Info => writeln!(out, "      <skipped message=\"{message}\"/>"),
        severity => {
            let help = finding.help.map(|help| format!("\n{}", escape(help))).unwrap_or_default();
            let type_ = severity_name(severity);
            writeln!(out, "      <failure type=\"{type_}\" message=\"{message}\">{path}:{line}:{column}: {message}{help}</failure>")
        }
    };
    out.push_str("    </testcase>\n");
}

/// A file that could not be looked at.
fn unread(out: &mut String, error: &RunError) -> Counts {
    let counts = Counts { tests: 1, errors: 1, ..Counts::default() };
    open(out, &error.path, counts);
    let (path, message) = (escape(&error.path), escape(&error.message));
    let _ = writeln!(out, "    <testcase name=\"esc-lint\" classname=\"{path}\" file=\"{path}\"><error message=\"{message}\"/></testcase>");
    out.push_str("  </testsuite>\n");
    counts
}
