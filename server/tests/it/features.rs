//! Features over the wire, under several clients: what `esc_ide` finds arrives in each client's terms.

use insta::assert_snapshot;
use serde_json::{Value, json};

use crate::session::{PROFILES, Session, render_range};

const AWS: &str = "\
values:
  😀: é
  aws:
    login:
      fn::open::aws-login:
        oidc: {roleArn: 'arn:aws:iam::123456789012:role/x', sessionName: esc}
";

fn completions(session: &mut Session) -> Vec<Value> {
    let params = session.at_cursor();
    session.request("textDocument/completion", params)["items"].as_array().unwrap().clone()
}

fn labels(items: &[Value]) -> String {
    items.iter().map(|item| item["label"].as_str().unwrap()).collect::<Vec<_>>().join(" ")
}

#[test]
fn completion_under_every_client() {
    for name in PROFILES {
        let mut session = Session::start(name, &format!("{AWS}  é😀: \"é😀 ${{aws.login.se$0\"\n  b: 1\n"));
        session.open("env.yaml");
        let items = completions(&mut session);
        assert_eq!(labels(&items), "secretAccessKey sessionToken accessKeyId", "{name}");
        let cursor = session.at_cursor()["position"].clone();
        for item in &items {
            let range = &item["textEdit"]["range"];
            assert_eq!(range["end"], cursor, "{name}");
            assert_eq!(range["start"]["line"], cursor["line"], "{name}");
            assert_eq!(range["start"]["character"], cursor["character"].as_u64().unwrap() - 2, "{name}");
        }
    }
}

#[test]
fn documentation_comes_when_it_is_asked_for() {
    let mut session = Session::start("vscode", &format!("{AWS}  a: ${{aws.login.$0}}\n"));
    session.open("env.yaml");
    let items = completions(&mut session);
    assert!(items.iter().all(|item| item.get("documentation").is_none()));
    let token = items.iter().find(|item| item["label"] == "sessionToken").unwrap().clone();
    let resolved = session.request("completionItem/resolve", token);
    assert_eq!(resolved["documentation"]["kind"], "markdown");
    assert!(resolved["documentation"]["value"].as_str().unwrap().contains("temporary keys"), "{resolved}");

    // Neovim does not ask, so it comes with the item.
    let mut session = Session::start("neovim", &format!("{AWS}  a: ${{aws.login.$0}}\n"));
    session.open("env.yaml");
    assert!(completions(&mut session).iter().all(|item| item["documentation"]["kind"] == "markdown"));
}

