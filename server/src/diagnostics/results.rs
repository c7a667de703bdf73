//! What has been found in each file, and which files that depends on.
//!
//! A result stays until its file, or one that it imports, changes. A check that began before such a change may end after it; its result
//! is not kept then, so nothing in here is ever out of date.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use lsp_types::Diagnostic;

/// What a check of one file has found.
#[derive(Clone)]
pub(crate) struct Outcome {
    /// As the client gets it.
    pub diagnostics: Arc<[Diagnostic]>,
    /// Names this outcome: equal ids mean equal diagnostics.
    pub id: Arc<str>,
    /// Whether the file is an environment at all.
    pub is_environment: bool,
    /// Whether the file, or one that it imports, has changed while it was checked. Such an outcome is not kept, so whoever asked has to see to
    /// it that the file is checked again.
    pub is_outdated: bool,
}

impl Outcome {
    /// Gives diagnostics their name.
    pub fn new(diagnostics: Vec<Diagnostic>) -> Outcome {
        let mut hasher = DefaultHasher::new();
        // Diagnostics always become JSON.
        serde_json::to_string(&diagnostics).unwrap_or_default().hash(&mut hasher);
        let id = format!("{:016x}", hasher.finish()).into();
        Outcome { diagnostics: diagnostics.into(), id, is_environment: true, is_outdated: false }
    }

    /// What is found in a file that is no environment, or is not there: nothing.
    pub fn none() -> Outcome {
        Outcome { is_environment: false, ..Outcome::new(Vec::new()) }
    }
}

/// When a snapshot was taken, as changes are counted.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Stamp(u64);

/// All that is known.
#[derive(Default)]
pub(crate) struct Results(Mutex<Known>);

#[derive(Default)]
struct Known {
    now: u64,
    cleared: u64,
    changed: HashMap<Arc<str>, u64>,
    entries: HashMap<Arc<str>, Entry>,
}

struct Entry {
    outcome: Outcome,
    imports: Vec<Arc<str>>,
}

impl Known {
    /// Whether the file at `path` or one of `imports` is another one than it was at `stamp`.
    fn changed_since(&self, stamp: Stamp, path: &Arc<str>, imports: &[Arc<str>]) -> bool {
        let changed = |path: &Arc<str>| self.changed.get(path).is_some_and(|&at| at > stamp.0);
        self.cleared > stamp.0 || changed(path) || imports.iter().any(changed)
    }
}

impl Results {
    /// To be taken together with a snapshot.
    pub fn stamp(&self) -> Stamp {
        Stamp(self.known().now)
    }

    /// What is known of the file at `path` as a snapshot of `stamp` shows it.
    pub fn get(&self, path: &Arc<str>, stamp: Stamp) -> Option<Outcome> {
        let known = self.known();
        let entry = known.entries.get(path)?;
        // What is known is never older than the snapshot, but it may be newer.
        (!known.changed_since(stamp, path, &entry.imports)).then(|| entry.outcome.clone())
    }

    /// Whether anything is known of the file at `path`.
    pub fn knows(&self, path: &str) -> bool {
        self.known().entries.contains_key(path)
    }

    /// The files that the environment at `path` imports, also by way of others; nothing if it is not known.
    pub fn imports(&self, path: &str) -> Vec<Arc<str>> {
        self.known().entries.get(path).map(|entry| entry.imports.clone()).unwrap_or_default()
    }

    /// Whether the environment at `path` may import the file at `target`, also by way of others: not if it is known to import something else.
    pub fn may_import(&self, path: &str, target: &Arc<str>) -> bool {
        self.known().entries.get(path).is_none_or(|entry| entry.imports.contains(target))
    }

    /// Keeps an outcome of a check that looked at a snapshot of `stamp` and read the files `imports`, also by way of others. Returns it, marked
    /// if it is out of date.
    pub fn keep(&self, path: &Arc<str>, outcome: Outcome, imports: Vec<Arc<str>>, stamp: Stamp) -> Outcome {
        let mut known = self.known();
        if known.changed_since(stamp, path, &imports) {
            return Outcome { is_outdated: true, ..outcome };
        }
        known.entries.insert(Arc::clone(path), Entry { outcome: outcome.clone(), imports });
        outcome
    }

    /// The file at `path` has changed. Returns the files that import it, whose results are forgotten with its own.
    pub fn forget(&self, path: &Arc<str>) -> Vec<Arc<str>> {
        let mut known = self.known();
        known.now += 1;
        let now = known.now;
        known.changed.insert(Arc::clone(path), now);
        known.entries.remove(path);
        let importers: Vec<Arc<str>> =
            known.entries.iter().filter(|(_, entry)| entry.imports.contains(path)).map(|(importer, _)| Arc::clone(importer)).collect();
        for importer in &importers {
            known.entries.remove(importer);
        }
        importers
    }

    /// Anything may have changed.
    pub fn clear(&self) {
        let mut known = self.known();
        known.now += 1;
        known.cleared = known.now;
        known.changed.clear();
        known.entries.clear();
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether it is kept.
    fn keep(results: &Results, path: &str, imports: &[&str], stamp: Stamp) -> bool {
        let imports = imports.iter().map(|&path| path.into()).collect();
        !results.keep(&path.into(), Outcome::new(Vec::new()), imports, stamp).is_outdated
    }

    fn known(results: &Results, stamp: Stamp) -> Vec<&'static str> {
        ["base", "dev", "other"].into_iter().filter(|&path| results.get(&path.into(), stamp).is_some()).collect()
    }

    #[test]
    fn a_change_forgets_importers() {
        let results = Results::default();
        let stamp = results.stamp();
        keep(&results, "base", &[], stamp);
        keep(&results, "dev", &["base"], stamp);
        keep(&results, "other", &[], stamp);
        assert!(results.may_import("dev", &"base".into()) && !results.may_import("other", &"base".into()));
        assert_eq!(results.forget(&"base".into()), ["dev".into()]);
        assert!(results.may_import("dev", &"base".into()));
        assert_eq!(known(&results, results.stamp()), ["other"]);
    }

    #[test]
    fn a_result_that_is_out_of_date_is_not_kept() {
        let results = Results::default();
        let before = results.stamp();
        results.forget(&"base".into());
        assert!(!keep(&results, "base", &[], before));
        assert!(!keep(&results, "dev", &["base"], before));
        assert!(keep(&results, "other", &[], before));
        assert_eq!(known(&results, results.stamp()), ["other"]);
        results.clear();
        assert!(!keep(&results, "other", &[], before));
        assert!(known(&results, results.stamp()).is_empty());
    }

    #[test]
    fn a_result_that_is_newer_than_the_snapshot_is_not_its_own() {
        let results = Results::default();
        let before = results.stamp();
        results.forget(&"base".into());
        for (path, imports) in [("base", &[][..]), ("dev", &["base"]), ("other", &[])] {
            keep(&results, path, imports, results.stamp());
        }
        assert_eq!(known(&results, before), ["other"]);
        assert_eq!(known(&results, results.stamp()), ["base", "dev", "other"]);
    }
}
