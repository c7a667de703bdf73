//! Objects: their entries in byte order of the keys, own ones and inherited ones.
//!
//! An entry that two layers have is merged when somebody reads it, once, whoever reads. That keeps a merge as cheap as its top level, and
//! keeps diamonds of imports from growing.

use std::sync::{Arc, OnceLock};

use super::{Parts, Value, merge};
use crate::schema::Schema;

/// Keys and values. Copying one is cheap.
#[derive(Clone)]
pub struct Object(Arc<Inner>);

struct Inner {
    /// In byte order of the keys, without repetition.
    entries: Box<[Entry]>,
    /// What a key that is not listed may be: the object lies over one that is not known. `None` if there is no such key.
    rest: Option<Schema>,
}

/// A key with its value.
#[derive(Clone)]
pub struct Entry {
    key: Arc<str>,
    own: bool,
    slot: Slot,
    /// What the key had below and has no more.
    over: Option<Slot>,
}

/// A value, perhaps not merged yet.
#[derive(Clone)]
pub(super) enum Slot {
    Value(Value),
    Layers(Arc<Layers>),
}

/// What one key has in two layers, both objects or perhaps so.
pub(super) struct Layers {
    top: Slot,
    base: Slot,
    merged: OnceLock<Value>,
}

impl Slot {
    pub(super) fn layers(top: Slot, base: Slot) -> Slot {
        Slot::Layers(Arc::new(Layers { top, base, merged: OnceLock::new() }))
    }

    pub(super) fn value(&self) -> &Value {
        match self {
            Slot::Value(value) => value,
            Slot::Layers(layers) => layers.merged.get_or_init(|| crate::deep(|| merge::layer(layers.top.value(), layers.base.value()))),
        }
    }

    /// The uppermost value, merged or not.
    pub(super) fn top(&self) -> &Value {
        let mut slot = self;
        loop {
            match slot {
                Slot::Value(value) => return value,
                Slot::Layers(layers) => slot = &layers.top,
            }
        }
    }
}

impl Drop for Layers {
    /// As long as the chain of imports is; must not be dropped on a short stack.
    fn drop(&mut self) {
        let nothing = || Slot::Value(Value::unknown(Schema::always(), None));
        if matches!(self.base, Slot::Layers(_)) {
            crate::deep(|| drop(std::mem::replace(&mut self.base, nothing())));
        }
        if matches!(self.top, Slot::Layers(_)) {
            crate::deep(|| drop(std::mem::replace(&mut self.top, nothing())));
        }
    }
}

impl Entry {
    /// An entry that the object itself has. `over` is what its key has in the layer below.
    pub fn own(key: Arc<str>, value: Value, over: Option<Value>) -> Entry {
        Entry { key, own: true, slot: Slot::Value(value), over: over.map(Slot::Value) }
    }

    /// An entry that the object has from a layer below.
    pub fn inherited(key: Arc<str>, value: Value) -> Entry {
        Entry { key, own: false, slot: Slot::Value(value), over: None }
    }

    /// The key.
    pub fn key(&self) -> &Arc<str> {
        &self.key
    }

    /// Whether the object itself has it, and not only a layer below.
    pub fn is_own(&self) -> bool {
        self.own
    }

    /// The value, merged with what is below.
    pub fn value(&self) -> &Value {
        self.slot.value()
    }

    /// What the key had in the layer below, whether it was merged or replaced.
    pub fn overridden(&self) -> Option<&Value> {
        match (&self.over, &self.slot) {
            (Some(over), _) => Some(over.value()),
            (None, Slot::Layers(layers)) => Some(layers.base.value()),
            (None, Slot::Value(_)) => None,
        }
    }

    pub(super) fn settled(&self) -> Option<&Value> {
        match &self.slot {
            Slot::Value(value) => Some(value),
            Slot::Layers(layers) => layers.merged.get(),
        }
    }

    pub(super) fn own_parts(&self) -> Parts {
        self.slot.top().own_parts()
    }

    pub(super) fn as_inherited(&self) -> Entry {
        Entry { own: false, ..self.clone() }
    }

    /// This entry over one of the same key in the layer below.
    pub(super) fn layered(&self, base: &Entry) -> Entry {
        let (key, own) = (self.key.clone(), self.own);
        if merge::may_merge(self.slot.top()) {
            return Entry { key, own, slot: Slot::layers(self.slot.clone(), base.slot.clone()), over: None };
        }
        Entry { key, own, slot: self.slot.clone(), over: Some(base.slot.clone()) }
    }

    /// This entry over a value below that is not known.
    pub(super) fn layered_over(&self, base: Value) -> Entry {
        let slot = Slot::layers(self.slot.clone(), Slot::Value(base));
        Entry { key: self.key.clone(), own: self.own, slot, over: None }
    }
}

impl Object {
    /// An object of these entries, which must be in byte order of the keys and without repetition.
    pub fn new(entries: Vec<Entry>, rest: Option<Schema>) -> Object {
        debug_assert!(entries.is_sorted_by(|a, b| a.key < b.key));
        Object(Arc::new(Inner { entries: entries.into(), rest }))
    }

    /// An object of its own entries alone, in any order; of equal keys the last counts.
    pub fn from_pairs(pairs: Vec<(Arc<str>, Value)>) -> Object {
        let mut pairs = pairs;
        pairs.reverse();
        pairs.sort_by(|a, b| a.0.cmp(&b.0));
        pairs.dedup_by(|later, earlier| later.0 == earlier.0);
        Object::new(pairs.into_iter().map(|(key, value)| Entry::own(key, value, None)).collect(), None)
    }

    /// All entries in byte order of the keys.
    pub fn entries(&self) -> &[Entry] {
        &self.0.entries
    }

    /// The entry of this key.
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        self.0.entries.binary_search_by(|entry| (*entry.key).cmp(key)).ok().map(|index| &self.0.entries[index])
    }

    /// The value of this key.
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.entry(key).map(Entry::value)
    }

    /// What a key that is not listed may be, if it may be there at all.
    pub fn rest(&self) -> Option<&Schema> {
        self.0.rest.as_ref()
    }
}
