//! What a schema says, keyword by keyword, and how its parts hang together.
//!
//! The schemas of one JSON text live in one arena and refer to each other by number, so that `$ref` may go round in circles. A part may
//! also be a schema from elsewhere.

use std::sync::Arc;

use serde_json::Value as Json;

use super::{Number, Pattern, Schema};
use crate::value::Value;

/// The types of values.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[expect(missing_docs, reason = "the names are the language's own")]
pub enum Type {
    Null,
    Boolean,
    Number,
    String,
    Array,
    Object,
}

impl Type {
    /// All of them.
    pub const ALL: [Type; 6] = [Type::Null, Type::Boolean, Type::Number, Type::String, Type::Array, Type::Object];

    /// The word for `type:`.
    pub fn name(self) -> &'static str {
        match self {
            Type::Null => "null",
            Type::Boolean => "boolean",
            Type::Number => "number",
            Type::String => "string",
            Type::Array => "array",
            Type::Object => "object",
        }
    }

    pub(super) fn by_name(name: &str) -> Option<Type> {
        Type::ALL.into_iter().find(|type_| type_.name() == name)
    }
}

/// Names a part of a schema; see [`Schema::part`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Part(pub(super) u32);

/// A member, and the members that must be there if it is.
pub type Dependency = (Arc<str>, Vec<Arc<str>>);

/// The keywords of one schema. Sorted by key where they are maps.
#[derive(Clone, Default, Debug)]
#[expect(missing_docs, reason = "the names are the dialect's own")]
pub struct Rules {
    pub type_: Option<Type>,
    /// `$ref`, resolved.
    pub reference: Option<Part>,
    pub any_of: Vec<Part>,
    pub one_of: Vec<Part>,
    pub constant: Option<Json>,
    pub enumeration: Vec<Json>,

    pub prefix_items: Vec<Part>,
    pub items: Option<Part>,
    pub min_items: Option<u64>,
    pub max_items: Option<u64>,

    pub properties: Vec<(Arc<str>, Part)>,
    pub additional_properties: Option<Part>,
    pub required: Vec<Arc<str>>,
    pub dependent_required: Vec<Dependency>,
    pub min_properties: Option<u64>,
    pub max_properties: Option<u64>,

    pub multiple_of: Option<(Number, Box<str>)>,
    pub minimum: Option<(Number, Box<str>)>,
    pub exclusive_minimum: Option<(Number, Box<str>)>,
    pub maximum: Option<(Number, Box<str>)>,
    pub exclusive_maximum: Option<(Number, Box<str>)>,

    /// In bytes.
    pub min_length: Option<u64>,
    /// In bytes.
    pub max_length: Option<u64>,
    pub pattern: Option<Pattern>,

    /// Members that are only evaluated during a rotation.
    pub rotate_only: Vec<Arc<str>>,
    pub secret: bool,
    pub annotations: Annotations,
}

/// What a schema says to people.
#[derive(Clone, Default, Debug)]
#[expect(missing_docs, reason = "the names are the dialect's own")]
pub struct Annotations {
    pub title: Option<Box<str>>,
    pub description: Option<Box<str>>,
    pub default: Option<Json>,
    pub examples: Vec<Json>,
    pub deprecated: bool,
}

impl Rules {
    /// No keyword but `type`.
    pub fn of(type_: Type) -> Rules {
        Rules { type_: Some(type_), ..Rules::default() }
    }

    /// The declared property of this name.
    pub fn property(&self, name: &str) -> Option<Part> {
        self.properties.binary_search_by(|(key, _)| (**key).cmp(name)).ok().map(|index| self.properties[index].1)
    }
}

/// The schemas of one JSON text.
#[derive(Default)]
pub(super) struct Arena {
    nodes: Vec<Node>,
}

pub(super) enum Node {
    Rules(Box<Rules>),
    /// Another schema, from this arena or from elsewhere.
    Schema(Schema),
    /// The type of this value. Deduced when it is asked for: values share parts, and writing all of it out could take for ever.
    OfValue(Value),
    /// The first over the second, likewise.
    Merged(Schema, Schema),
}

impl Arena {
    pub(super) fn push(&mut self, node: Node) -> u32 {
        self.nodes.push(node);
        (self.nodes.len() - 1) as u32
    }

    pub(super) fn add(&mut self, schema: Schema) -> Part {
        Part(self.push(Node::Schema(schema)))
    }

    pub(super) fn node(&self, id: u32) -> &Node {
        &self.nodes[id as usize]
    }

    pub(super) fn add_lazy(&mut self, node: Node) -> Part {
        Part(self.push(node))
    }

    /// Keeps a place for a schema that others refer to before it is read.
    pub(super) fn reserve(&mut self) -> Part {
        self.add(Schema::always())
    }

    pub(super) fn fill(&mut self, part: Part, node: Node) {
        self.nodes[part.0 as usize] = node;
    }

    pub(super) fn node_mut(&mut self, part: Part) -> &mut Node {
        &mut self.nodes[part.0 as usize]
    }

    pub(super) fn rules(&self, id: u32) -> Option<&Rules> {
        match self.node(id) {
            Node::Rules(rules) => Some(rules),
            Node::Schema(_) | Node::OfValue(_) | Node::Merged(..) => None,
        }
    }
}
