//! What every feature works with: one environment, and an analyzer that knows the others and the providers.

use std::sync::Arc;

use esc_analysis::document::Document;
use esc_analysis::eval::{Analyzer, Evaluation};
use esc_analysis::providers::Catalogue;
use esc_analysis::{Environments, Source};

/// One environment, declared and evaluated.
pub struct Context<'a> {
    pub(crate) analyzer: &'a Analyzer<'a>,
    pub(crate) evaluation: Arc<Evaluation>,
}

impl<'a> Context<'a> {
    /// Evaluates `source`.
    pub fn new(source: &Arc<Source>, analyzer: &'a Analyzer<'a>) -> Context<'a> {
        Context { analyzer, evaluation: analyzer.evaluate(source) }
    }

    /// Whether the environment itself has errors, apart from those of what it imports.
    pub fn has_errors(&self) -> bool {
        self.evaluation.has_errors()
    }

    pub(crate) fn document(&self) -> &Arc<Document> {
        &self.evaluation.document
    }

    pub(crate) fn source(&self) -> &Arc<Source> {
        &self.document().source
    }

    pub(crate) fn catalogue(&self) -> &'a Catalogue {
        self.analyzer.catalogue()
    }

    pub(crate) fn environments(&self) -> &'a dyn Environments {
        self.analyzer.environments()
    }
}
