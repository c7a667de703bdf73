//! Arguments: what a newcomer sees, what a wrong option costs, where options may stand.

use crate::sandbox::{BROKEN, CLEAN, Sandbox};

#[test]
fn help_ends_with_examples() {
    let run = Sandbox::new(&[]).run(&["--help"]).exits(0);
    assert!(run.stdout.contains("esc-lint envs/*.yaml"), "{run}");
    assert_eq!(run.stderr, "");
}

#[test]
fn a_wrong_option_or_rule_is_a_failed_run() {
    let sandbox = Sandbox::new(&[("dev.yaml", CLEAN)]);
    let run = sandbox.run(&["--outputformat", "json", "dev.yaml"]).exits(2);
    assert!(run.stderr.contains("--output-format"), "{run}");
    let run = sandbox.run(&["--select", "duplicate-kay", "dev.yaml"]).exits(2);
    assert!(run.stderr.contains("did you mean `duplicate-key`?"), "{run}");
    sandbox.run(&["--config", "x.yaml", "--no-config"]).exits(2);
    let run = sandbox.run(&["--root", "gone", "dev.yaml"]).exits(2);
    assert_eq!(run.stderr, "error: gone: no such file or directory\n");
    sandbox.run(&["--root", "dev.yaml", "dev.yaml"]).exits(2);
}

#[test]
fn a_path_that_is_named_like_a_command() {
    let sandbox = Sandbox::new(&[("files", BROKEN), ("dev.yaml", CLEAN)]);
    sandbox.run(&["./files"]).exits(1);
    sandbox.run(&["dev.yaml", "files"]).exits(1);
    sandbox.run(&["check", "files"]).exits(1);
    assert_eq!(sandbox.run(&["files"]).exits(0).stdout, "dev.yaml\n");
}

#[test]
fn global_options_may_follow_a_command() {
    let sandbox = Sandbox::new(&[("dev.yaml", BROKEN)]);
    let run = sandbox.run(&["check", "--color", "always", "dev.yaml"]).exits(1);
    assert!(run.stdout.contains("\x1b["), "{run}");
    sandbox.run(&["files", "--no-config"]).exits(0);
}

#[test]
fn standard_input_is_linted_under_a_name() {
    let sandbox = Sandbox::new(&[]);
    let args = ["--output-format", "concise", "--stdin-filename", "envs/new.yaml", "-"];
    let run = sandbox.run_with_stdin(&args, BROKEN).exits(1);
    assert!(run.stdout.starts_with("envs/new.yaml:3:3: error[ESC002 "), "{run}");
    assert_eq!(run.stdout.lines().count(), 1, "{run}");

    let run = sandbox.run_with_stdin(&["--output-format", "concise", "-"], BROKEN).exits(1);
    assert!(run.stdout.starts_with("<stdin>:3:3: "), "{run}");
    sandbox.run_with_stdin(&["--stdin-filename", "dev.yaml", "-"], CLEAN).exits(0);
}

#[test]
fn a_reader_that_goes_away_changes_nothing() {
    use std::process::Stdio;
    let sandbox = Sandbox::new(&[("dev.yaml", BROKEN)]);
    let mut child = sandbox.command(".", &["dev.yaml"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}

#[test]
fn a_command_after_options_is_explained() {
    let run = Sandbox::new(&[("dev.yaml", CLEAN)]).run(&["--quiet", "rules"]).exits(2);
    assert_eq!(run.stderr, "error: rules: no such file or directory; the command `rules` has to come before options and paths\n");
}

#[test]
fn options_that_would_do_nothing_are_refused() {
    let sandbox = Sandbox::new(&[("dev.yaml", CLEAN)]);
    sandbox.run(&["--stdin-filename", "a.yaml", "dev.yaml"]).exits(2);
    sandbox.run(&["--statistics", "--output-format", "json"]).exits(2);
}

#[test]
fn standard_input_can_be_excluded_too() {
    let sandbox = Sandbox::new(&[(".esc-lint.yaml", "exclude: [old/]\n")]);
    let run = sandbox.run_with_stdin(&["--force-exclude", "--stdin-filename", "old/dev.yaml", "-"], BROKEN).exits(0);
    assert_eq!(run.stdout + &run.stderr, "");
    sandbox.run_with_stdin(&["--force-exclude", "--stdin-filename", "dev.yaml", "-"], BROKEN).exits(1);
}
