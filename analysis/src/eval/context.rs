//! `${context}`: what the service tells an environment about itself and about who opens it.

use std::sync::Arc;

use crate::schema::{Schema, Type};
use crate::value::{Kind, Object, Value};

/// Members of `pulumi`, all text that nobody knows before the environment is opened.
const USER: [&str; 1] = ["login"];
const ORGANIZATION: [&str; 1] = ["login"];
const TOKEN: [&str; 3] = ["name", "team", "type"];

/// The context of an environment `current` that is evaluated for `root`.
pub(super) fn context(root: &Arc<str>, current: &Arc<str>) -> Value {
    object(vec![
        ("currentEnvironment", object(vec![("name", text(current))])),
        (
            "pulumi",
            object(vec![
                ("openDuration", unknown()),
                ("organization", unknowns(&ORGANIZATION)),
                ("token", unknowns(&TOKEN)),
                ("user", unknowns(&USER)),
            ]),
        ),
        ("rootEnvironment", object(vec![("name", text(root))])),
    ])
}

fn text(text: &str) -> Value {
    Value::string(text, None)
}

fn unknown() -> Value {
    Value::unknown(Schema::of(Type::String), None)
}

fn unknowns(keys: &[&'static str]) -> Value {
    object(keys.iter().map(|key| (*key, unknown())).collect())
}

fn object(members: Vec<(&str, Value)>) -> Value {
    Value::new(Kind::Object(Object::from_pairs(members.into_iter().map(|(key, value)| (key.into(), value)).collect())), None)
}
