//! `textDocument/inlayHint`

use esc_ide::{Context, Hint, hints};
use lsp_types::{InlayHint, InlayHintLabel, InlayHintLabelPart, InlayHintParams, InlayHintTooltip, Location};

use crate::snapshot::Snapshot;

/// What is true and not written, in a part of a document.
pub(crate) fn inlay_hint(snapshot: &Snapshot, params: &InlayHintParams) -> Option<Vec<InlayHint>> {
    let source = snapshot.environment(&params.text_document.uri)?;
    let range = snapshot.positions().text_range(&source, params.range);
    let hints = snapshot.analyze(&source, |analyzer| hints(&Context::new(&source, analyzer), range));
    let to_proto = |hint: Hint| InlayHint {
        position: snapshot.positions().position(&source, hint.offset),
        label: label(snapshot, &hint),
        kind: None,
        text_edits: None,
        tooltip: hint.tooltip.map(InlayHintTooltip::String),
        padding_left: Some(true),
        padding_right: None,
        data: None,
    };
    Some(hints.into_iter().map(to_proto).collect())
}

fn label(snapshot: &Snapshot, hint: &Hint) -> InlayHintLabel {
    let location = hint.target.as_ref().and_then(|(source, range)| {
        Some(Location { uri: snapshot.uri(source.path())?, range: snapshot.positions().range(source, *range) })
    });
    match location {
        Some(location) => InlayHintLabel::LabelParts(vec![InlayHintLabelPart {
            value: hint.label.clone(),
            location: Some(location),
            ..InlayHintLabelPart::default()
        }]),
        None => InlayHintLabel::String(hint.label.clone()),
    }
}
