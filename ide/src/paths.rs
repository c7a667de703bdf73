//! What a path such as `aws.login` stands for, and what may follow it: own and imported values, outputs, imports, the context, other
//! environments.
//!
//! Follows values that the evaluation has found, as far as they are known, and then types; so it also works for a path that is being typed.

use std::sync::Arc;

use esc_analysis::document::{Arguments, ExprKind};
use esc_analysis::eval::Evaluation;
use esc_analysis::providers::ProviderKind;
use esc_analysis::schema::{Schema, Type};
use esc_analysis::value::{Kind, Value};
use esc_syntax::AccessorKind;

use crate::Context;
use crate::docs::{CONTEXT, DocKey};

/// What a path stands for.
#[derive(Clone)]
pub(crate) enum Target {
    /// The environment itself: the empty path.
    Root,
    /// A value.
    Value(Value),
    /// `imports`
    Imports,
    /// `context`, or an object of it, or a value of it: the path below `context`.
    Context(String),
    /// `environments`
    Environments,
    /// `environments.project`
    Project(String),
}

/// Something that may follow a path.
#[derive(Clone)]
pub(crate) struct Member {
    /// A key, or an index.
    pub step: AccessorKind,
    /// What it stands for then.
    pub target: Target,
    /// Whether it is written in this document, and not brought by an import.
    pub own: bool,
}

impl Target {
    /// Follows `path`.
    pub fn follow<'p>(context: &Context<'_>, path: impl IntoIterator<Item = &'p AccessorKind>) -> Option<Target> {
        path.into_iter().try_fold(Target::Root, |target, step| target.step(context, step))
    }

    fn step(&self, context: &Context<'_>, step: &AccessorKind) -> Option<Target> {
        match self {
            Target::Root => match name(step)? {
                "imports" => Some(Target::Imports),
                "context" => Some(Target::Context(String::new())),
                "environments" => Some(Target::Environments),
                _ => value_step(&context.evaluation.root, step).map(Target::Value),
            },
            Target::Value(value) => value_step(value, step).map(Target::Value),
            Target::Imports => import(context, name(step)?).map(|evaluation| Target::Value(evaluation.root.clone())),
            Target::Context(path) => {
                let path = if path.is_empty() { name(step)?.to_owned() } else { format!("{path}.{}", name(step)?) };
                let is_known = CONTEXT.iter().any(|(known, _)| *known == path || known.starts_with(&format!("{path}.")));
                is_known.then_some(Target::Context(path))
            }
            Target::Environments => Some(Target::Project(name(step)?.to_owned())),
            Target::Project(project) => {
                let source = context.environments().find(context.source(), &format!("{project}/{}", name(step)?))?;
                Some(Target::Value(context.analyzer.evaluate(&source).root.clone()))
            }
        }
    }

    /// What may follow.
    pub fn members(&self, context: &Context<'_>) -> Vec<Member> {
        match self {
            Target::Root => {
                let mut members = value_members(&context.evaluation.root);
                let special =
                    [("imports", Target::Imports), ("context", Target::Context(String::new())), ("environments", Target::Environments)];
                members.extend(special.map(|(key, target)| Member { step: AccessorKind::Name(key.into()), target, own: false }));
                members
            }
            Target::Value(value) => value_members(value),
            Target::Imports => named(import_names(context).filter_map(|name| Some((name.to_string(), self.key(context, &name)?)))),
            Target::Context(path) => context_members(path),
            Target::Environments | Target::Project(_) => self.environment_members(context),
        }
    }

    fn key(&self, context: &Context<'_>, key: &str) -> Option<Target> {
        self.step(context, &AccessorKind::Key(key.to_owned()))
    }

    fn environment_members(&self, context: &Context<'_>) -> Vec<Member> {
        let names = context.environments().names(context.source());
        let names = names.iter().map(|name| name.split_once('/').unwrap_or(("default", name)));
        let mut steps: Vec<String> = match self {
            Target::Project(project) => names.filter(|(other, _)| other == project).map(|(_, name)| name.to_owned()).collect(),
            _ => names.map(|(project, _)| project.to_owned()).collect(),
        };
        steps.sort_unstable();
        steps.dedup();
        named(steps.into_iter().filter_map(|step| Some((step.clone(), self.key(context, &step)?))))
    }

    /// The type, as far as it is known.
    pub fn schema(&self) -> Option<Schema> {
        match self {
            Target::Value(value) => match value.kind() {
                Kind::Unknown(unknown) => Some(unknown.schema.clone()),
                _ => Some(value.schema()),
            },
            Target::Context(path) if CONTEXT.iter().any(|(known, _)| known == path) => Some(Schema::of(Type::String)),
            Target::Root | Target::Imports | Target::Context(_) | Target::Environments | Target::Project(_) => {
                Some(Schema::of(Type::Object))
            }
        }
    }

    /// The value, if it is one.
    pub fn value(&self) -> Option<&Value> {
        match self {
            Target::Value(value) => Some(value),
            _ => None,
        }
    }
}

/// The name of a step by name.
pub(crate) fn name(step: &AccessorKind) -> Option<&str> {
    match step {
        AccessorKind::Name(name) | AccessorKind::Key(name) => Some(name),
        AccessorKind::Index(_) => None,
    }
}

fn named(members: impl Iterator<Item = (String, Target)>) -> Vec<Member> {
    members.map(|(key, target)| Member { step: AccessorKind::Name(key), target, own: false }).collect()
}

