//! `esc-lint preview`: the five formats over one environment with everything in it, and what they say when something is wrong.

use std::process::Command;

use crate::sandbox::{CLEAN, Run, Sandbox};

const DEV: &str = r#"imports:
  - base
  - team/net@3
  - team/gone
values:
  region: eu-west-1
  aws:
    login:
      fn::open::aws-login:
        oidc: {roleArn: "arn:aws:iam::123456789012:role/esc", sessionName: pulumi-esc}
  database:
    host: db.${domain}
    password: {fn::secret: hunter2}
    url: postgres://app:${database.password}@${database.host}/app
    ports: [5432, 5433]
  motd: |
    Welcome.
    It's a fine day.
  user: ${context.pulumi.user.login}
  zone: ${network.zone}
  environmentVariables:
    AWS_REGION: ${region}
    AWS_ACCESS_KEY_ID: ${aws.login.accessKeyId}
    DATABASE_URL: ${database.url}
    PORTS: ${database.ports}
    RETRIES: 3
    MOTD: ${motd}
    EMPTY: ""
    app.name: shop
  files:
    MOTD_FILE: ${motd}
    PASSWORD_FILE: ${database.password}
"#;

const BASE: &str = "values:\n  region: us-east-1\n  domain: example.com\n  database: {host: localhost, user: app}\n";

const NET: &str = "imports: [base]\nvalues:\n  cidr: 10.0.0.0/8\n  domain: {fn::final: example.org}\n";

fn sandbox() -> Sandbox {
    Sandbox::new(&[("dev.yaml", DEV), ("base.yaml", BASE), ("team/net.yaml", NET), (".esc-lint.yaml", "")])
}

fn preview(format: &str) -> Run {
    sandbox().run(&["preview", "dev.yaml", "--output-format", format])
}

