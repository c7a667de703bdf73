//! The chain that gives one value: who sets it, what that replaced or added to, and which references it went through.

use std::collections::HashSet;
use std::sync::Arc;

use esc_syntax::AccessorKind;

use super::known::address;
use super::layers::{Layer, Says, layers};
use super::locate::{Located, environment, locate, name, steps};
use super::path::{PathError, parse, unknown, written};
use super::reason::missing_import;
use super::{Preview, Shown, Site, words};
use crate::document::{Document, ExprId, ExprKind, Reference};
use crate::eval::Evaluation;
use crate::schema::Schema;
use crate::value::{Kind, Origin, Value};

/// Steps beyond which a chain is cut.
const MAX_STEPS: usize = 1_000;

/// One value and how it comes about.
#[derive(Clone, Debug)]
pub struct Chain {
    /// The path, as `${...}` writes it.
    pub path: String,
    /// The value's type in a word or a few.
    pub type_: String,
    /// What it is.
    pub shown: Shown,
    /// The steps, each before those that it rests on.
    pub steps: Vec<Step>,
    /// There are more steps than are listed.
    pub is_cut: bool,
}

/// One step of a chain.
#[derive(Clone, Debug)]
pub struct Step {
    /// How many references lead to it.
    pub depth: usize,
    /// What happens there.
    pub role: Role,
    /// Where.
    pub site: Site,
    /// The imports that lead to that file, as written.
    pub through: Vec<String>,
    /// What stands there, in a few words.
    pub what: String,
}

/// What happens at a step.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Role {
    /// The value is set.
    Sets,
    /// Keys are added to the object that the steps before set.
    Adds,
    /// The value is set, and a step before replaced it.
    Replaced,
    /// The value would be set, but an import has declared it final.
    Refused,
    /// Nothing is known of this import, which may set the value.
    Missing,
    /// Something is in the way: it stands above the value and has no such part.
    Cuts,
    /// A reference is read: its path. The steps below it, one deeper, say how that comes about.
    Reads(String),
}

impl Role {
    /// What programs call it, and the path that is read where it reads one: the same words in every output.
    pub fn parts(&self) -> (&'static str, Option<&str>) {
        match self {
            Role::Sets => ("sets", None),
            Role::Adds => ("adds", None),
            Role::Replaced => ("replaced", None),
            Role::Refused => ("refused", None),
            Role::Missing => ("missing", None),
            Role::Cuts => ("cuts", None),
            Role::Reads(path) => ("reads", Some(path)),
        }
    }
}

impl Preview<'_> {
    /// How the value at `path` comes about. `path` is as in `${...}`; a leading `values.` is accepted.
    ///
    /// # Errors
    /// If `path` is none, or leads nowhere.
    pub fn why(&mut self, path: &str) -> Result<Chain, PathError> {
        self.chain(path).map_err(|error| PathError(self.veil.name(&error.0).into_owned()))
    }

    fn chain(&mut self, text: &str) -> Result<Chain, PathError> {
        let mut path = parse(text)?;
        let root = Arc::clone(&self.evaluation);
        let is_key = |key: &str| root.root.as_object().is_some_and(|object| object.entry(key).is_some());
        if path.len() > 1 && path.first().and_then(name) == Some("values") && !is_key("values") {
            path.remove(0);
        }
        let found = found(&root, &path)?;
        let (type_, shown) = match &found {
            Found::Value(value) => (words::type_of(value), self.shown(value)),
            Found::Typed(value, schema) => (words::type_name(schema), Shown::Unknown(self.reason(value))),
        };
        let mut follow = Follow { preview: self, steps: Vec::new(), seen: HashSet::new(), is_cut: false };
        follow.path(&root, &path, 0);
        let (steps, is_cut) = (follow.steps, follow.is_cut);
        Ok(Chain { path: self.veil.name(&written(&path)).into_owned(), type_, shown, steps, is_cut })
    }
}

/// What a path leads to.
enum Found {
    /// A value.
    Value(Value),
    /// A part of a value that is not known, and its type.
    Typed(Value, Schema),
}

