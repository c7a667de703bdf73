//! What the rules about projection, imports, formats and style say about environments that were made to test the reference evaluator.
//!
//! Most of those are random, and many are wrong on purpose, so that findings are to be expected; each was looked at. The environments are optional
//! and lie in `../shared` beside the repository.

#![allow(clippy::unwrap_used, clippy::print_stderr, reason = "a test may fail, and says why")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use esc_analysis::{Diagnostic, Severity};
use esc_project::{ConfigChoice, Options, Project};
use esc_syntax::ColumnEncoding;

/// Findings, each looked at: file, place, code, verdict, why.
const REVIEWED: &str = include_str!("../reviewed/projection.txt");

/// The rules that were looked at.
const RULES: [&str; 29] = [
    "ESC007", "ESC011", "ESC205", "ESC206", "ESC207", "ESC306", "ESC307", "ESC308", "ESC310", "ESC403", "ESC405", "ESC406", "ESC408",
    "ESC412", "ESC601", "ESC602", "ESC603", "ESC604", "ESC605", "ESC606", "ESC607", "ESC608", "ESC609", "ESC610", "ESC701", "ESC702",
    "ESC703", "ESC705", "ESC706",
];

#[test]
fn every_finding_in_test_environments_was_looked_at() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/conformance");
    let Ok(folder) = folder.canonicalize() else {
        eprintln!("skipped: {} is not there", folder.display());
        return;
    };
    let reviewed = REVIEWED.lines().filter(|line| !line.starts_with('#')).map(|line| line.split('\t').collect::<Vec<_>>());
    let reviewed: BTreeSet<String> = reviewed
        .map(|fields| {
            assert!(fields.len() == 5 && fields[3] == "right" && !fields[4].is_empty(), "{fields:?}");
            fields[..3].join(" ")
        })
        .collect();
    let found: BTreeSet<String> = ["generated", "upstream"].into_iter().flat_map(|name| findings(&folder, name)).collect();
    let list = |findings: &mut dyn Iterator<Item = &String>| findings.map(|finding| format!("  {finding}\n")).collect::<String>();
    let (new, gone) = (list(&mut found.difference(&reviewed)), list(&mut reviewed.difference(&found)));
    assert!(
        new.is_empty() && gone.is_empty(),
        "to be looked at, and added to tests/reviewed/projection.txt:\n{new}no longer found:\n{gone}"
    );
}

/// What the rules say above `info` with the default settings.
fn findings(folder: &Path, name: &str) -> Vec<String> {
    let root = folder.join(name);
    let options = Options { cwd: folder.to_owned(), config: ConfigChoice::None, root: Some(root.clone()), ..Options::default() };
    let project = Project::new(options).unwrap();
    let discovery = project.discover(&files_of(&root), false).unwrap();
    let sources = discovery.files.iter().filter_map(|found| Some((found, project.load(found).unwrap()?)));
    let found = sources.flat_map(|(found, source)| esc_analysis::lint(&source, &project.settings(&found.path).unwrap(), &project));
    let counts = |found: &Diagnostic| found.severity > Severity::Info && RULES.contains(&found.rule.code);
    found.filter(counts).map(|found| in_short(folder, &found)).collect()
}

/// All files below, also those that do not look like environments.
fn files_of(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        match entry.is_dir() {
            true => files.extend(files_of(&entry)),
            false => files.extend(Some(entry).filter(|path| path.extension().is_some_and(|extension| extension == "yaml"))),
        }
    }
    files
}

fn in_short(folder: &Path, diagnostic: &Diagnostic) -> String {
    let source = &diagnostic.source;
    let path = Path::new(source.path());
    let path = path.strip_prefix(folder).unwrap_or(path).display();
    let start = source.lines().line_column(source.text(), diagnostic.range.start(), ColumnEncoding::Scalars);
    format!("{path} {}:{} {}", start.line + 1, start.column + 1, diagnostic.rule.code)
}
