//! What is silenced, what is not, and comments that are written by the tool itself.

use std::sync::Arc;

use crate::rules::testing::Shelf;
use crate::rules::{ALL, Level};
use crate::suppression::ignore;
use crate::{Diagnostic, Settings, Source, apply, lint};

/// Findings of these rules, about an environment without indentation of its own.
fn run(codes: &[&str], source: &Arc<Source>) -> Vec<Diagnostic> {
    let mut settings = Settings::default();
    for rule in ALL {
        match codes.contains(&rule.code) {
            true => settings.select(rule),
            false => settings.set(rule, Level::Off),
        }
    }
    lint(source, &settings, &Shelf(Vec::new()))
}

/// The lines, from 1, on which duplicate keys are still reported.
#[track_caller]
fn check(text: &str, lines: &[u32]) {
    for text in [text.to_owned(), text.replace('\n', "\r\n"), format!("\u{FEFF}{text}")] {
        let source = Source::new("test.yaml", text);
        let found: Vec<u32> = run(&["ESC002"], &source).iter().map(|d| source.line(d.range.start()) + 1).collect();
        assert_eq!(found, lines, "{}", source.text());
    }
}

#[test]
fn behind_a_line_it_counts_for_what_begins_there_and_all_below() {
    check("values:\n  a: 1\n  a: 2  # esc-lint: ignore[ESC002]\n  a: 3\n", &[4]);
    check("values:\n  a:  # esc-lint: ignore[duplicate-key] why\n    b: 1\n    b: 2\n  c: {d: 1, d: 2}\n", &[5]);
    check("values:\n  a: {b: 1, b: 2}  # esc-lint: ignore[esc002]\n", &[]);
    check("values: # esc-lint: ignore[ESC002]\n  a: 1\n  a: 2\n", &[]);
    check("values:\n  a:\n    - b: 1 # esc-lint: ignore[ESC002]\n      b: 2\n", &[4]);
    check("values:\n  a:\n    - # esc-lint: ignore[ESC002]\n      b: 1\n      b: 2\n", &[]);
}

#[test]
fn above_a_line_it_counts_for_what_begins_below() {
    check("values:\n  a: 1\n  # esc-lint: ignore[ESC002]\n  # and more\n\n  a: 2\n  a: 3\n", &[7]);
    check("values:\n  a:\n    # esc-lint: ignore[ESC002]\n    - b: 1\n      b: 2\n    - b: 1\n      b: 2\n", &[7]);
    check("# esc-lint: ignore[ESC002]\nvalues:\n  a: 1\n  a: 2\n", &[]);
    check("values:\n  a:\n    b: 1\n    # esc-lint: ignore[ESC002]\n  a: 2\n", &[5]);
    check("values:\n# esc-lint: ignore[ESC002]\n  a: {b: 1, b: 2}\n", &[]);
}

#[test]
fn in_brackets_it_counts_for_what_begins_on_its_line() {
    check("values: {\n  a: {b: 1, b: 2}, # esc-lint: ignore[ESC002]\n  c: {b: 1, b: 2}\n}\n", &[3]);
    check("values:\n  a: {\n    b: 1,\n    b: 2\n  } # esc-lint: ignore[ESC002]\n  a: 1\n", &[6]);
    check("values: {\n  # esc-lint: ignore[ESC002]\n  a: {b: 1, b: 2},\n  c: {b: 1, b: 2}}\n", &[4]);
}

#[test]
fn text_of_several_lines_is_no_obstacle() {
    check("values:\n  a: 1\n  a: | # esc-lint: ignore[ESC002]\n    text\n", &[]);
    check("values:\n  a: 1\n  a: some\n    text # esc-lint: ignore[ESC002]\n", &[]);
    check("values:\n  a: |\n    # esc-lint: ignore[ESC002]\n  a: 1\n", &[4]);
    check("values:\n  a: 1\n  a: '# esc-lint: ignore[ESC002]'\n", &[3]);
}

#[test]
fn at_the_top_it_counts_for_the_file() {
    check("# esc-lint: ignore-file[ESC002] why\nvalues:\n  a: 1\n  a: 2\n", &[]);
    check("---\n# esc-lint: ignore-file[ESC002]\nvalues: {a: 1, a: 2}\n", &[]);
    check("values: {a: 1, a: 2} # esc-lint: ignore-file[ESC002]\n", &[1]);
}

