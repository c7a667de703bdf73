//! What a finding is known by in the next run: its rule, the path of its value and the text that it points at. No line numbers, so that
//! what is written above a finding does not make another one of it.
//!
//! The text counts as a hash, and not at all where it is or holds a secret: who has a hash of a short secret can try all short secrets.

use std::collections::HashMap;
use std::hash::Hasher;
use std::ops::Range;

use esc_analysis::Diagnostic;
use esc_analysis::rules::Group;
use siphasher::sip::SipHasher13;

/// Tells apart the findings of one run, and finds them again in the next.
#[derive(Default)]
pub(super) struct Fingerprints {
    /// How many findings of a file are alike so far.
    seen: HashMap<u64, u32>,
}

impl Fingerprints {
    /// Sixteen hexadecimal digits for a finding in a file whose secrets are at `secrets`.
    pub fn of(&mut self, diagnostic: &Diagnostic, secrets: &[Range<usize>]) -> String {
        let text = text_hash(diagnostic, secrets).unwrap_or_default();
        let doc_path = diagnostic.doc_path.as_deref().unwrap_or_default();
        let identity = hash(&[diagnostic.source.path(), diagnostic.rule.code, doc_path, &text]);
        let number = self.seen.entry(identity).or_default();
        *number += 1;
        hex(hash(&[&hex(identity), &number.to_string()]))
    }
}

/// A hash of the text that a finding points at; none where that is about secrets.
pub(crate) fn text_hash(diagnostic: &Diagnostic, secrets: &[Range<usize>]) -> Option<String> {
    let range: Range<usize> = diagnostic.range.into();
    let is_secret = secrets.iter().any(|secret| secret.start < range.end && range.start < secret.end);
    let text = diagnostic.source.text().get(range).filter(|_| diagnostic.rule.group != Group::Secrets && !is_secret)?;
    // What a checkout does to line ends is no change.
    Some(hex(hash(&text.lines().collect::<Vec<_>>())))
}

fn hex(hash: u64) -> String {
    format!("{hash:016x}")
}

/// The same on every machine and in every version, which the standard library does not promise of its own.
fn hash(parts: &[&str]) -> u64 {
    let mut hasher = SipHasher13::new();
    for part in parts {
        hasher.write(part.as_bytes());
        // No text in UTF-8 has this byte.
        hasher.write(&[0xFF]);
    }
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_is_what_it_was() {
        assert_eq!(hex(hash(&[])), "d1fba762150c532c");
        assert_ne!(hash(&["ab", "c"]), hash(&["a", "bc"]));
    }
}
