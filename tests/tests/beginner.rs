//! A first environment with one mistake in each file: that mistake is found, at the place where it has to be mended, and nothing else is said
//! above `info`.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use std::path::{Path, PathBuf};
use std::{env, fs};

use esc_analysis::{Severity, lint};
use esc_project::{ConfigChoice, Options, Project};

/// What is found in a file: rule and marked text.
type Findings = &'static [(&'static str, &'static str)];

const MISTAKES: [(&str, Findings); 11] = [
    ("placeholder", &[("ESC506", "<your-oidc-iam-role-arn>")]),
    ("misspelt-input", &[("ESC303", "durration")]),
    ("session-name", &[("ESC307", " ")]),
    ("no-session-token", &[("ESC603", "AWS_ACCESS_KEY_ID")]),
    ("crossed", &[("ESC604", "accessKeyId")]),
    ("misplaced-section", &[("ESC102", "environmentVariables")]),
    ("misspelt-output", &[("ESC208", "accesKeyId")]),
    ("pasted-keys", &[("ESC501", "AKIAZ7QX4LRW2KDV9TMB"), ("ESC501", "q8Zt/Wn3LvR0yKd7mXc2PfJ9sHb4UgTe6AoNiV1E")]),
    ("no-login-method", &[("ESC305", "{}")]),
    ("secret-of-a-secret", &[("ESC107", "${db.password}")]),
    ("misspelt-section", &[("ESC110", "environmentVariable")]),
];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("beginner")
}

#[test]
fn each_mistake_is_found_and_nothing_else() {
    let options = Options { cwd: folder(), config: ConfigChoice::None, root: Some(folder()), ..Options::default() };
    let project = Project::new(options).unwrap();
    for (name, expected) in MISTAKES {
        let path = folder().join(format!("{name}.yaml"));
        let discovery = project.discover(std::slice::from_ref(&path), false).unwrap();
        let found = &discovery.files[0];
        let source = project.load(found).unwrap().unwrap();
        let diagnostics = lint(&source, &project.settings(&found.path).unwrap(), &project);
        let above_info = diagnostics.iter().filter(|diagnostic| diagnostic.severity > Severity::Info);
        let marked: Vec<(&str, &str)> = above_info.map(|found| (found.rule.code, &source.text()[found.range])).collect();
        assert_eq!(marked, expected, "{name}");
    }
}

#[test]
fn every_file_is_looked_at() {
    let files = fs::read_dir(folder()).unwrap().map(|file| file.unwrap().path().file_stem().unwrap().to_string_lossy().into_owned());
    let mut files: Vec<String> = files.collect();
    let mut listed = MISTAKES.map(|(name, _)| name.to_owned());
    files.sort();
    listed.sort();
    assert_eq!(files, listed);
}
