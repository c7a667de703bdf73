//! `esc-lint settings`: what holds for one file.

use crate::sandbox::{CLEAN, Sandbox};

const CONFIG: &str = "\
exclude: [old/]
rules: {ESC002: warning, ESC005: off}
options: {ESC702: {style: snake_case}}
per-file: [{files: [envs/dev.yaml], rules: {ESC002: info}}]
fail-on: error
";

#[test]
fn say_what_differs_from_the_profile() {
    let sandbox = Sandbox::new(&[(".esc-lint.yaml", CONFIG), ("envs/dev.yaml", CLEAN), ("old/dev.yaml", CLEAN)]);
    let run = sandbox.run_in("envs", &["settings", "dev.yaml"]);
    insta::assert_snapshot!(run, @r#"
    exit 0
    ----- stdout
    file           dev.yaml
    configuration  ../.esc-lint.yaml
    root           ..
    environment    yes
    profile        default
    fail-on        error
    rules          82 of 93 run; set otherwise than in the profile:
      ESC002 duplicate-key: info, not error
      ESC005 ignored-document: off, not info
      ESC702 key-naming: off  {"style":"snake_case"}
    ----- stderr
    "#);
    let run = sandbox.run(&["settings", "old/dev.yaml"]).exits(0);
    assert!(run.stdout.contains("environment    no: a walk leaves it out"), "{run}");
}

#[test]
fn are_there_for_programs() {
    let sandbox = Sandbox::new(&[(".esc-lint.yaml", CONFIG), ("envs/dev.yaml", CLEAN)]);
    let settings = sandbox.run(&["settings", "envs/dev.yaml", "--output-format", "json"]).exits(0).json();
    assert_eq!((&settings["configuration"], &settings["failOn"]), (&".esc-lint.yaml".into(), &"error".into()));
    let rule = |code: &str| settings["rules"].as_array().unwrap().iter().find(|rule| rule["code"] == code).unwrap().clone();
    assert_eq!((&rule("ESC002")["level"], &rule("ESC002")["profile"]), (&"info".into(), &"error".into()));
    assert_eq!(rule("ESC702")["options"]["style"], "snake_case");
}

#[test]
fn are_those_of_a_file_that_is_there() {
    let sandbox = Sandbox::new(&[("a/x.yaml", CLEAN), ("a/y.yaml", CLEAN)]);
    assert_eq!(sandbox.run(&["settings", "gone.yaml"]).exits(2).stderr, "error: gone.yaml: no such file or directory\n");
    assert_eq!(sandbox.run(&["settings", "a"]).exits(2).stderr, "error: `a` names 2 files; name one\n");
}
