//! `--fix`, `--unsafe-fixes`, `--diff` and `--add-ignores`: what happens to files, and what is said about it.

use std::fs;

use crate::sandbox::{CLEAN, Sandbox};

/// Two safe fixes, then three that have to be asked for.
const FIXABLE: &str = "\
imports: []
values:
  8080: a # of 8080
  region: eu-west-1
  region: eu-west-2
  port:
    fn::secret: 5432
environmentVariables:
  REGION: ${region}
";

const SAFELY_FIXED: &str = "\
values:
  \"8080\": a # of 8080
  region: eu-west-1
  region: eu-west-2
  port:
    fn::secret: 5432
environmentVariables:
  REGION: ${region}
";

const FIXED: &str = "\
values:
  \"8080\": a # of 8080
  region: eu-west-1
  port:
    fn::secret: \"5432\"
  environmentVariables:
    REGION: ${region}
";

fn read(sandbox: &Sandbox, path: &str) -> String {
    fs::read_to_string(sandbox.path(path)).unwrap()
}

#[test]
fn safe_fixes_are_made_and_the_rest_is_reported() {
    let sandbox = Sandbox::new(&[("envs/a.yaml", FIXABLE), ("envs/b.yaml", CLEAN)]);
    let run = sandbox.run(&["--fix", "envs"]).exits(1);
    assert_eq!(read(&sandbox, "envs/a.yaml"), SAFELY_FIXED);
    assert!(
        run.stdout.ends_with("Found 2 errors and 1 warning in 1 file (2 checked).\nFixed 2 findings; 3 more with --unsafe-fixes.\n"),
        "{run}"
    );
    let again = sandbox.run(&["--fix", "envs"]).exits(1);
    assert_eq!(read(&sandbox, "envs/a.yaml"), SAFELY_FIXED);
    assert!(again.stdout.ends_with("(2 checked).\n3 can be fixed with --unsafe-fixes.\n"), "{again}");
}

