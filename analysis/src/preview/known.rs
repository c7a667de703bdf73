//! The evaluations behind an environment: its own, and those of everything that it imports or names.

use std::collections::HashMap;
use std::sync::Arc;

use crate::document::Document;
use crate::eval::{Evaluation, Imported};

/// Evaluations by their documents.
pub(super) struct Known {
    root: Arc<Evaluation>,
    by_document: HashMap<usize, Arc<Evaluation>>,
}

impl Known {
    /// Everything behind `root`. An environment that is there twice, for different importers, is taken as the nearest of them has it.
    pub fn of(root: &Arc<Evaluation>) -> Known {
        let mut by_document = HashMap::new();
        let mut queue = std::collections::VecDeque::from([Arc::clone(root)]);
        while let Some(evaluation) = queue.pop_front() {
            let address = address(&evaluation.document);
            if by_document.contains_key(&address) {
                continue;
            }
            let inline = evaluation.inline.iter().map(|(_, import)| import);
            queue.extend(evaluation.imports.iter().chain(inline).filter_map(Imported::evaluation).cloned());
            by_document.insert(address, evaluation);
        }
        Known { root: Arc::clone(root), by_document }
    }

    /// The environment that all of this is about.
    pub fn root(&self) -> &Arc<Evaluation> {
        &self.root
    }

    /// The evaluation of a document.
    pub fn evaluation(&self, document: &Arc<Document>) -> Option<&Arc<Evaluation>> {
        self.by_document.get(&address(document))
    }

    /// All of them, in no order.
    pub fn all(&self) -> impl Iterator<Item = &Arc<Evaluation>> {
        self.by_document.values()
    }
}

/// Differs between documents that are alive.
pub(super) fn address(document: &Arc<Document>) -> usize {
    Arc::as_ptr(document).addr()
}
