//! Environments from the world: nothing they contain may upset the linter, and rules of our own must not cry wolf about them.
//!
//! The corpora are optional and lie in `../shared` beside the repository, with the verdicts that the reference evaluator gave.

#![allow(clippy::unwrap_used, clippy::print_stderr, reason = "a test may fail, and says why")]

use std::fs;
use std::path::{Path, PathBuf};

use esc_analysis::rules::Reference;
use esc_analysis::{Diagnostic, Severity};
use esc_project::{ConfigChoice, Options, Project};
use esc_syntax::TextSize;

/// Findings of our own above `info` about environments that the reference accepts, each looked at and found to be deserved.
const DESERVED: [(&str, &str); 1] = [
    // `environmentVariables` and `pulumiConfig` below another key export nothing.
    ("094-gh-gcp-ts-example.yaml", "ESC111"),
];

/// A folder of `../shared`, or nothing and a word about it.
fn corpus(path: &str) -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared").join(path);
    if !folder.is_dir() {
        eprintln!("skipped: {} is not there", folder.display());
        return None;
    }
    Some(folder)
}

/// Everything that the default settings find in a folder.
fn lint_folder(folder: &Path) -> Vec<Diagnostic> {
    let options = Options { cwd: folder.to_owned(), config: ConfigChoice::None, root: Some(folder.to_owned()), ..Options::default() };
    let project = Project::new(options).unwrap();
    let discovery = project.discover(&[PathBuf::from(".")], false).unwrap();
    assert!(!discovery.files.is_empty());
    let sources = discovery.files.iter().filter_map(|found| Some((found, project.load(found).unwrap()?)));
    sources.flat_map(|(found, source)| esc_analysis::lint(&source, &project.settings(&found.path).unwrap(), &project)).collect()
}

#[test]
fn every_place_lies_in_its_file() {
    for path in ["corpus/real", "conformance/generated", "conformance/upstream"] {
        let Some(folder) = corpus(path) else { continue };
        for diagnostic in lint_folder(&folder) {
            let related = diagnostic.related.iter().map(|related| (&related.source, related.range));
            for (source, range) in related.chain([(&diagnostic.source, diagnostic.range)]) {
                assert!(range.end() <= TextSize::of(source.text()), "{diagnostic:?}");
                assert!(source.text().get(std::ops::Range::<usize>::from(range)).is_some(), "{diagnostic:?}");
            }
        }
    }
}

#[test]
fn rules_of_our_own_do_not_cry_wolf() {
    let Some(folder) = corpus("corpus/real") else { return };
    let facts = fs::read_to_string(folder.with_extension("facts.jsonl")).unwrap();
    let facts = facts.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
    let accepted: Vec<String> = facts
        .filter(|fact| fact["diagnostics"].as_array().is_some_and(Vec::is_empty))
        .map(|fact| fact["file"].as_str().unwrap_or_default().to_owned())
        .collect();
    assert!(accepted.len() > 50);
    let wolf = lint_folder(&folder).into_iter().filter(|diagnostic| {
        let own = diagnostic.rule.reference == Reference::Adds && diagnostic.severity > Severity::Info;
        // A placeholder is one wherever it stands: samples are full of them.
        own && diagnostic.rule.name != "placeholder-value" && accepted.iter().any(|file| file == diagnostic.source.path())
    });
    let undeserved: Vec<String> = wolf
        .filter(|diagnostic| !DESERVED.contains(&(diagnostic.source.path(), diagnostic.rule.code)))
        .map(|diagnostic| format!("{} {}: {}", diagnostic.source.path(), diagnostic.rule.code, diagnostic.message))
        .collect();
    assert!(undeserved.is_empty(), "{}", undeserved.join("\n"));
}
