//! Environments from the world: nothing they contain may upset the linter, and rules of our own must not cry wolf about them.
//!
//! The corpora are optional and lie in `../shared` beside the repository.

#![allow(clippy::unwrap_used, clippy::print_stderr, reason = "a test may fail, and says why")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use esc_analysis::rules::Reference;
use esc_analysis::{Diagnostic, Severity};
use esc_project::{ConfigChoice, Options, Project};
use esc_syntax::{ColumnEncoding, TextSize};

/// Findings of our own above `info`, each looked at: file, place, code, verdict, why.
const REVIEWED: &str = include_str!("../reviewed/real.tsv");

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
fn every_finding_of_our_own_was_looked_at() {
    let Some(folder) = corpus("corpus/real") else { return };
    let reviewed = REVIEWED.lines().filter(|line| !line.starts_with('#')).map(|line| line.split('\t').collect::<Vec<_>>());
    let reviewed: BTreeSet<String> = reviewed
        .map(|fields| {
            assert!(fields.len() == 5 && matches!(fields[3], "right" | "placeholder") && !fields[4].is_empty(), "{fields:?}");
            fields[..3].join(" ")
        })
        .collect();
    let own = |diagnostic: &Diagnostic| diagnostic.rule.reference == Reference::Adds && diagnostic.severity > Severity::Info;
    let found: BTreeSet<String> = lint_folder(&folder).iter().filter(|diagnostic| own(diagnostic)).map(in_short).collect();
    let list = |findings: &mut dyn Iterator<Item = &String>| findings.map(|finding| format!("  {finding}\n")).collect::<String>();
    let (new, gone) = (list(&mut found.difference(&reviewed)), list(&mut reviewed.difference(&found)));
    assert!(new.is_empty() && gone.is_empty(), "to be looked at, and added to tests/reviewed/real.tsv:\n{new}no longer found:\n{gone}");
}

fn in_short(diagnostic: &Diagnostic) -> String {
    let source = &diagnostic.source;
    let start = source.lines().line_column(source.text(), diagnostic.range.start(), ColumnEncoding::Scalars);
    format!("{} {}:{} {}", source.path(), start.line + 1, start.column + 1, diagnostic.rule.code)
}
