//! `textDocument/references` and `textDocument/documentHighlight`

use esc_ide::{Access, Occurrence};
use lsp_types::{DocumentHighlight, DocumentHighlightKind, DocumentHighlightParams, Location, ReferenceParams};

use crate::snapshot::Snapshot;

/// Every place in the workspace that names what is under the cursor.
pub(crate) fn references(snapshot: &Snapshot, params: &ReferenceParams) -> Option<Vec<Location>> {
    let wanted = |occurrence: &Occurrence| params.context.include_declaration || occurrence.access == Access::Read;
    let found = snapshot
        .look(&params.text_document_position, |_, context, offset| esc_ide::references(context, offset, &snapshot.all_environments()))?;
    Some(found.iter().filter(|occurrence| wanted(occurrence)).filter_map(|occurrence| location(snapshot, occurrence)).collect())
}

fn location(snapshot: &Snapshot, occurrence: &Occurrence) -> Option<Location> {
    let range = snapshot.positions().range(&occurrence.source, occurrence.range);
    Some(Location { uri: snapshot.uri(occurrence.source.path())?, range })
}

/// The same in one document.
pub(crate) fn document_highlight(snapshot: &Snapshot, params: &DocumentHighlightParams) -> Option<Vec<DocumentHighlight>> {
    snapshot.look(&params.text_document_position_params, |_, context, offset| {
        let highlight = |occurrence: Occurrence| DocumentHighlight {
            range: snapshot.positions().range(&occurrence.source, occurrence.range),
            kind: Some(match occurrence.access {
                Access::Read => DocumentHighlightKind::READ,
                Access::Write => DocumentHighlightKind::WRITE,
            }),
        };
        esc_ide::highlights(context, offset).into_iter().map(highlight).collect()
    })
}
