//! The properties of large objects in byte order of their keys: sorted once, to find a key, to see which are there twice, and to evaluate them.
//!
//! Small objects have no order: looking at all of their properties is faster.

use std::collections::HashMap;

use super::{ExprId, Property};

/// Objects with more properties are large.
pub(super) const FEW: usize = 12;

/// By object, places of all its properties.
#[derive(Default, Debug)]
pub(super) struct Orders(HashMap<ExprId, Box<[u32]>>);

impl Orders {
    /// Marks every property whose key has come before in the same object, and keeps the order of a large one.
    pub(super) fn add(&mut self, object: ExprId, properties: &mut [Property]) {
        if properties.len() <= FEW {
            for index in 1..properties.len() {
                let (before, rest) = properties.split_at_mut(index);
                rest[0].duplicate = before.iter().any(|earlier| earlier.key == rest[0].key);
            }
            return;
        }
        let order = in_order(properties);
        for pair in order.windows(2) {
            let (before, this) = (pair[0] as usize, pair[1] as usize);
            properties[this].duplicate = properties[before].key == properties[this].key;
        }
        self.0.insert(object, order);
    }

    /// The order of a large object.
    pub(super) fn get(&self, object: ExprId) -> Option<&[u32]> {
        self.0.get(&object).map(|order| &**order)
    }
}

/// Places in byte order of the keys, equal ones as they are written.
pub(super) fn in_order(properties: &[Property]) -> Box<[u32]> {
    let key = |index: u32| properties[index as usize].key.as_bytes();
    let mut order: Vec<(u64, u32)> = (0..properties.len() as u32).map(|index| (beginning(key(index)), index)).collect();
    order.sort_by(|(a, left), (b, right)| a.cmp(b).then_with(|| key(*left).cmp(key(*right))));
    order.into_iter().map(|(_, index)| index).collect()
}

/// The first bytes, which tell most keys apart without a look at their text, in an order that is theirs.
fn beginning(key: &[u8]) -> u64 {
    let mut bytes = [0; 8];
    let count = key.len().min(bytes.len());
    bytes[..count].copy_from_slice(&key[..count]);
    u64::from_be_bytes(bytes)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use proptest::prelude::*;

    use super::*;
    use crate::Source;
    use crate::document::Document;

    proptest! {
        #[test]
        fn as_keys_are_compared(keys in proptest::collection::vec("[ab\0\u{e9}]{0,10}", 1..40)) {
            let source = Source::new("test", "values: {a: 1}");
            let property = Document::build(source).values.swap_remove(0);
            let mut properties: Vec<Property> =
                keys.iter().map(|key| Property { key: Arc::from(key.as_str()), ..property.clone() }).collect();
            Orders::default().add(property.value, &mut properties);
            for (index, property) in properties.iter().enumerate() {
                prop_assert_eq!(property.duplicate, keys[..index].contains(&keys[index]));
            }
            let order = in_order(&properties);
            prop_assert!(order.is_sorted_by(|a, b| (&keys[*a as usize], a) < (&keys[*b as usize], b)));
        }
    }
}
