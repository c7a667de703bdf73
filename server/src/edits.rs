//! Edits of several files in the protocol's words.

use esc_analysis::{Edit, Source};
use esc_ide::FileEdits;
use lsp_types::{
    DocumentChangeOperation, DocumentChanges, OneOf, OptionalVersionedTextDocumentIdentifier, ResourceOp, TextDocumentEdit, TextEdit, Uri,
    WorkspaceEdit,
};

use crate::snapshot::Snapshot;

impl Snapshot {
    /// Edits of one text.
    pub fn text_edits(&self, source: &Source, edits: &[Edit]) -> Vec<TextEdit> {
        let to_proto = |edit: &Edit| TextEdit { range: self.positions().range(source, edit.range), new_text: edit.new_text.clone() };
        edits.iter().map(to_proto).collect()
    }

    /// Edits of several files, then what is done to the files themselves, which the client has to be able to do.
    pub fn workspace_edit(&self, files: &FileEdits, operations: Vec<ResourceOp>) -> WorkspaceEdit {
        let edits = files.iter().filter_map(|(source, edits)| Some((self.uri(source.path())?, self.text_edits(source, edits))));
        if !self.client.document_changes {
            return WorkspaceEdit { changes: Some(edits.collect()), ..WorkspaceEdit::default() };
        }
        let edits = edits.map(|(uri, edits)| DocumentChangeOperation::Edit(self.document_edit(uri, edits)));
        let operations = edits.chain(operations.into_iter().map(DocumentChangeOperation::Op)).collect();
        WorkspaceEdit { document_changes: Some(DocumentChanges::Operations(operations)), ..WorkspaceEdit::default() }
    }

    fn document_edit(&self, uri: Uri, edits: Vec<TextEdit>) -> TextDocumentEdit {
        let version = self.documents.get(&uri).map(|document| document.version);
        let text_document = OptionalVersionedTextDocumentIdentifier { uri, version };
        TextDocumentEdit { text_document, edits: edits.into_iter().map(OneOf::Left).collect() }
    }
}
