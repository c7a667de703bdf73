//! Answers the analysis when it asks for an environment by name: see [`esc_analysis::Environments`].

use std::collections::HashMap;
use std::hash::Hash;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

use esc_analysis::{Environments, Source};

use crate::Project;
use crate::content::{has_yaml_extension, is_environment, is_named_as_environment};
use crate::discovery::walker;
use crate::names::{EnvironmentName, name_of};
use crate::scope::Scope;

/// What has been asked before. Two threads may find the same answer twice; nobody waits for a search.
#[derive(Default)]
pub(crate) struct Lookups {
    /// The file that a directory's files mean by a name.
    found: RwLock<HashMap<(PathBuf, String), Option<PathBuf>>>,
    /// The names that a directory's files can import, with their files.
    names: RwLock<HashMap<PathBuf, Arc<Names>>>,
    /// The environments below a root.
    below: RwLock<HashMap<PathBuf, Arc<Vec<PathBuf>>>>,
}

type Names = Vec<(String, PathBuf)>;

fn remembered<K: Eq + Hash, V: Clone>(known: &RwLock<HashMap<K, V>>, key: K, answer: impl FnOnce(&K) -> V) -> V {
    if let Some(value) = known.read().unwrap_or_else(PoisonError::into_inner).get(&key) {
        return value.clone();
    }
    let value = answer(&key);
    known.write().unwrap_or_else(PoisonError::into_inner).insert(key, value.clone());
    value
}

impl Environments for Project {
    fn find(&self, importer: &Source, name: &str) -> Option<Arc<Source>> {
        let importer = self.files.path_of(importer.path())?;
        let file = self.file_of(&importer, name)?;
        // A file that cannot be read is to its importers one that is not there; a run that was asked for it says why.
        self.files.load(&file, || self.shown(&file).into()).ok()
    }

    fn names(&self, importer: &Source) -> Vec<String> {
        let Some(importer) = self.files.path_of(importer.path()) else { return Vec::new() };
        let Some(dir) = importer.parent() else { return Vec::new() };
        let names = remembered(&self.lookups.names, dir.to_owned(), |dir| Arc::new(self.names_from(dir)));
        names.iter().filter(|(_, file)| *file != *importer).map(|(name, _)| name.clone()).collect()
    }
}

impl Project {
    /// The file that `importer` (canonical) means by `name`.
    fn file_of(&self, importer: &Path, name: &str) -> Option<PathBuf> {
        let name = EnvironmentName::parse(name)?;
        let dir = importer.parent()?;
        let scope = self.scopes.of(dir).ok()?;
        if !name.may_be_in(importer) {
            return remembered(&self.lookups.found, (dir.to_owned(), name.to_string()), |_| search(dir, &scope, &name, None));
        }
        // `team/aws.yaml` that imports `aws` hardly means itself: only if nothing else is called so, and that is its own name too.
        let own_name = importer.strip_prefix(&scope.root).ok().and_then(name_of);
        let is_itself = own_name.is_some_and(|own| EnvironmentName::parse(&own).is_some_and(|own| own.is_same(&name)));
        if is_itself { Some(importer.to_owned()) } else { search(dir, &scope, &name, Some(importer)) }
    }

    fn names_from(&self, dir: &Path) -> Names {
        let Ok(scope) = self.scopes.of(dir) else { return Names::new() };
        let files = remembered(&self.lookups.below, scope.root.clone(), |root| Arc::new(self.environments_below(root)));
        let mut names = Names::new();
        for file in files.iter() {
            let by_place = searched_directories(dir, &scope.root).filter_map(|dir| name_of(file.strip_prefix(dir).ok()?));
            let by_template = scope.config.iter().flat_map(|config| {
                let relative = file.strip_prefix(&config.dir).ok();
                config.environments.iter().filter_map(move |template| template.name(relative?))
            });
            names.extend(by_place.chain(by_template).map(|name| (name, file.clone())));
        }
        names.sort_unstable();
        names.dedup();
        names
    }

    fn environments_below(&self, root: &Path) -> Vec<PathBuf> {
        let entries = walker(root, Arc::clone(&self.scopes)).build().filter_map(Result::ok);
        let files = entries.filter(|entry| entry.file_type().is_some_and(|kind| kind.is_file()) && has_yaml_extension(entry.path()));
        let is_one = |file: &PathBuf| {
            is_named_as_environment(file) || self.files.load(file, || self.shown(file).into()).is_ok_and(|source| is_environment(&source))
        };
        files.map(ignore::DirEntry::into_path).filter(is_one).collect()
    }
}

/// The first file that `name` can mean to the files of `dir`: first by the configuration's templates, then from `dir` up to the root.
fn search(dir: &Path, scope: &Scope, name: &EnvironmentName<'_>, but_not: Option<&Path>) -> Option<PathBuf> {
    let templates = scope
        .config
        .iter()
        .flat_map(|config| config.environments.iter().filter_map(|template| Some(config.dir.join(template.file(name)?))));
    let places = searched_directories(dir, &scope.root).flat_map(|dir| name.files().map(move |file| dir.join(file)));
    let mut files = templates.chain(places).filter(|file| file.is_file());
    files.find_map(|file| file.canonicalize().ok().filter(|file| Some(file.as_path()) != but_not))
}

/// From `dir` up to `root`, both included; `dir` and `root` alone if one does not lie in the other.
fn searched_directories<'d>(dir: &'d Path, root: &'d Path) -> impl Iterator<Item = &'d Path> {
    let inside = dir.starts_with(root);
    let ancestors = dir.ancestors().take_while(move |ancestor| if inside { ancestor.starts_with(root) } else { *ancestor == dir });
    ancestors.chain((!inside).then_some(root))
}
