//! From JSON to a schema, or to the reason why it is none.
//!
//! Unknown keywords are ignored, as the reference ignores them. What a keyword is given must have the right shape; patterns, sizes and
//! references must make sense. The first mistake in document order of the keywords below ends the reading.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use serde_json::{Map, Value as Json};

use super::rules::{Arena, Dependency, Node};
use super::{Annotations, Number, Part, Pattern, Repr, Rules, Schema, Step, Type};

/// Schemas nested deeper than this are refused.
const MAX_DEPTH: usize = 500;

/// Why some JSON is no schema.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SchemaError {
    /// The way to what is wrong.
    pub path: Vec<Step>,
    /// What is wrong.
    pub kind: SchemaErrorKind,
}

/// What can be wrong with a schema.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum SchemaErrorKind {
    /// Neither a boolean nor an object.
    NotASchema,
    /// A keyword is given something of the wrong shape.
    Shape {
        /// What it takes, for a sentence: "a list of schemas".
        expected: &'static str,
    },
    /// `type` names none.
    Type(Box<str>),
    /// `$ref` does not name one of the root's `$defs`.
    Reference(Box<str>),
    /// `pattern` does not compile.
    Pattern(Box<str>),
    /// A size that is no whole number from zero.
    Size,
    /// Nested too deeply.
    Depth,
}

impl fmt::Display for SchemaError {
    /// What is wrong, and where.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            SchemaErrorKind::NotASchema => f.write_str("a schema is `true`, `false` or an object")?,
            SchemaErrorKind::Shape { expected } => write!(f, "the keyword takes {expected}")?,
            SchemaErrorKind::Type(name) => write!(f, "there is no type `{name}`")?,
            SchemaErrorKind::Reference(target) => write!(f, "`{target}` names none of the `$defs`")?,
            SchemaErrorKind::Pattern(pattern) => write!(f, "the pattern `{pattern}` does not compile")?,
            SchemaErrorKind::Size => f.write_str("a size is a whole number from zero")?,
            SchemaErrorKind::Depth => f.write_str("it is nested too deeply")?,
        }
        for (index, step) in self.path.iter().enumerate() {
            f.write_str(if index == 0 { ", at `" } else { "." })?;
            match step {
                Step::Key(key) => f.write_str(key)?,
                Step::Index(index) => write!(f, "{index}")?,
            }
        }
        f.write_str(if self.path.is_empty() { "" } else { "`" })
    }
}

impl Schema {
    /// Reads a schema.
    ///
    /// # Errors
    /// If `json` is no schema of the dialect.
    pub fn from_json(json: &Json) -> Result<Schema, SchemaError> {
        let mut decoder = Decoder::default();
        decoder.define(json)?;
        let root = decoder.schema(json)?;
        Ok(decoder.finish(root))
    }
}

#[derive(Default)]
struct Decoder {
    arena: Arena,
    definitions: BTreeMap<Box<str>, Part>,
    path: Vec<Step>,
}

type Result<T, E = SchemaError> = std::result::Result<T, E>;

impl Decoder {
    fn finish(self, root: Part) -> Schema {
        let Decoder { arena, .. } = self;
        match arena.node(root.0) {
            Node::Rules(_) => Schema(Repr::Node(Arc::new(arena), root.0)),
            Node::Schema(schema) => schema.clone(),
            Node::OfValue(_) | Node::Merged(..) => Schema::always(),
        }
    }

    fn fail<T>(&self, kind: SchemaErrorKind) -> Result<T> {
        Err(SchemaError { path: self.path.clone(), kind })
    }

    fn shape<T>(&self, expected: &'static str) -> Result<T> {
        self.fail(SchemaErrorKind::Shape { expected })
    }

    fn within<T>(&mut self, step: Step, read: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        if self.path.len() >= MAX_DEPTH {
            return self.fail(SchemaErrorKind::Depth);
        }
        self.path.push(step);
        let read = read(self)?;
        self.path.pop();
        Ok(read)
    }

