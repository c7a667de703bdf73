//! What the programs are made of: nothing that opens connections, and nothing that nobody has given a reason for.

use std::fs;
use std::path::Path;
use std::process::Command;

/// Crates without which nothing in the Rust world talks to another machine.
const CONNECTING: [&str; 12] =
    ["curl", "h2", "hyper", "isahc", "mio", "native-tls", "openssl", "quinn", "reqwest", "rustls", "socket2", "ureq"];

fn read(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

#[test]
fn nothing_can_open_a_connection() {
    let lock = read("Cargo.lock");
    let packages = lock.lines().filter_map(|line| line.strip_prefix("name = \"")?.strip_suffix('"'));
    let found: Vec<_> = packages.filter(|package| CONNECTING.contains(package)).collect();
    assert!(found.is_empty(), "`Cargo.lock` holds {found:?}, which can send what the programs read");
}

#[test]
fn every_direct_dependency_has_a_reason() {
    let manifest = read("Cargo.toml");
    let reasons = read("docs/dependencies.md");
    let table = manifest.split("[workspace.dependencies]").nth(1).and_then(|rest| rest.split("\n[").next()).unwrap_or_default();
    let names = table.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once(" = ")).map(|(name, _)| name);
    let missing: Vec<_> = names.filter(|name| !name.starts_with("esc-") && !reasons.contains(&format!("`{name}`"))).collect();
    assert!(missing.is_empty(), "docs/dependencies.md gives no reason for {missing:?}");
}

#[test]
fn every_dependency_is_declared_once() {
    for member in ["syntax", "analysis", "ide", "project", "server", "lint-cli", "tests"] {
        let manifest = read(&format!("{member}/Cargo.toml"));
        let tables = manifest.split("\n[").filter(|table| table.split(']').next().is_some_and(|name| name.ends_with("dependencies")));
        let lines = tables.flat_map(|table| table.lines().skip(1)).filter(|line| line.contains('=') && !line.starts_with('#'));
        let own: Vec<_> = lines.filter(|line| !line.contains("workspace = true") && !line.contains("path = \"../")).collect();
        assert!(own.is_empty(), "{member}/Cargo.toml: {own:?} belong into the workspace's `Cargo.toml`, whose table has reasons");
    }
}

/// A version that a compiler is asked for, as `1.88` or `1.88.0`.
fn version(text: &str) -> Vec<u32> {
    let mut parts: Vec<u32> = text.split('.').map(|part| part.parse().unwrap_or_else(|_| panic!("{text} is no version"))).collect();
    parts.resize(3, 0);
    parts
}

#[test]
fn no_dependency_needs_a_newer_compiler() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let arguments = ["metadata", "--format-version", "1", "--locked", "--offline"];
    let output = Command::new(env!("CARGO")).args(arguments).current_dir(root).output().unwrap();
    if !output.status.success() {
        // That takes the packages of all platforms, which nobody need have.
        eprintln!("skipped: {}", String::from_utf8_lossy(&output.stderr).lines().next().unwrap_or_default());
        return;
    }
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    let needed = |package: &serde_json::Value| package["rust_version"].as_str().map(version);
    let own = packages.iter().find(|package| package["name"] == "esc-lint").and_then(needed).unwrap();
    let newer: Vec<_> = packages.iter().filter(|package| needed(package) > Some(own.clone())).map(|package| &package["name"]).collect();
    assert!(newer.is_empty(), "{newer:?} need a compiler newer than `rust-version` in `Cargo.toml`");
}
