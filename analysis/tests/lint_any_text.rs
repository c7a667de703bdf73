//! Whatever the text: no panic, places that exist, an error where it does not parse, and fixes that never break what parses.

use std::path::Path;
use std::sync::Arc;
use std::{env, fs};

use esc_analysis::rules::ALL;
use esc_analysis::{Diagnostic, Environments, Settings, Severity, Source, apply, lint};
use proptest::prelude::*;

struct Nothing;

impl Environments for Nothing {
    fn find(&self, _: &Source, _: &str) -> Option<Arc<Source>> {
        None
    }

    fn names(&self, _: &Source) -> Vec<String> {
        vec!["base".to_owned(), "proj/env".to_owned()]
    }
}

/// Everything that any rule says.
fn findings(source: &Arc<Source>) -> Vec<Diagnostic> {
    let mut settings = Settings::default();
    ALL.iter().for_each(|rule| settings.select(rule));
    lint(source, &settings, &Nothing)
}

fn check(text: &str) {
    let source = Source::new("any.yaml", text);
    let diagnostics = findings(&source);
    let parses = source.tree().errors().is_empty();
    let said = diagnostics.iter().any(|d| d.severity == Severity::Error && ["ESC001", "ESC003", "ESC006"].contains(&d.rule.code));
    assert!(parses || said, "nothing is said about a text that does not parse: {text:?}");
    for diagnostic in &diagnostics {
        let places = diagnostic.related.iter().map(|related| related.range).chain([diagnostic.range]);
        for range in places {
            assert!(text.get(usize::from(range.start())..usize::from(range.end())).is_some(), "{:?} in {text:?}", diagnostic.rule);
        }
        assert!(!diagnostic.message.contains('\n') && !diagnostic.message.ends_with('.'), "{}", diagnostic.message);
        let Some(fix) = &diagnostic.fix else { continue };
        let fixed = apply(text, &fix.edits).expect("edits fit the text");
        assert!(!parses || esc_syntax::parse(&*fixed).errors().is_empty(), "{:?} breaks {text:?}: {fixed:?}", diagnostic.rule);
    }
}

fn lines() -> impl Strategy<Value = String> {
    let key = prop_oneof![
        Just("values"),
        Just("imports"),
        Just("Values"),
        Just("description"),
        Just("environmentVariables"),
        Just("files"),
        Just("pulumiconfig"),
        Just("fn::secret"),
        Just("fn::open::x"),
        Just("fn::open"),
        Just("fn::join"),
        Just("fn::tojson"),
        Just("Fn::x"),
        Just("provider"),
        Just("input"),
        Just("a"),
        Just("\"b c\""),
        Just("1"),
        Just("merge"),
        Just("<<"),
        Just("- a"),
        Just("context"),
    ];
    let value = prop_oneof![
        Just(""),
        Just(" 1"),
        Just(" ${a"),
        Just(" ${a.b[0]}"),
        Just(" {a: 1, a: 2}"),
        Just(" []"),
        Just(" {}"),
        Just(" *x"),
        Just(" &x y"),
        Just(" !Ref z"),
        Just(" !!int z"),
        Just(" |\n      t"),
        Just(" 'q"),
        Just(" [x, é"),
        Just(" \"\\\"${b..c}\" # d"),
    ];
    let line = (0usize..5, key, value, prop_oneof![Just("\n"), Just("\n\n"), Just("\r\n"), Just("\n# c\n"), Just("\n\t")]);
    prop::collection::vec(line.prop_map(|(indent, key, value, end)| format!("{}{key}:{value}{end}", "  ".repeat(indent))), 0..12)
        .prop_map(|lines| lines.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn of_lines(text in lines()) {
        check(&text);
    }

    #[test]
    fn of_characters(text in "([a-zé\u{1F600}]|[-:?,\\[\\]{}#&*!|>'\"%@`$.<~0-9]| |\n|\t|\r|\u{85}|\u{FEFF}){0,60}") {
        check(&text);
    }
}

#[test]
fn of_recorded_environments() {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared");
    if !shared.exists() {
        println!("skipped: ../shared is not there");
        return;
    }
    for folder in ["conformance/generated", "corpus/real"] {
        let files = fs::read_dir(shared.join(folder)).into_iter().flatten().flatten();
        for file in files {
            if let Ok(text) = fs::read_to_string(file.path()) {
                check(&text);
            }
        }
    }
}