    /// Gives every definition of the root its place, so that references may come before it.
    fn define(&mut self, root: &Json) -> Result<()> {
        let Some(Json::Object(definitions)) = root.get("$defs") else { return Ok(()) };
        for name in definitions.keys() {
            let place = self.arena.reserve();
            self.definitions.insert(name.as_str().into(), place);
        }
        Ok(())
    }

    fn schema(&mut self, json: &Json) -> Result<Part> {
        match json {
            Json::Bool(true) => Ok(self.arena.add(Schema::always())),
            Json::Bool(false) => Ok(self.arena.add(Schema::never())),
            Json::Object(keywords) => {
                let rules = crate::deep(|| self.rules(keywords))?;
                Ok(Part(self.arena.push(Node::Rules(Box::new(rules)))))
            }
            _ => self.fail(SchemaErrorKind::NotASchema),
        }
    }

    fn rules(&mut self, keywords: &Map<String, Json>) -> Result<Rules> {
        let mut rules = Rules::default();
        for (keyword, value) in keywords {
            self.within(Step::Key(keyword.as_str().into()), |decoder| decoder.keyword(&mut rules, keyword, value))?;
        }
        Ok(rules)
    }

    fn keyword(&mut self, rules: &mut Rules, keyword: &str, value: &Json) -> Result<()> {
        match keyword {
            "$defs" => self.definitions(value)?,
            "$ref" => rules.reference = Some(self.reference(value)?),
            "anyOf" => rules.any_of = self.schemas(value)?,
            "oneOf" => rules.one_of = self.schemas(value)?,
            "type" => rules.type_ = self.type_(value)?,
            "const" => rules.constant = Some(value.clone()).filter(|value| !value.is_null()),
            "enum" => rules.enumeration = self.list(value)?.clone(),
            _ => return self.typed_keyword(rules, keyword, value),
        }
        Ok(())
    }

    fn typed_keyword(&mut self, rules: &mut Rules, keyword: &str, value: &Json) -> Result<()> {
        match keyword {
            "prefixItems" => rules.prefix_items = self.schemas(value)?,
            "items" => rules.items = Some(self.schema(value)?),
            "minItems" => rules.min_items = Some(self.size(value)?),
            "maxItems" => rules.max_items = Some(self.size(value)?),
            "properties" => rules.properties = self.schema_map(value)?,
            "additionalProperties" => rules.additional_properties = Some(self.schema(value)?),
            "required" => rules.required = self.names(value)?,
            "dependentRequired" => rules.dependent_required = self.dependencies(value)?,
            "minProperties" => rules.min_properties = Some(self.size(value)?),
            "maxProperties" => rules.max_properties = Some(self.size(value)?),
            "multipleOf" => rules.multiple_of = Some(self.number(value)?),
            "minimum" => rules.minimum = Some(self.number(value)?),
            "exclusiveMinimum" => rules.exclusive_minimum = Some(self.number(value)?),
            "maximum" => rules.maximum = Some(self.number(value)?),
            "exclusiveMaximum" => rules.exclusive_maximum = Some(self.number(value)?),
            "minLength" => rules.min_length = Some(self.size(value)?),
            "maxLength" => rules.max_length = Some(self.size(value)?),
            "pattern" => rules.pattern = Some(self.pattern(value)?),
            "rotateOnly" => rules.rotate_only = self.names(value)?,
            "secret" => rules.secret = self.boolean(value)?,
            _ => return self.annotation(&mut rules.annotations, keyword, value),
        }
        Ok(())
    }

    fn annotation(&mut self, annotations: &mut Annotations, keyword: &str, value: &Json) -> Result<()> {
        match keyword {
            "title" => annotations.title = Some(self.text(value)?.into()),
            "description" => annotations.description = Some(self.text(value)?.into()),
            "default" => annotations.default = Some(value.clone()),
            "examples" => annotations.examples = self.list(value)?.clone(),
            "deprecated" => annotations.deprecated = self.boolean(value)?,
            "uniqueItems" => drop(self.boolean(value)?),
            _ => {}
        }
        Ok(())
    }

