//! `textDocument/signatureHelp`

use esc_syntax::{TextRange, TextSize};
use lsp_types::{Documentation, ParameterInformation, ParameterLabel, SignatureHelp, SignatureHelpParams, SignatureInformation};

use super::markup;
use crate::snapshot::Snapshot;

/// What the function around the cursor reads.
pub(crate) fn signature_help(snapshot: &Snapshot, params: &SignatureHelpParams) -> Option<SignatureHelp> {
    let place = &params.text_document_position_params;
    let source = snapshot.environment(&place.text_document.uri)?;
    let found = esc_ide::signature(&source, snapshot.positions().offset(&source, place.position))?;
    let documentation = snapshot.analyze(&source, |analyzer| found.documentation.documentation(analyzer.catalogue()));
    let documentation = documentation.map(|text| Documentation::MarkupContent(markup(&text, snapshot.client.markdown_hovers)));
    let parameters = found.parameters.iter().map(|range| ParameterInformation {
        label: ParameterLabel::LabelOffsets([range.start(), range.end()].map(|offset| utf16(&found.label, offset))),
        documentation: None,
    });
    let active_parameter = found.active.and_then(|active| u32::try_from(active).ok());
    let parameters = Some(parameters.collect());
    let signature = SignatureInformation { label: found.label, documentation, parameters, active_parameter };
    Some(SignatureHelp { signatures: vec![signature], active_signature: Some(0), active_parameter })
}

/// Offsets in labels are in UTF-16, whatever was agreed for positions.
fn utf16(label: &str, offset: TextSize) -> u32 {
    label[TextRange::up_to(offset)].encode_utf16().count().try_into().unwrap_or(u32::MAX)
}
