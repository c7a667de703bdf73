//! One value over another: objects are merged key by key, anything else replaces what is below.

use std::cmp::Ordering;

use super::{Entry, Kind, Object, Unknown, Value};
use crate::schema::{Schema, Type};

impl Value {
    /// This value over `base`.
    pub fn over(&self, base: &Value) -> Value {
        layer(self, base)
    }

    /// What this value has at `key`, as the layer below of somebody else's `key`: `None` if it certainly has nothing there.
    pub fn below(&self, key: &str) -> Option<Value> {
        match self.kind() {
            Kind::Object(object) => match object.get(key) {
                Some(value) => Some(value.clone()),
                None => object.rest().map(|schema| Value::unknown(schema.property(key), self.origin().cloned())),
            },
            Kind::Unknown(unknown) if may_be_object(&unknown.schema) => {
                Some(Value::unknown(unknown.schema.property(key), self.origin().cloned()))
            }
            _ => None,
        }
    }

    /// Whether it is an object, or may turn out to be one.
    pub fn may_be_object(&self) -> bool {
        match self.kind() {
            Kind::Object(_) => true,
            Kind::Unknown(unknown) => may_be_object(&unknown.schema),
            _ => false,
        }
    }
}

fn may_be_object(schema: &Schema) -> bool {
    schema.is_always() || is_object(schema)
}

fn is_object(schema: &Schema) -> bool {
    schema.type_() == Some(Type::Object)
}

/// Whether a value takes anything over from what it lies on.
pub(super) fn may_merge(top: &Value) -> bool {
    match top.kind() {
        Kind::Object(_) => true,
        Kind::Unknown(unknown) => is_object(&unknown.schema),
        _ => false,
    }
}

pub(super) fn layer(top: &Value, base: &Value) -> Value {
    let kind = match (top.kind(), base.kind()) {
        (Kind::Object(own), Kind::Object(below)) => match own.rest() {
            None => Kind::Object(merge_objects(own, below)),
            Some(rest) if is_object(rest) => Kind::Object(over_unknown(own, &rest.merged_over(&base.schema()), base)),
            // Something that is no object, as far as is known, lies between: it hides what is below it.
            Some(_) => return top.clone(),
        },
        (Kind::Object(own), Kind::Unknown(below)) if own.rest().is_none() && may_be_object(&below.schema) => {
            Kind::Object(over_unknown(own, &below.schema, base))
        }
        (Kind::Unknown(own), Kind::Object(_)) if is_object(&own.schema) => unknown(own.schema.merged_over(&base.schema())),
        (Kind::Unknown(own), Kind::Unknown(below)) if is_object(&own.schema) && is_object(&below.schema) => {
            unknown(own.schema.merged_over(&below.schema))
        }
        _ => return top.clone(),
    };
    top.with_kind(kind)
}

fn unknown(schema: Schema) -> Kind {
    Kind::Unknown(Unknown { schema, output: None })
}

fn merge_objects(own: &Object, below: &Object) -> Object {
    let (top, base) = (own.entries(), below.entries());
    let mut entries = Vec::with_capacity(top.len() + base.len());
    let (mut i, mut j) = (0, 0);
    while let (Some(a), Some(b)) = (top.get(i), base.get(j)) {
        let order = a.key().cmp(b.key());
        entries.push(match order {
            Ordering::Less => over_rest(a, below),
            Ordering::Equal => a.layered(b),
            Ordering::Greater => b.as_inherited(),
        });
        i += usize::from(order != Ordering::Greater);
        j += usize::from(order != Ordering::Less);
    }
    entries.extend(top[i..].iter().map(|entry| over_rest(entry, below)));
    entries.extend(base[j..].iter().map(Entry::as_inherited));
    Object::new(entries, below.rest().cloned())
}

/// An entry whose key the layer below does not list, but perhaps has.
fn over_rest(entry: &Entry, below: &Object) -> Entry {
    match below.rest() {
        Some(rest) => entry.layered_over(Value::unknown(rest.property(entry.key()), None)),
        None => entry.clone(),
    }
}

/// An object over one of which only the type is known.
fn over_unknown(own: &Object, schema: &Schema, base: &Value) -> Object {
    let origin = || base.origin().cloned();
    let mut entries: Vec<Entry> =
        own.entries().iter().map(|entry| entry.layered_over(Value::unknown(schema.property(entry.key()), origin()))).collect();
    for (key, property) in schema.properties() {
        if own.entry(key).is_none() {
            entries.push(Entry::inherited(key.clone(), Value::unknown(property, origin())));
        }
    }
    entries.sort_by(|a, b| a.key().cmp(b.key()));
    Object::new(entries, Some(schema.clone()))
}
