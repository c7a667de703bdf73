//! Which text of a file is secret, and the file's text without it.
//!
//! Decided once per file, from everything that could be known, whatever rules were asked to run: what a finding about secrets points at, what any
//! rule about secrets would point at, and every literal below `fn::secret`.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use esc_analysis::preview::points_at_secret;
use esc_analysis::rules::{ALL, Level};
use esc_analysis::{Diagnostic, Environments, Settings, Source, lint};
use esc_syntax::Node;

use crate::parallel;

/// Secret text by file.
pub(crate) struct Secrets<'r> {
    pointed_at: HashMap<&'r str, Vec<Range<usize>>>,
}

impl<'r> Secrets<'r> {
    /// Takes what the findings of a report point at.
    pub fn new(diagnostics: &'r [Diagnostic]) -> Secrets<'r> {
        let mut pointed_at: HashMap<&str, Vec<Range<usize>>> = HashMap::new();
        for diagnostic in diagnostics.iter().filter(|diagnostic| points_at_secret(diagnostic.rule)) {
            pointed_at.entry(diagnostic.source.path()).or_default().push(diagnostic.range.into());
        }
        Secrets { pointed_at }
    }

    /// All secret ranges of a file, in order; they may overlap.
    pub fn of(&self, source: &Arc<Source>) -> Vec<Range<usize>> {
        let pointed_at = self.pointed_at.get(source.path()).into_iter().flatten().cloned();
        let mut ranges: Vec<Range<usize>> = pointed_at.chain(marked_secrets(source)).chain(recognised_secrets(source)).collect();
        ranges.sort_unstable_by_key(|range| (range.start, range.end));
        ranges.dedup();
        ranges
    }

    /// The same of many files, by path. Each is linted for it, so they are shared among all cores.
    pub fn of_all<'s>(&self, sources: impl Iterator<Item = &'s Arc<Source>>) -> HashMap<&'s str, Vec<Range<usize>>> {
        let distinct: HashMap<&str, &Arc<Source>> = sources.map(|source| (source.path(), source)).collect();
        let distinct: Vec<(&str, &Arc<Source>)> = distinct.into_iter().collect();
        parallel::map(&distinct, |(path, source)| (*path, self.of(source))).into_iter().collect()
    }
}

/// Whether `text` tells one of the secrets at `ranges`, a line of it at least. What is shorter than three bytes is no secret to keep.
pub(crate) fn tells(text: &str, source: &Source, ranges: &[Range<usize>]) -> bool {
    let lines = ranges.iter().flat_map(|range| source.text()[range.clone()].lines());
    lines.map(|line| line.trim_matches(['"', '\'', ' ', '\t'])).any(|line| line.len() >= 3 && text.contains(line))
}

/// The text of `source` with the characters at `secrets` (in order) masked, and without anything that could steer a terminal.
///
/// It has the same length and the same lines as the file, so that every range means the same in both.
pub(crate) fn masked(source: &Source, secrets: &[Range<usize>]) -> String {
    let mut secrets = secrets.iter().peekable();
    let mut text = String::with_capacity(source.text().len());
    let mut hidden_until = 0;
    for (offset, c) in source.text().char_indices() {
        while let Some(range) = secrets.next_if(|range| range.start <= offset) {
            hidden_until = hidden_until.max(range.end);
        }
        push_same_length(&mut text, c, offset < hidden_until);
    }
    text
}

fn recognised_secrets(source: &Arc<Source>) -> impl Iterator<Item = Range<usize>> {
    // What a comment silences is no finding, and may be a secret all the same.
    let mut settings = Settings::default();
    settings.heed_suppressions = false;
    for rule in ALL {
        if points_at_secret(rule) { settings.select(rule) } else { settings.set(rule, Level::Off) }
    }
    let found = lint(source, &settings, &NoEnvironments);
    found.into_iter().filter(|diagnostic| points_at_secret(diagnostic.rule)).map(|diagnostic| diagnostic.range.into())
}

/// What is secret in a file does not hang on others.
struct NoEnvironments;

impl Environments for NoEnvironments {
    fn find(&self, _: &Source, _: &str) -> Option<Arc<Source>> {
        None
    }

    fn names(&self, _: &Source) -> Vec<String> {
        Vec::new()
    }
}

/// What the author has declared to be secret: the scalars below every `fn::secret`.
fn marked_secrets(source: &Source) -> impl Iterator<Item = Range<usize>> {
    let is_secret = |key: Node<'_>| key.style().is_some() && key.text() == "fn::secret";
    source
        .tree()
        .nodes()
        .filter(|node| node.is_mapping())
        .flat_map(Node::entries)
        .filter(move |entry| is_secret(entry.key))
        .map(|entry| entry.value.range().into())
}

fn push_same_length(text: &mut String, c: char, secret: bool) {
    let keep = matches!(c, '\n' | '\r' | '\t') || !(secret || super::is_unprintable(c) || c == '\u{FEFF}');
    match (keep, secret) {
        (true, _) => text.push(c),
        (false, true) if c == ' ' => text.push(c),
        (false, true) => text.extend(std::iter::repeat_n('*', c.len_utf8())),
        (false, false) => text.extend(std::iter::repeat_n('?', c.len_utf8())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, secret: &str, expected: &str) {
        let source = Source::new("env.yaml", text);
        let start = text.find(secret).unwrap();
        let range = start..start + secret.len();
        let masked = masked(&source, std::slice::from_ref(&range));
        assert_eq!(masked, expected);
        assert_eq!(masked.len(), text.len());
    }

    #[test]
    fn hides_the_secret_and_keeps_the_rest() {
        check("token: hunter2 # note\n", "hunter2", "token: ******* # note\n");
    }

    #[test]
    fn keeps_lines_and_length() {
        check("key: |\n  äb\r\n  cd\n", "äb\r\n  cd", "key: |\n  ***\r\n  **\n");
    }

    #[test]
    fn a_text_that_holds_a_line_of_a_secret_tells_it() {
        let source = Source::new("env.yaml", "values:\n  a:\n    fn::secret: |\n      first\n      second\n");
        let ranges = Secrets::new(&[]).of(&source);
        assert!(tells("b:\n- second\n", &source, &ranges));
        assert!(!tells("b: |\n- third\n", &source, &ranges));
    }

    #[test]
    fn nothing_steers_the_terminal() {
        check("a: \u{1b}[31m b\u{202e}\n", "b", "a: ?[31m *???\n");
    }
}
