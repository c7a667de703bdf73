//! Both faces agree: the same files through the command and through the server give the same findings.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::session::{Session, profile};

/// Findings by file, one a line.
type Findings = BTreeMap<String, Vec<String>>;

#[test]
fn the_command_and_the_server_find_the_same() {
    // Columns of characters are what the command counts.
    let mut capabilities = profile("vscode");
    capabilities["general"]["positionEncodings"] = json!(["utf-32"]);
    let mut session = Session::spawn(capabilities, "//- /.esc-lint.yaml\nprofile: strict\nrules: {ESC702: info}\n");
    let count = copy_environments(session.dir.path());
    session.initialize();
    let report = session.request("workspace/diagnostic", json!({"previousResultIds": []}));
    let by_server = by_server(&session, &report);
    let by_command = by_command(session.dir.path());
    assert!(count > 10 && by_command.len() > 10, "{count} files, {} with findings", by_command.len());
    for path in by_command.keys().chain(by_server.keys()) {
        assert_eq!(by_command.get(path), by_server.get(path), "{path}");
    }
}

/// Copies environments of all kinds into one workspace, and says how many.
fn copy_environments(to: &Path) -> usize {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let shared = root.join("../shared");
    if !shared.exists() {
        println!("skipped: no {}, so the environments are our own alone", shared.display());
    }
    let dirs = ["examples/envs", "examples/broken", "examples/layers", "tests/beginner"].map(|dir| root.join(dir));
    let dirs = dirs.into_iter().chain(["corpus/real", "conformance/generated"].map(|dir| shared.join(dir)));
    let mut count = 0;
    for (index, dir) in dirs.enumerate() {
        let to = to.join(format!("dir{index}"));
        std::fs::create_dir(&to).unwrap();
        for file in yaml_files(&dir) {
            std::fs::copy(&file, to.join(file.file_name().unwrap())).unwrap();
            count += 1;
        }
    }
    count
}

fn yaml_files(dir: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(dir).into_iter().flatten().filter_map(Result::ok).map(|entry| entry.path());
    entries.filter(|path| path.extension().is_some_and(|extension| extension == "yaml")).collect()
}

fn by_server(session: &Session, report: &Value) -> Findings {
    let folder = session.uri("");
    let mut findings = Findings::new();
    for file in report["items"].as_array().unwrap() {
        let path = file["uri"].as_str().unwrap().strip_prefix(&folder).unwrap().trim_start_matches('/').to_owned();
        for finding in file["items"].as_array().unwrap() {
            let place = |end: &str| {
                let place = &finding["range"][end];
                format!("{}:{}", place["line"].as_u64().unwrap() + 1, place["character"].as_u64().unwrap() + 1)
            };
            let severity = ["", "error", "warning", "info"][finding["severity"].as_u64().unwrap() as usize];
            let (code, message) = (finding["code"].as_str().unwrap(), finding["message"].as_str().unwrap());
            let line = format!("{}-{} {severity} {code} {message}", place("start"), place("end"));
            findings.entry(path.clone()).or_default().push(line);
        }
    }
    findings
}

/// What the command reports, run as a library: cargo builds only the binaries of a test's own crate.
fn by_command(dir: &Path) -> Findings {
    let words = ["esc-lint", "check", "--output-format", "json"].map(OsString::from);
    let outcome = esc_lint::run(words.into_iter().chain([dir.into()])).unwrap();
    let report: Value = serde_json::from_str(&outcome.stdout).unwrap();
    let mut findings = Findings::new();
    for finding in report["diagnostics"].as_array().unwrap() {
        let place = |end: &str| format!("{}:{}", finding[end]["line"], finding[end]["column"]);
        let text = |member: &str| finding[member].as_str().unwrap();
        let help = finding["help"].as_str().map(|help| format!("\nhelp: {help}")).unwrap_or_default();
        let line = format!("{}-{} {} {} {}{help}", place("start"), place("end"), text("severity"), text("code"), text("message"));
        // Shown from where the test runs.
        let path = Path::new(text("path")).canonicalize().unwrap();
        let path = path.strip_prefix(dir.canonicalize().unwrap()).unwrap().to_str().unwrap().to_owned();
        findings.entry(path).or_default().push(line);
    }
    findings
}
