//! What imports have to say after files have moved. Nothing is moved here; the disk is as it was before.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use esc_analysis::Source;

use crate::Project;
use crate::environments::searched_directories;
use crate::names::{EnvironmentName, name_of};
use crate::scope::Scope;

/// Files, or folders with all that is in them, that move. Paths are canonical but for what is not there yet.
#[derive(Clone, Default, Debug)]
pub struct Moves(pub Vec<(PathBuf, PathBuf)>);

impl Moves {
    /// Where what is at `path` is afterwards.
    pub fn after(&self, path: &Path) -> PathBuf {
        let moved = self.0.iter().find_map(|(from, to)| {
            let rest = path.strip_prefix(from).ok()?;
            Some(if rest.as_os_str().is_empty() { to.clone() } else { to.join(rest) })
        });
        moved.unwrap_or_else(|| path.to_owned())
    }

    fn is_file_after(&self, path: &Path) -> bool {
        let leaves = self.0.iter().any(|(from, _)| path.starts_with(from));
        let arrives = self.0.iter().any(|(from, to)| {
            let origin = path.strip_prefix(to).ok().map(|rest| if rest.as_os_str().is_empty() { from.clone() } else { from.join(rest) });
            origin.is_some_and(|origin| origin.is_file())
        });
        arrives || !leaves && path.is_file()
    }
}

/// What becomes of an import's name.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Rewritten {
    /// It leads where it led.
    Stays,
    /// Another one leads there, version included.
    Name(String),
    /// No name leads there any more.
    Unreachable,
}

impl Project {
    /// What `importer` has to write after `moves` in the place of `written`. The new name has a project if the old one has.
    pub fn renamed(&self, importer: &Source, written: &str, moves: &Moves) -> Rewritten {
        let Some(importer) = self.files.path_of(importer.path()) else { return Rewritten::Stays };
        let Some(file) = self.file_of(&importer, written) else { return Rewritten::Stays };
        if moves.after(&file) == file && *moves.after(&importer) == *importer {
            return Rewritten::Stays;
        }
        self.name_after(&importer, &file, written, moves).unwrap_or(Rewritten::Unreachable)
    }

    fn name_after(&self, importer: &Path, file: &Path, written: &str, moves: &Moves) -> Option<Rewritten> {
        let (importer_after, file_after) = (moves.after(importer), moves.after(file));
        let dir = importer_after.parent()?;
        let scope = self.scopes.of(existing(dir)).ok()?;
        let (bare, version) = written.split_once('@').map_or((written, None), |(bare, version)| (bare, Some(version)));
        let leads_there = |name: &str| {
            EnvironmentName::parse(name)
                .is_some_and(|name| found_after(dir, &scope, &name, &importer_after, moves).as_ref() == Some(&file_after))
        };
        if leads_there(bare) {
            return Some(Rewritten::Stays);
        }
        let name = names(dir, &scope, &file_after, bare.contains('/')).into_iter().find(|name| leads_there(name))?;
        Some(Rewritten::Name(version.map_or(name.clone(), |version| format!("{name}@{version}"))))
    }
}

/// The nearest folder that is there already.
fn existing(dir: &Path) -> &Path {
    dir.ancestors().find(|dir| dir.is_dir()).unwrap_or(dir)
}

/// What the files of `dir` may call `file`, first what has a project or none, as is wished.
fn names(dir: &Path, scope: &Arc<Scope>, file: &Path, with_project: bool) -> Vec<String> {
    let by_template = scope.config().into_iter().flat_map(|config| {
        let relative = file.strip_prefix(&config.dir).ok();
        config.environments.iter().filter_map(move |template| template.name(relative?))
    });
    let by_place = searched_directories(dir, &scope.root).filter_map(|dir| name_of(file.strip_prefix(dir).ok()?));
    let mut names: Vec<String> = by_template.chain(by_place).collect();
    // As it was written before, if there is such a name.
    names.sort_by_key(|name| name.contains('/') != with_project);
    let qualified = |name: String| if with_project && !name.contains('/') { format!("default/{name}") } else { name };
    names.into_iter().map(qualified).collect()
}