fn found(evaluation: &Evaluation, path: &[AccessorKind]) -> Result<Found, PathError> {
    if path.first().and_then(name) == Some("context") {
        return Err(PathError("`context` is told by Pulumi Cloud when the environment is opened; nothing here sets it".to_owned()));
    }
    match locate(evaluation, path) {
        Some(Located { value, left: 0, .. }) => Ok(Found::Value(value)),
        Some(Located { value, left, .. }) => typed(value, path, path.len() - left),
        None => Err(nowhere(evaluation, path)),
    }
}

/// Follows the rest of a path through the type of a value that is not known.
fn typed(value: Value, path: &[AccessorKind], from: usize) -> Result<Found, PathError> {
    let Kind::Unknown(unknown_value) = value.kind() else { return Ok(Found::Value(value)) };
    let keys = unknown_value.output.as_ref().and_then(|output| output.keys.clone());
    let mut schema = unknown_value.schema.clone();
    for (index, step) in path.iter().enumerate().skip(from) {
        let next = match step {
            AccessorKind::Name(key) | AccessorKind::Key(key) => {
                let is_asked_for = keys.as_ref().filter(|_| index == from).is_none_or(|keys| keys.iter().any(|other| **other == **key));
                if is_asked_for { schema.property(key) } else { Schema::never() }
            }
            AccessorKind::Index(index) => usize::try_from(*index).map_or_else(|_| Schema::never(), |index| schema.item(index)),
        };
        if next.is_never() {
            let declared: Vec<_> = schema.properties().map(|(key, _)| key.clone()).collect();
            let there = keys.as_ref().filter(|_| index == from).unwrap_or(&declared);
            return Err(unknown(step, &written(&path[..index]), there.iter().map(|key| &**key)));
        }
        schema = next;
    }
    Ok(Found::Typed(value, schema))
}

/// The error for a path that leads nowhere: names the first step that is not there.
fn nowhere(evaluation: &Evaluation, path: &[AccessorKind]) -> PathError {
    if matches!(path.first().and_then(name), Some("imports" | "environments")) && locate(evaluation, &path[..path.len().min(3)]).is_none() {
        return PathError(format!("`{}` names no environment that is known here", written(&path[..path.len().min(3)])));
    }
    let end = (1..path.len()).find(|end| locate(evaluation, &path[..*end]).is_none()).unwrap_or(path.len());
    let above = match end {
        1 => Some(evaluation.root.clone()),
        _ => locate(evaluation, &path[..end - 1]).map(|located| located.value),
    };
    let (Some(above), Some(step)) = (above, path.get(end - 1)) else { return PathError(format!("`{}` leads nowhere", written(path))) };
    let PathError(error) = match above.kind() {
        Kind::Object(object) => unknown(step, &written(&path[..end - 1]), object.entries().iter().map(|entry| &**entry.key())),
        _ => unknown(step, &written(&path[..end - 1]), []),
    };
    match (above.kind(), missing_import(evaluation)) {
        (Kind::Object(object), Some(import)) if object.rest().is_some() => {
            let stop = if error.ends_with('?') { "" } else { "." };
            PathError(format!("{error}{stop} The import `{import}`, of which nothing is known here, may define it"))
        }
        (Kind::Object(_), _) => PathError(error),
        (Kind::Array(items), _) => PathError(format!("{error}: it is a list of {}", items.len())),
        _ => PathError(format!("{error}: it is of type {}", words::type_of(&above))),
    }
}

struct Follow<'f, 'p> {
    preview: &'f mut Preview<'p>,
    steps: Vec<Step>,
    /// Expressions that have been explained, by document.
    seen: HashSet<(usize, ExprId)>,
    is_cut: bool,
}

impl Follow<'_, '_> {
    /// Adds the steps that give the value at `path`.
    fn path(&mut self, evaluation: &Arc<Evaluation>, path: &[AccessorKind], depth: usize) {
        let refs: Vec<&AccessorKind> = path.iter().collect();
        match environment(evaluation, &refs) {
            Some((Some(named), taken)) => crate::deep(|| self.layers(&named, &path[taken..], depth)),
            Some((None, _)) => {}
            None if path.first().and_then(name) == Some("context") => {}
            None => crate::deep(|| self.layers(evaluation, path, depth)),
        }
    }

