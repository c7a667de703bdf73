//! The language server for Pulumi ESC environment files, on standard input and output.
//!
//! Offline: it reads the files of the workspace and talks to the editor that started it, and to nobody else.

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
mod transport;
mod watch;
mod workspace;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use esc_project::Selection;
use tower_lsp::LspService;

use log::Log;
use server::Server;
use session::Session;
use transport::End;
use workspace::Workspace;

/// Threads for work that takes time. More would not make one person's editor faster.
const MAX_WORKERS: usize = 4;

/// A language server for Pulumi ESC environment files. It speaks the Language Server Protocol on standard input and output; editors start
/// it, people do not.
#[derive(Parser)]
#[command(name = "esc-language-server", version)]
struct Args {
    /// Speak on standard input and output, which it does in any case
    #[arg(long, overrides_with = "stdio")]
    stdio: bool,
    /// Append a log to this file; it never holds the text of documents
    #[arg(long, value_name = "FILE", env = "ESC_LANGUAGE_SERVER_LOG")]
    log_file: Option<PathBuf>,
}

fn main() -> ExitCode {
    let args = Args::parse();
    match run(&args) {
        Ok(End::Orderly) => ExitCode::SUCCESS,
        Ok(End::Abrupt) => ExitCode::from(1),
        Err(message) => {
            complain(&message);
            ExitCode::from(2)
        }
    }
}

#[expect(clippy::print_stderr, reason = "there is no client yet")]
fn complain(message: &str) {
    eprintln!("error: {message}");
}

fn run(args: &Args) -> Result<End, String> {
    let (log, pending) = Log::new(args.log_file.as_deref()).map_err(|error| format!("the log file cannot be opened: {error}"))?;
    log.record_panics();
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
        transport::serve(std::io::stdin(), std::io::stdout(), service, socket).await
    });
    // Nobody is left to wait for what is still being worked out.
    runtime.shutdown_background();
    Ok(end)
}
