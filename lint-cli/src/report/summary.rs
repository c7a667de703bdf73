//! The figures of a report, and how the text formats say them.

use std::collections::{BTreeMap, HashSet};
use std::fmt::Write;

use esc_analysis::{Diagnostic, Severity};

use super::Report;
use super::style::{Palette, Role};

/// The figures of a report.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub(crate) struct Summary {
    /// Findings that are errors.
    pub error: usize,
    /// Findings that are warnings.
    pub warning: usize,
    /// Findings that are worth knowing.
    pub info: usize,
    /// Files that have a finding.
    pub affected: usize,
}

impl Summary {
    /// Counts.
    pub fn of(report: &Report) -> Summary {
        let mut summary = Summary::default();
        let mut paths = HashSet::new();
        for diagnostic in &report.diagnostics {
            match diagnostic.severity {
                Severity::Error => summary.error += 1,
                Severity::Warning => summary.warning += 1,
                Severity::Info => summary.info += 1,
            }
            paths.insert(diagnostic.source.path());
        }
        summary.affected = paths.len();
        summary
    }
}

/// Findings per rule, the most frequent first.
pub(super) fn statistics(report: &Report, palette: Palette) -> String {
    let mut by_rule: BTreeMap<&str, (usize, &Diagnostic)> = BTreeMap::new();
    for diagnostic in &report.diagnostics {
        by_rule.entry(diagnostic.rule.code).or_insert((0, diagnostic)).0 += 1;
    }
    let mut rows: Vec<_> = by_rule.into_values().collect();
    rows.sort_by_key(|(number, _)| std::cmp::Reverse(*number));
    let width = rows.first().map_or(0, |(number, _)| number.to_string().len());
    let mut out = String::new();
    for (number, diagnostic) in rows {
        let code = palette.paint(Role::Severity(diagnostic.severity), diagnostic.rule.code);
        let _ = writeln!(out, "{number:>width$}  {code}  {}", diagnostic.rule.name);
    }
    out
}

/// `Found 3 errors and 1 warning in 2 files (12 checked).`
pub(super) fn line(report: &Report, palette: Palette) -> String {
    let Summary { error, warning, info, affected } = Summary::of(report);
    let files = count(report.files.len(), "file");
    if affected == 0 {
        let verdict = palette.paint(Role::Good, "All good");
        let known = known(report.known, "nothing to report", "nothing new; the baseline has");
        return format!("{verdict}: {files} checked, {known}.\n");
    }
    let part = |number, noun, severity| {
        let text = if noun == "info" { format!("{number} {noun}") } else { count(number, noun) };
        (number > 0).then(|| palette.paint(Role::Severity(severity), text))
    };
    let parts: Vec<String> =
        [part(error, "error", Severity::Error), part(warning, "warning", Severity::Warning), part(info, "info", Severity::Info)]
            .into_iter()
            .flatten()
            .collect();
    let found = match parts.as_slice() {
        [rest @ .., last] if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        parts => parts.concat(),
    };
    let known = known(report.known, "", "; the baseline has");
    format!("Found {found} in {} ({} checked){known}.\n", count(affected, "file"), report.files.len())
}

/// What to say of findings that a baseline took out: `none` if there are none, else their number after `some`.
fn known(number: usize, none: &str, some: &str) -> String {
    match number {
        0 => none.to_owned(),
        number => format!("{some} {}", count(number, "finding")),
    }
}

/// `1 error`, `2 errors`.
pub(crate) fn count(number: usize, noun: &str) -> String {
    let ending = match number {
        1 => "",
        _ if noun.ends_with('x') => "es",
        _ => "s",
    };
    format!("{number} {noun}{ending}")
}
