//! The hook, as pre-commit runs it: built from this repository by `pre-commit try-repo`, on a repository made on the spot.
//!
//! It needs pre-commit (`pip install pre-commit`) on the PATH, git, cargo, and a package index for the build backend; where pre-commit is missing,
//! it is skipped and says so. `.ci/run` installs it.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::sandbox::{BROKEN, CLEAN, MANIFEST, Run, Sandbox};

const COMPOSE: &str = "services:\n  web:\n    image: nginx\nvalues:\n  a: 1\n";

fn top() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize().unwrap()
}

fn command(sandbox: &Sandbox, program: &str, args: &[&str]) -> Command {
    let mut command = Command::new(program);
    command.args(args).current_dir(sandbox.path(".")).stdin(Stdio::null());
    // What a hook is told of its own repository is not about this one.
    for variable in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"] {
        command.env_remove(variable);
    }
    command
}

fn git(sandbox: &Sandbox, args: &[&str]) {
    assert!(command(sandbox, "git", args).status().unwrap().success(), "git {args:?}");
}

/// Runs the hook on everything. Built without optimisation, and once: what is compiled stays below `target`.
fn try_repo(sandbox: &Sandbox) -> Run {
    git(sandbox, &["add", "."]);
    let repository = top();
    let mut pre_commit = command(sandbox, "pre-commit", &["try-repo", repository.to_str().unwrap(), "esc-lint", "--all-files"]);
    pre_commit.env("PRE_COMMIT_HOME", sandbox.path(".git/pre-commit"));
    pre_commit.env("CARGO_TARGET_DIR", repository.join("target/pre-commit"));
    for (name, value) in [("OPT_LEVEL", "0"), ("LTO", "off"), ("CODEGEN_UNITS", "16"), ("DEBUG", "0")] {
        pre_commit.env(format!("CARGO_PROFILE_RELEASE_{name}"), value);
    }
    Run::new(pre_commit.output().unwrap())
}

#[test]
fn the_hook_judges_environments_and_nothing_else() {
    let there = Command::new("pre-commit").arg("--version").output().is_ok_and(|output| output.status.success());
    if !there {
        eprintln!("skipped: there is no pre-commit");
        return;
    }
    let sandbox = Sandbox::new(&[("envs/dev.yaml", CLEAN), ("k8s/map.yaml", MANIFEST), ("compose.yaml", COMPOSE)]);
    git(&sandbox, &["init", "-q"]);
    let good = try_repo(&sandbox).exits(0);
    assert!(good.stdout.contains("Passed"), "{good}");

    sandbox.write("envs/dev.yaml", BROKEN);
    // Broken for anyone who takes them for environments.
    sandbox.write("k8s/map.yaml", MANIFEST.replace("  a: 1\n", "  a: 1\n  a: 2\n"));
    sandbox.write("compose.yaml", COMPOSE.replace("  a: 1\n", "  a: 1\n  a: 2\n"));
    let broken = try_repo(&sandbox).exits(1);
    assert!(broken.stdout.contains("envs/dev.yaml:3:3"), "{broken}");
    assert!(!broken.stdout.contains("map.yaml") && !broken.stdout.contains("compose.yaml"), "{broken}");
}