#[test]
fn tree() {
    insta::assert_snapshot!(sandbox().run(&["preview", "dev.yaml"]), @r#"
    exit 1
    ----- stdout
    dev.yaml
      imports base        base.yaml
      imports team/net@3  team/net.yaml
      imports team/gone   not in the workspace

    aws                                         object    dev.yaml:7
    └─ login              [unknown]             object    dev.yaml:8       from `aws-login`, once opened
    cidr                  10.0.0.0/8            string    team/net.yaml:3  imported by `team/net@3`
    database                                    object    dev.yaml:11
    ├─ host               db.example.org        string    dev.yaml:12      replaces localhost from base.yaml:4
    ├─ password           [secret]              string    dev.yaml:13
    ├─ ports                                    list      dev.yaml:15
    │  ├─ [0]             5432                  number    dev.yaml:15
    │  └─ [1]             5433                  number    dev.yaml:15
    ├─ url                [secret]              string    dev.yaml:14
    └─ user               app                   string    base.yaml:4      imported by `team/net@3`
    domain                example.org           string    team/net.yaml:4  imported by `team/net@3`; final
    environmentVariables                        object    dev.yaml:21
    ├─ AWS_ACCESS_KEY_ID  [unknown]             string    dev.yaml:23      from `aws-login`, once opened
    ├─ AWS_REGION         eu-west-1             string    dev.yaml:22
    ├─ DATABASE_URL       [secret]              string    dev.yaml:24
    ├─ EMPTY              ""                    string    dev.yaml:28
    ├─ MOTD               Welcome. … (2 lines)  string    dev.yaml:27
    ├─ PORTS                                    list      dev.yaml:25      left out: a list becomes no variable
    │  ├─ [0]             5432                  number    dev.yaml:15
    │  └─ [1]             5433                  number    dev.yaml:15
    ├─ RETRIES            3                     number    dev.yaml:26
    └─ app.name           shop                  string    dev.yaml:29
    files                                       object    dev.yaml:30
    ├─ MOTD_FILE          Welcome. … (2 lines)  string    dev.yaml:31
    └─ PASSWORD_FILE      [secret]              string    dev.yaml:32
    motd                  Welcome. … (2 lines)  string    dev.yaml:16
    region                eu-west-1             string    dev.yaml:6       replaces us-east-1 from base.yaml:2
    user                  [unknown]             string    dev.yaml:19      told by Pulumi Cloud, once opened
    zone                  [unknown]             anything  dev.yaml:20      hangs on the import `team/gone`, of which nothing is known here

    There may be more keys: an import is not known here.
    ----- stderr
    note: dev.yaml has 1 error, so not all of this can be relied on; `esc-lint dev.yaml` shows it
    "#);
}

#[test]
fn json() {
    insta::assert_snapshot!(preview("json").stdout, @r#"
    {
      "aws": {
        "login": "[unknown]"
      },
      "cidr": "10.0.0.0/8",
      "database": {
        "host": "db.example.org",
        "password": "[secret]",
        "ports": [
          5432,
          5433
        ],
        "url": "[secret]",
        "user": "app"
      },
      "domain": "example.org",
      "environmentVariables": {
        "AWS_ACCESS_KEY_ID": "[unknown]",
        "AWS_REGION": "eu-west-1",
        "DATABASE_URL": "[secret]",
        "EMPTY": "",
        "MOTD": "Welcome.\nIt's a fine day.\n",
        "PORTS": [
          5432,
          5433
        ],
        "RETRIES": 3,
        "app.name": "shop"
      },
      "files": {
        "MOTD_FILE": "Welcome.\nIt's a fine day.\n",
        "PASSWORD_FILE": "[secret]"
      },
      "motd": "Welcome.\nIt's a fine day.\n",
      "region": "eu-west-1",
      "user": "[unknown]",
      "zone": "[unknown]"
    }
    "#);
}

#[test]
fn yaml() {
    insta::assert_snapshot!(preview("yaml").stdout, @r#"
    aws:
      login: '[unknown]'
    cidr: 10.0.0.0/8
    database:
      host: db.example.org
      password: '[secret]'
      ports:
        - 5432
        - 5433
      url: '[secret]'
      user: app
    domain: example.org
    environmentVariables:
      AWS_ACCESS_KEY_ID: '[unknown]'
      AWS_REGION: eu-west-1
      DATABASE_URL: '[secret]'
      EMPTY: ""
      MOTD: |
        Welcome.
        It's a fine day.
      PORTS:
        - 5432
        - 5433
      RETRIES: 3
      app.name: shop
    files:
      MOTD_FILE: |
        Welcome.
        It's a fine day.
      PASSWORD_FILE: '[secret]'
    motd: |
      Welcome.
      It's a fine day.
    region: eu-west-1
    user: '[unknown]'
    zone: '[unknown]'
    "#);
}

#[test]
fn dotenv() {
    insta::assert_snapshot!(preview("dotenv").stdout, @r#"
    # AWS_ACCESS_KEY_ID: [unknown], from `aws-login`, once opened
    AWS_REGION=eu-west-1
    # DATABASE_URL: [secret]
    EMPTY=
    MOTD="Welcome.\nIt's a fine day.\n"
    # PORTS: left out, as every list is
    RETRIES=3
    # app.name: set, but no shell can set or read a variable of this name
    # MOTD_FILE: path of a temporary file with 26 bytes of text
    # PASSWORD_FILE: path of a temporary file with [secret]
    "#);
}

#[test]
fn shell() {
    insta::assert_snapshot!(preview("shell").stdout, @r"
    # AWS_ACCESS_KEY_ID: [unknown], from `aws-login`, once opened
    export AWS_REGION='eu-west-1'
    # DATABASE_URL: [secret]
    export EMPTY=''
    export MOTD='Welcome.
    It'\''s a fine day.
    '
    # PORTS: left out, as every list is
    export RETRIES='3'
    # app.name: set, but no shell can set or read a variable of this name
    # MOTD_FILE: path of a temporary file with 26 bytes of text
    # PASSWORD_FILE: path of a temporary file with [secret]
    ");
}

#[test]
fn a_shell_takes_the_shell_format() {
    let nasty = "values:\n  environmentVariables:\n    A: \"it's $HOME `id` \\\\ \\n\\\"end\\\"\"\n    \"B\\ntouch hacked\": x\n    C: {fn::secret: \"x\\ntouch hacked\"}\n    D:\n";
    let sandbox = Sandbox::new(&[("dev.yaml", nasty)]);
    sandbox.write("env.sh", sandbox.run(&["preview", "dev.yaml", "--output-format", "shell"]).stdout);
    let script = ". ./env.sh; printf '%s|%s|%s' \"$A\" \"${C-unset}\" \"${D-unset}\"";
    let output = Command::new("sh").args(["-c", script]).current_dir(sandbox.path(".")).output().unwrap();
    assert_eq!(String::from_utf8(output.stdout).unwrap(), "it's $HOME `id` \\ \n\"end\"|unset|");
    assert!(!sandbox.path("hacked").exists());
}

#[test]
fn what_is_known_is_printed_all_the_same() {
    let sandbox = Sandbox::new(&[("clean.yaml", CLEAN), ("broken.yaml", "values:\n  a: 1\n  b: ${c\n  d: [\n")]);
    let run = sandbox.run(&["preview", "clean.yaml", "--output-format", "json"]).exits(0);
    assert_eq!(run.stderr, "");
    let run = sandbox.run(&["preview", "broken.yaml", "--output-format", "json"]).exits(1);
    assert_eq!(run.json()["a"], 1);
    assert!(run.stderr.starts_with("note: broken.yaml has "), "{run}");
}

#[test]
fn one_file_and_no_more() {
    let sandbox = Sandbox::new(&[("a.yaml", CLEAN), ("b.yaml", CLEAN)]);
    insta::assert_snapshot!(sandbox.run(&["preview", "gone.yaml"]).exits(2).stderr, @"error: gone.yaml: no such file or directory");
    insta::assert_snapshot!(sandbox.run(&["preview", "."]).exits(2).stderr, @"error: `.` names 2 files; name one");
    sandbox.run(&["preview"]).exits(2);
    let run = sandbox.run_with_stdin(&["preview", "-", "--output-format", "json", "--stdin-filename", "c.yaml"], "imports: [a]\n").exits(0);
    assert_eq!(run.json()["region"], "eu-west-1");
}

#[test]
fn colours_are_for_terminals() {
    let colored = |args: &[&str]| sandbox().run(&[&["preview", "dev.yaml"], args].concat()).stdout.contains('\x1b');
    assert!(!colored(&[]));
    assert!(colored(&["--color", "always"]));
    assert!(!colored(&["--color", "always", "--output-format", "shell"]));
}

#[test]
fn deep_and_wide_environments_have_a_preview() {
    let deep = format!("values: {{a: {}1{}}}\n", "[".repeat(2_000), "]".repeat(2_000));
    let wide: String = (0..5_000).map(|index| format!("  key{index}: ${{key{}}}\n", index + 1)).collect();
    let sandbox = Sandbox::new(&[("deep.yaml", &deep), ("wide.yaml", &format!("values:\n{wide}  key5000: end\n"))]);
    for format in ["tree", "json", "yaml", "shell"] {
        sandbox.run(&["preview", "deep.yaml", "--output-format", format]).exits(0);
        let run = sandbox.run(&["preview", "wide.yaml", "--output-format", format]).exits(0);
        assert!(format == "shell" || run.stdout.matches("end").count() == 5_001, "{format}");
    }
    sandbox.run(&["why", "wide.yaml", "key0"]).exits(0);
}
