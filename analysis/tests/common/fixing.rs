//! What every fix promises, for tests that take texts at hand and for the fuzzer, which makes its own.
//!
//! A fix leaves a text that parses (or is no worse than before), in which the finding is gone and no other has appeared, in which all text
//! that is not edited is the same text in the same quotes, with all comments, the line breaks, and the end of the file as they were. Fixing
//! twice is fixing once.

use std::collections::{BTreeMap, HashMap};

use super::{Example, all_rules, ends_with_block, lint};
use esc_analysis::fix::{Fixed, fix_all};
use esc_analysis::rules::Group;
use esc_analysis::{Applicability, Diagnostic, Edit, Fix, Settings, apply};
use esc_syntax::{Node, ScalarStyle, TextRange, Tree};

/// What the rules say about the first environment of a text.
pub fn run(text: &str, settings: &Settings) -> Vec<Diagnostic> {
    let example = Example::new(text);
    lint(&example.source(), settings, &example)
}

/// A text with all fixes made that are `allowed`, whatever other environments there are.
pub fn fix_text(text: &str, allowed: Applicability) -> Fixed {
    fix_with(&Example::part(text), allowed, &all_rules())
}

/// The same, among the environments of an example.
pub fn fix_with(example: &Example, allowed: Applicability, settings: &Settings) -> Fixed {
    fix_all(&example.source(), allowed, &|source| lint(source, settings, example))
}

/// Fixes that take something away, with the comments that are about it.
fn removes(fix: &Fix) -> bool {
    ["Remove", "Drop"].iter().any(|word| fix.title.starts_with(word))
}

/// Checks one fix.
fn check_fix(text: &str, finding: &Diagnostic, fix: &Fix) {
    let context = || {
        format!(
            "{:?} `{}` on:\n{text}\nedits: {:?}",
            finding.rule,
            fix.title,
            fix.edits.iter().map(|e| (e.range, &e.new_text)).collect::<Vec<_>>()
        )
    };
    let fixed = apply(text, &fix.edits).unwrap_or_else(|| panic!("edits overlap or lie outside: {}", context()));
    assert_ne!(fixed, text, "a fix that does nothing: {}", context());
    let (before, after) = (esc_syntax::parse(text), esc_syntax::parse(&*fixed));
    // How many faults there are in a broken text hangs on how they are read; whether a fix makes it worse is seen when it is made.
    if !before.errors().is_empty() {
        return;
    }
    assert!(after.errors().is_empty(), "it no longer parses: {}\nfixed:\n{fixed}", context());
    let ends_alike = text.ends_with('\n') == fixed.ends_with('\n') || fixed.is_empty() || ends_with_block(&after);
    assert!(ends_alike, "end of file: {}", context());
    assert_eq!(text.starts_with('\u{FEFF}'), fixed.starts_with('\u{FEFF}'), "byte order mark: {}", context());
    if !text.replace("\r\n", "").contains('\n') && text.contains("\r\n") {
        assert!(!fixed.replace("\r\n", "").contains('\n'), "line breaks: {}\nfixed:\n{fixed:?}", context());
    }
    if !text.contains('\r') {
        assert!(!fixed.contains('\r'), "line breaks: {}", context());
    }
    let lost = missing(&comments(&before, |_| true), &comments(&after, |_| true));
    let own = comments(&before, |comment| is_edited(&fix.edits, comment));
    let stolen: Vec<_> =
        lost.iter().filter(|comment| !((removes(fix) || finding.rule.group == Group::Tool) && own.contains(comment))).collect();
    assert!(stolen.is_empty(), "lost comments {stolen:?}: {}\nfixed:\n{fixed}", context());
    assert!(flows(&after, &[]) >= flows(&before, &fix.edits), "brackets or braces are gone: {}\nfixed:\n{fixed}", context());
    let lost = missing(&scalars(&before, &fix.edits), &scalars(&after, &[]));
    assert!(lost.is_empty(), "text has changed {lost:?}: {}\nfixed:\n{fixed}", context());
}

fn is_edited(edits: &[Edit], range: TextRange) -> bool {
    edits.iter().any(|edit| match edit.range.is_empty() {
        true => range.contains_inclusive(edit.range.start()),
        false => edit.range.intersect(range).is_some_and(|both| !both.is_empty()),
    })
}

fn comments(tree: &Tree, counts: impl Fn(TextRange) -> bool) -> Vec<String> {
    // Several may have become one, or one several.
    tree.comments()
        .filter(|comment| counts(*comment))
        .flat_map(|comment| tree.text()[comment].split('#').map(|part| part.trim().to_owned()).collect::<Vec<_>>())
        .collect()
}

/// Scalars with their styles; those that an edit has to do with left out. Shifted lines are no change of text.
fn scalars(tree: &Tree, edits: &[Edit]) -> Vec<(Option<ScalarStyle>, String)> {
    let text = tree.text();
    let changes = |edit: &&Edit| !(text[edit.range].trim().is_empty() && edit.new_text.trim().is_empty());
    let edits: Vec<Edit> = edits.iter().filter(changes).cloned().collect();
    let untouched = tree.nodes().filter(|node| node.style().is_some() && !node.is_missing() && !is_edited(&edits, node.range()));
    untouched.map(|node: Node<'_>| (node.style(), node.text().into_owned())).collect()
}

/// How many collections are written with brackets or braces; those that go left out.
fn flows(tree: &Tree, edits: &[Edit]) -> usize {
    let goes = |node: &Node<'_>| edits.iter().any(|edit| edit.range.contains(node.range().start()));
    tree.nodes().filter(|node| node.is_flow() && !goes(node)).count()
}

/// What is in `before` and not, or not as often, in `after`.
fn missing<T: std::hash::Hash + Eq + Clone>(before: &[T], after: &[T]) -> Vec<T> {
    let mut there: HashMap<&T, usize> = HashMap::new();
    after.iter().for_each(|item| *there.entry(item).or_default() += 1);
    let gone = before.iter().filter(|item| match there.get_mut(item) {
        Some(left) if *left > 0 => {
            *left -= 1;
            false
        }
        _ => true,
    });
    gone.cloned().collect()
}

/// Checks every fix of a text by itself, and all of them together. Gives how many there were, by rule.
pub fn check_text(text: &str) -> BTreeMap<&'static str, usize> {
    let mut fixes = BTreeMap::new();
    for finding in run(text, &all_rules()) {
        if let Some(fix) = &finding.fix {
            *fixes.entry(finding.rule.code).or_default() += 1;
            check_fix(text, &finding, fix);
        }
    }
    for allowed in [Applicability::Safe, Applicability::Unsafe] {
        let fixed = fix_text(text, allowed);
        let is_guess = allowed == Applicability::Unsafe || !fixed.source.tree().errors().is_empty();
        assert!(is_guess || fixed.withheld == 0, "a safe fix brings other findings:\n{text}");
        let again = fix_text(fixed.source.text(), allowed);
        assert_eq!(again.source.text(), fixed.source.text(), "a second run changes something, after:\n{text}");
    }
    fixes
}
