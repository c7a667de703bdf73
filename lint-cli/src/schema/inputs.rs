//! What a provider takes, from ESC's dialect of JSON Schema to the one that editors read.
//!
//! Anything may be a reference or come from a function, at any depth: then only the function's own argument is checked. Bounds that ESC
//! counts in bytes are left out, because JSON Schema counts characters.

use esc_analysis::schema::{Rules, Schema};
use serde_json::{Map, Value as Json, json};

/// More than any provider needs; a schema may refer to itself, in several places at once.
const MAX_DEPTH: usize = 16;
const MAX_PARTS: usize = 5_000;

/// A schema for inputs that `schema` describes, written out or computed.
pub(super) fn takes(schema: &Schema) -> Json {
    Writer { left: MAX_PARTS, depth: 0 }.takes(schema)
}

/// Knows how much may still be written.
struct Writer {
    left: usize,
    depth: usize,
}

impl Writer {
    fn takes(&mut self, schema: &Schema) -> Json {
        let Some(rules) = schema.rules().filter(|_| self.left > 0 && self.depth < MAX_DEPTH) else {
            return json!({"$ref": "#/definitions/expression"});
        };
        self.left -= 1;
        self.depth += 1;
        let mut literal = self.keywords(schema, rules);
        self.depth -= 1;
        // Editors show a description wherever it stands, and complete by what stands at the top.
        let description = literal.remove("description");
        let mut out = json!({
            "if": {"$ref": "#/definitions/dynamic"},
            "then": {"$ref": "#/definitions/expression"},
            "else": literal,
        });
        if let Some(description) = description {
            out["description"] = description;
        }
        out
    }

    fn keywords(&mut self, schema: &Schema, rules: &Rules) -> Map<String, Json> {
        let mut out = Map::new();
        let mut set = |key: &str, value: Json| {
            out.insert(key.to_owned(), value);
        };
        let mut part = |part: &_| self.takes(&schema.part(*part));
        if let Some(description) = &rules.annotations.description {
            set("description", description.as_ref().into());
        }
        if let Some(type_) = rules.type_ {
            set("type", type_.name().into());
        }
        if let Some(default) = &rules.annotations.default {
            set("default", default.clone());
        }
        if !rules.annotations.examples.is_empty() {
            set("examples", rules.annotations.examples.clone().into());
        }
        if !rules.enumeration.is_empty() {
            set("enum", rules.enumeration.clone().into());
        }
        if let Some(constant) = &rules.constant {
            set("const", constant.clone());
        }
        if let Some(pattern) = &rules.pattern {
            set("pattern", pattern.source().into());
        }
        for (key, bound) in [("minimum", &rules.minimum), ("maximum", &rules.maximum)] {
            if let Some(number) = bound.as_ref().and_then(|(_, text)| serde_json::from_str::<Json>(text).ok()) {
                set(key, number);
            }
        }
        if !rules.properties.is_empty() {
            set("properties", rules.properties.iter().map(|(name, value)| (name.to_string(), part(value))).collect::<Map<_, _>>().into());
        }
        if !rules.required.is_empty() {
            set("required", rules.required.iter().map(|name| Json::from(name.as_ref())).collect());
        }
        if let Some(additional) = &rules.additional_properties {
            let schema = schema.part(*additional);
            set("additionalProperties", if schema.is_never() { false.into() } else { part(additional) });
        }
        if let Some(items) = &rules.items {
            set("items", part(items));
        }
        for (key, parts) in [("anyOf", &rules.any_of), ("oneOf", &rules.one_of)] {
            if !parts.is_empty() {
                set(key, parts.iter().map(&mut part).collect());
            }
        }
        out
    }
}
