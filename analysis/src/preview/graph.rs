//! Which environments import which, as they are written: nothing is evaluated for it.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::Site;
use super::locate::{name, steps};
use super::names::Names;
use crate::Source;
use crate::document::Document;
use crate::eval::Analyzer;

/// Environments and their imports.
#[derive(Clone, Default, Debug)]
pub struct Graph {
    /// Those that were asked for, in that order, then those that they lead to.
    pub nodes: Vec<Node>,
    /// Imports, by importer, in the order of its file.
    pub edges: Vec<Edge>,
}

/// An environment.
#[derive(Clone, Debug)]
pub struct Node {
    /// What an import calls it.
    pub name: String,
    /// Its file; `None` if there is none in the workspace.
    pub source: Option<Arc<Source>>,
    /// It does not parse, or its declarations are wrong: importing it fails.
    pub is_unusable: bool,
}

/// An import.
#[derive(Clone, Debug)]
pub struct Edge {
    /// The importer, by its place among the nodes.
    pub from: usize,
    /// What it imports.
    pub to: usize,
    /// How.
    pub kind: EdgeKind,
    /// The name as written, `@version` included.
    pub name: String,
    /// Where, first.
    pub site: Site,
    /// It is part of a circle.
    pub in_cycle: bool,
}

/// How an environment is imported.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum EdgeKind {
    /// By `imports`, and merged.
    Merged,
    /// By `imports` with `merge: false`, to be referred to.
    Unmerged,
    /// By a reference, `${environments.project.environment}`.
    Inline,
}

/// The graph of these environments and of everything that they lead to.
pub fn graph(analyzer: &Analyzer<'_>, sources: &[Arc<Source>]) -> Graph {
    let mut builder = Builder { analyzer, graph: Graph::default(), index: HashMap::new(), missing: HashMap::new(), seen: HashSet::new() };
    for source in sources {
        builder.node(source);
    }
    let mut next = 0;
    while let Some(node) = builder.graph.nodes.get(next) {
        if let Some(source) = node.source.clone() {
            builder.imports(next, &source);
        }
        next += 1;
    }
    let mut graph = builder.graph;
    mark_cycles(&mut graph);
    redact(&mut graph);
    graph
}

struct Builder<'b> {
    analyzer: &'b Analyzer<'b>,
    graph: Graph,
    /// Nodes by path.
    index: HashMap<String, usize>,
    /// Nodes without a file, by name.
    missing: HashMap<String, usize>,
    /// What the environment that is being looked at imports already.
    seen: HashSet<(usize, EdgeKind, String)>,
}

impl Builder<'_> {
    fn node(&mut self, source: &Arc<Source>) -> usize {
        if let Some(index) = self.index.get(source.path()) {
            return *index;
        }
        let name = self.analyzer.environments().name_of(source);
        let is_unusable = self.analyzer.document(source).is_unusable();
        self.graph.nodes.push(Node { name, source: Some(Arc::clone(source)), is_unusable });
        let index = self.graph.nodes.len() - 1;
        self.index.insert(source.path().to_owned(), index);
        index
    }

    /// The node of an environment that somebody imports as `written`: from far below the root only its importers know its project.
    fn imported(&mut self, source: &Arc<Source>, written: &str) -> usize {
        let index = self.node(source);
        let name = written.split('@').next().unwrap_or(written);
        let node = &mut self.graph.nodes[index];
        if name.contains('/') && !name.starts_with("default/") && !node.name.contains('/') {
            node.name = name.to_owned();
        }
        index
    }

    fn missing(&mut self, written: &str) -> usize {
        let name = written.split('@').next().unwrap_or(written).to_owned();
        *self.missing.entry(name).or_insert_with_key(|name| {
            self.graph.nodes.push(Node { name: name.clone(), source: None, is_unusable: false });
            self.graph.nodes.len() - 1
        })
    }

    fn imports(&mut self, from: usize, source: &Arc<Source>) {
        let document = self.analyzer.document(source);
        self.seen.clear();
        for import in &document.imports {
            let Some(name) = &import.name else { continue };
            let kind = if import.merge { EdgeKind::Merged } else { EdgeKind::Unmerged };
            let site = Site { source: Arc::clone(source), range: document.node(name.node).range() };
            self.edge(from, kind, &name.text, site);
        }
        for (name, range) in inline(&document) {
            self.edge(from, EdgeKind::Inline, &name, Site { source: Arc::clone(source), range });
        }
    }

    /// Adds an edge, unless the importer has the same one already.
    fn edge(&mut self, from: usize, kind: EdgeKind, name: &str, site: Site) {
        let to = match self.analyzer.environments().find(&site.source, name) {
            Some(source) => self.imported(&source, name),
            None => self.missing(name),
        };
        if !self.seen.insert((to, kind, name.to_owned())) {
            return;
        }
        self.graph.edges.push(Edge { from, to, kind, name: name.to_owned(), site, in_cycle: false });
    }
}

