//! Which of many comments is the nearest to a place: worked out for all places of a text at once, so that as many findings as there are comments
//! cost little more than a single one.

use std::collections::{BTreeMap, BTreeSet};

use esc_syntax::{TextRange, TextSize};

/// By place, the nearest of some comments: the one that counts for the least of the text around it, of equal ones the first.
pub(super) struct Nearest<T> {
    /// Where another comment, or none, becomes the nearest.
    changes: Vec<(TextSize, Option<T>)>,
}

impl<T: Copy + Ord> Nearest<T> {
    /// Of comments with what each counts for; a range includes its end.
    pub fn new(comments: impl IntoIterator<Item = (TextRange, T)>) -> Nearest<T> {
        let mut events: BTreeMap<TextSize, (Vec<_>, Vec<_>)> = BTreeMap::new();
        for (range, comment) in comments {
            let entry = (range.len(), comment, range.start());
            events.entry(range.start()).or_default().0.push(entry);
            if let Some(end) = range.end().checked_add(1.into()) {
                events.entry(end).or_default().1.push(entry);
            }
        }
        let mut around = BTreeSet::new();
        let changes = events.into_iter().map(|(at, (begin, end))| {
            end.iter().for_each(|entry| {
                around.remove(entry);
            });
            around.extend(begin);
            (at, around.first().map(|(_, comment, _)| *comment))
        });
        Nearest { changes: changes.collect() }
    }

    /// The nearest at `offset`.
    pub fn at(&self, offset: TextSize) -> Option<T> {
        let after = self.changes.partition_point(|(at, _)| *at <= offset);
        self.changes[..after].last()?.1
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn as_all_are_compared(ranges in proptest::collection::vec((0u32..30, 0u32..10), 0..12)) {
            let ranges = ranges.into_iter().map(|(start, len)| TextRange::at(start.into(), len.into()));
            let comments: Vec<(TextRange, usize)> = ranges.zip(0..).collect();
            let nearest = Nearest::new(comments.iter().copied());
            for at in 0..45 {
                let around = comments.iter().filter(|(range, _)| range.contains_inclusive(at.into()));
                let expected = around.min_by_key(|(range, comment)| (range.len(), *comment)).map(|(_, comment)| *comment);
                prop_assert_eq!(nearest.at(at.into()), expected);
            }
        }
    }
}
