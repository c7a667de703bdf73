//! Workspaces with things in them that are no files, or not for us: the server goes on, and everything else is checked.

use std::os::unix::fs::symlink;
use std::process::Command;

use serde_json::json;

use crate::session::{Session, profile};

#[test]
fn what_cannot_be_read_is_in_nobodys_way() {
    let fixture = "\
//- /.esc-lint.yaml
# The root is here.
//- /envs/dev.yaml
imports: [pipe, circle, folder, bytes]
values:
  region: x
  url: ${region}
value: 1
//- /envs/other.yaml
values: {}
value: 1
";
    let mut session = Session::spawn(profile("emacs"), fixture);
    let path = |name: &str| session.path("envs").join(name);
    symlink("..", path("up")).unwrap();
    symlink("circle.yaml", path("again.yaml")).unwrap();
    symlink("again.yaml", path("circle.yaml")).unwrap();
    symlink("nowhere.yaml", path("gone.yaml")).unwrap();
    std::fs::create_dir(path("folder.yaml")).unwrap();
    std::fs::write(path("bytes.yaml"), b"values: {a: \xFF\xFE}\n").unwrap();
    // To read it is to wait for ever.
    let made = Command::new("mkfifo").arg(path("pipe.yaml")).status();
    if !made.is_ok_and(|status| status.success()) {
        eprintln!("skipped: pipes cannot be made here");
    }
    session.initialize();
    session.open("envs/dev.yaml");
    session.wait_until("a finding", |session| session.published("envs/dev.yaml").is_some_and(|found| found.contains("ESC101")));
    session.wait_until("another", |session| session.published("envs/other.yaml").is_some_and(|found| found.contains("ESC101")));
    let params = json!({"textDocument": {"uri": session.uri("envs/dev.yaml")}, "position": {"line": 3, "character": 10}});
    let definition = session.request("textDocument/definition", params);
    assert_eq!(definition.as_array().map(Vec::len), Some(1), "{definition}");
    session.request("workspace/symbol", json!({"query": "region"}));
}
