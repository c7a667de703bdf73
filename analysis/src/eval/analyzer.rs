//! Asks for whole environments: finds them, evaluates them once, and knows which of them import each other in circles.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::cache::{Asked, Cache};
use super::evaluator::Evaluator;
use super::{Evaluation, ImportSite, ImportStep, Imported, Problem};
use crate::document::{Document, ExprId};
use crate::providers::Catalogue;
use crate::{Environments, Source};

/// Evaluates environments and remembers them. Cheap to make; share the cache.
pub struct Analyzer<'e> {
    environments: &'e dyn Environments,
    catalogue: &'e Catalogue,
    cache: &'e Cache,
}

/// One question, and what was evaluated to answer it. An environment is evaluated once for it, even if it hangs on something in progress.
pub(super) struct Run<'r> {
    analyzer: &'r Analyzer<'r>,
    root: Arc<str>,
    /// What is being evaluated, by file: how many environments stand above it.
    in_progress: HashMap<Arc<str>, usize>,
    finished: HashMap<Arc<str>, Vec<(Asked, Arc<Evaluation>)>>,
}

impl<'e> Analyzer<'e> {
    /// An analyzer that finds other environments by `environments` and keeps what it learns in `cache`.
    pub fn new(environments: &'e dyn Environments, catalogue: &'e Catalogue, cache: &'e Cache) -> Analyzer<'e> {
        Analyzer { environments, catalogue, cache }
    }

    /// Where other environments come from.
    pub fn environments(&self) -> &'e dyn Environments {
        self.environments
    }

    /// The providers and rotators.
    pub fn catalogue(&self) -> &'e Catalogue {
        self.catalogue
    }

    /// The declared environment.
    pub fn document(&self, source: &Arc<Source>) -> Arc<Document> {
        self.cache.document(source)
    }

    /// The environment, evaluated as the one that is opened.
    pub fn evaluate(&self, source: &Arc<Source>) -> Arc<Evaluation> {
        let name: Arc<str> = self.environments.name_of(source).into();
        let mut run = Run { analyzer: self, root: name.clone(), in_progress: HashMap::new(), finished: HashMap::new() };
        run.evaluate(source, name, 0)
    }

    /// The circles of imports that `evaluation` is in, one for each of its imports that leads back to it.
    pub fn import_cycles(&self, evaluation: &Evaluation) -> Vec<Problem> {
        let mut seen = HashSet::new();
        let sites = sites(evaluation).filter_map(|(site, import)| {
            let mut steps =
                vec![ImportStep { source: Arc::clone(&evaluation.document.source), name: site.name.clone(), range: site.range }];
            leads_back(import, evaluation.document.source.path(), &mut seen, &mut steps).then_some(Problem::ImportCycle { site, steps })
        });
        sites.collect()
    }
}

impl<'r> Run<'r> {
    pub(super) fn environments(&self) -> &'r dyn Environments {
        self.analyzer.environments
    }

    pub(super) fn catalogue(&self) -> &'r Catalogue {
        self.analyzer.catalogue
    }

    pub(super) fn document(&self, source: &Arc<Source>) -> Arc<Document> {
        self.analyzer.document(source)
    }

    pub(super) fn root(&self) -> &Arc<str> {
        &self.root
    }

    /// The environment under the name that it is asked for by, with `depth` others in progress above it; without any it is the one that is opened.
    pub(super) fn evaluate(&mut self, source: &Arc<Source>, name: Arc<str>, depth: usize) -> Arc<Evaluation> {
        let asked = Asked { name, root: self.root.clone(), is_root: depth == 0 };
        if let Some(known) = self.known(source, &asked) {
            return known;
        }
        let document = self.document(source);
        self.in_progress.insert(source.shared_path(), depth);
        let evaluation = Arc::new(crate::deep(|| Evaluator::new(self, &document, depth, &asked).run()));
        self.in_progress.remove(source.path());
        self.analyzer.cache.keep(&asked, &evaluation);
        self.finished.entry(source.shared_path()).or_default().push((asked, Arc::clone(&evaluation)));
        evaluation
    }

    /// The depth at which `source` is in progress, if it is.
    pub(super) fn depth_of(&self, source: &Source) -> Option<usize> {
        self.in_progress.get(source.path()).copied()
    }

    fn known(&self, source: &Arc<Source>, asked: &Asked) -> Option<Arc<Evaluation>> {
        let finished = self.finished.get(source.path()).map(Vec::as_slice).unwrap_or_default();
        let here =
            finished.iter().find(|(other, evaluation)| other.serves(evaluation, asked)).map(|(_, evaluation)| Arc::clone(evaluation));
        here.or_else(|| self.analyzer.cache.evaluation(source, asked))
    }
}

/// What an environment asks for, in the order of the file and then of the references.
fn sites(evaluation: &Evaluation) -> impl Iterator<Item = (ImportSite, &Imported)> {
    let document = &evaluation.document;
    let listed = document.imports.iter().zip(&evaluation.imports).filter_map(|(entry, import)| {
        let name = entry.name.as_ref()?;
        Some((ImportSite { name: name.text.clone(), range: document.node(name.node).range(), expr: None::<ExprId> }, import))
    });
    listed.chain(evaluation.inline.iter().map(|(site, import)| (site.clone(), import)))
}

/// Whether `import` leads to the file at `path`; the way there is added to `steps`. What has been `seen` leads nowhere.
fn leads_back<'i>(import: &'i Imported, path: &str, seen: &mut HashSet<&'i str>, steps: &mut Vec<ImportStep>) -> bool {
    let evaluation = match import {
        Imported::Cyclic(source) => return source.path() == path,
        Imported::Evaluated(evaluation) => evaluation,
        Imported::Unresolved | Imported::Unusable(_) | Imported::Nameless => return false,
    };
    let source = &evaluation.document.source;
    if source.path() == path {
        return true;
    }
    if !evaluation.dependence.circle || !seen.insert(source.path()) {
        return false;
    }
    sites(evaluation).any(|(site, import)| {
        steps.push(ImportStep { source: Arc::clone(source), name: site.name.clone(), range: site.range });
        let found = crate::deep(|| leads_back(import, path, seen, steps));
        if !found {
            steps.pop();
        }
        found
    })
}
