//! What belongs at a place of a document, found by walking down to it: a field, a value, an argument, an input of some type.
//!
//! Reads the tree alone, so that it also knows what belongs where something half-typed stands.

use std::sync::Arc;

use esc_analysis::Section;
use esc_analysis::document::{Function, RootField};
use esc_analysis::providers::{Catalogue, ProviderKind};
use esc_analysis::schema::{Schema, Type};
use esc_syntax::Node;

/// What belongs at a place.
#[derive(Clone, Debug)]
pub(crate) enum Expected {
    /// The environment: an object with its fields.
    Root,
    /// The list of imports.
    Imports,
    /// The name of an environment, or an object of one name.
    Import,
    /// The options of an import.
    ImportOptions,
    /// A boolean.
    Merge,
    /// The values.
    Values,
    /// An object that other programs read.
    Section(Section),
    /// Any value.
    Value,
    /// The argument of a function, of this type; any if that is anything.
    Argument(Function, Schema),
    /// An object with just these entries.
    Entries(Function, &'static [&'static str]),
    /// The name of a provider or rotator.
    ProviderName(ProviderKind),
    /// A schema in ESC's dialect.
    Schema,
    /// An input of a provider, or a part of one.
    Input(Input),
    /// Nothing that could be named.
    Nothing,
}

/// An input of a provider, or a part of one; the whole object of inputs if the path is empty.
#[derive(Clone, Debug)]
pub(crate) struct Input {
    pub kind: ProviderKind,
    pub provider: Arc<str>,
    pub path: Vec<Arc<str>>,
    pub schema: Schema,
}

impl Expected {
    /// What belongs where `node` stands. For a key: what belongs where its mapping stands.
    pub fn at(node: Node<'_>, catalogue: &Catalogue) -> Expected {
        let mut ancestors: Vec<Node<'_>> = std::iter::successors(Some(node), |node| node.parent()).collect();
        ancestors.reverse();
        let mut expected = Expected::Root;
        for pair in ancestors.windows(2) {
            let (parent, child) = (pair[0], pair[1]);
            if let Some(entry) = child.as_value() {
                expected = expected.entry(parent, &entry.key.text(), catalogue);
            } else if let Some(index) = parent.is_sequence().then(|| child.sibling_index()) {
                expected = expected.item(index);
            }
        }
        expected
    }

    /// What belongs at the value of `key` in `mapping`.
    fn entry(self, mapping: Node<'_>, key: &str, catalogue: &Catalogue) -> Expected {
        match self {
            Expected::Root => root_entry(key),
            Expected::Import => Expected::ImportOptions,
            Expected::ImportOptions if key.eq_ignore_ascii_case("merge") => Expected::Merge,
            Expected::Values => Section::parse(key).map_or(Expected::Value, Expected::Section),
            Expected::Section(_) => Expected::Value,
            Expected::Value | Expected::Argument(..) => call(key, catalogue).unwrap_or(Expected::Value),
            Expected::Entries(function, _) => long_form_entry(function, mapping, key, catalogue),
            Expected::Input(input) => {
                let schema = input.schema.property(key);
                let member = || Expected::Input(input.then(key, schema));
                call(key, catalogue).unwrap_or_else(member)
            }
            // Schemas hold schemas.
            Expected::Schema => Expected::Schema,
            Expected::Imports | Expected::ImportOptions | Expected::Merge | Expected::ProviderName(_) | Expected::Nothing => {
                Expected::Nothing
            }
        }
    }

    fn item(self, index: usize) -> Expected {
        match self {
            Expected::Imports => Expected::Import,
            Expected::Value => Expected::Value,
            Expected::Argument(function, schema) => Expected::Argument(function, schema.item(index)),
            Expected::Input(input) => {
                let schema = input.schema.item(index);
                Expected::Input(Input { schema, ..input })
            }
            Expected::Schema => Expected::Schema,
            _ => Expected::Nothing,
        }
    }

    /// The type that is asked for; `None` if anything will do.
    pub fn schema(&self) -> Option<Schema> {
        match self {
            Expected::Argument(_, schema) => Some(schema.clone()).filter(|schema| !schema.is_always() && !schema.is_never()),
            Expected::Input(input) => Some(input.schema.clone()),
            _ => None,
        }
    }

    /// Whether a call of a function may stand here.
    pub fn takes_calls(&self) -> bool {
        matches!(self, Expected::Section(_) | Expected::Value | Expected::Argument(..) | Expected::Input(_))
    }

    /// Whether references may stand here.
    pub fn takes_references(&self) -> bool {
        self.takes_calls() || matches!(self, Expected::Schema)
    }
}

impl Input {
    fn then(&self, key: &str, schema: Schema) -> Input {
        let mut path = self.path.clone();
        path.push(key.into());
        Input { path, schema, kind: self.kind, provider: Arc::clone(&self.provider) }
    }
}

fn root_entry(key: &str) -> Expected {
    match RootField::parse(key) {
        Some(RootField::Imports) => Expected::Imports,
        Some(RootField::Values) => Expected::Values,
        Some(RootField::Description) => Expected::Nothing,
        // It does nothing there, but it is clear what was meant.
        None => Section::parse(key).map_or(Expected::Nothing, Expected::Section),
    }
}

