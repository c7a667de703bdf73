//! Which configuration and which root directory a file has. Answers are the same for all files of a directory, and are kept.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

use esc_analysis::Settings;

use crate::config::{self, Config, ConfigError};
use crate::settings::settings;
use crate::setup::{CommandLine, Setup};

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
#[derive(Clone)]
pub struct Scope {
    /// The configuration in force, made ready.
    pub setup: Arc<Setup>,
    /// Where the search for imports ends, absolute.
    pub root: PathBuf,
}

impl Scope {
    /// The configuration in force.
    pub fn config(&self) -> Option<&Config> {
        self.setup.config.as_ref()
    }
}

type Answer = Result<Arc<Scope>, ConfigError>;

/// Finds scopes.
pub(crate) struct Scopes {
    command_line: CommandLine,
    /// What holds where no configuration is found, or everywhere.
    default: Arc<Setup>,
    look_for_config: bool,
    known: RwLock<HashMap<PathBuf, Answer>>,
}

impl Scopes {
    pub fn new(command_line: CommandLine, choice: ConfigChoice) -> Result<Scopes, ConfigError> {
        let config = match &choice {
            ConfigChoice::File(path) => Some(Config::read(&command_line.cwd.join(path), &path.to_string_lossy())?),
            ConfigChoice::Nearest | ConfigChoice::None => None,
        };
        let default = Arc::new(Setup::new(config, &command_line)?);
        Ok(Scopes { command_line, default, look_for_config: choice == ConfigChoice::Nearest, known: RwLock::default() })
    }

    /// The scope of the files in `dir` (absolute).
    pub fn of(&self, dir: &Path) -> Answer {
        if let Some(answer) = self.known.read().unwrap_or_else(PoisonError::into_inner).get(dir) {
            return answer.clone();
        }
        let answer = self.find(dir);
        // Whoever was first is right, so that a configuration is read once and everyone shares what comes of it.
        self.known.write().unwrap_or_else(PoisonError::into_inner).entry(dir.to_owned()).or_insert(answer).clone()
    }

    /// How the rules are set for the file at `path` (canonical).
    pub fn settings(&self, path: &Path) -> Result<Arc<Settings>, ConfigError> {
        let scope = self.of(path.parent().unwrap_or(&self.command_line.cwd))?;
        let config = scope.config();
        let is_special = config.is_some_and(|config| config.per_file.iter().any(|entry| entry.files.cover(path)));
        Ok(if is_special {
            Arc::new(settings(config, Some(path), &self.command_line.selection))
        } else {
            Arc::clone(&scope.setup.settings)
        })
    }

    /// Forgets what was evaluated from the files (by what reports call them) that `changed` says yes to.
    pub fn forget(&self, changed: impl Fn(&str) -> bool) {
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        let setups = known.values().flatten().map(|scope| &scope.setup).chain([&self.default]);
        // Many directories share one.
        let setups: HashMap<*const Setup, &Arc<Setup>> = setups.map(|setup| (Arc::as_ptr(setup), setup)).collect();
        setups.values().for_each(|setup| setup.cache.forget_dependents(&changed));
    }

    fn find(&self, dir: &Path) -> Answer {
        let setup = if self.look_for_config { self.nearest_setup(dir)? } else { Arc::clone(&self.default) };
        let config_dir = setup.config.as_ref().map(|config| config.dir.as_path()).filter(|root| dir.starts_with(root));
        let root = match &self.command_line.root {
            Some(root) => root.clone(),
            None => config_dir.or_else(|| work_tree(dir)).or_else(|| self.folder_of(dir)).unwrap_or(dir).to_owned(),
        };
        Ok(Arc::new(Scope { setup, root }))
    }

    /// The innermost open folder that `dir` is in.
    fn folder_of(&self, dir: &Path) -> Option<&Path> {
        let around = self.command_line.folders.iter().map(PathBuf::as_path).filter(|folder| dir.starts_with(folder));
        around.max_by_key(|folder| folder.components().count())
    }

    /// Recurses upwards, which the longest path that the system takes keeps short.
    fn nearest_setup(&self, dir: &Path) -> Result<Arc<Setup>, ConfigError> {
        let path = dir.join(config::FILE_NAME);
        if path.is_file() {
            let config = Config::read(&path, &crate::shown(&self.command_line.cwd, &path))?;
            return Setup::new(Some(config), &self.command_line).map(Arc::new);
        }
        match dir.parent() {
            Some(parent) => self.of(parent).map(|scope| Arc::clone(&scope.setup)),
            None => Ok(Arc::clone(&self.default)),
        }
    }
}

/// The directory above `dir`, itself included, that git keeps.
pub(crate) fn work_tree(dir: &Path) -> Option<&Path> {
    dir.ancestors().find(|dir| dir.join(".git").exists())
}
