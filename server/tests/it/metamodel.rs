//! Holds messages against the protocol's own description of itself: types, required and unknown properties, enumerations, integer ranges.
//!
//! The description is the official `metaModel.json` in the optional folder `../shared/lsp`. Without it nothing is checked, and that is said.

use std::collections::HashMap;
use std::sync::OnceLock;

use serde_json::Value;

/// The description, with its definitions by name.
pub struct MetaModel {
    requests: HashMap<String, Value>,
    notifications: HashMap<String, Value>,
    /// The properties of each structure, inherited ones too.
    structures: HashMap<String, Vec<Value>>,
    enumerations: HashMap<String, Value>,
    aliases: HashMap<String, Value>,
}

type Verdict = Result<(), String>;

/// The description, if it is there.
pub fn metamodel() -> Option<&'static MetaModel> {
    static MODEL: OnceLock<Option<MetaModel>> = OnceLock::new();
    MODEL
        .get_or_init(|| {
            let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/lsp/metaModel.json");
            let Ok(text) = std::fs::read_to_string(path) else {
                println!("skipped: no {path}, so messages are not held against the protocol");
                return None;
            };
            Some(MetaModel::new(&serde_json::from_str(&text).unwrap()))
        })
        .as_ref()
}

impl MetaModel {
    fn new(model: &Value) -> MetaModel {
        let by = |list: &str, key: &str| -> HashMap<String, Value> {
            let items = model[list].as_array().unwrap().iter();
            items.map(|item| (item[key].as_str().unwrap().to_owned(), item.clone())).collect()
        };
        let structures = by("structures", "name");
        MetaModel {
            requests: by("requests", "method"),
            notifications: by("notifications", "method"),
            structures: structures.keys().map(|name| (name.clone(), properties(&structures, name))).collect(),
            enumerations: by("enumerations", "name"),
            aliases: by("typeAliases", "name"),
        }
    }

    /// A request or notification. `from` is `clientToServer` or `serverToClient`.
    pub fn check_call(&self, message: &Value, from: &str) -> Verdict {
        let method = message["method"].as_str().ok_or("no method")?;
        let calls = if message.get("id").is_some() { &self.requests } else { &self.notifications };
        let call = calls.get(method).ok_or_else(|| format!("{method}: no such method"))?;
        let direction = call["messageDirection"].as_str().unwrap();
        if direction != from && direction != "both" {
            return Err(format!("{method}: goes the other way"));
        }
        for key in message.as_object().unwrap().keys() {
            if !["jsonrpc", "id", "method", "params"].contains(&key.as_str()) {
                return Err(format!("{method}: unknown member `{key}`"));
            }
        }
        match (call.get("params"), message.get("params")) {
            (Some(type_), Some(params)) => self.check(params, type_, method),
            (Some(_), None) => Err(format!("{method}: no params")),
            (None, None | Some(Value::Null)) => Ok(()),
            (None, Some(_)) => Err(format!("{method}: params that it has none of")),
        }
    }

    /// The answer to a request of `method`.
    pub fn check_answer(&self, method: &str, answer: &Value) -> Verdict {
        if let Some(error) = answer.get("error") {
            let sound = error["code"].is_i64() && error["message"].is_string() && answer.get("result").is_none();
            return if sound { Ok(()) } else { Err(format!("{method}: a malformed error")) };
        }
        let result = answer.get("result").ok_or_else(|| format!("{method}: neither result nor error"))?;
        match self.requests.get(method) {
            Some(call) => self.check(result, &call["result"], &format!("answer to {method}")),
            None => Ok(()),
        }
    }

    fn check(&self, value: &Value, type_: &Value, at: &str) -> Verdict {
        let wrong = |expected: &str| Err(format!("{at}: expected {expected}, got {value}"));
        match type_["kind"].as_str().unwrap() {
            "base" => match base(value, type_["name"].as_str().unwrap()) {
                true => Ok(()),
                false => wrong(type_["name"].as_str().unwrap()),
            },
            "reference" => self.check_reference(value, type_["name"].as_str().unwrap(), at),
            "array" => {
                let Some(items) = value.as_array() else { return wrong("a list") };
                items.iter().enumerate().try_for_each(|(index, item)| self.check(item, &type_["element"], &format!("{at}[{index}]")))
            }
            "map" => {
                let Some(fields) = value.as_object() else { return wrong("a map") };
                fields.iter().try_for_each(|(key, value)| self.check(value, &type_["value"], &format!("{at}.{key}")))
            }
            "tuple" => {
                let (items, types) = (value.as_array(), type_["items"].as_array().unwrap());
                let Some(items) = items.filter(|items| items.len() == types.len()) else { return wrong("a tuple") };
                items.iter().zip(types).try_for_each(|(item, type_)| self.check(item, type_, at))
            }
            "or" => {
                let verdicts: Vec<Verdict> = type_["items"].as_array().unwrap().iter().map(|type_| self.check(value, type_, at)).collect();
                if verdicts.iter().any(Result::is_ok) {
                    return Ok(());
                }
                // The alternative that fails deepest is the one that was meant.
                Err(verdicts.into_iter().filter_map(Result::err).max_by_key(|error| error.find(':')).unwrap())
            }
            "and" => type_["items"].as_array().unwrap().iter().try_for_each(|type_| self.check(value, type_, at)),
            "literal" => self.check_properties(value, type_["value"]["properties"].as_array().unwrap(), at),
            "stringLiteral" if *value == type_["value"] => Ok(()),
            "stringLiteral" => wrong(&type_["value"].to_string()),
            kind => panic!("a kind of type that is new: {kind}"),
        }
    }