/// The environments that references name, with the places of the names.
fn inline(document: &Document) -> impl Iterator<Item = (String, esc_syntax::TextRange)> + '_ {
    document.references().filter_map(|(_, reference)| {
        let mut path = steps(&reference.accessors);
        if path.next().and_then(name) != Some("environments") {
            return None;
        }
        let written = format!("{}/{}", path.next().and_then(name)?, path.next().and_then(name)?);
        Some((written, reference.accessors[1].range.cover(reference.accessors[2].range)))
    })
}

/// Takes credentials out of names.
fn redact(graph: &mut Graph) {
    let sources: Vec<Arc<Source>> = graph.nodes.iter().filter_map(|node| node.source.clone()).collect();
    let names = Names::of(sources.iter().map(|source| &**source));
    let shown = graph.nodes.iter_mut().map(|node| &mut node.name).chain(graph.edges.iter_mut().map(|edge| &mut edge.name));
    for name in shown {
        if let Cow::Owned(masked) = names.shown(name) {
            *name = masked;
        }
    }
}

/// Marks the edges between environments that lead to each other: Tarjan's strongly connected components, without recursion.
fn mark_cycles(graph: &mut Graph) {
    let components = components(graph);
    let mut sizes = vec![0_usize; graph.nodes.len()];
    for component in &components {
        sizes[*component] += 1;
    }
    for edge in &mut graph.edges {
        let (from, to) = (components[edge.from], components[edge.to]);
        edge.in_cycle = from == to && (sizes[from] > 1 || edge.from == edge.to);
    }
}

/// The number of each node's component.
fn components(graph: &Graph) -> Vec<usize> {
    let mut targets = vec![Vec::new(); graph.nodes.len()];
    for edge in &graph.edges {
        targets[edge.from].push(edge.to);
    }
    let mut tarjan = Tarjan {
        order: vec![None; targets.len()],
        low: vec![0; targets.len()],
        component: vec![None; targets.len()],
        stack: Vec::new(),
        next: 0,
        count: 0,
    };
    for node in 0..targets.len() {
        if tarjan.order[node].is_none() {
            tarjan.visit(node, &targets);
        }
    }
    tarjan.component.into_iter().map(Option::unwrap_or_default).collect()
}

struct Tarjan {
    /// When a node was met.
    order: Vec<Option<usize>>,
    /// The earliest node that it leads back to.
    low: Vec<usize>,
    component: Vec<Option<usize>>,
    stack: Vec<usize>,
    next: usize,
    count: usize,
}

impl Tarjan {
    fn visit(&mut self, root: usize, targets: &[Vec<usize>]) {
        let mut work = vec![(root, 0)];
        while let Some((node, tried)) = work.pop() {
            if tried == 0 {
                self.order[node] = Some(self.next);
                self.low[node] = self.next;
                self.next += 1;
                self.stack.push(node);
            }
            match targets[node].get(tried) {
                Some(target) => {
                    work.push((node, tried + 1));
                    match (self.order[*target], self.component[*target]) {
                        (None, _) => work.push((*target, 0)),
                        (Some(met), None) => self.low[node] = self.low[node].min(met),
                        (Some(_), Some(_)) => {}
                    }
                }
                None => self.leave(node, work.last().map(|(parent, _)| *parent)),
            }
        }
    }

    fn leave(&mut self, node: usize, parent: Option<usize>) {
        if self.order[node] == Some(self.low[node]) {
            while let Some(member) = self.stack.pop() {
                self.component[member] = Some(self.count);
                if member == node {
                    break;
                }
            }
            self.count += 1;
        }
        if let Some(parent) = parent {
            self.low[parent] = self.low[parent].min(self.low[node]);
        }
    }
}
