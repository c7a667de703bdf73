//! What goes wrong around a run: full disks, killed processes, files that change under it, links in a circle. Nothing is lost, and the run ends.

#![cfg(unix)]

use std::fs;
use std::os::unix::fs::symlink;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use crate::sandbox::{BROKEN, CLEAN, Run, Sandbox};

/// A fix makes this longer.
const FIXABLE: &str = "environmentVariables:\n  REGION: eu-west-1\nvalues:\n  a: 1\n";
const FIXED_PART: &str = "values:\n  a: 1\n  environmentVariables:\n";

fn read(sandbox: &Sandbox, path: &str) -> String {
    fs::read_to_string(sandbox.path(path)).unwrap()
}

#[test]
fn a_full_disk_costs_no_file() {
    let sandbox = Sandbox::new(&[("a.yaml", FIXABLE)]);
    // No process of this shell may make a file longer than nothing, which fails as a full disk does.
    let script = format!("trap '' XFSZ; ulimit -f 0; exec '{}' --unsafe-fixes a.yaml", env!("CARGO_BIN_EXE_esc-lint"));
    // A limit on files is one on what the standard streams are redirected to as well; pipes have none.
    let output = Command::new("sh").args(["-c", &script]).current_dir(sandbox.path(".")).output().unwrap();
    let run = Run::new(output).exits(2);
    assert!(run.stderr.starts_with("error: a.yaml: cannot be written: "), "{run}");
    assert_eq!(read(&sandbox, "a.yaml"), FIXABLE);
    assert_eq!(fs::read_dir(sandbox.path(".")).unwrap().count(), 1, "something was left behind");
}

#[test]
fn a_report_that_nobody_can_take_fails_the_run() {
    if !std::path::Path::new("/dev/full").exists() {
        eprintln!("skipped: there is no /dev/full here");
        return;
    }
    let sandbox = Sandbox::new(&[("a.yaml", BROKEN)]);
    let full = fs::File::options().write(true).open("/dev/full").unwrap();
    let output = sandbox.command(".", &["a.yaml"]).stdout(full).output().unwrap();
    let run = Run::new(output).exits(2);
    assert!(run.stderr.starts_with("error: standard output cannot be written: "), "{run}");
}

#[test]
fn a_killed_run_leaves_whole_files() {
    let names: Vec<String> = (0..200).map(|index| format!("envs/{index}.yaml")).collect();
    for delay in [2, 10, 30] {
        let files: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), FIXABLE)).collect();
        let sandbox = Sandbox::new(&files);
        let mut child = sandbox.command(".", &["--unsafe-fixes", "envs"]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        // How far it gets does not matter: any moment will do.
        std::thread::sleep(Duration::from_millis(delay));
        let _ = child.kill();
        child.wait().unwrap();
        for name in &names {
            let text = read(&sandbox, name);
            assert!(text == FIXABLE || text.starts_with(FIXED_PART), "{name} holds\n{text}");
        }
        // What it leaves beside them is no environment to anyone.
        let run = sandbox.run(&["files", "envs"]).exits(0);
        assert_eq!(run.stdout.lines().count(), names.len());
    }
}

#[test]
fn files_that_come_and_go_do_not_end_a_run() {
    let files: Vec<(String, String)> =
        (0..40).map(|index| (format!("envs/{index}.yaml"), format!("imports: [{}]\n{CLEAN}", (index + 1) % 40))).collect();
    let sandbox = Sandbox::new(&files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect::<Vec<_>>());
    let runs = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        let churn = scope.spawn(|| {
            let is_needed = |round: &usize| runs.load(Ordering::Relaxed) < 10 && *round < 1_000_000;
            for round in (0..).take_while(is_needed) {
                let (name, text) = &files[round % files.len()];
                let path = sandbox.path(name);
                let _ = fs::remove_file(&path);
                let _ = fs::write(&path, &text[..text.len() / 2]);
                let _ = fs::write(&path, text);
            }
        });
        let mut bad = Vec::new();
        for _ in 0..10 {
            let output = sandbox.command(".", &["--output-format", "json", "envs"]).output().unwrap();
            runs.fetch_add(1, Ordering::Relaxed);
            let run = Run::new(output);
            let is_report = serde_json::from_str::<serde_json::Value>(&run.stdout).is_ok_and(|report| report["diagnostics"].is_array());
            if !matches!(run.code, Some(0..=2)) || run.stderr.contains("panicked") || !is_report {
                bad.push(run.to_string());
            }
        }
        churn.join().unwrap();
        assert!(bad.is_empty(), "{}", bad.join("\n"));
    });
}

#[test]
fn links_in_a_circle_end() {
    let sandbox = Sandbox::new(&[("envs/dev.yaml", BROKEN)]);
    symlink(".", sandbox.path("envs/again")).unwrap();
    symlink("..", sandbox.path("envs/up")).unwrap();
    symlink("b.yaml", sandbox.path("envs/a.yaml")).unwrap();
    symlink("a.yaml", sandbox.path("envs/b.yaml")).unwrap();
    let run = sandbox.run(&["--output-format", "json", "."]).exits(1);
    assert_eq!(run.findings(), ["envs/dev.yaml ESC002"]);
    let run = sandbox.run(&["envs/a.yaml"]).exits(2);
    assert!(run.stderr.starts_with("error: envs/a.yaml: "), "{run}");
}

#[test]
fn special_files_are_no_environments() {
    let sandbox = Sandbox::new(&[("envs/dev.yaml", CLEAN)]);
    let made = Command::new("mkfifo").arg(sandbox.path("envs/pipe.yaml")).status();
    if !made.is_ok_and(|status| status.success()) {
        eprintln!("skipped: pipes cannot be made here");
        return;
    }
    // Nobody ever writes to it: to read it is to wait for ever. (One that is named is read, as `<(command)` of a shell needs.)
    assert_eq!(sandbox.listed(&["."]), ["envs/dev.yaml"]);
    sandbox.run(&["."]).exits(0);
}

#[test]
fn a_hostile_configuration_is_answered() {
    let check = |config: &str| {
        let sandbox = Sandbox::new(&[("a.yaml", CLEAN), (".esc-lint.yaml", config)]);
        let run = sandbox.run(&["a.yaml"]).exits(2);
        assert!(run.stderr.starts_with("error: .esc-lint.yaml"), "{run}");
        assert!(run.stderr.len() < 1_000, "{run}");
    };
    let bomb: String = (1..40).map(|index| format!("x{index}: &x{index} [*x{0}, *x{0}]\n", index - 1)).collect();
    check(&format!("x0: &x0 [a]\n{bomb}files: *x39\n"));
    check(&format!("files: {}", "[".repeat(100_000)));
    check(&format!("files: ['{}']\n", "{a,b}".repeat(50_000)));
    check(&"x".repeat(1_000_000));
    check(&format!("imports: {{external: ['{}']}}\n", "{a,b}".repeat(50_000)));
    check("rules: {ESC503: !!binary AAAA}\n");
}
