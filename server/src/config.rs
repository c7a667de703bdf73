//! What the client says about the workspace: its folders, and what it is asked to watch for us.

use std::path::PathBuf;
use std::sync::Arc;

use lsp_types::{
    DidChangeWatchedFilesRegistrationOptions, FileSystemWatcher, GlobPattern, InitializeParams, Registration, Uri,
    WorkspaceFoldersChangeEvent,
};

use crate::session::Session;
use crate::snapshot::file_path;

/// Environments and configurations.
const WATCHED: &str = "**/*.{yaml,yml,esc}";

/// The folders that a session begins with.
#[expect(deprecated, reason = "clients of before 3.6 know one root")]
pub(crate) fn folders(params: &InitializeParams) -> Vec<PathBuf> {
    let root = || params.root_uri.as_ref().and_then(file_path).or_else(|| params.root_path.as_ref().map(PathBuf::from));
    match &params.workspace_folders {
        Some(folders) if !folders.is_empty() => folders.iter().filter_map(|folder| file_path(&folder.uri)).collect(),
        _ => root().into_iter().collect(),
    }
}

/// The folders after a change.
pub(crate) fn changed_folders(mut folders: Vec<PathBuf>, event: &WorkspaceFoldersChangeEvent) -> Vec<PathBuf> {
    let path = |uri: &Uri| file_path(uri);
    let removed: Vec<PathBuf> = event.removed.iter().filter_map(|folder| path(&folder.uri)).collect();
    folders.retain(|folder| !removed.contains(folder));
    for added in event.added.iter().filter_map(|folder| path(&folder.uri)) {
        if !folders.contains(&added) {
            folders.push(added);
        }
    }
    folders
}

/// Asks the client to watch files, if it can be asked.
pub(crate) async fn register(session: Arc<Session>) {
    if !session.features().watches_files {
        return;
    }
    let watcher = FileSystemWatcher { glob_pattern: GlobPattern::String(WATCHED.to_owned()), kind: None };
    let options = DidChangeWatchedFilesRegistrationOptions { watchers: vec![watcher] };
    let registration = Registration {
        id: "esc-files".to_owned(),
        method: "workspace/didChangeWatchedFiles".to_owned(),
        register_options: serde_json::to_value(options).ok(),
    };
    if session.client.register_capability(vec![registration]).await.is_err() {
        session.log.warn("the client does not watch files; changes on disk are seen late");
    }
}
