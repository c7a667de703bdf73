//! The JSON Schema of the configuration, for editors that complete and check YAML by one.
//!
//! Draft 7, which all of them know. Tests hold it to the keys that [`super::raw`] takes.

use esc_analysis::rules::{ALL, Group};
use serde_json::{Map, Value as Json, json};

use super::options;

/// The schema of `.esc-lint.yaml`.
pub fn schema() -> Json {
    let mut properties = match top_level() {
        Json::Object(properties) => properties,
        _ => Map::new(),
    };
    properties.insert("options".to_owned(), options_of_rules());
    json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "Configuration of esc-lint",
        "description": "`.esc-lint.yaml`. The nearest file upwards counts, and nothing is merged. Paths are relative to it.",
        // A file with nothing but comments changes nothing.
        "type": ["object", "null"],
        "additionalProperties": false,
        "properties": properties,
        "definitions": {
            "level": {"enum": ["off", "info", "warning", "error"]},
            "rules": {"type": "array", "items": {"$ref": "#/definitions/rule"}},
            "rule": {"anyOf": [{"enum": names()}, {"type": "string", "pattern": "^[Ee][Ss][Cc][0-9]{0,3}$"}]},
            "levels": levels(),
            "patterns": {"type": "array", "items": {"type": "string", "minLength": 1}},
        },
    })
}

fn top_level() -> Json {
    let patterns = |help: &str| json!({"description": help, "$ref": "#/definitions/patterns"});
    let rules = |help: &str| json!({"description": help, "$ref": "#/definitions/rules"});
    json!({
        "files": patterns("What counts as an environment, whatever is in it, and what is linted when no path is given. Written as in a `.gitignore`."),
        "exclude": patterns("What a walk leaves out."),
        "environments": {
            "description": "Where the file of an environment is, before the usual search: `envs/{project}/{env}.yaml`.",
            "type": "array",
            "items": {"type": "string", "pattern": "\\{env\\}"},
        },
        "providers": {"description": "A directory with more provider schemas (`*.json`).", "type": "string"},
        "imports": {
            "description": "What is known about imports.",
            "type": "object",
            "additionalProperties": false,
            "properties": {
                "complete": {
                    "description": "Every environment is here, so that one which is not found does not exist.",
                    "type": "boolean",
                },
                "external": {
                    "description": "Names of environments that live elsewhere, such as `shared/*`.",
                    "type": "array",
                    "items": {"type": "string"},
                },
            },
        },
        "rules": {"description": "How loud rules are: codes, names, or prefixes such as `ESC1`.", "$ref": "#/definitions/levels"},
        "select": rules("Run these rules alone."),
        "extend-select": rules("Run these rules too, also those that are off by default."),
        "ignore": rules("Do not run these rules."),
        "profile": {
            "description": "Which set of rules to start from. `strict`: more rules, and every warning an error. `parity`: only what the service reports too.",
            "enum": ["default", "strict", "parity"],
        },
        "fail-on": {"description": "From which severity on a run fails.", "enum": ["error", "warning", "info", "never"]},
        "per-file": {
            "description": "How loud rules are in some files. Later entries count more.",
            "type": "array",
            "items": {
                "type": "object",
                "additionalProperties": false,
                "required": ["files", "rules"],
                "properties": {"files": {"$ref": "#/definitions/patterns"}, "rules": {"$ref": "#/definitions/levels"}},
            },
        },
        "required-version": {
            "description": "Versions of esc-lint that may read this, such as `>=0.1, <1`.",
            "type": "string",
        },
    })
}

fn names() -> Vec<&'static str> {
    ALL.iter().flat_map(|rule| [rule.code, rule.name]).collect()
}

/// A mapping of rules to levels, each rule with its summary.
fn levels() -> Json {
    let level = |help: &str| json!({"description": help, "$ref": "#/definitions/level"});
    let rules = ALL.iter().flat_map(|rule| {
        [(rule.code, level(&format!("{}: {}", rule.name, rule.summary))), (rule.name, level(&format!("{}: {}", rule.code, rule.summary)))]
    });
    let groups = Group::ALL.iter().map(|group| (group.prefix(), level(&format!("All rules about: {}", group.title().to_lowercase()))));
    let properties: Map<String, Json> = rules.chain(groups).map(|(name, schema)| (name.to_owned(), schema)).collect();
    json!({
        "type": "object",
        "additionalProperties": false,
        "properties": properties,
        "patternProperties": {"^[Ee][Ss][Cc][0-9]{0,3}$": {"$ref": "#/definitions/level"}},
    })
}

fn options_of_rules() -> Json {
    let mut rules = Map::new();
    for known in options::ALL {
        let options: Map<String, Json> = known
            .names
            .iter()
            .zip(known.values.iter().zip(known.help))
            .map(|(name, (values, help))| ((*name).to_owned(), json!({"description": help, "enum": values})))
            .collect();
        let schema = json!({"type": "object", "additionalProperties": false, "properties": options});
        let rule = ALL.iter().find(|rule| rule.code == known.rule);
        for key in rule.into_iter().flat_map(|rule| [rule.code, rule.name]) {
            rules.insert(key.to_owned(), schema.clone());
        }
    }
    json!({"description": "Options of single rules.", "type": "object", "additionalProperties": false, "properties": rules})
}
