//! `esc-lint graph`: which environments import which, drawn for Markdown pages, for Graphviz, or listed for programs.
//!
//! Imports by name are solid lines, those by reference dashed; environments that are not in the workspace and circles are marked.

use esc_analysis::preview::{Edge, EdgeKind, Graph, Node};
use esc_project::{Project, Selection};
use serde::Serialize;

use crate::args::{GlobalArgs, GraphArgs, GraphFormat};
use crate::inputs::open_project;
use crate::outcome::Outcome;
use crate::report::{Place, printable};
use crate::workspace::Workspace;

/// Draws the graph. Fails as `files` does for a file that cannot be read.
pub(crate) fn run(args: &GraphArgs, global: &GlobalArgs) -> Outcome {
    let drawn = open_project(global, Selection::default()).and_then(|project| draw(&project, args));
    drawn.unwrap_or_else(Outcome::failed)
}

fn draw(project: &Project, args: &GraphArgs) -> Result<Outcome, String> {
    let workspace = Workspace::read(project, &args.paths)?;
    let graph = workspace.graph(project);
    let stdout = match args.output_format {
        GraphFormat::Mermaid => mermaid(&graph),
        GraphFormat::Dot => dot(&graph),
        GraphFormat::Json => json(&graph).map_err(|error| error.to_string())?,
    };
    Ok(workspace.outcome(stdout))
}

/// The lines of a node's label.
fn label(node: &Node) -> [String; 2] {
    let place = match &node.source {
        Some(source) if node.is_unusable => format!("{} (broken)", printable(source.path())),
        Some(source) => printable(source.path()).into_owned(),
        None => "not in the workspace".to_owned(),
    };
    [printable(&node.name).into_owned(), place]
}

/// What is written on an edge: how it differs from a plain import.
fn remark(edge: &Edge) -> Option<String> {
    let version = edge.name.split_once('@').map(|(_, version)| format!("@{}", printable(version)));
    let unmerged = (edge.kind == EdgeKind::Unmerged).then(|| "merge: false".to_owned());
    let cycle = edge.in_cycle.then(|| "circle".to_owned());
    let remarks: Vec<String> = [version, unmerged, cycle].into_iter().flatten().collect();
    (!remarks.is_empty()).then(|| remarks.join(", "))
}

fn mermaid(graph: &Graph) -> String {
    let mut out = String::from("flowchart LR\n");
    for (index, node) in graph.nodes.iter().enumerate() {
        let [name, place] = label(node).map(|line| in_mermaid(&line));
        let class = if node.source.is_none() {
            ":::missing"
        } else if node.is_unusable {
            ":::broken"
        } else {
            ""
        };
        out.push_str(&format!("  n{index}[\"{name}<br><small>{place}</small>\"]{class}\n"));
    }
    for edge in &graph.edges {
        let arrow = if edge.kind == EdgeKind::Inline { "-.->" } else { "-->" };
        let remark = remark(edge).map(|remark| format!("|\"{}\"|", in_mermaid(&remark))).unwrap_or_default();
        out.push_str(&format!("  n{} {arrow}{remark} n{}\n", edge.from, edge.to));
    }
    out.push_str("  classDef missing stroke-dasharray: 4 4,color:#888\n");
    out.push_str("  classDef broken stroke:#c00\n");
    let circles: Vec<String> =
        (0..).zip(&graph.edges).filter(|(_, edge)| edge.in_cycle).map(|(index, _): (usize, _)| index.to_string()).collect();
    if !circles.is_empty() {
        out.push_str(&format!("  linkStyle {} stroke:#c00\n", circles.join(",")));
    }
    out
}

/// Text in the quotes of a Mermaid label, where `#` begins a character's name.
fn in_mermaid(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '#' => quoted.push_str("#35;"),
            '"' => quoted.push_str("#quot;"),
            '&' => quoted.push_str("#amp;"),
            '<' => quoted.push_str("#lt;"),
            '>' => quoted.push_str("#gt;"),
            c => quoted.push(c),
        }
    }
    quoted
}

fn dot(graph: &Graph) -> String {
    let quoted = |text: &str| text.replace('\\', "\\\\").replace('"', "\\\"");
    let mut out = String::from("digraph environments {\n  rankdir=LR;\n  node [shape=box];\n");
    for (index, node) in graph.nodes.iter().enumerate() {
        let [name, place] = label(node).map(|line| quoted(&line));
        let style = if node.source.is_none() {
            ", style=dashed"
        } else if node.is_unusable {
            ", color=red"
        } else {
            ""
        };
        out.push_str(&format!("  n{index} [label=\"{name}\\n{place}\"{style}];\n"));
    }
    for edge in &graph.edges {
        let mut attributes = Vec::new();
        attributes.extend((edge.kind == EdgeKind::Inline).then(|| "style=dashed".to_owned()));
        attributes.extend(edge.in_cycle.then(|| "color=red".to_owned()));
        attributes.extend(remark(edge).map(|remark| format!("label=\"{}\"", quoted(&remark))));
        let attributes = if attributes.is_empty() { String::new() } else { format!(" [{}]", attributes.join(", ")) };
        out.push_str(&format!("  n{} -> n{}{attributes};\n", edge.from, edge.to));
    }
    out.push_str("}\n");
    out
}

/// The graph for programs.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Document<'g> {
    schema_version: u32,
    nodes: Vec<NodeDocument<'g>>,
    edges: Vec<EdgeDocument<'g>>,
}

#[derive(Serialize)]
struct NodeDocument<'g> {
    name: &'g str,
    /// Absent for an environment that is not in the workspace.
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<&'g str>,
    usable: bool,
}

#[derive(Serialize)]
struct EdgeDocument<'g> {
    /// Places in `nodes`, from 0.
    from: usize,
    to: usize,
    kind: &'static str,
    name: &'g str,
    cycle: bool,
    start: Place,
    end: Place,
}

fn json(graph: &Graph) -> serde_json::Result<String> {
    let document = Document {
        schema_version: 1,
        nodes: graph.nodes.iter().map(node_document).collect(),
        edges: graph.edges.iter().map(edge_document).collect(),
    };
    serde_json::to_string(&document).map(|json| json + "\n")
}

fn node_document(node: &Node) -> NodeDocument<'_> {
    NodeDocument {
        name: &node.name,
        path: node.source.as_ref().map(|source| source.path()),
        usable: node.source.is_some() && !node.is_unusable,
    }
}

fn edge_document(edge: &Edge) -> EdgeDocument<'_> {
    let (start, end) = Place::of_range(&edge.site.source, edge.site.range);
    let kind = match edge.kind {
        EdgeKind::Merged => "import",
        EdgeKind::Unmerged => "unmerged",
        EdgeKind::Inline => "inline",
    };
    EdgeDocument { from: edge.from, to: edge.to, kind, name: &edge.name, cycle: edge.in_cycle, start, end }
}
