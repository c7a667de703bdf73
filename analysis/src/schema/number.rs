//! Numbers as the reference compares them: binary floats with a mantissa of 64 bits and an exponent that is as good as boundless.
//!
//! `0.3` is a multiple of `0.1` here, and `0.0999...9` with enough nines is `0.1`.

use std::cmp::Ordering;

use num_bigint::BigUint;

/// Powers of ten beyond this are not computed exactly: a hostile `1e100000000` must cost nothing.
const EXACT_EXPONENT: u64 = 10_000;

/// Bits of such a power that are kept: far more than a mantissa has.
const POWER_BITS: u64 = 256;

/// Digits beyond these can't change a mantissa of 64 bits, except for breaking a tie, which one more digit does.
const MAX_DIGITS: usize = 2_000;

/// Bits of an exponent beyond which a number is infinite, or zero.
const MAX_EXPONENT: i64 = i32::MAX as i64;

/// A number for comparison.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Number {
    negative: bool,
    magnitude: Magnitude,
}

#[derive(Clone, Copy, PartialEq, Debug)]
enum Magnitude {
    Zero,
    /// `mantissa * 2^exponent`, the mantissa's top bit set.
    Finite {
        exponent: i64,
        mantissa: u64,
    },
    Infinite,
}

impl Number {
    /// Reads a number's text: JSON's grammar, a leading `+`, and `Inf`. `None` for `NaN` and for what is no number.
    pub fn parse(text: &str) -> Option<Number> {
        let (negative, text) = match text.as_bytes().first()? {
            b'-' => (true, &text[1..]),
            b'+' => (false, &text[1..]),
            _ => (false, text),
        };
        if text == "Inf" {
            return Some(Number { negative, magnitude: Magnitude::Infinite });
        }
        let (digits, exponent) = decimal(text)?;
        Some(Number { negative, magnitude: round(&digits, exponent) })
    }

    /// Which is greater. `-0` equals `0`.
    pub fn compare(self, other: Number) -> Ordering {
        match (self.sign(), other.sign()) {
            (-1, -1) => other.magnitude.compare(self.magnitude),
            (1, 1) => self.magnitude.compare(other.magnitude),
            (a, b) => a.cmp(&b),
        }
    }

    /// Whether the quotient, rounded to 64 bits, is whole. Nothing is a multiple of zero.
    pub fn is_multiple_of(self, divisor: Number) -> bool {
        match (self.magnitude, divisor.magnitude) {
            (_, Magnitude::Zero) | (Magnitude::Infinite, _) => false,
            (Magnitude::Zero, _) | (_, Magnitude::Infinite) => true,
            (Magnitude::Finite { exponent: a, mantissa: x }, Magnitude::Finite { exponent: b, mantissa: y }) => {
                let (quotient, shift) = divide(x, y);
                is_whole(quotient, a - b + shift)
            }
        }
    }

    fn sign(self) -> i8 {
        match (self.magnitude, self.negative) {
            (Magnitude::Zero, _) => 0,
            (_, true) => -1,
            (_, false) => 1,
        }
    }
}

impl Magnitude {
    /// Of two that are not zero.
    fn compare(self, other: Magnitude) -> Ordering {
        match (self, other) {
            (Magnitude::Finite { exponent: a, mantissa: x }, Magnitude::Finite { exponent: b, mantissa: y }) => (a, x).cmp(&(b, y)),
            (Magnitude::Infinite, Magnitude::Infinite) => Ordering::Equal,
            (Magnitude::Infinite, _) => Ordering::Greater,
            _ => Ordering::Less,
        }
    }
}

/// The quotient of two mantissas, rounded to 64 bits, and the power of two that goes with it.
fn divide(x: u64, y: u64) -> (u64, i64) {
    let (x, y) = (u128::from(x) << 64, u128::from(y));
    // 64 bits or 65, and two more to round with.
    let (quotient, rest) = (x / y, (x % y) << 2);
    round_bits((quotient << 2) | (rest / y), rest % y != 0, -66)
}

/// Too large a number is infinite, which is not whole; too small a one is zero, which is.
fn is_whole(mantissa: u64, exponent: i64) -> bool {
    match exponent {
        0.. => exponent <= MAX_EXPONENT,
        _ => exponent < -MAX_EXPONENT || i64::from(mantissa.trailing_zeros()) >= -exponent,
    }
}

/// Rounds to 64 bits, half to even. `sticky`: something non-zero was cut off below `value`, which is not zero.
fn round_bits(value: u128, sticky: bool, exponent: i64) -> (u64, i64) {
    let bits = i64::from(128 - value.leading_zeros());
    if bits <= 64 {
        return ((value as u64) << (64 - bits), exponent - (64 - bits));
    }
    let cut = bits - 64;
    let (kept, rest) = ((value >> cut) as u64, value & ((1 << cut) - 1));
    let half = 1u128 << (cut - 1);
    let up = rest > half || (rest == half && (sticky || kept & 1 == 1));
    match kept.checked_add(u64::from(up)) {
        Some(mantissa) => (mantissa, exponent + cut),
        None => (1 << 63, exponent + cut + 1),
    }
}

/// Digits without leading and trailing zeros, and the power of ten that goes with them.
fn decimal(text: &str) -> Option<(Vec<u8>, i64)> {
    let (number, exponent) = match text.find(['e', 'E']) {
        Some(at) => (&text[..at], parse_exponent(&text[at + 1..])?),
        None => (text, 0),
    };
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let valid = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if !valid(whole) || !valid(fraction) || (whole.is_empty() && fraction.is_empty()) {
        return None;
    }
    let mut digits: Vec<u8> = whole.bytes().chain(fraction.bytes()).skip_while(|digit| *digit == b'0').collect();
    let mut exponent = exponent.saturating_sub(fraction.len() as i64);
    while digits.last() == Some(&b'0') {
        digits.pop();
        exponent = exponent.saturating_add(1);
    }
    if digits.len() > MAX_DIGITS {
        exponent = exponent.saturating_add((digits.len() - MAX_DIGITS - 1) as i64);
        digits.truncate(MAX_DIGITS);
        digits.push(b'1');
    }
    Some((digits, exponent))
}

