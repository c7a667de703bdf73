//! Makes fixes: as many at once as do not touch each other, then again, until there is nothing left to do.
//!
//! **Invariant:** after every step the text has no more syntax errors than before, the findings that were to go are gone, and no other has
//! appeared. A fix that breaks this is not made. Where a fix brings into force what ESC could not read or did not look at before, what is wrong
//! there may come to light. The number of steps is bounded, and since a step removes findings, a second run changes nothing.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::apply;
use crate::rules::{Group, MOST};
use crate::{Applicability, Diagnostic, Edit, Fix, Source};

/// What became of a file.
pub struct Fixed {
    /// The file as it is now; the one that was given, if nothing was done.
    pub source: Arc<Source>,
    /// How many findings were mended.
    pub count: usize,
    /// What is still found, with the fixes that were not made.
    pub remaining: Vec<Diagnostic>,
    /// How many of the remaining findings have a fix that was allowed, and did not hold what it promised.
    pub withheld: usize,
}

/// Rules whose fixes bring into force what could not be read, or was not looked at.
const UNCOVERS: [&str; 9] = ["ESC003", "ESC004", "ESC006", "ESC101", "ESC102", "ESC109", "ESC110", "ESC111", "ESC303"];

/// Where one removal makes another possible: what only an unused value used is unused.
const CASCADES: &str = "ESC206";

/// Says of a secret what was true before it was marked as one: that git has its text.
const REMAINS: &str = "ESC502";

/// How often a file may be linted. Enough for dozens of fixes that fail; all that succeed need a few rounds at most.
const LINTS: usize = 256;

impl Applicability {
    /// Whether someone who allows this much allows a fix.
    pub fn allows(self, fix: &Fix) -> bool {
        match fix.applicability {
            Applicability::Safe => true,
            Applicability::Unsafe => self == Applicability::Unsafe,
            Applicability::Draft => false,
        }
    }
}

/// Makes all fixes of a file that are `allowed`. `lint` says what is wrong with a text of that file.
pub fn fix_all(source: &Arc<Source>, allowed: Applicability, lint: &dyn Fn(&Arc<Source>) -> Vec<Diagnostic>) -> Fixed {
    let state = State { diagnostics: lint(source), source: Arc::clone(source) };
    let mut engine = Engine { state, allowed, lint, failed: HashSet::new(), changed: false, count: 0, lints: 1 };
    while engine.step() {}
    let withheld = engine.state.own().filter(|diagnostic| engine.failed.contains(&Key::of(diagnostic))).count();
    Fixed { source: engine.state.source, count: engine.count, remaining: engine.state.diagnostics, withheld }
}

struct State {
    source: Arc<Source>,
    diagnostics: Vec<Diagnostic>,
}

impl State {
    /// Findings of the file itself.
    fn own(&self) -> impl Iterator<Item = &Diagnostic> {
        self.diagnostics.iter().filter(|diagnostic| Arc::ptr_eq(&diagnostic.source, &self.source))
    }

    fn count_by_code(&self) -> HashMap<&'static str, usize> {
        count(self.own())
    }
}

fn count<'d>(diagnostics: impl Iterator<Item = &'d Diagnostic>) -> HashMap<&'static str, usize> {
    let mut counts = HashMap::new();
    diagnostics.for_each(|diagnostic| *counts.entry(diagnostic.rule.code).or_default() += 1);
    counts
}

/// Names a finding whose place may change while others are mended.
#[derive(PartialEq, Eq, Hash)]
struct Key(&'static str, String, Option<String>);

impl Key {
    fn of(diagnostic: &Diagnostic) -> Key {
        Key(diagnostic.rule.code, diagnostic.message.clone(), diagnostic.doc_path.clone())
    }
}

struct Engine<'l> {
    state: State,
    allowed: Applicability,
    lint: &'l dyn Fn(&Arc<Source>) -> Vec<Diagnostic>,
    failed: HashSet<Key>,
    /// Whether the text has changed since fixes were first found to fail.
    changed: bool,
    count: usize,
    lints: usize,
}

