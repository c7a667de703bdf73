//! `completions` and `man`: made from the command line as it is declared, and whole.

use std::process::Command;

use crate::sandbox::Sandbox;

#[test]
fn every_shell_gets_a_script_that_knows_the_options() {
    let sandbox = Sandbox::new(&[]);
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let run = sandbox.run(&["completions", shell]).exits(0);
        assert!(run.stdout.contains("write-baseline") && run.stdout.contains("esc-lint"), "{shell}");
    }
    let script = sandbox.run(&["completions", "bash"]).exits(0).stdout;
    let checked = Command::new("bash").args(["-n", "-c", &script]).output();
    assert!(checked.is_ok_and(|output| output.status.success()));
}

#[test]
fn the_manual_page_has_its_sections() {
    let run = Sandbox::new(&[]).run(&["man"]).exits(0);
    for section in [".SH NAME", ".SH SYNOPSIS", ".SH OPTIONS", ".SH SUBCOMMANDS"] {
        assert!(run.stdout.contains(section), "{section}");
    }
}