    fn check_reference(&self, value: &Value, name: &str, at: &str) -> Verdict {
        if ["LSPAny", "LSPObject", "LSPArray"].contains(&name) {
            return Ok(());
        }
        if let Some(alias) = self.aliases.get(name) {
            return self.check(value, &alias["type"], at);
        }
        if let Some(enumeration) = self.enumerations.get(name) {
            self.check(value, &enumeration["type"], at)?;
            let is_known = enumeration["values"].as_array().unwrap().iter().any(|known| known["value"] == *value);
            let is_open = enumeration["supportsCustomValues"] == true;
            return if is_known || is_open { Ok(()) } else { Err(format!("{at}: {value} is no {name}")) };
        }
        self.check_properties(value, &self.structures[name], at)
    }

    fn check_properties(&self, value: &Value, properties: &[Value], at: &str) -> Verdict {
        let Some(fields) = value.as_object() else { return Err(format!("{at}: expected an object, got {value}")) };
        for property in properties {
            let name = property["name"].as_str().unwrap();
            match fields.get(name) {
                Some(value) => self.check(value, &property["type"], &format!("{at}.{name}"))?,
                None if property["optional"] == true => {}
                None => return Err(format!("{at}: no `{name}`")),
            }
        }
        match fields.keys().find(|key| properties.iter().all(|property| property["name"] != **key)) {
            Some(key) => Err(format!("{at}: unknown property `{key}`")),
            None => Ok(()),
        }
    }
}

/// The properties of a structure, inherited ones too.
fn properties(structures: &HashMap<String, Value>, name: &str) -> Vec<Value> {
    let structure = &structures[name];
    let mut found = structure["properties"].as_array().unwrap().clone();
    for list in ["extends", "mixins"] {
        for parent in structure.get(list).and_then(Value::as_array).into_iter().flatten() {
            for inherited in properties(structures, parent["name"].as_str().unwrap()) {
                if found.iter().all(|own| own["name"] != inherited["name"]) {
                    found.push(inherited);
                }
            }
        }
    }
    found
}

fn base(value: &Value, name: &str) -> bool {
    let integer = || value.as_i64().filter(|number| i32::try_from(*number).is_ok());
    match name {
        "string" | "RegExp" => value.is_string(),
        "URI" | "DocumentUri" => value.as_str().is_some_and(|uri| uri.contains(':')),
        "integer" => integer().is_some(),
        "uinteger" => integer().is_some_and(|number| number >= 0),
        "decimal" => value.is_number(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        _ => panic!("a base type that is new: {name}"),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[track_caller]
    fn check(params: Value, expected: &str) {
        let Some(model) = metamodel() else { return };
        let message = json!({"jsonrpc": "2.0", "method": "textDocument/publishDiagnostics", "params": params});
        let verdict = model.check_call(&message, "serverToClient").err().unwrap_or_default();
        assert!(verdict.contains(expected) && verdict.is_empty() == expected.is_empty(), "{verdict}");
    }

    #[test]
    fn sees_what_is_wrong() {
        let range = json!({"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 1}});
        let diagnostic = |more: Value| {
            let mut diagnostic = json!({"range": range, "message": "m"});
            diagnostic.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            json!({"uri": "file:///a", "diagnostics": [diagnostic]})
        };
        check(diagnostic(json!({"severity": 1})), "");
        check(diagnostic(json!({"severity": 9})), "9 is no DiagnosticSeverity");
        check(diagnostic(json!({"severity": "error"})), "severity");
        check(diagnostic(json!({"colour": "red"})), "unknown property `colour`");
        check(json!({"uri": "file:///a"}), "no `diagnostics`");
        check(json!({"diagnostics": []}), "no `uri`");
        let negative = json!({"start": {"line": -1, "character": 0}, "end": {"line": 0, "character": 1.5}});
        check(diagnostic(json!({"range": negative})), "expected uinteger, got -1");
    }
}
