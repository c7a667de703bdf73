//! Previews by example: environments in one text, and what is shown of the first.

use std::sync::Arc;

use super::*;
use crate::eval::Cache;
use crate::providers::Catalogue;
use crate::rules::testing::Shelf;

/// Splits a text at lines of the form `--- name` into environments; the first part is `main`.
fn shelf(text: &str) -> (Arc<Source>, Shelf) {
    let mut parts = vec![("main".to_owned(), String::new())];
    for line in text.split_inclusive('\n') {
        match (line.strip_prefix("--- "), parts.last_mut()) {
            (Some(name), _) => parts.push((name.trim().to_owned(), String::new())),
            (None, Some((_, body))) => body.push_str(line),
            (None, None) => {}
        }
    }
    let source = |(name, body): (String, String)| (name.clone(), Source::new(format!("{name}.yaml"), body));
    let sources: Vec<_> = parts.into_iter().map(source).collect();
    (sources[0].1.clone(), Shelf(sources))
}

fn with_preview<T>(text: &str, ask: impl FnOnce(&mut Preview<'_>) -> T) -> T {
    let (source, shelf) = shelf(text);
    let (catalogue, cache) = (Catalogue::new(), Cache::new());
    let analyzer = Analyzer::new(&shelf, &catalogue, &cache);
    ask(&mut Preview::new(&analyzer, &source))
}

fn place(site: &Site) -> String {
    format!("{}:{}", site.source.path(), site.source.line(site.range.start()) + 1)
}

fn brief(shown: &Shown) -> String {
    match shown {
        Shown::Text(text) => format!("{text:?}"),
        other => format!("{other:?}"),
    }
}

/// One line a row.
fn tree(text: &str) -> String {
    let rows = with_preview(text, |preview| preview.tree());
    let line = |row: &Row| {
        let label = match &row.label {
            Label::Key(key) => key.clone(),
            Label::Index(index) => format!("[{index}]"),
        };
        let site = row.site.as_ref().map(place).unwrap_or_default();
        let mut line = format!("{}{label}: {} {} {site}", "  ".repeat(row.depth), row.type_, brief(&row.shown));
        if let Some(import) = &row.import {
            line.push_str(&format!(" by {import}"));
        }
        if let Some(replaced) = &row.replaced {
            let site = replaced.site.as_ref().map(place).unwrap_or_default();
            line.push_str(&format!(" over {} {site}", brief(&replaced.shown)));
        }
        if let Some(loss) = row.loss {
            line.push_str(&format!(" {loss:?}"));
        }
        line + if row.is_final { " final\n" } else { "\n" }
    };
    rows.iter().map(line).collect()
}

/// One line a step, after one for the value.
fn why(text: &str, path: &str) -> String {
    let chain = match with_preview(text, |preview| preview.why(path)) {
        Ok(chain) => chain,
        Err(error) => return format!("error: {error}"),
    };
    let mut out = format!("{}: {} {}\n", chain.path, chain.type_, brief(&chain.shown));
    for step in &chain.steps {
        let through: String = step.through.iter().map(|name| format!(" < {name}")).collect();
        out.push_str(&format!("{}{:?} {} {}{through}\n", "  ".repeat(step.depth + 1), step.role, place(&step.site), step.what));
    }
    out
}

const LAYERS: &str = "\
imports: [base, net]
values:
  region: eu-west-1
  db: {host: 'db.${domain}', port: 5432}
--- base
values:
  region: us-east-1
  domain: example.com
  db: {host: localhost, name: app}
--- net
imports: [base]
values:
  domain: example.org
  db: {name: net}
";

#[test]
fn rows_say_where_values_are_from() {
    insta::assert_snapshot!(tree(LAYERS), @r#"
    db: object Parts(3) main.yaml:4
      host: string "db.example.org" main.yaml:4 over "localhost" base.yaml:4
      name: string "net" net.yaml:4 by net
      port: number "5432" main.yaml:4
    domain: string "example.org" net.yaml:3 by net over "example.com" base.yaml:3
    region: string "eu-west-1" main.yaml:3 over "us-east-1" base.yaml:2
    "#);
}

#[test]
fn rows_say_why_a_value_is_not_known() {
    let text = "\
imports: [gone]
values:
  login: {fn::open::aws-login: {oidc: {roleArn: 'arn:aws:iam::123456789012:role/x', sessionName: session}}}
  key: 'x${login.accessKeyId}'
  coded: {fn::toBase64: '${key}'}
  user: ${context.pulumi.user.login}
  far: ${from.far}
  bad: {fn::fromJSON: '{'}
  worse: {fn::toJSON: ['${bad}']}
  inline: ${environments.p.e.x}
  round: ${round}
";
    insta::assert_snapshot!(tree(text), @r#"
    bad: anything Unknown(Mistake) main.yaml:8
    coded: string Unknown(Opened(Provider, "aws-login")) main.yaml:5
    far: anything Unknown(Import("gone")) main.yaml:7
    inline: anything Unknown(Import("p/e")) main.yaml:10
    key: string Unknown(Opened(Provider, "aws-login")) main.yaml:4
    login: object Unknown(Opened(Provider, "aws-login")) main.yaml:3
    round: anything Unknown(Mistake) main.yaml:11
    user: string Unknown(Context) main.yaml:6
    worse: string Unknown(Mistake) main.yaml:9
    "#);
}

#[test]
fn rows_say_what_programs_do_not_get() {
    let text = "\
values:
  login: {fn::open::aws-login: {oidc: {roleArn: 'arn:aws:iam::123456789012:role/x', sessionName: session}}}
  environmentVariables: {A: 1, B: [1], C: {x: 1}, D: '${login}', E: , F: {fn::secret: x}}
  files: text
";
    insta::assert_snapshot!(tree(text), @r#"
    environmentVariables: object Parts(6) main.yaml:3
      A: number "1" main.yaml:3
      B: list Parts(1) main.yaml:3 Dropped(Array)
        [0]: number "1" main.yaml:3
      C: object Parts(1) main.yaml:3 Dropped(Object)
        x: number "1" main.yaml:3
      D: object Unknown(Opened(Provider, "aws-login")) main.yaml:3 Dropped(Object)
      E: null "null" main.yaml:3
      F: string Masked(Secret) main.yaml:3
    files: string "text" main.yaml:4 Ignored
    login: object Unknown(Opened(Provider, "aws-login")) main.yaml:2
    "#);
}

#[test]
fn values_below_a_final_one_are_refused() {
    let text = "imports: [base]\nvalues: {a: 1}\n--- base\nvalues: {a: {fn::final: 2}}\n";
    insta::assert_snapshot!(tree(text), @r#"a: number "2" base.yaml:1 by base final"#);
    insta::assert_snapshot!(why(text, "a"), @r#"
    a: number "2"
      Refused main.yaml:2 number
      Sets base.yaml:1 the result of `fn::final` < base
    "#);
}

/// Secrets that the reference does not mark, each with what is made from it.
const UNMARKED: &str = "\
imports: [base]
values:
  pair: {fn::secret: 'user:planted'}
  parts: {fn::split: [':', '${pair}']}
  piece: ${parts[1]}
  joined: 'x-${piece}-y'
  coded: {fn::toBase64: '${piece}'}
  listed: {fn::toJSON: {a: ['${piece}']}}
  token: ghp_a8Zq3LvR0yKd7mXc2PfJ9sHb4UgTe6Ao1vB2
  header: 'Bearer ${token}'
  read: {fn::fromJSON: '{\"deep\": [\"${token}\"]}'}
  password: hunter2-planted
  dsn: 'u:${password}@h'
  theirs: ${shared.piece}
  merged: {mine: 1}
  whole: {fn::toJSON: '${merged}'}
  fine: x
  ghp_a8Zq3LvR0yKd7mXc2PfJ9sHb4UgTe6Ao1vB2: key
--- base
values:
  pair: {fn::secret: 'user:planted'}
  shared: {piece: '${parts[1]}'}
  parts: {fn::split: [':', '${pair}']}
  merged: {token: ghp_a8Zq3LvR0yKd7mXc2PfJ9sHb4UgTe6Ao1vB2}
";

#[test]
fn nothing_that_is_made_from_a_secret_is_shown() {
    insta::assert_snapshot!(tree(UNMARKED), @r#"
    coded: string Masked(Lost) main.yaml:7
    dsn: string Masked(Sensitive) main.yaml:13
    fine: string "x" main.yaml:17
    ***: string "key" main.yaml:18
    header: string Masked(Credential) main.yaml:10
    joined: string Masked(Lost) main.yaml:6
    listed: string Masked(Lost) main.yaml:8
    merged: object Parts(2) main.yaml:15
      mine: number "1" main.yaml:15
      token: string Masked(Credential) base.yaml:5 by base
    pair: string Masked(Secret) main.yaml:3 over Masked(Secret) base.yaml:2
    parts: list Masked(Secret) main.yaml:4 over Masked(Secret) base.yaml:4
    password: string Masked(Sensitive) main.yaml:12
    piece: string Masked(Lost) main.yaml:5
    read: object Parts(1) main.yaml:11
      deep: list Parts(1) main.yaml:11
        [0]: string Masked(Credential) main.yaml:11
    shared: object Parts(1) base.yaml:3 by base
      piece: string Masked(Lost) base.yaml:3 by base
    theirs: string Masked(Lost) main.yaml:14
    token: string Masked(Credential) main.yaml:9
    whole: string Masked(Credential) main.yaml:16
    "#);
    let json = with_preview(UNMARKED, |preview| preview.json().to_string());
    assert!(!json.contains("ghp_") && !json.replace("hunter2-planted", "").contains("planted"), "{json}");
}

#[test]
fn json_shows_what_is_only_likely_to_be_secret_as_the_reference_does() {
    let json = with_preview("values: {password: hunter2, token: {fn::secret: x}}", |preview| preview.json().to_string());
    assert_eq!(json, r#"{"password":"hunter2","token":"[secret]"}"#);
}

#[test]
fn exports_are_what_programs_receive() {
    let text = "\
values:
  login: {fn::open::aws-login: {oidc: {roleArn: 'arn:aws:iam::123456789012:role/x', sessionName: session}}}
  environmentVariables: {TEXT: x, NUMBER: 1.50, FLAG: true, NONE: , LIST: [], KEY: '${login.accessKeyId}', SECRET: {fn::secret: x}, ALL: '${login}'}
  files: {CERT: 'a', RAW: {fn::fromBase64: /w==}}
";
    let exports = with_preview(text, |preview| preview.exports());
    let lines: String = exports.iter().map(|export| format!("{:?} {}: {:?}\n", export.section, export.name, export.fate)).collect();
    insta::assert_snapshot!(lines, @r#"
    EnvironmentVariables ALL: Dropped(Object)
    EnvironmentVariables FLAG: Passed("true")
    EnvironmentVariables KEY: Unknown(Opened(Provider, "aws-login"))
    EnvironmentVariables LIST: Dropped(Array)
    EnvironmentVariables NONE: Passed("")
    EnvironmentVariables NUMBER: Passed("1.5")
    EnvironmentVariables SECRET: Masked(Secret)
    EnvironmentVariables TEXT: Passed("x")
    Files CERT: Passed("a")
    Files RAW: Bytes(1)
    "#);
}

#[test]
fn why_follows_layers_and_references() {
    insta::assert_snapshot!(why(LAYERS, "db.host"), @r#"
    db.host: string "db.example.org"
      Sets main.yaml:4 text with 1 reference
        Reads("domain") main.yaml:4 string
          Sets net.yaml:3 text < net
          Replaced base.yaml:3 text < net < base
      Replaced base.yaml:4 text < net < base
    "#);
    insta::assert_snapshot!(why(LAYERS, "values.db.name"), @r#"
    db.name: string "net"
      Sets net.yaml:4 text < net
      Replaced base.yaml:4 text < net < base
    "#);
    insta::assert_snapshot!(why(LAYERS, "db"), @"
    db: object Parts(3)
      Sets main.yaml:4 object with 2 keys
      Adds net.yaml:4 object with 1 key < net
      Adds base.yaml:4 object with 2 keys < net < base
    ");
    insta::assert_snapshot!(why(LAYERS, "imports.base.region"), @r#"
    imports.base.region: string "us-east-1"
      Sets base.yaml:2 text
    "#);
}

#[test]
fn why_goes_through_what_is_computed() {
    let text = "\
imports: [gone]
values:
  a: ${b}
  b: {c: {fn::join: [',', ['${d}', '${d}']]}}
  d: x
  login: {fn::open::aws-login: {oidc: {roleArn: 'arn:aws:iam::123456789012:role/x', sessionName: '${d}-session'}}}
";
    insta::assert_snapshot!(why(text, "a.c"), @r#"
    a.c: string "x,x"
      Sets main.yaml:3 `c` of reference
        Reads("b.c") main.yaml:3 string
          Sets main.yaml:4 the result of `fn::join`
            Reads("d") main.yaml:4 string
              Sets main.yaml:5 text
            Reads("d") main.yaml:4 string
              Sets main.yaml:5 text
    "#);
    insta::assert_snapshot!(why(text, "login.accessKeyId"), @r#"
    login.accessKeyId: string Unknown(Opened(Provider, "aws-login"))
      Sets main.yaml:6 `accessKeyId` of the answer of `aws-login`
        Reads("d") main.yaml:6 string
          Sets main.yaml:5 text
      Missing main.yaml:1 import of `gone`, of which nothing is known
    "#);
}

#[test]
fn why_stops_where_a_layer_is_in_the_way() {
    let text = "imports: [low, high]\nvalues: {a: {b: 1}}\n--- low\nvalues: {a: {b: 2}}\n--- high\nvalues: {a: text}\n";
    insta::assert_snapshot!(why(text, "a.b"), @r#"
    a.b: number "1"
      Sets main.yaml:2 number
    "#);
}

#[test]
fn why_ends_in_circles() {
    insta::assert_snapshot!(why("values: {a: 'x${b}', b: 'y${a}'}", "a"), @r#"
    a: string Unknown(Mistake)
      Sets main.yaml:1 text with 1 reference
        Reads("b") main.yaml:1 string
          Sets main.yaml:1 text with 1 reference
            Reads("a") main.yaml:1 string
              Sets main.yaml:1 text with 1 reference
    "#);
}

#[test]
fn a_path_that_leads_nowhere_is_told_with_the_nearest_name() {
    let check = |path: &str, expected: &str| assert_eq!(why(LAYERS, path), format!("error: {expected}"));
    check("regoin", "this environment has no `regoin`; did you mean `region`?");
    check("db.hots", "`db` has no `hots`; did you mean `host`?");
    check("region.x", "`region` has no `x`: it is of type string");
    check("db.host[0]", "`db.host` has no item 0: it is of type string");
    check("a..b", "`a..b` is no path; write it as in `${...}`: `app.list[0]`, `app[\"some key\"]`");
    check("", "`` is no path; write it as in `${...}`: `app.list[0]`, `app[\"some key\"]`");
    check("environments.p.e", "`environments.p.e` names no environment that is known here");
    let typed = "values: {l: {fn::open::aws-login: {}}}";
    assert_eq!(why(typed, "l.accesKeyId"), "error: `l` has no `accesKeyId`; did you mean `accessKeyId`?");
    let open = "imports: [gone]\nvalues: {a: 1}";
    assert_eq!(why(open, "b"), "error: this environment has no `b`. The import `gone`, of which nothing is known here, may define it");
}

/// One line a node, then one an edge.
fn drawn(text: &str) -> String {
    let (source, shelf) = shelf(text);
    let (catalogue, cache) = (Catalogue::new(), Cache::new());
    let graph = graph(&Analyzer::new(&shelf, &catalogue, &cache), &[source]);
    let node =
        |node: &Node| format!("{}{}{}\n", node.name, if node.source.is_none() { "?" } else { "" }, if node.is_unusable { "!" } else { "" });
    let edge = |edge: &Edge| {
        let names = [edge.from, edge.to].map(|index| graph.nodes[index].name.clone());
        format!("{} -> {} as {} {:?}{}\n", names[0], names[1], edge.name, edge.kind, if edge.in_cycle { " circle" } else { "" })
    };
    graph.nodes.iter().map(node).chain(graph.edges.iter().map(edge)).collect()
}

#[test]
fn a_graph_has_all_kinds_of_imports() {
    let text = "\
imports: [a, b@3, {c: {merge: false}}, gone, broken]
values: {x: '${environments.p.e.x} ${environments.p.e.y}', y: '${environments.none.such}'}
--- a
imports: [b]
--- b
imports: [a]
--- c
values: {}
--- p/e
imports: [p/e]
--- broken
values: [
";
    insta::assert_snapshot!(drawn(text), @"
    main
    a
    b
    c
    gone?
    broken!
    p/e
    none/such?
    main -> a as a Merged
    main -> b as b@3 Merged
    main -> c as c Unmerged
    main -> gone as gone Merged
    main -> broken as broken Merged
    main -> p/e as p/e Inline
    main -> none/such as none/such Inline
    a -> b as b Merged circle
    b -> a as a Merged circle
    p/e -> p/e as p/e Merged circle
    ");
}
