//! Which output of which login a value is, wherever the login is opened.

use std::sync::Arc;

use super::Context;
use super::trace::{Traced, name, trace, trace_path};
use crate::document::{Accessor, Arguments, Document, ExprId, ExprKind, ProviderName};
use crate::providers::ProviderKind;
use crate::value::{Kind, Value};

/// A call that opens or rotates.
#[derive(Clone)]
pub(super) struct Login {
    document: Arc<Document>,
    expr: ExprId,
    pub(super) kind: ProviderKind,
    pub(super) provider: Arc<str>,
}

/// A value that a login answers with, or the whole answer.
pub(super) struct Output {
    pub(super) login: Login,
    /// Where it is in the answer; empty for all of it.
    pub(super) path: Vec<String>,
}

/// What `value` is of a login, if it comes from one.
pub(super) fn output(context: &Context<'_>, value: ExprId) -> Option<Output> {
    of_traced(trace(context, value)?)
}

/// What stands at a path, if it comes from a login.
pub(super) fn output_at(context: &Context<'_>, accessors: &[Accessor]) -> Option<Output> {
    of_traced(trace_path(context, accessors)?)
}

fn of_traced(traced: Traced) -> Option<Output> {
    let (kind, provider) = {
        let ExprKind::Call(call) = &traced.document.expr(traced.expr).kind else { return None };
        let (kind, provider, _) = opened(&call.arguments)?;
        (kind, provider.text.clone())
    };
    let path = traced.rest.iter().map(|accessor| name(accessor).map(str::to_owned)).collect::<Option<_>>()?;
    Some(Output { login: Login { document: traced.document, expr: traced.expr, kind, provider }, path })
}

/// Whom a call opens or rotates, and with what.
pub(crate) fn opened(arguments: &Arguments) -> Option<(ProviderKind, &ProviderName, Option<ExprId>)> {
    match arguments {
        Arguments::Open { provider, inputs } => Some((ProviderKind::Provider, provider, *inputs)),
        Arguments::Rotate { rotator, inputs, .. } => Some((ProviderKind::Rotator, rotator, *inputs)),
        _ => None,
    }
}

impl Login {
    /// Whether both are one call.
    pub(super) fn is(&self, other: &Login) -> bool {
        self.expr == other.expr && self.document.source.path() == other.document.source.path()
    }

    /// Whether the input at `path` is given; `None` if that is not known. `null` and `false` are as good as nothing.
    pub(super) fn is_given(&self, context: &Context<'_>, path: &[&str]) -> Option<bool> {
        let ExprKind::Call(call) = &self.document.expr(self.expr).kind else { return None };
        let (_, _, inputs) = opened(&call.arguments)?;
        let mut value = self.value(context, inputs?)?;
        for step in path {
            value = match value.kind() {
                Kind::Object(object) if object.rest().is_none() => match object.get(step) {
                    Some(member) => member.clone(),
                    None => return Some(false),
                },
                Kind::Unknown(_) | Kind::Object(_) => return None,
                _ => return Some(false),
            };
        }
        match value.kind() {
            Kind::Null | Kind::Bool(false) => Some(false),
            _ => Some(true),
        }
    }

    fn value(&self, context: &Context<'_>, expr: ExprId) -> Option<Value> {
        if Arc::ptr_eq(&self.document, &context.evaluation.document) {
            return context.evaluation.value(expr).cloned();
        }
        context.analyzer.evaluate(&self.document.source).value(expr).cloned()
    }
}
