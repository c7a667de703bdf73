//! What the client says about the workspace: its folders, its settings, and what it is asked to watch for us.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::SystemTime;

use esc_project::Selection;
use lsp_types::{
    ConfigurationItem, DidChangeWatchedFilesRegistrationOptions, FileSystemWatcher, GlobPattern, InitializeParams, Registration, Uri,
    WorkspaceFoldersChangeEvent,
};

use serde::Deserialize;
use serde_json::{Value, json};

use crate::pages::SCHEME;
use crate::session::Session;
use crate::snapshot::file_path;
use crate::watch;

/// The section of the client's settings that is ours.
const SECTION: &str = "esc";

/// What the user has set in the editor. What a repository wants of its environments belongs into its `.esc-lint.yaml`.
#[derive(Clone, PartialEq, Eq, Default, Debug, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(crate) struct Preferences {
    /// About diagnostics.
    pub diagnostics: DiagnosticPreferences,
    /// The levels of the rules to start from, whatever the configuration says.
    pub profile: Option<Profile>,
}

/// What the user has set about diagnostics.
#[derive(Clone, PartialEq, Eq, Default, Debug, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(crate) struct DiagnosticPreferences {
    /// Which files are checked.
    pub scope: DiagnosticScope,
}

/// Which files are checked.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum DiagnosticScope {
    /// All environments of the workspace.
    #[default]
    Workspace,
    /// What is open.
    OpenFiles,
}

/// A ready-made set of levels.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Profile {
    Default,
    Strict,
    Parity,
}

impl Preferences {
    /// What the editor has to say about rules.
    pub fn selection(&self) -> Selection {
        let profile = self.profile.map(|profile| match profile {
            Profile::Default => esc_analysis::Profile::Default,
            Profile::Strict => esc_analysis::Profile::Strict,
            Profile::Parity => esc_analysis::Profile::Parity,
        });
        Selection { profile, ..Selection::default() }
    }
}

/// Takes settings as the client tells them: the section, or everything with the section in it. Nothing set is all as it comes.
pub(crate) fn apply(session: &Session, settings: Value) {
    let section = match settings {
        Value::Object(mut all) if all.contains_key(SECTION) => all.remove(SECTION).unwrap_or_default(),
        other => other,
    };
    if section.is_null() {
        return session.set_preferences(Preferences::default());
    }
    match serde_json::from_value(section) {
        Ok(preferences) => session.set_preferences(preferences),
        Err(error) => session.log.warn(format!("the settings under `{SECTION}` are not understood: {error}")),
    }
}

/// Asks the client for its settings.
pub(crate) async fn fetch(session: Arc<Session>) {
    let item = ConfigurationItem { scope_uri: None, section: Some(SECTION.to_owned()) };
    if let Ok(mut answers) = session.client.configuration(vec![item]).await {
        apply(&session, answers.pop().unwrap_or_default());
    }
}

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

/// Asks the client for its settings, and to tell of changes of files and settings, as far as it can be asked. No file has been read before `start`.
pub(crate) async fn register(session: Arc<Session>, start: SystemTime) {
    let features = session.features();
    if features.configuration {
        tokio::spawn(fetch(Arc::clone(&session)));
    }
    let files = features.watches_files.then(watched_files);
    let documents = features.virtual_documents.then(|| Registration {
        id: "esc-documents".to_owned(),
        method: "workspace/textDocumentContent".to_owned(),
        register_options: Some(json!({"schemes": [SCHEME]})),
    });
    let settings = features.registers_configuration.then(|| Registration {
        id: "esc-settings".to_owned(),
        method: "workspace/didChangeConfiguration".to_owned(),
        register_options: Some(json!({"section": SECTION})),
    });
    let registrations: Vec<Registration> = files.into_iter().chain(settings).chain(documents).collect();
    if registrations.is_empty() || session.client.register_capability(registrations).await.is_ok() {
        return;
    }
    session.log.warn("the client refuses to tell of changes; the disk is looked at from time to time instead");
    if features.watches_files {
        tokio::spawn(watch::poll(session, start));
    }
}

fn watched_files() -> Registration {
    let watcher = FileSystemWatcher { glob_pattern: GlobPattern::String(WATCHED.to_owned()), kind: None };
    let options = DidChangeWatchedFilesRegistrationOptions { watchers: vec![watcher] };
    Registration {
        id: "esc-files".to_owned(),
        method: "workspace/didChangeWatchedFiles".to_owned(),
        register_options: serde_json::to_value(options).ok(),
    }
}