    fn layers(&mut self, evaluation: &Arc<Evaluation>, path: &[AccessorKind], depth: usize) {
        for layer in layers(evaluation, path) {
            if self.steps.len() >= MAX_STEPS {
                self.is_cut = true;
                return;
            }
            self.layer(&layer, path, depth);
        }
    }

    fn layer(&mut self, layer: &Layer, path: &[AccessorKind], depth: usize) {
        let document = &layer.evaluation.document;
        let (role, expr, taken) = match layer.says {
            Says::Sets(expr, taken) => (Role::Sets, expr, taken),
            Says::Adds(expr, taken) => (Role::Adds, expr, taken),
            Says::Replaced(expr, taken) => (Role::Replaced, expr, taken),
            Says::Refused(expr) => (Role::Refused, expr, path.len()),
            Says::Cuts(expr) => (Role::Cuts, expr, path.len()),
            Says::Missing(index) => return self.missing(layer, index, depth),
        };
        let is_source = matches!(role, Role::Sets | Role::Adds);
        let rest = &path[taken..];
        let what = match rest {
            [] => words::expression(document, expr),
            rest => format!("`{}` of {}", written(rest), words::expression(document, expr)),
        };
        let site = super::site(&Origin { document: Arc::clone(document), expr });
        self.push(Step { depth, role, site, through: self.names(&layer.through), what });
        if is_source && self.seen.insert((address(document), expr)) {
            self.references(&layer.evaluation, expr, rest, depth);
        }
    }

    fn missing(&mut self, layer: &Layer, index: usize, depth: usize) {
        let document = &layer.evaluation.document;
        let Some(name) = document.imports.get(index).and_then(|import| import.name.as_ref()) else { return };
        let site = Site { source: Arc::clone(&document.source), range: document.node(name.node).range() };
        let what = format!("import of `{}`, of which nothing is known", self.preview.veil.name(&name.text));
        self.push(Step { depth, role: Role::Missing, site, through: self.names(&layer.through), what });
    }

    /// Adds what the value of `expr` is read from. The parts of a plain list or object are values of their own.
    fn references(&mut self, evaluation: &Arc<Evaluation>, expr: ExprId, rest: &[AccessorKind], depth: usize) {
        let document = Arc::clone(&evaluation.document);
        let mut pending = match &document.expr(expr).kind {
            ExprKind::Object(_) | ExprKind::Array(_) => Vec::new(),
            _ => vec![expr],
        };
        while let Some(next) = pending.pop() {
            let is_whole = matches!(document.expr(next).kind, ExprKind::Symbol(_)) && next == expr;
            for reference in document.expr(next).kind.references() {
                let rest = if is_whole { rest } else { &[] };
                self.reference(evaluation, &document, reference, rest, depth);
            }
            pending.extend(document.declared_children(next).into_iter().rev());
        }
    }

    fn reference(&mut self, evaluation: &Arc<Evaluation>, document: &Document, reference: &Reference, rest: &[AccessorKind], depth: usize) {
        if self.steps.len() >= MAX_STEPS {
            self.is_cut = true;
            return;
        }
        let path: Vec<AccessorKind> = steps(&reference.accessors).chain(rest).cloned().collect();
        let shown = self.preview.veil.name(&written(&path)).into_owned();
        let what = self.described(evaluation, &path);
        let site = Site { source: Arc::clone(&document.source), range: reference.range };
        self.push(Step { depth: depth + 1, role: Role::Reads(shown), site, through: Vec::new(), what });
        self.path(evaluation, &path, depth + 2);
    }

    /// What a reference refers to, in a few words.
    fn described(&mut self, evaluation: &Evaluation, path: &[AccessorKind]) -> String {
        if path.first().and_then(name) == Some("context") {
            return "told by Pulumi Cloud".to_owned();
        }
        match locate(evaluation, path) {
            Some(Located { value, left: 0, .. }) => words::type_of(&value),
            Some(_) => "not known before the environment is opened".to_owned(),
            None => "leads nowhere".to_owned(),
        }
    }

    fn names(&self, names: &[Arc<str>]) -> Vec<String> {
        names.iter().map(|name| self.preview.veil.name(name).into_owned()).collect()
    }

    fn push(&mut self, step: Step) {
        self.steps.push(step);
    }
}
