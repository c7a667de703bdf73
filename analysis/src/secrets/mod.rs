//! What is secret although nothing marks it: credentials by their form, keys that say so, and what only looks like it.
//!
//! The rules about secrets ask here, so that all of them agree. Knows texts and names; not what a function does, and not what to report.
//! Nothing in here may keep or print the text of a credential: places and kinds go out.

pub(crate) mod address;
pub(crate) mod clear;
mod finder;
mod formats;
pub(crate) mod names;
pub(crate) mod place;
pub(crate) mod placeholder;
mod sample;
mod scan;

use esc_syntax::{Node, TextRange, TextSize, Tree};

use crate::{text_range, text_size};

pub use formats::Kind;
use formats::{KEYED, Keyed};

/// Text in the form of a well-known credential.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Credential {
    /// The credential alone, in bytes of the file.
    pub range: TextRange,
    /// What it is.
    pub kind: Kind,
}

/// The credentials in a file, wherever they stand, in order; they do not overlap.
pub(crate) fn credentials(tree: &Tree) -> Vec<Credential> {
    let marked = scan::scan(tree.text()).into_iter().map(|(range, kind)| Credential { range: text_range(range), kind });
    let mut found: Vec<Credential> = marked.chain(keyed(tree)).collect();
    found.sort_by_key(|credential| (credential.range.start(), credential.range.end()));
    found.dedup_by(|later, earlier| later.range.start() < earlier.range.end());
    found
}

/// Values that their keys give away.
fn keyed(tree: &Tree) -> impl Iterator<Item = Credential> + '_ {
    let entries = tree.nodes().filter(|node| node.is_mapping()).flat_map(Node::entries);
    entries.filter_map(|entry| {
        let quoted = usize::from(entry.value.range().len());
        if !(*LENGTHS.start()..=LENGTHS.end() + 2).contains(&quoted) || entry.value.style().is_none() {
            return None;
        }
        let value = entry.value.source().trim_matches(['"', '\'']);
        let mut formats = KEYED.iter().filter(|format| fits(format, value)).peekable();
        // Most values are none, whatever their key says.
        formats.peek()?;
        let words = names::words(&entry.key.text());
        let format = formats.find(|format| is_keyed(format, &words, value))?;
        let start = entry.value.range().start() + text_size(entry.value.source().find(value)?);
        Some(Credential { range: TextRange::at(start, TextSize::of(value)), kind: format.kind })
    })
}

/// The shortest and the longest of [`KEYED`].
const LENGTHS: std::ops::RangeInclusive<usize> = 32..=50;

fn fits(format: &Keyed, value: &str) -> bool {
    let (alphabet, length) = &format.body;
    length.contains(&value.len()) && value.bytes().all(|byte| alphabet.has(byte))
}

/// Whether a value that fits `format` is one, behind a key of these words.
fn is_keyed(format: &Keyed, words: &[String], value: &str) -> bool {
    let is_named = words.iter().any(|word| format.owner.contains(&&**word)) && format.ends.iter().any(|end| names::ends_with(words, end));
    is_named && if format.kind == formats::AWS_SECRET { scan::is_secret_key(value) } else { !sample::is_sample(value) }
}
