//! Answers clients that ask for diagnostics, and says "as before" where that is so.

use std::collections::HashMap;
use std::sync::Arc;

use lsp_types::{
    DocumentDiagnosticReport, FullDocumentDiagnosticReport, RelatedFullDocumentDiagnosticReport, RelatedUnchangedDocumentDiagnosticReport,
    UnchangedDocumentDiagnosticReport, Uri, WorkspaceDiagnosticReport, WorkspaceDocumentDiagnosticReport,
    WorkspaceFullDocumentDiagnosticReport, WorkspaceUnchangedDocumentDiagnosticReport,
};

use super::check::check;
use super::results::{Outcome, Results};
use crate::snapshot::Snapshot;

/// What is wrong with the document `uri`. Nothing, if it is no environment.
pub(crate) fn document_report(snapshot: &Snapshot, results: &Results, uri: &Uri, previous: Option<&str>) -> DocumentDiagnosticReport {
    let source = snapshot.environment(uri);
    let outcome = source.map_or_else(|| Outcome::new(Vec::new()), |source| check(snapshot, results, &source));
    if previous == Some(&*outcome.id) {
        let report = UnchangedDocumentDiagnosticReport { result_id: outcome.id.to_string() };
        return DocumentDiagnosticReport::Unchanged(RelatedUnchangedDocumentDiagnosticReport {
            related_documents: None,
            unchanged_document_diagnostic_report: report,
        });
    }
    let report = RelatedFullDocumentDiagnosticReport { related_documents: None, full_document_diagnostic_report: full(&outcome) };
    DocumentDiagnosticReport::Full(report)
}

/// What is wrong in the workspace: in what is open, and in what is on disk.
pub(crate) fn workspace_report(snapshot: &Snapshot, results: &Results, previous: HashMap<Uri, String>) -> WorkspaceDiagnosticReport {
    let mut previous = previous;
    let open = snapshot.documents.iter().filter(|document| snapshot.is_environment(document));
    let open = open.map(|document| (document.uri.clone(), Some(i64::from(document.version)), Arc::clone(document.source())));
    let found = snapshot.workspace.discover().map(|discovery| discovery.files).unwrap_or_default();
    let closed = found.iter().filter(|found| snapshot.documents.at(&found.shown).is_none());
    let closed = closed.filter_map(|found| Some((snapshot.uri(&found.shown)?, None, snapshot.workspace.load(found)?)));
    let mut items: Vec<_> = open
        .chain(closed)
        .map(|(uri, version, source)| {
            let previous = previous.remove(&uri);
            report(uri, version, &check(snapshot, results, &source), previous.as_deref())
        })
        .collect();
    // What is left over was deleted, or is no environment any more.
    let nothing = Outcome::new(Vec::new());
    items.extend(previous.into_iter().map(|(uri, id)| report(uri, None, &nothing, Some(&id))));
    WorkspaceDiagnosticReport { items }
}

fn report(uri: Uri, version: Option<i64>, outcome: &Outcome, previous: Option<&str>) -> WorkspaceDocumentDiagnosticReport {
    if previous == Some(&*outcome.id) {
        let report = UnchangedDocumentDiagnosticReport { result_id: outcome.id.to_string() };
        return WorkspaceUnchangedDocumentDiagnosticReport { uri, version, unchanged_document_diagnostic_report: report }.into();
    }
    WorkspaceFullDocumentDiagnosticReport { uri, version, full_document_diagnostic_report: full(outcome) }.into()
}

fn full(outcome: &Outcome) -> FullDocumentDiagnosticReport {
    FullDocumentDiagnosticReport { result_id: Some(outcome.id.to_string()), items: outcome.diagnostics.to_vec() }
}

/// Whether a report says anything new.
pub(crate) fn is_news(report: &WorkspaceDiagnosticReport) -> bool {
    report.items.iter().any(|item| matches!(item, WorkspaceDocumentDiagnosticReport::Full(_)))
}
