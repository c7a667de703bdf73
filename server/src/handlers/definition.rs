//! `textDocument/definition`, `textDocument/declaration` and `textDocument/typeDefinition`

use std::sync::Arc;

use esc_analysis::Source;
use esc_ide::{Context, Definition, Place};
use esc_syntax::TextSize;
use lsp_types::{GotoDefinitionParams, GotoDefinitionResponse, Location, LocationLink, Range, Uri};

use crate::snapshot::Snapshot;

/// Where the thing under the cursor is defined.
pub(crate) fn definition(snapshot: &Snapshot, params: &GotoDefinitionParams) -> Option<GotoDefinitionResponse> {
    go(snapshot, params, snapshot.client.definition_links, esc_ide::definition)
}

/// Where its name first comes from.
pub(crate) fn declaration(snapshot: &Snapshot, params: &GotoDefinitionParams) -> Option<GotoDefinitionResponse> {
    go(snapshot, params, snapshot.client.declaration_links, esc_ide::declaration)
}

/// The page of the provider that it comes from.
pub(crate) fn type_definition(snapshot: &Snapshot, params: &GotoDefinitionParams) -> Option<GotoDefinitionResponse> {
    let find = |context: &Context<'_>, offset| esc_ide::type_definition(context, offset).into_iter().collect();
    go(snapshot, params, snapshot.client.type_definition_links, find)
}

fn go(
    snapshot: &Snapshot,
    params: &GotoDefinitionParams,
    with_links: bool,
    find: impl FnOnce(&Context<'_>, TextSize) -> Vec<Definition>,
) -> Option<GotoDefinitionResponse> {
    let place = &params.text_document_position_params;
    let (source, found) = snapshot.look(place, |source, context, offset| (Arc::clone(source), find(context, offset)))?;
    let found = found.iter().filter_map(|found| Some((found, target(snapshot, &source, found)?)));
    if !with_links {
        let locations = found.map(|(_, (uri, _, selection))| Location { uri, range: selection });
        return Some(GotoDefinitionResponse::Array(locations.collect()));
    }
    let links = found.map(|(found, (target_uri, target_range, target_selection_range))| LocationLink {
        origin_selection_range: Some(snapshot.positions().range(&source, found.origin)),
        target_uri,
        target_range,
        target_selection_range,
    });
    Some(GotoDefinitionResponse::Link(links.collect()))
}

/// The file, all of the thing, its name.
fn target(snapshot: &Snapshot, source: &Source, found: &Definition) -> Option<(Uri, Range, Range)> {
    match &found.place {
        Place::Text { source, range, selection } => {
            let to_proto = |range| snapshot.positions().range(source, range);
            Some((snapshot.uri(source.path())?, to_proto(*range), to_proto(*selection)))
        }
        Place::Page(key) => Some((snapshot.page(source, key)?, Range::default(), Range::default())),
    }
}
