//! Answers clients that ask for diagnostics, and says "as before" where that is so.

use std::collections::HashMap;
use std::sync::Arc;

use esc_project::Found;
use lsp_types::{
    DocumentDiagnosticReport, FullDocumentDiagnosticReport, RelatedFullDocumentDiagnosticReport, RelatedUnchangedDocumentDiagnosticReport,
    UnchangedDocumentDiagnosticReport, Uri, WorkspaceDiagnosticReport, WorkspaceDocumentDiagnosticReport,
    WorkspaceFullDocumentDiagnosticReport, WorkspaceUnchangedDocumentDiagnosticReport,
};

use super::check::{check, check_document};
use super::progress::Scan;
use super::results::Outcome;
use super::sweep::Sweep;
use crate::config::DiagnosticScope;
use crate::documents::OpenDocument;
use crate::session::Session;
use crate::snapshot::Snapshot;

/// What is wrong with the document `uri`. Nothing, if it is no environment.
pub(crate) fn document_report(snapshot: &Snapshot, session: &Session, uri: &Uri, previous: Option<&str>) -> DocumentDiagnosticReport {
    let results = &session.results;
    let outcome = match snapshot.documents.get(uri) {
        Some(document) => check_document(snapshot, results, document),
        None => snapshot.environment(uri).map_or_else(Outcome::none, |source| check(snapshot, results, &source)),
    };
    if is_missed(snapshot, session, uri, &outcome) {
        session.stale.diagnostics();
    }
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

/// Whether an outcome is out of date and nobody would ask for a better one: about a document that it edits the client asks by itself.
fn is_missed(snapshot: &Snapshot, session: &Session, uri: &Uri, outcome: &Outcome) -> bool {
    let is_edited = || match (snapshot.documents.get(uri), session.snapshot().documents.get(uri)) {
        (Some(before), Some(now)) => !Arc::ptr_eq(before, now),
        (before, now) => before.is_some() != now.is_some(),
    };
    outcome.is_outdated && !is_edited()
}

impl Snapshot {
    /// The files to check that may be open or not.
    pub(super) fn files(&self) -> Vec<Found> {
        match self.preferences.diagnostics.scope {
            DiagnosticScope::Workspace => self.workspace.discover().map(|discovery| discovery.files).unwrap_or_default(),
            DiagnosticScope::OpenFiles => Vec::new(),
        }
    }
}

/// What is wrong in the workspace: in what is open, and in what is on disk.
pub(crate) fn workspace_report(snapshot: &Snapshot, session: &Session, previous: HashMap<Uri, String>) -> WorkspaceDiagnosticReport {
    let results = &session.results;
    let mut previous = previous;
    let (mut items, mut is_any_missed) = (Vec::new(), false);
    let is_ours = |document: &&Arc<OpenDocument>| snapshot.is_environment(document) || snapshot.configuration(&document.uri).is_some();
    for document in snapshot.documents.iter().filter(is_ours) {
        let outcome = check_document(snapshot, results, document);
        is_any_missed |= is_missed(snapshot, session, &document.uri, &outcome);
        let before = previous.remove(&document.uri);
        items.push(report(document.uri.clone(), Some(document.version.into()), &outcome, before.as_deref()));
    }
    let files = snapshot.files();
    let (mut sweep, mut scan) = (Sweep::new(snapshot, results), Scan::new(files.len()));
    for (done, found) in files.iter().enumerate().filter(|(_, found)| snapshot.documents.at(&found.shown).is_none()) {
        if snapshot.is_cancelled() {
            break;
        }
        if snapshot.client.progress {
            scan.report(&session.client, files.len() - done);
        }
        let outcome = sweep.check(results, &found.shown.as_str().into());
        is_any_missed |= outcome.is_outdated;
        if let Some(uri) = snapshot.uri(&found.shown).filter(|_| outcome.is_environment) {
            let before = previous.remove(&uri);
            items.push(report(uri, None, &outcome, before.as_deref()));
        }
    }
    if is_any_missed {
        session.stale.diagnostics();
    }
    // What is left over was deleted, or is no environment any more.
    items.extend(previous.into_iter().map(|(uri, id)| report(uri, None, &Outcome::none(), Some(&id))));
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
