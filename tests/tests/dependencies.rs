//! What the programs are made of: nothing that opens connections, and nothing that nobody has given a reason for.

use std::fs;
use std::path::Path;

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
