//! Pictures as tests: an environment with carets under what a rule points at.
//!
//! ```text
//! values:
//!   a: 1
//!   a: 2
//!   ^ error: `a` is set twice
//! ```
//!
//! A line `=== name` begins another environment, which the first one can import as `name`; nothing is drawn there. The first is `test`.
//!
//! A line whose first character is a caret is no part of the environment; it marks the line above. Carets reach to the end of the line where a
//! finding goes on on the next one, and an empty range is one caret. What is expected and what is found are both drawn, so that a failing test
//! shows two pictures and the right one can be copied.

use std::sync::Arc;

use esc_syntax::{ColumnEncoding, TextRange};

use super::{Rule, rule};
use crate::rules::Level;
use crate::{Diagnostic, Environments, Settings, Severity, Source, apply, lint};

/// The path of the one file that git does not track.
pub(crate) const UNTRACKED: &str = "untracked.yaml";

/// Environments by name.
pub(crate) struct Shelf(pub Vec<(String, Arc<Source>)>);

impl Environments for Shelf {
    fn find(&self, _: &Source, name: &str) -> Option<Arc<Source>> {
        let name = name.split('@').next().unwrap_or(name);
        self.0.iter().find(|(other, _)| other == name).map(|(_, source)| Arc::clone(source))
    }

    fn is_tracked(&self, source: &Source) -> Option<bool> {
        Some(source.path() != UNTRACKED)
    }

    fn names(&self, _: &Source) -> Vec<String> {
        self.0.iter().map(|(name, _)| name.clone()).collect()
    }
}

/// Environments by name, and there are no others: who imports one of them is known.
pub(crate) struct Workspace(pub Shelf);

impl Environments for Workspace {
    fn find(&self, importer: &Source, name: &str) -> Option<Arc<Source>> {
        self.0.find(importer, name)
    }

    fn names(&self, importer: &Source) -> Vec<String> {
        self.0.names(importer)
    }

    fn is_tracked(&self, source: &Source) -> Option<bool> {
        self.0.is_tracked(source)
    }

    fn importers(&self, source: &Source) -> Option<Vec<Arc<Source>>> {
        let others = self.0.0.iter().filter(|(_, other)| other.path() != source.path());
        Some(others.map(|(_, source)| Arc::clone(source)).collect())
    }
}

/// Draws what the rule with this code says about the environment in `picture`, and compares.
#[track_caller]
pub(crate) fn check(code: &str, picture: &str) {
    let picture = unindented(picture);
    let (picture, shelf) = shelf(&picture);
    let source = source(picture);
    let drawn = draw(&source, &run_among(code, &source, &shelf));
    assert!(drawn == picture, "expected:\n{picture}\nfound:\n{drawn}");
}

/// As [`check`], with all other rules on as well; only what the one says is drawn.
#[track_caller]
pub(crate) fn check_all(code: &str, picture: &str) {
    let picture = unindented(picture);
    let source = source(&picture);
    let drawn = draw(&source, &run_all(code, &source));
    assert!(drawn == picture, "expected:\n{picture}\nfound:\n{drawn}");
}

/// As [`check_fix`], with all other rules on as well; only what the one offers is made.
#[track_caller]
pub(crate) fn check_all_fix(code: &str, before: &str, after: &str) {
    compare_fix(|source, _| run_all(code, source), before, after);
}

/// Makes all fixes that the rule offers for `before`, and compares; the rule has nothing to fix afterwards.
#[track_caller]
pub(crate) fn check_fix(code: &str, before: &str, after: &str) {
    compare_fix(|source, shelf| run_among(code, source, shelf), before, after);
}

#[track_caller]
fn compare_fix(run: impl Fn(&Arc<Source>, &Shelf) -> Vec<Diagnostic>, before: &str, after: &str) {
    let before = unindented(before);
    let (before, shelf) = shelf(&before);
    let source = source(before);
    let edits: Vec<_> = run(&source, &shelf).into_iter().filter_map(|diagnostic| diagnostic.fix).flat_map(|fix| fix.edits).collect();
    assert!(!edits.is_empty(), "no fix is offered");
    let fixed = apply(source.text(), &edits).expect("edits do not overlap");
    let after = unindented(after);
    assert!(fixed == after, "expected:\n{after}\nfixed:\n{fixed}");
    let again = run(&Source::new("test.yaml", fixed), &shelf);
    assert!(again.iter().all(|diagnostic| diagnostic.fix.is_none()), "there is more to fix: {again:?}");
}

