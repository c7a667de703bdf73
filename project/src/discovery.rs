//! From arguments to the files of a run: named files, walked directories, expanded patterns.
//!
//! Order and identity do not depend on how a file was reached: the result is sorted by the path that reports show, and a file that is
//! reached twice is there once.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use globset::GlobBuilder;
use ignore::{DirEntry, WalkBuilder};

use crate::config::{Config, ConfigError};
use crate::content::has_yaml_extension;
use crate::scope::Scopes;
use crate::{ReadError, shown};

/// Why a file is part of the run.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Reason {
    /// A walk met it; it still has to look like an environment.
    Walked,
    /// A pattern of the configuration names it.
    Pattern,
    /// It was asked for by name.
    Named,
}

/// A file that may be linted.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Found {
    /// What reports call it: the path as given, or below the directory as given.
    pub shown: String,
    /// Canonical.
    pub path: PathBuf,
    /// Why it is here.
    pub reason: Reason,
}

impl Found {
    /// Whether it was asked for, by name or by a pattern of the configuration, so that the run fails if it cannot be read.
    pub fn is_asked_for(&self) -> bool {
        self.reason != Reason::Walked
    }
}

/// Something that should have been a file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Failure {
    /// What reports call it.
    pub shown: String,
    /// Why it is none.
    pub error: ReadError,
    /// Asked for by name or by a pattern of the configuration, so that the run fails.
    pub fatal: bool,
}

/// The files of a run, sorted by [`Found::shown`].
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Discovery {
    /// What there is.
    pub files: Vec<Found>,
    /// What could not be reached.
    pub failures: Vec<Failure>,
}

/// Collects the files of one run.
pub(crate) struct Finder<'p> {
    cwd: &'p Path,
    scopes: Arc<Scopes>,
    force_exclude: bool,
    /// By canonical path, with the strongest reason.
    files: HashMap<PathBuf, Found>,
    /// Parents of named files, canonical.
    parents: HashMap<PathBuf, PathBuf>,
    failures: Vec<Failure>,
}

