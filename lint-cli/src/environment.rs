//! One environment, read and ready to be evaluated: what `preview` and `why` begin with.

use std::slice;
use std::sync::Arc;

use esc_analysis::eval::Analyzer;
use esc_analysis::{Severity, Source};
use esc_project::{Project, Scope, Selection};

use crate::args::{EnvironmentArgs, GlobalArgs};
use crate::inputs::{Inputs, failure_message, open_project};
use crate::outcome::Exit;
use crate::report::error_line;

/// An environment with everything that its evaluation asks for.
pub(crate) struct Environment {
    project: Project,
    scope: Arc<Scope>,
    errors: usize,
    pub source: Arc<Source>,
}

impl Environment {
    /// Reads the environment that the arguments name, and counts its errors.
    pub fn open(args: &EnvironmentArgs, global: &GlobalArgs) -> Result<Environment, String> {
        let project = open_project(global, Selection::default())?;
        let paths = slice::from_ref(&args.file);
        let discovery = Inputs { paths, stdin_filename: args.stdin_filename.as_deref(), force_exclude: false }.discover(&project)?;
        if let Some(failure) = discovery.failures.first() {
            return Err(message(&error_line(&failure_message(failure))));
        }
        let [found] = discovery.files.as_slice() else {
            return Err(format!("`{}` names {} files; name one", args.file.display(), discovery.files.len()));
        };
        let source = project.load(found).map_err(|error| format!("{}: {error}", found.shown))?;
        let source = source.ok_or_else(|| format!("{}: is no ESC environment", found.shown))?;
        let scope = project.scope(&found.path).map_err(|error| error.to_string())?;
        let settings = project.settings(&found.path).map_err(|error| error.to_string())?;
        let diagnostics = Analyzer::new(&project, &scope.setup.catalogue, &scope.setup.cache).lint(&source, &settings);
        let errors = diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error).count();
        Ok(Environment { project, scope, errors, source })
    }

    /// What evaluates it.
    pub fn analyzer(&self) -> Analyzer<'_> {
        Analyzer::new(&self.project, &self.scope.setup.catalogue, &self.scope.setup.cache)
    }

    /// How a command ends that shows what is known of it.
    pub fn exit(&self) -> Exit {
        if self.errors == 0 { Exit::Clean } else { Exit::Findings }
    }

    /// The line that says why it ends so, for standard error.
    pub fn note(&self) -> String {
        let path = self.source.path();
        match self.errors {
            0 => String::new(),
            1 => format!("note: {path} has 1 error, so not all of this can be relied on; `esc-lint {path}` shows it\n"),
            count => format!("note: {path} has {count} errors, so not all of this can be relied on; `esc-lint {path}` shows them\n"),
        }
    }
}

/// The text of an error line, for a caller that makes one of it.
fn message(line: &str) -> String {
    line.trim_start_matches("error: ").trim_end().to_owned()
}
