//! What an author left to be filled in: `<your-role-arn>`, `REPLACE_ME`, `TODO`, `xxxx`.
//!
//! Prose may speak of all of these. So in text with blanks only the whole of it, or its beginning, is taken for a placeholder; a name inside a
//! path, an address or an ARN counts wherever it stands.

use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::packed::Searcher;
use memchr::memmem;

use super::names::words;

/// A word or a run of one of these, or a bracket of [`may_hold`], is in each placeholder: in lower case, in capitals, or with one.
const SIGNS: [&str; 14] =
    ["xxx", "***", "...", "???", "your", "change", "replace", "todo", "tbd", "fixme", "fill", "insert", "placeholder", "here"];

/// [`SIGNS`] in each case. Without folding of case, and with no sign of one letter, the search is done by many bytes at a time, where the machine
/// can; an automaton over them would take longer to build than a file takes to lint.
static SEARCH: LazyLock<Option<Searcher>> = LazyLock::new(|| {
    let cases = SIGNS.iter().flat_map(|sign| {
        let first = sign.get(..1).unwrap_or_default().to_ascii_uppercase();
        [(*sign).to_owned(), sign.to_ascii_uppercase(), first + sign.get(1..).unwrap_or_default()]
    });
    Searcher::new(cases)
});

/// Whether there can be a placeholder in `text`.
pub(crate) fn may_hold(text: &str) -> bool {
    let has = |sign: &str| memmem::find(text.as_bytes(), sign.as_bytes()).is_some();
    has("<") || has("{{") || has("__") || has("…") || SEARCH.as_ref().is_none_or(|signs| signs.find(text).is_some())
}

/// The bytes of `text` that have to be replaced, from the first placeholder to the last; `None` if there is none.
pub(crate) fn placeholder(text: &str) -> Option<Range<usize>> {
    if !may_hold(text) {
        return None;
    }
    let trimmed = text.trim();
    let start = text.len() - text.trim_start().len();
    if is_whole(trimmed) {
        return Some(start..start + trimmed.len());
    }
    let is_prose = outside_of_angles(trimmed).any(|piece| piece.contains(char::is_whitespace));
    if is_prose {
        return None;
    }
    let mut pieces: Vec<Range<usize>> = angles(text).chain(components(text).filter(|range| is_component(&text[range.clone()]))).collect();
    pieces.sort_by_key(|range| range.start);
    Some(pieces.first()?.start..pieces.iter().map(|range| range.end).max()?)
}

/// The dots at the end of `text` where its rest was left out, as in `AKIA...`: a placeholder where no pattern of files can stand.
pub(crate) fn ellipsis(text: &str) -> Option<Range<usize>> {
    let dots = ["...", "…"].into_iter().find(|dots| text.ends_with(dots))?;
    (!text.contains(char::is_whitespace)).then(|| text.len() - dots.len()..text.len())
}

/// A placeholder that is all of a value.
fn is_whole(text: &str) -> bool {
    let is_run = |c: char| text.chars().all(|other| other.eq_ignore_ascii_case(&c));
    let long = text.chars().count() >= 3;
    long && ['x', '*', '?', '_'].into_iter().any(is_run)
        || matches!(text, "..." | "…")
        || is_note(text)
        || between(text, "{{", "}}").is_some_and(|name| !name.contains("{{"))
        || between(text, "__", "__").is_some_and(|name| !name.is_empty() && name.bytes().all(|b| b.is_ascii_uppercase() || b == b'_'))
        || between(text, "<", ">").is_some_and(is_name)
        || between(text, "[", "]").is_some_and(|name| is_component(name.trim()))
        || is_request(text)
}

/// `TODO`, `TODO: which region?`
fn is_note(text: &str) -> bool {
    let rest = ["TODO", "FIXME", "TBD"].into_iter().find_map(|note| text.strip_prefix(note));
    rest.is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '-'))
}

/// `put your key here`, `change me`
fn is_request(text: &str) -> bool {
    let words: Vec<&str> = text.split_ascii_whitespace().collect();
    let is = |word: &str, other: &[&str]| other.iter().any(|other| word.eq_ignore_ascii_case(other));
    match words[..] {
        [first, second] => is(first, &["change", "replace", "fill"]) && is(second, &["me", "this"]),
        [first, .., last] if words.len() <= 6 => is(last, &["here"]) && is(first, &["add", "enter", "insert", "paste", "put", "your"]),
        _ => false,
    }
}

fn between<'t>(text: &'t str, open: &str, close: &str) -> Option<&'t str> {
    text.strip_prefix(open)?.strip_suffix(close)
}

/// What stands in angle brackets and is longer than this, in bytes, is no name.
const LONGEST_NAME: usize = 80;

/// What stands in angle brackets: a name or a few words, and no markup, address or type.
fn is_name(name: &str) -> bool {
    const MARKUP: [&str; 10] = ["body", "br", "div", "head", "hr", "html", "none", "null", "script", "span"];
    let fits = (2..=LONGEST_NAME).contains(&name.len()) && name.starts_with(|c: char| c.is_alphabetic());
    let plain = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '_' | '-' | '.' | ':' | '/' | '|' | '\'' | ',');
    fits && name.chars().all(plain) && !name.ends_with('/') && !MARKUP.contains(&name)
}

