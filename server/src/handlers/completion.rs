//! `textDocument/completion` and `completionItem/resolve`

use esc_analysis::Source;
use esc_ide::{Completion, CompletionKind, DocKey};
use lsp_types::{
    CompletionItem, CompletionItemKind, CompletionList, CompletionParams, CompletionResponse, CompletionTextEdit, Documentation,
    InsertTextFormat, InsertTextMode, TextEdit, Uri,
};
use serde_json::{Value, json};

use super::markup;
use crate::snapshot::Snapshot;

/// What could be typed at the cursor.
pub(crate) fn completion(snapshot: &Snapshot, params: &CompletionParams) -> Option<CompletionResponse> {
    let place = &params.text_document_position;
    let uri = &place.text_document.uri;
    if let Some(source) = snapshot.configuration(uri) {
        let completions = esc_ide::config_completions(&source, snapshot.positions().offset(&source, place.position));
        let items = completions.into_iter().enumerate().map(|(index, completion)| item(snapshot, uri, &source, index, completion));
        return Some(CompletionResponse::Array(items.collect()));
    }
    let items = snapshot.look(place, |source, context, offset| {
        let completions = esc_ide::completions(context, offset).into_iter().enumerate();
        let items = completions.map(|(index, completion)| {
            let documentation = completion.documentation.as_ref().filter(|_| !snapshot.client.resolves_documentation);
            let documentation = documentation.and_then(|key| snapshot.documentation(source, key));
            CompletionItem { documentation, ..item(snapshot, uri, source, index, completion) }
        });
        items.collect()
    })?;
    Some(CompletionResponse::List(CompletionList { is_incomplete: false, items }))
}

fn item(snapshot: &Snapshot, uri: &Uri, source: &Source, index: usize, completion: Completion) -> CompletionItem {
    let client = &snapshot.client;
    let (new_text, format) = if client.snippets && completion.insert.has_holes() {
        (completion.insert.snippet(), InsertTextFormat::SNIPPET)
    } else if client.adjusts_indentation {
        (completion.insert.plain(), InsertTextFormat::PLAIN_TEXT)
    } else {
        // Nobody else indents plain text.
        let columns = indentation(source, &completion);
        (completion.insert.indented(columns).plain(), InsertTextFormat::PLAIN_TEXT)
    };
    let range = snapshot.positions().range(source, completion.range);
    let data = completion.documentation.filter(|_| client.resolves_documentation).map(|key| json!({"doc": key.to_string(), "uri": uri}));
    CompletionItem {
        label: completion.label,
        kind: Some(kind(completion.kind)),
        detail: completion.detail,
        sort_text: Some(format!("{index:04}")),
        filter_text: Some(completion.filter),
        insert_text_format: Some(format),
        insert_text_mode: client.adjusts_indentation.then_some(InsertTextMode::ADJUST_INDENTATION),
        text_edit: Some(CompletionTextEdit::Edit(TextEdit { range, new_text })),
        data,
        ..CompletionItem::default()
    }
}

/// How far the line of a completion is indented.
fn indentation(source: &Source, completion: &Completion) -> usize {
    let line = source.lines().line_range(source.text(), source.line(completion.range.start()));
    line.map_or(0, |line| source.text()[line].chars().take_while(|c| *c == ' ').count())
}

fn kind(kind: CompletionKind) -> CompletionItemKind {
    match kind {
        CompletionKind::Section => CompletionItemKind::MODULE,
        CompletionKind::Function => CompletionItemKind::FUNCTION,
        CompletionKind::Provider => CompletionItemKind::CLASS,
        CompletionKind::Property => CompletionItemKind::PROPERTY,
        CompletionKind::Value => CompletionItemKind::VARIABLE,
        CompletionKind::Output => CompletionItemKind::FIELD,
        CompletionKind::Environment => CompletionItemKind::FILE,
        CompletionKind::Variable => CompletionItemKind::CONSTANT,
        CompletionKind::Choice => CompletionItemKind::ENUM_MEMBER,
        CompletionKind::Rule => CompletionItemKind::REFERENCE,
        CompletionKind::Keyword => CompletionItemKind::KEYWORD,
    }
}

/// Adds the documentation of an item that the user looks at.
pub(crate) fn resolve(snapshot: &Snapshot, mut item: CompletionItem) -> CompletionItem {
    let text = |member: &str| item.data.as_ref().and_then(|data| data.get(member)).and_then(Value::as_str);
    let key = text("doc").and_then(DocKey::parse);
    let uri: Option<Uri> = text("uri").and_then(|uri| uri.parse().ok());
    let source = uri.and_then(|uri| snapshot.environment(&uri).or_else(|| snapshot.configuration(&uri)));
    if let (Some(key), Some(source)) = (key, source) {
        item.documentation = snapshot.documentation(&source, &key);
    }
    item
}

impl Snapshot {
    fn documentation(&self, source: &Source, key: &DocKey) -> Option<Documentation> {
        let text = self.analyze(source, |analyzer| key.documentation(analyzer.catalogue()))?;
        Some(Documentation::MarkupContent(markup(&text, self.client.markdown_completions)))
    }
}
