//! What an environment's expressions come to when nothing is opened and nothing decrypted.
//!
//! A [`Value`] is immutable and shared: copying one is cheap, and an imported environment's values are used by every importer. Merging
//! never copies a tree; it builds the top level and leaves the rest to the first reader (see `merge`). May not know how to print
//! itself: conversions to text are in [`crate::convert`], and secret text stays in [`Str`].

mod blob;
mod merge;
mod object;

use std::fmt;
use std::sync::{Arc, OnceLock};

pub use blob::Str;
pub use object::{Entry, Object};

use crate::document::{Document, ExprId};
use crate::schema::Schema;

/// A value, with the expression that defined it.
#[derive(Clone)]
pub struct Value(Arc<Data>);

#[derive(Clone)]
struct Data {
    kind: Kind,
    marks: Marks,
    origin: Option<Origin>,
    /// What this document's own output shows in place of this value.
    output: Option<Value>,
    /// What is in the parts that the value itself has.
    own_parts: Parts,
    /// What is in all parts, inherited ones too; known from the start when nothing is inherited.
    all_parts: OnceLock<Parts>,
}

/// What a value is.
#[derive(Clone)]
pub enum Kind {
    /// Not known before the environment is opened, or because something is wrong.
    Unknown(Unknown),
    /// `null`
    Null,
    /// A boolean.
    Bool(bool),
    /// A number's text; the text is what counts, not the number.
    Number(Arc<str>),
    /// Text, or bytes that are none.
    String(Str),
    /// A list.
    Array(Arc<[Value]>),
    /// Keys and values, inherited ones too.
    Object(Object),
}

/// What is known of a value that is not known.
#[derive(Clone)]
pub struct Unknown {
    /// The type.
    pub schema: Schema,
    /// The provider's answer that it is, if it is one whole.
    pub output: Option<Arc<Output>>,
}

/// What a provider will answer with, as far as its inputs tell.
#[derive(Debug)]
pub struct Output {
    /// Name of the provider or rotator.
    pub provider: Arc<str>,
    /// The keys that the answer will have, when the inputs decide them and are known.
    pub keys: Option<Vec<Arc<str>>>,
}

/// The expression that a value comes from. Parts of computed values name the call that made them.
#[derive(Clone)]
pub struct Origin {
    /// The document that it is written in.
    pub document: Arc<Document>,
    /// Which expression of it.
    pub expr: ExprId,
}

/// What was said of a value, apart from what it is.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Marks {
    /// May not be shown.
    pub secret: bool,
    /// Importers may not replace it.
    pub is_final: bool,
    /// Only evaluated during a rotation, and therefore unknown.
    pub rotate_only: bool,
}

/// What is somewhere in a value.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Parts {
    /// Something unknown.
    pub unknown: bool,
    /// Something secret.
    pub secret: bool,
}

impl Parts {
    /// Both together.
    pub fn or(self, other: Parts) -> Parts {
        Parts { unknown: self.unknown || other.unknown, secret: self.secret || other.secret }
    }
}

impl Value {
    /// A value from `origin`.
    pub fn new(kind: Kind, origin: Option<Origin>) -> Value {
        Value::with_marks(kind, Marks::default(), origin)
    }

    /// A value with marks.
    pub fn with_marks(kind: Kind, marks: Marks, origin: Option<Origin>) -> Value {
        let own_parts = own_parts(&kind).or(Parts { unknown: false, secret: marks.secret });
        let all_parts = if inherits(&kind) { OnceLock::new() } else { OnceLock::from(own_parts) };
        Value(Arc::new(Data { kind, marks, origin, output: None, own_parts, all_parts }))
    }

    /// An unknown value of this type.
    pub fn unknown(schema: Schema, origin: Option<Origin>) -> Value {
        Value::new(Kind::Unknown(Unknown { schema, output: None }), origin)
    }

    /// Text.
    pub fn string(text: impl Into<Str>, origin: Option<Origin>) -> Value {
        Value::new(Kind::String(text.into()), origin)
    }

    /// What it is.
    pub fn kind(&self) -> &Kind {
        &self.0.kind
    }

    /// What was said of it.
    pub fn marks(&self) -> Marks {
        self.0.marks
    }

    /// The expression that it comes from; none for what the evaluator itself supplies.
    pub fn origin(&self) -> Option<&Origin> {
        self.0.origin.as_ref()
    }

    /// Whether nothing but its type is known.
    pub fn is_unknown(&self) -> bool {
        matches!(self.0.kind, Kind::Unknown(_))
    }

    /// Whether it is itself secret; parts of it may be all the same (see [`Value::parts`]).
    pub fn is_secret(&self) -> bool {
        self.0.marks.secret
    }

    /// Whether importers may not replace it.
    pub fn is_final(&self) -> bool {
        self.0.marks.is_final
    }

    /// What is in it, own parts alone: what conversion to text looks at.
    pub fn own_parts(&self) -> Parts {
        self.0.own_parts
    }