fn parse_exponent(text: &str) -> Option<i64> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let magnitude = digits.parse().unwrap_or(i64::MAX / 4).min(i64::MAX / 4);
    Some(if text.starts_with('-') { -magnitude } else { magnitude })
}

fn round(digits: &[u8], exponent: i64) -> Magnitude {
    let Some(mantissa) = BigUint::parse_bytes(digits, 10) else { return Magnitude::Zero };
    let size = exponent.saturating_add(digits.len() as i64) as f64 * std::f64::consts::LOG2_10;
    if size.abs() > MAX_EXPONENT as f64 {
        return if size > 0.0 { Magnitude::Infinite } else { Magnitude::Zero };
    }
    let (power, twos) = power_of_ten(exponent.unsigned_abs());
    let twos = if exponent < 0 { -twos } else { twos };
    let (numerator, denominator) = if exponent < 0 { (mantissa, power) } else { (mantissa * power, BigUint::from(1u32)) };
    // 66 bits or more of quotient, the rest as one sticky bit.
    let shift = (denominator.bits() as i64 + 66 - numerator.bits() as i64).max(0);
    let scaled = numerator << shift as u64;
    let (quotient, remainder) = (&scaled / &denominator, &scaled % &denominator);
    let cut = (quotient.bits() as i64 - 100).max(0);
    let low_bits = quotient.trailing_zeros().is_some_and(|zeros| (zeros as i64) < cut);
    let top = u128::try_from(quotient >> cut as u64).unwrap_or(u128::MAX);
    let sticky = low_bits || remainder != BigUint::ZERO;
    let (mantissa, exponent) = round_bits(top, sticky, cut - shift + twos);
    Magnitude::Finite { exponent, mantissa }
}

/// `10^exponent`, as a number and the power of two that it is multiplied with.
fn power_of_ten(exponent: u64) -> (BigUint, i64) {
    if exponent <= EXACT_EXPONENT {
        return (BigUint::from(10u32).pow(exponent as u32), 0);
    }
    let (mut fives, mut cut) = (BigUint::from(1u32), 0);
    for bit in (0..u64::BITS - exponent.leading_zeros()).rev() {
        fives = &fives * &fives;
        cut *= 2;
        if exponent >> bit & 1 == 1 {
            fives *= 5u32;
        }
        let excess = fives.bits().saturating_sub(POWER_BITS);
        fives >>= excess;
        cut += excess;
    }
    (fives, (cut + exponent) as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Number {
        Number::parse(text).unwrap()
    }

    #[track_caller]
    fn ordered(a: &str, expected: Ordering, b: &str) {
        assert_eq!(number(a).compare(number(b)), expected, "{a} against {b}");
        assert_eq!(number(b).compare(number(a)), expected.reverse(), "{b} against {a}");
    }

    #[test]
    fn compares_with_64_bits() {
        ordered("0.0999999999999999999999999999", Ordering::Equal, "0.1");
        ordered("0.09999999999999", Ordering::Less, "0.1");
        ordered("18446744073709551616", Ordering::Equal, "18446744073709551617");
        ordered("18446744073709551615", Ordering::Less, "18446744073709551616");
        ordered("-0", Ordering::Equal, "0");
        ordered("-2", Ordering::Less, "1e-9");
        ordered("-2", Ordering::Greater, "-3.5");
        ordered("+Inf", Ordering::Greater, "1e400");
        ordered("-Inf", Ordering::Less, "-1e400");
        ordered("1E+2", Ordering::Equal, "100");
    }

    #[test]
    fn multiples_follow_the_rounded_quotient() {
        let multiple = |a: &str, b: &str| number(a).is_multiple_of(number(b));
        assert!(multiple("0.3", "0.1"));
        assert!(multiple("4", "2") && !multiple("3", "2"));
        assert!(multiple("-6", "1.5") && !multiple("7.5", "2"));
        assert!(multiple("0", "5") && !multiple("5", "0") && !multiple("0", "0"));
        assert!(multiple("1e300", "3"));
        assert!(!multiple("+Inf", "2"));
        assert!(multiple("7e-600000000", "2e600000000") && !multiple("6e600000000", "2e-600000000"));
    }

    #[test]
    fn refuses_what_is_no_number() {
        for text in ["", "NaN", "x", "1x", "-", "1e", "1e+", ".", "0x10", "1_000", "--1"] {
            assert_eq!(Number::parse(text), None, "{text}");
        }
    }

    #[test]
    fn hostile_exponents_and_digits_are_cheap() {
        ordered("1e1000000", Ordering::Greater, "1e999");
        ordered("1e-1000000", Ordering::Less, "1e-999");
        ordered("1e1000000", Ordering::Less, "1.0000000000000000001e1000000");
        ordered("10e99999999", Ordering::Equal, "0.1e100000001");
        ordered("2e-20000", Ordering::Greater, "1e-20000");
        assert!(number("6e20000").is_multiple_of(number("2e20000")) && !number("3e20000").is_multiple_of(number("2e20000")));
        ordered("1e99999999999999999999", Ordering::Equal, "Inf");
        ordered("1e-99999999999999999999", Ordering::Equal, "0");
        ordered("0e99999999999999999999", Ordering::Equal, "0");
        let long = format!("1.{}1", "0".repeat(2_000_000));
        ordered(&long, Ordering::Equal, "1");
    }
}
