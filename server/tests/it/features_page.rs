//! `docs/features.md` lists what the server announces, no more and no less.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::session::{Session, profile};

const PAGE: &str = include_str!("../../../docs/features.md");

/// What stands in the second column of the tables of features.
fn listed() -> BTreeSet<String> {
    let mut in_table = false;
    let mut listed = BTreeSet::new();
    for line in PAGE.lines() {
        in_table = line.starts_with("| Feature | Announced as |") || in_table && line.starts_with('|');
        let name = line.split('|').nth(2).and_then(|cell| cell.trim().strip_prefix('`')?.strip_suffix('`'));
        listed.extend(name.filter(|_| in_table).map(str::to_owned));
    }
    listed
}

fn announced(capabilities: &Value) -> BTreeSet<String> {
    let top = capabilities.as_object().unwrap();
    let workspace = top["workspace"].as_object().unwrap().keys().map(|key| format!("workspace.{key}"));
    top.keys().filter(|key| *key != "workspace").cloned().chain(workspace).collect()
}

#[test]
fn every_feature_is_listed() {
    let session = Session::start_with(profile("vscode"), "values: {}\n");
    assert_eq!(listed(), announced(&session.capabilities));
}

#[test]
fn every_command_is_listed() {
    let session = Session::start_with(profile("vscode"), "values: {}\n");
    for command in session.capabilities["executeCommandProvider"]["commands"].as_array().unwrap() {
        assert!(PAGE.contains(&format!("| `{}` |", command.as_str().unwrap())), "{command}");
    }
}
