//! The language server for Pulumi ESC environment files: one session over a pair of byte streams.
//!
//! The program (`main.rs`) gives it standard input and output; a fuzzer gives it pipes and stays in the same process. Nothing here touches the
//! process as a whole: no exit, no panic hook, no standard stream.

mod capabilities;
mod client;
mod config;
mod config_file;
mod diagnostics;
mod documents;
mod edits;
mod handlers;
mod live;
mod log;
mod pages;
mod position;
mod realm;
mod server;
mod session;
mod snapshot;
mod stale;
mod transport;
mod watch;
mod workspace;

use std::io::{Read, Write};

use esc_project::Selection;
use tower_lsp::LspService;

pub use log::{Log, Pending};
pub use transport::End;

use server::Server;
use session::Session;
use workspace::Workspace;

/// Threads for work that takes time. More would not make one person's editor faster.
const MAX_WORKERS: usize = 4;

/// Serves one session until it ends. The error is for a person: nothing could be started.
pub fn serve(input: impl Read + Send + 'static, output: impl Write + Send + 'static, log: Log, pending: Pending) -> Result<End, String> {
    let workers = std::thread::available_parallelism().map_or(2, |count| count.get().clamp(2, MAX_WORKERS));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().max_blocking_threads(workers).build();
    let runtime = runtime.map_err(|error| format!("cannot start: {error}"))?;
    let workspace = Workspace::new(Vec::new(), Selection::default()).map_err(|error| error.to_string())?;
    let end = runtime.block_on(async {
        let service = LspService::build(|client| {
            tokio::spawn(pending.forward(client.clone()));
            Server::new(Session::new(client, log, workspace))
        });
        // Newer than the types that the trait is written in.
        let service = service.custom_method("workspace/textDocumentContent", Server::text_document_content);
        let (service, socket) = service.finish();
        transport::serve(input, output, service, socket).await
    });
    // Nobody is left to wait for what is still being worked out.
    runtime.shutdown_background();
    Ok(end)
}