#[test]
fn skeletons_fit_the_client() {
    let inserted = |name: &str| {
        let mut session = Session::start(name, "values:\n  aws:\n    fn::open::aws-l$0\n");
        session.open("env.yaml");
        let items = completions(&mut session);
        format!("{} {}", items[0]["insertTextMode"], items[0]["textEdit"]["newText"].as_str().unwrap())
    };
    assert_snapshot!(inserted("vscode"), @"
    2 fn::open::aws-login:
      oidc:
        roleArn: ${1:arn:aws:iam::123456789012:role/esc-oidc}
        sessionName: ${2:pulumi-esc}
    ");
    assert_snapshot!(inserted("neovim"), @"
    null fn::open::aws-login:
      oidc:
        roleArn: ${1:arn:aws:iam::123456789012:role/esc-oidc}
        sessionName: ${2:pulumi-esc}
    ");
    assert_snapshot!(inserted("emacs"), @"
    null fn::open::aws-login:
          oidc:
            roleArn: arn:aws:iam::123456789012:role/esc-oidc
            sessionName: pulumi-esc
    ");
}

#[test]
fn hovers_are_markdown_or_text() {
    let hover = |name: &str| {
        let mut session = Session::start(name, &format!("{AWS}  a: \"😀 ${{aws.login.session$0Token}}\"\n"));
        session.open("env.yaml");
        let params = session.at_cursor();
        let hover = session.request("textDocument/hover", params);
        format!("{} {}\n{}", render_range(&hover["range"]), hover["contents"]["kind"], hover["contents"]["value"].as_str().unwrap())
    };
    assert_snapshot!(hover("vscode"), @r#"
    7:22-7:34 "markdown"
    **`aws.login.sessionToken`**: a secret string, unknown until opened, from `aws-login`

    Session token of temporary keys; long-lived keys have none.

    [Documentation](https://www.pulumi.com/docs/esc/providers/login/aws-login/)
    "#);
    assert_snapshot!(hover("minimal"), @r#"
    7:22-7:34 "plaintext"
    `aws.login.sessionToken`: a secret string, unknown until opened, from `aws-login`

    Session token of temporary keys; long-lived keys have none.

    Documentation: https://www.pulumi.com/docs/esc/providers/login/aws-login/
    "#);
}

#[test]
fn definition_goes_to_other_files() {
    let fixture = "//- /shared/base.yaml\nvalues:\n  é: {region: x}\n//- /dev.yaml\nimports: [shared/base]\nvalues:\n  a: ${é.reg$0ion}\n";
    let definition = |name: &str| {
        let mut session = Session::start(name, fixture);
        session.open("dev.yaml");
        let params = session.at_cursor();
        let found = session.request("textDocument/definition", params)[0].clone();
        let (uri, range) = match found.get("targetUri") {
            Some(uri) => (uri.clone(), found["targetSelectionRange"].clone()),
            None => (found["uri"].clone(), found["range"].clone()),
        };
        format!("{} {}", uri.as_str().unwrap().rsplit('/').next().unwrap(), render_range(&range))
    };
    assert_eq!(definition("vscode"), "base.yaml 2:7-2:13");
    assert_eq!(definition("minimal"), "base.yaml 2:7-2:13");
    assert_eq!(definition("neovim"), "base.yaml 2:8-2:14");
}

#[test]
fn an_open_buffer_stands_for_its_file() {
    let mut session = Session::start("vscode", "//- /base.yaml\nvalues: {old: 1}\n//- /dev.yaml\nimports: [base]\nvalues:\n  a: ${$0}\n");
    session.open("dev.yaml");
    assert!(labels(&completions(&mut session)).contains("old"));
    session.open_text("base.yaml", "pulumi-esc", "values: {new: 1}\n");
    let labels = labels(&completions(&mut session));
    assert!(labels.contains("new") && !labels.contains("old"), "{labels}");
    session.close("base.yaml");
    session.wait_until("the file", |session| {
        let params = session.at_cursor();
        session.request("textDocument/completion", params)["items"].as_array().unwrap().iter().any(|item| item["label"] == "old")
    });
}

#[test]
fn importers_are_checked_again_when_an_import_changes() {
    let fixture = "//- /base.yaml\nvalues: {a: 1}\n//- /dev.yaml\nimports: [base]\nvalues:\n  environmentVariables: {A: '${a}'}\n";
    for name in ["vscode", "emacs"] {
        let mut session = Session::start(name, fixture);
        session.open("base.yaml");
        session.open("dev.yaml");
        assert_eq!(session.diagnostics("dev.yaml"), "", "{name}");
        session.edit("base.yaml", "values: {a: {b: 1}}\n");
        if name == "vscode" {
            session.wait_until("a request to ask again", |session| {
                session.asked.iter().any(|method| method == "workspace/diagnostic/refresh")
            });
            assert!(session.diagnostics("dev.yaml").contains("ESC601"));
        } else {
            session.wait_until("a finding", |session| session.published("dev.yaml").is_some_and(|found| found.contains("ESC601")));
        }
    }
}

#[test]
fn the_outline_is_nested_or_flat() {
    let outline = |name: &str| {
        let mut session = Session::start(name, "values:\n  a: {b: 1}\n");
        session.open("env.yaml");
        session.request("textDocument/documentSymbol", json!({"textDocument": {"uri": session.uri("env.yaml")}}))
    };
    assert_eq!(outline("vscode")[0]["children"][0]["children"][0]["name"], "b");
    let flat = outline("minimal");
    let names: Vec<_> = flat.as_array().unwrap().iter().map(|symbol| (symbol["name"].clone(), symbol["containerName"].clone())).collect();
    assert_eq!(names, [(json!("values"), Value::Null), (json!("a"), json!("values")), (json!("b"), json!("a"))]);
}

#[test]
fn folds_are_whole_lines_for_who_folds_lines() {
    for (name, characters) in [("vscode", false), ("minimal", true)] {
        let mut session = Session::start(name, "imports:\n- a\nvalues:\n  a: 1\n");
        session.open("env.yaml");
        let folds = session.request("textDocument/foldingRange", json!({"textDocument": {"uri": session.uri("env.yaml")}}));
        assert_eq!(folds[0]["kind"], "imports");
        assert_eq!((&folds[1]["startLine"], &folds[1]["endLine"]), (&json!(2), &json!(3)));
        assert_eq!(folds[1].get("startCharacter").is_some(), characters, "{name}");
    }
}

fn actions(session: &mut Session, only: Value) -> Vec<Value> {
    let (path, position) = (session.fixture.cursor.0.clone(), session.at_cursor()["position"].clone());
    let mut context = json!({"diagnostics": []});
    if !only.is_null() {
        context["only"] = only;
    }
    let params = json!({"textDocument": {"uri": session.uri(&path)}, "range": {"start": position, "end": position}, "context": context});
    session.request("textDocument/codeAction", params).as_array().cloned().unwrap_or_default()
}

#[test]
fn actions_are_sorted_by_what_is_asked_for() {
    let mut session = Session::start("vscode", "values:\n  1$0: a\n  2: b\n");
    session.open("env.yaml");
    let titles =
        |actions: Vec<Value>| actions.iter().map(|action| action["title"].as_str().unwrap().to_owned()).collect::<Vec<_>>().join(", ");
    assert_snapshot!(titles(actions(&mut session, Value::Null)), @"Put the key in quotes, Fix all 2 `non-string-key` in this file, Explain ESC004 (non-string-key), Fix everything that is safe to fix");
    assert_snapshot!(titles(actions(&mut session, json!(["quickfix"]))), @"Put the key in quotes, Fix all 2 `non-string-key` in this file, Explain ESC004 (non-string-key)");
    assert_snapshot!(titles(actions(&mut session, json!(["source.fixAll"]))), @"Fix everything that is safe to fix");
    assert_snapshot!(titles(actions(&mut session, json!(["refactor"]))), @"");
    let fix = actions(&mut session, json!(["quickfix"]))[0].clone();
    assert_eq!(fix["isPreferred"], true);
    assert_eq!(fix["diagnostics"][0]["code"], "ESC004");
    assert_eq!(fix["edit"]["changes"][session.uri("env.yaml")][0]["newText"], "\"1\"");

    // A client that knows commands alone has none of this.
    let mut session = Session::start("minimal", "values:\n  1$0: a\n");
    session.open("env.yaml");
    assert!(actions(&mut session, Value::Null).is_empty());
}

#[test]
fn rules_are_explained_and_switched_off() {
    let mut session = Session::start("vscode", "value$0:\n  a: 1\n");
    session.open("env.yaml");
    let found = actions(&mut session, json!(["quickfix"]));
    let by_title = |title: &str| found.iter().find(|action| action["title"].as_str().unwrap().starts_with(title)).unwrap().clone();
    let explain = by_title("Explain ESC101")["command"].clone();
    let arguments = explain["arguments"].clone();
    let explained = session.request("workspace/executeCommand", json!({"command": explain["command"], "arguments": arguments}));
    assert_eq!(explained["v"], 1);
    assert!(explained["uri"].as_str().unwrap().ends_with("/rules/ESC101.md"), "{explained}");
    session.wait_until("the page", |session| session.asked.iter().any(|method| method == "window/showDocument"));

    // There is no configuration yet.
    let off = by_title("Switch ESC101 off")["edit"]["documentChanges"].clone();
    assert_eq!((&off[0]["kind"], &off[0]["uri"]), (&json!("create"), &json!(session.uri(".esc-lint.yaml"))));
    assert_eq!(off[1]["edits"][0]["newText"], "rules:\n  ESC101: off\n");
    std::fs::write(session.path(".esc-lint.yaml"), "profile: strict\n").unwrap();
    session.touch(".esc-lint.yaml", 1);
    session.wait_until("the configuration", |session| {
        let found = actions(session, json!(["quickfix"]));
        let off = found.iter().find(|action| action["title"].as_str().unwrap().starts_with("Switch ESC101 off")).unwrap();
        off["edit"]["changes"][session.uri(".esc-lint.yaml")][0]["newText"] == "rules:\n  ESC101: off\n"
    });
}

#[test]
fn unknown_commands_are_refused() {
    let mut session = Session::start("minimal", "");
    assert_eq!(session.error("workspace/executeCommand", json!({"command": "esc.sing"})), -32602);
    assert_eq!(session.error("workspace/executeCommand", json!({"command": "esc.explainRule", "arguments": ["ESC999"]})), -32602);
    session.request("workspace/executeCommand", json!({"command": "esc.explainRule", "arguments": ["ESC101"]}));
    session.wait_for("a message", |message| message["method"] == "window/showMessage");
}

#[test]
fn providers_have_a_page() {
    let fixture = "values:\n  a: {fn::open::aws-lo$0gin: {}}\n";
    // As a file, for a client that knows nothing else.
    let mut session = Session::start("neovim", fixture);
    session.open("env.yaml");
    let params = session.at_cursor();
    let found = session.request("textDocument/definition", params);
    let uri = found[0]["targetUri"].as_str().unwrap().to_owned();
    let text = std::fs::read_to_string(uri.strip_prefix("file://").unwrap()).unwrap();
    assert!(uri.ends_with("/providers/aws-login.md") && text.contains("`roleArn` (string, required)"), "{uri}");

    // As a document that the client asks for.
    let mut capabilities = crate::session::profile("vscode");
    capabilities["workspace"]["textDocumentContent"] = json!({"dynamicRegistration": true});
    let mut session = Session::start_with(capabilities, fixture);
    session.open("env.yaml");
    let params = session.at_cursor();
    let uri = session.request("textDocument/definition", params)[0]["targetUri"].clone();
    assert_eq!(uri, "esc:/providers/aws-login.md");
    assert_eq!(session.request("workspace/textDocumentContent", json!({"uri": uri}))["text"], text);
    assert_eq!(session.error("workspace/textDocumentContent", json!({"uri": "esc:/providers/nobody.md"})), -32602);
    assert_eq!(session.error("workspace/textDocumentContent", json!({"uri": "file:///etc/passwd"})), -32602);
}

#[test]
fn the_configuration_is_completed_too() {
    let mut session = Session::start("vscode", "//- /.esc-lint.yaml\nrules:\n  ESC101: $0\n");
    let text = session.fixture.text(".esc-lint.yaml").to_owned();
    session.open_text(".esc-lint.yaml", "yaml", &text);
    let params = session.at_cursor();
    let items = session.request("textDocument/completion", params);
    assert_eq!(labels(items.as_array().unwrap()), "off info warning error");
    session.edit(".esc-lint.yaml", "rules:\n  ESC101: off\n");
    assert_eq!(session.diagnostics(".esc-lint.yaml"), "");
    let hover = session.request(
        "textDocument/hover",
        json!({"textDocument": {"uri": session.uri(".esc-lint.yaml")}, "position": {"line": 1, "character": 4}}),
    );
    assert!(hover["contents"]["value"].as_str().unwrap().starts_with("**ESC101** `unknown-top-level-key`"));
}

#[test]
fn mistakes_in_the_configuration_are_shown_in_it() {
    for name in ["vscode", "emacs"] {
        let mut session = Session::start(name, "");
        session.open_text(".esc-lint.yaml", "yaml", "# é\nprofil: strict\n");
        let found = session.diagnostics(".esc-lint.yaml");
        assert_eq!(found, "2:1-2:15 error - unknown key `profil`; did you mean `profile`?", "{name}");
        session.edit(".esc-lint.yaml", "profile: strict\n");
        assert_eq!(session.diagnostics(".esc-lint.yaml"), "", "{name}");
    }
}
