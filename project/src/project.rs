//! One run's view of the disk: what is asked for, where it is, and what holds for it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use esc_analysis::{Settings, Source};

use crate::config::ConfigError;
use crate::content::{has_yaml_extension, is_environment, is_named_as_environment};
use crate::discovery::{Discovery, Finder, Found, Reason, named, walker};
use crate::environments::Lookups;
use crate::files::Files;
use crate::scope::{ConfigChoice, Scope, Scopes};
use crate::settings::Selection;
use crate::setup::CommandLine;
use crate::tracked::Tracked;
use crate::{ReadError, shown};

/// How the disk is to be read.
#[derive(Clone, Default, Debug)]
pub struct Options {
    /// Where relative paths begin; must be absolute.
    pub cwd: PathBuf,
    /// Where the search for imports ends, whatever the configuration says.
    pub root: Option<PathBuf>,
    /// Directories that are open as wholes (canonical): where neither a configuration nor git says how far the search goes, it goes through
    /// the one that the importing file is in.
    pub folders: Vec<PathBuf>,
    /// Which configuration.
    pub config: ConfigChoice,
    /// What the command line, or the editor, says about rules. It has the last word.
    pub selection: Selection,
    /// A directory with more providers, instead of the one that the configuration names.
    pub providers: Option<PathBuf>,
}

/// The disk, as one run sees it. Files are read once and do not change while it lives, unless one is told to be forgotten.
pub struct Project {
    pub(crate) cwd: PathBuf,
    pub(crate) scopes: Arc<Scopes>,
    pub(crate) files: Files,
    pub(crate) lookups: Lookups,
    pub(crate) tracked: Tracked,
}

impl Project {
    /// Prepares a run. Fails for a configuration or a root that was asked for and cannot be used.
    pub fn new(options: Options) -> Result<Project, ConfigError> {
        let cwd = options.cwd.canonicalize().unwrap_or(options.cwd);
        let root = options.root.map(|root| root_directory(&cwd, &root)).transpose()?;
        let providers = options.providers.map(|providers| cwd.join(providers));
        let command_line = CommandLine { cwd: cwd.clone(), root, folders: options.folders, selection: options.selection, providers };
        let scopes = Arc::new(Scopes::new(command_line, options.config)?);
        Ok(Project { cwd, scopes, files: Files::new(), lookups: Lookups::default(), tracked: Tracked::default() })
    }

    /// The files that `paths` mean; without any, what the configuration's `files` name, or else the working directory.
    ///
    /// With `force_exclude`, files that are named are put to the same tests as files that a walk meets.
    pub fn discover(&self, paths: &[PathBuf], force_exclude: bool) -> Result<Discovery, ConfigError> {
        let mut finder = Finder::new(&self.cwd, Arc::clone(&self.scopes), force_exclude);
        let scope = self.scopes.of(&self.cwd)?;
        match scope.config() {
            Some(config) if paths.is_empty() && !config.files.is_empty() => finder.add_configured(config)?,
            _ if paths.is_empty() => finder.add(Path::new("."))?,
            _ => paths.iter().try_for_each(|path| finder.add(path))?,
        }
        let discovery = finder.finish();
        for found in &discovery.files {
            self.files.register(&found.path, &found.shown);
        }
        Ok(discovery)
    }

    /// The file, parsed; `None` if it was met by a walk and is no environment.
    pub fn load(&self, found: &Found) -> Result<Option<Arc<Source>>, ReadError> {
        let source = self.files.load(&found.path, || found.shown.as_str().into())?;
        let counts = found.reason != Reason::Walked || is_named_as_environment(&found.path) || is_environment(&source);
        Ok(counts.then_some(source))
    }

    /// Uses `text` as the content of the file at `path` (relative to the working directory), whether that exists or not. `None` if
    /// `force_exclude` leaves it out.
    pub fn insert(&self, path: &Path, text: String, force_exclude: bool) -> Result<Option<Found>, ConfigError> {
        let joined = self.cwd.join(path);
        let parent = joined.parent().and_then(|parent| parent.canonicalize().ok());
        let canonical = match (parent, joined.file_name()) {
            (Some(parent), Some(name)) => parent.join(name),
            _ => joined,
        };
        let shown = path.to_string_lossy().into_owned();
        self.files.insert(&canonical, &shown, text);
        named(&self.scopes, canonical, shown, force_exclude)
    }

    /// Uses `text` as the content of a file of this run from now on. What was evaluated from the old one is forgotten.
    pub fn replace(&self, found: &Found, text: String) {
        self.files.insert(&found.path, &found.shown, text);
        self.scopes.forget(|path| path == found.shown);
    }

    /// Forgets what is in the file at `path` (canonical): it is read again when it is next asked for. For a run that outlives changes of its
    /// files, or that cannot keep all of them.
    pub fn forget(&self, path: &Path) {
        self.files.forget(path);
    }

    /// Lets go of `source` and of what was evaluated from it, unless somebody has imported it. For a run that is done with the file: its memory
    /// then grows with what is shared, and not with how many files there are.
    pub fn release(&self, found: &Found, source: &Arc<Source>) {
        if self.files.release(&found.path)
            && let Ok(scope) = self.scope(&found.path)
        {
            scope.setup.cache.release(source);
        }
    }

    /// The working directory, canonical.
    pub fn directory(&self) -> &Path {
        &self.cwd
    }

    /// Configuration and root of files in the working directory.
    pub fn scope_here(&self) -> Result<Arc<Scope>, ConfigError> {
        self.scopes.of(&self.cwd)
    }

    /// The canonical path of a file of this run that reports call `shown`.
    pub fn path_of(&self, shown: &str) -> Option<Arc<Path>> {
        self.files.path_of(shown)
    }

    /// All YAML files that a walk of the working directory meets, environments or not, relative to it and with `/`.
    pub fn yaml_files(&self) -> Vec<String> {
        let walk = walker(&self.cwd, Arc::clone(&self.scopes)).build().flatten();
        let files = walk.filter(|entry| entry.file_type().is_some_and(|kind| kind.is_file()) && has_yaml_extension(entry.path()));
        files.map(|entry| shown(&self.cwd, entry.path()).replace(std::path::MAIN_SEPARATOR, "/")).collect()
    }

    /// Configuration and root of the file at `path` (canonical).
    pub fn scope(&self, path: &Path) -> Result<Arc<Scope>, ConfigError> {
        self.scopes.of(path.parent().unwrap_or(&self.cwd))
    }

    /// How the rules are set for the file at `path` (canonical).
    pub fn settings(&self, path: &Path) -> Result<Arc<Settings>, ConfigError> {
        self.scopes.settings(path)
    }

    pub(crate) fn shown(&self, path: &Path) -> String {
        shown(&self.cwd, path)
    }
}

fn root_directory(cwd: &Path, root: &Path) -> Result<PathBuf, ConfigError> {
    match cwd.join(root).canonicalize() {
        Ok(path) if path.is_dir() => Ok(path),
        Ok(_) => Err(ConfigError::new(&root.to_string_lossy(), "is a file; the root has to be a directory")),
        Err(error) => Err(ConfigError::new(&root.to_string_lossy(), ReadError::from(error).to_string())),
    }
}
