//! `fn::validate`: the schema is checked against the schema of schemas, compiled, and the value compared with it.

use std::sync::OnceLock;

use serde_json::Value as Json;

use super::evaluator::Evaluator;
use super::{Problem, Role};
use crate::convert::{WriteError, write_json};
use crate::document::ExprId;
use crate::schema::{Schema, SchemaError, SchemaErrorKind};
use crate::value::{Kind, Value};

/// What a schema may look like. Keywords that are not listed are let pass; `secret` and `rotateOnly` are checked when the schema is compiled.
fn schema_of_schemas() -> &'static Schema {
    static SCHEMA: OnceLock<Schema> = OnceLock::new();
    SCHEMA.get_or_init(|| {
        let json = serde_json::from_str::<Json>(include_str!("schema_of_schemas.json")).unwrap_or(Json::Bool(true));
        Schema::from_json(&json).unwrap_or_else(|_| Schema::always())
    })
}

impl Evaluator<'_, '_> {
    pub(super) fn validate(&mut self, expr: ExprId, schema: Option<ExprId>, value: Option<ExprId>) -> Value {
        let accept = schema.and_then(|schema| self.schema(expr, schema));
        let Some(argument) = value else { return self.unknown(Schema::always(), expr) };
        let value = self.evaluate_as(argument, None, accept.as_ref());
        if let Some(accept) = &accept {
            self.fits(expr, argument, &value, accept, &Role::Validated);
        }
        self.finished(expr, &value, false)
    }

    /// The compiled schema; `None` if it is not known, or is none.
    fn schema(&mut self, call: ExprId, expr: ExprId) -> Option<Schema> {
        let value = self.evaluate(expr, None);
        let fits = self.fits(call, expr, &value, schema_of_schemas(), &Role::Schema);
        if !fits || value.parts().unknown {
            return None;
        }
        match self.compile(&value)? {
            Ok(schema) => Some(schema),
            Err(error) => {
                self.problems.push(Problem::Schema { expr, error });
                None
            }
        }
    }

    /// The schema that a value is; `None` if it is too long to be looked at.
    fn compile(&mut self, value: &Value) -> Option<Result<Schema, SchemaError>> {
        if let Kind::Bool(value) = value.kind() {
            return Some(Ok(if *value { Schema::always() } else { Schema::never() }));
        }
        let invalid = |kind| SchemaError { path: Vec::new(), kind };
        match self.written(value, write_json) {
            Ok(text) if self.afford(text.len()) => {
                let json = serde_json::from_slice::<Json>(&text).map_err(|_| invalid(SchemaErrorKind::Depth));
                Some(json.and_then(|json| Schema::from_json(&json)))
            }
            Ok(_) | Err(WriteError::TooLong) => None,
            Err(WriteError::NotFinite) => Some(Err(invalid(SchemaErrorKind::NotASchema))),
        }
    }
}
