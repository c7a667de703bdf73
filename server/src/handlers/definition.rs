//! `textDocument/definition`

use esc_ide::Definition;
use lsp_types::{GotoDefinitionParams, GotoDefinitionResponse, Location, LocationLink};

use crate::snapshot::Snapshot;

/// Where the thing under the cursor is defined.
pub(crate) fn definition(snapshot: &Snapshot, params: &GotoDefinitionParams) -> Option<GotoDefinitionResponse> {
    let place = &params.text_document_position_params;
    let (source, found) = snapshot.look(place, |source, context, offset| (source.clone(), esc_ide::definition(context, offset)))?;
    if !snapshot.client.definition_links {
        let locations: Vec<Location> = found.iter().filter_map(|found| location(snapshot, found)).collect();
        return Some(GotoDefinitionResponse::Array(locations));
    }
    let positions = snapshot.positions();
    let links = found.iter().filter_map(|found| {
        Some(LocationLink {
            origin_selection_range: Some(positions.range(&source, found.origin)),
            target_uri: snapshot.uri(found.source.path())?,
            target_range: positions.range(&found.source, found.range),
            target_selection_range: positions.range(&found.source, found.selection),
        })
    });
    Some(GotoDefinitionResponse::Link(links.collect()))
}

fn location(snapshot: &Snapshot, found: &Definition) -> Option<Location> {
    let range = snapshot.positions().range(&found.source, found.selection);
    Some(Location { uri: snapshot.uri(found.source.path())?, range })
}
