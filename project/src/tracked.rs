//! Which files git tracks: asked of `git ls-files`, once for each work tree, and only when somebody wants to know.
//!
//! Reads git's index and nothing else. Without git, or where it refuses, the answer is that nobody knows.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use crate::scope::work_tree;

/// What git has said of each work tree.
#[derive(Default)]
pub(crate) struct Tracked {
    work_trees: Mutex<HashMap<PathBuf, Index>>,
}

/// Asked for once, even if many threads want it.
type Index = Arc<OnceLock<Option<HashSet<PathBuf>>>>;

impl Tracked {
    /// Whether git tracks the file at `path` (canonical); `Some(false)` outside of any work tree.
    pub fn is_tracked(&self, path: &Path) -> Option<bool> {
        let Some(root) = path.parent().and_then(work_tree) else { return Some(false) };
        let files = Arc::clone(self.work_trees.lock().unwrap_or_else(PoisonError::into_inner).entry(root.to_owned()).or_default());
        files.get_or_init(|| ls_files(root)).as_ref().map(|files| files.contains(path))
    }
}

/// The files in the index of the work tree at `root`, staged ones included.
fn ls_files(root: &Path) -> Option<HashSet<PathBuf>> {
    let mut git = Command::new("git");
    // A repository may name a program that is to watch its files; to list the index nobody has to run it.
    git.args(["-c", "core.fsmonitor=false", "ls-files", "-z"]).current_dir(root);
    // A hook is told of the repository that it was started in, which need not be the one of this file.
    for variable in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"] {
        git.env_remove(variable);
    }
    let output = git.stdin(Stdio::null()).stderr(Stdio::null()).output().ok().filter(|output| output.status.success())?;
    let names = output.stdout.split(|byte| *byte == 0).filter(|name| !name.is_empty());
    Some(names.map(|name| root.join(&*String::from_utf8_lossy(name))).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn git(dir: &Path, args: &[&str]) -> bool {
        let status = Command::new("git").args(args).current_dir(dir).stdout(Stdio::null()).stderr(Stdio::null()).status();
        status.is_ok_and(|status| status.success())
    }

    #[test]
    fn knows_what_is_in_the_index() {
        let dir = tempfile::TempDir::new().unwrap();
        let root = dir.path().canonicalize().unwrap();
        if !git(&root, &["init", "-q"]) {
            eprintln!("skipped: there is no git");
            return;
        }
        std::fs::create_dir(root.join("envs")).unwrap();
        for file in ["envs/a b.yaml", "envs/new.yaml"] {
            std::fs::write(root.join(file), "values: {}\n").unwrap();
        }
        assert!(git(&root, &["add", "envs/a b.yaml"]));
        let tracked = Tracked::default();
        assert_eq!(tracked.is_tracked(&root.join("envs/a b.yaml")), Some(true));
        assert_eq!(tracked.is_tracked(&root.join("envs/new.yaml")), Some(false));
    }

    #[test]
    fn nobody_knows_where_git_refuses() {
        let dir = tempfile::TempDir::new().unwrap();
        let root = dir.path().canonicalize().unwrap();
        std::fs::write(root.join(".git"), "not a repository\n").unwrap();
        assert_eq!(Tracked::default().is_tracked(&root.join("a.yaml")), None);
    }

    #[test]
    fn outside_of_work_trees_nothing_is_tracked() {
        let dir = tempfile::TempDir::new().unwrap();
        let root = dir.path().canonicalize().unwrap();
        assert_eq!(Tracked::default().is_tracked(&root.join("a.yaml")), Some(false));
    }
}
