//! `textDocument/selectionRange`

use lsp_types::{SelectionRange, SelectionRangeParams};

use crate::snapshot::Snapshot;

/// What a selection at each position grows to.
pub(crate) fn selection_range(snapshot: &Snapshot, params: &SelectionRangeParams) -> Option<Vec<SelectionRange>> {
    let source = snapshot.environment(&params.text_document.uri)?;
    let document = snapshot.analyze(&source, |analyzer| analyzer.document(&source));
    let at = |position| {
        let offset = snapshot.positions().offset(&source, position);
        let outwards = esc_ide::selections(&document, offset).into_iter().rev();
        let inwards = outwards.fold(None, |parent: Option<SelectionRange>, range| {
            Some(SelectionRange { range: snapshot.positions().range(&source, range), parent: parent.map(Box::new) })
        });
        inwards.unwrap_or(SelectionRange { range: lsp_types::Range { start: position, end: position }, parent: None })
    };
    Some(params.positions.iter().copied().map(at).collect())
}
