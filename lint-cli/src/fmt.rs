//! `esc-lint fmt`: the one layout, written, checked or shown.

use std::path::Path;
use std::sync::Arc;

use esc_analysis::format::format;
use esc_analysis::{Source, apply};
use esc_project::{Found, Project, Selection, replace_text};

use crate::args::{FmtArgs, GlobalArgs};
use crate::fixing::{Change, Changes, diff};
use crate::inputs::{Inputs, STDIN, failure_message, open_project};
use crate::outcome::{Exit, Outcome};
use crate::parallel;
use crate::report::{Palette, RunError, count, error_line, printable};

/// Lays files out. Fails as `files` does for a file that cannot be read.
pub(crate) fn run(args: &FmtArgs, global: &GlobalArgs) -> Outcome {
    let done = open_project(global, Selection::default()).and_then(|project| format_all(&project, args, global));
    done.unwrap_or_else(Outcome::failed)
}

fn format_all(project: &Project, args: &FmtArgs, global: &GlobalArgs) -> Result<Outcome, String> {
    let inputs = Inputs { paths: &args.paths, stdin_filename: args.stdin_filename.as_deref(), force_exclude: args.force_exclude };
    let discovery = inputs.discover(project)?;
    let loaded = parallel::map(&discovery.files, |found| project.load(found).map(|source| source.map(laid_out)));
    let mut errors: Vec<RunError> = discovery.failures.iter().map(failure_message).collect();
    let (mut changes, mut checked) = (Changes::default(), 0);
    let reads_stdin = args.paths.iter().any(|path| path == Path::new(STDIN));
    let mut stdin_text = None;
    for (found, loaded) in discovery.files.iter().zip(loaded) {
        match loaded {
            Ok(Some(Laid { before, after })) => {
                checked += 1;
                errors.extend(broken(found, &before));
                if reads_stdin && is_stdin(found, args) {
                    stdin_text = Some(after.text().to_owned());
                }
                if before.text() != after.text() {
                    changes.files.push(Change { found: found.clone(), before, after, fixed: 0, silenced: 0 });
                }
            }
            Ok(None) => {}
            Err(error) => errors.push(RunError::new(found, &error)),
        }
    }
    let stdout = match stdin_text.filter(|_| !args.check && !args.diff) {
        Some(text) => {
            changes.files.retain(|change| !is_stdin(&change.found, args));
            write(&mut changes, &mut errors);
            text
        }
        None => report(&mut changes, &mut errors, checked, args, global),
    };
    errors.sort_by(|a, b| a.path.cmp(&b.path));
    let changed = (args.check || args.diff) && !changes.files.is_empty();
    let exit = match errors.iter().any(|error| error.fatal) {
        true => Exit::Failed,
        false if changed => Exit::Findings,
        false => Exit::Clean,
    };
    Ok(Outcome { stdout, stderr: errors.iter().map(error_line).collect(), exit })
}

/// Writes files, or says what would be written.
fn report(changes: &mut Changes, errors: &mut Vec<RunError>, checked: usize, args: &FmtArgs, global: &GlobalArgs) -> String {
    if args.diff {
        return diff(changes, Palette::for_stdout(global.color));
    }
    let verb = if args.check { "Would lay out" } else { "Laid out" };
    if !args.check {
        write(changes, errors);
    }
    let files: String = changes.files.iter().map(|change| format!("{}\n", printable(&change.found.shown))).collect();
    match changes.files.len() {
        0 => format!("{} checked, nothing to change.\n", count(checked, "file")),
        changed => format!("{files}{verb} {} ({checked} checked).\n", count(changed, "file")),
    }
}

/// A file before and after.
struct Laid {
    before: Arc<Source>,
    after: Arc<Source>,
}

fn laid_out(before: Arc<Source>) -> Laid {
    let text = apply(before.text(), &format(&before, None)).filter(|text| text != before.text());
    let after = text.map_or_else(|| Arc::clone(&before), |text| Source::new(before.path(), text));
    Laid { before, after }
}

/// A word about a file that has to be mended first. Linting it says what is wrong.
fn broken(found: &Found, source: &Source) -> Option<RunError> {
    let message = "left as it is, because it has syntax errors; `esc-lint check` shows them";
    (!source.tree().errors().is_empty()).then(|| RunError { path: found.shown.clone(), message: message.to_owned(), fatal: false })
}

fn is_stdin(found: &Found, args: &FmtArgs) -> bool {
    let name = args.stdin_filename.as_deref().unwrap_or(Path::new("<stdin>"));
    found.shown == name.to_string_lossy()
}

fn write(changes: &mut Changes, errors: &mut Vec<RunError>) {
    changes.files.retain(|change| match replace_text(&change.found.path, change.before.text(), change.after.text()) {
        Ok(()) => true,
        Err(error) => {
            errors.push(RunError { path: change.found.shown.clone(), message: error.to_string(), fatal: true });
            false
        }
    });
}
