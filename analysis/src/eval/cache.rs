//! What has been declared and evaluated already, by file, for all threads.
//!
//! Entries are handed out as they are; nothing in here computes anything, and no lock is held across a computation.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};

use super::Evaluation;
use crate::Source;
use crate::document::Document;

/// Documents and evaluations of one run, or of one workspace.
#[derive(Default)]
pub struct Cache {
    documents: Mutex<HashMap<Arc<str>, Arc<Document>>>,
    evaluations: Mutex<HashMap<Arc<str>, Vec<Entry>>>,
}

#[derive(Clone)]
struct Entry {
    asked: Asked,
    evaluation: Arc<Evaluation>,
}

/// As what an environment is evaluated.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Asked {
    /// The name that it is asked for by.
    pub(super) name: Arc<str>,
    /// The name of the environment that is opened.
    pub(super) root: Arc<str>,
    /// Whether it is that environment.
    pub(super) is_root: bool,
}

impl Asked {
    /// Whether an evaluation that was asked for as `self` answers what is asked for as `other`.
    pub(super) fn serves(&self, evaluation: &Evaluation, other: &Asked) -> bool {
        let dependence = &evaluation.dependence;
        (!dependence.root || self.root == other.root)
            && (!dependence.name || self.name == other.name)
            && (!dependence.role || self.is_root == other.is_root)
    }
}

impl Cache {
    /// An empty cache.
    pub fn new() -> Cache {
        Cache::default()
    }

    /// Forgets what was evaluated, all of it, and the documents of the files that `changed` says yes to.
    pub fn forget(&self, changed: impl Fn(&str) -> bool) {
        lock(&self.documents).retain(|path, _| !changed(path));
        lock(&self.evaluations).clear();
    }

    /// Forgets what was made of `source`. What others import from it they keep.
    pub fn release(&self, source: &Arc<Source>) {
        let remove_document = || {
            let mut documents = lock(&self.documents);
            let is_its = documents.get(source.path()).is_some_and(|document| Arc::ptr_eq(&document.source, source));
            is_its.then(|| documents.remove(source.path()))
        };
        let remove_evaluations = || {
            let mut evaluations = lock(&self.evaluations);
            let is_its = |entry: &Entry| Arc::ptr_eq(&entry.evaluation.document.source, source);
            let all_its = evaluations.get(source.path()).is_some_and(|entries| entries.iter().all(is_its));
            all_its.then(|| evaluations.remove(source.path()))
        };
        // What was removed is freed out here, where nobody waits for a lock.
        drop((remove_document(), remove_evaluations()));
    }

    /// Forgets the documents of the files that `changed` says yes to, and the evaluations that read one of them or sought an environment in vain.
    pub fn forget_dependents(&self, changed: impl Fn(&str) -> bool) {
        lock(&self.documents).retain(|path, _| !changed(path));
        let known: Vec<Arc<Evaluation>> = lock(&self.evaluations).values().flatten().map(|entry| Arc::clone(&entry.evaluation)).collect();
        let mut stale: HashSet<Arc<str>> = HashSet::new();
        loop {
            let before = stale.len();
            for evaluation in &known {
                let is_stale = |source: &Source| changed(source.path()) || stale.contains(source.path());
                if is_stale(&evaluation.document.source) || evaluation.direct_imports().any(|import| import.is_none_or(is_stale)) {
                    stale.insert(evaluation.document.source.shared_path());
                }
            }
            if stale.len() == before {
                break;
            }
        }
        lock(&self.evaluations).retain(|path, _| !stale.contains(path));
    }

    /// A copy without what [`Cache::forget_dependents`] would forget. Whoever is still at work with this one, on texts of before the change, leaves
    /// nothing behind in the copy.
    pub fn without_dependents(&self, changed: impl Fn(&str) -> bool) -> Cache {
        let copy = Cache { documents: Mutex::new(lock(&self.documents).clone()), evaluations: Mutex::new(lock(&self.evaluations).clone()) };
        copy.forget_dependents(changed);
        copy
    }

    pub(super) fn document(&self, source: &Arc<Source>) -> Arc<Document> {
        let known = lock(&self.documents).get(source.path()).cloned();
        if let Some(document) = known.filter(|document| Arc::ptr_eq(&document.source, source)) {
            return document;
        }
        let document = Arc::new(Document::build(Arc::clone(source)));
        lock(&self.documents).insert(source.shared_path(), Arc::clone(&document));
        document
    }

    pub(super) fn evaluation(&self, source: &Arc<Source>, asked: &Asked) -> Option<Arc<Evaluation>> {
        let evaluations = lock(&self.evaluations);
        let entries = evaluations.get(source.path())?;
        let fits = |entry: &&Entry| Arc::ptr_eq(&entry.evaluation.document.source, source) && entry.asked.serves(&entry.evaluation, asked);
        entries.iter().find(fits).map(|entry| Arc::clone(&entry.evaluation))
    }

    /// Keeps an evaluation, unless it hangs on something that was in progress or on who was opened.
    pub(super) fn keep(&self, asked: &Asked, evaluation: &Arc<Evaluation>) {
        if evaluation.dependence.cycle.is_some() || evaluation.dependence.root && !asked.is_root {
            return;
        }
        let source = &evaluation.document.source;
        let mut evaluations = lock(&self.evaluations);
        let entries = evaluations.entry(source.shared_path()).or_default();
        entries.retain(|entry| Arc::ptr_eq(&entry.evaluation.document.source, source) && !entry.asked.serves(&entry.evaluation, asked));
        entries.push(Entry { asked: asked.clone(), evaluation: Arc::clone(evaluation) });
    }
}

/// A thread that panicked leaves a map that is whole all the same: entries are inserted in one step.
fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
