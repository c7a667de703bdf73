//! Files that cannot be read: one clear line each, and the others are linted all the same.

use crate::sandbox::{CLEAN, Sandbox};

/// Checks what a bad file costs: a warning if a walk met it, a failed run if it was asked for.
#[track_caller]
fn check(sandbox: &Sandbox, message: &str) {
    let run = sandbox.run(&["--output-format", "json", "envs"]).exits(0);
    assert_eq!(run.json()["files"], 1);
    assert_eq!(run.json()["errors"][0]["path"], "envs/bad.yaml");
    assert_eq!(run.stderr, format!("warning: envs/bad.yaml: {message}\n"));

    let run = sandbox.run(&["--output-format", "json", "envs/bad.yaml", "envs/good.yaml"]).exits(2);
    assert_eq!(run.json()["files"], 1);
    assert_eq!(run.json()["errors"][0]["message"], message);
    assert_eq!(run.stderr, format!("error: envs/bad.yaml: {message}\n"));

    sandbox.write(".esc-lint.yaml", "files: [envs/]\n");
    let run = sandbox.run(&[]).exits(2);
    assert_eq!(run.stderr, format!("error: envs/bad.yaml: {message}\n"));
}

#[test]
fn not_utf8() {
    let sandbox = Sandbox::new(&[("envs/good.yaml", CLEAN)]);
    sandbox.write("envs/bad.yaml", b"values:\n  name: caf\xE9\n");
    check(&sandbox, "is not UTF-8 (line 2); save it as UTF-8");
}

#[test]
fn utf16() {
    let sandbox = Sandbox::new(&[("envs/good.yaml", CLEAN)]);
    sandbox.write("envs/bad.yaml", b"\xFF\xFEv\0a\0l\0");
    check(&sandbox, "is UTF-16; save it as UTF-8");
}

#[test]
fn fifty_mebibytes() {
    let sandbox = Sandbox::new(&[("envs/good.yaml", CLEAN), ("envs/bad.yaml", "")]);
    // A hole: the file takes no room on the disk.
    std::fs::File::options().write(true).open(sandbox.path("envs/bad.yaml")).unwrap().set_len(50 * 1024 * 1024).unwrap();
    check(&sandbox, "is larger than 16 MiB; no environment is that large");
}

#[test]
fn a_name_that_is_wrong() {
    let sandbox = Sandbox::new(&[("good.yaml", CLEAN)]);
    let run = sandbox.run(&["good.yaml", "god.yaml"]).exits(2);
    assert_eq!(run.stderr, "error: god.yaml: no such file or directory\n");
    assert!(run.stdout.contains("1 file checked"), "{run}");
}

#[cfg(unix)]
#[test]
fn no_permission() {
    use std::os::unix::fs::PermissionsExt;
    let sandbox = Sandbox::new(&[("envs/good.yaml", CLEAN), ("envs/bad.yaml", CLEAN), ("envs/closed/dev.yaml", CLEAN)]);
    let set_mode = |path: &str, mode| std::fs::set_permissions(sandbox.path(path), PermissionsExt::from_mode(mode)).unwrap();
    set_mode(".", 0o755);
    set_mode("envs/bad.yaml", 0);
    set_mode("envs/closed", 0);
    let Some(run) = run_without_root(&sandbox, &["envs"]) else { return };
    set_mode("envs/closed", 0o755);
    assert_eq!(run.code, Some(0), "{run}");
    assert_eq!(run.stderr, "warning: envs/bad.yaml: permission denied\nwarning: envs/closed: permission denied\n");
    assert!(run.stdout.contains("1 file checked"), "{run}");
}

/// Runs the command as somebody whom permissions stop; `None`, with a word about it, where that cannot be done.
#[cfg(unix)]
fn run_without_root(sandbox: &Sandbox, args: &[&str]) -> Option<crate::sandbox::Run> {
    use std::process::Command;
    let is_root = std::fs::read(sandbox.path("envs/bad.yaml")).is_ok();
    if !is_root {
        return Some(sandbox.run(args));
    }
    // The binary may lie where only root can go; a copy beside the files is for everyone.
    let binary = sandbox.path("esc-lint");
    std::fs::copy(env!("CARGO_BIN_EXE_esc-lint"), &binary).unwrap();
    let output = Command::new("setpriv")
        .args(["--reuid=65534", "--regid=65534", "--clear-groups"])
        .arg(&binary)
        .args(args)
        .current_dir(sandbox.path("."))
        .output();
    match output {
        Ok(output) if output.status.code() != Some(126) && output.status.code() != Some(127) => Some(crate::sandbox::Run::new(output)),
        _ => {
            eprintln!("skipped: run by root, and `setpriv` cannot give that up here");
            None
        }
    }
}
