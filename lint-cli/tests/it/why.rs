//! `esc-lint why`: the chain that gives one value.

use crate::sandbox::{Run, Sandbox};

const FILES: [(&str, &str); 3] = [
    ("dev.yaml", "imports: [base]\nvalues:\n  host: db.${domain}\n  url: https://${host}:${port}/\n  key: {fn::secret: hunter2}\n"),
    ("base.yaml", "imports: [net]\nvalues:\n  host: localhost\n  port: 5432\n"),
    ("net.yaml", "values:\n  domain: example.com\n  port: 80\n"),
];

fn why(args: &[&str]) -> Run {
    Sandbox::new(&FILES).run(&[&["why", "dev.yaml"], args].concat())
}

#[test]
fn text() {
    insta::assert_snapshot!(why(&["url"]), @"
    exit 0
    ----- stdout
    url  string  https://db.example.com:5432/

    set                   dev.yaml:4:3   text with 2 references
      reads `host`        dev.yaml:4:16  string
        set               dev.yaml:3:3   text with 1 reference
          reads `domain`  dev.yaml:3:12  string
            set           net.yaml:2:3   text, imported by `base` > `net`
        replaced          base.yaml:3:3  text, imported by `base`
      reads `port`        dev.yaml:4:24  number
        set               base.yaml:4:3  number, imported by `base`
        replaced          net.yaml:3:3   number, imported by `base` > `net`
    ----- stderr
    ");
    insta::assert_snapshot!(why(&["values.key"]), @"
    exit 0
    ----- stdout
    key  string  [secret]

    set  dev.yaml:5:3  secret
    ----- stderr
    ");
}

#[test]
fn json() {
    let run = why(&["host", "--output-format", "json"]).exits(0);
    insta::assert_snapshot!(serde_json::to_string_pretty(&run.json()).unwrap(), @r#"
    {
      "schemaVersion": 1,
      "path": "host",
      "type": "string",
      "state": "known",
      "value": "db.example.com",
      "steps": [
        {
          "depth": 0,
          "role": "sets",
          "what": "text with 1 reference",
          "path": "dev.yaml",
          "start": {
            "line": 3,
            "column": 3,
            "offset": 26
          },
          "end": {
            "line": 3,
            "column": 7,
            "offset": 30
          },
          "imports": []
        },
        {
          "depth": 1,
          "role": "reads",
          "reference": "domain",
          "what": "string",
          "path": "dev.yaml",
          "start": {
            "line": 3,
            "column": 12,
            "offset": 35
          },
          "end": {
            "line": 3,
            "column": 21,
            "offset": 44
          },
          "imports": []
        },
        {
          "depth": 2,
          "role": "sets",
          "what": "text",
          "path": "net.yaml",
          "start": {
            "line": 2,
            "column": 3,
            "offset": 10
          },
          "end": {
            "line": 2,
            "column": 9,
            "offset": 16
          },
          "imports": [
            "base",
            "net"
          ]
        },
        {
          "depth": 0,
          "role": "replaced",
          "what": "text",
          "path": "base.yaml",
          "start": {
            "line": 3,
            "column": 3,
            "offset": 25
          },
          "end": {
            "line": 3,
            "column": 7,
            "offset": 29
          },
          "imports": [
            "base"
          ]
        }
      ],
      "complete": true
    }
    "#);
    assert_eq!(run.stdout.lines().count(), 1);
}

#[test]
fn a_path_that_leads_nowhere_is_a_failed_run() {
    let run = why(&["hots"]).exits(2);
    assert_eq!((run.stdout.as_str(), run.stderr.as_str()), ("", "error: this environment has no `hots`; did you mean `host`?\n"));
}
