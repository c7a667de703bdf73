//! What a member of a value of some type is, before the value is known.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::rules::Node;
use super::{Part, Rules, Schema, Type};

impl Schema {
    /// The type of the member `key`: never, where the schema knows of none.
    pub fn property(&self, key: &str) -> Schema {
        self.project(Type::Object, |rules| rules.property(key).or(rules.additional_properties))
    }

    /// The type of the item at `index`. A list whose items are not described may hold anything.
    pub fn item(&self, index: usize) -> Schema {
        if self.rules().is_some_and(|rules| rules.items.is_none() && rules.type_ == Some(Type::Array)) {
            let prefix = self.rules().and_then(|rules| rules.prefix_items.get(index).copied());
            return prefix.map_or_else(Schema::always, |part| self.part(part));
        }
        self.project(Type::Array, |rules| rules.prefix_items.get(index).copied().or(rules.items))
    }

    /// The declared members, by key. Those of alternatives are left out.
    pub fn properties(&self) -> impl Iterator<Item = (&Arc<str>, Schema)> {
        self.rules().map(|rules| &rules.properties[..]).unwrap_or_default().iter().map(|(key, part)| (key, self.part(*part)))
    }

    /// This object type over another: members of both, those of this one first. Anything but two objects: this one alone.
    pub fn merged_over(&self, base: &Schema) -> Schema {
        if self.type_() != Some(Type::Object) || base.type_() != Some(Type::Object) {
            return self.clone();
        }
        let additional = |schema: &Schema| schema.rules().and_then(|rules| rules.additional_properties).map(|part| schema.part(part));
        let additional = union([additional(self), additional(base)].into_iter().flatten());
        Schema::build(|arena| {
            let mut properties: BTreeMap<Arc<str>, Part> =
                base.properties().map(|(key, schema)| (key.clone(), arena.add(schema))).collect();
            for (key, schema) in self.properties() {
                let part = match base.rules().and_then(|rules| rules.property(key)) {
                    Some(below) => arena.add_lazy(Node::Merged(schema, base.part(below))),
                    None => arena.add(schema),
                };
                properties.insert(key.clone(), part);
            }
            Rules {
                properties: properties.into_iter().collect(),
                additional_properties: (!additional.is_never()).then(|| arena.add(additional)),
                ..Rules::of(Type::Object)
            }
        })
    }

    /// `anyOf` and `oneOf` are looked through where the type itself is stated; neither they nor `$ref` are followed by themselves.
    fn project(&self, type_: Type, select: impl Fn(&Rules) -> Option<Part> + Copy) -> Schema {
        if self.is_always() {
            return Schema::always();
        }
        let Some(rules) = self.rules().filter(|rules| rules.type_ == Some(type_)) else { return Schema::never() };
        let own = select(rules).map_or_else(Schema::never, |part| self.part(part));
        let alternatives = [&rules.any_of, &rules.one_of].into_iter().flat_map(|parts| self.parts(parts));
        let projected = alternatives.map(|schema| crate::deep(|| schema.project_alternative(select)));
        union(std::iter::once(own).chain(projected))
    }

    fn project_alternative(&self, select: impl Fn(&Rules) -> Option<Part> + Copy) -> Schema {
        if self.is_always() {
            return Schema::always();
        }
        let Some(rules) = self.rules() else { return Schema::never() };
        let own = select(rules).map_or_else(Schema::never, |part| self.part(part));
        let alternatives = [&rules.any_of, &rules.one_of].into_iter().flat_map(|parts| self.parts(parts));
        union(std::iter::once(own).chain(alternatives.map(|schema| crate::deep(|| schema.project_alternative(select)))))
    }
}

/// One of these types: never-types are left out, and anything takes all.
fn union(schemas: impl Iterator<Item = Schema>) -> Schema {
    let mut found: Vec<Schema> = Vec::new();
    for schema in schemas {
        if schema.is_always() {
            return schema;
        }
        if !schema.is_never() && found.iter().all(|other| other.address() != schema.address()) {
            found.push(schema);
        }
    }
    match found.len() {
        0 => Schema::never(),
        1 => found.remove(0),
        _ => Schema::build(|arena| Rules { any_of: found.into_iter().map(|schema| arena.add(schema)).collect(), ..Rules::default() }),
    }
}
