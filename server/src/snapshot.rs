//! What one request or one check sees: the documents as they were when it began, over the disk.
//!
//! Holds still while edits go on. An open document stands for its file, also where other environments import it.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use esc_analysis::eval::Analyzer;
use esc_analysis::{Environments, Settings, Source};
use lsp_types::Uri;

use crate::client::ClientFeatures;
use crate::config::Preferences;
use crate::diagnostics::Stamp;
use crate::documents::{Documents, OpenDocument};
use crate::position::Positions;
use crate::realm::Realms;
use crate::workspace::Workspace;

/// What the client calls environments, whatever is in them.
const OWN_LANGUAGES: [&str; 2] = ["pulumi-esc", "yaml.pulumi-esc"];

/// The state of a session at one time.
#[derive(Clone)]
pub(crate) struct Snapshot {
    /// What is open.
    pub documents: Documents,
    /// What is on disk.
    pub workspace: Arc<Workspace>,
    /// What has been evaluated.
    pub realms: Arc<Realms>,
    /// What the client can do.
    pub client: Arc<ClientFeatures>,
    /// What the user has set.
    pub preferences: Arc<Preferences>,
    /// When it was taken.
    pub stamp: Stamp,
    /// Whether nobody wants the answer any more for which it was taken.
    pub cancelled: Arc<AtomicBool>,
}

impl Snapshot {
    /// Whether nobody wants the answer any more for which it was taken.
    pub fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::Relaxed)
    }

    /// Converts positions as agreed with the client.
    pub fn positions(&self) -> Positions {
        Positions(self.client.encoding)
    }

    /// The environment that the client calls `uri`: an open document, or else the file. `None` if there is none, or if it is some other
    /// kind of YAML.
    pub fn environment(&self, uri: &Uri) -> Option<Arc<Source>> {
        match self.documents.get(uri) {
            Some(document) => self.is_environment(document).then(|| Arc::clone(document.source())),
            None => self.workspace.file(&report_path(uri)).filter(|source| self.looks_like_environment(source)),
        }
    }

    /// The environments of the workspace, those that are open as they are there; also open ones from elsewhere.
    pub fn all_environments(&self) -> Vec<Arc<Source>> {
        self.environments_where(|_| true)
    }

    /// The same, but of those that are not open only the ones at paths that `counts` says yes to. The others are not even read.
    pub fn environments_where(&self, counts: impl Fn(&str) -> bool) -> Vec<Arc<Source>> {
        let closed = self.workspace.found().iter().filter(|found| counts(&found.shown) && self.documents.at(&found.shown).is_none());
        let open = self.documents.iter().filter(|document| self.is_environment(document)).map(|document| Arc::clone(document.source()));
        let mut sources: Vec<_> = closed.filter_map(|found| self.workspace.load(found)).chain(open).collect();
        sources.sort_by(|a, b| a.path().cmp(b.path()));
        sources
    }

    /// Whether an open document is an environment. Once it was one it stays one, however it looks half-typed.
    pub fn is_environment(&self, document: &OpenDocument) -> bool {
        document.is_environment(|| match document.language.as_str() {
            language if OWN_LANGUAGES.contains(&language) => true,
            language if language.contains("yaml") => self.looks_like_environment(document.source()),
            _ => false,
        })
    }

    /// Whether the name, the configuration or the content of a file makes it an environment.
    pub fn looks_like_environment(&self, source: &Source) -> bool {
        self.workspace.is_named_as_environment(source.path()) || esc_project::is_environment(source)
    }

    /// Has `work` done by an analyzer of the environment `source`, as it is now.
    pub fn analyze<T>(&self, source: &Source, work: impl FnOnce(&Analyzer<'_>) -> T) -> T {
        let realm = self.realms.get(self.workspace.setup(source.path()));
        work(&realm.analyzer(self))
    }

    /// The open document in the place of its file, if it is open.
    fn as_open(&self, on_disk: Arc<Source>) -> Arc<Source> {
        self.documents.at(on_disk.path()).map_or(on_disk, |open| Arc::clone(open.source()))
    }

    /// The settings of the rules for a file.
    pub fn settings(&self, source: &Source) -> Arc<Settings> {
        self.workspace.settings(source.path())
    }

    /// What the client calls the file that reports call `path`.
    pub fn uri(&self, path: &str) -> Option<Uri> {
        match self.documents.at(path) {
            Some(document) => Some(document.uri.clone()),
            None if Path::new(path).is_absolute() => Uri::from_file_path(path),
            None => path.parse().ok(),
        }
    }
}

impl Environments for Snapshot {
    fn find(&self, importer: &Source, name: &str) -> Option<Arc<Source>> {
        self.workspace.find(importer, name).map(|on_disk| self.as_open(on_disk))
    }

    fn names(&self, importer: &Source) -> Vec<String> {
        self.workspace.names(importer)
    }

    fn name_of(&self, source: &Source) -> String {
        self.workspace.name_of(source)
    }

    fn importers(&self, source: &Source) -> Option<Vec<Arc<Source>>> {
        let on_disk = self.workspace.importers(source)?;
        Some(on_disk.into_iter().map(|importer| self.as_open(importer)).collect())
    }

    fn is_tracked(&self, source: &Source) -> Option<bool> {
        self.workspace.is_tracked(source)
    }
}

/// The canonical path of the file that `uri` means, whether it exists or not; `None` if `uri` means no file.
pub(crate) fn file_path(uri: &Uri) -> Option<PathBuf> {
    let is_file = uri.scheme().as_str().eq_ignore_ascii_case("file");
    is_file.then(|| uri.to_file_path()).flatten().map(|path| canonical(&path))
}

/// What reports call the document that the client calls `uri`.
pub(crate) fn report_path(uri: &Uri) -> Arc<str> {
    match file_path(uri).as_deref().and_then(Path::to_str) {
        Some(path) => path.into(),
        None => uri.as_str().into(),
    }
}

/// Of a file that is not saved yet, the directory alone can be looked up.
fn canonical(path: &Path) -> PathBuf {
    let in_directory = || Some(path.parent()?.canonicalize().ok()?.join(path.file_name()?));
    path.canonicalize().ok().or_else(in_directory).unwrap_or_else(|| path.to_owned())
}