/// The names in angle brackets in `text`, brackets included. Markup has none.
fn angles(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let markup = text.contains("</") || text.contains("/>");
    let opened = text.match_indices('<').filter(move |_| !markup);
    opened.filter_map(|(start, _)| {
        let end = start + text[start..].bytes().take(LONGEST_NAME + 2).position(|byte| byte == b'>')? + 1;
        let part_of_a_word = text[..start].ends_with(|c: char| c.is_alphanumeric() || matches!(c, '?' | '\\' | '<' | '='));
        (!part_of_a_word && is_name(&text[start + 1..end - 1])).then_some(start..end)
    })
}

fn outside_of_angles(text: &str) -> impl Iterator<Item = &str> {
    text.split('<')
        .enumerate()
        .map(|(index, piece)| if index == 0 { piece } else { piece.split_once('>').map_or(piece, |(_, after)| after) })
}

/// What stands between the separators of paths, addresses and ARNs.
fn components(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
    text.split(move |c| !is_part(c)).filter(|piece| !piece.is_empty()).map(move |piece| {
        let start = piece.as_ptr() as usize - text.as_ptr() as usize;
        start..start + piece.len()
    })
}

/// A name that says that it is none.
fn is_component(name: &str) -> bool {
    if !may_hold(name) {
        return false;
    }
    if has_run(name) || matches!(name, "TODO" | "FIXME" | "TBD") {
        return true;
    }
    let words = words(name);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words[..] {
        ["changeme" | "replaceme" | "fillme" | "fillmein"] => true,
        ["change" | "replace" | "fill", "me" | "this", ..] | ["fill", "in", ..] | ["replace", "with", ..] => true,
        ["your", _, ..] => true,
        ["insert" | "enter" | "put" | "add" | "paste", .., "here"] => true,
        ["placeholder", ..] | [.., "placeholder"] => name.bytes().all(|b| !b.is_ascii_lowercase()),
        // `API_KEY_HERE`
        [_, .., "here"] => name.bytes().all(|b| !b.is_ascii_lowercase()),
        _ => false,
    }
}

/// Four `x` in a row that are all of a name, or stand in for digits.
fn has_run(name: &str) -> bool {
    let run = |x: char| name.split(|c| c != x).map(str::len).max().unwrap_or(0) >= 4;
    let letters = |c: char| c.is_ascii_alphabetic() && !c.eq_ignore_ascii_case(&'x');
    (run('x') || run('X')) && !name.contains(letters)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Checks what of `text` is a placeholder: the part in `«»`.
    #[track_caller]
    fn check(marked: &str) {
        let text = marked.replace(['«', '»'], "");
        let start = marked.find('«');
        let expected = start.map(|start| start..marked.find('»').unwrap() - '«'.len_utf8());
        assert_eq!(placeholder(&text), expected, "{text}");
    }

    #[test]
    fn finds_what_was_left_to_fill_in() {
        check("«<your-oidc-iam-role-arn>»");
        check("«<input your token here>»");
        check("arn:aws:iam::«<account-id>»:role/esc");
        check("op://«<vault-name>/<item-name>»/field");
        check("«REPLACE_ME»");
        check("«replace-me»");
        check("«changeme»");
        check("«CHANGE_ME_PLEASE»");
        check("«TODO»");
        check("«TODO: which region?»");
        check("arn:aws:iam::«TODO»:role/x");
        check("«xxxx»");
        check("«XXX»");
        check("arn:aws:iam::«8426XXXXX712»:role/x");
        check("«xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx»");
        check("«...»");
        check("«PLACEHOLDER_VALUE_0001»");
        check("https://«your-domain».example.com");
        check("«YOUR_API_KEY»");
        check("«YOUR_API_KEY_HERE»");
        check("«API_KEY_HERE»");
        check("«{{ role_arn }}»");
        check("«__ROLE_ARN__»");
        check("«[your-org]»");
        check("  «put your key here» ");
        check("«Change me»");
    }

    #[test]
    fn leaves_everything_else_alone() {
        for text in [
            "",
            "arn:aws:iam::123456789012:role/esc",
            "Usage: tool <command> [options]",
            "<b>bold</b>",
            "<br>",
            "Ann <ann@example.com>",
            "Vec<String>",
            "(?<year>[0-9]+)-x",
            "a < b > c",
            "todo",
            "todo-app",
            "TODO-LIST",
            "./...",
            "go test ./...",
            "loading...",
            "for-your-eyes-only",
            "yourco",
            "set your password",
            "XX",
            "maxxxx",
            "there",
            "https://via.placeholder.com/150",
            "input placeholder text",
            "[1, 2]",
            "replace",
            "replace-all",
            "insert",
            "change-log",
            "a__b",
            "${a.b}",
        ] {
            check(text);
        }
    }
}
