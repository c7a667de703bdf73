//! `fn::open` and `fn::rotate`: inputs are checked, and the answer is known by its type alone.

use std::sync::Arc;

use super::evaluator::Evaluator;
use super::{Problem, Role};
use crate::document::{ExprId, ProviderName};
use crate::providers::{Provider, ProviderKind};
use crate::schema::Schema;
use crate::value::{Kind, Output, Unknown, Value};

impl<'d> Evaluator<'d, '_> {
    pub(super) fn open(
        &mut self,
        expr: ExprId,
        kind: ProviderKind,
        name: &'d ProviderName,
        inputs: Option<ExprId>,
        state: Option<ExprId>,
    ) -> Value {
        let provider = self.run.catalogue().get(kind, &name.text);
        if provider.is_none() {
            let (name, range) = (name.text.clone(), name.range);
            self.problems.push(Problem::UnknownProvider { expr, kind, name, range });
        }
        let accept = provider.as_ref().map_or_else(Schema::always, |provider| provider.inputs.clone());
        let given = inputs.map(|inputs| {
            let rotates = (kind == ProviderKind::Rotator).then_some(&accept);
            let value = self.evaluate_as(inputs, None, rotates);
            self.fits(expr, inputs, &value, &accept, &Role::Inputs(kind, name.text.clone()));
            value
        });
        if kind == ProviderKind::Rotator {
            self.state(expr, name, provider.as_deref(), state);
        }
        match provider {
            Some(provider) => self.answer(expr, &provider, given.as_ref()),
            None => self.unknown(Schema::always(), expr),
        }
    }

    /// A state that is left out is `null`, said of the call.
    fn state(&mut self, expr: ExprId, name: &ProviderName, rotator: Option<&Provider>, state: Option<ExprId>) {
        let value = match state {
            Some(state) => self.evaluate(state, None),
            None => self.new_value(Kind::Null, expr),
        };
        let Some(rotator) = rotator else { return };
        let accept = rotator.state.clone().or_null();
        self.fits(expr, state.unwrap_or(expr), &value, &accept, &Role::State(name.text.clone()));
    }

    fn answer(&mut self, expr: ExprId, provider: &Provider, inputs: Option<&Value>) -> Value {
        let asked_for = provider.output_keys.as_ref().and_then(|member| inputs?.as_object()?.get(member)?.as_object());
        let known = asked_for.filter(|object| object.rest().is_none());
        let keys = known.map(|object| object.entries().iter().map(|entry| entry.key().clone()).collect());
        let output = Output { provider: provider.name.clone(), keys };
        let unknown = Unknown { schema: provider.outputs.clone(), output: Some(Arc::new(output)) };
        self.new_value(Kind::Unknown(unknown), expr)
    }
}
