//! Which key a path means: where a value gets its name, in this file or in one that it imports, also through references.
//!
//! Goes by what is written and not by values, because two keys may well have the same value. A path may mean several keys: those of the same
//! path in environments that are merged are one name.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use esc_analysis::document::{Accessor, Arguments, Document, ExprId, ExprKind, Function};
use esc_analysis::eval::Evaluation;
use esc_syntax::{AccessorKind, Interpolation, NodeId, TextSize};

use crate::paths::name;
use crate::spot::Spot;

/// References that are followed one after the other before a path is taken to lead in a circle.
const MAX_REFERENCES: usize = 64;

/// Something that a path means.
#[derive(Clone, Debug)]
pub(crate) struct Named {
    /// Where it is written.
    pub document: Arc<Document>,
    /// Its key; of an item, the item itself.
    pub node: NodeId,
    /// The steps from there on, through what a function computes.
    pub rest: Vec<AccessorKind>,
}

impl Named {
    /// Whether both are the same.
    pub fn is(&self, other: &Named) -> bool {
        self.node == other.node && self.rest == other.rest && self.document.source.path() == other.document.source.path()
    }

    /// The path that leads to it in its own environment.
    pub fn path(&self) -> Option<Vec<AccessorKind>> {
        let node = self.document.node(self.node);
        let value = crate::spot::entry_of_key(node).map_or(self.node, |entry| entry.value.id());
        let mut path = path_of(&self.document, self.document.expr_of(value)?)?;
        path.extend(self.rest.iter().cloned());
        Some(path)
    }
}

/// The path by which a reference in the same document may name an expression; `None` where none can.
pub(crate) fn path_of(document: &Document, expr: ExprId) -> Option<Vec<AccessorKind>> {
    let mut path = Vec::new();
    let mut current = expr;
    while Some(current) != document.root {
        let parent = document.expr(current).parent?;
        match &document.expr(parent).kind {
            ExprKind::Object(properties) => {
                let property = properties.iter().find(|property| property.value == current)?;
                path.push(AccessorKind::Name(property.key.to_string()));
            }
            ExprKind::Array(items) => path.push(AccessorKind::Index(items.iter().position(|item| *item == current)? as i64)),
            ExprKind::Call(_) if inner(document, parent) == Some(current) => {}
            _ => return None,
        }
        current = parent;
    }
    path.reverse();
    (!path.is_empty()).then_some(path)
}

/// The argument whose parts are the parts of the call: that of `fn::final`, and the value of `fn::validate`.
fn inner(document: &Document, expr: ExprId) -> Option<ExprId> {
    let ExprKind::Call(call) = &document.expr(expr).kind else { return None };
    match (call.function, &call.arguments) {
        (Function::Final, Arguments::One(argument)) => Some(*argument),
        (Function::Validate, Arguments::Validate { value, .. }) => *value,
        _ => None,
    }
}

/// The steps of a reference.
pub(crate) fn kinds(accessors: &[Accessor]) -> Vec<AccessorKind> {
    accessors.iter().map(|accessor| accessor.kind.clone()).collect()
}

/// A path as it stands between `${` and `}`.
pub(crate) fn path_text(path: &[AccessorKind]) -> String {
    let mut text = String::new();
    for step in path {
        match step {
            AccessorKind::Index(index) => text.push_str(&format!("[{index}]")),
            AccessorKind::Name(name) | AccessorKind::Key(name) if is_plain(name) => {
                if !text.is_empty() {
                    text.push('.');
                }
                text.push_str(name);
            }
            AccessorKind::Name(name) | AccessorKind::Key(name) => text.push_str(&subscript(name)),
        }
    }
    text
}

/// A name in brackets.
pub(crate) fn subscript(name: &str) -> String {
    format!("[\"{}\"]", name.replace('"', "\\\""))
}

/// Whether a name can stand behind a dot.
pub(crate) fn is_plain(name: &str) -> bool {
    let parsed = Interpolation::parse(&format!("${{x.{name}}}"));
    let steps = parsed.as_symbol().filter(|_| parsed.errors.is_empty()).map(|access| &*access.accessors);
    matches!(steps, Some([_, step]) if matches!(&step.kind, AccessorKind::Name(read) if read == name))
}

/// The path of what is at `offset`: of a key, or of a reference up to there.
pub fn path_at(document: &Document, offset: TextSize) -> Option<String> {
    match Spot::at(document, offset)? {
        Spot::Step(reference, step) => Some(path_text(&kinds(&reference.accessors[..=step]))),
        Spot::Key(esc_syntax::Entry { value, .. }) | Spot::Value(value) => {
            path_of(document, document.expr_of(value.id())?).map(|path| path_text(&path))
        }
        Spot::Rule(..) => None,
    }
}

/// Finds what paths mean, and remembers what it has to look up often.
#[derive(Default)]
pub(crate) struct Names {
    /// By the address of an evaluation: it and all that is merged into it, the uppermost first. Holds what it has the address of.
    layers: HashMap<usize, Arc<[Arc<Evaluation>]>>,
}

