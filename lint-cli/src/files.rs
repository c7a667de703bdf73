//! `esc-lint files`: what would be linted, one path a line.

use esc_project::{Project, Selection};

use crate::args::{FilesArgs, GlobalArgs};
use crate::inputs::{Inputs, failure_message, open_project};
use crate::outcome::{Exit, Outcome};
use crate::parallel;
use crate::report::{RunError, error_line};

/// Lists the files. Fails as `check` does for a file that cannot be read; an empty list is no failure.
pub(crate) fn run(args: &FilesArgs, global: &GlobalArgs) -> Outcome {
    let listed = open_project(global, Selection::default()).and_then(|project| list(&project, args));
    listed.unwrap_or_else(Outcome::failed)
}

fn list(project: &Project, args: &FilesArgs) -> Result<Outcome, String> {
    let discovery = Inputs { paths: &args.paths, stdin_filename: None, force_exclude: args.force_exclude }.discover(project)?;
    let loaded = parallel::map(&discovery.files, |found| project.load(found));
    let mut errors: Vec<RunError> = discovery.failures.iter().map(failure_message).collect();
    let mut stdout = String::new();
    for (found, loaded) in discovery.files.iter().zip(loaded) {
        match loaded {
            Ok(Some(_)) => stdout.extend([&found.shown, "\n"]),
            Ok(None) => {}
            Err(error) => errors.push(RunError::new(found, &error)),
        }
    }
    errors.sort_by(|a, b| a.path.cmp(&b.path));
    let exit = if errors.iter().any(|error| error.fatal) { Exit::Failed } else { Exit::Clean };
    Ok(Outcome { stdout, stderr: errors.iter().map(error_line).collect(), exit })
}