impl Engine<'_> {
    /// Makes some fixes, or finds one that fails. Says whether there may be more to do.
    fn step(&mut self) -> bool {
        let chosen: Vec<Diagnostic> = self.choose().into_iter().cloned().collect();
        let mut chosen = chosen.as_slice();
        while !chosen.is_empty() && self.lints < LINTS {
            if let Some(state) = self.attempt(chosen) {
                self.state = state;
                self.changed |= !self.failed.is_empty();
                self.count += chosen.len();
                return true;
            }
            if let [failed] = chosen {
                self.failed.insert(Key::of(failed));
                return true;
            }
            chosen = &chosen[..chosen.len() / 2];
        }
        // What failed in another text may hold in this one.
        std::mem::take(&mut self.changed) && !std::mem::take(&mut self.failed).is_empty()
    }

    /// The findings whose fixes are made next, in order, the first of those that touch each other.
    fn choose(&self) -> Vec<&Diagnostic> {
        let mut taken: Vec<&Edit> = Vec::new();
        let mut chosen = Vec::new();
        for diagnostic in self.state.own() {
            let Some(fix) = diagnostic.fix.as_ref().filter(|fix| self.allowed.allows(fix)) else { continue };
            let free = !fix.edits.iter().any(|edit| taken.iter().any(|other| touch(edit, other)));
            if free && !self.failed.contains(&Key::of(diagnostic)) {
                taken.extend(&fix.edits);
                chosen.push(diagnostic);
            }
        }
        chosen
    }

    /// The file with these findings mended, if that is all that happens.
    fn attempt(&mut self, chosen: &[Diagnostic]) -> Option<State> {
        let edits: Vec<Edit> = chosen.iter().filter_map(|diagnostic| diagnostic.fix.as_ref()).flat_map(|fix| fix.edits.clone()).collect();
        let text = apply(self.state.source.text(), &edits).filter(|text| text != self.state.source.text())?;
        let source = Source::new(self.state.source.path(), text);
        if source.tree().errors().len() > self.state.source.tree().errors().len() {
            return None;
        }
        self.lints += 1;
        let state = State { diagnostics: (self.lint)(&source), source };
        self.holds(chosen, &state).then_some(state)
    }

    /// Whether the findings are gone and no others are there.
    fn holds(&self, mended: &[Diagnostic], after: &State) -> bool {
        let (before, after, mended) = (self.state.count_by_code(), after.count_by_code(), mended.iter());
        // Beside another fix it would excuse what that one brings.
        let uncovers = mended.clone().all(|diagnostic| UNCOVERS.contains(&diagnostic.rule.code));
        // How a text is read changes only where that is what is mended.
        let rereads = mended.clone().any(|diagnostic| diagnostic.rule.group == Group::Syntax);
        let mended = count(mended);
        after.iter().all(|(code, after)| {
            let (before, mended) = (before.get(code).copied().unwrap_or(0), mended.get(code).copied().unwrap_or(0));
            // Of very many findings the first are reported, and others take the place of those that are gone.
            let uncovered = uncovers && mended == 0 && (rereads || !code.starts_with(Group::Syntax.prefix()));
            let cascades = *code == CASCADES && mended > 0;
            after + mended <= before || uncovered || cascades || *code == REMAINS || before >= MOST
        })
    }
}

