//! Formatting, and all that shows what a document is and comes to, over the wire.

use insta::assert_snapshot;
use serde_json::{Value, json};

use crate::session::{PROFILES, Session, render_range};

const WORKSPACE: &str = "\
//- /.esc-lint.yaml
# The root is here.
//- /base.yaml
values:
  region: eu-west-1
  key: {fn::secret: hunter2}
//- /dev.yaml
imports: [base]
values:
  region: eu-west-2
  😀: \"😀 ${reg$0ion} ${key}\"
  login: {fn::open::aws-login: {}}
  environmentVariables:
    ID: ${login.accessKeyId}
    LIST: [1]
";

fn open() -> Session {
    let mut session = Session::start("vscode", WORKSPACE);
    session.open("dev.yaml");
    session
}

fn document(session: &Session, path: &str) -> Value {
    json!({"textDocument": {"uri": session.uri(path)}})
}

fn everything() -> Value {
    json!({"start": {"line": 0, "character": 0}, "end": {"line": 99, "character": 0}})
}

#[test]
fn documents_are_laid_out_under_every_client() {
    for name in PROFILES {
        let text = "values:\n    😀:   1  # é\n    b: [1,2]\n\n\n";
        let mut session = Session::start(name, text);
        session.open("env.yaml");
        let mut params = document(&session, "env.yaml");
        params["options"] = json!({"tabSize": 4, "insertSpaces": true});
        let edits = session.request("textDocument/formatting", params.clone());
        assert_eq!(session.apply(text, edits.as_array().unwrap()), "values:\n  😀: 1  # é\n  b: [1, 2]\n", "{name}");
        params["range"] = json!({"start": {"line": 2, "character": 0}, "end": {"line": 2, "character": 1}});
        let edits = session.request("textDocument/rangeFormatting", params);
        assert_eq!(session.apply(text, edits.as_array().unwrap()), "values:\n    😀:   1  # é\n    b: [1, 2]\n\n\n", "{name}");
    }
}

#[test]
fn typing_goes_on_where_it_belongs() {
    for (ch, text, after) in [("\n", "values:\n$0\n", "values:\n  \n"), ("{", "values:\n  a: ${$0\n", "values:\n  a: ${}\n")] {
        let mut session = Session::start("vscode", text);
        session.open("env.yaml");
        let mut params = session.at_cursor();
        params["ch"] = json!(ch);
        params["options"] = json!({"tabSize": 2, "insertSpaces": true});
        let edits = session.request("textDocument/onTypeFormatting", params);
        assert_eq!(session.apply(&text.replace("$0", ""), edits.as_array().unwrap()), after);
    }
}

