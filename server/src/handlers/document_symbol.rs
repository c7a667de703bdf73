//! `textDocument/documentSymbol`

use esc_analysis::Source;
use esc_ide::{Symbol, SymbolKind};
use lsp_types::{DocumentSymbol, DocumentSymbolParams, DocumentSymbolResponse, Location, SymbolInformation, Uri};

use crate::snapshot::Snapshot;

/// The outline of a document.
pub(crate) fn document_symbol(snapshot: &Snapshot, params: &DocumentSymbolParams) -> Option<DocumentSymbolResponse> {
    let uri = &params.text_document.uri;
    let source = snapshot.environment(uri)?;
    let symbols = snapshot.analyze(&source, |analyzer| esc_ide::symbols(&analyzer.document(&source)));
    if snapshot.client.nested_symbols {
        return Some(DocumentSymbolResponse::Nested(symbols.iter().map(|symbol| nested(snapshot, &source, symbol)).collect()));
    }
    let mut flat = Vec::new();
    symbols.iter().for_each(|symbol| flatten(snapshot, uri, &source, symbol, None, &mut flat));
    Some(DocumentSymbolResponse::Flat(flat))
}

#[expect(deprecated, reason = "the type has a member that nobody reads any more")]
fn nested(snapshot: &Snapshot, source: &Source, symbol: &Symbol) -> DocumentSymbol {
    let children: Vec<_> = symbol.children.iter().map(|child| nested(snapshot, source, child)).collect();
    DocumentSymbol {
        name: symbol.name.clone(),
        detail: symbol.detail.clone(),
        kind: kind(symbol.kind),
        tags: None,
        deprecated: None,
        range: snapshot.positions().range(source, symbol.range),
        selection_range: snapshot.positions().range(source, symbol.selection),
        children: Some(children).filter(|children| !children.is_empty()),
    }
}

#[expect(deprecated, reason = "the type has a member that nobody reads any more")]
fn flatten(snapshot: &Snapshot, uri: &Uri, source: &Source, symbol: &Symbol, container: Option<&str>, flat: &mut Vec<SymbolInformation>) {
    flat.push(SymbolInformation {
        name: symbol.name.clone(),
        kind: kind(symbol.kind),
        tags: None,
        deprecated: None,
        location: Location { uri: uri.clone(), range: snapshot.positions().range(source, symbol.range) },
        container_name: container.map(str::to_owned),
    });
    symbol.children.iter().for_each(|child| flatten(snapshot, uri, source, child, Some(&symbol.name), flat));
}

pub(super) fn kind(kind: SymbolKind) -> lsp_types::SymbolKind {
    match kind {
        SymbolKind::Section => lsp_types::SymbolKind::NAMESPACE,
        SymbolKind::Import => lsp_types::SymbolKind::MODULE,
        SymbolKind::Object => lsp_types::SymbolKind::OBJECT,
        SymbolKind::List => lsp_types::SymbolKind::ARRAY,
        SymbolKind::Value => lsp_types::SymbolKind::PROPERTY,
        SymbolKind::Call => lsp_types::SymbolKind::FUNCTION,
    }
}
