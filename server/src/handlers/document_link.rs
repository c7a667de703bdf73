//! `textDocument/documentLink` and `documentLink/resolve`

use esc_ide::{Context, DocKey, LinkTarget, links};
use lsp_types::{DocumentLink, DocumentLinkParams, Uri};
use serde_json::{Value, json};

use crate::snapshot::Snapshot;

/// The links of a document. Pages are made when somebody follows a link to them.
pub(crate) fn document_link(snapshot: &Snapshot, params: &DocumentLinkParams) -> Option<Vec<DocumentLink>> {
    let uri = &params.text_document.uri;
    let source = snapshot.environment(uri)?;
    let links = snapshot.analyze(&source, |analyzer| links(&Context::new(&source, analyzer)));
    let to_proto = |link: esc_ide::Link| {
        let (target, data) = match link.target {
            LinkTarget::File(file) => (Some(snapshot.uri(file.path())?), None),
            LinkTarget::Page(key) => (None, Some(json!({"doc": key.to_string(), "uri": uri}))),
        };
        Some(DocumentLink { range: snapshot.positions().range(&source, link.range), target, tooltip: None, data })
    };
    Some(links.into_iter().filter_map(to_proto).collect())
}

/// Finds where a link leads.
pub(crate) fn document_link_resolve(snapshot: &Snapshot, mut link: DocumentLink) -> DocumentLink {
    let text = |member: &str| link.data.as_ref().and_then(|data| data.get(member)).and_then(Value::as_str);
    let key = text("doc").and_then(DocKey::parse);
    let source = text("uri").and_then(|uri| uri.parse::<Uri>().ok()).and_then(|uri| snapshot.environment(&uri));
    if let (Some(key), Some(source)) = (key, source) {
        link.target = snapshot.page(&source, &key);
    }
    link
}