#[test]
fn symbols_of_the_workspace() {
    let mut session = open();
    let symbols = session.request("workspace/symbol", json!({"query": "region"}));
    let line = |symbol: &Value| format!("{} in {} {}", symbol["name"], symbol["containerName"], render_range(&symbol["location"]["range"]));
    assert_snapshot!(symbols.as_array().unwrap().iter().map(line).collect::<Vec<_>>().join("\n"), @r#"
    "region" in "base" 2:3-2:20
    "region" in "dev" 3:3-3:20
    "#);
}

#[test]
fn links_lead_to_files_and_pages() {
    let mut session = open();
    let params = document(&session, "dev.yaml");
    let links = session.request("textDocument/documentLink", params);
    assert_eq!(links[0]["target"], *session.uri("base.yaml"));
    let resolved = session.request("documentLink/resolve", links[1].clone());
    assert!(resolved["target"].as_str().unwrap().ends_with("aws-login.md"), "{resolved}");
}

#[test]
fn selections_grow() {
    let mut session = open();
    let mut params = document(&session, "dev.yaml");
    params["positions"] = json!([session.at_cursor()["position"]]);
    let mut ranges = Vec::new();
    let answer = session.request("textDocument/selectionRange", params);
    let mut current = &answer[0];
    while current.is_object() {
        ranges.push(render_range(&current["range"]));
        current = &current["parent"];
    }
    assert_snapshot!(ranges.join("\n"), @"
    4:13-4:19
    4:11-4:20
    4:8-4:27
    4:7-4:28
    4:3-4:28
    3:3-8:14
    2:1-8:14
    1:1-8:14
    1:1-9:1
    ");
}

#[test]
fn imports_are_a_hierarchy() {
    let mut session = open();
    let params = session.at_cursor();
    let item = session.request("textDocument/prepareCallHierarchy", params)[0].clone();
    assert_eq!(item["name"], "dev");
    let outgoing = session.request("callHierarchy/outgoingCalls", json!({"item": item}));
    assert_eq!((&outgoing[0]["to"]["name"], outgoing.as_array().unwrap().len()), (&json!("base"), 1));
    let incoming = session.request("callHierarchy/incomingCalls", json!({"item": outgoing[0]["to"]}));
    assert_eq!(incoming[0]["from"]["name"], "dev");
    assert_eq!(render_range(&incoming[0]["fromRanges"][0]), "1:11-1:15");
}

#[test]
fn declarations_and_types() {
    let mut session = open();
    let params = session.at_cursor();
    let declared = session.request("textDocument/declaration", params.clone());
    let place = declared[0].get("targetUri").or(declared[0].get("uri")).unwrap();
    assert_eq!(*place, *session.uri("base.yaml"));
    assert_eq!(session.request("textDocument/typeDefinition", params), json!([]));
}

#[test]
fn tokens_whole_and_in_part_and_by_difference() {
    let mut session = open();
    let legend = session.capabilities["semanticTokensProvider"]["legend"].clone();
    assert_eq!(legend["tokenModifiers"], json!(["declaration", "secret"]));
    let mut params = document(&session, "dev.yaml");
    let full = session.request("textDocument/semanticTokens/full", params.clone());
    let data: Vec<u64> = full["data"].as_array().unwrap().iter().map(|number| number.as_u64().unwrap()).collect();
    assert!(data.chunks(5).any(|token| token[4] & 2 != 0), "nothing is secret");
    let text = session.fixture.text("dev.yaml").replace("eu-west-2", "eu-west-3 # changed");
    session.edit("dev.yaml", &text);
    params["previousResultId"] = full["resultId"].clone();
    let delta = session.request("textDocument/semanticTokens/full/delta", params.clone());
    let mut patched = data.clone();
    for edit in delta["edits"].as_array().unwrap() {
        let at = edit["start"].as_u64().unwrap() as usize;
        let new = edit["data"].as_array().unwrap().iter().map(|number| number.as_u64().unwrap());
        patched.splice(at..at + edit["deleteCount"].as_u64().unwrap() as usize, new);
    }
    let again = session.request("textDocument/semanticTokens/full", document(&session, "dev.yaml"));
    assert_eq!(json!(patched), again["data"]);
    params["previousResultId"] = json!("unknown");
    assert!(session.request("textDocument/semanticTokens/full/delta", params)["data"].is_array());
    let mut params = document(&session, "dev.yaml");
    params["range"] = json!({"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 5}});
    let part = session.request("textDocument/semanticTokens/range", params);
    assert_eq!(part["data"].as_array().unwrap().len(), 5);
}

#[test]
fn hints_lenses_and_signatures() {
    let mut session = open();
    let mut params = document(&session, "dev.yaml");
    params["range"] = everything();
    let hints = session.request("textDocument/inlayHint", params);
    let label = |label: &Value| label.as_str().or(label[0]["value"].as_str()).unwrap().to_owned();
    let line = |hint: &Value| format!("{}: {}", hint["position"]["line"], label(&hint["label"]));
    assert_snapshot!(hints.as_array().unwrap().iter().map(line).collect::<Vec<_>>().join("\n"), @"
    2: overrides base.yaml:2
    3: = [secret]
    7: not exported
    ");
    let lenses = session.request("textDocument/codeLens", document(&session, "dev.yaml"));
    let line = |lens: &Value| format!("{} {}", render_range(&lens["range"]), lens["command"]["title"]);
    assert_snapshot!(lenses.as_array().unwrap().iter().map(line).collect::<Vec<_>>().join("\n"), @r#"
    1:1-1:8 "imported by no environment"
    2:1-2:7 "exports 1 variable"
    "#);

    let mut session = Session::start("vscode", "values:\n  a: {fn::join: [\",\", [$0a]]}\n");
    session.open("env.yaml");
    let params = session.at_cursor();
    let help = session.request("textDocument/signatureHelp", params);
    assert_eq!(help["signatures"][0]["label"], "fn::join: [delimiter, list of text] → text");
    assert_eq!((&help["activeParameter"], &help["signatures"][0]["parameters"][1]["label"]), (&json!(1), &json!([22, 34])));
}

#[test]
fn commands_answer_with_data() {
    let mut session = open();
    let command = |session: &mut Session, command: &str, more: Value| {
        let mut argument = json!({"v": 1, "uri": session.uri("dev.yaml")});
        argument.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        session.request("workspace/executeCommand", json!({"command": command, "arguments": [argument]}))
    };
    let merged = command(&mut session, "esc.mergedEnvironment", json!({}));
    assert_eq!(merged["v"], 1);
    assert_snapshot!(merged["text"].as_str().unwrap(), @r#"
    # `dev.yaml` merged with what it imports: `base`.
    # Nothing was opened or decrypted; secrets are masked.
    environmentVariables:
      ID: '[unknown]'
      LIST:
        - 1
    key: '[secret]'
    login: '[unknown]'
    region: eu-west-2
    "\U0001F600": '[secret]'
    "#);
    let graph = command(&mut session, "esc.importGraph", json!({}));
    assert_eq!((&graph["v"], graph["nodes"].as_array().unwrap().len()), (&json!(1), 2));
    assert_snapshot!(graph["text"].as_str().unwrap(), @"
    # Imports

    - `base`
    - `dev`
      - imports `base`
    ");
    let position = session.at_cursor()["position"].clone();
    let why = command(&mut session, "esc.why", json!({"position": position}));
    assert_eq!((&why["v"], &why["path"], &why["value"]), (&json!(1), &json!("region"), &json!("eu-west-2")));
    assert_eq!(
        why["steps"].as_array().unwrap().iter().map(|step| step["role"].as_str().unwrap()).collect::<Vec<_>>(),
        ["sets", "replaced"]
    );
    let why = command(&mut session, "esc.why", json!({"path": "key"}));
    assert_eq!((&why["state"], &why["value"]), (&json!("secret"), &Value::Null));
    let old = json!({"command": "esc.why", "arguments": [{"v": 0, "uri": session.uri("dev.yaml")}]});
    assert!(session.error("workspace/executeCommand", old) < 0);
}

#[test]
fn the_merged_environment_is_a_live_document() {
    let mut profile = crate::session::profile("vscode");
    profile["workspace"]["textDocumentContent"] = json!({});
    let mut session = Session::start_with(profile, WORKSPACE);
    session.open("dev.yaml");
    let argument = json!({"v": 1, "uri": session.uri("dev.yaml")});
    let shown = session.request("workspace/executeCommand", json!({"command": "esc.mergedEnvironment", "arguments": [argument]}));
    let uri = shown["uri"].clone();
    let text =
        |session: &mut Session| session.request("workspace/textDocumentContent", json!({"uri": uri}))["text"].as_str().unwrap().to_owned();
    assert!(text(&mut session).contains("region: eu-west-2\n"));
    session.edit("dev.yaml", &session.fixture.text("dev.yaml").replace("eu-west-2", "eu-north-1"));
    session.wait_until("a refresh", |session| session.asked.iter().any(|method| method == "workspace/textDocumentContent/refresh"));
    assert!(text(&mut session).contains("region: eu-north-1\n"));
    assert!(!text(&mut session).contains("hunter2"));
}

#[test]
fn what_is_shown_of_importers_is_asked_for_again() {
    let refreshes = |session: &Session| {
        let mut asked: Vec<String> = session.asked.iter().filter(|method| method.ends_with("/refresh")).cloned().collect();
        asked.sort();
        asked.dedup();
        asked
    };
    let all =
        ["workspace/codeLens/refresh", "workspace/diagnostic/refresh", "workspace/inlayHint/refresh", "workspace/semanticTokens/refresh"];
    for (name, expected) in [("vscode", &all[..]), ("neovim", &all[2..]), ("emacs", &[]), ("minimal", &[])] {
        let mut session = Session::start(name, WORKSPACE);
        session.open("dev.yaml");
        session.diagnostics("dev.yaml");
        session.open("base.yaml");
        session.diagnostics("base.yaml");
        session.edit("base.yaml", "values:\n  region: eu-central-1\n");
        session.diagnostics("base.yaml");
        session.wait_until("requests to ask again", |session| refreshes(session) == expected);
    }
}

#[test]
fn what_is_shown_of_the_edited_document_is_the_clients_affair() {
    let mut session = Session::start("neovim", WORKSPACE);
    session.open("dev.yaml");
    session.diagnostics("dev.yaml");
    let rest = |session: &mut Session| {
        let until = std::time::Instant::now() + std::time::Duration::from_millis(500);
        session.wait_until("calm", |_| std::time::Instant::now() > until);
    };
    // The files have only just been written, and may be looked at a second time.
    rest(&mut session);
    session.asked.clear();
    session.edit("dev.yaml", "values: {}\n");
    rest(&mut session);
    assert!(session.asked.iter().all(|method| !method.ends_with("/refresh")), "{:?}", session.asked);
}
