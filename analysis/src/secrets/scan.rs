//! Finds credentials in a text, whatever the text is: one pass for the marks of all formats, then an exact look around each hit.
//!
//! A text without a mark costs that one pass. Samples of documentation are no credentials. What the text around a credential means, and
//! whether it may stand there, is for the caller to say.

use std::ops::Range;
use std::sync::LazyLock;

use super::finder::Finder;
use super::formats::{AWS_SECRET, Alphabet, FORMATS, Format, Kind, Shape};
use super::sample::{entropy, is_random, is_sample};

/// The marks, each at the place of its format.
static MARKS: LazyLock<Finder> = LazyLock::new(|| Finder::new(FORMATS.iter().map(|format| format.mark)));

/// A credential and its bytes.
pub(super) type Hit = (Range<usize>, Kind);

/// The credentials in `text`, in order; they do not overlap.
pub(super) fn scan(text: &str) -> Vec<Hit> {
    let mut hits: Vec<Hit> = Vec::new();
    for (mark, format) in MARKS.find_iter(text) {
        if hits.last().is_some_and(|(range, _)| mark.start < range.end) {
            continue;
        }
        let format = &FORMATS[format];
        let Some(range) = exact(text, format, mark) else { continue };
        let secret = (format.mark == ACCESS_KEY).then(|| pair_of(text, &range)).flatten();
        hits.push((range, format.kind));
        hits.extend(secret.map(|range| (range, AWS_SECRET)));
    }
    hits.sort_by_key(|(range, _)| (range.start, range.end));
    hits.dedup_by(|later, earlier| later.0.start < earlier.0.end);
    hits
}

/// The bytes of the credential around `mark`, if there is one.
fn exact(text: &str, format: &Format, mark: Range<usize>) -> Option<Range<usize>> {
    match format.shape {
        Shape::Token => token(text, format, mark),
        Shape::Value => value(text, format, mark.end),
        Shape::Assigned => value(text, format, mark.end + assignment(&text[mark.end..])?),
        Shape::Pem => pem(text, mark),
        Shape::Jwt => jwt(text, mark),
    }
}

fn token(text: &str, format: &Format, mark: Range<usize>) -> Option<Range<usize>> {
    let (alphabet, count) = &format.before;
    let before = text[..mark.start].bytes().rev().take(count.end() + 1).take_while(|byte| alphabet.has(*byte)).count();
    let start = mark.start - if *count.end() == 0 { 0 } else { before };
    if !count.contains(&(mark.start - start)) || is_inside_word(text, start) {
        return None;
    }
    let (alphabet, length) = &format.body;
    let end = mark.end + run(text, mark.end, *alphabet, *length.end());
    let ends = !text.as_bytes().get(end).is_some_and(|byte| is_word(*byte));
    let random = if end > mark.end { mark.end..end } else { start..mark.start };
    (ends && length.contains(&(end - mark.end)) && !is_sample(text.get(random)?)).then_some(start..end)
}

/// What begins at `start` and has a name before it.
fn value(text: &str, format: &Format, start: usize) -> Option<Range<usize>> {
    let (alphabet, length) = &format.body;
    let end = start + run(text, start, *alphabet, *length.end());
    (length.contains(&(end - start)) && !is_sample(text.get(start..end)?)).then_some(start..end)
}

/// How many bytes at the beginning of `text` do no more than assign.
fn assignment(text: &str) -> Option<usize> {
    const FARTHEST: usize = 40;
    const SIGNS: &[u8] = b" \t\r\n\"'\\:=>";
    let count = text.bytes().take(FARTHEST + 1).take_while(|byte| SIGNS.contains(byte)).count();
    (1..=FARTHEST).contains(&count).then_some(count)
}

