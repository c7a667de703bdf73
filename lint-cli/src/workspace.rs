//! All environments that the arguments mean, read: what commands begin with that are about more than one.

use std::path::PathBuf;
use std::sync::Arc;

use esc_analysis::Source;
use esc_analysis::eval::{Analyzer, Cache};
use esc_analysis::preview::{Graph, graph};
use esc_analysis::providers::Catalogue;
use esc_project::Project;

use crate::inputs::{Inputs, failure_message};
use crate::outcome::{Exit, Outcome};
use crate::parallel;
use crate::report::{RunError, error_line};

/// The environments, and the files that could not be read.
pub(crate) struct Workspace {
    pub sources: Vec<Arc<Source>>,
    pub errors: Vec<RunError>,
}

impl Workspace {
    /// Reads them.
    pub fn read(project: &Project, paths: &[PathBuf]) -> Result<Workspace, String> {
        let discovery = Inputs { paths, stdin_filename: None, force_exclude: false }.discover(project)?;
        let loaded = parallel::map(&discovery.files, |found| project.load(found));
        let mut workspace = Workspace { sources: Vec::new(), errors: discovery.failures.iter().map(failure_message).collect() };
        for (found, loaded) in discovery.files.iter().zip(loaded) {
            match loaded {
                Ok(source) => workspace.sources.extend(source),
                Err(error) => workspace.errors.push(RunError::new(found, &error)),
            }
        }
        workspace.errors.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(workspace)
    }

    /// Who imports whom.
    pub fn graph(&self, project: &Project) -> Graph {
        let (catalogue, cache) = (Catalogue::new(), Cache::new());
        graph(&Analyzer::new(project, &catalogue, &cache), &self.sources)
    }

    /// How a command ends that prints `stdout`: failed for a file that was asked for and could not be read.
    pub fn outcome(&self, stdout: String) -> Outcome {
        let exit = if self.errors.iter().any(|error| error.fatal) { Exit::Failed } else { Exit::Clean };
        Outcome { stdout, stderr: self.errors.iter().map(error_line).collect(), exit }
    }
}
