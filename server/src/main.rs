//! The language server for Pulumi ESC environment files, on standard input and output.
//!
//! Offline: it reads the files of the workspace and talks to the editor that started it, and to nobody else.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use esc_language_server::{End, Log, serve};

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
    serve(std::io::stdin(), std::io::stdout(), log, pending)
}
