//! `esc-lint affected --since REV`: the environments that a change touches, themselves or through what they import.
//!
//! What has changed is git's answer: against the point where the branch left REV, with what is not committed yet. An environment that is gone
//! touches those whose import of its name leads nowhere now.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::path::{Path, PathBuf};

use esc_analysis::preview::Graph;
use esc_project::{Project, Selection, changed_since};
use serde::Serialize;

use crate::args::{AffectedArgs, GlobalArgs, ListFormat};
use crate::inputs::open_project;
use crate::outcome::Outcome;
use crate::workspace::Workspace;

/// Lists the environments.
pub(crate) fn run(args: &AffectedArgs, global: &GlobalArgs) -> Outcome {
    list(args, global).unwrap_or_else(Outcome::failed)
}

fn list(args: &AffectedArgs, global: &GlobalArgs) -> Result<Outcome, String> {
    let project = open_project(global, Selection::default())?;
    let workspace = Workspace::read(&project, &args.paths)?;
    let changed: BTreeSet<PathBuf> = changed_since(project.directory(), &args.since)?.into_iter().collect();
    let graph = workspace.graph(&project);
    let mut affected = affected(&project, &graph, &changed);
    // Imports from elsewhere are looked through, and are none of those that were asked about.
    let asked: HashSet<&str> = workspace.sources.iter().map(|source| source.path()).collect();
    affected.retain(|environment| asked.contains(&*environment.path));
    let stdout = match args.output_format {
        ListFormat::Text => affected.iter().map(|environment| format!("{}\n", environment.path)).collect(),
        ListFormat::Json => {
            let list = List { schema_version: 1, environments: affected };
            serde_json::to_string(&list).map_err(|error| error.to_string())? + "\n"
        }
    };
    Ok(workspace.outcome(stdout))
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct List {
    schema_version: u32,
    environments: Vec<Affected>,
}

/// An environment that is touched.
#[derive(Serialize)]
struct Affected {
    path: String,
    name: String,
    /// Whether its own file has changed.
    changed: bool,
    /// The names of the environments through which a change reaches it, its own imports among them.
    through: Vec<String>,
}

fn affected(project: &Project, graph: &Graph, changed: &BTreeSet<PathBuf>) -> Vec<Affected> {
    let mut importers: HashMap<usize, Vec<usize>> = HashMap::new();
    for edge in &graph.edges {
        importers.entry(edge.to).or_default().push(edge.from);
    }
    let is_changed = |index: &usize| {
        let node = &graph.nodes[*index];
        match &node.source {
            Some(source) => project.path_of(source.path()).is_some_and(|path| changed.contains(&*path)),
            None => changed.iter().any(|path| !path.exists() && may_be(path, &node.name)),
        }
    };
    // By node, the imports through which it is reached; from the changed ones on, against the arrows.
    let mut reached: BTreeMap<usize, BTreeSet<&str>> =
        (0..graph.nodes.len()).filter(is_changed).map(|index| (index, BTreeSet::new())).collect();
    let mut waiting: Vec<usize> = reached.keys().copied().collect();
    while let Some(index) = waiting.pop() {
        for &importer in importers.get(&index).into_iter().flatten() {
            if !reached.contains_key(&importer) {
                waiting.push(importer);
            }
            reached.entry(importer).or_default().insert(&graph.nodes[index].name);
        }
    }
    let listed = reached.into_iter().filter_map(|(index, through)| {
        let node = &graph.nodes[index];
        let path = node.source.as_ref()?.path().to_owned();
        let through = through.into_iter().map(str::to_owned).collect();
        Some(Affected { path, name: node.name.clone(), changed: is_changed(&index), through })
    });
    let mut listed: Vec<Affected> = listed.collect();
    listed.sort_by(|a, b| a.path.cmp(&b.path));
    listed
}

/// Whether the file at `path`, which is gone, may have been the environment `name`.
fn may_be(path: &Path, name: &str) -> bool {
    let (project, env) = name.split_once('/').unwrap_or(("default", name));
    let env = env.split('@').next().unwrap_or(env);
    let file = path.file_name().and_then(|file| file.to_str()).unwrap_or_default();
    let is_env = [".yaml", ".yml", ".esc.yaml"].iter().any(|ending| file.strip_suffix(ending) == Some(env));
    let folder = path.parent().and_then(Path::file_name).and_then(|folder| folder.to_str());
    is_env && (project == "default" || folder == Some(project))
}
