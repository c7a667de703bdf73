//! `esc-lint check`: the run.
//!
//! Files are linted in parallel and reported in order. A file that cannot be read, or on which the tool itself fails, costs one line
//! and never the others' findings.

use std::path::Path;

use esc_analysis::eval::Analyzer;
use esc_analysis::{Diagnostic, Severity};
use esc_project::{ConfigError, Discovery, FailOn, Found, Project};
use rayon::prelude::*;

use crate::args::{CheckArgs, GlobalArgs};
use crate::fixing::{self, Changes};
use crate::guard::guarded;
use crate::inputs::{Inputs, STDIN, failure_message, open_project};
use crate::outcome::{Exit, Outcome};
use crate::report::{self, Format, Palette, Report, RunError, TextOptions};

/// Lints what the arguments name.
pub(crate) fn run(args: &CheckArgs, global: &GlobalArgs) -> Outcome {
    check(args, global).unwrap_or_else(Outcome::failed)
}

fn check(args: &CheckArgs, global: &GlobalArgs) -> Result<Outcome, String> {
    if args.statistics && args.output_format == Format::Json {
        return Err("--statistics is for people; count what the JSON report lists".to_owned());
    }
    if args.fixes.writes() && args.paths.iter().any(|path| path == Path::new(STDIN)) {
        return Err("standard input cannot be changed in place; --diff shows what would change".to_owned());
    }
    let project = open_project(global, args.selection())?;
    let inputs = Inputs { paths: &args.paths, stdin_filename: args.stdin_filename.as_deref(), force_exclude: args.force_exclude };
    let discovery = inputs.discover(&project)?;
    let changes = fixing::run(&project, &discovery, &args.fixes).map_err(|error| error.to_string())?;
    let (mut report, failing) = lint_all(&project, &discovery, args.fail_on.map(FailOn::from)).map_err(|error| error.to_string())?;
    report.errors.extend(changes.errors.iter().cloned());
    let nothing_is_fine = args.force_exclude;
    let failing = if args.fixes.diff { !changes.files.is_empty() } else { failing };
    let exit = match failing {
        _ if report.errors.iter().any(|error| error.fatal) => Exit::Failed,
        _ if report.files == 0 && !nothing_is_fine => Exit::Failed,
        true => Exit::Findings,
        false => Exit::Clean,
    };
    print(&report, &changes, exit, args, global)
}

/// What became of one file.
enum Checked {
    /// Its findings, and whether the run fails for one of them.
    Linted(Vec<Diagnostic>, bool),
    NoEnvironment,
    Failed(RunError),
}

/// The report, and whether the run fails for one of the findings.
fn lint_all(project: &Project, discovery: &Discovery, fail_on: Option<FailOn>) -> Result<(Report, bool), ConfigError> {
    let lint = |found| {
        let failed = |message, fatal| Checked::Failed(RunError { path: Found::clone(found).shown, message, fatal });
        guarded(|| lint_file(project, found, fail_on)).unwrap_or_else(|message| Ok(failed(message, true)))
    };
    let checked: Vec<Result<Checked, ConfigError>> = discovery.files.par_iter().map(lint).collect();
    let mut report = Report { errors: discovery.failures.iter().map(failure_message).collect(), ..Report::default() };
    let mut any_failing = false;
    for checked in checked {
        match checked? {
            Checked::Linted(diagnostics, failing) => {
                report.files += 1;
                report.diagnostics.extend(diagnostics);
                any_failing |= failing;
            }
            Checked::NoEnvironment => {}
            Checked::Failed(error) => report.errors.push(error),
        }
    }
    report.diagnostics.sort_by(Diagnostic::compare);
    report.errors.sort_by(|a, b| a.path.cmp(&b.path));
    Ok((report, any_failing))
}

/// Lints one file under its own configuration. `fail_on` is what the command line says, which counts more.
fn lint_file(project: &Project, found: &Found, fail_on: Option<FailOn>) -> Result<Checked, ConfigError> {
    let source = match project.load(found) {
        Ok(Some(source)) => source,
        Ok(None) => return Ok(Checked::NoEnvironment),
        Err(error) => return Ok(Checked::Failed(RunError::new(found, &error))),
    };
    let scope = project.scope(&found.path)?;
    let analyzer = Analyzer::new(project, &scope.setup.catalogue, &scope.setup.cache);
    let diagnostics = analyzer.lint(&source, &*project.settings(&found.path)?);
    let fail_on = fail_on.or(scope.config().and_then(|config| config.fail_on)).unwrap_or_default();
    let failing = diagnostics.iter().any(|diagnostic| fails(diagnostic.severity, fail_on));
    Ok(Checked::Linted(diagnostics, failing))
}

fn fails(severity: Severity, fail_on: FailOn) -> bool {
    match fail_on {
        FailOn::Error => severity >= Severity::Error,
        FailOn::Warning => severity >= Severity::Warning,
        FailOn::Info => true,
        FailOn::Never => false,
    }
}

fn print(report: &Report, changes: &Changes, exit: Exit, args: &CheckArgs, global: &GlobalArgs) -> Result<Outcome, String> {
    let options = TextOptions { palette: Palette::for_stdout(global.color), quiet: args.quiet, statistics: args.statistics };
    let mut stderr: String = report.errors.iter().map(report::error_line).collect();
    if report.files == 0 && report.errors.is_empty() && exit == Exit::Failed {
        stderr.push_str(NOTHING_TO_LINT);
    }
    let summary = if args.quiet { String::new() } else { fixing::summary(changes, &report.diagnostics, &args.fixes) };
    let stdout = match args.output_format {
        _ if args.fixes.diff => fixing::diff(changes, options.palette),
        Format::Full => report::full(report, options, exit != Exit::Clean) + &summary,
        Format::Concise => report::concise(report, options),
        Format::Json => report::json(report).map_err(|error| error.to_string())?,
    };
    // What a program reads stays as it is.
    if args.fixes.diff || args.fixes.writes() && args.output_format != Format::Full {
        stderr.push_str(&summary);
    }
    Ok(Outcome { stdout, stderr, exit })
}

const NOTHING_TO_LINT: &str = "error: no ESC environment found here; name the files, or list them under `files` in .esc-lint.yaml\n";
