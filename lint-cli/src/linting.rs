//! All files of a run, linted in parallel, each under its own configuration.
//!
//! A file that cannot be read, or on which the tool itself fails, costs one line and never the others' findings.

use esc_analysis::eval::Analyzer;
use esc_analysis::{Diagnostic, Severity};
use esc_project::{ConfigError, Discovery, FailOn, Found, Project};

use crate::guard::guarded;
use crate::inputs::failure_message;
use crate::parallel;
use crate::progress::Progress;
use crate::report::{Report, RunError};

/// What a run has found.
pub(crate) struct Run {
    /// In the order of the discovery.
    pub linted: Vec<Linted>,
    /// What was not looked at.
    pub errors: Vec<RunError>,
}

/// A file that was looked at.
pub(crate) struct Linted {
    pub found: Found,
    pub diagnostics: Vec<Diagnostic>,
    /// From which severity on the run fails for this file.
    pub fail_on: FailOn,
}

/// What became of one file.
enum Checked {
    Linted(Linted),
    NoEnvironment,
    Failed(RunError),
}

/// Lints. `fail_on` is what the command line says, which counts more than any configuration.
pub(crate) fn lint_all(project: &Project, discovery: &Discovery, fail_on: Option<FailOn>, quiet: bool) -> Result<Run, ConfigError> {
    let progress = Progress::new(discovery.files.len(), quiet);
    let lint = |found: &Found| {
        let failed = |message| Checked::Failed(RunError { path: found.shown.clone(), message, fatal: true });
        let checked = guarded(|| lint_file(project, found, fail_on)).unwrap_or_else(|message| Ok(failed(message)));
        progress.tick();
        checked
    };
    let checked = parallel::map(&discovery.files, lint);
    let mut run = Run { linted: Vec::new(), errors: discovery.failures.iter().map(failure_message).collect() };
    for checked in checked {
        match checked? {
            Checked::Linted(linted) => run.linted.push(linted),
            Checked::NoEnvironment => {}
            Checked::Failed(error) => run.errors.push(error),
        }
    }
    Ok(run)
}

fn lint_file(project: &Project, found: &Found, fail_on: Option<FailOn>) -> Result<Checked, ConfigError> {
    let source = match project.load(found) {
        Ok(Some(source)) => source,
        Ok(None) => return Ok(Checked::NoEnvironment),
        Err(error) => return Ok(Checked::Failed(RunError::new(found, &error))),
    };
    let scope = project.scope(&found.path)?;
    let analyzer = Analyzer::new(project, &scope.setup.catalogue, &scope.setup.cache);
    let diagnostics = analyzer.lint(&source, &*project.settings(&found.path)?);
    project.release(found, &source);
    let fail_on = fail_on.or(scope.config().and_then(|config| config.fail_on)).unwrap_or_default();
    Ok(Checked::Linted(Linted { found: found.clone(), diagnostics, fail_on }))
}

impl Run {
    /// Whether there is a finding for which the run fails.
    pub fn fails(&self) -> bool {
        self.linted.iter().any(|file| file.diagnostics.iter().any(|diagnostic| fails(diagnostic.severity, file.fail_on)))
    }

    /// Everything in the order of reports.
    pub fn into_report(self) -> Report {
        let mut report = Report { errors: self.errors, ..Report::default() };
        for file in self.linted {
            report.files.push(file.found.shown);
            report.diagnostics.extend(file.diagnostics);
        }
        report.diagnostics.sort_by(Diagnostic::compare);
        report.errors.sort_by(|a, b| a.path.cmp(&b.path));
        report
    }
}

fn fails(severity: Severity, fail_on: FailOn) -> bool {
    match fail_on {
        FailOn::Error => severity >= Severity::Error,
        FailOn::Warning => severity >= Severity::Warning,
        FailOn::Info => true,
        FailOn::Never => false,
    }
}
