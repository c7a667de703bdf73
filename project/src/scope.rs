//! Which configuration and which root directory a file has. Answers are the same for all files of a directory, and are kept.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

use esc_analysis::Settings;

use crate::config::{self, Config, ConfigError};
use crate::settings::{Selection, settings};

/// Where the configuration comes from.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub enum ConfigChoice {
    /// The nearest file upwards.
    #[default]
    Nearest,
    /// This file, for everything.
    File(PathBuf),
    /// None at all.
    None,
}

/// What holds for the files of one directory.
#[derive(Clone, Debug)]
pub struct Scope {
    /// The configuration in force.
    pub config: Option<Arc<Config>>,
    /// Where the search for imports ends, absolute.
    pub root: PathBuf,
    /// How the rules are set, `per-file` levels left out.
    pub settings: Arc<Settings>,
}

type Answer = Result<Arc<Scope>, ConfigError>;

/// Finds scopes.
pub(crate) struct Scopes {
    cwd: PathBuf,
    root: Option<PathBuf>,
    command_line: Selection,
    /// One configuration for all, or none for all; `None` looks for the nearest.
    fixed: Option<Option<Arc<Config>>>,
    known: RwLock<HashMap<PathBuf, Answer>>,
}

impl Scopes {
    pub fn new(cwd: PathBuf, root: Option<PathBuf>, choice: ConfigChoice, command_line: Selection) -> Result<Scopes, ConfigError> {
        let fixed = match choice {
            ConfigChoice::Nearest => None,
            ConfigChoice::None => Some(None),
            ConfigChoice::File(path) => Some(Some(Arc::new(Config::read(&cwd.join(&path), &path.to_string_lossy())?))),
        };
        Ok(Scopes { cwd, root, command_line, fixed, known: RwLock::default() })
    }

    /// The scope of the files in `dir` (absolute).
    pub fn of(&self, dir: &Path) -> Answer {
        if let Some(answer) = self.known.read().unwrap_or_else(PoisonError::into_inner).get(dir) {
            return answer.clone();
        }
        let answer = self.find(dir);
        self.known.write().unwrap_or_else(PoisonError::into_inner).insert(dir.to_owned(), answer.clone());
        answer
    }

    /// How the rules are set for the file at `path` (canonical).
    pub fn settings(&self, path: &Path) -> Result<Arc<Settings>, ConfigError> {
        let scope = self.of(path.parent().unwrap_or(&self.cwd))?;
        let config = scope.config.as_deref();
        let is_special = config.is_some_and(|config| config.per_file.iter().any(|entry| entry.files.cover(path)));
        Ok(if is_special { Arc::new(settings(config, Some(path), &self.command_line)) } else { Arc::clone(&scope.settings) })
    }

    fn find(&self, dir: &Path) -> Answer {
        let config = match &self.fixed {
            Some(config) => config.clone(),
            None => self.nearest_config(dir)?,
        };
        let config_dir = config.as_ref().map(|config| config.dir.as_path()).filter(|root| dir.starts_with(root));
        let root = match &self.root {
            Some(root) => root.clone(),
            None => config_dir.or_else(|| work_tree(dir)).unwrap_or(dir).to_owned(),
        };
        let settings = Arc::new(settings(config.as_deref(), None, &self.command_line));
        Ok(Arc::new(Scope { config, root, settings }))
    }

    fn nearest_config(&self, dir: &Path) -> Result<Option<Arc<Config>>, ConfigError> {
        let path = dir.join(config::FILE_NAME);
        if path.is_file() {
            return Config::read(&path, &crate::shown(&self.cwd, &path)).map(|config| Some(Arc::new(config)));
        }
        match dir.parent() {
            Some(parent) => self.of(parent).map(|scope| scope.config.clone()),
            None => Ok(None),
        }
    }
}

/// The directory above `dir`, itself included, that git keeps.
fn work_tree(dir: &Path) -> Option<&Path> {
    dir.ancestors().find(|dir| dir.join(".git").exists())
}
