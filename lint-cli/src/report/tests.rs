//! The formats over made-up findings: what a person sees, and that it never is a secret.

mod agree;
mod formats;

use std::sync::Arc;

use esc_analysis::rules::{FixAvailability, Group, Level, Page, Reference, Rule};
use esc_analysis::{Applicability, Diagnostic, Edit, Fix, Related, Severity, Source};
use esc_syntax::{TextRange, TextSize};

use super::{Palette, Report, RunError, TextOptions};

const PAGE: Page = Page { what: "", why: "", bad: "", good: "", fix: "", reference: "" };

const fn rule(code: &'static str, name: &'static str, group: Group) -> Rule {
    Rule {
        code,
        name,
        summary: "",
        level: Level::On(Severity::Error),
        strict: Level::On(Severity::Error),
        group,
        reference: Reference::Adds,
        fix: FixAvailability::Unsafe,
        suppressible: true,
        since: "0.0.0",
        check: |_, _| {},
        page: PAGE,
    }
}

static DUPLICATE: Rule = rule("ESC002", "duplicate-key", Group::Structure);
static CREDENTIAL: Rule = rule("ESC501", "plaintext-credential", Group::Secrets);

/// A finding about the `nth` place (from 0) where `text` stands.
fn finding(rule: &'static Rule, source: &Arc<Source>, text: &str, nth: usize) -> Diagnostic {
    Diagnostic {
        rule,
        severity: Severity::Error,
        source: Arc::clone(source),
        range: place(source, text, nth),
        message: "something is wrong with `it`".to_owned(),
        help: None,
        doc_path: None,
        related: Vec::new(),
        fix: None,
    }
}

fn place(source: &Source, text: &str, nth: usize) -> TextRange {
    let (start, _) = source.text().match_indices(text).nth(nth).unwrap();
    TextRange::at(TextSize::try_from(start).unwrap(), TextSize::of(text))
}

fn report(diagnostics: Vec<Diagnostic>) -> Report {
    Report { diagnostics, files: vec!["dev.yaml".to_owned()], ..Report::default() }
}

fn full(diagnostics: Vec<Diagnostic>) -> String {
    let options = TextOptions { palette: Palette::PLAIN, quiet: true, statistics: false };
    super::full::render(&report(diagnostics), options, false)
}

