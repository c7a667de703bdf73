//! Which files have changed since a revision: asked of git, which reads its own database and nothing else.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::scope::work_tree;

/// The files (absolute) of the work tree around `dir` that differ from where the branch left `revision`: committed, staged, changed, new or gone.
///
/// # Errors
/// Without a work tree or git, or if there is no such revision.
pub fn changed_since(dir: &Path, revision: &str) -> Result<Vec<PathBuf>, String> {
    let root = work_tree(dir).ok_or("this is no git work tree")?;
    let commit = format!("{revision}^{{commit}}");
    let base = git(root, &["rev-parse", "--verify", "--quiet", "--end-of-options", &commit]).map_err(|error| match error {
        GitError::Missing => "git cannot be run".to_owned(),
        GitError::Refused => format!("git knows no revision `{revision}`; in CI, the checkout may have to fetch more history"),
    })?;
    let base = base.trim().to_owned();
    // A shallow checkout may not hold the point where the branch began.
    let base = git(root, &["merge-base", &base, "HEAD"]).map(|fork| fork.trim().to_owned()).unwrap_or(base);
    let listed = |args: &[&str]| git(root, args).map_err(|_| "git cannot tell what has changed".to_owned());
    let changed = listed(&["diff", "--name-only", "--no-renames", "--no-ext-diff", "-z", &base, "--"])?;
    let new = listed(&["ls-files", "--others", "--exclude-standard", "-z"])?;
    Ok(changed.split('\0').chain(new.split('\0')).filter(|name| !name.is_empty()).map(|name| root.join(name)).collect())
}

enum GitError {
    Missing,
    Refused,
}

fn git(root: &Path, args: &[&str]) -> Result<String, GitError> {
    let mut git = Command::new("git");
    // A repository may name a program that is to watch its files; nobody has to run it.
    git.args(["-c", "core.fsmonitor=false"]).args(args).current_dir(root);
    // A hook is told of the repository that it was started in, which need not be this one.
    for variable in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"] {
        git.env_remove(variable);
    }
    let output = git.stdin(Stdio::null()).stderr(Stdio::null()).output().map_err(|_| GitError::Missing)?;
    if output.status.success() { Ok(String::from_utf8_lossy(&output.stdout).into_owned()) } else { Err(GitError::Refused) }
}
