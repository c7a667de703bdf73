//! What the client shows of open documents although something that it hangs on has changed. The client cannot know, so it is told to ask again.
//!
//! It asks by itself about a document that it edits; this is about the others, and about changes on disk. Nothing here waits for an answer.

use std::future::Future;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::Notify;
use tower_lsp::Client;
use tower_lsp::jsonrpc::Result;

use crate::client::Refreshes;
use crate::diagnostics::CALM;
use crate::session::Session;

/// What is out of date and not told yet.
#[derive(Default)]
pub(crate) struct Stale {
    parts: Mutex<Refreshes>,
    changed: Notify,
}

impl Stale {
    /// What was found may be something else now.
    pub fn diagnostics(&self) {
        self.add(|parts| parts.diagnostics = true);
    }

    /// What values come to, which colours and hints show.
    pub fn values(&self) {
        self.add(|parts| (parts.semantic_tokens, parts.inlay_hints) = (true, true));
    }

    /// Who imports whom, which lenses count.
    pub fn imports(&self) {
        self.add(|parts| parts.code_lenses = true);
    }

    fn add(&self, set: impl FnOnce(&mut Refreshes)) {
        set(&mut self.parts.lock().unwrap_or_else(PoisonError::into_inner));
        self.changed.notify_one();
    }

    fn take(&self) -> Refreshes {
        std::mem::take(&mut *self.parts.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Tells the client, as long as the session lasts. Changes that come close together are told once.
pub(crate) async fn keep_fresh(session: Arc<Session>) {
    // Before the session nothing was shown.
    session.stale.take();
    loop {
        // A change that came in between is kept, so nothing is missed.
        session.stale.changed.notified().await;
        tokio::time::sleep(CALM).await;
        let (stale, can) = (session.stale.take(), session.features().refreshes);
        let client = &session.client;
        if stale.diagnostics && can.diagnostics {
            tell(client, |client| async move { client.workspace_diagnostic_refresh().await });
        }
        if stale.semantic_tokens && can.semantic_tokens {
            tell(client, |client| async move { client.semantic_tokens_refresh().await });
        }
        if stale.inlay_hints && can.inlay_hints {
            tell(client, |client| async move { client.inlay_hint_refresh().await });
        }
        if stale.code_lenses && can.code_lenses {
            tell(client, |client| async move { client.code_lens_refresh().await });
        }
    }
}

/// Whether the client can do it now is its own affair.
fn tell<F: Future<Output = Result<()>> + Send + 'static>(client: &Client, request: impl FnOnce(Client) -> F) {
    tokio::spawn(request(client.clone()));
}