#[test]
fn unsafe_fixes_imply_safe_ones() {
    let sandbox = Sandbox::new(&[("a.yaml", FIXABLE), ("crlf.yaml", &FIXABLE.replace('\n', "\r\n")), ("cut.yaml", FIXABLE.trim_end())]);
    insta::assert_snapshot!(sandbox.run(&["--unsafe-fixes"]).exits(0), @"
    exit 0
    ----- stdout
    All good: 3 files checked, nothing to report.
    Fixed 15 findings.
    ----- stderr
    ");
    assert_eq!(read(&sandbox, "a.yaml"), FIXED);
    assert_eq!(read(&sandbox, "crlf.yaml"), FIXED.replace('\n', "\r\n"));
    assert_eq!(read(&sandbox, "cut.yaml"), FIXED.trim_end());
}

#[test]
fn reports_for_programs_stay_what_they_are() {
    let sandbox = Sandbox::new(&[("a.yaml", FIXABLE)]);
    let run = sandbox.run(&["--fix", "--output-format", "json", "--select", "ESC004,ESC107", "a.yaml"]).exits(1);
    assert_eq!(run.findings(), ["a.yaml ESC107"]);
    assert_eq!(run.stderr, "Fixed 1 finding; 1 more with --unsafe-fixes.\n");
    let quiet = sandbox.run(&["--fix", "--output-format", "concise", "--quiet", "--select", "ESC704", "a.yaml"]).exits(0);
    assert_eq!((quiet.stdout.as_str(), quiet.stderr.as_str()), ("", ""));
}

#[test]
fn what_can_be_fixed_is_said_in_every_report_for_people() {
    let sandbox = Sandbox::new(&[("a.yaml", FIXABLE)]);
    insta::assert_snapshot!(sandbox.run(&["--select", "ESC004,ESC107", "a.yaml"]), @r"
    exit 1
    ----- stdout
    error[ESC004 non-string-key]: the key `8080` is a number, and ESC takes only text as a key
      ┌─ a.yaml:3:3
      │
    3 │   8080: a # of 8080
      │   ^^^^
      │
      = help: Put it in quotes
      = fix: Put the key in quotes (--fix)

    error[ESC107 invalid-function-arguments]: `fn::secret` takes literal text, and this is a number
      ┌─ a.yaml:7:17
      │
    7 │     fn::secret: ****
      │                 ^^^^
      │
      = help: Put it in quotes
      = fix: Put the value in quotes (--unsafe-fixes)

    Found 2 errors in 1 file (1 checked).
    1 can be fixed with --fix, 1 more with --unsafe-fixes.
    ----- stderr
    ");
}

#[test]
fn a_fix_in_one_file_may_show_another_in_its_importer() {
    let sandbox =
        Sandbox::new(&[("base.yaml", "vaules:\n  region: eu-west-1\n"), ("app.yaml", "imports: [base]\nvalues:\n  place: ${regoin}\n")]);
    let args = ["--unsafe-fixes", "app.yaml", "base.yaml"];
    let run = sandbox.run(&args).exits(0);
    assert!(run.stdout.ends_with("Fixed 2 findings.\n"), "{run}");
    assert_eq!(read(&sandbox, "app.yaml"), "imports: [base]\nvalues:\n  place: ${region}\n");
    assert!(!sandbox.run(&args).exits(0).stdout.contains("Fixed"));
}

/// Of each text `--unsafe-fixes` makes the one behind it, and nothing in it changes but what is mended.
#[test]
fn line_ends_marks_and_comments_stay_as_they_are() {
    let crlf = |text: &str| format!("\u{FEFF}{}", text.replace('\n', "\r\n"));
    for (text, fixed) in [
        (crlf(FIXABLE), crlf(FIXED)),
        (
            "values: {8080: a, # of 8080\r\n  1.10: 'b' , c: {fn::secret: 5}}".to_owned(),
            "values: {\"8080\": a, # of 8080\r\n  \"1.10\": 'b' , c: {fn::secret: \"5\"}}".to_owned(),
        ),
        (
            "values:\n\ta: # of a\n\t\tb: 'it''s'\t# of b\n".to_owned(),
            "values:\n  a: # of a\n    b: 'it''s'\t# of b\n".to_owned(),
        ),
        (
            "# head\nvalues:\n  # on the pair\n  pair: !Ref [1, \"\\x41\"] # of it\n\nfiles: # of files\n    # on A\n    A: |+\n      text\n\n".to_owned(),
            "# head\nvalues:\n  # on the pair\n  pair: [1, \"\\x41\"] # of it\n\n  files: # of files\n      # on A\n      A: |+\n        text\n\n".to_owned(),
        ),
    ] {
        let sandbox = Sandbox::new(&[("app.yaml", &text)]);
        sandbox.run(&["--unsafe-fixes", "app.yaml"]);
        assert_eq!(read(&sandbox, "app.yaml"), fixed);
        sandbox.run(&["--unsafe-fixes", "app.yaml"]);
        assert_eq!(read(&sandbox, "app.yaml"), fixed, "a second time");
    }
}

#[test]
fn a_diff_shows_and_writes_nothing() {
    let sandbox = Sandbox::new(&[("envs/a.yaml", FIXABLE), ("envs/b.yaml", CLEAN), ("envs/cut.yaml", "imports: []\nvalues: {1.10: a}")]);
    insta::assert_snapshot!(sandbox.run(&["--diff", "envs"]), @r#"
    exit 1
    ----- stdout
    --- envs/a.yaml
    +++ envs/a.yaml
    @@ -1,6 +1,5 @@
    -imports: []
     values:
    -  8080: a # of 8080
    +  "8080": a # of 8080
       region: eu-west-1
       region: eu-west-2
       port:
    --- envs/cut.yaml
    +++ envs/cut.yaml
    @@ -1,2 +1 @@
    -imports: []
    -values: {1.10: a}
    \ No newline at end of file
    +values: {"1.10": a}
    \ No newline at end of file
    ----- stderr
    Would fix 4 findings; 3 more with --unsafe-fixes.
    "#);
    assert_eq!(read(&sandbox, "envs/a.yaml"), FIXABLE);
    // Findings without a fix are not what it is about.
    insta::assert_snapshot!(sandbox.run(&["--diff", "--fix", "--select", "ESC106", "envs"]), @"
    exit 0
    ----- stdout
    ----- stderr
    ");
    assert_eq!(sandbox.run(&["--diff", "gone.yaml"]).code, Some(2));
    assert_eq!(sandbox.run(&["--diff", "--output-format", "json"]).code, Some(2));
}

#[test]
fn a_diff_masks_secrets_so_that_nobody_applies_it() {
    let spacer: String = ('a'..='h').map(|key| format!("  {key}: x\n")).collect();
    let text = format!("values:\n  token:\n    fn::secret: hunter2-and-more\n  8080: a\n{spacer}  8081: b\n");
    let sandbox = Sandbox::new(&[("a.yaml", &text)]);
    let run = sandbox.run(&["--diff", "a.yaml"]).exits(1);
    insta::assert_snapshot!(run.stdout, @r#"
    --- a.yaml
    +++ a.yaml
    ** -1,7 +1,7 ** not applicable: secrets are masked
     values:
       token:
         fn::secret: ****************
    -  8080: a
    +  "8080": a
       a: x
       b: x
       c: x
    @@ -10,4 +10,4 @@
       f: x
       g: x
       h: x
    -  8081: b
    +  "8081": b
    "#);
    assert!(!run.stdout.contains("hunter2"));
}

#[test]
fn a_diff_takes_standard_input_and_a_fix_does_not() {
    let sandbox = Sandbox::new(&[]);
    let run = sandbox.run_with_stdin(&["--diff", "--stdin-filename", "dev.yaml", "-"], "values: {1.10: a}\n").exits(1);
    assert!(run.stdout.starts_with("--- dev.yaml\n+++ dev.yaml\n@@ -1 +1 @@\n"), "{run}");
    insta::assert_snapshot!(sandbox.run_with_stdin(&["--fix", "-"], "values: {1.10: a}\n"), @"
    exit 2
    ----- stdout
    ----- stderr
    error: standard input cannot be changed in place; --diff shows what would change
    ");
}

#[test]
fn findings_can_be_silenced_all_at_once() {
    let sandbox = Sandbox::new(&[("a.yaml", &FIXABLE.replace("  8080", "  a8080"))]);
    insta::assert_snapshot!(sandbox.run(&["--add-ignores", "--diff"]), @r"
    exit 1
    ----- stdout
    --- a.yaml
    +++ a.yaml
    ** -1,9 +1,9 ** not applicable: secrets are masked
    -imports: []
    +imports: []  # esc-lint: ignore[ESC704]
     values:
       a8080: a # of 8080
       region: eu-west-1
    -  region: eu-west-2
    +  region: eu-west-2  # esc-lint: ignore[ESC002]
       port:
    -    fn::secret: ****
    -environmentVariables:
    +    fn::secret: ****  # esc-lint: ignore[ESC107]
    +environmentVariables:  # esc-lint: ignore[ESC102]
       REGION: ${region}
    ----- stderr
    Would silence 4 findings.
    ");
    let run = sandbox.run(&["--add-ignores"]).exits(0);
    assert_eq!(run.stdout, "All good: 1 file checked, nothing to report.\nSilenced 4 findings.\n");
    let silenced = read(&sandbox, "a.yaml");
    assert_eq!(sandbox.run(&[]).exits(0).stdout, "All good: 1 file checked, nothing to report.\n");
    sandbox.run(&["--add-ignores"]).exits(0);
    assert_eq!(read(&sandbox, "a.yaml"), silenced);
}

#[test]
fn what_is_fixed_need_not_be_silenced() {
    let sandbox = Sandbox::new(&[("a.yaml", FIXABLE)]);
    let run = sandbox.run(&["--fix", "--add-ignores"]).exits(0);
    assert_eq!(run.stdout, "All good: 1 file checked, nothing to report.\nFixed 2 findings and silenced 3.\n");
    assert!(read(&sandbox, "a.yaml").starts_with("values:\n  \"8080\": a # of 8080\n"));
}

#[test]
fn a_comment_that_silences_nothing_goes() {
    let sandbox = Sandbox::new(&[("a.yaml", "values:\n  region: x  # esc-lint: ignore[ESC002] once it was there twice\n")]);
    sandbox.run(&["a.yaml"]).exits(1);
    sandbox.run(&["--fix", "a.yaml"]).exits(0);
    assert_eq!(read(&sandbox, "a.yaml"), "values:\n  region: x\n");
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::*;

    #[test]
    fn modes_and_links_stay_and_nothing_is_left_beside() {
        let sandbox = Sandbox::new(&[("envs/a.yaml", FIXABLE), ("elsewhere/real.yaml", FIXABLE), ("envs/clean.yaml", CLEAN)]);
        let mode = |path: &str| fs::metadata(sandbox.path(path)).unwrap().permissions().mode() & 0o7777;
        fs::set_permissions(sandbox.path("envs/a.yaml"), fs::Permissions::from_mode(0o600)).unwrap();
        fs::set_permissions(sandbox.path("elsewhere/real.yaml"), fs::Permissions::from_mode(0o664)).unwrap();
        symlink("../elsewhere/real.yaml", sandbox.path("envs/link.yaml")).unwrap();
        let untouched = fs::metadata(sandbox.path("envs/clean.yaml")).unwrap().modified().unwrap();
        sandbox.run(&["--unsafe-fixes", "envs/a.yaml", "envs/link.yaml", "envs/clean.yaml"]).exits(0);
        assert_eq!((read(&sandbox, "envs/a.yaml").as_str(), mode("envs/a.yaml")), (FIXED, 0o600));
        assert_eq!((read(&sandbox, "elsewhere/real.yaml").as_str(), mode("elsewhere/real.yaml")), (FIXED, 0o664));
        assert!(fs::symlink_metadata(sandbox.path("envs/link.yaml")).unwrap().is_symlink());
        assert_eq!(fs::metadata(sandbox.path("envs/clean.yaml")).unwrap().modified().unwrap(), untouched);
        assert_eq!(fs::read_dir(sandbox.path("envs")).unwrap().count(), 3);
    }

    #[test]
    fn a_file_that_must_not_be_changed_is_not_and_fails_the_run() {
        let sandbox = Sandbox::new(&[("a.yaml", FIXABLE), ("b.yaml", FIXABLE)]);
        fs::set_permissions(sandbox.path("b.yaml"), fs::Permissions::from_mode(0o444)).unwrap();
        let run = sandbox.run(&["--unsafe-fixes", "--output-format", "concise"]).exits(2);
        assert_eq!(run.stderr, "error: b.yaml: is read-only, and was not changed\nFixed 5 findings.\n");
        assert_eq!((read(&sandbox, "a.yaml").as_str(), read(&sandbox, "b.yaml").as_str()), (FIXED, FIXABLE));
        assert_eq!(run.stdout.lines().count(), 5, "{run}");
    }
}
