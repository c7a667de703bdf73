//! Who has a say about one value: the environment itself, then what it imports, the uppermost first.
//!
//! The order is that of the merge: an environment's own values lie over its imports, a later import over an earlier one.

use std::collections::HashSet;
use std::sync::Arc;

use esc_syntax::AccessorKind;

use super::locate::{member, name};
use crate::document::{Document, ExprId, ExprKind};
use crate::eval::{Evaluation, Imported, Problem};
use crate::schema::Type;
use crate::value::{Kind, Value};

/// Somebody who has a say.
pub(super) struct Layer {
    /// The environment that says it.
    pub evaluation: Arc<Evaluation>,
    /// The imports that lead to it, as written.
    pub through: Vec<Arc<str>>,
    /// What it says.
    pub says: Says,
}

/// What one environment says about a value.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Says {
    /// It is the value of this expression; after so many steps of the path, the rest goes through what that comes to.
    Sets(ExprId, usize),
    /// As [`Says::Sets`], and the keys of this object are added to those of the layers above.
    Adds(ExprId, usize),
    /// As [`Says::Sets`], and a layer above has replaced it.
    Replaced(ExprId, usize),
    /// It would set it by this expression, but what lies below is final.
    Refused(ExprId),
    /// Something stands at this expression, above the value, that has no such part.
    Cuts(ExprId),
    /// Nothing is known of this import, given by its index, and it may have a say.
    Missing(usize),
}

/// Everybody who has a say about the value at `path`, the uppermost first.
pub(super) fn layers(evaluation: &Arc<Evaluation>, path: &[AccessorKind]) -> Vec<Layer> {
    let mut search = Search { path, found: Vec::new(), seen: HashSet::new(), through: Vec::new(), state: State::Nobody };
    search.visit(evaluation);
    search.found
}

/// What the layers so far come to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// None has set the value.
    Nobody,
    /// They are objects, and what lies below adds to them.
    Object,
    /// It is settled, and what lies below is replaced.
    Settled,
    /// Something is in the way of all that lies below.
    Cut,
}

struct Search<'s> {
    path: &'s [AccessorKind],
    found: Vec<Layer>,
    /// Evaluations by their addresses: two imports may share a third.
    seen: HashSet<usize>,
    through: Vec<Arc<str>>,
    state: State,
}

impl Search<'_> {
    fn visit(&mut self, evaluation: &Arc<Evaluation>) {
        if !self.seen.insert(Arc::as_ptr(evaluation).addr()) {
            return;
        }
        if let Some(says) = self.own(evaluation) {
            self.found.push(Layer { evaluation: Arc::clone(evaluation), through: self.through.clone(), says });
        }
        let entries = evaluation.document.imports.iter().zip(&evaluation.imports).enumerate().rev();
        for (index, (entry, imported)) in entries.filter(|(_, (entry, _))| entry.merge) {
            if self.state == State::Cut {
                return;
            }
            let Some(name) = &entry.name else { continue };
            match imported {
                Imported::Evaluated(below) => {
                    self.through.push(name.text.clone());
                    crate::deep(|| self.visit(below));
                    self.through.pop();
                }
                _ if imported.is_missing() && self.state != State::Settled => {
                    let says = Says::Missing(index);
                    self.found.push(Layer { evaluation: Arc::clone(evaluation), through: self.through.clone(), says });
                }
                _ => {}
            }
        }
    }

    /// What the environment itself says, given what the layers above say.
    fn own(&mut self, evaluation: &Evaluation) -> Option<Says> {
        match written(evaluation, self.path)? {
            Written::Cuts(expr) => {
                let says = (self.state == State::Nobody).then_some(Says::Cuts(expr));
                self.state = State::Cut;
                says
            }
            Written::Refused(expr) => Some(Says::Refused(expr)),
            Written::Sets(expr, taken, is_object) => {
                let before = self.state;
                let is_open = is_object && before != State::Settled;
                self.state = if is_open { State::Object } else { State::Settled };
                Some(match before {
                    State::Nobody => Says::Sets(expr, taken),
                    State::Object if is_object => Says::Adds(expr, taken),
                    State::Object | State::Settled | State::Cut => Says::Replaced(expr, taken),
                })
            }
        }
    }
}

/// What is written in one document about a path.
enum Written {
    /// An expression, the steps that lead to it, and whether its value takes over keys of what lies below.
    Sets(ExprId, usize, bool),
    Cuts(ExprId),
    Refused(ExprId),
}

fn written(evaluation: &Evaluation, path: &[AccessorKind]) -> Option<Written> {
    let document = &*evaluation.document;
    let mut expr = document.root?;
    for (taken, step) in path.iter().enumerate() {
        if is_refused(evaluation, expr) {
            return Some(Written::Refused(expr));
        }
        expr = match &document.expr(expr).kind {
            ExprKind::Object(_) => part(document, expr, step)?,
            ExprKind::Array(_) => match part(document, expr, step) {
                Some(item) => item,
                None => return Some(Written::Cuts(expr)),
            },
            ExprKind::Symbol(_) | ExprKind::Interpolation(_) | ExprKind::Call(_) => {
                return computed(evaluation, expr, taken, &path[taken..]);
            }
            ExprKind::Invalid | ExprKind::Null | ExprKind::Bool(_) | ExprKind::Number(_) | ExprKind::String(_) => {
                return Some(Written::Cuts(expr));
            }
        };
    }
    if is_refused(evaluation, expr) {
        return Some(Written::Refused(expr));
    }
    let is_object = evaluation.value(expr).is_some_and(takes_over);
    Some(Written::Sets(expr, path.len(), is_object))
}

fn part(document: &Document, expr: ExprId, step: &AccessorKind) -> Option<ExprId> {
    match (&document.expr(expr).kind, step) {
        (ExprKind::Object(properties), step) => {
            let key = name(step)?;
            properties.iter().find(|property| &*property.key == key).map(|property| property.value)
        }
        (ExprKind::Array(items), AccessorKind::Index(index)) => items.get(usize::try_from(*index).ok()?).copied(),
        _ => None,
    }
}

/// What an expression has at `rest` that is known only by its value.
fn computed(evaluation: &Evaluation, expr: ExprId, taken: usize, rest: &[AccessorKind]) -> Option<Written> {
    let mut value = evaluation.value(expr)?.clone();
    for step in rest {
        if value.is_unknown() {
            break;
        }
        let own = value.as_object().zip(name(step)).map(|(object, key)| object.entry(key).is_some_and(|entry| entry.is_own()));
        match (member(&value, step), own) {
            (_, Some(false)) => return None,
            (Some(next), _) => value = next,
            (None, _) => return Some(Written::Cuts(expr)),
        }
    }
    Some(Written::Sets(expr, taken, takes_over(&value)))
}

/// Whether a value takes over keys from what it lies on.
fn takes_over(value: &Value) -> bool {
    match value.kind() {
        Kind::Object(_) => true,
        Kind::Unknown(unknown) => unknown.schema.type_() == Some(Type::Object),
        Kind::Null | Kind::Bool(_) | Kind::Number(_) | Kind::String(_) | Kind::Array(_) => false,
    }
}

/// Whether the expression does not count, because what lies below is final.
fn is_refused(evaluation: &Evaluation, refused: ExprId) -> bool {
    let is_it = |problem: &Problem| matches!(problem, Problem::OverridesFinal { expr, .. } if *expr == refused);
    evaluation.problems.iter().any(is_it)
}
