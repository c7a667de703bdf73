//! `esc-lint check`: the run.
//!
//! Files are linted in parallel and reported in order. A file that cannot be read, or on which the tool itself fails, costs one line
//! and never the others' findings.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::CommandFactory;
use esc_analysis::eval::Analyzer;
use esc_analysis::{Diagnostic, Severity, Source};
use esc_project::{ConfigChoice, ConfigError, Discovery, FailOn, Failure, Found, Options, Project, ReadError, Selection, read_from};
use rayon::prelude::*;

use crate::args::{CheckArgs, Cli, GlobalArgs};
use crate::guard::guarded;
use crate::outcome::{Exit, Outcome};
use crate::report::{self, Format, Palette, Report, RunError, TextOptions};

/// Standard input as an argument.
const STDIN: &str = "-";

/// Lints what the arguments name.
pub(crate) fn run(args: &CheckArgs, global: &GlobalArgs) -> Outcome {
    match check(args, global) {
        Ok(outcome) => outcome,
        Err(message) => Outcome::failed(message),
    }
}

/// The project that the global options describe.
pub(crate) fn open_project(global: &GlobalArgs, selection: Selection) -> Result<Project, String> {
    let cwd = std::env::current_dir().map_err(|error| format!("the working directory cannot be read: {error}"))?;
    let config = match &global.config {
        _ if global.no_config => ConfigChoice::None,
        Some(path) => ConfigChoice::File(path.clone()),
        None => ConfigChoice::Nearest,
    };
    Project::new(Options { cwd, root: global.root.clone(), config, selection, providers: global.providers.clone() })
        .map_err(|error| error.to_string())
}

fn check(args: &CheckArgs, global: &GlobalArgs) -> Result<Outcome, String> {
    refuse_idle_options(args)?;
    let project = open_project(global, args.selection())?;
    let discovery = discover(&project, args)?;
    let scope = project.own_scope().map_err(|error| error.to_string())?;
    let configured = scope.config().and_then(|config| config.fail_on);
    let fail_on = args.fail_on.map(FailOn::from).or(configured).unwrap_or_default();
    let report = lint_all(&project, &discovery)?;
    let exit = exit(&report, fail_on, args.force_exclude);
    Ok(print(&report, exit, args, global))
}

/// An option that would do nothing is a mistake that should not pass unseen.
fn refuse_idle_options(args: &CheckArgs) -> Result<(), String> {
    if args.stdin_filename.is_some() && !args.paths.iter().any(|path| path == Path::new(STDIN)) {
        return Err("--stdin-filename names standard input; add `-` to read it".to_owned());
    }
    if args.statistics && args.output_format == Format::Json {
        return Err("--statistics is for people; count what the JSON report lists".to_owned());
    }
    Ok(())
}

fn discover(project: &Project, args: &CheckArgs) -> Result<Discovery, String> {
    let as_message = |error: ConfigError| error.to_string();
    let (stdin, paths): (Vec<PathBuf>, Vec<PathBuf>) = args.paths.iter().cloned().partition(|path| path == Path::new(STDIN));
    if stdin.is_empty() {
        return project.discover(&paths, args.force_exclude).map_err(as_message);
    }
    let named = |paths: &[PathBuf]| project.discover(paths, args.force_exclude).map_err(as_message);
    let mut discovery = if paths.is_empty() { Discovery::default() } else { named(&paths)? };
    let name = args.stdin_filename.as_deref().unwrap_or(Path::new("<stdin>"));
    match read_from(std::io::stdin().lock(), 0) {
        Ok(text) => discovery.files.extend(project.insert(name, text, args.force_exclude).map_err(as_message)?),
        Err(error) => discovery.failures.push(Failure { shown: name.to_string_lossy().into_owned(), error, fatal: true }),
    }
    Ok(discovery)
}

/// What became of one file.
enum Checked {
    Findings(Vec<Diagnostic>),
    NoEnvironment,
    Failed(RunError),
    BadConfig(ConfigError),
}

