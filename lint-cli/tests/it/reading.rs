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

#[cfg(unix)]
#[test]
fn what_may_not_be_written_stays() {
    use std::os::unix::fs::PermissionsExt;
    let text = "environmentVariables:\n  REGION: eu-west-1\nvalues:\n  a: 1\n";
    let sandbox = Sandbox::new(&[("envs/dev.yaml", text), ("envs/bad.yaml", CLEAN)]);
    let set_mode = |path: &str, mode| std::fs::set_permissions(sandbox.path(path), PermissionsExt::from_mode(mode)).unwrap();
    set_mode(".", 0o755);
    set_mode("envs/bad.yaml", 0);
    // A new text is put beside the old one first.
    set_mode("envs", 0o555);
    let Some(run) = run_without_root(&sandbox, &["--unsafe-fixes", "envs/dev.yaml"]) else { return };
    set_mode("envs", 0o755);
    assert_eq!(run.code, Some(2), "{run}");
    assert!(run.stderr.starts_with("error: envs/dev.yaml: cannot be written: permission denied\n"), "{run}");
    assert_eq!(std::fs::read_to_string(sandbox.path("envs/dev.yaml")).unwrap(), text);
    assert_eq!(std::fs::read_dir(sandbox.path("envs")).unwrap().count(), 2, "something was left behind");
}

#[cfg(unix)]
#[test]
fn a_configuration_of_somebody_else_fails_the_run() {
    use std::os::unix::fs::PermissionsExt;
    let sandbox = Sandbox::new(&[("envs/dev.yaml", CLEAN), ("envs/bad.yaml", CLEAN), (".esc-lint.yaml", "files: [envs/dev.yaml]\n")]);
    let set_mode = |path: &str, mode| std::fs::set_permissions(sandbox.path(path), PermissionsExt::from_mode(mode)).unwrap();
    set_mode(".", 0o755);
    set_mode("envs/bad.yaml", 0);
    set_mode(".esc-lint.yaml", 0);
    let Some(run) = run_without_root(&sandbox, &["envs/dev.yaml"]) else { return };
    assert_eq!(run.code, Some(2), "{run}");
    assert_eq!(run.stderr, "error: .esc-lint.yaml: permission denied\n");
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
