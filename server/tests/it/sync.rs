//! Documents: what is open, what is edited, and that the server's text is always the client's.

use serde_json::{Value, json};

use crate::session::Session;

#[test]
fn unknown_documents_are_nobodys_fault() {
    let mut session = Session::start("vscode", "");
    let id = json!({"uri": "file:///nowhere/env.yaml", "version": 1});
    session.notify("textDocument/didChange", json!({"textDocument": id, "contentChanges": [{"text": "a"}]}));
    session.notify("textDocument/didClose", json!({"textDocument": {"uri": "file:///nowhere/env.yaml"}}));
    let params = json!({"textDocument": {"uri": "file:///nowhere/env.yaml"}, "position": {"line": 5, "character": 5}});
    assert_eq!(session.request("textDocument/hover", params), Value::Null);
}

#[test]
fn other_yaml_is_left_alone() {
    let text = "services:\n  web: {}\nvalues:\n  - 1\n";
    for (language, is_ours) in [("yaml", false), ("pulumi-esc", true), ("yaml.pulumi-esc", true), ("json", false)] {
        let mut session = Session::start("vscode", "");
        session.open_text("compose.yaml", language, text);
        assert_eq!(!session.diagnostics("compose.yaml").is_empty(), is_ours, "{language}");
    }
}

#[test]
fn yaml_is_an_environment_by_its_content_its_name_or_the_configuration() {
    let check = |fixture: &str, path: &str, text: &str| {
        let mut session = Session::start("vscode", fixture);
        session.open_text(path, "yaml", text);
        assert_ne!(session.diagnostics(path), "", "{path}");
    };
    check("", "env.yaml", "values:\n  a: 1\nvalue: 2\n");
    check("", "some.esc.yaml", "value: 2\n");
    check("//- /.esc-lint.yaml\nfiles: [envs/*.yaml]\n//- /envs/x.yaml\n", "envs/x.yaml", "value: 2\n");
}

#[test]
fn an_environment_stays_one_while_it_is_edited() {
    let mut session = Session::start("vscode", "");
    session.open_text("env.yaml", "yaml", "values:\n  a: 1\n");
    assert_eq!(session.diagnostics("env.yaml"), "");
    session.edit("env.yaml", "valu:\n  a: 1\n");
    assert!(session.diagnostics("env.yaml").contains("ESC101"));
}

#[test]
fn texts_stay_equal_under_a_flood_of_edits() {
    for encoding in ["utf-8", "utf-16", "utf-32"] {
        let capabilities = json!({"general": {"positionEncodings": [encoding]}, "textDocument": {"diagnostic": {}}});
        let mut session = Session::start_with(capabilities, "");
        assert_eq!(session.capabilities["positionEncoding"], encoding);
        flood(&mut session, 2_000);
    }
}

/// Edits that are sent as fast as they can be, on a text of characters of every width. The text is told from outside by an error at its end:
/// whoever has lost a byte on the way reports it somewhere else.
fn flood(session: &mut Session, count: usize) {
    let mut text = "values:\n  é: 日本\n  b: 😀\n".to_owned();
    session.open_text("env.yaml", "pulumi-esc", &text);
    let mut random = Random(42);
    for _ in 0..count {
        let (from, to) = (random.boundary(&text), random.boundary(&text));
        let (from, to) = (from.min(to), from.max(to).min(from.min(to) + 12));
        let to = (to..=text.len()).find(|&at| text.is_char_boundary(at)).unwrap();
        let new = ["", "a", "é", "日本", "😀", "\n", "x: ", "\u{301}"][random.below(8)];
        let range = json!({"start": session.position(&text, from), "end": session.position(&text, to)});
        session.change("env.yaml", json!([{"range": range, "text": new}]));
        text.replace_range(from..to, new);
    }
    let end = session.position(&text, text.len());
    session.change("env.yaml", json!([{"range": {"start": end, "end": end}, "text": "\n\t{"}]));
    text.push_str("\n\t{");
    let ours = session.diagnostics("env.yaml");
    // The same text, opened whole.
    session.open_text("copy.yaml", "pulumi-esc", &text);
    assert_eq!(ours, session.diagnostics("copy.yaml"));
    assert_ne!(ours, "");
}

/// Numbers that are the same in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % bound
    }

    fn boundary(&mut self, text: &str) -> usize {
        let at = self.below(text.len() + 1);
        (0..=at).rev().find(|&at| text.is_char_boundary(at)).unwrap()
    }
}
