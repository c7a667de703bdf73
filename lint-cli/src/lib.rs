//! The command `esc-lint`, in a library, so that a test can run it without a process.
//!
//! A thin face: arguments in, a run over the project's files, a report out. What is wrong with an environment is decided in
//! `esc-analysis`; which files there are, in `esc-project`. Nobody else is meant to build on this: the contract is the command line.

mod affected;
mod args;
mod baseline;
mod check;
mod environment;
mod explain;
mod files;
mod fixing;
mod fmt;
mod graph;
mod guard;
mod init;
mod inputs;
mod linting;
mod outcome;
mod parallel;
mod preview;
mod progress;
mod report;
mod rules;
mod schema;
mod settings;
mod shell;
mod tree;
mod why;
mod workspace;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::Parser;

use args::{Cli, Command};

pub use outcome::{Exit, Outcome};

/// The program: reads its arguments, prints, and says how it went.
pub fn main() -> ExitCode {
    guard::silence_panics();
    match run(std::env::args_os()) {
        Ok(outcome) => outcome.deliver(),
        Err(error) => {
            // Help goes to standard output, usage errors to standard error; a reader that is gone changes neither exit code.
            let _ = error.print();
            ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2))
        }
    }
}

/// Does what a command line says, whose first word is the program's name.
///
/// # Errors
/// If the command line asks for help, or is none.
pub fn run(args: impl IntoIterator<Item = OsString>) -> Result<Outcome, clap::Error> {
    let cli = Cli::try_parse_from(args)?;
    Ok(guard::guarded(|| dispatch(&cli)).unwrap_or_else(Outcome::failed))
}

fn dispatch(cli: &Cli) -> Outcome {
    match &cli.command {
        None => check::run(&cli.check, &cli.global),
        Some(Command::Check(args)) => check::run(args, &cli.global),
        Some(Command::Preview(args)) => preview::run(args, &cli.global),
        Some(Command::Why(args)) => why::run(args, &cli.global),
        Some(Command::Graph(args)) => graph::run(args, &cli.global),
        Some(Command::Fmt(args)) => fmt::run(args, &cli.global),
        Some(Command::Tree(args)) => tree::run(args),
        Some(Command::Rules(args)) => rules::run(args, &cli.global),
        Some(Command::Explain(args)) => explain::run(args, &cli.global),
        Some(Command::Files(args)) => files::run(args, &cli.global),
        Some(Command::Affected(args)) => affected::run(args, &cli.global),
        Some(Command::Settings(args)) => settings::run(args, &cli.global),
        Some(Command::Init) => init::run(),
        Some(Command::Schema(args)) => schema::run(args, &cli.global),
        Some(Command::Completions(args)) => shell::completions(args),
        Some(Command::Man) => shell::man(),
    }
}