fn lint_all(project: &Project, discovery: &Discovery) -> Result<Report, String> {
    let mut report = Report::default();
    report.errors.extend(
        discovery
            .failures
            .iter()
            .map(|failure| RunError { message: with_hint(failure), ..run_error(&failure.shown, &failure.error, failure.fatal) }),
    );
    let checked: Vec<Checked> = discovery.files.par_iter().map(|found| lint_guarded(project, found)).collect();
    for checked in checked {
        match checked {
            Checked::Findings(diagnostics) => {
                report.files += 1;
                report.diagnostics.extend(diagnostics);
            }
            Checked::NoEnvironment => {}
            Checked::Failed(error) => report.errors.push(error),
            Checked::BadConfig(error) => return Err(error.to_string()),
        }
    }
    report.diagnostics.sort_by(Diagnostic::compare);
    report.errors.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(report)
}

fn lint_guarded(project: &Project, found: &Found) -> Checked {
    guarded(|| lint_file(project, found))
        .unwrap_or_else(|message| Checked::Failed(RunError { path: found.shown.clone(), message, fatal: true }))
}

fn lint_file(project: &Project, found: &Found) -> Checked {
    match project.load(found) {
        Ok(Some(source)) => lint(project, found, &source).map_or_else(Checked::BadConfig, Checked::Findings),
        Ok(None) => Checked::NoEnvironment,
        Err(error) => Checked::Failed(run_error(&found.shown, &error, found.is_asked_for())),
    }
}

fn lint(project: &Project, found: &Found, source: &Arc<Source>) -> Result<Vec<Diagnostic>, ConfigError> {
    let setup = &project.scope(&found.path)?.setup;
    let settings = project.settings(&found.path)?;
    Ok(Analyzer::new(project, &setup.catalogue, &setup.cache).lint(source, &settings))
}

/// What is wrong with an argument. One that is named like a command was probably meant to be one.
fn with_hint(failure: &Failure) -> String {
    let is_command = failure.error == ReadError::NotFound && Cli::command().find_subcommand(&failure.shown).is_some();
    let hint = if is_command { format!("; the command `{}` has to come before options and paths", failure.shown) } else { String::new() };
    format!("{}{hint}", failure.error)
}

fn run_error(path: &str, error: &ReadError, fatal: bool) -> RunError {
    RunError { path: path.to_owned(), message: error.to_string(), fatal }
}

fn exit(report: &Report, fail_on: FailOn, nothing_is_fine: bool) -> Exit {
    let counts = |severity: Severity| match fail_on {
        FailOn::Error => severity >= Severity::Error,
        FailOn::Warning => severity >= Severity::Warning,
        FailOn::Info => true,
        FailOn::Never => false,
    };
    if report.errors.iter().any(|error| error.fatal) || (report.files == 0 && !nothing_is_fine) {
        return Exit::Failed;
    }
    if report.diagnostics.iter().any(|diagnostic| counts(diagnostic.severity)) { Exit::Findings } else { Exit::Clean }
}

fn print(report: &Report, exit: Exit, args: &CheckArgs, global: &GlobalArgs) -> Outcome {
    let palette = Palette::for_stdout(global.color);
    let options = TextOptions { palette, quiet: args.quiet, statistics: args.statistics };
    let stdout = match args.output_format {
        Format::Full => report::full(report, options, exit != Exit::Clean),
        Format::Concise => report::concise(report, options),
        Format::Json => match report::json(report) {
            Ok(json) => json,
            Err(error) => return Outcome::failed(error),
        },
    };
    let mut stderr = String::new();
    for error in &report.errors {
        stderr.push_str(&report::error_line(error));
    }
    if report.files == 0 && report.errors.is_empty() && exit == Exit::Failed {
        stderr.push_str(NOTHING_TO_LINT);
    }
    Outcome { stdout, stderr, exit }
}

const NOTHING_TO_LINT: &str = "error: no ESC environment found here; name the files, or list them under `files` in .esc-lint.yaml\n";
