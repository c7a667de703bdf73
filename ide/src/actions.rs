//! What an editor can do about findings: mend one, mend all of a kind, silence one.

use std::collections::BTreeMap;

use esc_analysis::rules::Rule;
use esc_analysis::{Applicability, Diagnostic, Edit, Settings, apply, suppression};
use esc_syntax::TextRange;

use crate::Context;

/// Rounds of mending after which something goes round in circles.
const MAX_ROUNDS: usize = 10;

/// Something that can be done.
#[derive(Clone, Debug)]
pub struct Action {
    /// What the menu says.
    pub title: String,
    /// What sort of action it is.
    pub kind: ActionKind,
    /// The findings that it is about, as the lint reports them.
    pub diagnostics: Vec<Diagnostic>,
    /// Edits of the file that was asked about.
    pub edits: Vec<Edit>,
    /// Whether it is what most people want.
    pub preferred: bool,
}

/// Sorts of actions.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum ActionKind {
    /// Mends one finding.
    Fix,
    /// Mends all findings of a rule in the file.
    FixRule,
    /// Silences a finding.
    Ignore,
    /// Makes a value of a literal.
    Extract,
    /// Puts a literal in the place of a reference.
    Inline,
    /// Writes the same otherwise.
    Rewrite,
}

/// What can be done about what is found in `range` or touches it.
pub fn actions(context: &Context<'_>, settings: &Settings, range: TextRange) -> Vec<Action> {
    let all = context.analyzer.lint(context.source(), settings);
    let here: Vec<&Diagnostic> = all.iter().filter(|finding| is_own(context, finding) && touches(finding.range, range)).collect();
    let mut actions: Vec<Action> = here.iter().filter_map(|finding| fix(finding)).collect();
    actions.extend(fixes_of_rules(context, &all, &here));
    actions.extend(here.iter().filter_map(|finding| ignore(context, finding)));
    actions
}

/// Edits that mend all that can be mended without looking, over and over until nothing is left; `None` if there is nothing to mend.
pub fn fix_all(context: &Context<'_>, settings: &Settings) -> Option<Vec<Edit>> {
    let source = context.source();
    let mut text = source.text().to_owned();
    for _ in 0..MAX_ROUNDS {
        let round = esc_analysis::Source::new(source.path(), text.as_str());
        let findings = context.analyzer.lint(&round, settings);
        let safe = findings.iter().filter(|finding| finding.source.path() == source.path()).filter_map(|finding| finding.fix.as_ref());
        let edits = compatible(safe.filter(|fix| fix.applicability == Applicability::Safe).map(|fix| fix.edits.as_slice()));
        if edits.is_empty() {
            break;
        }
        text = apply(&text, &edits)?;
    }
    let whole = TextRange::up_to(source.text().len().try_into().ok()?);
    (text != source.text()).then(|| vec![difference(source.text(), &text).unwrap_or_else(|| Edit::replace(whole, text.clone()))])
}

fn is_own(context: &Context<'_>, finding: &Diagnostic) -> bool {
    finding.source.path() == context.source().path()
}

fn touches(a: TextRange, b: TextRange) -> bool {
    a.start() <= b.end() && b.start() <= a.end()
}

fn fix(finding: &Diagnostic) -> Option<Action> {
    let fix = finding.fix.as_ref()?;
    Some(Action {
        title: fix.title.clone(),
        kind: ActionKind::Fix,
        diagnostics: vec![finding.clone()],
        edits: fix.edits.clone(),
        preferred: fix.applicability == Applicability::Safe,
    })
}

/// For each rule that speaks here and elsewhere in the file: all of its fixes at once.
fn fixes_of_rules(context: &Context<'_>, all: &[Diagnostic], here: &[&Diagnostic]) -> Vec<Action> {
    let rules: BTreeMap<&str, &'static Rule> = here.iter().map(|finding| (finding.rule.code, finding.rule)).collect();
    let of_rule = |rule: &'static Rule| {
        let findings: Vec<Diagnostic> = all
            .iter()
            .filter(|finding| finding.rule.code == rule.code && is_own(context, finding) && finding.fix.is_some())
            .cloned()
            .collect();
        let edits = compatible(findings.iter().filter_map(|finding| finding.fix.as_ref()).map(|fix| fix.edits.as_slice()));
        let title = format!("Fix all {} `{}` in this file", findings.len(), rule.name);
        (findings.len() > 1).then_some(Action { title, kind: ActionKind::FixRule, diagnostics: findings, edits, preferred: false })
    };
    rules.into_values().filter_map(of_rule).collect()
}

