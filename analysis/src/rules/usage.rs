//! Who uses what an environment defines: itself, and those that import it.
//!
//! Nobody is known to use nothing before the whole workspace is known.

use std::sync::Arc;

use super::Context;
use super::trace::{step, trace_path_in};
use crate::document::ExprId;
use crate::eval::Evaluation;

/// Expressions that paths end in, here and in importing environments; `None` unless all of those are known.
pub(super) fn ends(context: &Context<'_>) -> Option<Vec<ExprId>> {
    let mut found = Vec::new();
    visit(context, |evaluation| {
        let paths = evaluation.document.references().filter_map(|(_, reference)| step(evaluation, &reference.accessors));
        found.extend(paths.filter(|end| end.document.source.path() == context.source().path()).map(|end| end.expr));
    })?;
    Some(found)
}

/// As [`ends`], with what those expressions refer to in their turn.
pub(super) fn origins(context: &Context<'_>) -> Option<Vec<ExprId>> {
    let mut found = Vec::new();
    visit(context, |evaluation| {
        let paths = evaluation.document.references();
        let paths = paths.filter_map(|(_, reference)| trace_path_in(context, evaluation, &reference.accessors));
        found.extend(paths.filter(|end| end.document.source.path() == context.source().path()).map(|end| end.expr));
    })?;
    Some(found)
}

/// Visits the environment itself and all that may refer to it.
fn visit(context: &Context<'_>, mut each: impl FnMut(&Evaluation)) -> Option<()> {
    let importers = context.environments.importers(context.source())?;
    each(context.evaluation);
    for importer in importers.iter().filter(|importer| !Arc::ptr_eq(importer, context.source())) {
        each(&context.analyzer.evaluate(importer));
    }
    Some(())
}
