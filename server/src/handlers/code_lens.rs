//! `textDocument/codeLens`

use std::sync::Arc;

use esc_ide::{Context, Lens, LensAbout, lenses};
use lsp_types::{CodeLens, CodeLensParams, Command};
use serde_json::json;

use super::commands::{IMPORT_GRAPH, MERGED, VERSION};
use crate::diagnostics::Results;
use crate::snapshot::Snapshot;

/// In larger workspaces nobody counts importers: lenses are asked for after every edit.
const MAX_FILES: usize = 2_000;

/// Lines above a document and its sections.
pub(crate) fn code_lens(snapshot: &Snapshot, results: &Results, params: &CodeLensParams) -> Option<Vec<CodeLens>> {
    let uri = &params.text_document.uri;
    let source = snapshot.environment(uri)?;
    let is_small = snapshot.workspace.found().len() <= MAX_FILES;
    // Whoever has been checked is known to import the document or not, and need not be read again.
    let path = Arc::from(source.path());
    let sources = is_small.then(|| snapshot.environments_where(|importer| results.may_import(importer, &path)));
    let lenses = snapshot.analyze(&source, |analyzer| lenses(&Context::new(&source, analyzer), sources.as_deref()));
    let to_proto = |lens: Lens| {
        let command = match lens.about {
            LensAbout::Importers => IMPORT_GRAPH,
            LensAbout::Exports => MERGED,
        };
        let arguments = Some(vec![json!({"v": VERSION, "uri": uri})]);
        let command = Some(Command { title: lens.title, command: command.to_owned(), arguments });
        CodeLens { range: snapshot.positions().range(&source, lens.range), command, data: None }
    };
    Some(lenses.into_iter().map(to_proto).collect())
}