    fn definitions(&mut self, value: &Json) -> Result<()> {
        let at_root = self.path.len() == 1;
        for (name, value) in self.object(value)? {
            let part = self.within(Step::Key(name.as_str().into()), |decoder| decoder.schema(value))?;
            if let Some(place) = self.definitions.get(name.as_str()).filter(|_| at_root) {
                // Both names stand for the same schema; the place is what references know.
                let node = std::mem::replace(self.arena.node_mut(part), Node::Schema(Schema::always()));
                self.arena.fill(*place, node);
            }
        }
        Ok(())
    }

    fn reference(&mut self, value: &Json) -> Result<Part> {
        let text = self.text(value)?;
        let place = text.strip_prefix("#/$defs/").and_then(|name| self.definitions.get(name));
        match place {
            Some(place) => Ok(*place),
            None => self.fail(SchemaErrorKind::Reference(text.into())),
        }
    }

    fn type_(&mut self, value: &Json) -> Result<Option<Type>> {
        let name = self.text(value)?;
        if name.is_empty() {
            return Ok(None);
        }
        match Type::by_name(name) {
            Some(type_) => Ok(Some(type_)),
            None => self.fail(SchemaErrorKind::Type(name.into())),
        }
    }

    fn schemas(&mut self, value: &Json) -> Result<Vec<Part>> {
        let Json::Array(items) = value else { return self.shape("a list of schemas") };
        items.iter().enumerate().map(|(index, item)| self.within(Step::Index(index), |decoder| decoder.schema(item))).collect()
    }

    fn schema_map(&mut self, value: &Json) -> Result<Vec<(Arc<str>, Part)>> {
        let mut map = Vec::new();
        for (key, value) in self.object(value)? {
            let part = self.within(Step::Key(key.as_str().into()), |decoder| decoder.schema(value))?;
            map.push((key.as_str().into(), part));
        }
        map.sort_by(|a: &(Arc<str>, Part), b| a.0.cmp(&b.0));
        Ok(map)
    }

    fn dependencies(&mut self, value: &Json) -> Result<Vec<Dependency>> {
        let mut map = Vec::new();
        for (key, value) in self.object(value)? {
            let names = self.within(Step::Key(key.as_str().into()), |decoder| decoder.names(value))?;
            map.push((key.as_str().into(), names));
        }
        map.sort();
        Ok(map)
    }

    fn names(&self, value: &Json) -> Result<Vec<Arc<str>>> {
        let Json::Array(items) = value else { return self.shape("a list of names") };
        items.iter().map(|item| item.as_str().map_or_else(|| self.shape("a list of names"), |name| Ok(name.into()))).collect()
    }

    fn pattern(&self, value: &Json) -> Result<Pattern> {
        let text = self.text(value)?;
        match Pattern::new(text) {
            Some(pattern) => Ok(pattern),
            None => self.fail(SchemaErrorKind::Pattern(text.into())),
        }
    }

    fn size(&self, value: &Json) -> Result<u64> {
        let Json::Number(number) = value else { return self.shape("a whole number") };
        let text = number.as_str();
        match text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse()) {
            Some(Ok(size)) => Ok(size),
            _ => self.fail(SchemaErrorKind::Size),
        }
    }

    fn number(&self, value: &Json) -> Result<(Number, Box<str>)> {
        let Json::Number(number) = value else { return self.shape("a number") };
        match Number::parse(number.as_str()) {
            Some(parsed) => Ok((parsed, number.as_str().into())),
            None => self.shape("a number"),
        }
    }

    fn text<'j>(&self, value: &'j Json) -> Result<&'j str> {
        value.as_str().map_or_else(|| self.shape("text"), Ok)
    }

    fn boolean(&self, value: &Json) -> Result<bool> {
        value.as_bool().map_or_else(|| self.shape("`true` or `false`"), Ok)
    }

    fn list<'j>(&self, value: &'j Json) -> Result<&'j Vec<Json>> {
        value.as_array().map_or_else(|| self.shape("a list"), Ok)
    }

    fn object<'j>(&self, value: &'j Json) -> Result<&'j Map<String, Json>> {
        value.as_object().map_or_else(|| self.shape("an object"), Ok)
    }
}
