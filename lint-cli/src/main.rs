//! `esc-lint`: checks Pulumi ESC environment files, offline.
//!
//! A thin face: arguments in, a run over the project's files, a report out. What is wrong with an environment is decided in
//! `esc-analysis`; which files there are, in `esc-project`.

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

use std::process::ExitCode;

use clap::Parser;

use args::{Cli, Command};
use outcome::Outcome;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    guard::silence_panics();
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // Help goes to standard output, usage errors to standard error; a reader that is gone changes neither exit code.
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    guard::guarded(|| run(&cli)).unwrap_or_else(Outcome::failed).deliver()
}

fn run(cli: &Cli) -> Outcome {
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
