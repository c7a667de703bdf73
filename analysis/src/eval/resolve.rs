//! What a reference refers to, after the fact: the same way as in `access`, over values that are there already, and without a word about
//! dead ends.

use esc_syntax::AccessorKind;

use super::{Evaluation, Imported};
use crate::document::{Accessor, ExprId, ExprKind, Reference};
use crate::value::{Kind, Unknown, Value};

/// Where the steps of a reference lead.
#[derive(Clone, Debug)]
pub enum Target {
    /// An expression of the same document.
    Expr(ExprId),
    /// A value that is written elsewhere, or computed.
    Value(Value),
}

impl Evaluation {
    /// Where `steps`, the first steps of a reference in this document, lead; `None` if they lead nowhere.
    pub fn follow(&self, steps: &[Accessor]) -> Option<Target> {
        let (first, rest) = steps.split_first()?;
        let (start, rest) = match name(&first.kind) {
            Some("imports") => (Target::Value(self.listed.clone()), rest),
            Some("context") => (Target::Value(self.context.clone()?), rest),
            Some("environments") => {
                let (environment, rest) = rest.split_at_checked(2)?;
                (Target::Value(self.inline_value(environment)?), rest)
            }
            _ => (self.first_step(first)?, rest),
        };
        rest.iter().try_fold(start, |target, step| self.step(target, &step.kind))
    }

    /// The expression of this document that a reference ends in; `None` if it ends elsewhere.
    pub fn target(&self, reference: &Reference) -> Option<ExprId> {
        match self.follow(&reference.accessors)? {
            Target::Expr(expr) => Some(expr),
            Target::Value(_) => None,
        }
    }

    /// The value at the end of a way.
    pub fn value_at<'e>(&'e self, target: &'e Target) -> Option<&'e Value> {
        match target {
            Target::Expr(expr) => self.value(*expr),
            Target::Value(value) => Some(value),
        }
    }

    fn first_step(&self, first: &Accessor) -> Option<Target> {
        let name = name(&first.kind)?;
        match self.document.value(name) {
            Some(property) => Some(Target::Expr(property.value)),
            None => member(self.base.as_ref()?, &first.kind).map(Target::Value),
        }
    }

    fn inline_value(&self, environment: &[Accessor]) -> Option<Value> {
        let names: Option<Vec<&str>> = environment.iter().map(|accessor| name(&accessor.kind)).collect();
        let import = self.inline_import(&names?.join("/"))?;
        import.evaluation().map(|evaluation| evaluation.root.clone())
    }

    fn step(&self, target: Target, kind: &AccessorKind) -> Option<Target> {
        let expr = match target {
            Target::Value(value) => return member(&value, kind).map(Target::Value),
            Target::Expr(expr) => expr,
        };
        let written = match (&self.document.expr(expr).kind, kind) {
            (ExprKind::Object(_), AccessorKind::Name(key) | AccessorKind::Key(key)) => {
                self.document.property(expr, key).map(|property| property.value)
            }
            (ExprKind::Array(items), AccessorKind::Index(index)) => items.get(usize::try_from(*index).ok()?).copied(),
            _ => None,
        };
        match written {
            Some(expr) => Some(Target::Expr(expr)),
            None => member(self.value(expr)?, kind).map(Target::Value),
        }
    }

    /// The environment that entry `index` of `imports` brings in.
    pub fn import(&self, index: usize) -> Option<&Evaluation> {
        self.imports.get(index).and_then(Imported::evaluation).map(|evaluation| &**evaluation)
    }
}

fn name(kind: &AccessorKind) -> Option<&str> {
    match kind {
        AccessorKind::Name(name) | AccessorKind::Key(name) => Some(name),
        AccessorKind::Index(_) => None,
    }
}

/// One step into a value.
fn member(value: &Value, kind: &AccessorKind) -> Option<Value> {
    match (value.kind(), kind) {
        (Kind::Array(items), AccessorKind::Index(index)) => items.get(usize::try_from(*index).ok()?).cloned(),
        (Kind::Object(object), AccessorKind::Name(key) | AccessorKind::Key(key)) => object.get(key).cloned().or_else(|| value.below(key)),
        (Kind::Unknown(Unknown { schema, .. }), kind) => {
            let schema = match kind {
                AccessorKind::Name(key) | AccessorKind::Key(key) => schema.property(key),
                AccessorKind::Index(index) => schema.item(usize::try_from(*index).ok()?),
            };
            (!schema.is_never()).then(|| Value::unknown(schema, value.origin().cloned()))
        }
        _ => None,
    }
}
