//! Checks files that are not open, any number of them, in little memory: a few files at a time share what they import, and what that takes is
//! let go of afterwards. What open documents import stays.

use std::collections::HashSet;
use std::sync::Arc;

use super::check::check;
use super::results::{Outcome, Results};
use crate::config::DiagnosticScope;
use crate::realm::Realms;
use crate::snapshot::Snapshot;

/// Files that share what they import.
const BATCH: usize = 64;

/// A sweep over files, as they were when it began.
pub(super) struct Sweep {
    /// With values of its own.
    snapshot: Snapshot,
    checked: Vec<Arc<str>>,
    /// What open documents import.
    kept: HashSet<Arc<str>>,
}

impl Sweep {
    /// Begins a sweep.
    pub fn new(snapshot: &Snapshot, results: &Results) -> Sweep {
        let kept = snapshot.documents.iter().flat_map(|document| results.imports(&document.path)).collect();
        Sweep { snapshot: Snapshot { realms: Arc::default(), ..snapshot.clone() }, checked: Vec::new(), kept }
    }

    /// Whether nothing has changed since it began.
    pub fn is_current(&self, snapshot: &Snapshot) -> bool {
        self.snapshot.stamp == snapshot.stamp
    }

    /// What is wrong with the file at `path`.
    pub fn check(&mut self, results: &Results, path: &Arc<str>) -> Outcome {
        let snapshot = &self.snapshot;
        if snapshot.preferences.diagnostics.scope != DiagnosticScope::Workspace || !snapshot.workspace.contains(path) {
            return Outcome::none();
        }
        if let Some(outcome) = results.get(path, snapshot.stamp) {
            return outcome;
        }
        let source = snapshot.workspace.file(path).filter(|source| snapshot.looks_like_environment(source));
        let outcome = match source {
            Some(source) => check(snapshot, results, &source),
            None => results.keep(path, Outcome::none(), Vec::new(), snapshot.stamp),
        };
        self.checked.push(Arc::clone(path));
        if self.checked.len() >= BATCH {
            self.let_go();
        }
        outcome
    }

    fn let_go(&mut self) {
        for path in self.checked.drain(..).filter(|path| !self.kept.contains(path)) {
            self.snapshot.workspace.forget(&path);
        }
        self.snapshot.realms = Arc::new(Realms::default());
    }
}

impl Drop for Sweep {
    fn drop(&mut self) {
        self.let_go();
    }
}
