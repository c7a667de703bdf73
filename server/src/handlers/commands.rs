//! Commands that answer with data: the merged environment, the graph of imports, why a value is what it is.
//!
//! Each takes one object, with `v` for the version of both sides and `uri` for the document, and answers with an object that has `v` too. They are
//! documented in `docs/features.md`.

use std::sync::Arc;

use esc_analysis::Source;
use esc_analysis::preview::{Chain, Edge, EdgeKind, Graph, Node, Preview, Shown, Site, Step, graph};
use lsp_types::{Position, ShowDocumentParams, Uri};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::live::Live;
use crate::session::Session;
use crate::snapshot::Snapshot;

/// The version of arguments and answers.
pub(crate) const VERSION: u32 = 1;

/// Shows what an environment comes to.
pub(crate) const MERGED: &str = "esc.mergedEnvironment";

/// Shows which environments import which.
pub(crate) const IMPORT_GRAPH: &str = "esc.importGraph";

/// Tells how a value comes about.
pub(crate) const WHY: &str = "esc.why";

#[derive(Deserialize)]
struct Arguments {
    v: u32,
    uri: Uri,
    /// Of `esc.why`: a path as in `${...}`, or a place in the document.
    path: Option<String>,
    position: Option<Position>,
}

/// Does what a command says, and answers; an error is for the user. `None` if it is none of these commands.
pub(crate) fn run(session: &Arc<Session>, snapshot: &Snapshot, command: &str, arguments: &[Value]) -> Option<Result<Value, String>> {
    if ![MERGED, IMPORT_GRAPH, WHY].contains(&command) {
        return None;
    }
    let arguments = arguments.first().cloned().and_then(|arguments| serde_json::from_value::<Arguments>(arguments).ok());
    let Some(arguments) = arguments.filter(|arguments| arguments.v == VERSION) else {
        return Some(Err(format!("`{command}` takes an object with `v`: {VERSION} and `uri`")));
    };
    let Some(source) = snapshot.environment(&arguments.uri) else { return Some(Err("this is no environment".to_owned())) };
    Some(match command {
        MERGED => Ok(document(session, snapshot, &Live::Merged(source))),
        IMPORT_GRAPH => Ok(import_graph(session, snapshot, &source)),
        _ => why(snapshot, &source, &arguments),
    })
}

/// A virtual document: its text, and its address where the client can ask for it, which then shows it.
fn document(session: &Arc<Session>, snapshot: &Snapshot, live: &Live) -> Value {
    let uri = live.uri().filter(|_| snapshot.client.virtual_documents);
    if let Some(uri) = uri.clone().filter(|_| snapshot.client.shows_documents) {
        let client = session.client.clone();
        // The client is asked to show something; its answer is nothing to wait for.
        tokio::spawn(async move {
            let params = ShowDocumentParams { uri, external: Some(false), take_focus: Some(true), selection: None };
            _ = client.show_document(params).await;
        });
    }
    json!({"v": VERSION, "uri": uri, "text": live.text(snapshot)})
}

fn import_graph(session: &Arc<Session>, snapshot: &Snapshot, source: &Arc<Source>) -> Value {
    let graph: Graph = snapshot.analyze(source, |analyzer| graph(analyzer, &snapshot.all_environments()));
    let node = |node: &Node| {
        let uri = node.source.as_ref().and_then(|source| snapshot.uri(source.path()));
        json!({"name": node.name, "uri": uri, "usable": node.source.is_some() && !node.is_unusable})
    };
    let edge = |edge: &Edge| {
        let kind = match edge.kind {
            EdgeKind::Merged => "import",
            EdgeKind::Unmerged => "unmerged",
            EdgeKind::Inline => "inline",
        };
        json!({"from": edge.from, "to": edge.to, "kind": kind, "name": edge.name, "cycle": edge.in_cycle, "location": location(snapshot, &edge.site)})
    };
    let mut answer = document(session, snapshot, &Live::Imports);
    answer["nodes"] = graph.nodes.iter().map(node).collect();
    answer["edges"] = graph.edges.iter().map(edge).collect();
    answer
}

fn why(snapshot: &Snapshot, source: &Arc<Source>, arguments: &Arguments) -> Result<Value, String> {
    snapshot.analyze(source, |analyzer| {
        let at = |position| esc_ide::path_at(&analyzer.document(source), snapshot.positions().offset(source, position));
        let path = arguments.path.clone().or_else(|| at(arguments.position?));
        let path = path.ok_or("there is no value here; put the cursor on a key under `values`, or into a `${...}`")?;
        let chain = Preview::new(analyzer, source).why(&path).map_err(|error| error.to_string())?;
        Ok(chain_document(snapshot, &chain))
    })
}

fn chain_document(snapshot: &Snapshot, chain: &Chain) -> Value {
    let (state, value) = match &chain.shown {
        Shown::Text(text) => ("known", Some(text)),
        Shown::Bytes(_) | Shown::Parts(_) => ("known", None),
        Shown::Masked(_) => ("secret", None),
        Shown::Unknown(_) => ("unknown", None),
    };
    let steps: Vec<Value> = chain.steps.iter().map(|step| step_document(snapshot, step)).collect();
    json!({"v": VERSION, "path": chain.path, "type": chain.type_, "state": state, "value": value, "steps": steps, "complete": !chain.is_cut})
}

fn step_document(snapshot: &Snapshot, step: &Step) -> Value {
    let (role, reference) = step.role.parts();
    json!({
        "depth": step.depth, "role": role, "reference": reference, "what": step.what,
        "imports": step.through, "location": location(snapshot, &step.site),
    })
}

fn location(snapshot: &Snapshot, site: &Site) -> Value {
    json!({"uri": snapshot.uri(site.source.path()), "range": snapshot.positions().range(&site.source, site.range)})
}
