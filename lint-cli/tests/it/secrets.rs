//! No output of any command tells a secret: recognisable ones are planted in the midst of every kind of mistake, and sought in all formats.
//!
//! `tree`, which is for bug reports and says so, and the files that `--fix` writes are the exceptions.

use crate::sandbox::Sandbox;

/// What must not be seen. Encoded and taken-apart forms too.
const PLANTED: [&str; 13] = [
    "s3cr3t-plain",
    "s3cr3t-list",
    "s3cr3t-left",
    "s3cr3t-right",
    "s3cr3t-block",
    "s3cr3t-misplaced",
    "s3cr3t-twice",
    "s3cr3t-url",
    "czNjcjN0",                                 // base64 of any of these
    "a8Zq3LvR0yKd7mXc2PfJ9sHb4UgTe6Ao1vB2",     // the token that stands in the clear
    "Z2hwX2E4WnEzTHZSMHlL",                     // base64 of that
    "q8Zt/Wn3LvR0yKd7mXc2PfJ9sHb4UgTe6AoNiV1E", // a key that is known by its name
    "AKIAZ7QX4LRW2KDV9TMB",
];

/// Likely to be secret, but not marked: hidden everywhere but in the previews that show what the reference shows.
const LIKELY: &str = "hunter2-in-clear";

const DEV: &str = r#"# token: ghp_a8Zq3LvR0yKd7mXc2PfJ9sHb4UgTe6Ao1vB2
description: use ghp_a8Zq3LvR0yKd7mXc2PfJ9sHb4UgTe6Ao1vB2
imports:
  - base
  - gone/ghp_a8Zq3LvR0yKd7mXc2PfJ9sHb4UgTe6Ao1vB2
