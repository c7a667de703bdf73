//! The life of a session: initialization, its end, and what a client can do wrong without ending it.

use serde_json::{Value, json};

use crate::session::{PROFILES, Session, profile};

#[test]
fn every_profile_initializes_and_shuts_down() {
    for name in PROFILES {
        let mut session = Session::start(name, "values:\n  a: 1\n");
        assert_eq!(session.capabilities["textDocumentSync"]["change"], 2, "{name}");
        session.finish();
    }
}

#[test]
fn bytes_are_preferred_then_utf16() {
    let check = |offered: Value, expected: &str| {
        let session = Session::start_with(json!({"general": {"positionEncodings": offered}}), "");
        assert_eq!(session.capabilities["positionEncoding"], expected, "{offered}");
    };
    check(json!(["utf-16", "utf-8"]), "utf-8");
    check(json!(["utf-32", "utf-16"]), "utf-16");
    check(json!(["utf-32"]), "utf-32");
    check(json!(["utf-7"]), "utf-16");
    check(json!([]), "utf-16");
}

#[test]
fn an_exit_without_shutdown_is_a_failure() {
    let mut session = Session::start("minimal", "");
    session.notify_exit();
    assert_eq!(session.exit_code(), 1);
}

#[test]
fn the_end_of_the_input_ends_the_session() {
    let mut session = Session::start("minimal", "");
    session.hang_up();
    assert_eq!(session.exit_code(), 1);
    let mut session = Session::start("minimal", "");
    session.request("shutdown", Value::Null);
    session.hang_up();
    assert_eq!(session.exit_code(), 0);
}

#[test]
fn nothing_is_answered_before_initialize_or_after_shutdown() {
    let mut session = Session::spawn(profile("minimal"), "");
    let hover = json!({"textDocument": {"uri": "file:///x"}, "position": {"line": 0, "character": 0}});
    assert_eq!(session.error("textDocument/hover", hover.clone()), -32002);
    session.initialize();
    session.request("textDocument/hover", hover.clone());
    session.request("shutdown", Value::Null);
    assert_eq!(session.error("textDocument/hover", hover), -32600);
    session.notify_exit();
    assert_eq!(session.exit_code(), 0);
}

#[test]
fn a_second_initialize_is_refused() {
    let mut session = Session::start("minimal", "");
    let params = json!({"processId": null, "rootUri": null, "capabilities": {}});
    assert_eq!(session.error("initialize", params), -32600);
}

#[test]
fn unknown_methods_are_answered_and_unknown_notifications_ignored() {
    let mut session = Session::start("minimal", "");
    for method in ["textDocument/sing", "$/sing"] {
        session.send(&json!({"jsonrpc": "2.0", "id": method, "method": method, "params": {}}));
        let answer = session.wait_for("an answer", |message| message["id"] == method);
        assert_eq!(answer["error"]["code"], -32601, "{method}");
        session.send(&json!({"jsonrpc": "2.0", "method": method, "params": {}}));
    }
}

#[test]
fn parameters_of_the_wrong_shape_are_answered() {
    let mut session = Session::start("minimal", "");
    for params in [json!({}), json!([]), json!({"textDocument": {"uri": "no uri"}, "position": {"line": -1, "character": 0}}), Value::Null]
    {
        session.send(&json!({"jsonrpc": "2.0", "id": "hover", "method": "textDocument/hover", "params": params}));
        let answer = session.wait_for("an answer", |message| message["id"] == "hover");
        assert_eq!(answer["error"]["code"], -32602, "{params}");
        session.notifications.clear();
    }
    session.send(&json!({"jsonrpc": "2.0", "method": "textDocument/didOpen", "params": {"textDocument": 7}}));
    session.send(&json!({"jsonrpc": "2.0", "method": "textDocument/didChange"}));
}