/// `-----BEGIN ... PRIVATE KEY-----` and what follows, to its end line. Comment signs, escapes and indentation may stand between.
fn pem(text: &str, mark: Range<usize>) -> Option<Range<usize>> {
    /// In bytes: the kind of key in the first line, and the whole block.
    const LONGEST: [usize; 2] = [60, 16 * 1024];
    /// A key of 256 bits in its envelope.
    const SHORTEST: usize = 64;
    const END: &str = "-----END ";
    let (label, _) = clip(&text[mark.end..], LONGEST[0]).split_once("-----")?;
    let is_private = label.ends_with("PRIVATE KEY") || label.ends_with("PRIVATE KEY BLOCK");
    let body_start = mark.end + label.len() + "-----".len();
    let body = clip(&text[body_start..], if is_private { LONGEST[1] } else { 0 });
    let (body, _) = body.split_once("-----")?;
    let end_label = body_start + body.len() + END.len();
    text[body_start + body.len()..].starts_with(END).then_some(())?;
    let (label, _) = clip(&text[end_label..], LONGEST[0]).split_once("-----")?;
    let is_cut = body.contains("...") || body.contains('…');
    let key: String = body.replace("\\n", "").chars().filter(|c| c.is_ascii() && Alphabet::Base64.has(*c as u8)).collect();
    let is_key = key.len() >= SHORTEST && !is_cut && is_random(&key) && entropy(&key) > 4.0;
    is_key.then_some(mark.start..end_label + label.len() + "-----".len())
}

/// Three runs with dots between; the first two are objects.
fn jwt(text: &str, mark: Range<usize>) -> Option<Range<usize>> {
    /// Parts that say anything; and a signature of 128 bits.
    const SHORTEST: [usize; 3] = [10, 10, 21];
    const LONGEST: usize = 8 * 1024;
    if is_inside_word(text, mark.start) {
        return None;
    }
    let mut end = mark.start;
    for (index, shortest) in SHORTEST.into_iter().enumerate() {
        if index > 0 {
            end += text[end..].starts_with('.').then_some(1)?;
        }
        let count = run(text, end, Alphabet::Url, LONGEST);
        let begins = index == 2 || text[end..].starts_with("eyJ");
        (begins && (shortest..=LONGEST).contains(&count)).then_some(())?;
        end += count;
    }
    (!is_sample(&text[mark.start..end])).then_some(mark.start..end)
}

/// The mark of the one format whose other half has no mark.
const ACCESS_KEY: &str = "AKIA";

/// The 40 characters near an access key id that are the secret half of the pair.
fn pair_of(text: &str, id: &Range<usize>) -> Option<Range<usize>> {
    const NEAR: usize = 160;
    let bytes = text.as_bytes();
    let is_part = |at: usize| bytes.get(at).is_some_and(|byte| Alphabet::Base64.has(*byte));
    let mut at = id.start.saturating_sub(NEAR);
    while at < bytes.len().min(id.end + NEAR) {
        let end = at + run(text, at, Alphabet::Base64, 1024);
        let begins = at == 0 || !is_part(at - 1) && !is_word(bytes[at - 1]);
        if begins && end - at == 40 && bytes.get(end).is_none_or(|byte| !is_word(*byte)) && text.get(at..end).is_some_and(is_secret_key) {
            return Some(at..end);
        }
        at = end.max(at + 1);
    }
    None
}

/// Drawn from all of Base64, and no padding: not a hash, a word, or a path.
pub(super) fn is_secret_key(text: &str) -> bool {
    let has = |class: fn(&u8) -> bool| text.as_bytes().iter().any(class);
    let mixed = has(u8::is_ascii_lowercase) && has(u8::is_ascii_uppercase) && has(u8::is_ascii_digit);
    mixed && !text.contains('=') && entropy(text) > 3.8 && !is_sample(text)
}

/// How many bytes from `start` are of this alphabet; one more than `longest` is not counted further.
fn run(text: &str, start: usize, alphabet: Alphabet, longest: usize) -> usize {
    text.as_bytes()[start..].iter().take(longest.saturating_add(1)).take_while(|byte| alphabet.has(**byte)).count()
}

/// The beginning of `text`, at most `longest` bytes.
fn clip(text: &str, longest: usize) -> &str {
    let end = (0..=longest.min(text.len())).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0);
    &text[..end]
}

/// Whether what begins at `start` goes on from what is before it.
fn is_inside_word(text: &str, start: usize) -> bool {
    text.as_bytes()[..start].last().is_some_and(|byte| is_word(*byte) || *byte == b'-')
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || !byte.is_ascii()
}

#[cfg(test)]
mod tests;
