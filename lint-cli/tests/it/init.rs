//! `esc-lint init`: a configuration that fits what is here, and that the command takes.

use std::fs;

use crate::sandbox::{CLEAN, MANIFEST, Sandbox};

fn init(files: &[(&str, &str)]) -> String {
    let sandbox = Sandbox::new(files);
    let before = sandbox.listed(&[]);
    sandbox.run(&["init"]).exits(0);
    let config = fs::read_to_string(sandbox.path(".esc-lint.yaml")).unwrap();
    // It changes nothing of what is linted, and each of its comments can be switched on.
    assert_eq!(sandbox.listed(&[]), before, "{config}");
    let is_setting = |line: &&str| line.strip_prefix("# ").is_some_and(|rest| !rest.starts_with(char::is_uppercase) && !rest.is_empty());
    let awake: Vec<&str> = config.lines().map(|line| if is_setting(&line) { &line[2..] } else { line }).collect();
    sandbox.write(".esc-lint.yaml", awake.join("\n"));
    let run = sandbox.run(&["files"]);
    assert_eq!(run.code, Some(0), "{run}\n{}", awake.join("\n"));
    config
}

#[test]
fn names_directories_that_hold_nothing_but_environments() {
    let config =
        init(&[("envs/dev.yaml", "imports: [base]\n"), ("envs/base.yaml", CLEAN), ("team/envs/x.yaml", CLEAN), ("k8s/map.yaml", MANIFEST)]);
    assert!(config.contains("\nfiles:\n  - envs/ # 2 environments\n  - team/envs/ # 1 environment\n"), "{config}");
    assert!(config.contains("# Today every import is found here. If it has to stay so:\n# imports: {complete: true}\n"), "{config}");
}

#[test]
fn leaves_mixed_directories_to_the_look_of_their_files() {
    let config = init(&[("dev.yaml", "imports: [shared/net, tools]\n"), ("map.yaml", MANIFEST), ("envs/a.yaml", CLEAN)]);
    assert!(config.contains("# In this directory there are environments among other files.\n# files: [envs/]\n"), "{config}");
    assert!(config.contains("#   complete: true\n#   external:\n#     - shared/net\n#     - tools\n"), "{config}");
}

#[test]
fn says_what_it_did_and_never_writes_over_a_configuration() {
    let sandbox = Sandbox::new(&[("envs/dev.yaml", CLEAN)]);
    assert_eq!(sandbox.run(&["init"]).exits(0).stdout, "Wrote .esc-lint.yaml: 1 environment found; `esc-lint` lints them.\n");
    let again = sandbox.run(&["init"]).exits(2);
    assert_eq!(again.stderr, "error: .esc-lint.yaml is here already, and stays as it is\n");
    let nothing = Sandbox::new(&[]).run(&["init"]).exits(0);
    assert_eq!(nothing.stdout, "Wrote .esc-lint.yaml: no environment was found yet.\n");
}
