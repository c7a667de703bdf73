//! Source in, findings out: runs every rule that is on.

use std::collections::HashSet;
use std::sync::Arc;

use esc_syntax::SyntaxErrorKind;

use crate::eval::{Analyzer, Cache};
use crate::fix::has_ambiguous_positions;
use crate::providers::Catalogue;
use crate::rules::{Context, Sink, precedence, speaks_of_meaning};
use crate::suppression::Suppressions;
use crate::{Diagnostic, Environments, Profile, Settings, Severity, Source};

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
        let suppressions = if settings.heed_suppressions { Suppressions::of(source.tree()) } else { Suppressions::default() };
        check(&Context::new(self, &evaluation, settings, &suppressions))
    }
}

/// As [`lint`], for an environment that is evaluated already.
pub fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    for (rule, severity) in context.settings.active() {
        (rule.check)(context, &mut Sink::new(context, rule, severity, &mut diagnostics));
    }
    // What a line that does not parse means is a guess, and nothing is said about it. An alias without anchor is no mystery.
    let source = context.source();
    let errors = source.tree().errors().iter().filter(|error| error.kind != SyntaxErrorKind::UnknownAnchor);
    let broken: HashSet<u32> = errors.map(|error| source.line(error.range.start())).collect();
    if !broken.is_empty() {
        let is_guess = |d: &Diagnostic| Arc::ptr_eq(&d.source, source) && broken.contains(&source.line(d.range.start()));
        diagnostics.retain(|diagnostic| !(speaks_of_meaning(diagnostic.rule) && is_guess(diagnostic)));
    }
    judge_misplaced(context, &mut diagnostics);
    precedence::settle(context, &mut diagnostics);
    context.suppressions.apply(context, &mut diagnostics);
    precedence::redact(source, &mut diagnostics);
    if diagnostics.iter().any(|diagnostic| diagnostic.fix.is_some()) && has_ambiguous_positions(source.tree()) {
        diagnostics.iter_mut().for_each(|diagnostic| diagnostic.fix = None);
    }
    diagnostics.sort_by(Diagnostic::compare);
    diagnostics
}

/// What is wrong inside a section at the root will fail once the section stands where it belongs; today ESC ignores it. What cannot be
/// decoded fails anywhere, which is why no comment may silence it.
fn judge_misplaced(context: &Context<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let document = context.document;
    // In order of the text, and beside one another.
    let sections: Vec<_> = document.misplaced.iter().map(|p| document.node(document.expr(p.value).node).full_range()).collect();
    let around = |offset| sections.partition_point(|section| section.start() <= offset).checked_sub(1).map(|index| sections[index]);
    let is_inside = |d: &Diagnostic| {
        speaks_of_meaning(d.rule)
            && d.rule.suppressible
            && Arc::ptr_eq(&d.source, context.source())
            && around(d.range.start()).is_some_and(|section| section.contains_range(d.range))
    };
    if context.settings.profile() == Profile::Parity {
        diagnostics.retain(|diagnostic| !is_inside(diagnostic));
        return;
    }
    for diagnostic in diagnostics.iter_mut().filter(|d| d.severity == Severity::Error && is_inside(d)) {
        diagnostic.severity = context.settings.severity(diagnostic.rule, Severity::Warning);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::Shelf;

    fn findings(text: &str, settings: &Settings) -> Vec<(&'static str, Severity)> {
        let diagnostics = lint(&Source::new("test.yaml", text), settings, &Shelf(Vec::new()));
        diagnostics.iter().map(|diagnostic| (diagnostic.rule.code, diagnostic.severity)).collect()
    }

    #[test]
    fn findings_come_in_order_of_place() {
        let found = findings("values:\n  a: ${b\n  a: {fn::x: 1}\nother: 1\n", &Settings::default());
        assert_eq!(found.iter().map(|(code, _)| *code).collect::<Vec<_>>(), ["ESC201", "ESC002", "ESC106", "ESC101"]);
    }

    #[test]
    fn a_rule_stops_where_nobody_reads_on() {
        let many: String = (0..1_500).map(|n| format!("  {n}: {{fn::x: 1, fn::y: 1}}\n")).collect();
        let found = findings(&format!("values:\n{many}"), &Settings::default());
        let count = |code| found.iter().filter(|(other, _)| *other == code).count();
        assert_eq!((count("ESC004"), count("ESC105")), (1_000, 1_000));
    }

    #[test]
    fn nothing_is_said_about_the_meaning_of_a_broken_line() {
        let found = findings("values:\n  a: [${b\n  c: ${d\n", &Settings::default());
        assert_eq!(found, [("ESC001", Severity::Error), ("ESC201", Severity::Error)]);
    }

    #[test]
    fn faults_in_misplaced_sections_are_warnings_and_unknown_to_the_reference() {
        let text = "description: d\nvalues: {a: 1}\nfiles: {A: '${b'}\n";
        assert_eq!(findings(text, &Settings::default()), [("ESC102", Severity::Warning), ("ESC201", Severity::Warning)]);
        assert_eq!(findings(text, &Settings::new(Profile::Strict)), [("ESC102", Severity::Error), ("ESC201", Severity::Error)]);
        assert_eq!(findings(text, &Settings::new(Profile::Parity)), [("ESC102", Severity::Warning)]);
    }
}
