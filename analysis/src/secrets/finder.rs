//! Finds any of some dozens of short marks in a text: the first, and of those that begin there the longest.
//!
//! A general automaton takes longer to build than a file takes to lint, and most runs are about a file or two. Which three bytes a mark begins
//! with is a table that is filled in no time and stays in the nearest cache; it rules out nearly every place of a text.

use std::ops::Range;

/// Some marks, made ready to be found.
pub(super) struct Finder {
    /// One bit for each hash of three bytes that a mark begins with.
    beginnings: Box<[u64; 1 << 10]>,
    /// By the pair of bytes that they begin with, and of one pair the longest first.
    marks: Vec<Mark>,
}

struct Mark {
    pair: u16,
    text: Box<[u8]>,
    index: usize,
}

/// The hash of the last three bytes, once there is one more: whatever is older has been shifted out.
fn roll(hash: u16, byte: u8) -> u16 {
    hash << 6 ^ u16::from(byte)
}

fn pair(text: &[u8]) -> Option<u16> {
    text.first_chunk().map(|first| u16::from_be_bytes(*first))
}

impl Finder {
    /// Marks, which are known by their place from then on. One of less than two bytes is never found.
    pub fn new(marks: impl IntoIterator<Item: AsRef<str>>) -> Finder {
        let texts = marks.into_iter().map(|text| Box::from(text.as_ref().as_bytes())).enumerate();
        let mark = |(index, text): (usize, Box<[u8]>)| Some(Mark { pair: pair(&text)?, text, index });
        let mut marks: Vec<Mark> = texts.filter_map(mark).collect();
        marks.sort_by_key(|mark| (mark.pair, usize::MAX - mark.text.len()));
        let mut finder = Finder { beginnings: Box::new([0; 1 << 10]), marks: Vec::new() };
        for mark in &marks {
            // After a mark of two bytes, any third may come.
            let thirds = mark.text.get(2).map_or(0..=u8::MAX, |third| *third..=*third);
            let hash = mark.text[..2].iter().copied().fold(0, roll);
            thirds.for_each(|third| finder.add(roll(hash, third)));
        }
        Finder { marks, ..finder }
    }

    fn add(&mut self, hash: u16) {
        self.beginnings[usize::from(hash / 64)] |= 1 << (hash % 64);
    }

    fn may_begin(&self, hash: u16) -> bool {
        self.beginnings[usize::from(hash / 64)] >> (hash % 64) & 1 == 1
    }

    /// The marks in `text`, in order and without overlap: bytes, and which one it is.
    pub fn find_iter<'t>(&'t self, text: &'t str) -> impl Iterator<Item = (Range<usize>, usize)> + 't {
        let mut from = 0;
        std::iter::from_fn(move || {
            let found = self.find(text.as_bytes(), from)?;
            from = found.0.end;
            Some(found)
        })
    }

    fn find(&self, text: &[u8], from: usize) -> Option<(Range<usize>, usize)> {
        let text = text.get(from..)?;
        let (head, rest) = text.split_at_checked(2)?;
        let mut hash = head.iter().copied().fold(0, roll);
        for (at, byte) in rest.iter().enumerate() {
            hash = roll(hash, *byte);
            if self.may_begin(hash)
                && let Some(found) = self.mark_at(text, from, at)
            {
                return Some(found);
            }
        }
        self.mark_at(text, from, rest.len())
    }

    /// The longest mark that begins at `at` in `text`, which begins at `from` in the whole.
    fn mark_at(&self, text: &[u8], from: usize, at: usize) -> Option<(Range<usize>, usize)> {
        let text = &text[at..];
        let pair = pair(text)?;
        let first = self.marks.partition_point(|mark| mark.pair < pair);
        let mut same = self.marks[first..].iter().take_while(|mark| mark.pair == pair);
        let mark = same.find(|mark| text.starts_with(&mark.text))?;
        Some((from + at..from + at + mark.text.len(), mark.index))
    }
}

#[cfg(test)]
mod tests {
    use aho_corasick::{AhoCorasick, MatchKind};
    use proptest::prelude::*;

    use super::*;

    const MARKS: [&str; 7] = ["ab", "abc", "abcab", "ba", "cc", "…", "b"];

    fn found(text: &str) -> Vec<&str> {
        Finder::new(MARKS)
            .find_iter(text)
            .map(|(range, index)| (range, MARKS[index]))
            .inspect(|(range, mark)| assert_eq!(text[range.clone()], **mark))
            .map(|(_, mark)| mark)
            .collect()
    }

    #[test]
    fn the_first_and_of_those_the_longest() {
        assert_eq!(found("xabx"), ["ab"]);
        assert_eq!(found("abcabba…"), ["abcab", "ba", "…"]);
        assert_eq!(found("abca"), ["abc"]);
        assert_eq!(found("b"), [""; 0]);
        assert_eq!(found(""), [""; 0]);
    }

    proptest! {
        #[test]
        fn as_an_automaton_finds_them(text in "[abc…x]{0,40}") {
            let marks = &MARKS[..MARKS.len() - 1];
            let automaton = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(marks).unwrap();
            let expected: Vec<&str> = automaton.find_iter(&text).map(|found| marks[found.pattern().as_usize()]).collect();
            prop_assert_eq!(found(&text), expected);
        }
    }
}
