//! `esc-lint affected`: what a change touches, through imports.

use std::fs;
use std::process::Command;

use crate::sandbox::{CLEAN, Run, Sandbox};

/// A repository with a commit on `main` and a branch, or nothing and a word about it.
fn repository() -> Option<Sandbox> {
    let sandbox = Sandbox::new(&[
        ("base.yaml", CLEAN),
        ("net.yaml", "imports: [base]\n"),
        ("app.yaml", "imports: [net]\nvalues: {x: '${environments.default.tools.y}'}\n"),
        ("tools.yaml", "values: {y: 1}\n"),
        ("other.yaml", CLEAN),
    ]);
    let made = git(&sandbox, &["init", "-q"]) && git(&sandbox, &["add", "."]) && git(&sandbox, &["commit", "-qm", "x"]);
    if !made {
        eprintln!("skipped: there is no git");
        return None;
    }
    assert!(git(&sandbox, &["checkout", "-qb", "work"]));
    Some(sandbox)
}

fn git(sandbox: &Sandbox, args: &[&str]) -> bool {
    let settings = ["-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "init.defaultBranch=main", "-c", "commit.gpgsign=false"];
    let output = Command::new("git").args(settings).args(args).current_dir(sandbox.path(".")).output();
    output.is_ok_and(|output| output.status.success())
}

fn affected(sandbox: &Sandbox) -> Run {
    sandbox.run(&["affected", "--since", "main"]).exits(0)
}

#[test]
fn a_change_touches_everything_that_imports_it() {
    let Some(sandbox) = repository() else { return };
    assert_eq!(affected(&sandbox).stdout, "");
    sandbox.write("base.yaml", "values: {region: x}\n");
    sandbox.write("new.yaml", CLEAN);
    assert_eq!(affected(&sandbox).stdout, "app.yaml\nbase.yaml\nnet.yaml\nnew.yaml\n");
    assert!(git(&sandbox, &["add", "."]) && git(&sandbox, &["commit", "-qm", "y"]));
    assert_eq!(affected(&sandbox).stdout, "app.yaml\nbase.yaml\nnet.yaml\nnew.yaml\n");
    let list = sandbox.run(&["affected", "--since", "main", "--output-format", "json"]).exits(0).json();
    assert_eq!(list["environments"][0], serde_json::json!({"path": "app.yaml", "name": "app", "changed": false, "through": ["net"]}));
}

#[test]
fn what_was_not_asked_about_is_looked_through() {
    let Some(sandbox) = repository() else { return };
    sandbox.write("base.yaml", "values: {region: x}\n");
    let run = sandbox.run(&["affected", "--since", "main", "app.yaml", "other.yaml"]).exits(0);
    assert_eq!(run.stdout, "app.yaml\n");
}

#[test]
fn references_count_and_so_does_an_environment_that_is_gone() {
    let Some(sandbox) = repository() else { return };
    fs::remove_file(sandbox.path("tools.yaml")).unwrap();
    assert_eq!(affected(&sandbox).stdout, "app.yaml\n");
}

#[test]
fn what_main_has_done_meanwhile_is_no_change_of_the_branch() {
    let Some(sandbox) = repository() else { return };
    assert!(git(&sandbox, &["checkout", "-q", "main"]));
    sandbox.write("other.yaml", "values: {b: 1}\n");
    assert!(git(&sandbox, &["commit", "-qam", "z"]) && git(&sandbox, &["checkout", "-q", "work"]));
    sandbox.write("tools.yaml", "values: {y: 2}\n");
    assert_eq!(affected(&sandbox).stdout, "app.yaml\ntools.yaml\n");
}

#[test]
fn a_revision_that_git_does_not_know() {
    let Some(sandbox) = repository() else { return };
    for revision in ["nowhere", "--help"] {
        let run = sandbox.run(&["affected", &format!("--since={revision}")]).exits(2);
        assert!(run.stderr.starts_with(&format!("error: git knows no revision `{revision}`; ")), "{run}");
    }
    let run = Sandbox::new(&[("a.yaml", CLEAN)]).run(&["affected", "--since", "main"]).exits(2);
    assert_eq!(run.stderr, "error: this is no git work tree\n");
}
