//! The state of a session: what is open, what is on disk, what the client can do.
//!
//! The only mutable state there is, behind one lock that is held for moments and never across an `await`. Whoever wants to read takes a
//! [`Snapshot`] and lets go.

use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use lsp_types::{TextDocumentContentChangeEvent, TextDocumentItem, Uri, VersionedTextDocumentIdentifier};
use tokio::sync::Notify;
use tower_lsp::Client;

use crate::client::ClientFeatures;
use crate::config::Preferences;
use crate::diagnostics::{Queue, Results, Stamp, Work};
use crate::documents::{Documents, OpenDocument};
use crate::handlers::SentTokens;
use crate::live::Asked;
use crate::log::Log;
use crate::position::Positions;
use crate::snapshot::{Snapshot, report_path};
use crate::stale::Stale;
use crate::workspace::Workspace;

/// One session with one client.
pub(crate) struct Session {
    /// The way to the client.
    pub client: Client,
    /// The log.
    pub log: Log,
    /// What there is to do about diagnostics.
    pub queue: Queue,
    /// What has been found.
    pub results: Results,
    /// Rings when anything has changed that diagnostics depend on, and when the session ends.
    pub changed: Notify,
    /// What the client shows and does not know to be out of date.
    pub stale: Stale,
    /// The semantic tokens that were last sent.
    pub tokens: SentTokens,
    /// The live documents that the client has.
    pub asked: Asked,
    state: Mutex<State>,
}

struct State {
    now: Snapshot,
    /// Files that have changed since the last snapshot.
    changed: HashSet<Arc<str>>,
}

impl Session {
    /// A session that has not been initialized.
    pub fn new(client: Client, log: Log, workspace: Workspace) -> Session {
        let now = Snapshot {
            documents: Documents::default(),
            workspace: Arc::new(workspace),
            realms: Arc::default(),
            client: Arc::default(),
            preferences: Arc::default(),
            stamp: Stamp::default(),
            cancelled: Arc::default(),
        };
        let state = State { now, changed: HashSet::new() };
        Session {
            client,
            log,
            queue: Queue::default(),
            results: Results::default(),
            changed: Notify::new(),
            stale: Stale::default(),
            tokens: SentTokens::default(),
            asked: Asked::default(),
            state: Mutex::new(state),
        }
    }

    /// The state as it is now.
    pub fn snapshot(&self) -> Snapshot {
        let mut state = self.state();
        // What an edit puts out of date is found out when somebody looks, and not for each edit of a flood.
        if !state.changed.is_empty() {
            let changed = std::mem::take(&mut state.changed);
            state.now.realms = Arc::new(state.now.realms.without(|path| changed.contains(path)));
        }
        // Taken under the lock, so that no change lies between the two.
        Snapshot { stamp: self.results.stamp(), cancelled: Arc::default(), ..state.now.clone() }
    }

    /// What the client can do.
    pub fn features(&self) -> Arc<ClientFeatures> {
        Arc::clone(&self.state().now.client)
    }

    /// Learns what the client can do.
    pub fn set_features(&self, features: ClientFeatures) {
        self.state().now.client = Arc::new(features);
    }

    /// Learns what the user has set.
    pub fn set_preferences(&self, preferences: Preferences) {
        let mut state = self.state();
        if *state.now.preferences == preferences {
            return;
        }
        state.now.preferences = Arc::new(preferences);
        drop(state);
        self.refresh();
    }

    /// Opens a document.
    pub fn open(&self, item: TextDocumentItem) {
        let path = report_path(&item.uri);
        let document = OpenDocument::new(item, path);
        let (uri, path) = (document.uri.clone(), Arc::clone(&document.path));
        let mut state = self.state();
        state.now.documents.insert(document);
        self.outdate(state, &path);
        self.queue.push(Work::Edited(uri));
    }

    /// Edits an open document. Edits of anything else are dropped: without a text there is nothing to apply them to.
    pub fn change(&self, id: VersionedTextDocumentIdentifier, changes: Vec<TextDocumentContentChangeEvent>) {
        let mut state = self.state();
        let positions = Positions(state.now.client.encoding);
        let Some(document) = state.now.documents.get(&id.uri) else {
            drop(state);
            return self.log.warn("a document was edited that is not open; the edit is ignored");
        };
        let edited = document.edited(id.version, changes, positions);
        let path = Arc::clone(&edited.path);
        state.now.documents.insert(edited);
        self.outdate(state, &path);
        self.queue.push(Work::Edited(id.uri));
    }

    /// Closes a document. From now on its file counts, as it is on disk.
    pub fn close(&self, uri: Uri) {
        self.asked.remove(&uri);
        let mut state = self.state();
        let Some(document) = state.now.documents.remove(&uri) else { return };
        self.tokens.forget(&uri);
        state.now.workspace.forget(&document.path);
        self.outdate(state, &document.path);
        self.queue.push(Work::Closed(uri));
        self.queue.push(Work::File(Arc::clone(&document.path)));
    }

    /// The content of the file at `path` has changed, or has to count now.
    pub fn reread(&self, path: &Arc<str>) {
        let state = self.state();
        state.now.workspace.forget(path);
        if state.now.documents.at(path).is_none() {
            self.outdate(state, path);
            self.queue.push(Work::File(Arc::clone(path)));
        }
    }

    /// The workspace's folders.
    pub fn folders(&self) -> Vec<PathBuf> {
        self.state().now.workspace.folders().to_vec()
    }

    /// Looks at the disk anew.
    pub fn refresh(&self) {
        self.reload(self.folders());
    }

    /// Looks at the disk anew, below other folders than before.
    pub fn reload(&self, folders: Vec<PathBuf>) {
        let selection = self.state().now.preferences.selection();
        match Workspace::new(folders, selection) {
            Ok(workspace) => {
                let mut state = self.state();
                state.now.workspace = Arc::new(workspace);
                state.now.realms = Arc::default();
                self.results.clear();
            }
            Err(error) => self.log.error(error.to_string()),
        }
        self.queue.push(Work::Everything);
        self.stale.values();
        self.stale.imports();
        self.changed.notify_waiters();
    }

    /// Forgets what was found in the file at `path` and in all that import it. Takes the lock, so that whoever sees the change also sees that
    /// what was found before is out of date.
    fn outdate(&self, mut state: MutexGuard<'_, State>, path: &Arc<str>) {
        state.changed.insert(Arc::clone(path));
        for importer in self.results.forget(path) {
            let open = state.now.documents.at(&importer).map(|document| document.uri.clone());
            self.queue.push(open.map_or(Work::File(importer), Work::Importer));
        }
        for other in state.now.documents.iter().filter(|document| document.path != *path) {
            self.stale.imports();
            // Of importers nothing is known any more, nor of what nobody has asked about yet.
            if !self.results.knows(&other.path) {
                self.stale.values();
            }
        }
        drop(state);
        self.changed.notify_waiters();
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Each change is one assignment, so a panic cannot have left anything half done.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