#[test]
fn what_is_no_message_gets_an_error_and_the_session_goes_on() {
    let mut session = Session::start("minimal", "");
    let frame = |body: &[u8]| [format!("Content-Length: {}\r\n\r\n", body.len()).as_bytes(), body].concat();
    let mut check = |bytes: &[u8], code: Option<i64>| {
        session.notifications.clear();
        session.raw(bytes);
        if let Some(code) = code {
            let answer = session.wait_for("an error", |message| message.get("error").is_some());
            assert_eq!((&answer["id"], answer["error"]["code"].as_i64()), (&Value::Null, Some(code)));
        }
        // Still there.
        session.send(&json!({"jsonrpc": "2.0", "id": "alive", "method": "textDocument/sing"}));
        session.wait_for("an answer", |message| message["id"] == "alive");
    };
    check(&frame(b"{"), Some(-32700));
    check(&frame(b"\xff\xfe\xfd"), Some(-32700));
    check(&frame("[".repeat(100_000).as_bytes()), Some(-32700));
    check(&frame(b"{}"), Some(-32600));
    check(&frame(b"[]"), Some(-32600));
    check(&frame(br#"[{"jsonrpc":"2.0","method":"exit"}]"#), Some(-32600));
    check(&frame(b"null"), Some(-32600));
    check(&frame(br#"{"method":"exit"}"#), Some(-32600));
    check(&frame(b""), None);
    check(b"garbage\r\n\r\n", None);
    check(b"\r\n\r\n\r\n", None);
    check(b"Content-Length: many\r\n\r\n", None);
    check(b"Content-Length: 99999999999999999999\r\n\r\n", None);
    check(b"content-length: 2\r\nCONTENT-TYPE: application/json\r\n\r\n{}", Some(-32600));
    check(br#"{"jsonrpc":"2.0","result":null,"id":12345}"#, None);
    check(&frame(br#"{"jsonrpc":"2.0","result":null,"id":12345}"#), None);
}

#[test]
fn answers_that_nobody_asked_for_and_cancellations_of_nothing_are_ignored() {
    let mut session = Session::start("minimal", "");
    session.send(&json!({"jsonrpc": "2.0", "id": 999, "result": 1}));
    session.send(&json!({"jsonrpc": "2.0", "id": null, "error": {"code": 1, "message": "?"}}));
    session.notify("$/cancelRequest", json!({"id": 12345}));
    session.notify("$/setTrace", json!({"value": "off"}));
}

#[test]
fn a_flood_of_requests_is_answered_one_by_one() {
    let mut session = Session::start("vscode", "values:\n  a: $01\n");
    session.open("env.yaml");
    let cursor = session.at_cursor();
    let ids: Vec<i64> = (0..500).map(|_| session.ask("textDocument/hover", cursor.clone())).collect();
    for id in ids {
        assert!(session.answer(id).get("result").is_some());
    }
}

#[test]
fn a_client_that_never_answers_does_not_stop_the_server() {
    let mut session = Session::spawn(profile("vscode"), "values:\n  a: 1\n");
    session.silent = true;
    session.initialize();
    for _ in 0..300 {
        session.notify("workspace/didChangeConfiguration", json!({"settings": {}}));
    }
    session.open("env.yaml");
    assert_eq!(session.diagnostics("env.yaml"), "");
}

#[test]
fn nothing_is_registered_that_the_client_does_not_register() {
    for (name, expected) in [("vscode", true), ("neovim", false), ("emacs", true), ("minimal", false)] {
        let mut session = Session::start(name, "values:\n  a: 1\n");
        session.open("env.yaml");
        session.diagnostics("env.yaml");
        assert_eq!(session.asked.iter().any(|method| method == "client/registerCapability"), expected, "{name}");
    }
}

#[test]
fn the_log_holds_no_text_of_documents() {
    let dir = tempfile::tempdir().unwrap();
    let log = dir.path().join("server.log");
    let mut session = Session::spawn_with(profile("vscode"), "", &["--log-file", log.to_str().unwrap()]);
    session.initialize();
    let text = "values:\n  marker-key: marker text\n  secret: {fn::secret: marker}\n  broken: [${marker\n";
    session.open_text("env.yaml", "pulumi-esc", text);
    session.diagnostics("env.yaml");
    let unknown = json!({"uri": session.uri("marker.yaml"), "version": 1});
    session.notify("textDocument/didChange", json!({"textDocument": unknown, "contentChanges": [{"text": "marker"}]}));
    session.send(&json!({"jsonrpc": "2.0", "method": "textDocument/didOpen", "params": {"textDocument": {"text": "marker"}}}));
    session.send(&json!({"jsonrpc": "2.0", "id": "marker", "method": "textDocument/hover", "params": {"marker": "marker"}}));
    session.error("workspace/executeCommand", json!({"command": "esc.why", "arguments": ["marker"]}));
    session.finish();
    let log = std::fs::read_to_string(log).unwrap();
    assert!(log.contains(" info  esc-language-server ") && log.contains(" warn  a document was edited that is not open"), "{log}");
    assert!(!log.contains("marker"), "{log}");
    let told = session.notifications.iter().filter(|message| message["method"] == "window/logMessage");
    assert!(told.into_iter().all(|message| !message.to_string().contains("marker")));
}
