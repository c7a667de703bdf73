//! `esc-lint fmt`: what happens to files, and what is said about it.

use std::fs;

use crate::sandbox::{CLEAN, Sandbox};

const WIDE: &str = "values:\n    a:   1  # of a\n    b: |\n        text\n\n\n";
const LAID_OUT: &str = "values:\n  a: 1  # of a\n  b: |\n    text\n";

fn sandbox() -> Sandbox {
    Sandbox::new(&[("envs/a.yaml", WIDE), ("envs/b.yaml", CLEAN), ("envs/c.txt", "values:   1\n")])
}

#[test]
fn files_are_laid_out_once() {
    let sandbox = sandbox();
    let run = sandbox.run(&["fmt", "envs"]).exits(0);
    assert_eq!(run.stdout, "envs/a.yaml\nLaid out 1 file (2 checked).\n");
    assert_eq!(fs::read_to_string(sandbox.path("envs/a.yaml")).unwrap(), LAID_OUT);
    assert_eq!(sandbox.run(&["fmt", "envs"]).exits(0).stdout, "2 files checked, nothing to change.\n");
}

#[test]
fn check_and_diff_write_nothing() {
    let sandbox = sandbox();
    assert_eq!(sandbox.run(&["fmt", "--check", "envs"]).exits(1).stdout, "envs/a.yaml\nWould lay out 1 file (2 checked).\n");
    let diff = sandbox.run(&["fmt", "--diff", "envs"]).exits(1).stdout;
    assert!(diff.contains("-    a:   1  # of a\n") && diff.contains("+  a: 1  # of a\n"), "{diff}");
    assert_eq!(fs::read_to_string(sandbox.path("envs/a.yaml")).unwrap(), WIDE);
    assert_eq!(sandbox.run(&["fmt", "--diff", "envs/b.yaml"]).exits(0).stdout, "");
}

#[test]
fn standard_input_goes_to_standard_output() {
    let run = sandbox().run_with_stdin(&["fmt", "-"], WIDE).exits(0);
    assert_eq!(run.stdout, LAID_OUT);
}

#[test]
fn a_file_with_syntax_errors_is_left() {
    let sandbox = Sandbox::new(&[("a.yaml", "values:\n    a: [1\n")]);
    let run = sandbox.run(&["fmt", "a.yaml"]).exits(0);
    assert!(run.stderr.contains("a.yaml: left as it is, because it has syntax errors"), "{run}");
    assert_eq!(fs::read_to_string(sandbox.path("a.yaml")).unwrap(), "values:\n    a: [1\n");
}

#[test]
fn a_diff_shows_no_secret() {
    let sandbox = Sandbox::new(&[("a.yaml", "values:\n    a: {fn::secret:   hunter2hunter2}\n")]);
    assert!(!sandbox.run(&["fmt", "--diff", "a.yaml"]).exits(1).stdout.contains("hunter2"));
}
