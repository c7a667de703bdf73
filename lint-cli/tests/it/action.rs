//! `action.yml`, run step by step as GitHub's runner runs a composite action: its own bash options, its files for outputs, its conditions.
//!
//! What the runner cannot do here, it says: steps that use another action are recorded and not run, an expression that it does not know fails
//! the test. Without bash it is skipped.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value as Json;

use crate::sandbox::{BROKEN, CLEAN, Sandbox};

fn top() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize().unwrap()
}

fn action() -> Json {
    serde_yaml::from_str(&fs::read_to_string(top().join("action.yml")).unwrap()).unwrap()
}

/// What became of a run.
#[derive(Default)]
struct Ran {
    stdout: String,
    /// The actions that steps would have used, with their inputs filled in.
    used: Vec<(String, BTreeMap<String, String>)>,
    outputs: BTreeMap<String, String>,
    failed: bool,
}

struct Runner<'s> {
    sandbox: &'s Sandbox,
    action: Json,
    inputs: BTreeMap<String, String>,
    /// Outputs of steps, by `id.name`.
    steps: BTreeMap<String, String>,
}

/// Runs the action in a sandbox, or says that it cannot.
fn run(sandbox: &Sandbox, inputs: &[(&str, &str)]) -> Option<Ran> {
    if Command::new("bash").arg("--version").output().is_err() {
        eprintln!("skipped: there is no bash");
        return None;
    }
    let action = action();
    let text = |json: &Json| json.as_str().unwrap_or_default().to_owned();
    let mut all: BTreeMap<String, String> =
        action["inputs"].as_object().unwrap().iter().map(|(name, input)| (name.clone(), text(&input["default"]))).collect();
    for (name, value) in inputs {
        assert!(all.insert((*name).to_owned(), (*value).to_owned()).is_some(), "there is no input `{name}`");
    }
    Some(Runner { sandbox, action, inputs: all, steps: BTreeMap::new() }.run())
}

impl Runner<'_> {
    fn run(mut self) -> Ran {
        assert_eq!(self.action["runs"]["using"], "composite");
        let mut ran = Ran::default();
        for step in self.action["runs"]["steps"].as_array().unwrap().clone() {
            let wanted = step["if"].as_str().is_none_or(|condition| self.holds(condition));
            if ran.failed || !wanted {
                continue;
            }
            match step["uses"].as_str() {
                Some(uses) => ran.used.push((uses.to_owned(), self.all(&step["with"]))),
                None => self.run_step(&step, &mut ran),
            }
        }
        let outputs = self.action["outputs"].as_object().unwrap();
        ran.outputs = outputs.iter().map(|(name, output)| (name.clone(), self.fill(output["value"].as_str().unwrap()))).collect();
        ran
    }

    fn run_step(&mut self, step: &Json, ran: &mut Ran) {
        let script = step["run"].as_str().unwrap();
        assert!(!script.contains("${{"), "an expression in a script is an injection: {script}");
        assert_eq!(step["shell"], "bash");
        let [script_file, output_file] = [".step.sh", ".step.out"].map(|name| self.sandbox.path(name));
        fs::write(&script_file, script).unwrap();
        fs::write(&output_file, "").unwrap();
        let binaries = Path::new(env!("CARGO_BIN_EXE_esc-lint")).parent().unwrap();
        let path = format!("{}:{}", binaries.display(), std::env::var("PATH").unwrap());
        let mut bash = Command::new("bash");
        bash.args(["--noprofile", "--norc", "-eo", "pipefail"]).arg(&script_file).current_dir(self.sandbox.path("."));
        bash.envs(self.all(&step["env"])).env("PATH", path).env("GITHUB_OUTPUT", &output_file).env("GITHUB_ACTIONS", "true");
        let output = bash.output().unwrap();
        ran.stdout.push_str(&String::from_utf8_lossy(&output.stdout));
        ran.failed = !output.status.success();
        for line in fs::read_to_string(&output_file).unwrap().lines() {
            let (name, value) = line.split_once('=').unwrap();
            self.steps.insert(format!("{}.{name}", step["id"].as_str().unwrap_or_default()), value.to_owned());
        }
    }

    fn all(&self, values: &Json) -> BTreeMap<String, String> {
        let values = values.as_object().into_iter().flatten();
        values.map(|(name, value)| (name.clone(), self.fill(value.as_str().unwrap()))).collect()
    }

    /// Fills in the expressions of a text.
    fn fill(&self, text: &str) -> String {
        let mut parts = text.split("${{");
        let mut filled = parts.next().unwrap().to_owned();
        for part in parts {
            let (expression, rest) = part.split_once("}}").unwrap();
            filled.push_str(&self.value(expression.trim()));
            filled.push_str(rest);
        }
        filled
    }

    fn value(&self, expression: &str) -> String {
        let parts: Vec<&str> = expression.split('.').collect();
        match parts.as_slice() {
            ["inputs", name] => self.inputs[*name].clone(),
            ["steps", id, "outputs", name] => self.steps.get(&format!("{id}.{name}")).cloned().unwrap_or_default(),
            ["github", "action_path"] => top().display().to_string(),
            _ => panic!("this runner does not know `{expression}`"),
        }
    }

    /// `a == 'x' && b != 'y'`
    fn holds(&self, condition: &str) -> bool {
        let condition = condition.trim().trim_start_matches("${{").trim_end_matches("}}");
        condition.split("&&").all(|test| {
            let (left, right, equal) = match test.split_once("!=") {
                Some((left, right)) => (left, right, false),
                None => test.split_once("==").map(|(left, right)| (left, right, true)).unwrap(),
            };
            (self.value(left.trim()) == right.trim().trim_matches('\'')) == equal
        })
    }
}

