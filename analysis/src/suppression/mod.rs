//! Comments that silence findings: `# esc-lint: ignore[ESC503] reason`, and what came of them.
//!
//! A comment silences rules, not lines: behind a line or alone above it, it counts for the key or item there and everything below that; as
//! `ignore-file` in the head of a file it counts for the whole file. A comment that is wrong silences nothing, and ESC902 says so. A file
//! without such comments costs one search of its text.

mod add;
mod comment;
mod scope;

use std::collections::HashMap;
use std::sync::Arc;

use esc_syntax::{TextSize, Tree};

pub use add::ignore;
pub use comment::{Code, Directive, Kind};
pub(crate) use comment::{ENTRY, FILE, MARKER, removal};
pub use scope::Scope;

use crate::rules::{Context, Level, Rule, Sink, unused_suppression};
use crate::{Diagnostic, Source};

/// The suppression comments of a file, in source order, each with what it counts for.
pub struct Suppressions {
    items: Vec<Suppression>,
}

/// A suppression comment and what it counts for.
pub struct Suppression {
    /// What is written.
    pub directive: Directive,
    /// What it silences its rules in.
    pub scope: Scope,
}

/// A rule named in a comment, by their indices.
type Place = (usize, usize);

impl Suppressions {
    /// Reads the comments of a text.
    pub fn of(tree: &Tree) -> Suppressions {
        let directives = comment::directives(tree);
        if directives.is_empty() {
            return Suppressions { items: Vec::new() };
        }
        let scopes = scope::Scopes::new(tree);
        let items = directives.into_iter().map(|directive| Suppression { scope: scopes.of(&directive), directive });
        Suppressions { items: items.collect() }
    }

    /// All comments.
    pub fn iter(&self) -> impl Iterator<Item = &Suppression> {
        self.items.iter()
    }

    /// Takes the silenced findings out of `diagnostics`, and reports what silences nothing.
    pub(crate) fn apply(&self, context: &Context<'_>, diagnostics: &mut Vec<Diagnostic>) {
        if self.items.is_empty() {
            return;
        }
        let index = self.by_rule();
        let mut used = vec![false; self.items.iter().map(|item| item.directive.codes.len()).sum()];
        let first = |item: usize| self.items[..item].iter().map(|item| item.directive.codes.len()).sum::<usize>();
        let firsts: Vec<usize> = (0..self.items.len()).map(first).collect();
        diagnostics.retain(|diagnostic| match self.silencer(&index, context.source(), diagnostic) {
            Some((item, code)) => {
                used[firsts[item] + code] = true;
                false
            }
            None => true,
        });
        if let Some(mut sink) = Sink::new(context, &unused_suppression::RULE, diagnostics) {
            for (item, suppression) in self.items.iter().enumerate() {
                let unused = (0..suppression.directive.codes.len()).filter(|code| !used[firsts[item] + code]);
                let unused: Vec<usize> = unused.filter(|code| self.may_be_unused(context, item, *code)).collect();
                unused_suppression::report(context, &mut sink, &suppression.directive, &unused);
            }
        }
    }

    /// The rules that the comments name, with the places of their names in source order.
    fn by_rule(&self) -> HashMap<&'static str, Vec<Place>> {
        let mut index: HashMap<&'static str, Vec<Place>> = HashMap::new();
        for (item, suppression) in self.items.iter().enumerate().filter(|(_, suppression)| suppression.directive.closed) {
            for (code, named) in suppression.directive.codes.iter().enumerate() {
                if let Some(rule) = named.rule.filter(|rule| rule.suppressible) {
                    index.entry(rule.code).or_default().push((item, code));
                }
            }
        }
        index
    }

    /// What silences a finding: of several comments the innermost.
    fn silencer(&self, index: &HashMap<&'static str, Vec<Place>>, source: &Arc<Source>, diagnostic: &Diagnostic) -> Option<Place> {
        let places = index.get(diagnostic.rule.code).filter(|_| Arc::ptr_eq(&diagnostic.source, source))?;
        let at = diagnostic.range.start();
        let counts = places.iter().filter(|(item, _)| self.items[*item].scope.contains(at));
        counts.min_by_key(|(item, _)| self.items[*item].scope.len_around(at)).copied()
    }

    /// Whether it is known that a name silences nothing: its rule has looked, and saw all that it could see.
    fn may_be_unused(&self, context: &Context<'_>, item: usize, code: usize) -> bool {
        let Suppression { directive, scope } = &self.items[item];
        let known =
            |rule: &'static Rule| rule.suppressible && context.settings.level(rule) != Level::Off && !DEPENDS_ON_MORE.contains(&rule.code);
        directive.closed && *scope != Scope::Nothing && context.tree().errors().is_empty() && directive.codes[code].rule.is_some_and(known)
    }
}

/// Rules that speak or not depending on what else was looked at: importers, the repository.
const DEPENDS_ON_MORE: [&str; 3] = ["ESC206", "ESC502", "ESC605"];

impl Scope {
    fn contains(&self, offset: TextSize) -> bool {
        match self {
            Scope::File => true,
            Scope::Nodes(ranges) => ranges.iter().any(|range| range.contains_inclusive(offset)),
            Scope::Nothing => false,
        }
    }

    /// How much of the file around `offset` this is; smaller is nearer.
    fn len_around(&self, offset: TextSize) -> TextSize {
        match self {
            Scope::File | Scope::Nothing => u32::MAX.into(),
            Scope::Nodes(ranges) => {
                ranges.iter().filter(|range| range.contains_inclusive(offset)).map(|range| range.len()).min().unwrap_or(u32::MAX.into())
            }
        }
    }
}

#[cfg(test)]
mod tests;
