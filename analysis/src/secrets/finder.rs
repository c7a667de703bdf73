//! Finds any of some dozens of short marks in a text: the first, and of those that begin there the longest.
//!
//! A general automaton takes longer to build than a file takes to lint, and most runs are about a file or two. Which bytes a mark begins with is
//! in tables that are filled in no time and stay in the nearest cache. Two bytes rule out most places of a text, two places at a time; three rule
//! out nearly all of what is left.

use std::ops::Range;

/// Some marks, made ready to be found.
pub(super) struct Finder {
    /// Pairs of bytes that a mark begins with, or has behind its first byte.
    pairs: Bits,
    /// Hashes of three bytes that a mark begins with.
    beginnings: Bits,
    /// By the pair of bytes that they begin with, and of one pair the longest first.
    marks: Vec<Mark>,
}

struct Mark {
    pair: u16,
    text: Box<[u8]>,
    index: usize,
}

/// A set of numbers, one bit for each that there is.
struct Bits(Box<[u64; 1 << 10]>);

impl Bits {
    fn new() -> Bits {
        Bits(Box::new([0; 1 << 10]))
    }

    fn add(&mut self, number: u16) {
        self.0[usize::from(number / 64)] |= 1 << (number % 64);
    }

    fn has(&self, number: u16) -> bool {
        self.0[usize::from(number / 64)] >> (number % 64) & 1 == 1
    }
}

fn hash(bytes: [u8; 3]) -> u16 {
    bytes.into_iter().fold(0, |hash, byte| hash << 6 ^ u16::from(byte))
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
        let (mut pairs, mut beginnings) = (Bits::new(), Bits::new());
        for mark in &marks {
            let (first, second) = (mark.text[0], mark.text[1]);
            pairs.add(mark.pair);
            // After a mark of two bytes, any third may come.
            for third in mark.text.get(2).map_or(0..=u8::MAX, |third| *third..=*third) {
                pairs.add(u16::from_be_bytes([second, third]));
                beginnings.add(hash([first, second, third]));
            }
        }
        Finder { pairs, beginnings, marks }
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
        // The last two bytes of each window are the second and third of a mark at its beginning, and the first two of one behind that.
        for (index, window) in text.windows(3).step_by(2).enumerate() {
            if self.pairs.has(u16::from_be_bytes([window[1], window[2]]))
                && let Some(found) = self.mark_at(text, from, 2 * index).or_else(|| self.mark_at(text, from, 2 * index + 1))
            {
                return Some(found);
            }
        }
        self.mark_at(text, from, text.len().checked_sub(2)?)
    }

    /// The longest mark that begins at `at` in `text`, which begins at `from` in the whole.
    fn mark_at(&self, text: &[u8], from: usize, at: usize) -> Option<(Range<usize>, usize)> {
        let text = &text[at..];
        let may_begin = text.first_chunk().is_none_or(|first| self.beginnings.has(hash(*first)));
        may_begin.then(|| self.longest(text)).flatten().map(|mark| (from + at..from + at + mark.text.len(), mark.index))
    }

    /// The longest mark that `text` begins with.
    fn longest(&self, text: &[u8]) -> Option<&Mark> {
        let pair = pair(text)?;
        let first = self.marks.partition_point(|mark| mark.pair < pair);
        let mut same = self.marks[first..].iter().take_while(|mark| mark.pair == pair);
        same.find(|mark| text.starts_with(&mark.text))
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
