//! One task that keeps what the client shows up to date.
//!
//! For clients that do not ask, it is the only one that publishes, so what is published comes in order: nothing that was found in an older
//! version is shown after a newer one, or after a document was closed. For clients that ask, it says when to ask again.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use lsp_types::Uri;

use super::check::check_document;
use super::progress::Scan;
use super::queue::Work;
use super::results::Outcome;
use super::sweep::Sweep;
use crate::session::Session;

/// Changes that come closer together than this make one request to ask again.
pub(crate) const CALM: Duration = Duration::from_millis(200);

/// Works through the queue for as long as the session lasts.
pub(crate) async fn keep_current(session: Arc<Session>) {
    let mut keeper = Keeper { session, published: HashMap::new(), scan: None, sweep: None };
    loop {
        let work = keeper.session.queue.next().await;
        if !keeper.session.features().pulls_diagnostics {
            keeper.publish(work).await;
        } else if !matches!(work, Work::Edited(_) | Work::Closed(_)) {
            // About a document that it edits the client asks by itself.
            keeper.session.stale.diagnostics();
        }
    }
}

struct Keeper {
    session: Arc<Session>,
    /// What is shown of each file: ids of outcomes that are not empty.
    published: HashMap<Uri, Arc<str>>,
    scan: Option<Scan>,
    sweep: Option<Sweep>,
}

impl Keeper {
    async fn publish(&mut self, work: Work) {
        match work {
            Work::Closed(uri) => self.send(uri, Outcome::none(), None, true).await,
            Work::Edited(uri) => self.document(uri, true).await,
            Work::Importer(uri) => self.document(uri, false).await,
            Work::Everything => self.everything().await,
            Work::File(path) => self.file(&path).await,
        }
    }

    /// Checks an open document. The client is told of an edited one in any case, since it waits for this version.
    async fn document(&mut self, uri: Uri, edited: bool) {
        let snapshot = self.session.snapshot();
        let Some(document) = snapshot.documents.get(&uri).cloned() else { return };
        let (session, checked) = (Arc::clone(&self.session), Arc::clone(&document));
        let outcome = tokio::task::spawn_blocking(move || check_document(&snapshot, &session.results, &checked));
        // The panic has been recorded.
        let Ok(outcome) = outcome.await else { return };
        let is_current = self.session.snapshot().documents.get(&uri).is_some_and(|now| Arc::ptr_eq(now, &document));
        // A newer version is in the queue already.
        if is_current {
            if outcome.is_outdated {
                self.session.queue.push(Work::Importer(uri.clone()));
            }
            self.send(uri, outcome, Some(document.version), edited).await;
        }
    }

    /// Checks a file that is not open.
    async fn file(&mut self, path: &Arc<str>) {
        let snapshot = self.session.snapshot();
        if let Some(uri) = snapshot.uri(path).filter(|uri| snapshot.documents.get(uri).is_none()) {
            let (session, checked) = (Arc::clone(&self.session), Arc::clone(path));
            let sweep = self.sweep.take().filter(|sweep| sweep.is_current(&snapshot));
            let outcome = tokio::task::spawn_blocking(move || {
                let mut sweep = sweep.unwrap_or_else(|| Sweep::new(&snapshot, &session.results));
                (sweep.check(&session.results, &checked), sweep)
            });
            if let Ok((outcome, sweep)) = outcome.await {
                self.sweep = Some(sweep);
                if outcome.is_outdated {
                    self.session.queue.push(Work::File(Arc::clone(path)));
                } else {
                    self.send(uri, outcome, None, false).await;
                }
            }
        }
        let left = self.session.queue.files();
        if let Some(scan) = &mut self.scan
            && self.session.features().progress
        {
            scan.report(&self.session.client, left);
        }
        if left == 0 {
            self.scan = None;
            self.sweep = None;
        }
    }

    /// Looks for environments, and checks all of them and what is open anew.
    async fn everything(&mut self) {
        let snapshot = self.session.snapshot();
        for document in snapshot.documents.iter() {
            self.session.queue.push(Work::Importer(document.uri.clone()));
        }
        let asked = snapshot.clone();
        let Ok(found) = tokio::task::spawn_blocking(move || asked.files()).await else { return };
        let files = found.into_iter().map(|found| Arc::<str>::from(found.shown));
        let files: Vec<Arc<str>> = files.filter(|path| snapshot.documents.at(path).is_none()).collect();
        let counts = |uri: &&Uri| snapshot.documents.get(uri).is_none() && !files.contains(&crate::snapshot::report_path(uri));
        let gone: Vec<Uri> = self.published.keys().filter(counts).cloned().collect();
        for uri in gone {
            self.send(uri, Outcome::none(), None, false).await;
        }
        self.scan = Some(Scan::new(files.len()));
        self.session.queue.scan(files);
    }

    async fn send(&mut self, uri: Uri, outcome: Outcome, version: Option<i32>, in_any_case: bool) {
        let is_shown = self.published.get(&uri).map_or(outcome.diagnostics.is_empty(), |id| *id == outcome.id);
        if is_shown && !in_any_case {
            return;
        }
        if outcome.diagnostics.is_empty() {
            self.published.remove(&uri);
        } else {
            self.published.insert(uri.clone(), Arc::clone(&outcome.id));
        }
        self.session.client.publish_diagnostics(uri, outcome.diagnostics.to_vec(), version).await;
    }
}
