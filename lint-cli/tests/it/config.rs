//! `.esc-lint.yaml`: which one counts, what its mistakes look like, what it does.

use crate::sandbox::{BROKEN, CLEAN, Sandbox};

/// What the command says about a configuration that is wrong.
#[track_caller]
fn error(config: &str) -> String {
    let sandbox = Sandbox::new(&[(".esc-lint.yaml", config), ("dev.yaml", CLEAN)]);
    let run = sandbox.run(&[]).exits(2);
    assert_eq!(run.stdout, "", "{run}");
    run.stderr
}

#[test]
fn mistakes_have_a_place_and_the_nearest_name() {
    insta::assert_snapshot!(error("fils: [envs]\n"), @"error: .esc-lint.yaml:1:1: unknown key `fils`; did you mean `files`?");
    insta::assert_snapshot!(error("imports:\n  complet: true\n"), @"error: .esc-lint.yaml:2:3: imports: unknown key `complet`; did you mean `complete`?");
    insta::assert_snapshot!(error("colour: true\n"), @"error: .esc-lint.yaml:1:1: unknown key `colour`; it can be `files`, `exclude`, `environments`, `providers`, `imports`, `rules`, `select`, `extend-select`, `ignore`, `profile`, `fail-on`, `per-file`, `options`, `required-version`");
    insta::assert_snapshot!(error("\"fi\\nles\": true\n"), @r"error: .esc-lint.yaml:1:1: unknown key `fi\nles`; did you mean `files`?");
    insta::assert_snapshot!(error("rules:\n  ESC002: warn\n"), @"error: .esc-lint.yaml:2:11: rules.ESC002: unknown value `warn`; did you mean `warning`?");
    insta::assert_snapshot!(error("rules:\n  ESC0O2: error\n"), @"error: .esc-lint.yaml:2:3: rules: no rule is called `ESC0O2`; did you mean `ESC002`?");
    insta::assert_snapshot!(error("rules: {ESC002: error, ESC002: off}\n"), @"error: .esc-lint.yaml:1:8: rules: `ESC002` is set twice");
    insta::assert_snapshot!(error("fail-on: errors\n"), @"error: .esc-lint.yaml:1:10: fail-on: unknown value `errors`; did you mean `error`?");
    insta::assert_snapshot!(error("files: envs\n"), @r#"error: .esc-lint.yaml:1:8: files: invalid type: string "envs", expected a list"#);
    insta::assert_snapshot!(error("environments: [\"envs/*.yaml\"]\n"), @"error: .esc-lint.yaml:1:15: environments: `envs/*.yaml` names no environment; write `{env}` where its name belongs, as in `envs/{project}/{env}.yaml`");
    insta::assert_snapshot!(error("options: {ESC002: {allow: []}}\n"), @"error: .esc-lint.yaml:1:10: options: `ESC002` has no options; the rules that have some: `ESC702`");
    insta::assert_snapshot!(error("options: {ESC7: {style: x}}\n"), @"error: .esc-lint.yaml:1:10: options: `ESC7` means several rules, and options belong to one");
    insta::assert_snapshot!(error("options:\n  ESC702: {styl: x}\n"), @"error: .esc-lint.yaml:2:3: options: unknown key `styl`; did you mean `style`?");
    insta::assert_snapshot!(error("options:\n  ESC702: {style: snake}\n"), @"error: .esc-lint.yaml:2:3: options: unknown value `snake`; did you mean `snake_case`?");
    insta::assert_snapshot!(error("options: {ESC702: {}, key-naming: {}}\n"), @"error: .esc-lint.yaml:1:10: options: the options of `ESC702` are set twice");
    insta::assert_snapshot!(error("required-version: \">=99\"\n"), @"error: .esc-lint.yaml: requires version >=99, and this is 0.1.0");
    insta::assert_snapshot!(error("required-version: newest\n"), @"error: .esc-lint.yaml:1:19: required-version: unexpected character 'n' while parsing major version number");
    insta::assert_snapshot!(error("files: [\n"), @"error: .esc-lint.yaml:2:1: did not find expected node content at line 2 column 1, while parsing a flow node");
    insta::assert_snapshot!(error("- files\n"), @"error: .esc-lint.yaml:1:1: invalid type: sequence, expected a mapping of settings");
}

#[test]
fn an_empty_configuration_changes_nothing() {
    for config in ["", "# nothing yet\n", "{}\n"] {
        Sandbox::new(&[(".esc-lint.yaml", config), ("dev.yaml", CLEAN)]).run(&[]).exits(0);
    }
}

#[test]
fn the_nearest_configuration_wins_whole() {
    let sandbox = Sandbox::new(&[
        (".esc-lint.yaml", "rules: {ESC002: off}\n"),
        ("a/dev.yaml", BROKEN),
        ("b/.esc-lint.yaml", "rules: {ESC101: error}\n"),
        ("b/dev.yaml", BROKEN),
    ]);
    let run = sandbox.run(&["--output-format", "json", "."]).exits(1);
    assert_eq!(run.findings(), ["b/dev.yaml ESC002"]);
    let run = sandbox.run(&["--output-format", "json", "--no-config", "."]).exits(1);
    assert_eq!(run.findings(), ["a/dev.yaml ESC002", "b/dev.yaml ESC002"]);
    let run = sandbox.run(&["--output-format", "json", "--config", ".esc-lint.yaml", "."]).exits(0);
    assert_eq!(run.findings(), [""; 0]);
}

#[test]
fn a_configuration_below_the_walk_can_be_wrong_too() {
    let sandbox = Sandbox::new(&[("a/dev.yaml", CLEAN), ("b/.esc-lint.yaml", "exclud: []\n"), ("b/dev.yaml", CLEAN)]);
    let run = sandbox.run(&[]).exits(2);
    assert_eq!(run.stderr, "error: b/.esc-lint.yaml:1:1: unknown key `exclud`; did you mean `exclude`?\n");
}

#[test]
fn a_configuration_that_was_asked_for_must_be_there() {
    let run = Sandbox::new(&[("dev.yaml", CLEAN)]).run(&["--config", "lint.yaml"]).exits(2);
    assert_eq!(run.stderr, "error: lint.yaml: no such file or directory\n");
}

#[test]
fn levels_go_from_weak_to_strong() {
    let severity = |config: &str, args: &[&str]| {
        let sandbox = Sandbox::new(&[(".esc-lint.yaml", config), ("envs/dev.yaml", BROKEN)]);
        let run = sandbox.run(&[&["--output-format", "json", "--fail-on", "never", "."], args].concat()).exits(0);
        let report = run.json();
        report["diagnostics"][0]["severity"].as_str().unwrap_or("off").to_owned()
    };
    assert_eq!(severity("", &[]), "error");
    assert_eq!(severity("ignore: [ESC0]\n", &[]), "off");
    assert_eq!(severity("select: [ESC1]\n", &[]), "off");
    assert_eq!(severity("select: [duplicate-key]\n", &[]), "error");
    assert_eq!(severity("rules: {ESC002: warning}\n", &[]), "warning");
    assert_eq!(severity("rules: {ESC002: info, ESC0: off}\n", &[]), "info");
    assert_eq!(severity("ignore: [ESC002]\nrules: {ESC002: info}\n", &[]), "info");
    assert_eq!(severity("rules: {ESC002: info}\nper-file: [{files: [envs/], rules: {ESC002: warning}}]\n", &[]), "warning");
    assert_eq!(severity("per-file: [{files: [other/], rules: {ESC002: warning}}]\n", &[]), "error");
    assert_eq!(severity("rules: {ESC002: off}\n", &["--select", "ESC0"]), "error");
    assert_eq!(severity("rules: {ESC002: warning}\n", &["--extend-select", "ESC002"]), "warning");
    assert_eq!(severity("rules: {ESC002: warning}\n", &["--ignore", "ESC1,ESC002"]), "off");
}

#[test]
fn fail_on_is_the_configurations_unless_the_command_line_says_otherwise() {
    let sandbox = Sandbox::new(&[(".esc-lint.yaml", "rules: {ESC002: warning}\nfail-on: error\n"), ("dev.yaml", BROKEN)]);
    sandbox.run(&[]).exits(0);
    sandbox.run(&["--fail-on", "warning"]).exits(1);
    sandbox.run(&["--fail-on", "never"]).exits(0);
    // Each file has its own: that of the nearest configuration.
    sandbox.write("strict/.esc-lint.yaml", "rules: {ESC002: info}\nfail-on: info\n");
    sandbox.write("strict/dev.yaml", BROKEN);
    sandbox.run(&["."]).exits(1);
}

#[test]
fn options_reach_their_rule() {
    let text = "values:\n  db_host: a\n  db_port: 1\n  dbName: n\n";
    let told = |style: &str| {
        let config = format!("extend-select: [ESC702]\noptions: {{key-naming: {{style: {style}}}}}\n");
        let sandbox = Sandbox::new(&[(".esc-lint.yaml", &config), ("dev.yaml", text)]);
        sandbox.run(&["--output-format", "json"]).findings().len()
    };
    let styles = ["camelCase", "PascalCase", "snake_case", "kebab-case", "UPPER_CASE"];
    assert_eq!(styles.map(told), [2, 3, 1, 3, 3]);
}
