//! ESC's dialect of JSON Schema: what providers take and give, what functions ask of their arguments, what `fn::validate` checks.
//!
//! [`Schema`] is a handle, cheap to copy. `decode` builds schemas from JSON and refuses what does not compile; `project` answers what
//! a member of a value of this type is; `check` compares values and types with a type and reports typed violations, never text.

mod check;
mod decode;
mod number;
mod of_value;
mod pattern;
mod project;
mod rules;
mod violation;

#[cfg(test)]
mod tests;

use std::fmt;
use std::sync::{Arc, LazyLock};

pub use check::check;
pub use decode::{SchemaError, SchemaErrorKind};
pub use number::Number;
pub(crate) use of_value::of_value;
pub use pattern::Pattern;
pub use rules::{Annotations, Dependency, Part, Rules, Type};
pub use violation::{Problem, Step, Violation};

use rules::{Arena, Node};

/// A type.
#[derive(Clone)]
pub struct Schema(Repr);

#[derive(Clone)]
enum Repr {
    Always,
    Never,
    Node(Arc<Arena>, u32),
}

/// Where a schema lives; see [`Schema::address`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Address(usize, u32);

impl Address {
    /// Of no schema.
    const NOWHERE: Address = Address(0, u32::MAX);
}

impl Schema {
    /// Anything: `true`.
    pub fn always() -> Schema {
        Schema(Repr::Always)
    }

    /// Nothing: `false`.
    pub fn never() -> Schema {
        Schema(Repr::Never)
    }

    /// A type by its name alone.
    pub fn of(type_: Type) -> Schema {
        static PLAIN: LazyLock<Vec<Schema>> = LazyLock::new(|| Type::ALL.map(|type_| Schema::build(|_| Rules::of(type_))).into());
        PLAIN[type_ as usize].clone()
    }

    /// A list of anything.
    pub fn any_array() -> Schema {
        static SCHEMA: LazyLock<Schema> = LazyLock::new(|| Schema::array_of(Schema::always()));
        SCHEMA.clone()
    }

    /// A list of text.
    pub fn string_array() -> Schema {
        static SCHEMA: LazyLock<Schema> = LazyLock::new(|| Schema::array_of(Schema::of(Type::String)));
        SCHEMA.clone()
    }

    /// A list of these.
    pub fn array_of(items: Schema) -> Schema {
        Schema::build(|arena| Rules { items: Some(arena.add(items)), ..Rules::of(Type::Array) })
    }

    /// This type, or `null`; exactly one of the two.
    pub fn or_null(self) -> Schema {
        Schema::build(|arena| Rules { one_of: vec![arena.add(self), arena.add(Schema::of(Type::Null))], ..Rules::default() })
    }

    /// Whether it takes anything because it is `true`. An object without keywords takes anything too, but is not this.
    pub fn is_always(&self) -> bool {
        matches!(self.0, Repr::Always)
    }

    /// Whether it takes nothing because it is `false`.
    pub fn is_never(&self) -> bool {
        matches!(self.0, Repr::Never)
    }

    /// A schema whose parts are others.
    fn build(build: impl FnOnce(&mut Arena) -> Rules) -> Schema {
        let mut arena = Arena::default();
        let rules = build(&mut arena);
        let id = arena.push(Node::Rules(Box::new(rules)));
        Schema(Repr::Node(Arc::new(arena), id))
    }

    /// The keywords; `None` for `true` and `false`. Parts of them are read with [`Schema::part`] and [`Schema::parts`].
    pub fn rules(&self) -> Option<&Rules> {
        match &self.0 {
            Repr::Always | Repr::Never => None,
            Repr::Node(arena, id) => arena.rules(*id),
        }
    }

    /// A part of this schema.
    pub fn part(&self, part: Part) -> Schema {
        match &self.0 {
            Repr::Always => Schema::always(),
            Repr::Never => Schema::never(),
            Repr::Node(arena, _) => match arena.node(part.0) {
                Node::Schema(schema) => schema.clone(),
                Node::OfValue(value) => value.schema(),
                Node::Merged(top, base) => top.merged_over(base),
                Node::Rules(_) => Schema(Repr::Node(Arc::clone(arena), part.0)),
            },
        }
    }

    /// Parts of this schema.
    pub fn parts<'s>(&'s self, parts: &'s [Part]) -> impl Iterator<Item = Schema> + 's {
        parts.iter().map(|part| self.part(*part))
    }

    /// The `type` keyword.
    pub fn type_(&self) -> Option<Type> {
        self.rules()?.type_
    }

    /// An address that is the same for the same schema and differs between live ones.
    pub fn address(&self) -> Address {
        match &self.0 {
            Repr::Always => Address(0, 0),
            Repr::Never => Address(0, 1),
            Repr::Node(arena, id) => Address(Arc::as_ptr(arena).addr(), *id),
        }
    }
}

impl fmt::Debug for Schema {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Repr::Always => f.write_str("Always"),
            Repr::Never => f.write_str("Never"),
            Repr::Node(..) => write!(f, "Schema({:?})", self.type_()),
        }
    }
}
