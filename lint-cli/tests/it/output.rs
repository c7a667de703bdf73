//! The three reports, the summary and the exit codes, over the examples.

use crate::sandbox::{BROKEN, CLEAN, Run, Sandbox, examples};

/// Runs the command in the directory of examples.
fn run(args: &[&str]) -> Run {
    let sandbox = Sandbox::new(&[]);
    Run::new(sandbox.command(examples().to_str().unwrap(), args).output().unwrap())
}

#[test]
fn the_first_environments_are_clean() {
    insta::assert_snapshot!(run(&["envs", "layers"]), @"
    exit 0
    ----- stdout
    All good: 4 files checked, nothing to report.
    ----- stderr
    ");
}

#[test]
fn full() {
    insta::assert_snapshot!(run(&["--select", "ESC102", "broken"]), @"
    exit 1
    ----- stdout
    warning[ESC102 misplaced-section]: `environmentVariables` does nothing at the root: its entries become environment variables only under `values`
      ┌─ broken/aws.yaml:9:1
      │
    9 │ environmentVariables:
      │ ^^^^^^^^^^^^^^^^^^^^
      │
      = help: Indent it under `values` as `environmentVariables`
      = fix: Move `environmentVariables` under `values` (--unsafe-fixes)

    Found 1 warning in 1 file (1 checked).
    1 can be fixed with --unsafe-fixes.
    ----- stderr
    ");
}

#[test]
fn concise() {
    insta::assert_snapshot!(run(&["--select", "ESC102", "--output-format", "concise", "--statistics", "broken"]), @"
    exit 1
    ----- stdout
    broken/aws.yaml:9:1: warning[ESC102 misplaced-section]: `environmentVariables` does nothing at the root: its entries become environment variables only under `values`
    1  ESC102  misplaced-section
    ----- stderr
    ");
}

#[test]
fn json() {
    let run = run(&["--select", "ESC102", "--output-format", "json", "broken"]).exits(1);
    let report = serde_json::to_string_pretty(&run.json()).unwrap().replace(env!("CARGO_PKG_VERSION"), "x.y.z");
    insta::assert_snapshot!(report, @r#"
    {
      "schemaVersion": 1,
      "tool": {
        "name": "esc-lint",
        "version": "x.y.z"
      },
      "files": 1,
      "diagnostics": [
        {
          "path": "broken/aws.yaml",
          "code": "ESC102",
          "name": "misplaced-section",
          "severity": "warning",
          "message": "`environmentVariables` does nothing at the root: its entries become environment variables only under `values`",
          "help": "Indent it under `values` as `environmentVariables`",
          "docPath": "environmentVariables",
          "start": {
            "line": 9,
            "column": 1,
            "offset": 186
          },
          "end": {
            "line": 9,
            "column": 21,
            "offset": 206
          },
          "fix": {
            "title": "Move `environmentVariables` under `values`",
            "applicability": "unsafe",
            "edits": [
              {
                "path": "broken/aws.yaml",
                "start": {
                  "line": 9,
                  "column": 1,
                  "offset": 186
                },
                "end": {
                  "line": 13,
                  "column": 1,
                  "offset": 355
                },
                "newText": "  environmentVariables:\n    AWS_ACCESS_KEY_ID: ${aws.login.accessKeyId}\n    AWS_SECRET_ACCESS_KEY: ${aws.login.secretAccessKey}\n    AWS_SESSION_TOKEN: ${aws.login.sessionToken}\n"
              }
            ]
          }
        }
      ],
      "errors": [],
      "summary": {
        "error": 0,
        "warning": 1,
        "info": 0
      }
    }
    "#);
    assert_eq!(run.stdout.lines().count(), 1);
    assert_eq!(run.stderr, "");
}

#[test]
fn quiet_speaks_when_something_is_wrong() {
    let sandbox = Sandbox::new(&[("clean.yaml", CLEAN), ("broken.yaml", BROKEN)]);
    assert_eq!(sandbox.run(&["--quiet", "clean.yaml"]).exits(0).stdout, "");
    let run = sandbox.run(&["--quiet", "broken.yaml"]).exits(1);
    assert!(run.stdout.ends_with("Found 1 error in 1 file (1 checked).\n"), "{run}");
}

#[test]
fn colours_follow_the_option_and_the_environment() {
    let sandbox = Sandbox::new(&[("dev.yaml", BROKEN)]);
    let colored = |args: &[&str], variable: Option<(&str, &str)>| {
        let output = sandbox.command(".", args).envs(variable).output().unwrap();
        Run::new(output).stdout.contains('\u{1b}')
    };
    assert!(!colored(&["dev.yaml"], None));
    assert!(colored(&["dev.yaml"], Some(("FORCE_COLOR", "1"))));
    assert!(!colored(&["dev.yaml"], Some(("FORCE_COLOR", "0"))));
    assert!(colored(&["dev.yaml", "--color", "always"], Some(("NO_COLOR", "1"))));
    assert!(!colored(&["dev.yaml", "--color", "never"], Some(("FORCE_COLOR", "1"))));
    assert!(!colored(&["dev.yaml", "--output-format", "json"], Some(("FORCE_COLOR", "1"))));
}

#[test]
fn exit_codes() {
    let sandbox = Sandbox::new(&[("clean.yaml", CLEAN), ("broken.yaml", BROKEN), ("odd.yaml", "values: {a: 1}\nvalue: 1\n")]);
    let code = |args: &[&str]| sandbox.run(args).code.unwrap();
    assert_eq!(code(&["clean.yaml"]), 0);
    assert_eq!(code(&["broken.yaml"]), 1);
    assert_eq!(code(&["odd.yaml"]), 1);
    assert_eq!(code(&["--fail-on", "error", "odd.yaml"]), 0);
    assert_eq!(code(&["--fail-on", "never", "broken.yaml"]), 0);
    assert_eq!(code(&["broken.yaml", "gone.yaml"]), 2);
    assert_eq!(code(&["--fail-on", "never", "gone.yaml"]), 2);
}

#[test]
fn a_fix_that_would_tell_a_secret_is_left_out() {
    let misplaced = |value: &str| format!("values:\n  a: 1\nenvironmentVariables:\n  PASSWORD:\n    {value}\n");
    let sandbox = Sandbox::new(&[("a.yaml", &misplaced("fn::secret: hunter2")), ("b.yaml", &misplaced("fn::toJSON: 1"))]);
    let run = sandbox.run(&["--select", "ESC102", "--output-format", "json"]).exits(1);
    assert!(!run.stdout.contains("hunter2"), "{run}");
    let report = run.json();
    assert!(report["diagnostics"][0]["fix"].is_null(), "{run}");
    assert!(report["diagnostics"][1]["fix"]["edits"][0]["newText"].is_string(), "{run}");
}
