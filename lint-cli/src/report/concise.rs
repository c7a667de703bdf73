//! The `concise` report: one line per finding, for editors' quickfix lists, `grep` and `sort`.

use std::fmt::Write;

use esc_analysis::Diagnostic;

use super::style::{Palette, Role};
use super::{Place, Report, TextOptions, printable, severity_name};

/// The whole report.
pub(super) fn render(report: &Report, options: TextOptions) -> String {
    let mut out = String::new();
    for diagnostic in &report.diagnostics {
        line(&mut out, diagnostic, options.palette);
    }
    if options.statistics {
        out.push_str(&super::summary::statistics(report, options.palette));
    }
    out
}

/// `path:line:column: severity[CODE name]: message`
pub(super) fn line(out: &mut String, diagnostic: &Diagnostic, palette: Palette) {
    let Place { line, column, .. } = Place::new(&diagnostic.source, diagnostic.range.start());
    let rule = format_args!("{}[{} {}]", severity_name(diagnostic.severity), diagnostic.rule.code, diagnostic.rule.name);
    let rule = palette.paint(Role::Severity(diagnostic.severity), rule);
    let _ = writeln!(out, "{}:{line}:{column}: {rule}: {}", printable(diagnostic.source.path()), printable(&diagnostic.message));
}
