//! What `gopkg.in/yaml.v3` makes of some thousand texts, recorded in the optional folder `../shared/yaml`, and how much of an environment
//! survives a slip.

use std::collections::{BTreeMap, HashMap};
use std::fs;

use esc_syntax::{Node, NodeKind, Tree, events};
use serde_json::Value;

/// Shares that survival may not fall below: of all paths with their values on average, and of texts that keep nine in ten.
const MEAN_SURVIVAL: f64 = 0.929;
const KEEP_NINE_IN_TEN: f64 = 0.88;

struct Case {
    set: String,
    name: String,
    text: String,
    accepted: bool,
    events: Vec<String>,
    original: Option<String>,
}

fn cases() -> Vec<Case> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/yaml/cases.jsonl");
    let Ok(lines) = fs::read_to_string(path) else {
        println!("skipped: no {path}");
        return Vec::new();
    };
    lines.lines().map(case).collect()
}

fn case(line: &str) -> Case {
    let case: Value = serde_json::from_str(line).unwrap();
    let text = |field: &str| case[field].as_str().map(str::to_owned);
    let events = case["events"].as_array().into_iter().flatten();
    Case {
        set: text("set").unwrap(),
        name: text("name").unwrap(),
        text: text("text").unwrap(),
        accepted: case["error"].is_null(),
        events: events.map(|event| event.as_str().unwrap().to_owned()).collect(),
        original: text("original"),
    }
}

#[test]
fn verdicts_structure_and_positions() {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for case in cases() {
        let tree = esc_syntax::parse(case.text.as_str());
        let name = format!("{}/{}: {:?}", case.set, case.name, case.text);
        assert_eq!(tree.errors().is_empty(), case.accepted, "{name} {:?}", tree.errors());
        if case.accepted {
            assert_eq!(events(&tree), case.events, "{name}");
        }
        *counts.entry(case.set).or_default() += 1;
    }
    println!("{counts:?}");
}

#[test]
fn survival() {
    let shares: Vec<f64> = cases().iter().filter_map(share).collect();
    if shares.is_empty() {
        return;
    }
    let count = shares.len() as f64;
    let mean = shares.iter().sum::<f64>() / count;
    let kept = shares.iter().filter(|&&share| share >= 0.9).count() as f64 / count;
    println!("{count} texts: {:.2} % survive, {:.2} % of texts keep nine in ten", mean * 100.0, kept * 100.0);
    assert!(mean >= MEAN_SURVIVAL && kept >= KEEP_NINE_IN_TEN);
}

/// The share of the original's paths with their values that are still there.
fn share(case: &Case) -> Option<f64> {
    let original = paths(&esc_syntax::parse(case.original.as_deref()?));
    let damaged = paths(&esc_syntax::parse(case.text.as_str()));
    let kept: usize = original.iter().map(|(path, &count)| count.min(damaged.get(path).copied().unwrap_or(0))).sum();
    let all: usize = original.values().sum();
    (all > 0).then(|| kept as f64 / all as f64)
}

/// Every key, and every value or kind of collection, with the path that leads there.
fn paths(tree: &Tree) -> HashMap<String, usize> {
    let mut found = HashMap::new();
    if let Some(root) = tree.root() {
        walk(root, "", &mut found);
    }
    found
}

fn walk(node: Node<'_>, path: &str, found: &mut HashMap<String, usize>) {
    let mut count = |path: String| *found.entry(path).or_default() += 1;
    match node.kind() {
        NodeKind::Mapping => count(format!("{path} map")),
        NodeKind::Sequence => count(format!("{path} list")),
        NodeKind::Scalar(_) | NodeKind::Alias => count(format!("{path} {:?}", node.text())),
    }
    for entry in node.entries() {
        let key = format!("{path}/{}", entry.key.text());
        *found.entry(format!("{key} key")).or_default() += 1;
        walk(entry.value, &key, found);
    }
    for (index, item) in node.items().enumerate() {
        walk(item, &format!("{path}/{index}"), found);
    }
}
