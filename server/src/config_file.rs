//! `.esc-lint.yaml` as a document that is edited: for people who write it, and by actions that set rules in it.

use std::path::Path;
use std::sync::Arc;

use esc_analysis::Source;
use esc_analysis::rules::Rule;
use lsp_types::{
    CreateFile, DocumentChangeOperation, DocumentChanges, OneOf, OptionalVersionedTextDocumentIdentifier, Range, ResourceOp,
    TextDocumentEdit, TextEdit, Uri, WorkspaceEdit,
};

use crate::snapshot::Snapshot;

impl Snapshot {
    /// The configuration that the client calls `uri`, if it is one and is open.
    pub fn configuration(&self, uri: &Uri) -> Option<Arc<Source>> {
        let document = self.documents.get(uri)?;
        let is_one = Path::new(&*document.path).file_name().is_some_and(|name| name == esc_project::config::FILE_NAME);
        is_one.then(|| Arc::clone(document.source()))
    }

    /// The edit that switches a rule off for the file at `path` and its neighbours. `None` where it is not clear how, or where the client
    /// cannot do it.
    pub fn switch_off(&self, path: &str, rule: &Rule) -> Option<WorkspaceEdit> {
        let configuration = self.workspace.configuration(path)?;
        let uri = self.uri(configuration.to_str()?)?;
        let open = self.documents.get(&uri).map(|document| Arc::clone(document.source()));
        let source = open.or_else(|| self.workspace.file(configuration.to_str()?));
        match source {
            Some(source) => {
                let edit = esc_ide::switch_off(source.text(), rule)?;
                let edit = TextEdit { range: self.positions().range(&source, edit.range), new_text: edit.new_text };
                Some(WorkspaceEdit { changes: Some([(uri, vec![edit])].into()), ..WorkspaceEdit::default() })
            }
            None if self.client.creates_files => new_file(uri, esc_ide::switch_off("", rule)?.new_text),
            None => None,
        }
    }
}

fn new_file(uri: Uri, text: String) -> Option<WorkspaceEdit> {
    let create = ResourceOp::Create(CreateFile { uri: uri.clone(), options: None, annotation_id: None });
    let fill = TextDocumentEdit {
        text_document: OptionalVersionedTextDocumentIdentifier { uri, version: None },
        edits: vec![OneOf::Left(TextEdit { range: Range::default(), new_text: text })],
    };
    let operations = vec![DocumentChangeOperation::Op(create), DocumentChangeOperation::Edit(fill)];
    Some(WorkspaceEdit { document_changes: Some(DocumentChanges::Operations(operations)), ..WorkspaceEdit::default() })
}
