//! `esc-lint init`: a first `.esc-lint.yaml`, made by looking at what is here.
//!
//! What is sure is written, and what has to be decided stands beside it as a comment.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use esc_project::{ConfigChoice, Options, Project, config, write_text};

use crate::outcome::Outcome;
use crate::report::count;
use crate::workspace::Workspace;

/// Writes the file. One that is there stays.
pub(crate) fn run() -> Outcome {
    write().unwrap_or_else(Outcome::failed)
}

fn write() -> Result<Outcome, String> {
    let cwd = std::env::current_dir().map_err(|error| format!("the working directory cannot be read: {error}"))?;
    let path = cwd.join(config::FILE_NAME);
    if path.exists() {
        return Err(format!("{} is here already, and stays as it is", config::FILE_NAME));
    }
    let project =
        Project::new(Options { cwd: cwd.clone(), config: ConfigChoice::None, ..Options::default() }).map_err(|e| e.to_string())?;
    let workspace = Workspace::read(&project, &[".".into()])?;
    let seen = Seen::new(&project, &workspace)?;
    write_text(&path, &seen.config()).map_err(|error| format!("{}: {error}", config::FILE_NAME))?;
    let found = match seen.environments {
        0 => "no environment was found yet".to_owned(),
        number => format!("{} found; `esc-lint` lints them", count(number, "environment")),
    };
    Ok(Outcome::clean(format!("Wrote {}: {found}.\n", config::FILE_NAME)))
}

/// What is here.
struct Seen {
    environments: usize,
    /// Directories that hold environments and no other YAML, the outermost alone, with how many.
    pure: BTreeMap<String, usize>,
    /// Directories that hold both.
    mixed: BTreeSet<String>,
    imports: usize,
    /// Names that are imported and not here.
    missing: BTreeSet<String>,
}

impl Seen {
    fn new(project: &Project, workspace: &Workspace) -> Result<Seen, String> {
        let environments: BTreeSet<&str> = workspace.sources.iter().map(|source| source.path()).collect();
        let all = project.yaml_files();
        let folder = |path: &str| path.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
        let foreign: BTreeSet<String> = all.iter().filter(|path| !environments.contains(path.as_str())).map(|path| folder(path)).collect();
        let folders: BTreeSet<String> = environments.iter().map(|path| folder(path)).collect();
        let holds_foreign = |prefix: &str| foreign.iter().any(|folder| folder.starts_with(prefix));
        let (mut pure, mut mixed) = (BTreeMap::new(), BTreeSet::new());
        for folder in folders {
            if holds_foreign(&folder) || folder.is_empty() {
                mixed.insert(folder);
            } else if !pure.keys().any(|outer: &String| folder.starts_with(outer.as_str())) {
                let inside = environments.iter().filter(|path| path.starts_with(&folder)).count();
                pure.insert(folder, inside);
            }
        }
        let graph = workspace.graph(project);
        let missing = graph.nodes.iter().filter(|node| node.source.is_none()).map(|node| node.name.clone()).collect();
        Ok(Seen { environments: environments.len(), pure, mixed, imports: graph.edges.len(), missing })
    }

    fn config(&self) -> String {
        let mut out = String::from(
            "# Configuration of esc-lint. Every key is optional; paths are relative to this file; patterns are written as in a .gitignore.\n\
             # All keys: `esc-lint schema config`. What comes of them for a file: `esc-lint settings FILE`.\n",
        );
        self.files(&mut out);
        out.push_str("\n# What a walk leaves out.\n# exclude: [envs/archive/]\n");
        self.imports(&mut out);
        out.push_str(RULES);
        out
    }

    fn files(&self, out: &mut String) {
        out.push_str(
            "\n# What is an environment, whatever is in it, and what is linted when no path is given.\n\
             # Without this key: every YAML file below that looks like one.\n",
        );
        if self.pure.is_empty() || !self.mixed.is_empty() {
            for folder in &self.mixed {
                let folder = if folder.is_empty() { "this directory" } else { folder };
                let _ = writeln!(out, "# In {folder} there are environments among other files.");
            }
            out.push_str("# files: [envs/]\n");
            return;
        }
        out.push_str("files:\n");
        for (folder, number) in &self.pure {
            let _ = writeln!(out, "  - {} # {}", in_yaml(folder), count(*number, "environment"));
        }
    }

    fn imports(&self, out: &mut String) {
        out.push_str("\n# Where the file of an environment is, if it is not beside or above the files that import it.\n");
        out.push_str("# environments: [\"envs/{project}/{env}.yaml\"]\n");
        out.push_str("\n# With `complete: true`, an import that is not found is one of an environment that does not exist.\n");
        match (self.imports, self.missing.len()) {
            (0, _) => out.push_str("# imports: {complete: true}\n"),
            (_, 0) => out.push_str("# Today every import is found here. If it has to stay so:\n# imports: {complete: true}\n"),
            _ => {
                out.push_str("# Today these are not found here:\n# imports:\n#   complete: true\n#   external:\n");
                for name in &self.missing {
                    let _ = writeln!(out, "#     - {}", in_yaml(name));
                }
            }
        }
    }
}

const RULES: &str = "
# Which rules run, and how loud: codes, names, or prefixes such as ESC1. All of them: `esc-lint rules`.
# profile: strict
# rules:
#   missing-description: info
#   ESC1: error
# ignore: [ESC005]
# per-file:
#   - files: [\"*.example.yaml\"]
#     rules: {placeholder-value: off}

# From which severity on a run fails.
# fail-on: warning
";

/// A name or path as YAML takes it.
fn in_yaml(text: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '.' | '-' | '_');
    let begins_plain = text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/' || c == '_');
    if begins_plain && text.chars().all(is_plain) { text.to_owned() } else { serde_json::Value::from(text).to_string() }
}
