//! References and renames over the wire, in files that are open and in files that are not.

use insta::assert_snapshot;
use serde_json::{Value, json};

use crate::session::{PROFILES, Session, render_range};

const WORKSPACE: &str = "\
//- /.esc-lint.yaml
# The root is here.
//- /base.yaml
values:
  😀: é
  a$0ws:
    region: x
  url: \"😀${aws.region}\"
//- /envs/dev.yaml
imports:
- base # all of it
values:
  a: ${aws.region}
  b: ${imports.base.url}
//- /envs/other.yaml
values:
  aws: 1
";

/// Locations or highlights, one a line: file, range, text of whatever else there is.
fn places(result: &Value) -> String {
    let line = |place: &Value| {
        let file = place["uri"].as_str().map(|uri| uri.rsplit('/').next().unwrap()).unwrap_or("here");
        let kind = place["kind"].as_u64().map(|kind| ["", " text", " read", " write"][kind as usize]).unwrap_or("");
        format!("{file} {}{kind}", render_range(&place["range"]))
    };
    result.as_array().unwrap().iter().map(line).collect::<Vec<_>>().join("\n")
}

/// The edits of a workspace edit by file, whichever form they have.
pub fn edits(session: &Session, edit: &Value) -> Vec<(String, Vec<Value>)> {
    let root = session.uri("");
    let name = |uri: &str| uri.strip_prefix(&format!("{root}/")).unwrap_or(uri).to_owned();
    let list = |edits: &Value| edits.as_array().unwrap().clone();
    let mut files: Vec<_> = match (edit["changes"].as_object(), edit["documentChanges"].as_array()) {
        (Some(changes), None) => changes.iter().map(|(uri, edits)| (name(uri), list(edits))).collect(),
        (None, Some(changes)) => {
            let texts = changes.iter().filter(|change| change.get("kind").is_none());
            texts.map(|change| (name(change["textDocument"]["uri"].as_str().unwrap()), list(&change["edits"]))).collect()
        }
        _ => panic!("both or neither: {edit}"),
    };
    files.sort_by(|a, b| a.0.cmp(&b.0));
    files
}

/// The files that an edit changes, as they are afterwards, and what it does to files.
pub fn after(session: &Session, edit: &Value) -> String {
    let mut out = String::new();
    for (file, edits) in edits(session, edit) {
        out.push_str(&format!("//- {file}\n{}", session.apply(session.fixture.text(&file), &edits)));
    }
    for change in edit["documentChanges"].as_array().into_iter().flatten().filter(|change| change["kind"] == "rename") {
        let file = |key: &str| change[key].as_str().unwrap().rsplit('/').next().unwrap().to_owned();
        out.push_str(&format!("{} -> {}\n", file("oldUri"), file("newUri")));
    }
    out
}

