//! `--baseline` and `--write-baseline`: a repository with history is at peace, and one new mistake is heard.

use std::fs;
use std::process::Command;

use crate::sandbox::{BROKEN, CLEAN, Run, Sandbox};

const FILE: &str = "esc-lint.baseline";

/// Two findings about one value, and one about a secret.
const LEGACY: &str = "values:\n  region: a\n  region: b\n  region: c\n  token: ghp_a8Zq3LvR0yKd7mXc2PfJ9sHb4UgTe6Ao1vB2\n";

fn run(sandbox: &Sandbox, args: &[&str]) -> Run {
    sandbox.run(&[&["--baseline", FILE], args].concat())
}

/// A sandbox with a baseline of these files.
fn written(files: &[(&str, &str)]) -> Sandbox {
    let sandbox = Sandbox::new(files);
    run(&sandbox, &["--write-baseline"]).exits(0);
    sandbox
}

fn baseline(sandbox: &Sandbox) -> String {
    fs::read_to_string(sandbox.path(FILE)).unwrap()
}

#[test]
fn what_was_there_is_known_and_what_is_new_is_reported() {
    let sandbox = Sandbox::new(&[("envs/legacy.yaml", LEGACY), ("envs/clean.yaml", CLEAN)]);
    insta::assert_snapshot!(run(&sandbox, &["--write-baseline"]), @"
    exit 0
    ----- stdout
    All good: 2 files checked, nothing new; the baseline has 3 findings.
    Wrote 3 findings of 1 file to esc-lint.baseline.
    ----- stderr
    ");
    insta::assert_snapshot!(baseline(&sandbox), @"
    # esc-lint baseline, version 1: findings that were there before. Do not edit; --write-baseline writes it.
    envs/legacy.yaml	ESC002	values.region	81079e775a6fe367
    envs/legacy.yaml	ESC002	values.region	81079e775a6fe367
    envs/legacy.yaml	ESC501	values.token	
    ");
    sandbox.write("envs/legacy.yaml", format!("# moved\n{LEGACY}  zone: a\n  zone: b\n"));
    insta::assert_snapshot!(run(&sandbox, &["--output-format", "concise"]), @"
    exit 1
    ----- stdout
    envs/legacy.yaml:8:3: error[ESC002 duplicate-key]: `zone` is defined twice in this object, and ESC refuses to choose
    ----- stderr
    ");
    // From anywhere below, and by any path.
    let below = sandbox.run_in("envs", &["--baseline", &format!("../{FILE}"), "legacy.yaml"]).exits(1);
    assert!(
        below.stdout.ends_with("Found 1 error in 1 file (1 checked); the baseline has 3 findings.\n1 can be fixed with --unsafe-fixes.\n"),
        "{below}"
    );
}

#[test]
fn an_entry_stands_for_one_finding() {
    let sandbox = written(&[("legacy.yaml", LEGACY)]);
    sandbox.write("legacy.yaml", LEGACY.replace("  token", "  region: d\n  token"));
    let run = run(&sandbox, &["--output-format", "json"]).exits(1);
    assert_eq!(run.findings(), ["legacy.yaml ESC002"]);
}

#[test]
fn another_text_at_the_same_place_is_new_unless_it_is_secret() {
    let sandbox = written(&[("legacy.yaml", "values:\n  a: ${b}\n  token: ghp_a8Zq3LvR0yKd7mXc2PfJ9sHb4UgTe6Ao1vB2\n")]);
    sandbox.write("legacy.yaml", "values:\n  a: ${c}\n  token: ghp_b8Zq3LvR0yKd7mXc2PfJ9sHb4UgTe6Ao1vB2\n");
    let run = run(&sandbox, &["--output-format", "json"]).exits(1);
    assert_eq!(run.findings(), ["legacy.yaml ESC202"]);
}

#[test]
fn stale_entries_are_reported_and_fail_nothing() {
    let sandbox = written(&[("legacy.yaml", LEGACY), ("gone.yaml", BROKEN), ("other.yaml", BROKEN)]);
    sandbox.write("legacy.yaml", LEGACY.replace("  region: c\n", ""));
    fs::remove_file(sandbox.path("gone.yaml")).unwrap();
    insta::assert_snapshot!(run(&sandbox, &["legacy.yaml"]), @"
    exit 0
    ----- stdout
    All good: 1 file checked, nothing new; the baseline has 2 findings.
    ----- stderr
    note: 2 entries of the baseline are no longer found; --write-baseline takes out what is mended
      esc-lint.baseline:2: gone.yaml ESC002 values.region
      esc-lint.baseline:4: legacy.yaml ESC002 values.region
    ");
    assert_eq!(run(&sandbox, &["--quiet", "legacy.yaml"]).exits(0).stderr, "");
    // A rule that does not run says nothing about what it had found, neither here nor when the file is written.
    assert!(!run(&sandbox, &["--select", "ESC5", "legacy.yaml"]).exits(0).stderr.contains("legacy.yaml ESC002"));
    run(&sandbox, &["--select", "ESC5", "--write-baseline", "legacy.yaml"]).exits(0);
    let kept: Vec<String> = baseline(&sandbox).lines().skip(1).map(|line| line.split('\t').take(2).collect::<Vec<_>>().join(" ")).collect();
    assert_eq!(kept, ["legacy.yaml ESC002", "legacy.yaml ESC002", "legacy.yaml ESC501", "other.yaml ESC002"]);
    run(&sandbox, &["--write-baseline"]).exits(0);
    assert_eq!(run(&sandbox, &[]).exits(0).stderr, "");
}

#[test]
fn mistakes_are_told() {
    let sandbox = Sandbox::new(&[("dev.yaml", CLEAN), ("broken.baseline", "<<<<<<< HEAD\n")]);
    let error = |args: &[&str]| sandbox.run(args).exits(2).stderr;
    assert_eq!(error(&["--baseline", FILE]), "error: esc-lint.baseline: no such file; --write-baseline writes it\n");
    assert!(error(&["--write-baseline"]).contains("--baseline <FILE>"));
    assert!(error(&["--baseline", "broken.baseline"]).starts_with("error: broken.baseline:1: a merge was left half done"));
    sandbox.run(&["--baseline", "broken.baseline", "--write-baseline"]).exits(0);
}

#[test]
fn branches_merge() {
    let sandbox = Sandbox::new(&[("a.yaml", BROKEN), ("z.yaml", BROKEN), (".gitattributes", "*.baseline merge=union\n")]);
    let git = |args: &[&str]| {
        let identity =
            ["-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "init.defaultBranch=main", "-c", "commit.gpgsign=false"];
        let output = Command::new("git").args(identity).args(args).current_dir(sandbox.path(".")).output();
        output.is_ok_and(|output| output.status.success())
    };
    if !git(&["init", "-q"]) {
        eprintln!("skipped: there is no git");
        return;
    }
    let commit = || {
        run(&sandbox, &["--write-baseline"]).exits(0);
        assert!(git(&["add", "."]) && git(&["commit", "-qm", "x"]));
    };
    commit();
    assert!(git(&["checkout", "-qb", "one"]));
    sandbox.write("m.yaml", BROKEN);
    commit();
    assert!(git(&["checkout", "-q", "main"]));
    sandbox.write("n.yaml", BROKEN);
    commit();
    assert!(git(&["merge", "-q", "one"]), "{}", baseline(&sandbox));
    let run = run(&sandbox, &[]).exits(0);
    assert!(run.stdout.contains("4 files checked, nothing new; the baseline has 4 findings"), "{run}");
    assert_eq!(run.stderr, "");
}

#[test]
fn a_repository_with_five_thousand_findings_is_quiet_and_one_new_mistake_is_not() {
    let sandbox = Sandbox::new(&[]);
    let ten: String = (0..10).map(|n| format!("  k{n}: a\n  k{n}: b\n")).collect();
    for n in 0..500 {
        sandbox.write(&format!("envs/e{n}.yaml"), format!("values:\n{ten}"));
    }
    run(&sandbox, &["envs"]).exits(2);
    let first = run(&sandbox, &["--write-baseline", "envs"]).exits(0);
    assert!(first.stdout.contains("Wrote 5000 findings of 500 files"), "{first}");
    run(&sandbox, &["envs"]).exits(0);
    sandbox.write("envs/e77.yaml", format!("values:\n  new: ${{nothing}}\n{ten}"));
    let run = run(&sandbox, &["--output-format", "json", "envs"]).exits(1);
    assert_eq!(run.findings(), ["envs/e77.yaml ESC202"]);
}