/// The file that `name` means to the files of `dir` after the moves.
fn found_after(dir: &Path, scope: &Scope, name: &EnvironmentName<'_>, importer: &Path, moves: &Moves) -> Option<PathBuf> {
    let templates =
        scope.config().into_iter().flat_map(|config| config.environments.iter().filter_map(|it| Some(config.dir.join(it.file(name)?))));
    let places = searched_directories(dir, &scope.root).flat_map(|dir| name.files().map(move |file| dir.join(file)));
    let canonical = |file: PathBuf| file.canonicalize().unwrap_or(file);
    templates.chain(places).filter(|file| moves.is_file_after(file)).map(canonical).find(|file| file != importer)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Found, Options, Reason};

    /// Checks what the first of `files` has to write for `written` when one file moves; `=` if it stays, `-` if there is no name.
    #[track_caller]
    fn check(files: &[&str], (from, to): (&str, &str), written: &str, expected: &str) {
        let dir = tempfile::TempDir::new().unwrap();
        let root = dir.path().canonicalize().unwrap();
        std::fs::create_dir(root.join(".git")).unwrap();
        for file in files {
            std::fs::create_dir_all(root.join(file).parent().unwrap()).unwrap();
            std::fs::write(root.join(file), "values: {a: 1}\n").unwrap();
        }
        let project = Project::new(Options { cwd: root.clone(), ..Options::default() }).unwrap();
        let found = Found { shown: files[0].to_owned(), path: root.join(files[0]), reason: Reason::Named };
        let importer = project.load(&found).unwrap().unwrap();
        let renamed = project.renamed(&importer, written, &Moves(vec![(root.join(from), root.join(to))]));
        let renamed = match renamed {
            Rewritten::Stays => "=".to_owned(),
            Rewritten::Unreachable => "-".to_owned(),
            Rewritten::Name(name) => name,
        };
        assert_eq!(renamed, expected);
    }

    #[test]
    fn importers_follow_a_file() {
        check(&["dev.yaml", "base.yaml"], ("base.yaml", "core.yaml"), "base", "core");
        check(&["dev.yaml", "base.yaml"], ("base.yaml", "core.yml"), "base@3", "core@3");
        check(&["dev.yaml", "team/base.yaml"], ("team/base.yaml", "team/core.yaml"), "team/base", "team/core");
        check(&["team/dev.yaml", "team/base.yaml"], ("team/base.yaml", "team/core.yaml"), "team/base", "team/core");
        check(&["team/dev.yaml", "team/base.yaml"], ("team/base.yaml", "team/core.yaml"), "base", "core");
        check(&["dev.yaml", "base.yaml"], ("base.yaml", "core.yaml"), "default/base", "default/core");
        check(&["dev.yaml", "base.yaml"], ("base.yaml", "team/base.yaml"), "base", "team/base");
        check(&["dev.yaml", "base.yaml", "other.yaml"], ("other.yaml", "core.yaml"), "base", "=");
        check(&["dev.yaml", "base.yaml"], ("base.yaml", "base.yml"), "base", "=");
        check(&["dev.yaml", "base.yaml"], ("base.yaml", "a/b/c/base.yaml"), "base", "-");
    }

    #[test]
    fn a_file_that_moves_keeps_its_imports() {
        check(&["team/dev.yaml", "team/base.yaml"], ("team/dev.yaml", "dev.yaml"), "base", "team/base");
        check(&["team/dev.yaml", "base.yaml"], ("team/dev.yaml", "dev.yaml"), "base", "=");
    }

    #[test]
    fn folders_move_with_what_is_in_them() {
        check(&["dev.yaml", "team/base.yaml"], ("team", "crew"), "team/base", "crew/base");
        check(&["team/dev.yaml", "team/base.yaml"], ("team", "crew"), "base", "=");
        check(&["team/dev.yaml", "team/base.yaml"], ("team", "crew"), "team/base", "crew/base");
    }

    #[test]
    fn a_name_that_means_another_file_by_then_is_no_use() {
        check(&["team/dev.yaml", "base.yaml", "team/core.yaml"], ("base.yaml", "core.yaml"), "base", "-");
    }
}