/// What belongs at the argument of the call `key`, if it is one. A call that does not stand alone is a mistake, but not one in its argument.
fn call(key: &str, catalogue: &Catalogue) -> Option<Expected> {
    let recognised = Function::recognise(key)?;
    let function = recognised.function;
    let list_of = |items: Schema| Expected::Argument(function, Schema::array_of(items));
    Some(match function {
        Function::Open => match recognised.provider {
            Some(provider) => inputs(ProviderKind::Provider, provider, catalogue),
            None => Expected::Entries(function, &["provider", "inputs"]),
        },
        Function::Rotate => match recognised.provider {
            Some(_) => Expected::Entries(function, &["inputs", "state"]),
            None => Expected::Entries(function, &["provider", "inputs", "state"]),
        },
        Function::Validate => Expected::Entries(function, &["schema", "value"]),
        Function::Secret => Expected::Entries(function, &["ciphertext"]),
        Function::Concat => list_of(Schema::any_array()),
        Function::Join | Function::Split => Expected::Argument(function, pair(function)),
        Function::FromBase64 | Function::FromJson | Function::ToBase64 => Expected::Argument(function, Schema::of(Type::String)),
        Function::Final | Function::ToJson | Function::ToString | Function::ToYaml => Expected::Argument(function, Schema::always()),
    })
}

/// Delimiter and texts, or delimiter and text.
fn pair(function: Function) -> Schema {
    // Both are lists whose parts are lists or text; which of the two matters for nothing but the order of suggestions.
    let second = if function == Function::Join { "array" } else { "string" };
    let json = serde_json::json!({"type": "array", "prefixItems": [{"type": "string"}, {"type": second}]});
    Schema::from_json(&json).unwrap_or_else(|_| Schema::any_array())
}

fn long_form_entry(function: Function, mapping: Node<'_>, key: &str, catalogue: &Catalogue) -> Expected {
    let kind = if function == Function::Rotate { ProviderKind::Rotator } else { ProviderKind::Provider };
    match (function, key) {
        (Function::Open | Function::Rotate, "provider") => Expected::ProviderName(kind),
        (Function::Open | Function::Rotate, "inputs") => match provider_of(mapping) {
            Some(provider) => inputs(kind, &provider, catalogue),
            None => Expected::Value,
        },
        (Function::Rotate, "state") => Expected::Nothing,
        (Function::Validate, "schema") => Expected::Schema,
        (Function::Validate, "value") => Expected::Value,
        _ => Expected::Nothing,
    }
}

/// The provider of a call's argument: its `provider` entry, or what the call's key names.
fn provider_of(argument: Node<'_>) -> Option<String> {
    if let Some(entry) = argument.entries().find(|entry| entry.key.text() == "provider") {
        return entry.value.style().map(|_| entry.value.text().into_owned());
    }
    let call = argument.as_value()?;
    Function::recognise(&call.key.text())?.provider.map(str::to_owned)
}

fn inputs(kind: ProviderKind, name: &str, catalogue: &Catalogue) -> Expected {
    match catalogue.get(kind, name) {
        Some(provider) => {
            let (schema, provider) = (provider.inputs.clone(), Arc::clone(&provider.name));
            Expected::Input(Input { kind, provider, path: Vec::new(), schema })
        }
        None => Expected::Value,
    }
}

#[cfg(test)]
mod tests {
    use esc_analysis::Source;

    use super::*;

    /// What belongs where the scalar `here` stands.
    #[track_caller]
    fn check(text: &str, expected: &str) {
        let source = Source::new("env.yaml", text);
        let node = source.tree().nodes().find(|node| node.style().is_some() && node.text() == "here").unwrap();
        let found = match Expected::at(node, &Catalogue::new()) {
            Expected::Input(input) => format!("Input {} {:?} {:?}", input.provider, input.path, input.schema.type_()),
            Expected::Argument(function, schema) => format!("Argument {function:?} {:?}", schema.type_()),
            other => format!("{other:?}"),
        };
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn fields_imports_and_values() {
        check("here: 1\n", "Root");
        check("imports: here\n", "Imports");
        check("imports: [here]\n", "Import");
        check("imports: [{here: 1}]\n", "Import");
        check("imports: [{a: {merge: here}}]\n", "Merge");
        check("values: {here: 1}\n", "Values");
        check("values: {a: here}\n", "Value");
        check("values: {a: {b: [here]}}\n", "Value");
        check("values: {files: {here: 1}}\n", "Section(Files)");
        check("values: {files: {a: here}}\n", "Value");
        check("other: {a: here}\n", "Nothing");
    }

    #[test]
    fn arguments_and_inputs() {
        check("values: {a: {fn::toBase64: here}}\n", "Argument ToBase64 Some(String)");
        check("values: {a: {fn::join: [x, here]}}\n", "Argument Join Some(Array)");
        check("values: {a: {fn::open: {here: 1}}}\n", "Entries(Open, [\"provider\", \"inputs\"])");
        check("values: {a: {fn::open: {provider: here}}}\n", "ProviderName(Provider)");
        check("values: {a: {fn::open::aws-login: {here: 1}}}\n", "Input aws-login [] Some(Object)");
        check("values: {a: {fn::open::aws-login: {oidc: {roleArn: here}}}}\n", "Input aws-login [\"oidc\", \"roleArn\"] Some(String)");
        check("values: {a: {fn::open: {inputs: {oidc: here}, provider: aws-login}}}\n", "Input aws-login [\"oidc\"] Some(Object)");
        check("values: {a: {fn::rotate::aws-iam: {inputs: {userArn: here}}}}\n", "Input aws-iam [\"userArn\"] Some(String)");
        check("values: {a: {fn::open::aws-login: {oidc: {fn::fromJSON: here}}}}\n", "Argument FromJson Some(String)");
        check("values: {a: {fn::open::nobody: {x: here}}}\n", "Value");
    }
}
