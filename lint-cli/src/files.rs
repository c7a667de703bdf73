//! `esc-lint files`: what would be linted, one path a line.

use esc_project::{Found, Project, ReadError, Selection};
use rayon::prelude::*;

use crate::args::{FilesArgs, GlobalArgs};
use crate::check::open_project;
use crate::outcome::{Exit, Outcome};
use crate::report::{RunError, error_line};

/// Lists the files. Exit codes are those of `check`, findings aside.
pub(crate) fn run(args: &FilesArgs, global: &GlobalArgs) -> Outcome {
    let listed = open_project(global, Selection::default()).and_then(|project| list(&project, args));
    listed.unwrap_or_else(Outcome::failed)
}

fn list(project: &Project, args: &FilesArgs) -> Result<Outcome, String> {
    let discovery = project.discover(&args.paths, args.force_exclude).map_err(|error| error.to_string())?;
    let loaded: Vec<(&Found, Result<bool, ReadError>)> =
        discovery.files.par_iter().map(|found| (found, project.load(found).map(|source| source.is_some()))).collect();
    let mut outcome = Outcome::clean(String::new());
    let mut fail = |path: &str, error: &ReadError, fatal: bool| {
        outcome.stderr.push_str(&error_line(&RunError { path: path.to_owned(), message: error.to_string(), fatal }));
        if fatal {
            outcome.exit = Exit::Failed;
        }
    };
    for failure in &discovery.failures {
        fail(&failure.shown, &failure.error, failure.fatal);
    }
    let mut stdout = String::new();
    for (found, counts) in loaded {
        match counts {
            Ok(true) => stdout.extend([&found.shown, "\n"]),
            Ok(false) => {}
            Err(error) => fail(&found.shown, &error, found.is_asked_for()),
        }
    }
    outcome.stdout = stdout;
    Ok(outcome)
}
