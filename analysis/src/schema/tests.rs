//! The dialect, by example: a schema, a value, and what is wrong with it.

use serde_json::Value as Json;

use super::{Problem, Schema, SchemaErrorKind, Step, Type, Violation};
use crate::convert::read_json;
use crate::value::{Marks, Value};

fn schema(json: &str) -> Schema {
    Schema::from_json(&serde_json::from_str(json).unwrap()).unwrap()
}

fn value(json: &str) -> Value {
    read_json(json.as_bytes(), Marks::default(), None).unwrap().value
}

fn check(value: &Value, schema: &Schema) -> Vec<Violation> {
    super::check(value, schema, &mut 10_000)
}

/// One word or two for each problem, those of alternatives in brackets.
fn words(violations: &[Violation]) -> String {
    violations.iter().map(word).collect::<Vec<_>>().join(", ")
}

fn word(violation: &Violation) -> String {
    let path: String = violation
        .path
        .iter()
        .map(|step| match step {
            Step::Key(key) => format!(".{key}"),
            Step::Index(index) => format!("[{index}]"),
        })
        .collect();
    let what = match &violation.problem {
        Problem::Type { expected, found, .. } => format!("{} not {}", found.name(), expected.name()),
        Problem::MissingProperties(names) => format!("missing {}", names.join("+")),
        Problem::NoAlternative { exactly_one, alternatives } => {
            let each: Vec<String> = alternatives.iter().map(|violations| words(violations)).collect();
            format!("{}[{}]", if *exactly_one { "one" } else { "any" }, each.join(" | "))
        }
        problem => format!("{problem:?}").split(['(', '{']).next().unwrap().into(),
    };
    format!("{path}{}{what}", if path.is_empty() { "" } else { " " })
}

#[track_caller]
fn known(schema_json: &str, value_json: &str, expected: &str) {
    assert_eq!(words(&check(&value(value_json), &schema(schema_json))), expected, "{value_json} against {schema_json}");
}

/// A value of which only the type is known.
#[track_caller]
fn unknown(target: &str, source: &str, expected: &str) {
    let value = Value::unknown(schema(source), None);
    assert_eq!(words(&check(&value, &schema(target))), expected, "{source} against {target}");
}