/// Whether two edits cannot be made together: they overlap, or one inserts where the other does something.
fn touch(a: &Edit, b: &Edit) -> bool {
    let (a, b) = (a.range, b.range);
    match a.is_empty() || b.is_empty() {
        true => a.start() <= b.end() && b.start() <= a.end(),
        false => a.start() < b.end() && b.start() < a.end(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::Shelf;
    use crate::{Settings, lint};

    fn run(text: &str, allowed: Applicability) -> Fixed {
        fix_all(&Source::new("test.yaml", text), allowed, &|source| lint(source, &Settings::default(), &Shelf(Vec::new())))
    }

    #[track_caller]
    fn check(before: &str, allowed: Applicability, after: &str, count: usize) {
        let fixed = run(before, allowed);
        assert_eq!(fixed.source.text(), after);
        assert_eq!(fixed.count, count);
        let again = run(after, allowed);
        assert_eq!((again.source.text(), again.count), (after, 0), "a second run changes something");
    }

    #[test]
    fn makes_what_is_allowed() {
        let text = "imports: []\nvalues:\n  8080: a\n  b:\n    fn::secret: 1\n";
        check(text, Applicability::Safe, "values:\n  \"8080\": a\n  b:\n    fn::secret: 1\n", 2);
        check(text, Applicability::Unsafe, "values:\n  \"8080\": a\n  b:\n    fn::secret: \"1\"\n", 3);
    }

    #[test]
    fn goes_on_until_nothing_is_left() {
        // What stands under a misspelt field is looked at only once the field is right.
        check("vaules:\n  a:\n    fn::secret: 1\n", Applicability::Unsafe, "values:\n  a:\n    fn::secret: \"1\"\n", 2);
        check("values:\n  x: 1\n  x: 2\n  x: 3\n", Applicability::Unsafe, "values:\n  x: 1\n", 2);
    }

    #[test]
    fn marks_a_secret_that_git_has_already() {
        check("values:\n  password: hunter2\n", Applicability::Unsafe, "values:\n  password:\n    fn::secret: hunter2\n", 1);
    }

    #[test]
    fn what_fails_in_a_broken_text_may_hold_in_a_mended_one() {
        let text = "values:\n  a:\n    fn::open:\n\t    provider: nope\n      inputs: {}\n";
        let mut settings = Settings::default();
        settings.select(crate::rules::rule("ESC706").unwrap());
        let fixed = fix_all(&Source::new("test.yaml", text), Applicability::Safe, &|source| lint(source, &settings, &Shelf(Vec::new())));
        assert_eq!(fixed.source.text(), "values:\n  a:\n    fn::open::nope: {}\n");
    }

    #[test]
    fn more_findings_than_are_reported_are_mended_too() {
        let text: String = (0..2 * MOST + 10).map(|number| format!("  {number}: x\n")).collect();
        assert_eq!(run(&format!("values:\n{text}"), Applicability::Safe).count, 2 * MOST + 10);
    }

    #[test]
    fn a_clean_file_is_the_same_file() {
        let source = Source::new("test.yaml", "values:\n  a: b\n");
        let fixed = fix_all(&source, Applicability::Unsafe, &|source| lint(source, &Settings::default(), &Shelf(Vec::new())));
        assert!(Arc::ptr_eq(&fixed.source, &source) && fixed.count == 0);
    }

    /// What the rules say, and what a rule would that sees something in every `seen`, and wants to replace it by `to`.
    fn greedy(source: &Arc<Source>, code: &str, seen: char, to: &str) -> Vec<Diagnostic> {
        let mut found = lint(source, &Settings::default(), &Shelf(Vec::new()));
        let rule = crate::rules::rule(code).unwrap();
        found.extend(source.text().match_indices(seen).map(|(at, x)| {
            let range = esc_syntax::TextRange::at(crate::text_size(at), esc_syntax::TextSize::of(x));
            let fix = Fix::safe("Replace", vec![Edit::replace(range, to)]);
            Diagnostic {
                rule,
                severity: crate::Severity::Warning,
                source: Arc::clone(source),
                range,
                message: "x".to_owned(),
                help: None,
                doc_path: Some(at.to_string()),
                related: Vec::new(),
                fix: Some(fix),
            }
        }));
        found
    }

    #[test]
    fn drops_fixes_that_break_something() {
        let run = |to: &'static str| {
            let source = Source::new("test.yaml", "values:\n  a: x\n  b: x\n  c: x\n");
            let fixed = fix_all(&source, Applicability::Safe, &|source| greedy(source, "ESC008", 'x', to));
            (fixed.source.text().to_owned(), fixed.count, fixed.withheld)
        };
        let unchanged = "values:\n  a: x\n  b: x\n  c: x\n".to_owned();
        assert_eq!(run("y"), ("values:\n  a: y\n  b: y\n  c: y\n".to_owned(), 3, 0));
        assert_eq!(run("xx"), (unchanged.clone(), 0, 3), "the finding stays");
        assert_eq!(run("["), (unchanged.clone(), 0, 3), "no longer parses");
        assert_eq!(run("${c"), (unchanged, 0, 3), "another finding");
    }

    #[test]
    fn a_fix_is_not_excused_by_its_neighbour() {
        let source = Source::new("test.yaml", "values:\n  a: x\n  b: q\n");
        // The first may uncover something; what comes up is the second's doing.
        let rules = |source: &Arc<Source>| {
            let second = greedy(source, "ESC008", 'q', "${c").into_iter().filter(|found| found.rule.code == "ESC008");
            greedy(source, "ESC303", 'x', "y").into_iter().chain(second).collect()
        };
        let fixed = fix_all(&source, Applicability::Safe, &rules);
        assert_eq!((fixed.source.text(), fixed.count, fixed.withheld), ("values:\n  a: y\n  b: q\n", 1, 1));
    }

    #[test]
    fn edits_that_touch_are_not_made_together() {
        let edit = |start: u32, end: u32| Edit::delete(esc_syntax::TextRange::new(start.into(), end.into()));
        assert!(!touch(&edit(0, 2), &edit(2, 3)));
        assert!(touch(&edit(0, 2), &edit(1, 3)));
        assert!(touch(&edit(2, 2), &edit(2, 2)));
        assert!(touch(&edit(0, 2), &edit(2, 2)));
        assert!(!touch(&edit(0, 1), &edit(2, 2)));
    }
}
