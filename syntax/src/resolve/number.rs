//! Numbers as Go's `strconv` reads and prints them, since the reference keeps a number as that text.
//!
//! Underscores, radix prefixes, a leading zero for octal, and the fall-back from integer to float are yaml.v3's.

use std::borrow::Cow;

use super::Resolved;

/// A number, infinity or NaN that begins with its point.
pub(super) fn point_first(text: &str) -> Option<Resolved> {
    match text {
        ".nan" | ".NaN" | ".NAN" => Some(Resolved::Float("NaN".to_owned())),
        ".inf" | ".Inf" | ".INF" => Some(Resolved::Float("+Inf".to_owned())),
        // Underscores are stripped only from numbers that begin otherwise; here Go's own rule for them holds.
        _ if !underscores_separate_digits(text) => None,
        _ => decimal_float(&without_underscores(text)),
    }
}

/// A number or infinity that begins with a digit or a sign.
pub(super) fn digit_or_sign_first(text: &str) -> Option<Resolved> {
    match text {
        "+.inf" | "+.Inf" | "+.INF" => return Some(Resolved::Float("+Inf".to_owned())),
        "-.inf" | "-.Inf" | "-.INF" => return Some(Resolved::Float("-Inf".to_owned())),
        _ => {}
    }
    let text = without_underscores(text);
    integer(&text).map(Resolved::Int).or_else(|| decimal_float(&text)).or_else(|| sign_after_prefix(&text))
}

/// The float that a decimal number is; the caller knows that `text` is one.
pub(super) fn float(text: &str) -> Resolved {
    Resolved::Float(float_text(text.parse().unwrap_or(f64::NAN)))
}

fn without_underscores(text: &str) -> Cow<'_, str> {
    if memchr::memchr(b'_', text.as_bytes()).is_some() { Cow::Owned(text.replace('_', "")) } else { Cow::Borrowed(text) }
}

fn underscores_separate_digits(text: &str) -> bool {
    let bytes = text.as_bytes();
    let is_digit = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_digit);
    memchr::memchr_iter(b'_', bytes).all(|at| is_digit(at.checked_sub(1)) && is_digit(Some(at + 1)))
}

/// An integer in decimal: all of `i64`, and all of `u64` when no sign is written.
fn integer(text: &str) -> Option<String> {
    let (sign, unsigned) = match text.as_bytes().first()? {
        b'+' => (Some('+'), &text[1..]),
        b'-' => (Some('-'), &text[1..]),
        _ => (None, text),
    };
    if is_canonical(unsigned) && sign != Some('+') {
        return Some(text.to_owned());
    }
    let (radix, digits) = radix(unsigned);
    let magnitude = magnitude(digits, radix)?;
    match sign {
        None => Some(magnitude.to_string()),
        Some('+') => i64::try_from(magnitude).ok().map(|number| number.to_string()),
        Some(_) => 0_i64.checked_sub_unsigned(magnitude).map(|number| number.to_string()),
    }
}

/// Whether this is already the text of an integer that fits, as nearly every integer is.
fn is_canonical(digits: &str) -> bool {
    let bytes = digits.as_bytes();
    bytes.len() <= 18 && matches!(bytes.first(), Some(b'1'..=b'9')) && bytes.iter().all(u8::is_ascii_digit)
}

fn radix(unsigned: &str) -> (u32, &str) {
    let Some(rest) = unsigned.strip_prefix('0') else { return (10, unsigned) };
    match rest.as_bytes() {
        [] => (10, unsigned),
        [b'x' | b'X', _, ..] => (16, &rest[1..]),
        [b'o' | b'O', _, ..] => (8, &rest[1..]),
        [b'b' | b'B', _, ..] => (2, &rest[1..]),
        _ => (8, rest),
    }
}

fn magnitude(digits: &str, radix: u32) -> Option<u64> {
    // `from_str_radix` would take a sign here.
    if !digits.starts_with(|first: char| first.is_ascii_alphanumeric()) {
        return None;
    }
    u64::from_str_radix(digits, radix).ok()
}

/// `0b-1` and `0o+7`: an accident of yaml.v3's second try at these prefixes.
fn sign_after_prefix(text: &str) -> Option<Resolved> {
    let (radix, signed) = match text.as_bytes() {
        [b'0', b'b', b'+' | b'-', ..] => (2, &text[2..]),
        [b'0', b'o', b'+' | b'-', ..] => (8, &text[2..]),
        _ => return None,
    };
    i64::from_str_radix(signed, radix).ok().map(|number| Resolved::Int(number.to_string()))
}

fn decimal_float(text: &str) -> Option<Resolved> {
    if !is_decimal_float(text) {
        return None;
    }
    let value: f64 = text.parse().ok()?;
    // What is too large is no number; what is too small is zero.
    value.is_finite().then(|| Resolved::Float(float_text(value)))
}

/// `[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?`
fn is_decimal_float(text: &str) -> bool {
    let rest = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (whole, rest) = split_digits(rest);
    let (fraction, rest) = rest.strip_prefix('.').map_or(("", rest), split_digits);
    if whole.is_empty() && fraction.is_empty() {
        return false;
    }
    let Some(exponent) = rest.strip_prefix(['e', 'E']) else { return rest.is_empty() };
    let (digits, rest) = split_digits(exponent.strip_prefix(['+', '-']).unwrap_or(exponent));
    !digits.is_empty() && rest.is_empty()
}

fn split_digits(text: &str) -> (&str, &str) {
    text.split_at(text.bytes().take_while(u8::is_ascii_digit).count())
}

/// Go's `FormatFloat(value, 'g', -1, 64)`: the fewest digits that read back as `value`, with an exponent of two digits or
/// more when it is below -4 or above 5.
fn float_text(value: f64) -> String {
    // Rust's shortest form tells how many digits that takes. When two candidates are equally near it prefers the upper and
    // Go the even one, as Rust does too when it is told the number of digits.
    let shortest = format!("{value:e}");
    let Some((mantissa, exponent)) = shortest.split_once('e') else { return shortest };
    let decimals = mantissa.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    let exponent = exponent.parse::<i32>().unwrap_or_default();
    if (-4..=5).contains(&exponent) {
        let decimals = decimals.saturating_add_signed(-exponent as isize);
        return format!("{value:.decimals$}");
    }
    let text = format!("{value:.decimals$e}");
    let mantissa = text.split('e').next().unwrap_or_default();
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{mantissa}e{sign}{:02}", exponent.unsigned_abs())
}