    /// What is in it, inherited parts too.
    pub fn parts(&self) -> Parts {
        *self.0.all_parts.get_or_init(|| self.0.own_parts.or(inherited_parts(&self.0.kind)))
    }

    /// What the output of its own document shows in place of it.
    pub fn output(&self) -> &Value {
        self.0.output.as_ref().unwrap_or(self)
    }

    /// The members of an object, by key; `None` for anything else.
    pub fn as_object(&self) -> Option<&Object> {
        match &self.0.kind {
            Kind::Object(object) => Some(object),
            _ => None,
        }
    }

    /// The items of a list; `None` for anything else.
    pub fn as_array(&self) -> Option<&[Value]> {
        match &self.0.kind {
            Kind::Array(items) => Some(items),
            _ => None,
        }
    }

    /// The text of a string; `None` for anything else.
    pub fn as_string(&self) -> Option<&Str> {
        match &self.0.kind {
            Kind::String(text) => Some(text),
            _ => None,
        }
    }

    /// Its type, deduced from what it is.
    pub fn schema(&self) -> Schema {
        crate::schema::of_value(self)
    }

    /// Whether both are one and the same, not merely equal.
    pub fn same(&self, other: &Value) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }

    /// An address that is the same for the same value and differs between live ones.
    pub fn address(&self) -> usize {
        Arc::as_ptr(&self.0).addr()
    }

    /// The same value, said to come from `origin`.
    pub fn at(&self, origin: Option<Origin>) -> Value {
        self.change(|data| {
            data.origin = origin;
            data.output = None;
        })
    }

    /// The same value with other marks.
    pub fn marked(&self, marks: Marks) -> Value {
        self.change(|data| {
            data.marks = marks;
            data.own_parts.secret |= marks.secret;
            if let Some(parts) = data.all_parts.take() {
                let _ = data.all_parts.set(parts.or(data.own_parts));
            }
        })
    }

    /// The same value after a merge: another kind, everything else as it was.
    fn with_kind(&self, kind: Kind) -> Value {
        let merged = Value::with_marks(kind, self.marks(), self.origin().cloned());
        match &self.0.output {
            Some(output) => merged.shown_as(output.clone()),
            None => merged,
        }
    }

    /// The same value, shown as `output` in its document's own output.
    pub fn shown_as(&self, output: Value) -> Value {
        self.change(|data| data.output = Some(output))
    }

    fn change(&self, change: impl FnOnce(&mut Data)) -> Value {
        let mut data = Data::clone(&self.0);
        change(&mut data);
        Value(Arc::new(data))
    }
}

fn own_parts(kind: &Kind) -> Parts {
    match kind {
        Kind::Unknown(_) => Parts { unknown: true, secret: false },
        Kind::Null | Kind::Bool(_) | Kind::Number(_) | Kind::String(_) => Parts::default(),
        Kind::Array(items) => items.iter().fold(Parts::default(), |parts, item| parts.or(item.own_parts())),
        Kind::Object(object) => {
            object.entries().iter().filter(|entry| entry.is_own()).fold(Parts::default(), |parts, entry| parts.or(entry.own_parts()))
        }
    }
}

/// Whether some part is inherited, so that [`inherited_parts`] has to look.
fn inherits(kind: &Kind) -> bool {
    match kind {
        Kind::Unknown(_) | Kind::Null | Kind::Bool(_) | Kind::Number(_) | Kind::String(_) => false,
        Kind::Array(items) => items.iter().any(|item| item.0.all_parts.get().is_none()),
        Kind::Object(object) => {
            object.entries().iter().any(|entry| !entry.is_own() || entry.settled().is_none_or(|value| value.0.all_parts.get().is_none()))
        }
    }
}

fn inherited_parts(kind: &Kind) -> Parts {
    crate::deep(|| match kind {
        Kind::Unknown(_) | Kind::Null | Kind::Bool(_) | Kind::Number(_) | Kind::String(_) => Parts::default(),
        Kind::Array(items) => items.iter().fold(Parts::default(), |parts, item| parts.or(item.parts())),
        Kind::Object(object) => object.entries().iter().fold(Parts::default(), |parts, entry| parts.or(entry.value().parts())),
    })
}

impl Drop for Data {
    /// A long chain of values must not be dropped on a short stack.
    fn drop(&mut self) {
        if matches!(self.kind, Kind::Array(_) | Kind::Object(_)) {
            crate::deep(|| drop(std::mem::replace(&mut self.kind, Kind::Null)));
        }
    }
}

impl fmt::Debug for Value {
    /// The shape without any text: values may be secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match &self.0.kind {
            Kind::Unknown(_) => "Unknown",
            Kind::Null => "Null",
            Kind::Bool(_) => "Bool",
            Kind::Number(_) => "Number",
            Kind::String(_) => "String",
            Kind::Array(_) => "Array",
            Kind::Object(_) => "Object",
        };
        f.debug_struct("Value").field("kind", &kind).field("marks", &self.0.marks).finish_non_exhaustive()
    }
}

impl fmt::Debug for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Origin").field("path", &self.document.source.path()).field("expr", &self.expr).finish()
    }
}
