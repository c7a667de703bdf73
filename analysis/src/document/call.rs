//! The built-in functions: their names, and what shape of argument each of them reads.

use std::sync::Arc;

use esc_syntax::{Node, TextRange, TextSize};

use super::build::Builder;
use super::{ArgumentFault, Arguments, ExprId, ExprKind, Problem, Property, ProviderName};
use crate::Text;

/// The built-in functions.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[expect(missing_docs, reason = "the names are the language's own")]
pub enum Function {
    Concat,
    Final,
    FromBase64,
    FromJson,
    Join,
    Open,
    Rotate,
    Secret,
    Split,
    ToBase64,
    ToJson,
    ToString,
    ToYaml,
    Validate,
}

/// What the reserved keys begin with.
pub(crate) const PREFIX: &str = "fn::";
const OPEN: &str = "fn::open::";
const ROTATE: &str = "fn::rotate::";

/// A key that names a function.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Recognised<'k> {
    /// Which.
    pub function: Function,
    /// `NAME` of `fn::open::NAME` and `fn::rotate::NAME`; may be empty.
    pub provider: Option<&'k str>,
}

impl Function {
    /// All functions, by name.
    pub const ALL: [Function; 14] = [
        Function::Concat,
        Function::Final,
        Function::FromBase64,
        Function::FromJson,
        Function::Join,
        Function::Open,
        Function::Rotate,
        Function::Secret,
        Function::Split,
        Function::ToBase64,
        Function::ToJson,
        Function::ToString,
        Function::ToYaml,
        Function::Validate,
    ];

    /// The key that calls it.
    pub fn key(self) -> &'static str {
        match self {
            Function::Concat => "fn::concat",
            Function::Final => "fn::final",
            Function::FromBase64 => "fn::fromBase64",
            Function::FromJson => "fn::fromJSON",
            Function::Join => "fn::join",
            Function::Open => "fn::open",
            Function::Rotate => "fn::rotate",
            Function::Secret => "fn::secret",
            Function::Split => "fn::split",
            Function::ToBase64 => "fn::toBase64",
            Function::ToJson => "fn::toJSON",
            Function::ToString => "fn::toString",
            Function::ToYaml => "fn::toYAML",
            Function::Validate => "fn::validate",
        }
    }

    /// The function that `key` calls where it is the only key of its mapping. Names are case-sensitive.
    pub fn recognise(key: &str) -> Option<Recognised<'_>> {
        if let Some(provider) = key.strip_prefix(OPEN) {
            return Some(Recognised { function: Function::Open, provider: Some(provider) });
        }
        if let Some(provider) = key.strip_prefix(ROTATE) {
            return Some(Recognised { function: Function::Rotate, provider: Some(provider) });
        }
        let function = Function::ALL.into_iter().find(|function| function.key() == key)?;
        Some(Recognised { function, provider: None })
    }
}

/// Whether `key` begins with `fn::` in any case: reserved where the key stands alone.
pub(crate) fn is_reserved(key: &str) -> bool {
    key.get(..PREFIX.len()).is_some_and(|prefix| prefix.eq_ignore_ascii_case(PREFIX))
}

/// A call while its argument's shape is being read.
pub(super) struct Shape<'t, 'b> {
    pub(super) builder: &'b mut Builder<'t>,
    pub(super) function: Function,
    pub(super) key: Node<'t>,
    pub(super) argument: ExprId,
}

