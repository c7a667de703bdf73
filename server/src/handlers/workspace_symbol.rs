//! `workspace/symbol`

use esc_analysis::Environments;
use lsp_types::{Location, SymbolInformation, WorkspaceSymbolParams, WorkspaceSymbolResponse};

use super::document_symbol::kind;
use crate::snapshot::Snapshot;

/// Nobody reads a longer list; whoever types more of a name gets a shorter one.
const MAX_SYMBOLS: usize = 1_000;

/// Names in the whole workspace.
#[expect(deprecated, reason = "the type has a member that nobody reads any more")]
pub(crate) fn workspace_symbol(snapshot: &Snapshot, params: &WorkspaceSymbolParams) -> WorkspaceSymbolResponse {
    let mut symbols = Vec::new();
    for source in snapshot.all_environments() {
        let Some(uri) = snapshot.uri(source.path()) else { continue };
        let document = snapshot.analyze(&source, |analyzer| analyzer.document(&source));
        let found = esc_ide::workspace_symbols(&document, &snapshot.name_of(&source), &params.query);
        symbols.extend(found.into_iter().map(|found| SymbolInformation {
            name: found.name,
            kind: if found.container.is_empty() { lsp_types::SymbolKind::FILE } else { kind(found.kind) },
            tags: None,
            deprecated: None,
            location: Location { uri: uri.clone(), range: snapshot.positions().range(&source, found.range) },
            container_name: Some(found.container).filter(|container| !container.is_empty()),
        }));
        if symbols.len() >= MAX_SYMBOLS || snapshot.is_cancelled() {
            break;
        }
    }
    symbols.truncate(MAX_SYMBOLS);
    WorkspaceSymbolResponse::Flat(symbols)
}
