//! Which texts Go's `time.Parse` takes for a date under the four layouts that yaml.v3 tries.
//!
//! Only whether it is one matters: ESC keeps the text.

/// Whether `text` is a date, or a date and a time.
pub(super) fn is_timestamp(text: &str) -> bool {
    let bytes = text.as_bytes();
    let four_digits = bytes.iter().take_while(|byte| byte.is_ascii_digit()).count() == 4;
    four_digits && bytes.get(4) == Some(&b'-') && Cursor(&bytes[5..]).timestamp(&bytes[..4]).is_some()
}

/// The bytes that are not read yet. `None` from a method means that the text is no timestamp.
struct Cursor<'t>(&'t [u8]);

impl Cursor<'_> {
    /// What follows `2006-`.
    fn timestamp(mut self, year: &[u8]) -> Option<()> {
        let month = self.number(1..=12)?;
        self.skip(b"-")?;
        self.number(1..=days_in(month, year))?;
        match self.0.first() {
            None => Some(()),
            Some(b'T' | b't') => {
                self.0 = &self.0[1..];
                self.time()?;
                self.zone()
            }
            Some(b' ') => {
                let blanks = self.0.iter().take_while(|&&byte| byte == b' ').count();
                self.0 = &self.0[blanks..];
                self.time()?;
                self.0.is_empty().then_some(())
            }
            Some(_) => None,
        }
    }

    /// `15:4:5` and up to nine digits of a fraction.
    fn time(&mut self) -> Option<()> {
        self.number(0..=23)?;
        self.skip(b":")?;
        self.number(0..=59)?;
        self.skip(b":")?;
        self.number(0..=59)?;
        if let [b'.' | b',', digits @ ..] = self.0 {
            let count = digits.iter().take(9).take_while(|byte| byte.is_ascii_digit()).count();
            if count > 0 {
                self.0 = &digits[count..];
            }
        }
        Some(())
    }

    /// `Z` or `+07:00`; the hours and minutes may each be a signed digit, to Go.
    fn zone(&self) -> Option<()> {
        let two = |pair: [u8; 2]| pair[1].is_ascii_digit() && (pair[0].is_ascii_digit() || matches!(pair[0], b'+' | b'-'));
        match *self.0 {
            [b'Z'] => Some(()),
            [b'+' | b'-', h1, h2, b':', m1, m2] if two([h1, h2]) && two([m1, m2]) => Some(()),
            _ => None,
        }
    }

    /// One or two digits.
    fn number(&mut self, range: std::ops::RangeInclusive<u8>) -> Option<u8> {
        let (number, rest) = match self.0 {
            [tens @ b'0'..=b'9', ones @ b'0'..=b'9', rest @ ..] => ((tens - b'0') * 10 + ones - b'0', rest),
            [ones @ b'0'..=b'9', rest @ ..] => (ones - b'0', rest),
            _ => return None,
        };
        self.0 = rest;
        range.contains(&number).then_some(number)
    }

    fn skip(&mut self, prefix: &[u8]) -> Option<()> {
        self.0 = self.0.strip_prefix(prefix)?;
        Some(())
    }
}

/// Days in a month from 1 to 12 of a year that is written in four digits.
fn days_in(month: u8, year: &[u8]) -> u8 {
    let year = year.iter().fold(0_u32, |year, digit| year * 10 + u32::from(digit - b'0'));
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}
