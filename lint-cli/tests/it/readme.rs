//! The README shows what the command really prints, and its example configuration is one that the command takes.

use std::path::{Path, PathBuf};

use crate::sandbox::{CLEAN, Run, Sandbox};

const PROMPT: &str = "$ esc-lint examples/broken\n";

fn top() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn readme() -> String {
    std::fs::read_to_string(top().join("README.md")).unwrap()
}

#[test]
fn its_picture_is_the_output_of_a_real_run() {
    let readme = readme();
    let (before, rest) = readme.split_once(PROMPT).unwrap();
    let (picture, after) = rest.split_once("```\n").unwrap();
    let run = Run::new(Sandbox::new(&[]).command(top().to_str().unwrap(), &["examples/broken"]).output().unwrap()).exits(1);
    if picture != run.stdout && std::env::var_os("UPDATE_PAGES").is_some() {
        std::fs::write(top().join("README.md"), [before, PROMPT, &run.stdout, "```\n", after].concat()).unwrap();
        return;
    }
    assert_eq!(
        picture, run.stdout,
        "the output has changed: `UPDATE_PAGES=1 cargo test -p esc-lint --test it readme` puts it into README.md"
    );
}

/// Runs a command of a guide where its examples are.
fn run_example(command: &str) -> String {
    let args: Vec<&str> = command.split(' ').skip(1).collect();
    let layers = top().join("examples/layers");
    let sandbox = Sandbox::new(&[]);
    Run::new(sandbox.command(layers.to_str().unwrap(), &args).output().unwrap()).exits(0).stdout
}

#[test]
fn the_guide_to_previews_shows_what_they_print() {
    const START: &str = "```text\n$ ";
    let path = top().join("docs/preview.md");
    let guide = std::fs::read_to_string(&path).unwrap();
    let mut blocks = guide.split(START);
    let mut expected = blocks.next().unwrap().to_owned();
    for block in blocks {
        let (command, rest) = block.split_once('\n').unwrap();
        let (_, after) = rest.split_once("```\n").unwrap();
        expected.push_str(&format!("{START}{command}\n{}```\n{after}", run_example(command)));
    }
    if guide != expected && std::env::var_os("UPDATE_PAGES").is_some() {
        std::fs::write(path, expected).unwrap();
        return;
    }
    assert_eq!(
        guide, expected,
        "the output has changed: `UPDATE_PAGES=1 cargo test -p esc-lint --test it readme` puts it into docs/preview.md"
    );
}

/// The YAML block that this key stands in.
fn block(key: &str) -> String {
    let readme = readme();
    let block = readme.split("```yaml\n").skip(1).map(|rest| rest.split("```\n").next().unwrap()).find(|block| block.contains(key));
    block.unwrap().to_owned()
}

#[test]
fn its_comment_silences_a_finding() {
    let text = block("esc-lint: ignore");
    let without = text.replace("# esc-lint: ", "# ");
    let sandbox = Sandbox::new(&[("silent.yaml", &text), ("loud.yaml", &without)]);
    sandbox.run(&["silent.yaml"]).exits(0);
    sandbox.run(&["loud.yaml"]).exits(1);
}

#[test]
fn its_configuration_is_valid() {
    let sandbox = Sandbox::new(&[(".esc-lint.yaml", &block("per-file:")), ("envs/dev.yaml", CLEAN)]);
    assert_eq!(sandbox.listed(&[]), ["envs/dev.yaml"]);
}
