//! Source in, findings out: runs every rule that is on.

use std::collections::HashSet;
use std::sync::Arc;

use crate::eval::{Analyzer, Cache};
use crate::providers::Catalogue;
use crate::rules::{ALL, Context, Sink, speaks_of_meaning};
use crate::suppression::Suppressions;
use crate::{Diagnostic, Environments, Settings, Source};

/// Everything that is wrong with `source` under `settings`, sorted by place, with the shipped providers. Rules that are off do not run.
///
/// To lint many files, share an [`Analyzer`]'s catalogue and cache and use [`Analyzer::lint`].
pub fn lint(source: &Arc<Source>, settings: &Settings, environments: &dyn Environments) -> Vec<Diagnostic> {
    let (catalogue, cache) = (Catalogue::new(), Cache::new());
    Analyzer::new(environments, &catalogue, &cache).lint(source, settings)
}

impl Analyzer<'_> {
    /// Everything that is wrong with `source` under `settings`, sorted by place. Rules that are off do not run.
    pub fn lint(&self, source: &Arc<Source>, settings: &Settings) -> Vec<Diagnostic> {
        let evaluation = self.evaluate(source);
        let document = &*evaluation.document;
        check(&Context { document, evaluation: &evaluation, analyzer: self, settings, environments: self.environments() })
    }
}

/// As [`lint`], for an environment that is evaluated already.
pub fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    for rule in ALL {
        if let Some(mut sink) = Sink::new(context, rule, &mut diagnostics) {
            (rule.check)(context, &mut sink);
        }
    }
    // What a line that does not parse means is a guess, and nothing is said about it.
    let source = context.source();
    let broken: HashSet<u32> = source.tree().errors().iter().map(|error| source.line(error.range.start())).collect();
    if !broken.is_empty() {
        let is_guess = |d: &Diagnostic| Arc::ptr_eq(&d.source, source) && broken.contains(&source.line(d.range.start()));
        diagnostics.retain(|diagnostic| !(speaks_of_meaning(diagnostic.rule.group) && is_guess(diagnostic)));
    }
    Suppressions::of(source.tree()).apply(context, &mut diagnostics);
    diagnostics.sort_by(Diagnostic::compare);
    diagnostics
}
