//! Places where people wait for a menu, in documents that are typed in up to there: what is offered, and what the likeliest choice makes of the
//! line. The snapshot is read by a person whenever it changes.

use std::fmt::Write as _;

use insta::assert_snapshot;
use serde_json::{Value, json};

use crate::session::Session;

/// Where the menu is asked for.
const MARK: &str = "‸";

/// Longer menus are cut.
const SHOWN: usize = 8;

/// What the documents import.
const WORKSPACE: &str = "\
//- /shared/base.yaml
values:
  region: eu-west-1
  tags: {team: platform, cost center: 42}
  hosts: [a.example.com, b.example.com]
//- /shared/aws.yaml
values:
  aws:
    login:
      fn::open::aws-login: {oidc: {roleArn: arn:aws:iam::123456789012:role/esc, sessionName: esc}}
//- /team/db.yaml
values:
  db: {password: {fn::secret: change-me-soon}}
";

const DOCUMENTS: [&str; 6] = [
    "‸im‸ports:
  - ‸sh‸ared/base
  - shared/aws@‸latest
  - team/db: {‸merge: ‸false}
values:
  ‸environmentVariables:
    AWS_R‸EGION: ${‸region}
    AWS_ACC‸ESS_KEY_ID: ${aws.‸login.‸accessKeyId}
    TEAM: ${tags.‸team}
    CENTER: ${tags[\"‸cost center\"]}
    HOST: \"https://${hosts[‸0]}\"
    PASSWORD: '${imports[\"team/db\"].‸db.password}'
  fi‸les:
    CONFIG: |
      user=${context.pulumi.‸user.login}
      region=${re‸gion}
",
    "values:
  aws:
    login:
      fn‸::open::aws-‸login:
        ‸oidc:
          ‸roleArn: arn:aws:iam::123456789012:role/esc
          sessionName: esc
  secrets:
    fn::open::aws-secrets:
      region: eu-west-1
      login: ${‸aws.login}
      get:
        api-key:
          ‸secretId: prod/api
  key: ${secrets.‸api-key}
",
    "values:
  azure:
    fn::open::azure-login: {clientId: a, tenantId: b, subscriptionId: c, oidc: ‸true}
  list: [1, ${‸azure}]
",
    "values:
  password:
    fn::ro‸tate:
      provider: ‸password
",
    "# esc-lint: ignore-file[‸ESC503] a sample
values:
  a: 1
",
    "values:
  text:
    fn::toBase64: ${‸
  parts: [\"${‸
  nested: {a: ${environments.‸
",
];

#[test]
fn something_sensible_is_offered() {
    let mut session = Session::start("vscode", WORKSPACE);
    let mut menus = String::new();
    let mut count = 0;
    for (index, document) in DOCUMENTS.iter().enumerate() {
        let path = format!("doc{index}.yaml");
        session.open_text(&path, "pulumi-esc", "");
        let mut typed = String::new();
        let mut pieces = document.split(MARK).peekable();
        while let Some(piece) = pieces.next() {
            typed.push_str(piece);
            if pieces.peek().is_none() {
                break;
            }
            count += 1;
            session.edit(&path, &typed);
            menu(&mut session, &path, &typed, &mut menus);
        }
    }
    assert_eq!(count, 35);
    assert_snapshot!(menus);
}

/// The line up to the cursor, what is offered, and the line after the first of it.
fn menu(session: &mut Session, path: &str, typed: &str, menus: &mut String) {
    let position = session.position(typed, typed.len());
    let params = json!({"textDocument": {"uri": session.uri(path)}, "position": position});
    let items = session.request("textDocument/completion", params)["items"].as_array().unwrap().clone();
    let line = &typed[typed.rfind('\n').map_or(0, |at| at + 1)..];
    let labels: Vec<&str> = items.iter().map(|item| item["label"].as_str().unwrap()).collect();
    let more = if labels.len() > SHOWN { format!(", and {} more", labels.len() - SHOWN) } else { String::new() };
    _ = writeln!(menus, "{line}{MARK}\n    {}{more}", labels[..labels.len().min(SHOWN)].join(", "));
    if let Some(first) = items.first() {
        _ = writeln!(menus, "    {}", accepted(line, first).replace('\n', "⏎"));
    }
}

/// The line after an item was taken at its end.
fn accepted(line: &str, item: &Value) -> String {
    let range = &item["textEdit"]["range"];
    let characters = range["start"]["character"].as_u64().unwrap() as usize;
    assert_eq!(range["start"]["line"], range["end"]["line"]);
    let kept: Vec<u16> = line.encode_utf16().take(characters).collect();
    String::from_utf16(&kept).unwrap() + item["textEdit"]["newText"].as_str().unwrap()
}