impl<'t> Shape<'t, '_> {
    /// Reads the argument as the function does, and lists what is wrong with it.
    pub(super) fn arguments(&mut self, provider: Option<&str>) -> Arguments {
        match self.function {
            Function::Final
            | Function::FromBase64
            | Function::FromJson
            | Function::ToBase64
            | Function::ToJson
            | Function::ToString
            | Function::ToYaml => Arguments::One(self.argument),
            Function::Concat => self.concat(),
            Function::Join | Function::Split => self.pair(),
            Function::Secret => self.secret(),
            Function::Open => self.open(provider),
            Function::Rotate => self.rotate(provider),
            Function::Validate => self.validate(),
        }
    }

    fn kind(&self) -> &ExprKind {
        &self.builder.expr(self.argument).kind
    }

    fn fault(&mut self, at: ExprId, fault: ArgumentFault) {
        let node = self.builder.expr(at).node;
        self.builder.problems.push(Problem::Argument { function: self.function, key: self.key.id(), node, fault });
    }

    /// The reference reports an argument that is no list, and evaluates it all the same.
    fn concat(&mut self) -> Arguments {
        if !matches!(self.kind(), ExprKind::Array(_)) {
            self.fault(self.argument, ArgumentFault::NotList);
        }
        Arguments::One(self.argument)
    }

    fn pair(&mut self) -> Arguments {
        if let ExprKind::Array(items) = self.kind()
            && let [first, second] = items[..]
        {
            return Arguments::Two(first, second);
        }
        self.fault(self.argument, ArgumentFault::NotPair);
        Arguments::Malformed
    }

    fn secret(&mut self) -> Arguments {
        match self.kind() {
            ExprKind::String(text) => return Arguments::Plaintext(text.clone()),
            ExprKind::Object(properties) => {
                if let [property] = &properties[..]
                    && &*property.key == "ciphertext"
                    && let ExprKind::String(text) = &self.builder.expr(property.value).kind
                {
                    return Arguments::Ciphertext { text: text.clone(), node: self.builder.expr(property.value).node };
                }
            }
            _ => {}
        }
        self.fault(self.argument, ArgumentFault::NotLiteral);
        Arguments::Plaintext(Text::new(""))
    }

    /// The properties of an argument that has to be an object literal, after listing those that the function does not read.
    fn object(&mut self, known: &'static [&'static str]) -> Option<Vec<Property>> {
        let Some(properties) = self.kind().as_object().map(<[Property]>::to_vec) else {
            self.fault(self.argument, ArgumentFault::NotObject);
            return None;
        };
        for (index, property) in properties.iter().enumerate() {
            if !known.contains(&&*property.key) {
                self.builder.problems.push(Problem::UnknownArgument { function: self.function, key: property.key_node, known });
            } else if let Some(last) = properties[index + 1..].iter().rfind(|later| later.key == property.key) {
                let (key, last) = (property.key_node, last.key_node);
                self.builder.problems.push(Problem::DuplicateArgument { function: self.function, key, last });
            }
        }
        Some(properties)
    }

    fn open(&mut self, provider: Option<&str>) -> Arguments {
        if let Some(name) = provider {
            return Arguments::Open { provider: self.name_in_key(name), inputs: Some(self.argument) };
        }
        let Some(properties) = self.object(&["provider", "inputs"]) else { return Arguments::Malformed };
        let provider = self.provider(&properties);
        let inputs = self.required(&properties, "inputs", ArgumentFault::MissingInputs);
        provider.map_or(Arguments::Malformed, |provider| Arguments::Open { provider, inputs })
    }

    fn rotate(&mut self, rotator: Option<&str>) -> Arguments {
        let known: &[&str] = if rotator.is_some() { &["inputs", "state"] } else { &["provider", "inputs", "state"] };
        let Some(properties) = self.object(known) else { return Arguments::Malformed };
        let rotator = match rotator {
            Some(name) => Some(self.name_in_key(name)),
            None => self.provider(&properties),
        };
        let inputs = self.required(&properties, "inputs", ArgumentFault::MissingInputs);
        let state = self.state(&properties);
        rotator.map_or(Arguments::Malformed, |rotator| Arguments::Rotate { rotator, inputs, state })
    }

    fn validate(&mut self) -> Arguments {
        let Some(properties) = self.object(&["schema", "value"]) else { return Arguments::Malformed };
        let schema = self.required(&properties, "schema", ArgumentFault::MissingSchema);
        let value = self.required(&properties, "value", ArgumentFault::MissingValue);
        Arguments::Validate { schema, value }
    }

    fn required(&mut self, properties: &[Property], name: &str, missing: ArgumentFault) -> Option<ExprId> {
        let found = last(properties, name);
        if found.is_none() {
            self.fault(self.argument, missing);
        }
        found
    }

    fn provider(&mut self, properties: &[Property]) -> Option<ProviderName> {
        let id = self.required(properties, "provider", ArgumentFault::MissingProvider)?;
        let expr = self.builder.expr(id);
        if let Some(text) = expr.kind.as_text() {
            return Some(ProviderName { text: text.expose().into(), range: self.builder.tree.node(expr.node).range() });
        }
        self.fault(id, ArgumentFault::ProviderNotLiteral);
        None
    }

    /// A state that is no object literal counts as left out.
    fn state(&mut self, properties: &[Property]) -> Option<ExprId> {
        let id = last(properties, "state")?;
        if self.builder.expr(id).kind.as_object().is_some() {
            return Some(id);
        }
        self.fault(id, ArgumentFault::StateNotObject);
        None
    }

    /// The name at the end of a short form's key.
    fn name_in_key(&self, name: &str) -> ProviderName {
        let key = self.key.scalar_text();
        let end = TextSize::of(&*key.text);
        let range = key.source_range(TextRange::new(end - TextSize::of(name), end));
        ProviderName { text: Arc::from(name), range }
    }
}

/// Of repeated entries in an argument the last counts.
fn last(properties: &[Property], name: &str) -> Option<ExprId> {
    properties.iter().rfind(|property| &*property.key == name).map(|property| property.value)
}
