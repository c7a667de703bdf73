//! `textDocument/formatting`, `textDocument/rangeFormatting` and `textDocument/onTypeFormatting`

use esc_analysis::format::format;
use lsp_types::{DocumentFormattingParams, DocumentOnTypeFormattingParams, DocumentRangeFormattingParams, TextEdit};

use crate::snapshot::Snapshot;

/// Lays a document out.
pub(crate) fn formatting(snapshot: &Snapshot, params: &DocumentFormattingParams) -> Option<Vec<TextEdit>> {
    let source = snapshot.environment(&params.text_document.uri)?;
    Some(snapshot.text_edits(&source, &format(&source, None)))
}

/// Lays the lines out that are selected.
pub(crate) fn range_formatting(snapshot: &Snapshot, params: &DocumentRangeFormattingParams) -> Option<Vec<TextEdit>> {
    let source = snapshot.environment(&params.text_document.uri)?;
    let range = snapshot.positions().text_range(&source, params.range);
    Some(snapshot.text_edits(&source, &format(&source, Some(range))))
}

/// Goes on where the user types.
pub(crate) fn on_type_formatting(snapshot: &Snapshot, params: &DocumentOnTypeFormattingParams) -> Option<Vec<TextEdit>> {
    let place = &params.text_document_position;
    let source = snapshot.environment(&place.text_document.uri)?;
    let offset = snapshot.positions().offset(&source, place.position);
    Some(snapshot.text_edits(&source, &esc_ide::on_type(&source, offset, &params.ch)))
}
