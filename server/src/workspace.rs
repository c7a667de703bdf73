//! The disk below the workspace's folders, as of the last notice that it changed.
//!
//! Files are read through `esc-project`, each of them once; a notice about one file's content reads that file again, and any other notice
//! makes a new workspace. Every file is called by its canonical path, so that a diagnostic, an import and an open document that mean the
//! same file agree on its name. Knows nothing of what is open in the editor: see `snapshot`.

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use esc_analysis::{Environments, Settings, Source};
use esc_project::{ConfigChoice, ConfigError, Discovery, Found, Moves, Options, Project, Reason, Rewritten, Scope, Selection, Setup};

/// The disk.
pub(crate) struct Workspace {
    folders: Vec<PathBuf>,
    project: Project,
    found: OnceLock<Vec<Found>>,
}

impl Workspace {
    /// The disk below `folders`, to be read when it is asked for. `selection` has the last word about rules.
    pub fn new(folders: Vec<PathBuf>, selection: Selection) -> Result<Workspace, ConfigError> {
        let folders: Vec<PathBuf> = folders.into_iter().map(|folder| folder.canonicalize().unwrap_or(folder)).collect();
        // From the top of the file system every path is shown whole.
        let cwd = std::path::absolute("/").unwrap_or_else(|_| PathBuf::from("/"));
        let options = Options { cwd, folders: folders.clone(), config: ConfigChoice::Nearest, selection, ..Options::default() };
        Ok(Workspace { folders, project: Project::new(options)?, found: OnceLock::new() })
    }

    /// The workspace's folders, canonical.
    pub fn folders(&self) -> &[PathBuf] {
        &self.folders
    }

    /// Whether the file at `path` is below one of the folders.
    pub fn contains(&self, path: &str) -> bool {
        self.folders.iter().any(|folder| Path::new(path).starts_with(folder))
    }

    /// The environments below the folders.
    pub fn discover(&self) -> Result<Discovery, ConfigError> {
        if self.folders.is_empty() {
            return Ok(Discovery::default());
        }
        self.project.discover(&self.folders, false)
    }

    /// What [`Workspace::discover`] finds, looked for once: a notice that a file has come or gone makes a new workspace.
    pub fn found(&self) -> &[Found] {
        self.found.get_or_init(|| self.discover().map(|discovery| discovery.files).unwrap_or_default())
    }

    /// What the file is that discovery has found; `None` if it is no environment or cannot be read.
    pub fn load(&self, found: &Found) -> Option<Arc<Source>> {
        self.project.load(found).ok().flatten()
    }

    /// The file at `path`, whatever is in it.
    pub fn file(&self, path: &str) -> Option<Arc<Source>> {
        self.load(&found(path, Reason::Named))
    }

    /// Forgets what is in the file at `path`, so that it is read again when it is next asked for.
    pub fn forget(&self, path: &str) {
        self.project.forget(Path::new(path));
    }

    /// What the configuration of the file at `path` comes to; `None` where it cannot be read.
    pub fn setup(&self, path: &str) -> Option<Arc<Setup>> {
        self.project.scope(Path::new(path)).ok().map(|scope| Arc::clone(&scope.setup))
    }

    /// The configuration that governs the file at `path`, or where one would be for all of its repository.
    pub fn configuration(&self, path: &str) -> Option<PathBuf> {
        let scope = self.project.scope(Path::new(path)).ok()?;
        Some(scope.config().map_or_else(|| scope.root.join(esc_project::config::FILE_NAME), |config| config.path.clone()))
    }

    /// How the rules are set for the file at `path`. Where the configuration cannot be read, as if there were none.
    pub fn settings(&self, path: &str) -> Arc<Settings> {
        self.project.settings(Path::new(path)).unwrap_or_default()
    }

    /// Whether the configuration or the name of the file at `path` makes it an environment.
    pub fn is_named_as_environment(&self, path: &str) -> bool {
        let path = Path::new(path);
        let scope = self.project.scope(path).ok();
        let covers = |scope: Arc<Scope>| scope.config().is_some_and(|config| config.files.cover(path));
        esc_project::is_named_as_environment(path) || scope.is_some_and(covers)
    }

    /// What `importer` has to write after `moves` in the place of `written`.
    pub fn renamed(&self, importer: &Source, written: &str, moves: &Moves) -> Rewritten {
        self.introduce(importer.path());
        self.project.renamed(importer, written, moves)
    }

    /// Makes the file that reports call `path` known to the project, which answers for files that it knows only. A document that is no
    /// file imports as if it lay in the first folder.
    fn introduce(&self, path: &str) {
        let mut found = found(path, Reason::Named);
        if !found.path.is_absolute()
            && let Some(folder) = self.folders.first()
        {
            found.path = folder.join(path.replace(['/', '\\', ':'], "-"));
        }
        // Whether it can be read is of no account here.
        _ = self.project.load(&found);
    }
}

impl Environments for Workspace {
    fn find(&self, importer: &Source, name: &str) -> Option<Arc<Source>> {
        self.introduce(importer.path());
        self.project.find(importer, name)
    }

    fn names(&self, importer: &Source) -> Vec<String> {
        self.introduce(importer.path());
        self.project.names(importer)
    }

    fn name_of(&self, source: &Source) -> String {
        self.introduce(source.path());
        self.project.name_of(source)
    }

    fn importers(&self, source: &Source) -> Option<Vec<Arc<Source>>> {
        self.introduce(source.path());
        self.project.importers(source)
    }

    fn is_tracked(&self, source: &Source) -> Option<bool> {
        self.introduce(source.path());
        self.project.is_tracked(source)
    }
}

fn found(path: &str, reason: Reason) -> Found {
    Found { shown: path.to_owned(), path: PathBuf::from(path), reason }
}