#[test]
fn references_in_all_files() {
    for name in PROFILES {
        let mut session = Session::start(name, WORKSPACE);
        session.open("base.yaml");
        let mut params = session.at_cursor();
        params["context"] = json!({"includeDeclaration": true});
        let all = session.request("textDocument/references", params.clone());
        params["context"]["includeDeclaration"] = json!(false);
        let reads = session.request("textDocument/references", params);
        assert_eq!((all.as_array().unwrap().len(), reads.as_array().unwrap().len()), (3, 2), "{name}");
        if name == "vscode" {
            assert_snapshot!(places(&all), @"
            base.yaml 3:3-3:6
            base.yaml 5:13-5:16
            dev.yaml 4:8-4:11
            ");
        }
    }
}

#[test]
fn highlights_tell_reads_from_writes() {
    let mut session = Session::start("vscode", WORKSPACE);
    session.open("base.yaml");
    let params = session.at_cursor();
    assert_snapshot!(places(&session.request("textDocument/documentHighlight", params)), @"
    here 3:3-3:6 write
    here 5:13-5:16 read
    ");
}

#[test]
fn a_value_is_renamed_in_closed_files_too() {
    for name in PROFILES {
        let mut session = Session::start(name, WORKSPACE);
        session.open("base.yaml");
        let prepared = session.request("textDocument/prepareRename", session.at_cursor());
        assert_eq!(prepared["placeholder"], "aws", "{name}");
        let mut params = session.at_cursor();
        params["newName"] = json!("cloud");
        let edit = session.request("textDocument/rename", params);
        assert_eq!(edit["documentChanges"].is_array(), matches!(name, "vscode" | "emacs"), "{name}");
        let after = after(&session, &edit);
        assert!(after.contains("  url: \"😀${cloud.region}\"\n"), "{name}: {after}");
        assert!(after.contains("  a: ${cloud.region}\n"), "{name}: {after}");
        assert!(!after.contains("other.yaml"), "{name}: {after}");
    }
}

#[test]
fn what_cannot_be_renamed_is_refused_with_a_reason() {
    let mut session = Session::start("vscode", &WORKSPACE.replace("a$0ws", "aws").replace("a: ${aws", "a: ${a$0ws"));
    session.open("envs/dev.yaml");
    let id = session.ask("textDocument/prepareRename", session.at_cursor());
    let error = session.answer(id)["error"].clone();
    assert_eq!(error["code"], -32803);
    assert_snapshot!(error["message"].as_str().unwrap(), @"`aws` comes from `base.yaml`, line 3; rename it there, and whatever imports that file follows");
}

#[test]
fn an_environment_is_renamed_with_its_file() {
    let fixture = WORKSPACE.replace("a$0ws", "aws").replace("- base", "- ba$0se");
    let mut session = Session::start("vscode", &fixture);
    session.open("envs/dev.yaml");
    let mut params = session.at_cursor();
    params["newName"] = json!("core");
    let edit = session.request("textDocument/rename", params.clone());
    assert_snapshot!(after(&session, &edit), @"
    //- envs/dev.yaml
    imports:
    - core # all of it
    values:
      a: ${aws.region}
      b: ${imports.core.url}
    base.yaml -> core.yaml
    ");
    params["newName"] = json!("envs/other");
    let id = session.ask("textDocument/rename", params);
    assert_snapshot!(session.answer(id)["error"]["message"].as_str().unwrap(), @"it belongs to the project `default`; move its file to change that, and its importers follow");

    // Without a way to rename files there is none.
    let mut session = Session::start("minimal", &fixture);
    session.open("envs/dev.yaml");
    let mut params = session.at_cursor();
    params["newName"] = json!("core");
    assert_eq!(session.error("textDocument/rename", params), -32803);
}

#[test]
fn importers_follow_a_file_that_is_renamed() {
    let mut session = Session::start("vscode", WORKSPACE);
    assert!(session.capabilities["workspace"]["fileOperations"]["willRename"].is_object());
    let files = json!([{"oldUri": session.uri("base.yaml"), "newUri": session.uri("core.yaml")}]);
    let edit = session.request("workspace/willRenameFiles", json!({"files": files}));
    assert_snapshot!(after(&session, &edit), @"
    //- envs/dev.yaml
    imports:
    - core # all of it
    values:
      a: ${aws.region}
      b: ${imports.core.url}
    ");
    let files = json!([{"oldUri": session.uri("envs"), "newUri": session.uri("environments")}]);
    assert!(session.request("workspace/willRenameFiles", json!({"files": files})).is_null());
}

#[test]
fn refactorings_come_with_their_kinds() {
    for name in PROFILES {
        let mut session = Session::start(name, "values:\n  app: {😀: $0text}\n");
        session.open("env.yaml");
        let at = session.at_cursor();
        let context = json!({"diagnostics": [], "only": ["refactor"]});
        let params =
            json!({"textDocument": at["textDocument"], "range": {"start": at["position"], "end": at["position"]}, "context": context});
        let actions = session.request("textDocument/codeAction", params);
        let actions = actions.as_array().map(Vec::as_slice).unwrap_or_default();
        let kinds: Vec<&str> = actions.iter().map(|action| action["kind"].as_str().unwrap()).collect();
        if name == "minimal" {
            assert!(kinds.is_empty());
            continue;
        }
        assert_eq!(kinds, ["refactor.extract", "refactor.rewrite"], "{name}");
        assert_eq!(after(&session, &actions[0]["edit"]), "//- env.yaml\nvalues:\n  app: {😀: \"${value}\"}\n  value: text\n", "{name}");
    }
}

#[test]
fn without_configuration_names_start_from_the_folder_that_is_open() {
    let fixture = "//- /team/base.yaml\nvalues: {a: 1}\n//- /apps/dev.yaml\nimports: [team/ba$0se]\nvalues: {}\n";
    for name in PROFILES {
        let mut session = Session::start(name, fixture);
        session.open("apps/dev.yaml");
        let found = session.request("textDocument/definition", session.at_cursor())[0].clone();
        let uri = found.get("targetUri").or(found.get("uri"));
        assert_eq!(uri, Some(&json!(session.uri("team/base.yaml"))), "{name}");
    }
}
