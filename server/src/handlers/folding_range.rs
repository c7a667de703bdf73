//! `textDocument/foldingRange`

use esc_ide::FoldKind;
use lsp_types::{FoldingRange, FoldingRangeKind, FoldingRangeParams};

use crate::snapshot::Snapshot;

/// What can be folded in a document.
pub(crate) fn folding_range(snapshot: &Snapshot, params: &FoldingRangeParams) -> Option<Vec<FoldingRange>> {
    let source = snapshot.environment(&params.text_document.uri)?;
    let client = &snapshot.client;
    let folds = esc_ide::folds(&source).into_iter().take(client.fold_limit).map(|fold| {
        let range = snapshot.positions().range(&source, fold.range);
        let characters = !client.folds_lines_only;
        FoldingRange {
            start_line: range.start.line,
            start_character: characters.then_some(range.start.character),
            end_line: range.end.line,
            end_character: characters.then_some(range.end.character),
            kind: Some(match fold.kind {
                FoldKind::Region => FoldingRangeKind::Region,
                FoldKind::Imports => FoldingRangeKind::Imports,
                FoldKind::Comment => FoldingRangeKind::Comment,
            }),
            collapsed_text: None,
        }
    });
    Some(folds.collect())
}
