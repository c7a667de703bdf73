//! Following references: first through what is written, without evaluating what lies beside the way; then through values; then, where values
//! are not known, through types.

use std::sync::Arc;

use esc_syntax::AccessorKind;

use super::evaluator::Evaluator;
use super::{AccessFault, AccessProblem, ImportSite, Problem, Receiver};
use crate::document::{Accessor, Arguments, ExprId, ExprKind, Reference};
use crate::schema::{Schema, Type};
use crate::value::{Kind, Marks, Object, Output, Unknown, Value};

/// How far a reference has come.
enum At {
    /// An expression that has not been evaluated for this, and what it lies over.
    Literal(ExprId, Option<Value>),
    /// A value.
    Value(Value),
}

/// One reference on its way. Faults are said of its current step.
struct Walk<'w> {
    expr: ExprId,
    part: usize,
    accessors: &'w [Accessor],
    step: usize,
}

/// The reference leads nowhere; that has been said, or is nobody's business.
struct DeadEnd;

impl<'w> Walk<'w> {
    fn accessor(&self) -> Option<&'w Accessor> {
        self.accessors.get(self.step)
    }
}

/// A step by name, if it is one.
fn name(kind: &AccessorKind) -> Option<&str> {
    match kind {
        AccessorKind::Name(name) | AccessorKind::Key(name) => Some(name),
        AccessorKind::Index(_) => None,
    }
}

