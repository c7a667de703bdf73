//! `esc-lint completions` and `esc-lint man`: what a shell and `man` want to know, made from the declared command line.

use clap::CommandFactory;

use crate::args::{Cli, CompletionsArgs};
use crate::outcome::Outcome;

/// The script that completes the command line in a shell.
pub(crate) fn completions(args: &CompletionsArgs) -> Outcome {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), env!("CARGO_PKG_NAME"), &mut script);
    text(script)
}

/// The manual page, in roff.
pub(crate) fn man() -> Outcome {
    let mut page = Vec::new();
    match clap_mangen::Man::new(Cli::command()).render(&mut page) {
        Ok(()) => text(page),
        Err(error) => Outcome::failed(error),
    }
}

fn text(bytes: Vec<u8>) -> Outcome {
    String::from_utf8(bytes).map_or_else(Outcome::failed, Outcome::clean)
}