fn ignore(context: &Context<'_>, finding: &Diagnostic) -> Option<Action> {
    let edits = suppression::ignore(context.source(), [finding]);
    let title = format!("Ignore {} here", finding.rule.code);
    (!edits.is_empty()).then(|| Action { title, kind: ActionKind::Ignore, diagnostics: vec![finding.clone()], edits, preferred: false })
}

/// The edits of as many fixes as do not get in each other's way, the first ones first.
fn compatible<'f>(fixes: impl Iterator<Item = &'f [Edit]>) -> Vec<Edit> {
    let mut taken: Vec<Edit> = Vec::new();
    for edits in fixes {
        let is_free =
            |edit: &Edit| taken.iter().all(|other| other.range.end() < edit.range.start() || edit.range.end() < other.range.start());
        if edits.iter().all(is_free) {
            taken.extend_from_slice(edits);
        }
    }
    taken
}

/// One edit from one text to another, without what both begin and end with.
fn difference(before: &str, after: &str) -> Option<Edit> {
    let start: usize = before.chars().zip(after.chars()).take_while(|(a, b)| a == b).map(|(c, _)| c.len_utf8()).sum();
    let (before_rest, after_rest) = (before.get(start..)?, after.get(start..)?);
    let same_end = before_rest.chars().rev().zip(after_rest.chars().rev()).take_while(|(a, b)| a == b);
    let end: usize = same_end.map(|(c, _)| c.len_utf8()).sum();
    let range = TextRange::new(start.try_into().ok()?, (before.len() - end).try_into().ok()?);
    Some(Edit::replace(range, after_rest.get(..after_rest.len() - end)?))
}

#[cfg(test)]
mod tests {
    use esc_analysis::apply;
    use insta::assert_snapshot;

    use super::*;
    use crate::testing::World;

    /// The menu at the cursor, each action with the text that it makes.
    fn menu(fixture: &str) -> String {
        let world = World::new(fixture);
        world.look(|context, offset| {
            let actions = actions(context, &Settings::default(), TextRange::empty(offset)).into_iter().map(|action| {
                let text = apply(world.source().text(), &action.edits).unwrap();
                let preferred = if action.preferred { " (preferred)" } else { "" };
                format!("{}{preferred}\n    {}", action.title, text.trim_end().replace('\n', "\n    "))
            });
            actions.collect::<Vec<_>>().join("\n")
        })
    }

    #[test]
    fn mends_and_silences() {
        assert_snapshot!(menu("value$0:\n  a: 1\n"), @"
        Rename to `values`
            values:
              a: 1
        Ignore ESC101 here
            value:  # esc-lint: ignore[ESC101]
              a: 1
        ");
        assert_snapshot!(menu("values:\n  1$0: a\n  2: b\n"), @r#"
        Put the key in quotes (preferred)
            values:
              "1": a
              2: b
        Fix all 2 `non-string-key` in this file
            values:
              "1": a
              "2": b
        "#);
        assert_snapshot!(menu("values:\n  $0a: 1\n"), @"");
    }

    #[test]
    fn mends_everything_that_is_safe() {
        let world = World::new("values:\n  1: a\n  2: b\n  a: {}\n  a: 1\n");
        let edits = world.look(|context, _| fix_all(context, &Settings::default())).unwrap();
        assert_snapshot!(apply(world.source().text(), &edits).unwrap(), @r#"
        values:
          "1": a
          "2": b
          a: {}
          a: 1
        "#);
        assert!(World::new("values:\n  a: 1\n").look(|context, _| fix_all(context, &Settings::default())).is_none());
    }
}
