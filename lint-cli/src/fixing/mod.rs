//! `--fix`, `--unsafe-fixes`, `--add-ignores` and `--diff`: what is changed, where, and in which order.
//!
//! Everything happens in memory first: files are fixed until none of them changes any more, since a fix in one may show another in an importer.
//! Only then anything is written, and only files that were asked for. A file that cannot be written keeps its old text and its findings.

mod diff;
mod summary;

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;

use esc_analysis::eval::Analyzer;
use esc_analysis::fix::fix_all;
use esc_analysis::{Applicability, Diagnostic, Source, apply, suppression};
use esc_project::{ConfigError, Discovery, Found, Project, replace_text};

use crate::args::FixArgs;
use crate::guard::guarded;
use crate::parallel;
use crate::report::RunError;

pub(crate) use diff::render as diff;
pub(crate) use summary::line as summary;

/// How often all files are looked at. Fixes that hang together across files settle in two or three rounds; the rest is for files with more
/// findings than are reported at once.
const ROUNDS: usize = 32;

/// What a run changes.
#[derive(Default)]
pub(crate) struct Changes {
    /// Files whose text is another, in the order of the run.
    pub files: Vec<Change>,
    /// How many findings have a fix that was allowed, and did not hold what it promised.
    pub withheld: usize,
    /// Files that could not be written.
    pub errors: Vec<RunError>,
}

/// A file that changes.
pub(crate) struct Change {
    pub found: Found,
    pub before: Arc<Source>,
    pub after: Arc<Source>,
    /// How many findings are mended.
    pub fixed: usize,
    /// How many findings are silenced.
    pub silenced: usize,
}

impl FixArgs {
    /// Which fixes are asked for, if any are.
    pub fn allowed(&self) -> Option<Applicability> {
        match self {
            FixArgs { unsafe_fixes: true, .. } => Some(Applicability::Unsafe),
            FixArgs { fix: true, .. } | FixArgs { diff: true, add_ignores: false, .. } => Some(Applicability::Safe),
            _ => None,
        }
    }

    /// Whether files are to be written.
    pub fn writes(&self) -> bool {
        (self.fix || self.unsafe_fixes || self.add_ignores) && !self.diff
    }
}

/// Changes the texts of `project` as `args` ask for it, and the disk too unless it is all for show.
pub(crate) fn run(project: &Project, discovery: &Discovery, args: &FixArgs) -> Result<Changes, ConfigError> {
    let mut planner = Planner { project, discovery, planned: HashMap::new(), withheld: 0 };
    if let Some(allowed) = args.allowed() {
        planner.fix(allowed)?;
    }
    if args.add_ignores {
        planner.silence()?;
    }
    let mut changes = planner.finish();
    if args.writes() {
        write(project, &mut changes);
    }
    Ok(changes)
}

/// Writes what was planned. What cannot be written is as it was again, also in `project`.
fn write(project: &Project, changes: &mut Changes) {
    let (files, errors) = (&mut changes.files, &mut changes.errors);
    files.retain(|change| match replace_text(&change.found.path, change.before.text(), change.after.text()) {
        Ok(()) => true,
        Err(error) => {
            project.replace(&change.found, change.before.text().to_owned());
            errors.push(RunError { path: change.found.shown.clone(), message: error.to_string(), fatal: true });
            false
        }
    });
}

/// A file after one step, and what the step did.
struct Step {
    before: Arc<Source>,
    after: Arc<Source>,
    done: usize,
    withheld: usize,
}

struct Planner<'p> {
    project: &'p Project,
    discovery: &'p Discovery,
    /// By path, what happens to files that have changed so far.
    planned: HashMap<PathBuf, Change>,
    withheld: usize,
}

impl Planner<'_> {
    fn fix(&mut self, allowed: Applicability) -> Result<(), ConfigError> {
        for _ in 0..ROUNDS {
            let steps = self.each(|source, lint| {
                let fixed = fix_all(source, allowed, lint);
                Step { before: Arc::clone(source), after: fixed.source, done: fixed.count, withheld: fixed.withheld }
            })?;
            self.withheld = steps.iter().map(|(_, step)| step.withheld).sum();
            if !self.take(steps, |change| &mut change.fixed) {
                break;
            }
        }
        Ok(())
    }

    fn silence(&mut self) -> Result<(), ConfigError> {
        for _ in 0..ROUNDS {
            if !self.take(self.each(silenced)?, |change| &mut change.silenced) {
                break;
            }
        }
        Ok(())
    }

    /// Does something to every file. Those that cannot be read, or that are no environments, are left out; the report says why.
    fn each(&self, step: impl Fn(&Arc<Source>, &Lint<'_>) -> Step + Sync) -> Result<Vec<(Found, Step)>, ConfigError> {
        let one = |found: &Found| -> Result<Option<(Found, Step)>, ConfigError> {
            let Ok(Some(source)) = self.project.load(found) else { return Ok(None) };
            let scope = self.project.scope(&found.path)?;
            let settings = self.project.settings(&found.path)?;
            let analyzer = Analyzer::new(self.project, &scope.setup.catalogue, &scope.setup.cache);
            let lint = |source: &Arc<Source>| analyzer.lint(source, &settings);
            Ok(Some((found.clone(), step(&source, &lint))))
        };
        // A file on which the tool itself fails is left alone, and fails again when it is reported on.
        let steps = parallel::map(&self.discovery.files, |found| guarded(|| one(found)).unwrap_or(Ok(None)));
        steps.into_iter().filter_map(Result::transpose).collect()
    }

    /// Puts the new texts in the place of the old ones, and says whether there are any.
    fn take(&mut self, steps: Vec<(Found, Step)>, counter: impl Fn(&mut Change) -> &mut usize) -> bool {
        let mut any = false;
        for (found, step) in steps.into_iter().filter(|(_, step)| !Arc::ptr_eq(&step.before, &step.after)) {
            self.project.replace(&found, step.after.text().to_owned());
            let new = || Change {
                found: found.clone(),
                before: Arc::clone(&step.before),
                after: Arc::clone(&step.before),
                fixed: 0,
                silenced: 0,
            };
            let change = self.planned.entry(found.path.clone()).or_insert_with(new);
            change.after = step.after;
            *counter(change) += step.done;
            any = true;
        }
        any
    }

    fn finish(mut self) -> Changes {
        let files = self.discovery.files.iter().filter_map(|found| self.planned.remove(&found.path));
        Changes {
            files: files.filter(|change| change.before.text() != change.after.text()).collect(),
            withheld: self.withheld,
            errors: Vec::new(),
        }
    }
}

/// Silences what is reported. Of very many findings the first are, so that there may be more to do.
fn silenced(source: &Arc<Source>, lint: &Lint<'_>) -> Step {
    let found = lint(source);
    let text = apply(source.text(), &suppression::ignore(source, &found));
    match text.filter(|text| text != source.text()) {
        Some(text) => {
            let done = found.iter().filter(|finding| finding.rule.suppressible && Arc::ptr_eq(&finding.source, source)).count();
            Step { before: Arc::clone(source), after: Source::new(source.path(), text), done, withheld: 0 }
        }
        None => Step { before: Arc::clone(source), after: Arc::clone(source), done: 0, withheld: 0 },
    }
}

/// Says what is wrong with a text of one file.
type Lint<'l> = dyn Fn(&Arc<Source>) -> Vec<Diagnostic> + 'l;
