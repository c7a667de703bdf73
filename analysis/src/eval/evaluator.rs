//! The evaluation of one document: every expression at most once, depth first, object keys in byte order.

use std::sync::{Arc, OnceLock};

use esc_syntax::TextRange;

use super::analyzer::Run;
use super::cache::Asked;
use super::{Dependence, Evaluation, ImportSite, Imported, MAX_CYCLE_STEPS, Problem, context};
use crate::convert::MAX_TEXT;
use crate::document::{Document, ExprId, ExprKind, Function, Part, Property};
use crate::schema::{Schema, Type};
use crate::value::{Entry, Kind, Marks, Object, Origin, Parts, Str, Value};

/// Expressions in progress beyond which the next one is taken as unknown. Nothing is said of it: the reference reports nothing of the kind.
const MAX_DEPTH: usize = 50_000;
/// Comparisons of values with types that a document may cause.
const CHECKS: u32 = 5_000_000;
/// Bytes of text, and items of lists, that a document may compute.
const WORK: usize = 4 * MAX_TEXT;

/// Evaluates one document.
pub(super) struct Evaluator<'d, 'r> {
    pub(super) run: &'d mut Run<'r>,
    pub(super) document: &'d Arc<Document>,
    /// How many environments are in progress above this one.
    pub(super) depth: usize,
    pub(super) asked: &'d Asked,
    /// What the imports merge to.
    pub(super) base: Option<Value>,
    /// What `${imports}` is.
    pub(super) listed: Value,
    pub(super) imported: Vec<Imported>,
    pub(super) inline: Vec<(ImportSite, Imported)>,
    pub(super) problems: Vec<Problem>,
    pub(super) dependence: Dependence,
    pub(super) has_final: bool,
    pub(super) used: Vec<bool>,
    states: Vec<State>,
    context: Option<Value>,
    /// Expressions in progress.
    progress: Vec<Progress>,
    /// The reference that is being followed, until it meets an expression to evaluate.
    pub(super) via: Option<TextRange>,
    pub(super) checks: u32,
    work: usize,
}

/// An expression in progress.
struct Progress {
    /// The reference that led to it, if one did.
    via: Option<TextRange>,
    /// How many references led to it and to those before it.
    references: usize,
}

#[derive(Clone)]
enum State {
    Waiting,
    /// So many others were in progress before.
    InProgress(usize),
    Done(Value),
}

impl<'d, 'r> Evaluator<'d, 'r> {
    pub(super) fn new(run: &'d mut Run<'r>, document: &'d Arc<Document>, depth: usize, asked: &'d Asked) -> Self {
        let count = document.expr_count();
        Evaluator {
            run,
            document,
            depth,
            asked,
            base: None,
            listed: Value::new(Kind::Object(Object::from_pairs(Vec::new())), None),
            imported: Vec::with_capacity(document.imports.len()),
            inline: Vec::new(),
            problems: Vec::new(),
            dependence: Dependence::default(),
            has_final: false,
            used: vec![false; count],
            states: vec![State::Waiting; count],
            context: None,
            progress: Vec::new(),
            via: None,
            checks: CHECKS,
            work: WORK,
        }
    }

    pub(super) fn run(mut self) -> Evaluation {
        self.imports();
        let base = self.base.clone();
        let document = self.document;
        let root = match document.root {
            Some(root) => self.root(root, &document.values, base.as_ref()),
            None => over(Value::new(Kind::Object(Object::from_pairs(Vec::new())), None), base.as_ref()),
        };
        for property in &document.misplaced {
            self.evaluate(property.value, None);
        }
        let values = self.states.into_iter().map(|state| match state {
            State::Done(value) => Some(value),
            State::Waiting | State::InProgress(_) => None,
        });
        Evaluation {
            document: Arc::clone(document),
            root,
            base,
            imports: self.imported,
            inline: self.inline,
            named: OnceLock::new(),
            problems: self.problems,
            listed: self.listed,
            context: self.context,
            values: values.collect(),
            used: self.used,
            has_final: self.has_final,
            dependence: self.dependence,
        }
    }

