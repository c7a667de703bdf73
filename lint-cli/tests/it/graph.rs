//! `esc-lint graph`: imports drawn.

use crate::sandbox::{BROKEN, Run, Sandbox};

fn graph(args: &[&str]) -> Run {
    let app = "imports: [base, team/net@3, team/gone, {extra: {merge: false}}]\nvalues: {x: '${environments.team.tools.x}'}\n";
    let files = [
        ("app.yaml", app),
        ("base.yaml", "values: {a: 1}\n"),
        ("extra.yaml", "values: [\n"),
        ("team/net.yaml", "imports: [team/tools]\n"),
        ("team/tools.yaml", "imports: [team/net]\nvalues: {x: 1}\n"),
        (".esc-lint.yaml", ""),
    ];
    Sandbox::new(&files).run(&[&["graph"], args].concat())
}

#[test]
fn mermaid() {
    insta::assert_snapshot!(graph(&[]), @r#"
    exit 0
    ----- stdout
    flowchart LR
      n0["app<br><small>app.yaml</small>"]
      n1["base<br><small>base.yaml</small>"]
      n2["team/net<br><small>team/net.yaml</small>"]
      n3["team/tools<br><small>team/tools.yaml</small>"]
      n4["team/gone<br><small>not in the workspace</small>"]:::missing
      n5["extra<br><small>extra.yaml (broken)</small>"]:::broken
      n0 --> n1
      n0 -->|"@3"| n2
      n0 --> n4
      n0 -->|"merge: false"| n5
      n0 -.-> n3
      n2 -->|"circle"| n3
      n3 -->|"circle"| n2
      classDef missing stroke-dasharray: 4 4,color:#888
      classDef broken stroke:#c00
      linkStyle 5,6 stroke:#c00
    ----- stderr
    "#);
}

#[test]
fn dot() {
    insta::assert_snapshot!(graph(&["--output-format", "dot", "app.yaml"]), @r#"
    exit 0
    ----- stdout
    digraph environments {
      rankdir=LR;
      node [shape=box];
      n0 [label="app\napp.yaml"];
      n1 [label="base\nbase.yaml"];
      n2 [label="team/net\nteam/net.yaml"];
      n3 [label="team/gone\nnot in the workspace", style=dashed];
      n4 [label="extra\nextra.yaml (broken)", color=red];
      n5 [label="team/tools\nteam/tools.yaml"];
      n0 -> n1;
      n0 -> n2 [label="@3"];
      n0 -> n3;
      n0 -> n4 [label="merge: false"];
      n0 -> n5 [style=dashed];
      n2 -> n5 [color=red, label="circle"];
      n5 -> n2 [color=red, label="circle"];
    }
    ----- stderr
    "#);
}

#[test]
fn json() {
    let run = graph(&["--output-format", "json", "team"]).exits(0);
    insta::assert_snapshot!(serde_json::to_string_pretty(&run.json()).unwrap(), @r#"
    {
      "schemaVersion": 1,
      "nodes": [
        {
          "name": "team/net",
          "path": "team/net.yaml",
          "usable": true
        },
        {
          "name": "team/tools",
          "path": "team/tools.yaml",
          "usable": true
        }
      ],
      "edges": [
        {
          "from": 0,
          "to": 1,
          "kind": "import",
          "name": "team/tools",
          "cycle": true,
          "start": {
            "line": 1,
            "column": 11,
            "offset": 10
          },
          "end": {
            "line": 1,
            "column": 21,
            "offset": 20
          }
        },
        {
          "from": 1,
          "to": 0,
          "kind": "import",
          "name": "team/net",
          "cycle": true,
          "start": {
            "line": 1,
            "column": 11,
            "offset": 10
          },
          "end": {
            "line": 1,
            "column": 19,
            "offset": 18
          }
        }
      ]
    }
    "#);
}

#[test]
fn what_cannot_be_read_is_told_as_everywhere() {
    let sandbox = Sandbox::new(&[("dev.yaml", BROKEN)]);
    let run = sandbox.run(&["graph", "dev.yaml", "gone.yaml"]).exits(2);
    assert!(run.stdout.contains("dev.yaml") && run.stderr.contains("gone.yaml: no such file"), "{run}");
}

#[test]
fn names_cannot_break_out_of_their_labels() {
    let sandbox = Sandbox::new(&[("dev.yaml", "imports: ['a\"]; x-->y', 'b\\n\\\\']\n")]);
    insta::assert_snapshot!(sandbox.run(&["graph", "dev.yaml"]).stdout, @r#"
    flowchart LR
      n0["dev<br><small>dev.yaml</small>"]
      n1["a#quot;]; x--#gt;y<br><small>not in the workspace</small>"]:::missing
      n2["b\n\\<br><small>not in the workspace</small>"]:::missing
      n0 --> n1
      n0 --> n2
      classDef missing stroke-dasharray: 4 4,color:#888
      classDef broken stroke:#c00
    "#);
    insta::assert_snapshot!(sandbox.run(&["graph", "dev.yaml", "--output-format", "dot"]).stdout, @r#"
    digraph environments {
      rankdir=LR;
      node [shape=box];
      n0 [label="dev\ndev.yaml"];
      n1 [label="a\"]; x-->y\nnot in the workspace", style=dashed];
      n2 [label="b\\n\\\\\nnot in the workspace", style=dashed];
      n0 -> n1;
      n0 -> n2;
    }
    "#);
}
