//! `textDocument/hover`

use esc_analysis::Source;
use lsp_types::{Hover, HoverContents, HoverParams};

use super::markup;
use crate::snapshot::Snapshot;

/// What the thing under the cursor is.
pub(crate) fn hover(snapshot: &Snapshot, params: &HoverParams) -> Option<Hover> {
    let place = &params.text_document_position_params;
    if let Some(source) = snapshot.configuration(&place.text_document.uri) {
        let hover = esc_ide::config_hover(&source, snapshot.positions().offset(&source, place.position))?;
        return Some(to_proto(snapshot, &source, &hover));
    }
    snapshot.look(place, |source, context, offset| Some(to_proto(snapshot, source, &esc_ide::hover(context, offset)?)))?
}

fn to_proto(snapshot: &Snapshot, source: &Source, hover: &esc_ide::Hover) -> Hover {
    let contents = markup(&hover.contents, snapshot.client.markdown_hovers);
    Hover { contents: HoverContents::Markup(contents), range: Some(snapshot.positions().range(source, hover.range)) }
}