impl<'d> Evaluator<'d, '_> {
    /// What a reference refers to; unknown of any type where it leads nowhere. `part` counts the parts of the expression.
    pub(super) fn reference(&mut self, expr: ExprId, part: usize, reference: &'d Reference) -> Value {
        let mut walk = Walk { expr, part, accessors: &reference.accessors, step: 0 };
        self.via = Some(reference.range);
        let value = match self.follow(&mut walk, reference) {
            Ok(value) => value,
            Err(DeadEnd) => self.unknown(Schema::always(), expr),
        };
        self.via = None;
        value
    }

    fn follow(&mut self, walk: &mut Walk<'d>, reference: &'d Reference) -> Result<Value, DeadEnd> {
        let first = walk.accessor().and_then(|accessor| name(&accessor.kind));
        let mut at = match first {
            Some("imports") => At::Value(self.listed.clone()),
            Some("context") => At::Value(self.context_for(&reference.accessors)),
            Some("environments") => At::Value(self.environment(walk)?),
            _ => self.first_step(walk)?,
        };
        walk.step += 1;
        while walk.step < walk.accessors.len() {
            at = self.step(walk, at)?;
            walk.step += 1;
        }
        match at {
            At::Value(value) => Ok(value),
            At::Literal(expr, base) => {
                self.used[expr.index()] = true;
                Ok(self.evaluate(expr, base.as_ref()))
            }
        }
    }

    fn fault<T>(&mut self, walk: &Walk<'_>, fault: AccessFault) -> Result<T, DeadEnd> {
        let problem = AccessProblem { expr: walk.expr, part: walk.part, step: walk.step, fault };
        self.problems.push(Problem::Access(problem));
        Err(DeadEnd)
    }

    fn first_step(&mut self, walk: &mut Walk<'d>) -> Result<At, DeadEnd> {
        match self.document.root {
            Some(root) => {
                let base = self.base.clone();
                self.literal_object(walk, root, base, true)
            }
            None => match self.base.clone() {
                Some(base) => self.value_step(walk, &base).map(At::Value),
                None => self.fault(walk, AccessFault::UnknownMember(Receiver::Root)),
            },
        }
    }

    fn step(&mut self, walk: &mut Walk<'d>, at: At) -> Result<At, DeadEnd> {
        let (expr, base) = match at {
            At::Value(value) => return self.value_step(walk, &value).map(At::Value),
            At::Literal(expr, base) => (expr, base),
        };
        match &self.document.expr(expr).kind {
            ExprKind::Object(_) => self.literal_object(walk, expr, base, false),
            ExprKind::Array(items) => self.literal_array(walk, expr, items),
            ExprKind::Call(call) if matches!(call.arguments, Arguments::Ciphertext { .. }) => self.fault(walk, AccessFault::Encrypted),
            _ => {
                let value = self.evaluate(expr, base.as_ref());
                self.value_step(walk, &value).map(At::Value)
            }
        }
    }

    fn literal_object(&mut self, walk: &mut Walk<'d>, expr: ExprId, base: Option<Value>, is_root: bool) -> Result<At, DeadEnd> {
        let Some(key) = walk.accessor().and_then(|accessor| name(&accessor.kind)) else {
            return self.fault(walk, AccessFault::ObjectByIndex);
        };
        if let Some(property) = self.document.property(expr, key) {
            let below = base.as_ref().and_then(|base| base.below(key));
            return Ok(At::Literal(property.value, below));
        }
        let receiver = || if is_root { Receiver::Root } else { Receiver::Literal(expr, base.clone()) };
        let Some(below) = base.as_ref().filter(|base| base.may_be_object()) else {
            return self.fault(walk, AccessFault::UnknownMember(receiver()));
        };
        match below.as_object() {
            Some(object) if object.entry(key).is_none() && object.rest().is_none() => {
                self.fault(walk, AccessFault::UnknownMember(receiver()))
            }
            _ => self.value_step(walk, below).map(At::Value),
        }
    }

    fn literal_array(&mut self, walk: &Walk<'d>, expr: ExprId, items: &[ExprId]) -> Result<At, DeadEnd> {
        let Some(AccessorKind::Index(index)) = walk.accessor().map(|accessor| &accessor.kind) else {
            let value = self.unknown(Schema::any_array(), expr);
            return self.fault(walk, AccessFault::ListByName(value));
        };
        let item = self.item(walk, *index, items)?;
        Ok(At::Literal(*item, None))
    }

    fn item<'i, T>(&mut self, walk: &Walk<'_>, index: i64, items: &'i [T]) -> Result<&'i T, DeadEnd> {
        match usize::try_from(index) {
            Err(_) => self.fault(walk, AccessFault::NegativeIndex),
            Ok(index) => match items.get(index) {
                Some(item) => Ok(item),
                None => self.fault(walk, AccessFault::OutOfBounds { length: items.len() }),
            },
        }
    }

    fn value_step(&mut self, walk: &Walk<'_>, value: &Value) -> Result<Value, DeadEnd> {
        let Some(accessor) = walk.accessor() else { return Ok(value.clone()) };
        match (value.kind(), &accessor.kind) {
            (Kind::Unknown(unknown), kind) => self.type_step(walk, value, unknown, kind),
            (Kind::Array(items), AccessorKind::Index(index)) => self.item(walk, *index, items).cloned(),
            (Kind::Array(_), _) => self.fault(walk, AccessFault::ListByName(value.clone())),
            (Kind::Object(_), AccessorKind::Index(_)) => self.fault(walk, AccessFault::ObjectByIndex),
            (Kind::Object(object), AccessorKind::Name(key) | AccessorKind::Key(key)) => self.member(walk, value, object, key),
            (Kind::Null | Kind::Bool(_) | Kind::Number(_) | Kind::String(_), _) => {
                self.fault(walk, AccessFault::NotComposite(value.clone()))
            }
        }
    }

    fn member(&mut self, walk: &Walk<'_>, value: &Value, object: &Object, key: &str) -> Result<Value, DeadEnd> {
        match (object.get(key), object.rest()) {
            (Some(member), _) => Ok(member.clone()),
            (None, Some(rest)) => Ok(Value::unknown(rest.property(key), value.origin().cloned())),
            (None, None) => self.fault(walk, AccessFault::UnknownMember(Receiver::Value(value.clone()))),
        }
    }

    fn type_step(&mut self, walk: &Walk<'_>, value: &Value, unknown: &Unknown, kind: &AccessorKind) -> Result<Value, DeadEnd> {
        let schema = &unknown.schema;
        let found = match (schema.type_(), kind) {
            _ if schema.is_always() => Schema::always(),
            (Some(Type::Array), AccessorKind::Index(index)) => self.typed_item(walk, schema, *index)?,
            (Some(Type::Array), _) => return self.fault(walk, AccessFault::ListByName(value.clone())),
            (Some(Type::Object), AccessorKind::Index(_)) => return self.fault(walk, AccessFault::ObjectByIndex),
            (Some(Type::Object), AccessorKind::Name(key) | AccessorKind::Key(key)) => {
                let found = schema.property(key);
                if let Some(members) = undeclared(schema, &found, unknown.output.as_deref(), key) {
                    let (output, step) = (unknown.output.clone(), walk.step);
                    let fault = AccessFault::Undeclared { output, members };
                    self.problems.push(Problem::Access(AccessProblem { expr: walk.expr, part: walk.part, step, fault }));
                }
                found
            }
            _ => return self.fault(walk, AccessFault::NotComposite(value.clone())),
        };
        let kind = Kind::Unknown(Unknown { schema: found, output: None });
        Ok(Value::with_marks(kind, Marks { secret: value.is_secret(), ..Marks::default() }, value.origin().cloned()))
    }

    /// An item of a list of which only the type is known. Where it ends is known only if nothing may follow its first items.
    fn typed_item(&mut self, walk: &Walk<'_>, schema: &Schema, index: i64) -> Result<Schema, DeadEnd> {
        let Ok(index) = usize::try_from(index) else { return self.fault(walk, AccessFault::NegativeIndex) };
        let Some(rules) = schema.rules() else { return Ok(Schema::always()) };
        let closed = rules.items.is_some_and(|items| schema.part(items).is_never());
        if closed && index >= rules.prefix_items.len() {
            return self.fault(walk, AccessFault::OutOfBounds { length: rules.prefix_items.len() });
        }
        Ok(schema.item(index))
    }

    /// `${environments.PROJECT.ENV}`: loads and evaluates that environment where it is met.
    fn environment(&mut self, walk: &mut Walk<'d>) -> Result<Value, DeadEnd> {
        let [_, project, environment, ..] = walk.accessors else {
            let numbered = walk.accessors.get(1).is_some_and(|accessor| name(&accessor.kind).is_none());
            walk.step = walk.accessors.len() - 1;
            return self.fault(walk, if numbered { AccessFault::ObjectByIndex } else { AccessFault::IncompleteEnvironment });
        };
        let mut names = Vec::with_capacity(2);
        for accessor in [project, environment] {
            walk.step += 1;
            match name(&accessor.kind) {
                Some(name) => names.push(name),
                None => return self.fault(walk, AccessFault::ObjectByIndex),
            }
        }
        let range = project.name_range.cover(environment.name_range);
        let site = ImportSite { name: names.join("/").into(), range, expr: Some(walk.expr) };
        let imported = self.import(&site);
        let value = self.imported_value(&imported);
        self.inline.push((site, imported));
        Ok(value)
    }

    fn context_for(&mut self, accessors: &[Accessor]) -> Value {
        match accessors.get(1).and_then(|accessor| name(&accessor.kind)) {
            Some("currentEnvironment") => self.dependence.name = true,
            Some("pulumi") => {}
            _ => {
                self.dependence.root = true;
                self.dependence.name = true;
            }
        }
        self.context()
    }
}

/// The members that there are, if `key` is none of them: not declared at all, or not among the keys that the inputs ask for.
fn undeclared(schema: &Schema, found: &Schema, output: Option<&Output>, key: &str) -> Option<Vec<Arc<str>>> {
    let asked_for = output.and_then(|output| output.keys.as_ref());
    match asked_for {
        Some(keys) if !keys.iter().any(|other| **other == *key) => Some(keys.clone()),
        Some(_) => None,
        None => found.is_never().then(|| schema.properties().map(|(key, _)| key.clone()).collect()),
    }
}
