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

use crate::rules::{Context, Level, MOST, MOST_SILENCED, Sink, unused_suppression};
use crate::{Diagnostic, Source};

/// The suppression comments of a file, in source order, each with what it counts for.
#[derive(Default)]
pub struct Suppressions {
    items: Vec<Suppression>,
    /// By code of a rule, where comments name it.
    by_rule: HashMap<&'static str, Vec<Place>>,
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
            return Suppressions::default();
        }
        let scopes = scope::Scopes::new(tree);
        let items = directives.into_iter().map(|directive| Suppression { scope: scopes.of(&directive), directive });
        let items: Vec<Suppression> = items.collect();
        Suppressions { by_rule: by_rule(&items), items }
    }

    /// All comments.
    pub fn iter(&self) -> impl Iterator<Item = &Suppression> {
        self.items.iter()
    }

    /// Whether a comment silences a finding of the file `source`, whose comments these are.
    pub fn silence(&self, source: &Arc<Source>, diagnostic: &Diagnostic) -> bool {
        self.silencer(source, diagnostic).is_some()
    }

    /// Takes the silenced findings out of `diagnostics`, and reports what silences nothing.
    pub(crate) fn apply(&self, context: &Context<'_>, diagnostics: &mut Vec<Diagnostic>) {
        if self.items.is_empty() {
            return;
        }
        let mut usage = Usage { silenced: HashMap::new(), left: HashMap::new() };
        diagnostics.retain(|diagnostic| match self.silencer(context.source(), diagnostic) {
            Some(place) => {
                *usage.silenced.entry(place).or_default() += 1;
                false
            }
            None => {
                *usage.left.entry(diagnostic.rule.code).or_default() += 1;
                true
            }
        });
        if let Level::On(severity) = context.settings.level(&unused_suppression::RULE) {
            let mut sink = Sink::new(context, &unused_suppression::RULE, severity, diagnostics);
            for (item, suppression) in self.items.iter().enumerate() {
                let codes = 0..suppression.directive.codes.len();
                let unused: Vec<usize> = codes.filter(|code| self.is_unused(context, (item, *code), &usage)).collect();
                unused_suppression::report(context, &mut sink, &suppression.directive, &unused);
            }
        }
    }

    /// What silences a finding: of several comments the innermost.
    fn silencer(&self, source: &Arc<Source>, diagnostic: &Diagnostic) -> Option<Place> {
        let places = self.by_rule.get(diagnostic.rule.code).filter(|_| Arc::ptr_eq(&diagnostic.source, source))?;
        let at = diagnostic.range.start();
        let counts = places.iter().filter(|(item, _)| self.items[*item].scope.contains(at));
        counts.min_by_key(|(item, _)| self.items[*item].scope.len_around(at)).copied()
    }

    /// Whether a name silences nothing, and that is certain: its rule has looked, and reported all that it saw.
    fn is_unused(&self, context: &Context<'_>, place: Place, usage: &Usage) -> bool {
        let Suppression { directive, scope } = &self.items[place.0];
        let Some(rule) = directive.codes[place.1].rule.filter(|rule| rule.suppressible && !DEPENDS_ON_MORE.contains(&rule.code)) else {
            return false;
        };
        let counts = directive.closed && *scope != Scope::Nothing && context.tree().errors().is_empty();
        let ran = context.settings.level(rule) != Level::Off;
        counts && ran && !usage.silenced.contains_key(&place) && self.said_all(rule.code, usage)
    }

    /// Whether a rule has reported all that it found.
    fn said_all(&self, code: &'static str, usage: &Usage) -> bool {
        let silenced = self.by_rule.get(code).into_iter().flatten().filter_map(|place| usage.silenced.get(place)).sum::<usize>();
        usage.left.get(code).is_none_or(|left| *left < MOST) && silenced < MOST_SILENCED
    }
}

/// What became of the findings.
struct Usage {
    /// How many each name silences.
    silenced: HashMap<Place, usize>,
    /// How many of each rule nothing silences.
    left: HashMap<&'static str, usize>,
}

/// The rules that comments name, with the places of their names in source order.
fn by_rule(items: &[Suppression]) -> HashMap<&'static str, Vec<Place>> {
    let mut index: HashMap<&'static str, Vec<Place>> = HashMap::new();
    for (item, suppression) in items.iter().enumerate().filter(|(_, suppression)| suppression.directive.closed) {
        for (code, named) in suppression.directive.codes.iter().enumerate() {
            if let Some(rule) = named.rule.filter(|rule| rule.suppressible) {
                index.entry(rule.code).or_default().push((item, code));
            }
        }
    }
    index
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