#[test]
fn findings_are_annotated_uploaded_and_fail_the_job() {
    let sandbox = Sandbox::new(&[("envs/dev.yaml", BROKEN), ("envs/prod.yaml", CLEAN)]);
    let Some(ran) = run(&sandbox, &[]) else { return };
    assert!(ran.stdout.contains("::error file=envs/dev.yaml,line=3,"), "{}", ran.stdout);
    assert!(ran.failed);
    assert_eq!((&*ran.outputs["status"], &*ran.outputs["sarif-file"]), ("1", "esc-lint.sarif"));
    let [(action, inputs)] = ran.used.as_slice() else { panic!("{:?}", ran.used) };
    assert!(action.starts_with("github/codeql-action/upload-sarif@") && inputs["sarif_file"] == "esc-lint.sarif", "{action}");
    let sarif: Json = serde_json::from_str(&fs::read_to_string(sandbox.path("esc-lint.sarif")).unwrap()).unwrap();
    assert_eq!(sarif["runs"][0]["results"].as_array().unwrap().len(), 1);
}

#[test]
fn a_clean_repository_passes() {
    let sandbox = Sandbox::new(&[("envs/prod.yaml", CLEAN)]);
    let Some(ran) = run(&sandbox, &[("upload-sarif", "false")]) else { return };
    assert!(!ran.failed && ran.used.is_empty() && !ran.stdout.contains("::"), "{}", ran.stdout);
    assert_eq!(ran.outputs["status"], "0");
}

#[test]
fn inputs_are_lines_and_nothing_else() {
    let sandbox = Sandbox::new(&[("my envs/$(touch hacked).yaml", BROKEN), ("other.yaml", BROKEN)]);
    let inputs = [("paths", "my envs\n"), ("args", "--fail-on\nnever\n"), ("sarif-file", "a b.sarif")];
    let Some(ran) = run(&sandbox, &inputs) else { return };
    assert!(!ran.failed && ran.stdout.contains("hacked") && !ran.stdout.contains("other.yaml"), "{}", ran.stdout);
    assert!(sandbox.path("a b.sarif").exists() && !sandbox.path("hacked").exists());
}

#[test]
fn a_run_that_fails_uploads_nothing() {
    let sandbox = Sandbox::new(&[("prod.yaml", CLEAN)]);
    let Some(ran) = run(&sandbox, &[("args", "--select=nothing")]) else { return };
    assert!(ran.failed && ran.used.is_empty());
    assert_eq!(ran.outputs["status"], "2");
}
