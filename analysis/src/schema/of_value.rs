//! The type of a value that is known, for when nothing but the type may be passed on.

use super::rules::Node;
use super::{Rules, Schema, Type};
use crate::value::{Kind, Value};

/// Deduces a value's type from what it is.
pub(crate) fn of_value(value: &Value) -> Schema {
    match value.kind() {
        Kind::Unknown(unknown) => unknown.schema.clone(),
        Kind::Null => Schema::of(Type::Null),
        Kind::Bool(_) => Schema::of(Type::Boolean),
        Kind::Number(_) => Schema::of(Type::Number),
        Kind::String(_) => Schema::of(Type::String),
        Kind::Array(items) => Schema::build(|arena| Rules {
            prefix_items: items.iter().map(|item| arena.add_lazy(Node::OfValue(item.clone()))).collect(),
            items: Some(arena.add(Schema::never())),
            ..Rules::of(Type::Array)
        }),
        Kind::Object(object) => Schema::build(|arena| Rules {
            properties: object
                .entries()
                .iter()
                .map(|entry| (entry.key().clone(), arena.add_lazy(Node::OfValue(entry.value().clone()))))
                .collect(),
            required: object.entries().iter().map(|entry| entry.key().clone()).collect(),
            ..Rules::of(Type::Object)
        }),
    }
}
