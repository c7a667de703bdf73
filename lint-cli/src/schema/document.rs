//! The JSON Schema of an environment, with what every function and every provider takes.
//!
//! It says less than the linter does: what a reference leads to, and what a value comes to, no schema can know. What it does say holds of
//! every environment that is right, which tests hold it to. Draft 7, which all editors know.

use esc_analysis::Section;
use esc_analysis::document::Function;
use esc_analysis::providers::{Catalogue, Provider, ProviderKind};
use serde_json::{Map, Value as Json, json};

use super::inputs;

/// The schema, with the providers of `catalogue`.
pub(super) fn schema(catalogue: &Catalogue) -> Json {
    json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "Pulumi ESC environment",
        "type": ["object", "null"],
        "additionalProperties": false,
        "properties": {
            "description": {"description": "What the environment is for.", "type": "string"},
            "imports": {
                "description": "Environments that this one is merged over, the last one first.",
                "type": ["array", "null"],
                "items": {"$ref": "#/definitions/import"},
            },
            "values": values(),
        },
        "definitions": {
            "import": import(),
            "expression": expression(catalogue),
            "call": {
                "description": "A call of a function.",
                "type": "object",
                "minProperties": 1,
                "maxProperties": 1,
                "propertyNames": {"pattern": "^fn::"},
            },
            "dynamic": {
                "description": "A value that is known only when the environment is opened, or checked by its function.",
                "anyOf": [{"type": "string", "pattern": "\\$\\{"}, {"$ref": "#/definitions/call"}],
            },
        },
    })
}

fn import() -> Json {
    json!({"anyOf": [
        {"description": "`project/environment`, or `environment` of the project `default`; `@` pins a version.", "type": "string"},
        {
            "description": "An import with options.",
            "type": "object",
            "minProperties": 1,
            "maxProperties": 1,
            "additionalProperties": {
                "type": ["object", "null"],
                "additionalProperties": false,
                "properties": {"merge": {"description": "Whether its values become part of this environment.", "type": "boolean"}},
            },
        },
    ]})
}

/// The values, and the sections among them that have a meaning.
fn values() -> Json {
    let section =
        |section: Section| (section.key().to_owned(), json!({"description": section.purpose(), "$ref": "#/definitions/expression"}));
    let sections: Map<String, Json> = Section::ALL.into_iter().map(section).collect();
    json!({
        "description": "What the environment is made of. References name it: `${app.url}`.",
        "type": ["object", "null"],
        // A function cannot be called here.
        "propertyNames": {"not": {"pattern": "^fn::"}},
        "properties": sections,
        "additionalProperties": {"$ref": "#/definitions/expression"},
    })
}

/// Any value. An object is either a call of one function or made of values.
fn expression(catalogue: &Catalogue) -> Json {
    let functions: Map<String, Json> = Function::ALL
        .into_iter()
        .map(|function| (function.key().to_owned(), argument(function, catalogue)))
        .chain(calls(catalogue))
        .collect();
    json!({
        "type": ["string", "number", "boolean", "null", "array", "object"],
        "items": {"$ref": "#/definitions/expression"},
        "properties": functions,
        "additionalProperties": {"$ref": "#/definitions/expression"},
        "if": {"required": [], "not": {"propertyNames": {"not": {"pattern": "^fn::"}}}, "type": "object"},
        "then": {
            "maxProperties": 1,
            "propertyNames": {"enum": functions.keys().collect::<Vec<_>>()},
        },
    })
}

/// `fn::open::NAME` and `fn::rotate::NAME`.
fn calls(catalogue: &Catalogue) -> Vec<(String, Json)> {
    let of = |kind, prefix: &'static str| {
        let providers = catalogue.names(kind).into_iter().filter_map(move |name| catalogue.get(kind, name)).collect::<Vec<_>>();
        providers.into_iter().map(move |provider| (format!("{prefix}{}", provider.name), call(&provider)))
    };
    of(ProviderKind::Provider, "fn::open::").chain(of(ProviderKind::Rotator, "fn::rotate::")).collect()
}

fn call(provider: &Provider) -> Json {
    let docs = provider.docs.as_ref().map(|docs| format!("\n\n{docs}")).unwrap_or_default();
    let description = format!("{}{docs}", provider.description);
    let mut schema = match provider.kind {
        ProviderKind::Provider => inputs::takes(&provider.inputs),
        ProviderKind::Rotator => json!({
            "type": "object",
            "required": ["inputs"],
            "properties": {"inputs": inputs::takes(&provider.inputs), "state": inputs::takes(&provider.state)},
        }),
    };
    schema["description"] = description.into();
    schema
}

/// What a function is given.
fn argument(function: Function, catalogue: &Catalogue) -> Json {
    let any = || json!({"$ref": "#/definitions/expression"});
    let pair = |first: &str, second: &str| {
        json!({
            "type": "array", "minItems": 2, "maxItems": 2, "items": any(),
            "description": format!("A list of two: {first}, and {second}."),
        })
    };
    let described = |help: &str| json!({"description": help, "$ref": "#/definitions/expression"});
    match function {
        Function::Concat => json!({"description": "Lists to be put together.", "type": "array", "items": any()}),
        Function::Final => described("A value that no importer can replace."),
        Function::FromBase64 => described("Text in Base64, to be decoded."),
        Function::FromJson => described("JSON text, to be read."),
        Function::Join => pair("a delimiter", "a list of texts"),
        Function::Split => pair("a delimiter", "a text"),
        Function::Open => provider_call("A provider to be asked when the environment is opened.", ProviderKind::Provider, catalogue),
        Function::Rotate => provider_call("A rotator, and what it keeps.", ProviderKind::Rotator, catalogue),
        Function::Secret => json!({
            "description": "Text that is secret. Pulumi Cloud encrypts it when the environment is saved.",
            "anyOf": [
                {"type": "string"},
                {"type": "object", "required": ["ciphertext"], "additionalProperties": false, "properties": {"ciphertext": {"type": "string"}}},
            ],
        }),
        Function::ToBase64 => described("Text, to be encoded."),
        Function::ToJson => described("A value, to be written as JSON."),
        Function::ToString => described("A value, to be written as text."),
        Function::ToYaml => described("A value, to be written as YAML."),
        Function::Validate => json!({
            "description": "A value that has to fit a schema.",
            "type": "object", "required": ["schema", "value"], "properties": {"schema": any(), "value": any()},
        }),
    }
}

/// The long form, which names its provider in a member.
fn provider_call(help: &str, kind: ProviderKind, catalogue: &Catalogue) -> Json {
    json!({
        "description": help,
        "type": "object",
        "required": ["provider", "inputs"],
        "properties": {
            "provider": {"type": "string", "enum": catalogue.names(kind)},
            "inputs": {"$ref": "#/definitions/expression"},
            "state": {"$ref": "#/definitions/expression"},
        },
    })
}
