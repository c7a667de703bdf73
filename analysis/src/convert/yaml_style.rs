//! Which style yaml.v3's encoder gives a string, and the order that it gives keys.
//!
//! The rules follow the published `emitterc.go`, `encode.go` and `sorter.go` of gopkg.in/yaml.v3, its oddities included.

use std::cmp::Ordering;
use std::sync::LazyLock;

use esc_syntax::{Resolved, ScalarStyle, resolve};
use regex::Regex;

/// How a string is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Style {
    Plain,
    SingleQuoted,
    DoubleQuoted,
    Literal,
}

/// What the emitter finds out about a string before it chooses.
#[derive(Clone, Copy, Default)]
struct Analysis {
    plain_forbidden: bool,
    single_forbidden: bool,
    block_forbidden: bool,
    line_breaks: bool,
}

static BASE_60: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?$").ok());

/// Whether the emitter takes `text` for more than one line, so that as a key it needs a `?`.
pub(super) fn has_line_break(text: &str) -> bool {
    text.contains(is_break)
}

/// The style of a string. `simple_key`: it is written before a `:` on one line.
pub(crate) fn style(text: &str, simple_key: bool) -> Style {
    let wanted = match text {
        text if text.contains('\n') => Style::Literal,
        text if reads_as_text(text) => Style::Plain,
        _ => Style::DoubleQuoted,
    };
    let analysis = analyse(text);
    let single = || if analysis.single_forbidden { Style::DoubleQuoted } else { Style::SingleQuoted };
    match wanted {
        _ if simple_key && analysis.line_breaks => Style::DoubleQuoted,
        Style::Plain if analysis.plain_forbidden => single(),
        Style::Literal if analysis.block_forbidden || simple_key => Style::DoubleQuoted,
        style => style,
    }
}

/// Whether plain text would be read back as this text, by YAML 1.1 too.
fn reads_as_text(text: &str) -> bool {
    let old_boolean =
        matches!(text, "y" | "Y" | "yes" | "Yes" | "YES" | "on" | "On" | "ON" | "n" | "N" | "no" | "No" | "NO" | "off" | "Off" | "OFF");
    let base_60 = || text.contains(':') && BASE_60.as_ref().is_some_and(|pattern| pattern.is_match(text));
    matches!(resolve(None, ScalarStyle::Plain, text), Ok(Resolved::Str | Resolved::Merge)) && !old_boolean && !base_60()
}

fn analyse(text: &str) -> Analysis {
    let mut found = Analysis::default();
    if text.is_empty() {
        return Analysis { block_forbidden: true, ..found };
    }
    let (mut space_break, mut break_space, mut special, mut tab) = (false, false, false, false);
    let mut indicator = text.starts_with("---") || text.starts_with("...") || starts_with_indicator(text);
    let mut previous = None;
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        let blank_follows = rest.clone().next().is_none_or(is_blank);
        let blank_before = previous.is_none_or(|c| is_blank(c) || is_break(c) || c == '\0');
        indicator |= c == ':' && blank_follows || c == '#' && blank_before;
        tab |= c == '\t';
        special |= c != '\t' && !is_printable(c);
        break_space |= c == ' ' && previous.is_some_and(is_break);
        space_break |= is_break(c) && previous == Some(' ');
        found.line_breaks |= is_break(c);
        previous = Some(c);
    }
    let edge = |c: char| c == ' ' || is_break(c);
    let at_edge = text.starts_with(edge) || text.ends_with(edge);
    found.single_forbidden = break_space || space_break || tab || special;
    found.plain_forbidden = at_edge || found.single_forbidden || found.line_breaks || indicator;
    found.block_forbidden = text.ends_with(' ') || space_break || special;
    found
}

fn starts_with_indicator(text: &str) -> bool {
    let mut chars = text.chars();
    match chars.next() {
        Some('#' | ',' | '[' | ']' | '{' | '}' | '&' | '*' | '!' | '|' | '>' | '\'' | '"' | '%' | '@' | '`') => true,
        Some('?' | ':' | '-') => chars.next().is_none_or(is_blank),
        _ => false,
    }
}

fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t')
}

pub(crate) fn is_break(c: char) -> bool {
    matches!(c, '\r' | '\n' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

pub(crate) fn is_printable(c: char) -> bool {
    matches!(c, '\n' | ' '..='~' | '\u{a0}'..='\u{d7ff}' | '\u{e000}'..='\u{fefe}' | '\u{ff00}'..='\u{fffd}')
}

/// Natural order of keys: runs of digits by their number, other characters by code point, letters after the rest.
pub(super) fn compare_keys(a: &str, b: &str) -> Ordering {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let Some(at) = a.iter().zip(&b).position(|(x, y)| x != y) else { return a.len().cmp(&b.len()) };
    let (x, y) = (a[at], b[at]);
    let after_digit = at > 0 && is_digit(a[at - 1]);
    match (is_letter(x), is_letter(y)) {
        (true, true) => x.cmp(&y),
        (true, false) => {
            if after_digit {
                Ordering::Less
            } else {
                Ordering::Greater
            }
        }
        (false, true) => {
            if after_digit {
                Ordering::Greater
            } else {
                Ordering::Less
            }
        }
        (false, false) => {
            let seed = i64::from((x == '0' || y == '0') && digits_before(&a, at).any(|digit| digit != '0'));
            let ((m, i), (n, j)) = (digit_run(&a, at, seed), digit_run(&b, at, seed));
            m.cmp(&n).then(i.cmp(&j)).then(x.cmp(&y))
        }
    }
}

fn digits_before(text: &[char], at: usize) -> impl Iterator<Item = char> {
    text[..at].iter().rev().copied().take_while(|c| is_digit(*c))
}

/// The number that a run of digits is after `seed`, as a machine word wraps it, and where the run ends.
fn digit_run(text: &[char], start: usize, seed: i64) -> (i64, usize) {
    let run = text[start..].iter().take_while(|c| is_digit(**c));
    run.fold((seed, start), |(number, end), digit| {
        let digit = i64::from(u32::from(*digit)) - i64::from(u32::from('0'));
        (number.wrapping_mul(10).wrapping_add(digit), end + 1)
    })
}

fn is_digit(c: char) -> bool {
    static DIGIT: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"^\p{Nd}$").ok());
    c.is_ascii_digit() || (!c.is_ascii() && DIGIT.as_ref().is_some_and(|class| class.is_match(c.encode_utf8(&mut [0; 4]))))
}

fn is_letter(c: char) -> bool {
    static LETTER: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"^\p{L}$").ok());
    c.is_ascii_alphabetic() || (!c.is_ascii() && LETTER.as_ref().is_some_and(|class| class.is_match(c.encode_utf8(&mut [0; 4]))))
}
