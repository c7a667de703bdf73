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

/// Runs a command of a guide in a folder of the examples. What it pipes into `jq .` is set as that sets it.
fn run_example(folder: &str, command: &str) -> String {
    let (command, pretty) = command.strip_suffix(" | jq .").map_or((command, false), |command| (command, true));
    let args: Vec<&str> = command.split(' ').skip(1).collect();
    let folder = top().join("examples").join(folder);
    let run = Run::new(Sandbox::new(&[]).command(folder.to_str().unwrap(), &args).output().unwrap());
    assert!(run.code.is_some_and(|code| code < 2), "{command}\n{run}");
    if pretty { serde_json::to_string_pretty(&run.json()).unwrap() + "\n" } else { run.stdout }
}

#[test]
fn guides_show_what_commands_print() {
    for (guide, folder) in [("docs/preview.md", "layers"), ("docs/reports.md", ".")] {
        check_guide(guide, folder);
    }
}

/// What follows a command in a block of `guide` is what the command prints.
fn check_guide(guide: &str, folder: &str) {
    const START: &str = "```text\n$ ";
    let path = top().join(guide);
    let text = std::fs::read_to_string(&path).unwrap();
    let mut blocks = text.split(START);
    let mut expected = blocks.next().unwrap().to_owned();
    for block in blocks {
        let (command, rest) = block.split_once('\n').unwrap();
        let (_, after) = rest.split_once("```\n").unwrap();
        expected.push_str(&format!("{START}{command}\n{}```\n{after}", run_example(folder, command)));
    }
    if text != expected && std::env::var_os("UPDATE_PAGES").is_some() {
        std::fs::write(path, expected).unwrap();
        return;
    }
    assert_eq!(text, expected, "the output has changed: `UPDATE_PAGES=1 cargo test -p esc-lint --test it readme` puts it into {guide}");
}

#[test]
fn guides_link_to_what_is_there() {
    for entry in std::fs::read_dir(top().join("docs")).unwrap() {
        let path = entry.unwrap().path();
        let Ok(text) = std::fs::read_to_string(&path) else { continue };
        for link in text.split("](").skip(1).map(|rest| rest.split([')', '#']).next().unwrap()) {
            let is_here = link.is_empty() || link.starts_with("https://") || path.parent().unwrap().join(link).exists();
            assert!(is_here, "{}: {link}", path.display());
        }
    }
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

#[test]
fn the_guide_to_configurations_has_every_key() {
    let guide = std::fs::read_to_string(top().join("docs/configuration.md")).unwrap();
    let schema = Sandbox::new(&[]).run(&["schema", "config"]).exits(0).json();
    for key in schema["properties"].as_object().unwrap().keys() {
        assert!(guide.contains(&format!("\n| `{key}")), "{key}");
    }
}

#[test]
fn the_guide_to_suppression_shows_a_comment_that_silences() {
    let guide = std::fs::read_to_string(top().join("docs/suppression.md")).unwrap();
    let text = guide.split("```yaml\n").nth(1).unwrap().split("```").next().unwrap();
    Sandbox::new(&[("a.yaml", text)]).run(&["a.yaml"]).exits(0);
}