#[test]
fn what_is_wrong_silences_nothing() {
    check("values:\n  a: 1\n  a: 2 # esc-lint: ignore\n", &[3]);
    check("values:\n  a: 1\n  a: 2 # esc-lint: ignore[ESC0]\n", &[3]);
    check("values:\n  a: 1\n  a: 2 # esc-lint: ignore[ESC101]\n", &[3]);
    check("values:\n  a: 1\n  a: 2 # esc-lint: ignore[ESC002 why\n", &[3]);
    check("values:\n  a: 1\n  a: 2 # see esc-lint: ignore[ESC002]\n", &[3]);
    let source = Source::new("test.yaml", "values:\n  8080: 1  # esc-lint: ignore[ESC004]\n");
    assert_eq!(run(&["ESC004"], &source).len(), 1);
}

#[test]
fn what_is_silenced_hides_nothing_that_is_not() {
    let silenced = "  a: x # esc-lint: ignore[ESC002]\n".repeat(1_100);
    let text = format!("values:\n  a: 1\n{silenced}  a: 2\n");
    let found = run(&["ESC002", "ESC901"], &Source::new("test.yaml", text));
    assert_eq!(found.iter().map(|diagnostic| diagnostic.rule.code).collect::<Vec<_>>(), ["ESC002"]);
}

#[test]
fn of_more_findings_than_are_reported_no_comment_is_called_unused() {
    let text = format!("values:\n{}  a: 2 # esc-lint: ignore[ESC002]\n", "  a: 1\n".repeat(1_100));
    let found = run(&["ESC002", "ESC901"], &Source::new("test.yaml", text));
    assert_eq!(found.iter().filter(|diagnostic| diagnostic.rule.code == "ESC901").count(), 0);
}

/// Silences all findings of these rules, and compares.
#[track_caller]
fn check_ignore(codes: &[&str], before: &str, after: &str) {
    for convert in [|text: &str| text.to_owned(), |text: &str| text.replace('\n', "\r\n"), |text: &str| format!("\u{FEFF}{text}")] {
        let (before, after) = (convert(before), convert(after));
        let source = Source::new("test.yaml", before);
        let found = run(codes, &source);
        assert!(!found.is_empty(), "nothing to silence");
        let silenced = apply(source.text(), &ignore(&source, &found)).unwrap();
        assert!(silenced == after, "expected:\n{after}\nfound:\n{silenced}");
        let left = run(codes, &Source::new("test.yaml", silenced));
        assert!(left.is_empty(), "{left:?}");
    }
}

#[test]
fn writes_comments_where_they_count_and_nothing_else_does() {
    check_ignore(
        &["ESC002", "ESC101", "ESC704"],
        "owner: x\nvalues:\n  a: 1\n  d:  # of d\n    b: {c: 1, c: 2}\n    b: |\n      text\n  a: 'x\n    y'\nimports: []",
        "owner: x  # esc-lint: ignore[ESC101]\nvalues:\n  a: 1\n  d:  # of d\n    \
         b: {c: 1, c: 2}  # esc-lint: ignore[ESC002]\n    b: |  # esc-lint: ignore[ESC002]\n      text\n  # esc-lint: ignore[ESC002]\n  a: 'x\n    y'\n\
         imports: []  # esc-lint: ignore[ESC704]",
    );
}

#[test]
fn joins_comments_that_are_there() {
    check_ignore(
        &["ESC002", "ESC106", "ESC704"],
        "values:\n  a: 1\n  # esc-lint: ignore[ESC101] why\n  a: {fn::x: 1}\n  b: {fn::x: 1, c: {fn::y: 1}} # esc-lint: ignore[ESC002] why\n\
         # esc-lint: ignore[ESC002]\nimports: []\n",
        "values:\n  a: 1\n  # esc-lint: ignore[ESC101, ESC002, ESC106] why\n  a: {fn::x: 1}\n  \
         b: {fn::x: 1, c: {fn::y: 1}} # esc-lint: ignore[ESC002, ESC106] why\n\
         # esc-lint: ignore[ESC002, ESC704]\nimports: []\n",
    );
}

#[test]
fn falls_back_to_the_whole_file() {
    check_ignore(&["ESC103"], "text\n", "# esc-lint: ignore-file[ESC103]\ntext\n");
    check_ignore(
        &["ESC103"],
        "# head\n# esc-lint: ignore-file[ESC101]\n# more\n[]\n",
        "# head\n# esc-lint: ignore-file[ESC101, ESC103]\n# more\n[]\n",
    );
}
