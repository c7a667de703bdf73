//! Comments that silence findings: `# esc-lint: ignore[ESC503] reason`, and what came of them.
//!
//! A comment silences rules, not lines: behind a line or alone above it, it counts for the key or item there and everything below that; as
//! `ignore-file` in the head of a file it counts for the whole file. A comment that is wrong silences nothing, and ESC902 says so. A file
//! without such comments costs one search of its text.

mod add;
mod comment;
mod nearest;
mod scope;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use esc_syntax::{TextRange, TextSize, Tree};
use nearest::Nearest;

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
    by_rule: HashMap<&'static str, Nearest<Place>>,
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
        let mut usage = Usage::default();
        diagnostics.retain(|diagnostic| match self.silencer(context.source(), diagnostic) {
            Some(place) => {
                usage.places.insert(place);
                *usage.silenced.entry(diagnostic.rule.code).or_default() += 1;
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
        let nearest = self.by_rule.get(diagnostic.rule.code).filter(|_| Arc::ptr_eq(&diagnostic.source, source))?;
        nearest.at(diagnostic.range.start())
    }

    /// Whether a name silences nothing, and that is certain: its rule has looked, and reported all that it saw.
    fn is_unused(&self, context: &Context<'_>, place: Place, usage: &Usage) -> bool {
        let Suppression { directive, scope } = &self.items[place.0];
        let Some(rule) = directive.codes[place.1].rule.filter(|rule| rule.suppressible && !DEPENDS_ON_MORE.contains(&rule.code)) else {
            return false;
        };
        let counts = directive.closed && *scope != Scope::Nothing && context.tree().errors().is_empty();
        let ran = context.settings.level(rule) != Level::Off;
        counts && ran && !usage.places.contains(&place) && usage.said_all(rule.code)
    }
}

/// What became of the findings.
#[derive(Default)]
struct Usage {
    /// The names that silence some.
    places: HashSet<Place>,
    /// How many of each rule are silenced.
    silenced: HashMap<&'static str, usize>,
    /// How many of each rule nothing silences.
    left: HashMap<&'static str, usize>,
}

impl Usage {
    /// Whether a rule has reported all that it found.
    fn said_all(&self, code: &'static str) -> bool {
        let are_fewer = |count: Option<&usize>, most| count.is_none_or(|count| *count < most);
        are_fewer(self.left.get(code), MOST) && are_fewer(self.silenced.get(code), MOST_SILENCED)
    }
}

/// The rules that comments name, with where they do.
fn by_rule(items: &[Suppression]) -> HashMap<&'static str, Nearest<Place>> {
    let mut index: HashMap<&'static str, Vec<(TextRange, Place)>> = HashMap::new();
    for (item, suppression) in items.iter().enumerate().filter(|(_, suppression)| suppression.directive.closed) {
        for (code, named) in suppression.directive.codes.iter().enumerate() {
            if let Some(rule) = named.rule.filter(|rule| rule.suppressible) {
                index.entry(rule.code).or_default().extend(suppression.scope.ranges().iter().map(|range| (*range, (item, code))));
            }
        }
    }
    index.into_iter().map(|(rule, places)| (rule, Nearest::new(places))).collect()
}

/// Rules that speak or not depending on what else was looked at: importers, the repository.
const DEPENDS_ON_MORE: [&str; 3] = ["ESC206", "ESC502", "ESC605"];

impl Scope {
    fn contains(&self, offset: TextSize) -> bool {
        self.ranges().iter().any(|range| range.contains_inclusive(offset))
    }

    /// What of a text this is. A file has no end, so that everything else is nearer.
    fn ranges(&self) -> &[TextRange] {
        const FILE: TextRange = TextRange::up_to(TextSize::new(u32::MAX));
        match self {
            Scope::File => &[FILE],
            Scope::Nodes(ranges) => ranges,
            Scope::Nothing => &[],
        }
    }
}

#[cfg(test)]
mod tests;
