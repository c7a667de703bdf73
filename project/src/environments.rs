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
        self.files.import(&file, || self.shown(&file).into()).ok()
    }

    fn name_of(&self, source: &Source) -> String {
        let name = self.files.path_of(source.path()).and_then(|path| self.own_name(&path));
        name.or_else(|| name_of(Path::new(Path::new(source.path()).file_name()?))).unwrap_or_else(|| source.path().to_owned())
    }

    fn is_tracked(&self, source: &Source) -> Option<bool> {
        self.tracked.is_tracked(&self.files.path_of(source.path())?)
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
    pub(crate) fn file_of(&self, importer: &Path, name: &str) -> Option<PathBuf> {
        let name = EnvironmentName::parse(name)?;
        let dir = importer.parent()?;
        let scope = self.scopes.of(dir).ok()?;
        if !name.may_be_in(importer) {
            return remembered(&self.lookups.found, (dir.to_owned(), name.to_string()), |_| search(dir, &scope, &name, None));
        }
        // `team/aws.yaml` that imports `aws` hardly means itself: only if nothing else is called so, and that is its own name too.
        let is_itself = self.own_name(importer).is_some_and(|own| EnvironmentName::parse(&own).is_some_and(|own| own.is_same(&name)));
        if is_itself { Some(importer.to_owned()) } else { search(dir, &scope, &name, Some(importer)) }
    }

    /// What an import would call the file at `path` (canonical) from the root.
    fn own_name(&self, path: &Path) -> Option<String> {
        let scope = self.scopes.of(path.parent()?).ok()?;
        let by_template = || {
            let config = scope.config()?;
            let relative = path.strip_prefix(&config.dir).ok()?;
            config.environments.iter().find_map(|template| template.name(relative))
        };
        by_template().or_else(|| name_of(path.strip_prefix(&scope.root).ok()?))
    }

    fn names_from(&self, dir: &Path) -> Names {
        let Ok(scope) = self.scopes.of(dir) else { return Names::new() };
        let files = remembered(&self.lookups.below, scope.root.clone(), |root| Arc::new(self.environments_below(root)));
        let mut names = Names::new();
        for file in files.iter() {
            let by_place = searched_directories(dir, &scope.root).filter_map(|dir| name_of(file.strip_prefix(dir).ok()?));
            let by_template = scope.config().into_iter().flat_map(|config| {
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
            is_named_as_environment(file) || self.files.glance(file, || self.shown(file).into()).is_ok_and(|source| is_environment(&source))
        };
        files.map(ignore::DirEntry::into_path).filter(is_one).collect()
    }
}

/// The first file that `name` can mean to the files of `dir`: first by the configuration's templates, then from `dir` up to the root.
fn search(dir: &Path, scope: &Scope, name: &EnvironmentName<'_>, but_not: Option<&Path>) -> Option<PathBuf> {
    let templates = scope
        .config()
        .into_iter()
        .flat_map(|config| config.environments.iter().filter_map(|template| Some(config.dir.join(template.file(name)?))));
    let places = searched_directories(dir, &scope.root).flat_map(|dir| name.files().map(move |file| dir.join(file)));
    let mut files = templates.chain(places).filter(|file| file.is_file());
    files.find_map(|file| file.canonicalize().ok().filter(|file| Some(file.as_path()) != but_not))
}

/// From `dir` up to `root`, both included; `dir` and `root` alone if one does not lie in the other.
pub(crate) fn searched_directories<'d>(dir: &'d Path, root: &'d Path) -> impl Iterator<Item = &'d Path> {
    let inside = dir.starts_with(root);
    let ancestors = dir.ancestors().take_while(move |ancestor| if inside { ancestor.starts_with(root) } else { *ancestor == dir });
    ancestors.chain((!inside).then_some(root))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Found, Options, Reason};

    const ENVIRONMENT: &str = "values:\n  a: 1\n";

    /// A work tree with these files, and the project that is rooted there.
    fn project(files: &[&str], config: &str) -> (tempfile::TempDir, Project) {
        let dir = tempfile::TempDir::new().unwrap();
        std::fs::create_dir(dir.path().join(".git")).unwrap();
        std::fs::write(dir.path().join(".esc-lint.yaml"), config).unwrap();
        for file in files {
            let path = dir.path().join(file);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, ENVIRONMENT).unwrap();
        }
        let project = Project::new(Options { cwd: dir.path().to_owned(), ..Options::default() }).unwrap();
        (dir, project)
    }

    fn source(project: &Project, file: &str) -> Arc<Source> {
        let path = project.cwd.join(file).canonicalize().unwrap();
        project.load(&Found { shown: file.to_owned(), path, reason: Reason::Named }).unwrap().unwrap()
    }

    /// Checks which of `files` the first one means by `name`.
    #[track_caller]
    fn check(files: &[&str], config: &str, name: &str, expected: Option<&str>) {
        let (_dir, project) = project(files, config);
        let importer = source(&project, files[0]);
        let found = project.find(&importer, name);
        assert_eq!(found.as_ref().map(|source| source.path()), expected, "{name} from {}", files[0]);
    }

    #[test]
    fn a_name_is_sought_from_the_importing_file_up_to_the_root() {
        check(&["dev.yaml", "base.yaml"], "", "base", Some("base.yaml"));
        check(&["dev.yaml", "base.yml"], "", "base", Some("base.yml"));
        check(&["dev.yaml", "base.esc.yaml"], "", "base", Some("base.esc.yaml"));
        check(&["dev.yaml", "default/base.yaml"], "", "base", Some("default/base.yaml"));
        check(&["dev.yaml", "team/base.yaml"], "", "team/base@3", Some("team/base.yaml"));
        check(&["a/b/dev.yaml", "team/base.yaml"], "", "team/base", Some("team/base.yaml"));
        check(&["a/b/dev.yaml", "base.yaml", "a/base.yaml"], "", "base", Some("a/base.yaml"));
        check(&["a/dev.yaml", "b/base.yaml"], "", "base", None);
        check(&["dev.yaml", "base.yaml"], "", "team/base", None);
        check(&["dev.yaml", "base.json"], "", "base", None);
        check(&["dev.yaml", "base.yaml"], "", "../base", None);
    }

    #[test]
    fn the_configuration_maps_names_to_files_first() {
        let config = "environments: [\"envs/{project}/{env}.yaml\", \"shared/{env}.yaml\"]\n";
        check(&["envs/app/dev.yaml", "envs/team/base.yaml"], config, "team/base", Some("envs/team/base.yaml"));
        check(&["dev.yaml", "base.yaml", "shared/base.yaml"], config, "base", Some("shared/base.yaml"));
        check(&["dev.yaml", "shared/base.yaml"], config, "team/base", None);
    }

    #[test]
    fn a_file_means_itself_by_its_own_name_only() {
        check(&["aws.yaml"], "", "aws", Some("aws.yaml"));
        check(&["team/aws.yaml"], "", "team/aws", Some("team/aws.yaml"));
        check(&["team/aws.yaml", "aws.yaml"], "", "aws", Some("aws.yaml"));
        check(&["team/aws.yaml"], "", "aws", None);
    }

    #[test]
    fn one_file_is_one_source_by_whatever_name() {
        let (_dir, project) = project(&["dev.yaml", "default/base.yaml"], "");
        let importer = source(&project, "dev.yaml");
        let found = ["base", "default/base", "base@2"].map(|name| project.find(&importer, name).unwrap());
        let linted = source(&project, "default/base.yaml");
        assert!(found.iter().all(|source| Arc::ptr_eq(source, &linted)));
    }

    #[test]
    fn a_file_is_let_go_unless_somebody_imports_it() {
        let (_dir, project) = project(&["dev.yaml", "base.yaml"], "");
        let [dev, base] = ["dev.yaml", "base.yaml"].map(|file| source(&project, file));
        let release = |file: &str, source| {
            let path = project.cwd.join(file).canonicalize().unwrap();
            project.release(&Found { shown: file.to_owned(), path, reason: Reason::Named }, source);
        };
        release("base.yaml", &base);
        let again = project.find(&dev, "base").unwrap();
        assert!(!Arc::ptr_eq(&base, &again));
        release("base.yaml", &again);
        assert!(Arc::ptr_eq(&again, &source(&project, "base.yaml")));
    }

    #[test]
    fn what_is_not_on_disk_is_never_let_go() {
        let (_dir, project) = project(&["dev.yaml"], "");
        let found = project.insert(Path::new("<stdin>"), ENVIRONMENT.to_owned(), false).unwrap().unwrap();
        let source = project.load(&found).unwrap().unwrap();
        project.release(&found, &source);
        assert!(Arc::ptr_eq(&source, &project.load(&found).unwrap().unwrap()));
    }

    #[test]
    fn names_are_what_this_file_could_import() {
        let (dir, project) =
            project(&["dev.yaml", "base.yaml", "team/prod.yaml", "a/b/c.yaml"], "environments: [\"a/{project}/{env}.yaml\"]\n");
        std::fs::write(dir.path().join("manifest.yaml"), "kind: Pod\nvalues: {a: 1}\n").unwrap();
        assert_eq!(project.names(&source(&project, "dev.yaml")), ["b/c", "base", "team/prod"]);
        assert_eq!(project.names(&source(&project, "team/prod.yaml")), ["b/c", "base", "dev"]);
    }

    #[test]
    fn without_configuration_the_root_is_the_work_tree_or_the_files_own_directory() {
        let (dir, _) = project(&["a/dev.yaml", "base.yaml"], "");
        std::fs::remove_file(dir.path().join(".esc-lint.yaml")).unwrap();
        let found = |root: Option<&str>| {
            let root = root.map(PathBuf::from);
            let project = Project::new(Options { cwd: dir.path().to_owned(), root, ..Options::default() }).unwrap();
            project.find(&source(&project, "a/dev.yaml"), "base").is_some()
        };
        assert!(found(None));
        assert!(!found(Some("a")));
        std::fs::remove_dir(dir.path().join(".git")).unwrap();
        assert!(!found(None));
        assert!(found(Some(".")));
    }

    #[test]
    fn where_nothing_says_more_the_root_is_the_folder_that_is_open() {
        let (dir, _) = project(&["top/a/dev.yaml", "top/base.yaml", "far.yaml"], "");
        std::fs::remove_file(dir.path().join(".esc-lint.yaml")).unwrap();
        std::fs::remove_dir(dir.path().join(".git")).unwrap();
        let top = dir.path().canonicalize().unwrap().join("top");
        let check = |folders: &[&Path], name: &str, expected: bool| {
            let folders = folders.iter().map(|folder| folder.to_path_buf()).collect();
            let project = Project::new(Options { cwd: dir.path().to_owned(), folders, ..Options::default() }).unwrap();
            let found = project.find(&source(&project, "top/a/dev.yaml"), name);
            assert_eq!(found.is_some(), expected, "{name}");
        };
        check(&[], "base", false);
        check(&[&top], "base", true);
        check(&[&top], "far", false);
        check(&[top.parent().unwrap(), &top], "far", false);
        check(&[&top.join("b")], "base", false);
        // What git keeps counts more than what is open.
        std::fs::create_dir(dir.path().join(".git")).unwrap();
        check(&[&top], "far", true);
    }
}