impl<'p> Finder<'p> {
    pub fn new(cwd: &'p Path, scopes: Arc<Scopes>, force_exclude: bool) -> Finder<'p> {
        Finder { cwd, scopes, force_exclude, files: HashMap::new(), parents: HashMap::new(), failures: Vec::new() }
    }

    /// Takes one argument: a file, a directory, or a pattern.
    pub fn add(&mut self, argument: &Path) -> Result<(), ConfigError> {
        let path = self.cwd.join(argument);
        match path.metadata() {
            Ok(metadata) if metadata.is_dir() => self.walk(&path, argument, &|_| true),
            Ok(_) => self.add_named(argument),
            Err(_) if is_pattern(argument) => self.expand(argument),
            Err(_) => {
                let is_link = path.symlink_metadata().is_ok();
                let error = path.metadata().err().map_or(ReadError::NotFound, ReadError::from);
                let error = if is_link && error == ReadError::NotFound { ReadError::DanglingLink } else { error };
                self.fail(argument, error, true);
                Ok(())
            }
        }
    }

    /// Takes what the configuration's `files` name.
    pub fn add_configured(&mut self, config: &Config) -> Result<(), ConfigError> {
        for root in config.files.roots(&config.dir) {
            let argument = PathBuf::from(shown(self.cwd, &root));
            match root.metadata() {
                Ok(_) => self.walk(&root, &argument, &|path| config.files.cover(path))?,
                Err(error) => self.fail(&argument, error.into(), true),
            }
        }
        Ok(())
    }

    /// Everything that was found, in order.
    pub fn finish(self) -> Discovery {
        let mut files: Vec<Found> = self.files.into_values().collect();
        files.sort_unstable_by(|a, b| a.shown.cmp(&b.shown));
        let mut failures = self.failures;
        failures.sort_by(|a, b| a.shown.cmp(&b.shown));
        failures.dedup();
        Discovery { files, failures }
    }

    fn add_named(&mut self, argument: &Path) -> Result<(), ConfigError> {
        let path = self.canonical(&self.cwd.join(argument));
        let shown = argument.to_string_lossy().into_owned();
        let found = named(&self.scopes, path, shown, self.force_exclude)?;
        found.into_iter().for_each(|found| self.insert(found));
        Ok(())
    }

    /// Walks the directory at `root`, which reports call `argument`, and takes files that pass `filter` (given canonical paths).
    fn walk(&mut self, root: &Path, argument: &Path, filter: &dyn Fn(&Path) -> bool) -> Result<(), ConfigError> {
        let root = match root.canonicalize() {
            Ok(root) => root,
            Err(error) => {
                self.fail(argument, error.into(), true);
                return Ok(());
            }
        };
        // A bad configuration on the way ends the run; better before the walk than in the middle of its output.
        self.scopes.of(&root)?;
        for entry in walker(&root, Arc::clone(&self.scopes)).build() {
            match entry {
                Ok(entry) => self.add_walked(&root, argument, &entry, filter)?,
                Err(error) => self.add_walk_error(&root, argument, &error),
            }
        }
        Ok(())
    }

    fn add_walked(&mut self, root: &Path, argument: &Path, entry: &DirEntry, filter: &dyn Fn(&Path) -> bool) -> Result<(), ConfigError> {
        let Some(kind) = entry.file_type() else { return Ok(()) };
        if kind.is_dir() || !has_yaml_extension(entry.path()) || !filter(entry.path()) {
            return Ok(());
        }
        let scope = self.scopes.of(entry.path().parent().unwrap_or(root))?;
        let reason = reason(scope.config(), entry.path());
        let shown = shown_below(root, argument, entry.path());
        if kind.is_file() {
            self.insert(Found { shown, path: entry.path().to_owned(), reason });
        } else if kind.is_symlink() {
            match entry.path().canonicalize() {
                Ok(path) if path.is_file() => self.insert(Found { shown, path, reason }),
                Ok(_) => {}
                Err(_) => self.failures.push(Failure { shown, error: ReadError::DanglingLink, fatal: reason != Reason::Walked }),
            }
        }
        Ok(())
    }

    fn add_walk_error(&mut self, root: &Path, argument: &Path, error: &ignore::Error) {
        let path = error_path(error).unwrap_or(root);
        let fatal = path == root;
        let shown = shown_below(root, argument, path);
        let reason = error.io_error().map_or_else(|| ReadError::Other(error.to_string()), ReadError::from);
        self.failures.push(Failure { shown, error: reason, fatal });
    }

    /// Expands a pattern that the shell left alone.
    fn expand(&mut self, pattern: &Path) -> Result<(), ConfigError> {
        let base: PathBuf = pattern.components().take_while(|part| !is_pattern(Path::new(part.as_os_str()))).collect();
        let text = pattern.to_string_lossy();
        let glob = match GlobBuilder::new(text.strip_prefix("./").unwrap_or(&text)).literal_separator(true).build() {
            Ok(glob) => glob.compile_matcher(),
            Err(error) => {
                self.fail(pattern, ReadError::Other(format!("is no pattern: {}", error.kind())), true);
                return Ok(());
            }
        };
        let root = self.cwd.join(&base);
        let Ok(canonical) = root.canonicalize() else {
            self.fail(pattern, ReadError::NoMatch, true);
            return Ok(());
        };
        let before = self.files.len() + self.failures.len();
        let shown_base = base.strip_prefix(".").unwrap_or(&base).to_owned();
        let filter = |path: &Path| glob.is_match(shown_base.join(path.strip_prefix(&canonical).unwrap_or(path)));
        self.walk(&root, &base, &filter)?;
        if self.files.len() + self.failures.len() == before {
            self.fail(pattern, ReadError::NoMatch, true);
        }
        Ok(())
    }

    /// Takes a file, unless it is there with as good a reason.
    fn insert(&mut self, found: Found) {
        match self.files.entry(found.path.clone()) {
            Entry::Vacant(entry) => {
                entry.insert(found);
            }
            Entry::Occupied(mut entry) => {
                let known = entry.get_mut();
                if (known.reason, &found.shown) < (found.reason, &known.shown) {
                    *known = found;
                }
            }
        }
    }

    fn fail(&mut self, argument: &Path, error: ReadError, fatal: bool) {
        self.failures.push(Failure { shown: argument.to_string_lossy().into_owned(), error, fatal });
    }

    /// The canonical form of a named file's path. A shell names thousands of files of one directory, so directories are remembered.
    fn canonical(&mut self, path: &Path) -> PathBuf {
        let is_link = path.symlink_metadata().is_ok_and(|metadata| metadata.file_type().is_symlink());
        let (Some(parent), Some(name), false) = (path.parent(), path.file_name(), is_link) else {
            return path.canonicalize().unwrap_or_else(|_| path.to_owned());
        };
        let canonical = |parent: &Path| parent.canonicalize().unwrap_or_else(|_| parent.to_owned());
        self.parents.entry(parent.to_owned()).or_insert_with_key(|parent| canonical(parent)).join(name)
    }
}

/// A file that is asked for by name. With `force_exclude` it has to pass the tests of a walk, all but the one on its content.
pub(crate) fn named(scopes: &Scopes, path: PathBuf, shown: String, force_exclude: bool) -> Result<Option<Found>, ConfigError> {
    if !force_exclude {
        return Ok(Some(Found { shown, path, reason: Reason::Named }));
    }
    let scope = scopes.of(path.parent().unwrap_or(&path))?;
    let excluded = scope.config().is_some_and(|config| config.exclude.cover(&path));
    let reason = reason(scope.config(), &path);
    Ok((!excluded && has_yaml_extension(&path)).then_some(Found { shown, path, reason }))
}

fn reason(config: Option<&Config>, path: &Path) -> Reason {
    if config.is_some_and(|config| config.files.cover(path)) { Reason::Pattern } else { Reason::Walked }
}

/// What every walk leaves out: hidden files, what `.gitignore` files name (in a git work tree or not), what the configuration excludes.
/// Only files of the tree itself have a say, not the user's own git settings, so that every machine finds the same files.
pub(crate) fn walker(root: &Path, scopes: Arc<Scopes>) -> WalkBuilder {
    let mut builder = WalkBuilder::new(root);
    builder.ignore(false).git_global(false).git_exclude(false).require_git(false);
    builder.filter_entry(move |entry| {
        let path = entry.path();
        let is_dir = entry.file_type().is_some_and(|kind| kind.is_dir());
        if entry.depth() == 0 || !(is_dir || has_yaml_extension(path)) {
            return true;
        }
        // A configuration that cannot be read is reported for the files below it.
        let Some(Ok(scope)) = path.parent().map(|dir| scopes.of(dir)) else { return true };
        !scope.config().is_some_and(|config| config.exclude.name(path, is_dir))
    });
    builder
}

/// Whether an argument holds wildcards.
fn is_pattern(argument: &Path) -> bool {
    argument.as_os_str().as_encoded_bytes().iter().any(|byte| matches!(byte, b'*' | b'?' | b'[' | b'{'))
}

/// `path`, which lies below `root`, as a report shows it when `root` was given as `argument`. A lone `.` is left out.
fn shown_below(root: &Path, argument: &Path, path: &Path) -> String {
    let below = path.strip_prefix(root).unwrap_or(path);
    let shown = if argument.as_os_str() == OsStr::new(".") { below.to_owned() } else { argument.join(below) };
    shown.to_string_lossy().into_owned()
}

fn error_path(error: &ignore::Error) -> Option<&Path> {
    let mut error = error;
    loop {
        match error {
            ignore::Error::WithPath { path, .. } => return Some(path),
            ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => error = err,
            _ => return None,
        }
    }
}
