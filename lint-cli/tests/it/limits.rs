//! Input beyond measure: each run ends, in little memory, with a line that says what is the matter.

#![cfg(target_os = "linux")]

use std::io::Write;
use std::process::{Command, Stdio};

use crate::sandbox::{CLEAN, Run, Sandbox};

/// Address space of a run in KiB, of which the allocator reserves a part at once.
const MEMORY: u32 = 3 * 1024 * 1024;

/// Longer than a debug build takes for anything here on a machine that has other things to do, in seconds.
const TIME: u32 = 300;

/// Runs the command, with too little memory and time for carelessness.
fn run(sandbox: &Sandbox, args: &[&str], stdin: impl Iterator<Item = Vec<u8>>) -> Run {
    let script = format!("ulimit -v {MEMORY}; exec timeout {TIME} '{}' \"$@\"", env!("CARGO_BIN_EXE_esc-lint"));
    let mut command = Command::new("sh");
    command.args(["-c", &script, "sh"]).args(args).current_dir(sandbox.path("."));
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut pipe = child.stdin.take().unwrap();
    // Nobody has to read more than it takes to refuse it.
    let _ = stdin.into_iter().try_for_each(|bytes| pipe.write_all(&bytes));
    drop(pipe);
    Run::new(child.wait_with_output().unwrap())
}

/// The report in one line a finding.
fn lint(text: &str) -> Run {
    let sandbox = Sandbox::new(&[("a.yaml", text)]);
    run(&sandbox, &["--output-format", "concise", "a.yaml"], std::iter::empty())
}

fn hundred_megabytes() -> impl Iterator<Item = Vec<u8>> {
    std::iter::once(b"values:\n".to_vec()).chain((0..100).map(|_| b"  a: text\n".repeat(100_000)))
}

#[test]
fn a_hundred_megabytes_are_refused() {
    let sandbox = Sandbox::new(&[("good.yaml", CLEAN)]);
    let mut file = std::fs::File::create(sandbox.path("bad.yaml")).unwrap();
    hundred_megabytes().for_each(|bytes| file.write_all(&bytes).unwrap());
    let message = "is larger than 16 MiB; no environment is that large\n";
    let found = run(&sandbox, &["bad.yaml", "good.yaml"], std::iter::empty()).exits(2);
    assert_eq!(found.stderr, format!("error: bad.yaml: {message}"));
    assert!(found.stdout.contains("1 file checked"), "{found}");
    for command in [["fmt", "bad.yaml"], ["preview", "bad.yaml"], ["--fix", "bad.yaml"], ["--config", "bad.yaml"]] {
        let found = run(&sandbox, &command, std::iter::empty()).exits(2);
        assert!(found.stderr.ends_with(message), "{found}");
    }
    let found = run(&sandbox, &["-"], hundred_megabytes()).exits(2);
    assert!(found.stderr.ends_with(message), "{found}");
}

#[test]
fn a_million_keys_are_read() {
    let keys: String = (0..1_000_000).map(|n| format!(" k{n}: 1\n")).collect();
    lint(&format!("values:\n{keys}")).exits(0);
    let found = lint(&format!("values:\n{}", " k: 1\n".repeat(1_000_000))).exits(1);
    // So many of one kind help nobody; the rest is counted.
    assert!(found.stdout.lines().count() <= 1_001, "{} lines", found.stdout.lines().count());
}

#[test]
fn a_hundred_thousand_levels_are_one_finding() {
    let deep = 100_000;
    for text in [
        format!("values:\n  a: {}", "{a: ".repeat(deep)),
        format!("values:\n  a: {}1{}\n", "[".repeat(deep), "]".repeat(deep)),
        format!("values:\n  a: {}1\n", "- ".repeat(deep)),
    ] {
        let found = lint(&text).exits(1);
        assert!(found.stdout.contains("error[ESC001 invalid-yaml]"), "{found}");
        assert!(found.stdout.lines().count() < 10 && found.stdout.len() < 2_000, "{found}");
    }
    let blocks: String = (0..3_000).map(|depth| format!("{}a:\n", " ".repeat(depth))).collect();
    lint(&blocks);
}

#[test]
fn short_files_that_stand_for_long_ones_are_answered() {
    let doubled: String = (0..40).map(|n| format!("  l{}: [\"${{l{n}}}\", \"${{l{n}}}\"]\n", n + 1)).collect();
    let uses: String = (0..200).map(|n| format!("  use{n}: {{fn::toJSON: \"${{l40}}\"}}\n")).collect();
    lint(&format!("values:\n  l0: [a, b]\n{doubled}{uses}")).exits(0);
    let aliases: String = (1..40).map(|n| format!("  x{n}: &x{n} [*x{0}, *x{0}]\n", n - 1)).collect();
    let found = lint(&format!("values:\n  x0: &x0 [a]\n{aliases}")).exits(1);
    assert!(found.stdout.contains("ESC003 alias-not-supported"), "{found}");
    let merges: String = (1..40).map(|n| format!("  x{n}: &x{n}\n    <<: [*x{0}, *x{0}]\n", n - 1)).collect();
    lint(&format!("values:\n  x0: &x0 {{a: b}}\n{merges}")).exits(1);
}

#[test]
fn patterns_that_explode_elsewhere_are_answered() {
    let check = |pattern: &str, value: &str| {
        lint(&format!("values:\n  a: {{fn::validate: {{schema: {{type: string, pattern: '{pattern}'}}, value: {value}}}}}\n")).exits(1)
    };
    let long = "a".repeat(100_000);
    let found = check("^(a+)+$", &format!("{long}!"));
    assert!(found.stdout.contains("must match the pattern `^(a+)+$`"), "{found}");
    check("^(a|aa)+$", &format!("{long}!"));
    check("((((a{100}){100}){100}){100})", "a");
    check(&"(".repeat(10_000), "a");
}
