//! `textDocument/hover`

use lsp_types::{Hover, HoverContents, HoverParams};

use super::markup;
use crate::snapshot::Snapshot;

/// What the thing under the cursor is.
pub(crate) fn hover(snapshot: &Snapshot, params: &HoverParams) -> Option<Hover> {
    snapshot.look(&params.text_document_position_params, |source, context, offset| {
        let hover = esc_ide::hover(context, offset)?;
        let contents = markup(&hover.contents, snapshot.client.markdown_hovers);
        Some(Hover { contents: HoverContents::Markup(contents), range: Some(snapshot.positions().range(source, hover.range)) })
    })?
}
