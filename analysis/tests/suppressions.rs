//! Whatever is found can be silenced, and comments change nothing else.

#![allow(clippy::unwrap_used, clippy::print_stderr, reason = "a test may fail, and says why")]

mod common;

use std::sync::Arc;

use common::{Example, NoImports, all_rules, lint};
use esc_analysis::rules::{ALL, Group};
use esc_analysis::suppression::ignore;
use esc_analysis::{Diagnostic, Source, apply};
use esc_syntax::{NodeKind, Tree};
use proptest::prelude::*;
use proptest::sample::Index;

fn find(source: &Arc<Source>) -> Vec<Diagnostic> {
    lint(source, &all_rules(), &NoImports)
}

/// What a tree says, without where.
fn content(tree: &Tree) -> Vec<(NodeKind, String, Option<String>)> {
    tree.nodes().map(|node| (node.kind(), node.text().into_owned(), node.tag().map(|tag| tag.name.to_owned()))).collect()
}

/// Silences everything in a text.
fn check(text: &str) {
    let source = Source::new("test.yaml", text);
    let found = find(&source);
    let silenced = Source::new("test.yaml", apply(text, &ignore(&source, &found)).unwrap());
    if !source.tree().errors().is_empty() {
        return;
    }
    let context = || format!("before:\n{text}\nafter:\n{}", silenced.text());
    assert!(silenced.tree().errors().is_empty(), "{}", context());
    assert_eq!(content(silenced.tree()), content(source.tree()), "{}", context());
    let left = find(&silenced);
    assert!(left.iter().all(|finding| !finding.rule.suppressible), "{left:?} {}", context());
    let about_comments =
        |found: &[Diagnostic], code: &str| found.iter().filter(|d| d.rule.group == Group::Tool && d.rule.code == code).count();
    for code in ["ESC901", "ESC902"] {
        assert!(about_comments(&left, code) <= about_comments(&found, code), "{code} {}", context());
    }
}

#[test]
fn every_rule_is_silenced_by_its_code_and_name_if_it_may_be() {
    for rule in ALL.iter().filter(|rule| rule.group != Group::Tool) {
        let example = Example::new(rule.page.bad);
        let source = example.source();
        let count =
            |source: &Arc<Source>| lint(source, &all_rules(), &example).iter().filter(|finding| std::ptr::eq(finding.rule, *rule)).count();
        let found = count(&source);
        for name in [rule.code, rule.name] {
            let silenced = Source::new(source.path(), format!("# esc-lint: ignore-file[{name}] why\n{}", source.text()));
            assert_eq!(count(&silenced), if rule.suppressible { 0 } else { found }, "{rule:?}");
        }
    }
}

#[test]
fn every_finding_of_every_text_at_hand_can_be_silenced() {
    for text in &*common::TEXTS {
        check(text);
        check(&text.replace("\r\n", "\n").replace('\n', "\r\n"));
        check(text.strip_suffix('\n').unwrap_or(text));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_finding_of_slipped_texts_can_be_silenced(text in any::<Index>(), slips in prop::collection::vec((0..common::SLIPS.len(), 0..100usize), 1..5)) {
        check(&common::slipped(text.get::<String>(&common::TEXTS).clone(), &slips));
    }
}
