//! Virtual documents that change with what they show: the merged environment, and who imports whom.
//!
//! A client that has one open is told when it may have changed, and asks for it again.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};

use esc_analysis::Source;
use esc_analysis::preview::{EdgeKind, graph};
use esc_ide::{Context, merged};
use lsp_types::Uri;
use lsp_types::request::Request;
use serde::{Deserialize, Serialize};

use crate::diagnostics::CALM;
use crate::pages::SCHEME;
use crate::session::Session;
use crate::snapshot::Snapshot;

/// A virtual document that changes.
pub(crate) enum Live {
    /// An environment with all that it imports.
    Merged(Arc<Source>),
    /// The imports of the whole workspace.
    Imports,
}

const MERGED: &str = "merged";
const IMPORTS: &str = "imports.md";

impl Live {
    /// Its address; `None` for an environment that is no file.
    pub fn uri(&self) -> Option<Uri> {
        match self {
            Live::Imports => format!("{SCHEME}:/{IMPORTS}").parse().ok(),
            Live::Merged(source) => {
                let file = Uri::from_file_path(source.path())?;
                format!("{SCHEME}:/{MERGED}{}", file.path().as_str()).parse().ok()
            }
        }
    }

    /// The document of this name, which is its address without scheme and root.
    pub fn find(snapshot: &Snapshot, name: &str) -> Option<Live> {
        if name == IMPORTS {
            return Some(Live::Imports);
        }
        let path = name.strip_prefix(MERGED).filter(|path| path.starts_with('/'))?;
        let path = if cfg!(windows) { path.trim_start_matches('/') } else { path };
        snapshot.environment(&Uri::from_file_path(path)?).map(Live::Merged)
    }

    /// Its text, as things are now.
    pub fn text(&self, snapshot: &Snapshot) -> String {
        match self {
            Live::Merged(source) => snapshot.analyze(source, |analyzer| merged(&Context::new(source, analyzer))),
            Live::Imports => imports(snapshot),
        }
    }
}

/// All environments, and below each what it imports.
fn imports(snapshot: &Snapshot) -> String {
    let sources = snapshot.all_environments();
    let Some(first) = sources.first() else { return "# Imports\n\nThere are no environments.\n".to_owned() };
    // Who imports whom does not hang on providers, so any configuration does.
    let graph = snapshot.analyze(first, |analyzer| graph(analyzer, &sources));
    let plain = |name: &str| name.replace(['`', '\n', '\r'], "");
    let mut text = String::from("# Imports\n\n");
    for (index, node) in graph.nodes.iter().enumerate() {
        let remark = match &node.source {
            None => " (not in the workspace)",
            Some(_) if node.is_unusable => " (has errors)",
            Some(_) => "",
        };
        text.push_str(&format!("- `{}`{remark}\n", plain(&node.name)));
        for edge in graph.edges.iter().filter(|edge| edge.from == index) {
            let how = match edge.kind {
                EdgeKind::Merged => "imports",
                EdgeKind::Unmerged => "imports, without merging,",
                EdgeKind::Inline => "refers to",
            };
            let circle = if edge.in_cycle { ", which leads back" } else { "" };
            text.push_str(&format!("  - {how} `{}`{circle}\n", plain(&edge.name)));
        }
    }
    text
}

/// The live documents that the client has asked for.
#[derive(Default)]
pub(crate) struct Asked(Mutex<HashSet<Uri>>);

impl Asked {
    /// Remembers that the client has a document.
    pub fn insert(&self, uri: Uri) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(uri);
    }

    /// Forgets a document that is closed.
    pub fn remove(&self, uri: &Uri) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(uri);
    }

    fn all(&self) -> Vec<Uri> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }
}

/// `workspace/textDocumentContent/refresh`
enum Refresh {}

#[derive(Serialize, Deserialize)]
struct RefreshParams {
    uri: Uri,
}

impl Request for Refresh {
    type Params = RefreshParams;
    type Result = ();
    const METHOD: &'static str = "workspace/textDocumentContent/refresh";
}

/// Tells the client of live documents that may have changed, as long as the session lasts.
pub(crate) async fn keep_fresh(session: Arc<Session>) {
    loop {
        let mut changed = std::pin::pin!(session.changed.notified());
        // What changes while the client is told counts for the next time.
        changed.as_mut().enable();
        for uri in session.asked.all() {
            if session.client.send_request::<Refresh>(RefreshParams { uri }).await.is_err() {
                return;
            }
        }
        changed.await;
        // Edits come in floods.
        tokio::time::sleep(CALM).await;
    }
}