    /// The root is never in progress: that it is reached again is no circle.
    fn root(&mut self, root: ExprId, properties: &'d [Property], base: Option<&Value>) -> Value {
        let value = over(self.object(root, properties, base, None), base);
        self.states[root.index()] = State::Done(value.clone());
        value
    }

    pub(super) fn origin(&self, expr: ExprId) -> Option<Origin> {
        Some(Origin { document: Arc::clone(self.document), expr })
    }

    pub(super) fn new_value(&self, kind: Kind, expr: ExprId) -> Value {
        Value::new(kind, self.origin(expr))
    }

    pub(super) fn unknown(&self, schema: Schema, expr: ExprId) -> Value {
        Value::unknown(schema, self.origin(expr))
    }

    /// An unknown result of a call, secret if its arguments are.
    pub(super) fn unknown_result(&self, schema: Schema, parts: Parts, expr: ExprId) -> Value {
        self.unknown(schema, expr).marked(Marks { secret: parts.secret, ..Marks::default() })
    }

    /// Takes `amount` off what the document may compute; false if there is no such amount left, and from then on.
    pub(super) fn afford(&mut self, amount: usize) -> bool {
        let left = self.work.checked_sub(amount);
        self.work = left.unwrap_or(0);
        left.is_some()
    }

    /// Whether nothing more is computed: the next one, too, would only be thrown away.
    pub(super) fn is_spent(&self) -> bool {
        self.work == 0
    }

    pub(super) fn context(&mut self) -> Value {
        let (root, name) = (self.run.root(), &self.asked.name);
        self.context.get_or_insert_with(|| context::context(root, name)).clone()
    }

    /// The value of an expression over `base`.
    pub(super) fn evaluate(&mut self, expr: ExprId, base: Option<&Value>) -> Value {
        self.evaluate_as(expr, base, None)
    }

    /// As [`Self::evaluate`], for a place that takes `accept`: parts that only a rotation evaluates are left out of an imported environment.
    pub(super) fn evaluate_as(&mut self, expr: ExprId, base: Option<&Value>, accept: Option<&Schema>) -> Value {
        let via = self.via.take();
        match &self.states[expr.index()] {
            State::Done(value) => return value.clone(),
            State::InProgress(depth) => return self.circle(expr, *depth, via),
            State::Waiting => {}
        }
        if self.progress.len() >= MAX_DEPTH {
            return self.unknown(Schema::always(), expr);
        }
        if let Some(base) = base.filter(|base| base.is_final()) {
            self.problems.push(Problem::OverridesFinal { expr, base: base.clone() });
            self.states[expr.index()] = State::Done(base.clone());
            return base.clone();
        }
        self.states[expr.index()] = State::InProgress(self.progress.len());
        let references = self.progress.last().map_or(0, |above| above.references) + usize::from(via.is_some());
        self.progress.push(Progress { via, references });
        let value = over(self.compute(expr, base, accept), base);
        self.progress.pop();
        self.states[expr.index()] = State::Done(value.clone());
        value
    }

    /// Says that `expr`, which is in progress at `depth`, needs itself.
    fn circle(&mut self, expr: ExprId, depth: usize, via: Option<TextRange>) -> Value {
        let before = self.progress.get(depth).map_or(0, |start| start.references);
        let length = self.progress.last().map_or(0, |last| last.references - before) + usize::from(via.is_some());
        let steps = self.progress.iter().skip(depth + 1).filter_map(|step| step.via).chain(via);
        let steps = steps.take(MAX_CYCLE_STEPS).collect();
        self.problems.push(Problem::Cycle { expr, steps, length });
        self.unknown(Schema::always(), expr)
    }

    fn compute(&mut self, expr: ExprId, base: Option<&Value>, accept: Option<&Schema>) -> Value {
        let document = self.document;
        match &document.expr(expr).kind {
            ExprKind::Invalid => self.unknown(Schema::always(), expr),
            ExprKind::Null => self.new_value(Kind::Null, expr),
            ExprKind::Bool(value) => self.new_value(Kind::Bool(*value), expr),
            ExprKind::Number(text) => self.new_value(Kind::Number(text.clone()), expr),
            ExprKind::String(text) => self.new_value(Kind::String(text.clone().into()), expr),
            ExprKind::Symbol(reference) => crate::deep(|| self.reference(expr, 0, reference)).at(self.origin(expr)),
            ExprKind::Interpolation(parts) => crate::deep(|| self.interpolation(expr, parts)),
            ExprKind::Array(items) => crate::deep(|| self.array(expr, items, accept)),
            ExprKind::Object(properties) => crate::deep(|| self.object(expr, properties, base, accept)),
            ExprKind::Call(call) => {
                self.has_final |= call.function == Function::Final;
                crate::deep(|| self.call(expr, call))
            }
        }
    }

