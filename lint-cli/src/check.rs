//! `esc-lint check`: from arguments to what is printed and how the run ends.

use std::io::ErrorKind;
use std::mem::ManuallyDrop;
use std::path::Path;

use esc_project::{FailOn, Project};

use crate::args::{BaselineArgs, CheckArgs, GlobalArgs};
use crate::baseline::{Applied, Baseline};
use crate::fixing::{self, Changes};
use crate::inputs::{Inputs, STDIN, open_project};
use crate::linting::{Run, lint_all};
use crate::outcome::{Exit, Outcome};
use crate::report::{self, Format, Palette, Report, TextOptions};

/// Lints what the arguments name.
pub(crate) fn run(args: &CheckArgs, global: &GlobalArgs) -> Outcome {
    check(args, global).unwrap_or_else(Outcome::failed)
}

fn check(args: &CheckArgs, global: &GlobalArgs) -> Result<Outcome, String> {
    refuse_contradictions(args)?;
    // The process ends with the run: to free every value of every environment would take a tenth of its time, on one thread.
    let project = ManuallyDrop::new(open_project(global, args.selection())?);
    let inputs = Inputs { paths: &args.paths, stdin_filename: args.stdin_filename.as_deref(), force_exclude: args.force_exclude };
    let discovery = inputs.discover(&project)?;
    let changes = fixing::run(&project, &discovery, &args.fixes).map_err(|error| error.to_string())?;
    let mut run = lint_all(&project, &discovery, args.fail_on.map(FailOn::from), args.quiet).map_err(|error| error.to_string())?;
    let baseline = forgive(&mut run, &project, &args.baseline)?;
    let failing = if args.fixes.diff { !changes.files.is_empty() } else { run.fails() };
    let mut report = Report { known: baseline.known, ..run.into_report() };
    report.errors.extend(changes.errors.iter().cloned());
    let exit = exit(&report, failing, args);
    let mut outcome = print(&report, &changes, exit, args, global)?;
    if !args.quiet {
        let to = if args.output_format == Format::Full { &mut outcome.stdout } else { &mut outcome.stderr };
        to.push_str(&baseline.written);
        outcome.stderr.push_str(&baseline.stale);
    }
    Ok(outcome)
}

/// Takes what the baseline knows out of `run`, once it is written if that is wanted.
fn forgive(run: &mut Run, project: &Project, args: &BaselineArgs) -> Result<Applied, String> {
    let Some(path) = &args.baseline else { return Ok(Applied::default()) };
    let mut baseline = Baseline::read(path, args.write_baseline)?;
    let written = if args.write_baseline { baseline.write(run, project)? } else { String::new() };
    let applied = baseline.apply(run, project).map_err(|error| error.to_string())?;
    Ok(Applied { written, ..applied })
}

fn refuse_contradictions(args: &CheckArgs) -> Result<(), String> {
    if args.statistics && !args.output_format.is_text() {
        return Err("--statistics is for people; count what the report lists".to_owned());
    }
    if args.fixes.writes() && args.paths.iter().any(|path| path == Path::new(STDIN)) {
        return Err("standard input cannot be changed in place; --diff shows what would change".to_owned());
    }
    Ok(())
}

fn exit(report: &Report, failing: bool, args: &CheckArgs) -> Exit {
    let nothing_is_fine = args.force_exclude;
    match failing {
        _ if report.errors.iter().any(|error| error.fatal) => Exit::Failed,
        _ if report.files.is_empty() && !nothing_is_fine => Exit::Failed,
        true => Exit::Findings,
        false => Exit::Clean,
    }
}

fn print(report: &Report, changes: &Changes, exit: Exit, args: &CheckArgs, global: &GlobalArgs) -> Result<Outcome, String> {
    let options = TextOptions { palette: Palette::for_stdout(global.color), quiet: args.quiet, statistics: args.statistics };
    let failed = exit != Exit::Clean;
    let mut stderr: String = report.errors.iter().map(report::error_line).collect();
    if report.files.is_empty() && report.errors.is_empty() && exit == Exit::Failed {
        stderr.push_str(NOTHING_TO_LINT);
    }
    for output in &args.output {
        let text = report::render(report, output.format, TextOptions { palette: Palette::PLAIN, ..options }, failed)?;
        write_report(&output.file, &text)?;
    }
    let summary = if args.quiet { String::new() } else { fixing::summary(changes, &report.diagnostics, &args.fixes) };
    let mut stdout = match args.fixes.diff {
        true => fixing::diff(changes, options.palette),
        false => report::render(report, args.output_format, options, failed)?,
    };
    // What a program reads stays as it is.
    match args.output_format {
        Format::Full if !args.fixes.diff => stdout.push_str(&summary),
        _ if args.fixes.diff || args.fixes.writes() => stderr.push_str(&summary),
        _ => {}
    }
    Ok(Outcome { stdout, stderr, exit })
}

fn write_report(file: &Path, text: &str) -> Result<(), String> {
    std::fs::write(file, text).map_err(|error| match error.kind() {
        ErrorKind::NotFound => format!("{}: cannot be written: its directory does not exist", file.display()),
        _ => format!("{}: cannot be written: {error}", file.display()),
    })
}

const NOTHING_TO_LINT: &str = "error: no ESC environment found here; name the files, or list them under `files` in .esc-lint.yaml\n";