#[test]
fn types_and_constants() {
    known("true", "[1]", "");
    known("false", "1", "Forbidden");
    known(r#"{"type": "string"}"#, "1", "number not string");
    known(r#"{"const": 1}"#, "1.0", "Constant");
    known(r#"{"const": {"a": [1]}}"#, r#"{"a": [1]}"#, "");
    known(r#"{"const": null}"#, "1", "");
    known(r#"{"type": "string", "enum": ["a", "b"]}"#, r#""c""#, "Enumeration");
    known(r#"{"type": "string", "enum": ["a"], "minLength": 2}"#, "1", "Enumeration, number not string");
}

#[test]
fn keywords_of_a_type_apply_to_it_alone() {
    known(r#"{"minLength": 2, "minimum": 3, "minItems": 1, "required": ["a"]}"#, "null", "");
    known(r#"{"minLength": 2, "maxLength": 0, "pattern": "^b"}"#, r#""a""#, "MinLength, MaxLength, Pattern");
    known(r#"{"multipleOf": 2, "minimum": 4, "exclusiveMaximum": 3}"#, "3", "MultipleOf, Minimum, ExclusiveMaximum");
    known(r#"{"maxLength": 1}"#, "\"é\"", "MaxLength");
    known(r#"{"uniqueItems": true, "format": "uuid", "not": true}"#, "[1, 1]", "");
}

#[test]
fn lists_and_objects() {
    known(r#"{"prefixItems": [{"type": "string"}], "items": false}"#, r#"["a", 1, 2]"#, "Forbidden, Forbidden");
    known(r#"{"minItems": 3, "items": {"type": "null"}}"#, "[1, null]", "MinItems, number not null");
    let object = r#"{"properties": {"b": {"type": "string"}}, "additionalProperties": {"type": "number"},
        "required": ["z", "a"], "dependentRequired": {"b": ["y", "a"]}, "minProperties": 3}"#;
    known(object, r#"{"b": 1, "c": "x"}"#, "MinProperties, number not string, string not number, missing z+a+y");
    known(r#"{"additionalProperties": false}"#, r#"{"a": 1}"#, "Forbidden");
}

#[test]
fn alternatives() {
    let either = r#"[{"type": "string"}, {"type": "number", "minimum": 5}]"#;
    known(&format!(r#"{{"anyOf": {either}}}"#), "7", "");
    known(&format!(r#"{{"anyOf": {either}}}"#), "1", "any[number not string | Minimum]");
    known(&format!(r#"{{"oneOf": {either}}}"#), "1", "one[number not string | Minimum]");
    known(r#"{"oneOf": [true, {"type": "number"}]}"#, "1", "ManyAlternatives");
    known(r#"{"anyOf": [], "oneOf": [], "enum": []}"#, "1", "");
}

#[test]
fn references_may_go_round() {
    let list = r##"{"$ref": "#/$defs/list", "$defs": {"list": {"properties": {"next": {"$ref": "#/$defs/list"}}, "required": ["v"]}}}"##;
    known(list, r#"{"v": 1, "next": {"next": {"v": 2}}}"#, "missing v");
    unknown(list, list, "");
    let mirror = r##"{"$ref": "#/$defs/a", "$defs": {"a": {"$ref": "#/$defs/b"}, "b": {"$ref": "#/$defs/a"}}}"##;
    known(mirror, "1", "");
    unknown(mirror, mirror, "");
}

#[test]
fn not_a_number() {
    let nan = Value::new(crate::value::Kind::Number("NaN".into()), None);
    assert_eq!(words(&check(&nan, &Schema::always())), "");
    assert_eq!(words(&check(&nan, &schema("{}"))), "NotANumber");
    assert_eq!(words(&check(&nan, &schema(r#"{"type": "string"}"#))), "number not string");
}

#[test]
fn types_against_types() {
    unknown(r#"{"type": "string", "minLength": 5, "enum": ["a"]}"#, r#"{"type": "string"}"#, "");
    unknown(r#"{"type": "string"}"#, r#"{"type": "number"}"#, "number not string");
    unknown(r#"{"type": "string"}"#, "true", "");
    unknown(r#"{"type": "string"}"#, "false", "Forbidden");
    unknown(r#"{"anyOf": [false, {"type": "string"}]}"#, r#"{"type": "number"}"#, "any[Forbidden | number not string]");
    unknown(r#"{"type": "string"}"#, r#"{"anyOf": [{"type": "number"}, {"type": "string"}]}"#, "");
    unknown(r#"{"type": "null"}"#, r#"{"oneOf": [{"type": "number"}, {"type": "string"}]}"#, "any[number not null | string not null]");
    unknown(r#"{"oneOf": [{"type": "number"}, true]}"#, r#"{"type": "number"}"#, "");
}

#[test]
fn object_types_against_object_types() {
    let target = r#"{"type": "object", "properties": {"a": {"type": "string"}, "b": {"type": "number"}}, "required": ["a", "b"]}"#;
    unknown(target, r#"{"type": "object", "properties": {"a": {"type": "null"}}}"#, ".a null not string, missing a, missing b");
    unknown(target, r#"{"type": "object", "additionalProperties": false}"#, "");
    unknown(target, r#"{"type": "object", "additionalProperties": {"type": "string"}}"#, ".b string not number");
    let lists = r#"{"type": "array", "items": {"type": "string"}}"#;
    unknown(lists, r#"{"type": "array", "prefixItems": [{"type": "number"}], "items": {"type": "string"}}"#, "[0] number not string");
}

#[test]
fn members_of_types() {
    let object = schema(r#"{"type": "object", "properties": {"a": {"type": "string"}}}"#);
    assert_eq!(object.property("a").type_(), Some(Type::String));
    assert!(object.property("b").is_never());
    assert!(schema(r#"{"type": "array"}"#).item(3).is_always());
    assert!(schema(r#"{"anyOf": [{"type": "array"}]}"#).item(0).is_never());
    let alternatives = schema(r#"{"type": "object", "oneOf": [{"properties": {"a": {"type": "null"}}}, {"properties": {"b": true}}]}"#);
    assert_eq!(alternatives.property("a").type_(), Some(Type::Null));
    assert!(alternatives.property("b").is_always());
}

#[track_caller]
fn invalid(json: &str, path: &str, kind: SchemaErrorKind) {
    let error = Schema::from_json(&serde_json::from_str::<Json>(json).unwrap()).unwrap_err();
    let steps: Vec<String> = error
        .path
        .iter()
        .map(|step| match step {
            Step::Key(key) => key.to_string(),
            Step::Index(index) => index.to_string(),
        })
        .collect();
    assert_eq!((steps.join("/").as_str(), error.kind), (path, kind));
}

#[test]
fn refuses_what_does_not_compile() {
    invalid("1", "", SchemaErrorKind::NotASchema);
    invalid(r##"{"items": {"$ref": "#/$defs/x"}}"##, "items/$ref", SchemaErrorKind::Reference("#/$defs/x".into()));
    invalid(r#"{"pattern": "("}"#, "pattern", SchemaErrorKind::Pattern("(".into()));
    invalid(r#"{"anyOf": [true, {"minLength": -1}]}"#, "anyOf/1/minLength", SchemaErrorKind::Size);
    invalid(r#"{"maxItems": 1.5}"#, "maxItems", SchemaErrorKind::Size);
    invalid(r#"{"properties": {"a": {"type": "integer"}}}"#, "properties/a/type", SchemaErrorKind::Type("integer".into()));
    invalid(r#"{"secret": "yes"}"#, "secret", SchemaErrorKind::Shape { expected: "`true` or `false`" });
}