impl Names {
    /// What `path` means in `evaluation`, the key that counts first; nothing if it leads nowhere, or to something that has no key.
    pub fn resolve(&mut self, evaluation: &Arc<Evaluation>, path: &[AccessorKind]) -> Vec<Named> {
        let mut found = Vec::new();
        self.follow(evaluation, path, MAX_REFERENCES, &mut found);
        found
    }

    /// The environments that have a say about the values of `evaluation`, the uppermost first.
    pub fn layers(&mut self, evaluation: &Arc<Evaluation>) -> Arc<[Arc<Evaluation>]> {
        let layers = self.layers.entry(Arc::as_ptr(evaluation).addr()).or_insert_with(|| layers(evaluation).into());
        Arc::clone(layers)
    }

    fn follow(&mut self, evaluation: &Arc<Evaluation>, path: &[AccessorKind], left: usize, found: &mut Vec<Named>) {
        match environment(evaluation, path) {
            Place::Here => self.values(evaluation, path, left, found),
            Place::There(other, rest) => self.values(&other, rest, left, found),
            Place::Nowhere => {}
        }
    }

    fn values(&mut self, evaluation: &Arc<Evaluation>, path: &[AccessorKind], left: usize, found: &mut Vec<Named>) {
        for layer in self.layers(evaluation).iter() {
            match written(&layer.document, path) {
                Written::Named(named) => {
                    found.push(named);
                    // Lists replace each other: what has the same place in two of them has nothing in common.
                    if path.iter().any(|step| matches!(step, AccessorKind::Index(_))) {
                        return;
                    }
                }
                Written::Reference(path) if left > 0 => self.follow(layer, &path, left - 1, found),
                Written::Reference(_) | Written::Nowhere => {}
            }
        }
    }
}

fn layers(evaluation: &Arc<Evaluation>) -> Vec<Arc<Evaluation>> {
    let (mut layers, mut seen) = (Vec::new(), HashSet::new());
    let mut waiting = vec![Arc::clone(evaluation)];
    while let Some(evaluation) = waiting.pop() {
        if !seen.insert(Arc::as_ptr(&evaluation).addr()) {
            continue;
        }
        // The last import lies uppermost, and is the first to be taken from the stack.
        let imports = evaluation.document.imports.iter().zip(&evaluation.imports).filter(|(import, _)| import.merge);
        waiting.extend(imports.filter_map(|(_, imported)| imported.evaluation().cloned()));
        layers.push(evaluation);
    }
    layers
}

/// Where a path begins.
pub(crate) enum Place<'p> {
    /// At the values of the environment itself.
    Here,
    /// At those of another one, with the steps that are left.
    There(Arc<Evaluation>, &'p [AccessorKind]),
    /// Nowhere that is known.
    Nowhere,
}

/// Where `path` begins.
pub(crate) fn environment<'p>(evaluation: &Evaluation, path: &'p [AccessorKind]) -> Place<'p> {
    let found = |other: Option<&Arc<Evaluation>>, rest| other.map_or(Place::Nowhere, |other| Place::There(Arc::clone(other), rest));
    match path {
        [] => Place::Nowhere,
        [root, import, rest @ ..] if name(root) == Some("imports") => {
            found(name(import).and_then(|name| evaluation.listed_import(name)?.evaluation()), rest)
        }
        [root, project, environment, rest @ ..] if name(root) == Some("environments") => {
            let (Some(project), Some(environment)) = (name(project), name(environment)) else { return Place::Nowhere };
            let inline = evaluation.inline_import(&format!("{project}/{environment}"));
            found(inline.and_then(|imported| imported.evaluation()), rest)
        }
        [root, ..] if matches!(name(root), Some("imports" | "environments" | "context")) => Place::Nowhere,
        _ => Place::Here,
    }
}

/// What one document has at a path.
enum Written {
    /// A key, or what a function below it computes.
    Named(Named),
    /// It continues at another path.
    Reference(Vec<AccessorKind>),
    /// Nothing.
    Nowhere,
}

fn written(document: &Arc<Document>, path: &[AccessorKind]) -> Written {
    let named = |node, rest: &[AccessorKind]| Written::Named(Named { document: Arc::clone(document), node, rest: rest.to_vec() });
    let Some(first) = path.first().and_then(name).and_then(|key| document.value(key)) else { return Written::Nowhere };
    let (mut node, mut expr) = (first.key_node, first.value);
    for (taken, step) in path.iter().enumerate().skip(1) {
        while let Some(argument) = inner(document, expr) {
            expr = argument;
        }
        (node, expr) = match (&document.expr(expr).kind, step) {
            (ExprKind::Object(_), AccessorKind::Name(key) | AccessorKind::Key(key)) => match document.property(expr, key) {
                Some(property) => (property.key_node, property.value),
                None => return Written::Nowhere,
            },
            (ExprKind::Array(items), AccessorKind::Index(index)) => {
                let Some(item) = usize::try_from(*index).ok().and_then(|index| items.get(index)) else { return Written::Nowhere };
                (document.expr(*item).node, *item)
            }
            (ExprKind::Symbol(reference), _) => {
                return Written::Reference(kinds(&reference.accessors).into_iter().chain(path[taken..].iter().cloned()).collect());
            }
            (ExprKind::Call(_), _) => return named(node, &path[taken..]),
            _ => return Written::Nowhere,
        };
    }
    named(node, &[])
}
