//! What looks like a credential and is none: samples of documentation, and text without enough chance in it.

/// Words that no issuer puts into a credential and every author of documentation does. Long enough not to come up by chance.
const WORDS: [&str; 12] =
    ["example", "sample", "dummy", "redacted", "placeholder", "changeme", "replace", "xxxx", "0000000", "notreal", "notasecret", "your"];

/// Whether `text`, which has the form of a credential, is a sample: it says so, it counts or repeats, or it is cut short.
pub(super) fn is_sample(text: &str) -> bool {
    says_so(text) || text.contains("...") || text.contains('…') || text.contains("***") || !is_random(text)
}

/// Whether `text` has a word in it that only samples have.
pub(crate) fn says_so(text: &str) -> bool {
    let bytes = text.as_bytes();
    WORDS.iter().any(|word| bytes.windows(word.len()).any(|window| window.eq_ignore_ascii_case(word.as_bytes())))
}

/// Whether the characters of `text` may have been drawn by chance. Generous: what stands around it has said already that it is a credential.
pub(super) fn is_random(text: &str) -> bool {
    /// Bits for each character. 16 hexadecimal digits drawn by chance are below this once in some thousand times.
    const LEAST: f64 = 2.5;
    entropy(text) >= LEAST && !counts(text)
}

/// Shannon's entropy of the bytes of `text`, in bits for each byte.
pub(super) fn entropy(text: &str) -> f64 {
    let mut counts = [0u32; 256];
    text.bytes().for_each(|byte| counts[usize::from(byte)] += 1);
    let length = text.len() as f64;
    counts.iter().filter(|count| **count > 0).map(|count| f64::from(*count) / length).map(|share| -share * share.log2()).sum()
}

/// `123456`, `abcdef`: most characters follow the one before them.
fn counts(text: &str) -> bool {
    let steps = text.as_bytes().windows(2).filter(|pair| pair[1] == pair[0].wrapping_add(1)).count();
    steps * 2 > text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_chance_from_show() {
        for real in ["wJ4lr9XUtnFEMIqK7MDENGbPxRfiCYzQ2k0v8LtP", "9f86d081884c7d65", "Qz7Lm2Xv9Tb4Rk1W"] {
            assert!(!is_sample(real), "{real}");
        }
        for sample in [
            "IOSFODNN7EXAMPLE",
            "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
            "1234567890abcdef1234567890abcdef",
            "abcdefghijklmnopqrstuvwxyz012345",
            "aaaaaaaaaaaaaaaaaaaa",
            "your_token_goes_in_this_place",
            "8426XXXXX7129f3d",
            "9f86d081...",
        ] {
            assert!(is_sample(sample), "{sample}");
        }
    }

    #[test]
    fn entropy_is_in_bits() {
        assert_eq!(entropy("aaaa"), 0.0);
        assert_eq!(entropy("abab"), 1.0);
        assert_eq!(entropy("abcdefgh"), 3.0);
    }
}
