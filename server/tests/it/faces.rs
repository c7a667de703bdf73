//! Both faces agree: the same files through the command and through the server give the same findings.
//!
//! Cargo hands a test the binaries of its own crate alone, so the command is looked for beside the server, where a build of the workspace puts
//! it. One that is older than its sources is not asked.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

use serde_json::{Value, json};

use crate::session::{Session, profile};

/// Findings by file, one a line.
type Findings = BTreeMap<String, Vec<String>>;

#[test]
fn the_command_and_the_server_find_the_same() {
    let Some(command) = command() else { return println!("skipped: no command beside the server that is up to date") };
    // Columns of characters are what the command counts.
    let mut capabilities = profile("vscode");
    capabilities["general"]["positionEncodings"] = json!(["utf-32"]);
    let mut session = Session::spawn(capabilities, "//- /.esc-lint.yaml\nprofile: strict\nrules: {ESC702: info}\n");
    let count = copy_environments(session.dir.path());
    session.initialize();
    let report = session.request("workspace/diagnostic", json!({"previousResultIds": []}));
    let by_server = by_server(&session, &report);
    let by_command = by_command(&command, session.dir.path());
    assert!(count > 10 && by_command.len() > 10, "{count} files, {} with findings", by_command.len());
    for path in by_command.keys().chain(by_server.keys()) {
        assert_eq!(by_command.get(path), by_server.get(path), "{path}");
    }
}

/// The command, if it is there and up to date.
fn command() -> Option<PathBuf> {
    let command = Path::new(env!("CARGO_BIN_EXE_esc-language-server")).with_file_name("esc-lint");
    let built = command.metadata().ok()?.modified().ok()?;
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let is_older = |crate_: &str| newest(&root.join(crate_)).is_some_and(|changed| changed > built);
    (!["syntax", "analysis", "project", "lint-cli"].into_iter().any(is_older)).then_some(command)
}

/// When anything in a folder was last written.
fn newest(dir: &Path) -> Option<SystemTime> {
    let entries = std::fs::read_dir(dir).into_iter().flatten().filter_map(Result::ok);
    let time = |entry: std::fs::DirEntry| match entry.file_type().ok()?.is_dir() {
        true => newest(&entry.path()),
        false => entry.metadata().ok()?.modified().ok(),
    };
    entries.filter_map(time).max()
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

fn by_command(command: &Path, dir: &Path) -> Findings {
    let output = Command::new(command).args(["check", "--output-format", "json", "."]).current_dir(dir).output().unwrap();
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let mut findings = Findings::new();
    for finding in report["diagnostics"].as_array().unwrap() {
        let place = |end: &str| format!("{}:{}", finding[end]["line"], finding[end]["column"]);
        let text = |member: &str| finding[member].as_str().unwrap();
        let help = finding["help"].as_str().map(|help| format!("\nhelp: {help}")).unwrap_or_default();
        let line = format!("{}-{} {} {} {}{help}", place("start"), place("end"), text("severity"), text("code"), text("message"));
        findings.entry(text("path").trim_start_matches("./").to_owned()).or_default().push(line);
    }
    findings
}