#[test]
fn an_excerpt_shows_the_place_the_other_end_and_what_to_do() {
    let source = Source::new("envs/dev.yaml", "values:\n  region: a\n  other: b\n  region: c\n");
    let mut diagnostic = finding(&DUPLICATE, &source, "region", 1);
    diagnostic.help = Some("Remove one of the two".to_owned());
    let first = Related { range: place(&source, "region", 0), message: "first defined here".to_owned(), source };
    diagnostic.related.push(first);
    insta::assert_snapshot!(full(vec![diagnostic]), @"
    error[ESC002 duplicate-key]: something is wrong with `it`
      ┌─ envs/dev.yaml:4:3
      │
    2 │   region: a
      │   ------ first defined here
    3 │   other: b
    4 │   region: c
      │   ^^^^^^
      │
      = help: Remove one of the two
    ");
}

#[test]
fn the_other_end_may_be_in_another_file() {
    let source = Source::new("envs/dev.yaml", "values:\n  region: c\n");
    let base = Source::new("envs/base.yaml", "# base\nvalues:\n  region: a\n");
    let mut diagnostic = finding(&DUPLICATE, &source, "region", 0);
    diagnostic.related.push(Related { range: place(&base, "region: a", 0), message: "overrides this".to_owned(), source: base });
    insta::assert_snapshot!(full(vec![diagnostic]), @"
    error[ESC002 duplicate-key]: something is wrong with `it`
      ┌─ envs/dev.yaml:2:3
      │
    2 │   region: c
      │   ^^^^^^
      │
      ┌─ envs/base.yaml:3:3
      │
    3 │   region: a
      │   --------- overrides this
    ");
}

#[test]
fn underlines_fit_wide_characters_tabs_carriage_returns_and_a_byte_order_mark() {
    let source = Source::new("dev.yaml", "\u{FEFF}a: 日本 x\r\nb:\t\tx\r\ne\u{301}: x\r\n");
    let findings = (0..3).map(|nth| finding(&DUPLICATE, &source, "x", nth)).collect();
    insta::assert_snapshot!(full(findings), @"
    error[ESC002 duplicate-key]: something is wrong with `it`
      ┌─ dev.yaml:1:7
      │
    1 │ a: 日本 x
      │         ^

    error[ESC002 duplicate-key]: something is wrong with `it`
      ┌─ dev.yaml:2:5
      │
    2 │ b:      x
      │         ^

    error[ESC002 duplicate-key]: something is wrong with `it`
      ┌─ dev.yaml:3:5
      │
    3 │ é: x
      │    ^
    ");
    let start = Source::new("dev.yaml", "\u{FEFF}a: 1\n");
    insta::assert_snapshot!(full(vec![finding(&DUPLICATE, &start, "a", 0)]), @"
    error[ESC002 duplicate-key]: something is wrong with `it`
      ┌─ dev.yaml:1:1
      │
    1 │ a: 1
      │ ^
    ");
}

#[test]
fn a_place_of_many_lines_is_bracketed() {
    let source = Source::new("dev.yaml", "values:\n  a: 1\n  b: 2\n  c: 3\n  d: 4\n  e: 5\n  f: 6\n  g: 7\n");
    let text = source.text()[8..].trim_end().to_owned();
    insta::assert_snapshot!(full(vec![finding(&DUPLICATE, &source, &text, 0)]), @"
    error[ESC002 duplicate-key]: something is wrong with `it`
      ┌─ dev.yaml:2:1
      │  
    2 │ ╭   a: 1
    3 │ │   b: 2
    4 │ │   c: 3
    5 │ │   d: 4
    6 │ │   e: 5
    7 │ │   f: 6
    8 │ │   g: 7
      │ ╰──────^
    ");
}

#[test]
fn an_empty_place_at_the_end_of_the_file_has_a_mark() {
    let source = Source::new("dev.yaml", "values:");
    let mut diagnostic = finding(&DUPLICATE, &source, "values:", 0);
    diagnostic.range = TextRange::empty(TextSize::of("values:"));
    insta::assert_snapshot!(full(vec![diagnostic]), @"
    error[ESC002 duplicate-key]: something is wrong with `it`
      ┌─ dev.yaml:1:8
      │
    1 │ values:
      │        ^
    ");
}

#[test]
fn no_report_shows_a_secret() {
    const SECRET: &str = "pul-0123456789";
    let text = format!("values:\n  token: {SECRET}\n  token: {SECRET} # {SECRET}\n  hidden:\n    fn::secret: hunter2\n  hidden: 1\n");
    let source = Source::new("dev.yaml", text);
    let mut findings: Vec<_> = (0..3).map(|nth| finding(&CREDENTIAL, &source, SECRET, nth)).collect();
    // A neighbour's excerpt shows the line of a secret, too.
    findings.extend([finding(&DUPLICATE, &source, "token", 1), finding(&DUPLICATE, &source, "fn::secret", 0)]);
    let wrap = Edit { range: findings[0].range, new_text: format!("{{fn::secret: {SECRET}}}") };
    findings[0].fix = Some(Fix { title: "Wrap".to_owned(), applicability: Applicability::Unsafe, edits: vec![wrap] });
    let report = report(findings);
    let options = TextOptions { palette: Palette::PLAIN, quiet: false, statistics: true };
    let all =
        [super::full::render(&report, options, true), super::concise::render(&report, options), super::json::render(&report).unwrap()]
            .concat();
    assert!(!all.contains(SECRET) && !all.contains("hunter2"), "{all}");
    insta::assert_snapshot!(super::full::render(&report, options, true), @"
    error[ESC501 plaintext-credential]: something is wrong with `it`
      ┌─ dev.yaml:2:10
      │
    2 │   token: **************
      │          ^^^^^^^^^^^^^^
      │
      = fix: Wrap (--unsafe-fixes)

    error[ESC501 plaintext-credential]: something is wrong with `it`
      ┌─ dev.yaml:3:10
      │
    3 │   token: ************** # **************
      │          ^^^^^^^^^^^^^^

    error[ESC501 plaintext-credential]: something is wrong with `it`
      ┌─ dev.yaml:3:27
      │
    3 │   token: ************** # **************
      │                           ^^^^^^^^^^^^^^

    error[ESC002 duplicate-key]: something is wrong with `it`
      ┌─ dev.yaml:3:3
      │
    3 │   token: ************** # **************
      │   ^^^^^

    error[ESC002 duplicate-key]: something is wrong with `it`
      ┌─ dev.yaml:5:5
      │
    5 │     fn::secret: *******
      │     ^^^^^^^^^^

    3  ESC501  plaintext-credential
    2  ESC002  duplicate-key
    Found 5 errors in 1 file (1 checked).
    ");
}

#[test]
fn what_a_file_says_cannot_steer_the_terminal() {
    let source = Source::new("odd\u{1b}[2J\n.yaml", "a: \"\u{202e}\u{1b}[31m\"\n");
    let mut diagnostic = finding(&DUPLICATE, &source, "a", 0);
    diagnostic.message = "`\u{1b}[31m\u{202e}`".to_owned();
    let report = report(vec![diagnostic]);
    let options = TextOptions { palette: Palette::PLAIN, quiet: false, statistics: false };
    let all = [super::full::render(&report, options, true), super::concise::render(&report, options)].concat();
    assert!(!all.contains(['\u{1b}', '\u{202e}']), "{all:?}");
}

#[test]
fn json_has_every_field_and_places_in_three_coordinates() {
    let source = Source::new("dev.yaml", "\u{FEFF}é: 1\r\né: 2\r\n");
    let mut diagnostic = finding(&DUPLICATE, &source, "é", 1);
    diagnostic.help = Some("Remove one".to_owned());
    diagnostic.doc_path = Some("values.é".to_owned());
    diagnostic.related = vec![Related { source: Arc::clone(&source), range: place(&source, "é", 0), message: "first".to_owned() }];
    let edit = Edit { range: place(&source, "é: 2\r\n", 0), new_text: String::new() };
    diagnostic.fix = Some(Fix { title: "Remove".to_owned(), applicability: Applicability::Unsafe, edits: vec![edit] });
    let mut report = report(vec![diagnostic]);
    report.errors = vec![RunError { path: "gone.yaml".to_owned(), message: "no such file".to_owned(), fatal: true }];
    let json = super::json::render(&report).unwrap().replace(env!("CARGO_PKG_VERSION"), "x.y.z");
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    insta::assert_snapshot!(serde_json::to_string_pretty(&json).unwrap(), @r#"
    {
      "schemaVersion": 1,
      "tool": {
        "name": "esc-lint",
        "version": "x.y.z"
      },
      "files": 1,
      "diagnostics": [
        {
          "path": "dev.yaml",
          "code": "ESC002",
          "name": "duplicate-key",
          "severity": "error",
          "message": "something is wrong with `it`",
          "help": "Remove one",
          "docPath": "values.é",
          "start": {
            "line": 2,
            "column": 1,
            "offset": 10
          },
          "end": {
            "line": 2,
            "column": 2,
            "offset": 12
          },
          "related": [
            {
              "path": "dev.yaml",
              "message": "first",
              "start": {
                "line": 1,
                "column": 1,
                "offset": 3
              },
              "end": {
                "line": 1,
                "column": 2,
                "offset": 5
              }
            }
          ],
          "fix": {
            "title": "Remove",
            "applicability": "unsafe",
            "edits": [
              {
                "path": "dev.yaml",
                "start": {
                  "line": 2,
                  "column": 1,
                  "offset": 10
                },
                "end": {
                  "line": 3,
                  "column": 1,
                  "offset": 17
                },
                "newText": ""
              }
            ]
          }
        }
      ],
      "errors": [
        {
          "path": "gone.yaml",
          "message": "no such file"
        }
      ],
      "summary": {
        "error": 1,
        "warning": 0,
        "info": 0
      }
    }
    "#);
}

#[test]
fn the_summary_counts() {
    let source = Source::new("dev.yaml", "a: 1\nb: 2\nc: 3\n");
    let other = Source::new("prod.yaml", "a: 1\n");
    let with = |severity, source: &Arc<Source>| Diagnostic { severity, ..finding(&DUPLICATE, source, "a", 0) };
    let line = |diagnostics: Vec<Diagnostic>, files| {
        super::summary::line(&Report { diagnostics, files: vec![String::new(); files], ..Report::default() }, Palette::PLAIN)
    };
    assert_eq!(line(vec![], 1), "All good: 1 file checked, nothing to report.\n");
    assert_eq!(line(vec![with(Severity::Error, &source)], 12), "Found 1 error in 1 file (12 checked).\n");
    let several = vec![with(Severity::Error, &source), with(Severity::Error, &other), with(Severity::Warning, &source)];
    assert_eq!(line(several.clone(), 12), "Found 2 errors and 1 warning in 2 files (12 checked).\n");
    let all = [several, vec![with(Severity::Info, &source)]].concat();
    assert_eq!(line(all, 2), "Found 2 errors, 1 warning and 1 info in 2 files (2 checked).\n");
}
