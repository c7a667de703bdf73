//! Diagnostics, pushed and pulled.

use insta::assert_snapshot;
use serde_json::{Value, json};

use crate::session::{PROFILES, Session};

#[test]
fn every_profile_sees_the_same() {
    for name in PROFILES {
        let mut session = Session::start(name, "value:\n  a: 1\n");
        session.open("env.yaml");
        assert!(session.diagnostics("env.yaml").starts_with("1:1-1:6 warning ESC101"), "{name}");
        session.edit("env.yaml", "values:\n  a: 1\n");
        assert_eq!(session.diagnostics("env.yaml"), "", "{name}");
    }
}

#[test]
fn shows_what_belongs_to_a_finding() {
    let mut session = Session::start("vscode", "values:\n  a: 1\n  a: 2\n---\nb: 1\n");
    session.open("env.yaml");
    assert_snapshot!(session.diagnostics("env.yaml"), @"
    3:3-3:4 error ESC002 `a` is defined twice in this object, and ESC refuses to choose
      help: Remove one of the two, or rename it
      env.yaml 2:3-2:4 first defined here
    4:1-4:4 info ESC005 everything from here on is ignored: ESC reads only the first document of a file
      help: Move it to a file of its own, or into the first document
      unnecessary
    ");
}

#[test]
fn a_client_that_shows_little_gets_little() {
    let mut session = Session::start("minimal", "values:\n  a: 1\n  a: 2\n---\nb: 1\n");
    session.open("env.yaml");
    assert_snapshot!(session.diagnostics("env.yaml"), @"
    3:3-3:4 error ESC002 `a` is defined twice in this object, and ESC refuses to choose
      help: Remove one of the two, or rename it
    4:1-4:4 info ESC005 everything from here on is ignored: ESC reads only the first document of a file
      help: Move it to a file of its own, or into the first document
    ");
}

#[test]
fn are_cleared_when_a_document_that_is_no_file_is_closed() {
    let mut session = Session::start("emacs", "");
    session.open_text("new.yaml", "pulumi-esc", "value:\n  a: 1\n");
    assert_ne!(session.diagnostics("new.yaml"), "");
    session.close("new.yaml");
    session.wait_until("clearing", |session| session.published("new.yaml").as_deref() == Some(""));
}

#[test]
fn a_closed_file_is_shown_as_it_is_on_disk() {
    let mut session = Session::start("emacs", "values:\n  a: 1\n");
    session.open_text("env.yaml", "pulumi-esc", "value:\n  a: 1\n");
    assert_ne!(session.diagnostics("env.yaml"), "");
    session.close("env.yaml");
    session.wait_until("clearing", |session| session.published("env.yaml").as_deref() == Some(""));
}

#[test]
fn files_that_are_not_open_are_checked_too() {
    let mut session = Session::start("emacs", "//- /a.yaml\nvalues: {}\nvalue: 1\n//- /b.yaml\nvalues:\n  x: 1\n");
    session.wait_until("a finding", |session| session.published("a.yaml").is_some_and(|found| found.contains("ESC101")));
    assert_eq!(session.published("b.yaml"), None);
    std::fs::write(session.path("a.yaml"), "values:\n  x: 1\n").unwrap();
    session.touch("a.yaml", 2);
    session.wait_until("clearing", |session| session.published("a.yaml").as_deref() == Some(""));
    std::fs::write(session.path("c.yaml"), "values:\n  x: 1\nvalue: 1\n").unwrap();
    session.touch("c.yaml", 1);
    session.wait_until("a finding", |session| session.published("c.yaml").is_some_and(|found| found.contains("ESC101")));
    std::fs::remove_file(session.path("c.yaml")).unwrap();
    session.touch("c.yaml", 3);
    session.wait_until("clearing", |session| session.published("c.yaml").as_deref() == Some(""));
}

#[test]
fn changes_on_disk_are_seen_without_the_clients_help() {
    for (name, refuses) in [("minimal", false), ("emacs", true)] {
        let mut session = Session::spawn(crate::session::profile(name), "values:\n  x: 1\nvalue: 1\n");
        session.refuses = refuses;
        session.initialize();
        session.wait_until("a finding", |session| session.published("env.yaml").is_some_and(|found| found.contains("ESC101")));
        session.wait_until("clearing", |session| {
            // Over and over: until the disk has been looked at once there is nothing to compare with.
            std::fs::write(session.path("env.yaml"), "values:\n  x: 1\n").unwrap();
            session.published("env.yaml").as_deref() == Some("")
        });
    }
}

#[test]
fn an_import_that_changes_on_disk_is_seen_in_what_is_open() {
    let fixture = "//- /base.yaml\nvalues: {a: 1}\n//- /dev.yaml\nimports: [base]\nvalues:\n  environmentVariables: {A: '${a}'}\n";
    for name in PROFILES {
        let mut session = Session::start(name, fixture);
        session.open("dev.yaml");
        assert_eq!(session.diagnostics("dev.yaml"), "", "{name}");
        std::fs::write(session.path("base.yaml"), "values: {a: {b: 1}}\n").unwrap();
        if matches!(name, "vscode" | "emacs") {
            // The others' disks are looked at from time to time.
            session.touch("base.yaml", 2);
        }
        session.wait_until(&format!("{name}: a finding"), |session| {
            let found =
                if matches!(name, "vscode" | "neovim") { Some(session.diagnostics("dev.yaml")) } else { session.published("dev.yaml") };
            found.is_some_and(|found| found.contains("ESC601"))
        });
    }
}

#[test]
fn comments_silence_findings() {
    let check = |comment: &str, is_silent: bool| {
        let mut session = Session::start("vscode", &format!("value: {{}} {comment}\nvalues: {{}}\n"));
        session.open("env.yaml");
        assert_eq!(!session.diagnostics("env.yaml").contains("ESC101"), is_silent, "{comment}");
    };
    check("# a comment", false);
    check("# esc-lint: ignore[ESC101] on purpose", true);
}

#[test]
fn rules_are_set_by_the_configuration_and_it_is_read_live() {
    let mut session = Session::start("vscode", "//- /env.yaml\nvalue:\n  a: 1\n//- /.esc-lint.yaml\nrules: {ESC101: error}\n");
    session.open("env.yaml");
    assert!(session.diagnostics("env.yaml").starts_with("1:1-1:6 error ESC101"));
    std::fs::write(session.path(".esc-lint.yaml"), "rules: {ESC101: off}\n").unwrap();
    session.touch(".esc-lint.yaml", 2);
    session.wait_until("a request to ask again", |session| session.asked.iter().any(|method| method == "workspace/diagnostic/refresh"));
    assert_eq!(session.diagnostics("env.yaml"), "");
}

#[test]
fn unchanged_reports_are_said_to_be_so() {
    let mut session = Session::start("vscode", "value:\n  a: 1\n");
    session.open("env.yaml");
    let mut ask = |previous: Value| {
        let mut params = json!({"textDocument": {"uri": session.uri("env.yaml")}});
        if previous.is_string() {
            params["previousResultId"] = previous;
        }
        session.request("textDocument/diagnostic", params)
    };
    let first = ask(Value::Null);
    assert_eq!(first["kind"], "full");
    let second = ask(first["resultId"].clone());
    assert_eq!((&second["kind"], &second["resultId"]), (&json!("unchanged"), &first["resultId"]));
    assert_eq!(ask(json!("other"))["kind"], "full");
}

#[test]
fn the_whole_workspace_can_be_asked_about() {
    let mut session = Session::start("vscode", "//- /a.yaml\nvalues: {}\nvalue: 1\n//- /b.yaml\nvalues:\n  x: 1\n//- /c.yaml\nkind: x\n");
    session.open("b.yaml");
    let report = session.request("workspace/diagnostic", json!({"previousResultIds": []}));
    let mut files: Vec<_> = report["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| {
            let name = item["uri"].as_str().unwrap().rsplit('/').next().unwrap();
            format!("{name} {} {}", item["version"], item["items"].as_array().unwrap().len())
        })
        .collect();
    files.sort();
    assert_eq!(files, ["a.yaml null 2", "b.yaml 1 0"]);

    let previous: Vec<Value> =
        report["items"].as_array().unwrap().iter().map(|item| json!({"uri": item["uri"], "value": item["resultId"]})).collect();
    // A client that takes parts is answered when there is news.
    let waiting = session.ask("workspace/diagnostic", json!({"previousResultIds": previous, "partialResultToken": "t"}));
    session.edit("b.yaml", "value:\n  x: 1\n");
    let report = session.answer(waiting);
    let kinds: Vec<_> = report["result"]["items"].as_array().unwrap().iter().map(|item| item["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds.iter().filter(|kind| **kind == "full").count(), 1);
}

#[test]
fn a_question_that_waits_for_news_is_answered_at_the_end() {
    let mut session = Session::start("vscode", "values:\n  a: 1\n");
    let report = session.request("workspace/diagnostic", json!({"previousResultIds": []}));
    let item = &report["items"][0];
    let previous = json!([{"uri": item["uri"], "value": item["resultId"]}]);
    let waiting = session.ask("workspace/diagnostic", json!({"previousResultIds": previous, "partialResultToken": 1}));
    let other = session.ask("workspace/diagnostic", json!({"previousResultIds": previous, "partialResultToken": 2}));
    session.notify("$/cancelRequest", json!({"id": other}));
    assert_eq!(session.answer(other)["error"]["code"], -32800);
    session.request("shutdown", Value::Null);
    assert_eq!(session.answer(waiting)["result"]["items"][0]["kind"], "unchanged");
    session.notify_exit();
    assert_eq!(session.exit_code(), 0);
}

#[test]
fn the_editors_settings_are_heard() {
    let fixture = "value:\n  a: 1\n";
    // Asked for.
    let mut session = Session::spawn(crate::session::profile("vscode"), fixture);
    session.configuration = json!({"profile": "strict"});
    session.initialize();
    session.open("env.yaml");
    session.wait_until("the settings", |session| session.diagnostics("env.yaml").contains("error ESC101"));
    session.configuration = json!({"profile": "default"});
    session.notify("workspace/didChangeConfiguration", json!({"settings": null}));
    session.wait_until("the settings", |session| session.diagnostics("env.yaml").contains("warning ESC101"));
    session.configuration = json!({"profile": "loud"});
    session.notify("workspace/didChangeConfiguration", json!({"settings": null}));
    session.wait_for("a warning", |message| message["params"]["message"].as_str().is_some_and(|text| text.contains("not understood")));

    // Told.
    let mut session = Session::start("minimal", fixture);
    session.open("env.yaml");
    session.notify("workspace/didChangeConfiguration", json!({"settings": {"esc": {"profile": "strict"}}}));
    session.wait_until("the settings", |session| session.published("env.yaml").is_some_and(|found| found.contains("error ESC101")));
}

#[test]
fn files_that_are_not_open_can_be_left_out() {
    let fixture = "//- /a.yaml\nvalues: {}\nvalue: 1\n//- /b.yaml\nvalues:\n  x: 1\n";
    let mut session = Session::spawn(crate::session::profile("vscode"), fixture);
    session.configuration = json!({"diagnostics": {"scope": "openFiles"}});
    session.initialize();
    session.open("b.yaml");
    session.wait_until("the settings", |session| {
        let report = session.request("workspace/diagnostic", json!({"previousResultIds": []}));
        report["items"].as_array().unwrap().len() == 1
    });
    let mut session = Session::start("emacs", fixture);
    session.wait_until("a finding", |session| session.published("a.yaml").is_some_and(|found| found.contains("ESC101")));
}

#[test]
fn several_folders_have_their_own_configuration() {
    let mut session = Session::spawn(
        crate::session::profile("emacs"),
        "//- /one/.esc-lint.yaml\nrules: {ESC101: error}\n//- /one/a.yaml\nvalues: {x: 1}\nvalue: 1\n//- /two/b.yaml\nvalues: {x: 1}\nvalue: 1\n",
    );
    let folder = |path: &str| json!({"uri": session.uri(path), "name": path});
    let folders = [folder("one"), folder("two")];
    let capabilities = crate::session::profile("emacs");
    session
        .request("initialize", json!({"processId": null, "rootUri": null, "capabilities": capabilities, "workspaceFolders": [folders[0]]}));
    session.notify("initialized", json!({}));
    session.wait_until("a finding", |session| session.published("one/a.yaml").is_some_and(|found| found.contains("error ESC101")));
    assert_eq!(session.published("two/b.yaml"), None);
    session.notify("workspace/didChangeWorkspaceFolders", json!({"event": {"added": [folders[1]], "removed": [folders[0]]}}));
    session.wait_until("a finding", |session| session.published("two/b.yaml").is_some_and(|found| found.contains("warning ESC101")));
    session.wait_until("clearing", |session| session.published("one/a.yaml").as_deref() == Some(""));
}

#[test]
fn a_long_scan_shows_its_progress() {
    let mut fixture = String::new();
    for index in 0..600 {
        let values = (0..60).map(|value| format!("  key{value}: text ${{key0}} {index}\n")).collect::<String>();
        fixture.push_str(&format!("//- /envs/env{index}.yaml\nvalues:\n{}", values.replacen("${key0}", "0", 1)));
    }
    let mut session = Session::start("emacs", &fixture);
    session.wait_until("progress", |session| session.asked.iter().any(|method| method == "window/workDoneProgress/create"));
    session.wait_for("the end of it", |message| message["method"] == "$/progress" && message["params"]["value"]["kind"] == "end");
    let reports =
        session.notifications.iter().filter(|message| message["method"] == "$/progress").map(|message| &message["params"]["value"]);
    let kinds: Vec<_> = reports.clone().map(|value| value["kind"].as_str().unwrap()).collect();
    assert_eq!((kinds[0], kinds.iter().filter(|kind| **kind != "report").count()), ("begin", 2));
    let shares: Vec<u64> = reports.filter_map(|value| value["percentage"].as_u64()).collect();
    assert!(shares.is_sorted() && shares.iter().all(|share| *share <= 100), "{shares:?}");
}

#[test]
fn a_short_scan_shows_none() {
    let mut session = Session::start("emacs", "//- /a.yaml\nvalues: {}\nvalue: 1\n//- /b.yaml\nvalues: {x: 1}\n");
    session.wait_until("a finding", |session| session.published("a.yaml").is_some());
    session.open("b.yaml");
    session.diagnostics("b.yaml");
    assert!(session.asked.iter().all(|method| method != "window/workDoneProgress/create"));
}