/// The rule speaks, but offers no fix.
#[track_caller]
pub(crate) fn check_no_fix(code: &str, text: &str) {
    let diagnostics = run(code, &source(&unindented(text)));
    assert!(!diagnostics.is_empty(), "nothing is reported");
    assert!(diagnostics.iter().all(|diagnostic| diagnostic.fix.is_none()), "a fix is offered: {diagnostics:?}");
}

/// The help of the rule's first finding.
#[track_caller]
pub(crate) fn help(code: &str, text: &str) -> String {
    first(code, text).help.unwrap_or_default()
}

/// The other places of the rule's first finding, each with what is written there and its message.
#[track_caller]
pub(crate) fn related(code: &str, text: &str) -> Vec<String> {
    let places = first(code, text).related.into_iter();
    places.map(|place| format!("{} {}: {}", place.source.path(), &place.source.text()[place.range], place.message)).collect()
}

#[track_caller]
fn first(code: &str, text: &str) -> Diagnostic {
    let text = unindented(text);
    let (text, shelf) = shelf(&text);
    run_among(code, &source(text), &shelf).swap_remove(0)
}

/// What one rule alone finds. One that is off is switched on.
pub(crate) fn run(code: &str, source: &Arc<Source>) -> Vec<Diagnostic> {
    run_among(code, source, &Shelf(Vec::new()))
}

fn run_among(code: &str, source: &Arc<Source>, shelf: &Shelf) -> Vec<Diagnostic> {
    let tested = rule(code).expect("a rule with this code");
    let itself = ("test".to_owned(), Arc::clone(source));
    lint(source, &only(tested), &Workspace(Shelf(shelf.0.iter().cloned().chain([itself]).collect())))
}

/// The first environment of a picture, and the others by name.
fn shelf(picture: &str) -> (&str, Shelf) {
    let mut parts = picture.split("=== ");
    let first = parts.next().unwrap_or_default();
    let others = parts.map(|part| {
        let (name, text) = part.split_once('\n').unwrap_or((part, ""));
        (name.trim().to_owned(), Source::new(format!("{}.yaml", name.trim()), text))
    });
    (first, Shelf(others.collect()))
}

/// What one rule finds with all others on.
fn run_all(code: &str, source: &Arc<Source>) -> Vec<Diagnostic> {
    let mut settings = Settings::default();
    super::ALL.iter().for_each(|rule| settings.select(rule));
    let found = lint(source, &settings, &Shelf(Vec::new()));
    found.into_iter().filter(|diagnostic| diagnostic.rule.code == code).collect()
}

fn only(tested: &Rule) -> Settings {
    let mut settings = Settings::default();
    for rule in super::ALL {
        settings.set(rule, Level::Off);
    }
    settings.select(tested);
    settings
}

fn source(picture: &str) -> Arc<Source> {
    let text: String = picture.split_inclusive('\n').filter(|line| !is_mark(line)).collect();
    Source::new("test.yaml", text)
}

fn is_mark(line: &str) -> bool {
    line.trim_start_matches(' ').starts_with('^')
}

/// Without the line break at the start, and the indentation that all lines share, which a test has for its own looks.
fn unindented(picture: &str) -> String {
    let picture = picture.strip_prefix('\n').unwrap_or(picture);
    let indented = picture.lines().filter(|line| !line.trim().is_empty());
    let shared = indented.map(|line| line.len() - line.trim_start_matches(' ').len()).min().unwrap_or(0);
    let lines = picture.split_inclusive('\n').map(|line| line.get(shared..).unwrap_or(line.trim_start_matches(' ')));
    lines.collect()
}

fn draw(source: &Source, diagnostics: &[Diagnostic]) -> String {
    let mut picture = String::new();
    for (number, line) in source.text().split_inclusive('\n').enumerate() {
        picture.push_str(line);
        for diagnostic in diagnostics {
            let (start, width) = place(source, diagnostic.range);
            if start.line as usize != number {
                continue;
            }
            if !picture.ends_with('\n') {
                picture.push('\n');
            }
            let severity = match diagnostic.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Info => "info",
            };
            let (indent, carets) = (" ".repeat(start.column as usize), "^".repeat(width));
            picture.push_str(&format!("{indent}{carets} {severity}: {}\n", diagnostic.message));
        }
    }
    picture
}

/// Where a range begins, and how many characters of it are on that line.
fn place(source: &Source, range: TextRange) -> (esc_syntax::LineColumn, usize) {
    let start = source.lines().line_column(source.text(), range.start(), ColumnEncoding::Scalars);
    let first = source.text()[range].lines().next().unwrap_or("");
    (start, first.chars().count().max(1))
}