values:
  plain: {fn::secret: s3cr3t-plain}
  plain: {fn::secret: s3cr3t-twice}
  list: {fn::secret: [s3cr3t-list]}
  pair: {fn::secret: "s3cr3t-left:s3cr3t-right"}
  block:
    fn::secret: |
      s3cr3t-block
  parts: {fn::split: [":", "${pair}"]}
  left: ${parts[0]}
  lefts: ["${parts[0]}", {deep: "${parts[1]}"}]
  joined: {fn::join: ["-", ["${plain}", "${left}"]]}
  joined-again: x${left}y
  encoded: {fn::toBase64: "${plain}"}
  encoded-piece: {fn::toBase64: "${left}"}
  encoded-token: {fn::toBase64: "${token}"}
  json: {fn::toJSON: {a: "${plain}", b: ["${left}"], c: "${token}"}}
  yaml: {fn::toYAML: {a: "${left}"}}
  text: {fn::toString: ["${left}"]}
  read: {fn::fromJSON: "${plain}"}
  read-again: {fn::fromJSON: "{\"a\": \"${left}\"}"}
  decoded: {fn::fromBase64: "${plain}"}
  decoded-piece: {fn::fromBase64: "${left}"}
  checked: {fn::validate: {schema: {type: string, pattern: "^x$", maxLength: 2}, value: "${plain}"}}
  checked-piece: {fn::validate: {schema: {type: string, enum: [a, b]}, value: "${left}"}}
  constant: {fn::validate: {schema: {const: "${left}"}, value: "${right}"}}
  allowed: {fn::validate: {schema: {enum: [{fn::secret: s3cr3t-plain}, "${left}"]}, value: s3cr3t-plan}}
  matched: {fn::validate: {schema: {pattern: "${left}"}, value: x}}
  bad-pattern: {fn::validate: {schema: {pattern: "${left}("}, value: x}}
  bad-type: {fn::validate: {schema: {type: "${left}"}, value: x}}
  bad-ref: {fn::validate: {schema: {$ref: "${left}"}, value: x}}
  required: {fn::validate: {schema: {type: object, required: ["${left}"]}, value: {a: 1}}}
  token: ghp_a8Zq3LvR0yKd7mXc2PfJ9sHb4UgTe6Ao1vB2
  url: https://ghp_a8Zq3LvR0yKd7mXc2PfJ9sHb4UgTe6Ao1vB2@github.com/x
  ghp_a8Zq3LvR0yKd7mXc2PfJ9sHb4UgTe6Ao1vB2: {fn::nothing: 1}
  ghp_a8Zq3LvR0yKd7mXc2PfJ9sHb4UgTe6Ao1vB2: ${ghp_a8Zq3LvR0yKd7mXc2PfJ9sHb4UgTe6Ao1vB2.x}
  wrong: ${token.ghp_a8Zq3LvR0yKd7mXc2PfJ9sHb4UgTe6Ao1vB2}
  unclosed: ${token.ghp_a8Zq3LvR0yKd7mXc2PfJ9sHb4UgTe6Ao1vB2
  database: postgres://app:s3cr3t-url@db.internal.net/app
  database-again: "${database}?sslmode=require"
  password: hunter2-in-clear
  dsn: app:${password}@db
  login:
    fn::open::aws-login:
      static: {accessKeyId: AKIAZ7QX4LRW2KDV9TMB, secretAccessKey: q8Zt/Wn3LvR0yKd7mXc2PfJ9sHb4UgTe6AoNiV1E, extra: "${left}"}
  ENVIRONMENT_VARIABLES: {X: "${plain}"}
  inherited: ${shared}
  environmentVariables:
    PLAIN: ${plain}
    LEFT: ${left}
    LIST: ${lefts}
    TOKEN: ${token}
    DSN: ${dsn}
    BAD NAME: ${plain}
    AWS_SECRET_ACCESS_KEY: q8Zt/Wn3LvR0yKd7mXc2PfJ9sHb4UgTe6AoNiV1E
    ghp_a8Zq3LvR0yKd7mXc2PfJ9sHb4UgTe6Ao1vB2: x
  files: {PLAIN: "${plain}", LEFT: "${left}"}
  pulumiConfig: {"app:token": "${token}", "app:plain": "${plain}"}
environmentVariables:
  MISPLACED: {fn::secret: s3cr3t-misplaced} # esc-lint: ignore[ghp_a8Zq3LvR0yKd7mXc2PfJ9sHb4UgTe6Ao1vB2] why
  TOKEN: ghp_a8Zq3LvR0yKd7mXc2PfJ9sHb4UgTe6Ao1vB2 # esc-lint: ignore[ESC501] it is ours
"#;

const BASE: &str = r#"values:
  pair: {fn::secret: "s3cr3t-left:s3cr3t-right"}
  parts: {fn::split: [":", "${pair}"]}
  shared: {left: "${parts[0]}", token: ghp_a8Zq3LvR0yKd7mXc2PfJ9sHb4UgTe6Ao1vB2}
  token: {fn::final: "${parts[1]}"}
  right: ${parts[1]}
"#;

/// Text that does not parse, with secrets on both sides of where it stops.
const BROKEN: &str = r#"values:
  plain: {fn::secret: s3cr3t-plain
  token: ghp_a8Zq3LvR0yKd7mXc2PfJ9sHb4UgTe6Ao1vB2
  quoted: {fn::secret: "s3cr3t-left}
  list: [ghp_a8Zq3LvR0yKd7mXc2PfJ9sHb4UgTe6Ao1vB2
	tab: {fn::secret: s3cr3t-right}
"#;

/// Paths to ask about, those among them that lead nowhere.
const PATHS: [&str; 12] = [
    "plain",
    "left",
    "lefts",
    "joined",
    "encoded-token",
    "json",
    "token",
    "url",
    "inherited.left",
    "dsn",
    "environmentVariables.LEFT",
    "token.x",
];

fn sandbox() -> Sandbox {
    Sandbox::new(&[("dev.yaml", DEV), ("base.yaml", BASE), ("broken.yaml", BROKEN), (".esc-lint.yaml", "")])
}

/// The values of `--output-format` that a command takes, from its own message.
fn formats(sandbox: &Sandbox, command: &[&str]) -> Vec<String> {
    let run = sandbox.run(&[command, &["--output-format", "?"]].concat()).exits(2);
    let (_, rest) = run.stderr.split_once("[possible values: ").unwrap_or_else(|| panic!("{run}"));
    rest.split(']').next().unwrap().split(", ").map(str::to_owned).collect()
}

#[test]
fn no_file_that_a_report_is_written_to_tells_a_secret() {
    let sandbox = sandbox();
    let formats = formats(&sandbox, &["check"]);
    let outputs: Vec<String> = formats.iter().map(|format| format!("--output={format}=report.{format}")).collect();
    let args: Vec<&str> = ["check", "."].into_iter().chain(outputs.iter().map(String::as_str)).collect();
    sandbox.run(&args).exits(1);
    for format in formats {
        let report = std::fs::read_to_string(sandbox.path(&format!("report.{format}"))).unwrap();
        assert!(report.contains("dev.yaml"), "{format}");
        let told = PLANTED.iter().chain([&LIKELY]).find(|planted| report.contains(**planted));
        assert_eq!(told, None, "{format}\n{report}");
    }
}

#[test]
fn no_baseline_tells_a_secret() {
    let sandbox = sandbox();
    sandbox.run(&["check", ".", "--profile", "strict", "--baseline", "b", "--write-baseline"]).exits(0);
    let baseline = std::fs::read_to_string(sandbox.path("b")).unwrap();
    assert!(baseline.lines().count() > 20, "{baseline}");
    assert_eq!(PLANTED.iter().chain([&LIKELY]).find(|planted| baseline.contains(**planted)), None, "{baseline}");
}

/// Everything that may be asked, each with whether what is likely to be secret may be shown.
fn questions(sandbox: &Sandbox) -> Vec<(Vec<String>, bool)> {
    let mut commands: Vec<Vec<&str>> = vec![
        vec!["check", "."],
        vec!["check", ".", "--profile", "strict"],
        vec!["check", ".", "--profile", "parity"],
        vec!["check", ".", "--select", "ESC0"],
        vec!["graph", "."],
        vec!["settings", "dev.yaml"],
        vec!["preview", "dev.yaml"],
        vec!["preview", "base.yaml"],
        vec!["preview", "broken.yaml"],
    ];
    commands.extend(PATHS.iter().map(|path| vec!["why", "dev.yaml", path]));
    let mut questions = Vec::new();
    for command in commands {
        for format in formats(sandbox, &command) {
            let as_reference = command[0] == "preview" && ["json", "yaml"].contains(&format.as_str());
            let args = command.iter().map(|arg| (*arg).to_owned()).chain(["--output-format".to_owned(), format]);
            questions.push((args.collect(), as_reference));
        }
    }
    for other in ["check . --diff --unsafe-fixes", "check . --statistics", "files", "why dev.yaml ghp_a8Zq3LvR0yKd7mXc2PfJ9sHb4UgTe6Ao1vB3"]
    {
        questions.push((other.split(' ').map(str::to_owned).collect(), false));
    }
    questions
}

#[test]
fn no_output_tells_a_secret() {
    let sandbox = sandbox();
    for (args, as_reference) in questions(&sandbox) {
        let args: Vec<&str> = args.iter().map(String::as_str).collect();
        let run = sandbox.run(&args);
        assert!(run.code.is_some_and(|code| code < 2) || args[0] == "why", "{args:?}\n{run}");
        let told = PLANTED.iter().find(|planted| run.stdout.contains(**planted) || run.stderr.contains(**planted));
        assert_eq!(told, None, "{args:?}\n{run}");
        assert!(as_reference || !run.stdout.contains(LIKELY), "{args:?}\n{run}");
    }
}

#[test]
fn the_secrets_are_there_to_be_told() {
    let sandbox = sandbox();
    let texts = [DEV, BASE, BROKEN].concat();
    let encoded = ["czNjcjN0", "Z2hwX2E4WnEzTHZSMHlL"];
    assert!(PLANTED.iter().all(|planted| encoded.contains(planted) || texts.contains(*planted)));
    let tree = sandbox.run(&["tree", "dev.yaml"]).exits(0);
    assert!(tree.stdout.contains("s3cr3t-plain"), "{tree}");
}