/// Names of imports, as written.
fn import_names(context: &Context<'_>) -> impl Iterator<Item = Arc<str>> {
    let document = Arc::clone(context.document());
    let names: Vec<_> = document.imports.iter().filter_map(|import| import.name.as_ref()).map(|name| Arc::clone(&name.text)).collect();
    names.into_iter()
}

/// The import of this name.
pub(crate) fn import<'c>(context: &'c Context<'_>, name: &str) -> Option<&'c Arc<Evaluation>> {
    let imports = context.document().imports.iter().zip(&context.evaluation.imports);
    let mut named = imports.filter(|(import, _)| import.name.as_ref().is_some_and(|written| *written.text == *name));
    named.next()?.1.evaluation()
}

fn value_step(value: &Value, step: &AccessorKind) -> Option<Value> {
    let typed = |schema: Schema| (!schema.is_never()).then(|| Value::unknown(schema, value.origin().cloned()).marked(value.marks()));
    match (value.kind(), step) {
        (Kind::Object(object), AccessorKind::Name(key) | AccessorKind::Key(key)) => match (object.get(key), object.rest()) {
            (Some(member), _) => Some(member.clone()),
            (None, Some(rest)) => typed(rest.property(key)),
            (None, None) => None,
        },
        (Kind::Array(items), AccessorKind::Index(index)) => items.get(usize::try_from(*index).ok()?).cloned(),
        (Kind::Unknown(unknown), _) if unknown.schema.is_always() => typed(Schema::always()),
        (Kind::Unknown(unknown), AccessorKind::Name(key) | AccessorKind::Key(key)) => typed(unknown.schema.property(key)),
        (Kind::Unknown(unknown), AccessorKind::Index(index)) => typed(unknown.schema.item(usize::try_from(*index).ok()?)),
        _ => None,
    }
}

/// Items beyond this are not offered one by one.
const MAX_ITEMS: usize = 50;

fn value_members(value: &Value) -> Vec<Member> {
    let index = |index: usize| AccessorKind::Index(index as i64);
    match value.kind() {
        Kind::Object(object) => {
            let entries = object.entries().iter().map(|entry| Member {
                step: AccessorKind::Name(entry.key().to_string()),
                target: Target::Value(entry.value().clone()),
                own: entry.is_own(),
            });
            entries.collect()
        }
        Kind::Array(items) => items
            .iter()
            .take(MAX_ITEMS)
            .enumerate()
            .map(|(at, item)| Member { step: index(at), target: Target::Value(item.clone()), own: true })
            .collect(),
        Kind::Unknown(unknown) => {
            let declared = unknown.schema.properties().map(|(key, _)| key.clone());
            let asked_for = unknown.output.iter().filter_map(|output| output.keys.clone()).flatten();
            let mut keys: Vec<Arc<str>> = declared.chain(asked_for).collect();
            keys.sort_unstable();
            keys.dedup();
            let steps = keys.into_iter().map(|key| AccessorKind::Name(key.to_string()));
            steps.filter_map(|step| Some(Member { target: Target::Value(value_step(value, &step)?), step, own: true })).collect()
        }
        Kind::Null | Kind::Bool(_) | Kind::Number(_) | Kind::String(_) => Vec::new(),
    }
}

fn context_members(path: &str) -> Vec<Member> {
    let prefix = if path.is_empty() { String::new() } else { format!("{path}.") };
    let below = CONTEXT.iter().filter_map(|(known, _)| known.strip_prefix(&prefix));
    let mut steps: Vec<&str> = below.filter_map(|rest| rest.split('.').next()).collect();
    steps.dedup();
    named(steps.into_iter().map(|step| (step.to_owned(), Target::Context(format!("{prefix}{step}")))))
}

/// The provider or rotator that a value comes from, and whether it is its whole answer.
pub(crate) fn provider(value: &Value) -> Option<(ProviderKind, Arc<str>)> {
    if !value.is_unknown() {
        return None;
    }
    let origin = value.origin()?;
    let ExprKind::Call(call) = &origin.document.expr(origin.expr).kind else { return None };
    match &call.arguments {
        Arguments::Open { provider, .. } => Some((ProviderKind::Provider, Arc::clone(&provider.text))),
        Arguments::Rotate { rotator, .. } => Some((ProviderKind::Rotator, Arc::clone(&rotator.text))),
        _ => None,
    }
}

/// The documentation of what `path` stands for, if that is an output of a provider, or all of its outputs.
pub(crate) fn output_key(context: &Context<'_>, path: &[AccessorKind]) -> Option<DocKey> {
    let value_at = |length: usize| Target::follow(context, &path[..length]).and_then(|target| target.value().cloned());
    let (kind, name) = provider(&value_at(path.len())?)?;
    // The steps behind the call are those that lead on from what comes from a call.
    let whole = (1..=path.len()).rev().find(|&length| value_at(length).is_some_and(|value| is_output(&value)))?;
    let steps: Vec<String> = path[whole..].iter().map(|step| self::name(step).unwrap_or("[]").to_owned()).collect();
    let name = name.to_string();
    Some(if steps.is_empty() { DocKey::Provider(kind, name) } else { DocKey::Output(kind, name, steps) })
}

/// Whether a value is all that a provider answers.
pub(crate) fn is_output(value: &Value) -> bool {
    matches!(value.kind(), Kind::Unknown(unknown) if unknown.output.is_some())
}
