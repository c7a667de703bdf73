//! The built-in functions. What is unknown in an argument makes the result unknown, and what is secret makes it secret, unless it says otherwise.

use super::evaluator::{Evaluator, is_composite};
use super::{Problem, Role};
use crate::convert::check_ciphertext;
use crate::document::{Arguments, Call, ExprId, Function};
use crate::providers::ProviderKind;
use crate::schema::{Schema, Type};
use crate::value::{Kind, Marks, Parts, Value};
use crate::{Text, schema};

impl<'d> Evaluator<'d, '_> {
    pub(super) fn call(&mut self, expr: ExprId, call: &'d Call) -> Value {
        match &call.arguments {
            Arguments::Malformed => self.unknown(result_type(call.function), expr),
            Arguments::Plaintext(text) => self.secret(expr, Kind::String(text.clone().into())),
            Arguments::Ciphertext { text, node } => self.ciphertext(expr, text, self.document.node(*node).range()),
            Arguments::One(argument) => self.unary(expr, call.function, *argument),
            Arguments::Two(first, second) if call.function == Function::Join => self.join(expr, *first, *second),
            Arguments::Two(first, second) => self.split(expr, *first, *second),
            Arguments::Open { provider, inputs } => self.open(expr, ProviderKind::Provider, provider, *inputs, None),
            Arguments::Rotate { rotator, inputs, state } => self.open(expr, ProviderKind::Rotator, rotator, *inputs, *state),
            Arguments::Validate { schema, value } => self.validate(expr, *schema, *value),
        }
    }

    fn unary(&mut self, expr: ExprId, function: Function, argument: ExprId) -> Value {
        let value = self.evaluate(argument, None);
        match function {
            Function::Final => self.finished(expr, &value, true),
            Function::Concat => self.concat(expr, argument, &value),
            Function::FromBase64 => self.call_from_base64(expr, argument, &value),
            Function::ToBase64 => self.call_to_base64(expr, argument, &value),
            Function::FromJson => self.call_from_json(expr, argument, &value),
            Function::ToJson => self.call_to_json(expr, argument, &value),
            Function::ToYaml => self.call_to_yaml(expr, &value),
            Function::ToString => self.call_to_string(expr, &value),
            Function::Join | Function::Open | Function::Rotate | Function::Secret | Function::Split | Function::Validate => {
                self.unknown(result_type(function), expr)
            }
        }
    }

    /// The result of `fn::final` and `fn::validate`: the value itself, except that one unknown part makes it unknown as a whole, and one secret
    /// part secret. The document's own output shows it without what it lies over.
    pub(super) fn finished(&mut self, expr: ExprId, value: &Value, is_final: bool) -> Value {
        let parts = value.parts();
        let marks = Marks { secret: parts.secret, is_final: is_final || value.is_final(), rotate_only: value.marks().rotate_only };
        let kind = match parts.unknown && !value.is_unknown() {
            true => return self.unknown(value.schema(), expr).marked(marks),
            false => value.kind().clone(),
        };
        let result = Value::with_marks(kind, marks, self.origin(expr));
        if is_composite(&result) { result.shown_as(result.clone()) } else { result }
    }

    fn secret(&mut self, expr: ExprId, kind: Kind) -> Value {
        Value::with_marks(kind, Marks { secret: true, ..Marks::default() }, self.origin(expr))
    }

    fn ciphertext(&mut self, expr: ExprId, text: &Text, range: esc_syntax::TextRange) -> Value {
        if let Err(error) = check_ciphertext(text.expose()) {
            self.problems.push(Problem::Ciphertext { expr, range, error });
        }
        self.unknown_result(Schema::of(Type::String), Parts { unknown: true, secret: true }, expr)
    }

    /// Compares a value with the type that its place asks for, and says what is wrong.
    pub(super) fn fits(&mut self, call: ExprId, argument: ExprId, value: &Value, schema: &Schema, role: &Role) -> bool {
        let violations = schema::check(value, schema, &mut self.checks);
        let fits = violations.is_empty();
        let problem = |violation| Problem::Type(super::TypeProblem { call, argument, role: role.clone(), violation });
        self.problems.extend(violations.into_iter().map(problem));
        fits
    }

    /// As [`Self::fits`] for an argument of a function.
    pub(super) fn takes(&mut self, call: ExprId, argument: ExprId, value: &Value, schema: &Schema, function: Function) -> bool {
        self.fits(call, argument, value, schema, &Role::Argument(function))
    }
}

/// The type of a call's result when nothing else is known of it.
fn result_type(function: Function) -> Schema {
    match function {
        Function::Concat => Schema::any_array(),
        Function::Split => Schema::string_array(),
        Function::FromBase64
        | Function::Join
        | Function::Secret
        | Function::ToBase64
        | Function::ToJson
        | Function::ToString
        | Function::ToYaml => Schema::of(Type::String),
        Function::Final | Function::FromJson | Function::Open | Function::Rotate | Function::Validate => Schema::always(),
    }
}
