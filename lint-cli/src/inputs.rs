//! From arguments to the files of a run, standard input among them.

use std::io::Read;
use std::path::{Path, PathBuf};

use clap::CommandFactory;
use esc_project::{ConfigChoice, Discovery, Failure, Options, Project, ReadError, Selection, read_from};

use crate::args::{Cli, GlobalArgs};
use crate::report::RunError;

/// Standard input as an argument.
pub(crate) const STDIN: &str = "-";

/// Which files, as the arguments have it.
pub(crate) struct Inputs<'a> {
    /// Files, directories, patterns, and [`STDIN`].
    pub paths: &'a [PathBuf],
    /// What standard input is called.
    pub stdin_filename: Option<&'a Path>,
    /// Named files have to pass the tests of a walk.
    pub force_exclude: bool,
}

/// The project that the global options describe.
pub(crate) fn open_project(global: &GlobalArgs, selection: Selection) -> Result<Project, String> {
    let cwd = std::env::current_dir().map_err(|error| format!("the working directory cannot be read: {error}"))?;
    let config = match &global.config {
        _ if global.no_config => ConfigChoice::None,
        Some(path) => ConfigChoice::File(path.clone()),
        None => ConfigChoice::Nearest,
    };
    let options = Options { cwd, root: global.root.clone(), config, folders: Vec::new(), selection, providers: global.providers.clone() };
    Project::new(options).map_err(|error| error.to_string())
}

impl Inputs<'_> {
    /// The files. Standard input is read here.
    pub fn discover(&self, project: &Project) -> Result<Discovery, String> {
        let (stdin, paths): (Vec<PathBuf>, Vec<PathBuf>) = self.paths.iter().cloned().partition(|path| path == Path::new(STDIN));
        let reads_stdin = !stdin.is_empty();
        if self.stdin_filename.is_some() && !reads_stdin {
            return Err("--stdin-filename names standard input; add `-` to read it".to_owned());
        }
        let mut discovery = match paths.is_empty() && reads_stdin {
            true => Discovery::default(),
            false => project.discover(&paths, self.force_exclude).map_err(|error| error.to_string())?,
        };
        if reads_stdin {
            self.add_stdin(project, &mut discovery, std::io::stdin().lock())?;
        }
        Ok(discovery)
    }

    fn add_stdin(&self, project: &Project, discovery: &mut Discovery, stdin: impl Read) -> Result<(), String> {
        let name = self.stdin_filename.unwrap_or(Path::new("<stdin>"));
        let text = match read_from(stdin, 0) {
            Ok(text) => text,
            Err(error) => {
                discovery.failures.push(Failure { shown: name.to_string_lossy().into_owned(), error, fatal: true });
                return Ok(());
            }
        };
        if let Some(found) = project.insert(name, text, self.force_exclude).map_err(|error| error.to_string())? {
            // It stands for the file of its name.
            discovery.files.retain(|other| other.path != found.path);
            discovery.files.push(found);
        }
        Ok(())
    }
}

/// What to tell about something that is no file. An argument that is named like a command was probably meant to be one.
pub(crate) fn failure_message(failure: &Failure) -> RunError {
    let is_command = failure.error == ReadError::NotFound && Cli::command().find_subcommand(&failure.shown).is_some();
    let hint = if is_command { format!("; the command `{}` has to come before options and paths", failure.shown) } else { String::new() };
    RunError { path: failure.shown.clone(), message: format!("{}{hint}", failure.error), fatal: failure.fatal }
}