    fn array(&mut self, expr: ExprId, items: &[ExprId], accept: Option<&Schema>) -> Value {
        let items: Arc<[Value]> = items
            .iter()
            .enumerate()
            .map(|(index, item)| self.evaluate_as(*item, None, accept.map(|schema| schema.item(index)).as_ref()))
            .collect();
        self.new_value(Kind::Array(items), expr)
    }

    fn object(&mut self, expr: ExprId, properties: &'d [Property], base: Option<&Value>, accept: Option<&Schema>) -> Value {
        let document = self.document;
        let order = document.in_order(expr);
        let mut entries = Vec::with_capacity(order.len());
        for property in order.iter().map(|index| &properties[*index as usize]).filter(|property| !property.duplicate) {
            let below = base.and_then(|base| base.below(&property.key));
            let part = accept.map(|schema| schema.property(&property.key));
            let value = if self.leaves_out(accept, &property.key) {
                self.unknown(Schema::always(), property.value).marked(Marks { rotate_only: true, ..Marks::default() })
            } else {
                self.evaluate_as(property.value, below.as_ref(), part.as_ref())
            };
            entries.push(Entry::own(property.key.clone(), value, below));
        }
        self.new_value(Kind::Object(Object::new(entries, None)), expr)
    }

    /// Whether this is only evaluated during a rotation, and not for an importer.
    fn leaves_out(&mut self, accept: Option<&Schema>, key: &str) -> bool {
        let rules = accept.and_then(Schema::rules);
        let rotate_only = rules.is_some_and(|rules| rules.rotate_only.iter().any(|name| **name == *key));
        self.dependence.role |= rotate_only;
        rotate_only && !self.asked.is_root
    }

    fn interpolation(&mut self, expr: ExprId, parts: &'d [Part]) -> Value {
        let mut text = Vec::new();
        let mut found = Parts::default();
        for (index, part) in parts.iter().enumerate() {
            match part {
                Part::Text(literal) => text.extend_from_slice(literal.expose().as_bytes()),
                Part::Reference(target) => {
                    let value = self.reference(expr, index, target);
                    if is_composite(&value) {
                        self.problems.push(Problem::CompositeInText { expr, part: index, value: value.clone() });
                    }
                    found = found.or(value.own_parts());
                    // Once it is unknown, only problems are of interest.
                    found.unknown |= !found.unknown && !self.append(&value, &mut text);
                }
            }
        }
        let kind = match found.unknown {
            true => return self.unknown_result(Schema::of(Type::String), found, expr),
            false => Kind::String(Str::from_bytes(text)),
        };
        Value::with_marks(kind, Marks { secret: found.secret, ..Marks::default() }, self.origin(expr))
    }

    /// Adds the text of a value; false if that gets too long.
    fn append(&mut self, value: &Value, text: &mut Vec<u8>) -> bool {
        match self.written(value, crate::convert::write_string) {
            Ok(bytes) if self.afford(bytes.len()) && text.len() + bytes.len() <= MAX_TEXT => {
                text.extend(bytes);
                true
            }
            _ => false,
        }
    }
}

/// A value over what lies below it, if something does.
pub(super) fn over(value: Value, base: Option<&Value>) -> Value {
    match base {
        Some(base) => value.over(base),
        None => value,
    }
}

/// Whether a value is a list or an object, known or not.
pub(super) fn is_composite(value: &Value) -> bool {
    match value.kind() {
        Kind::Array(_) | Kind::Object(_) => true,
        Kind::Unknown(unknown) => matches!(unknown.schema.type_(), Some(Type::Array | Type::Object)),
        Kind::Null | Kind::Bool(_) | Kind::Number(_) | Kind::String(_) => false,
    }
}
