//! From RE2's syntax, as Go reads it, to that of the `regex` crate.
//!
//! Whatever the two might read differently is written out: literal characters by their number, Perl's classes by their ASCII members, groups
//! without their names. `None` is what Go refuses; what remains wrong, such as an open group, the crate refuses itself.

use std::collections::BTreeSet;
use std::fmt::Write;

/// The largest count in `{n,m}`, and the largest product of counts that are nested.
const MAX_REPEAT: u32 = 1000;

/// Classes of the form `[:alpha:]`.
const POSIX: [&str; 14] =
    ["alnum", "alpha", "ascii", "blank", "cntrl", "digit", "graph", "lower", "print", "punct", "space", "upper", "word", "xdigit"];

pub(super) fn translate(pattern: &str) -> Option<String> {
    let out = String::with_capacity(pattern.len() * 2);
    let mut translator = Translator { rest: pattern, out, repeated: false, counts: 1, widest: 1, groups: Vec::new() };
    while let Some(c) = translator.peek() {
        translator.step(c)?;
    }
    Some(translator.out)
}

struct Translator<'p> {
    rest: &'p str,
    out: String,
    /// Whether what was read last is a repetition, which must not be repeated itself.
    repeated: bool,
    /// The product of the counts on what was read last, those inside of it too.
    counts: u32,
    /// The largest such product in the group so far.
    widest: u32,
    /// `widest` of the groups around.
    groups: Vec<u32>,
}

impl<'p> Translator<'p> {
    fn peek(&self) -> Option<char> {
        self.rest.chars().next()
    }

    /// Drops `length` bytes of the pattern and returns them.
    fn take(&mut self, length: usize) -> &'p str {
        let (taken, rest) = self.rest.split_at(length);
        self.rest = rest;
        taken
    }

    fn take_char(&mut self) -> Option<char> {
        let c = self.peek()?;
        self.take(c.len_utf8());
        Some(c)
    }

    /// What stands before `end`; drops both.
    fn take_until(&mut self, end: &str) -> Option<&'p str> {
        let text = self.take(self.rest.find(end)?);
        self.take(end.len());
        Some(text)
    }

    /// Writes something that may be repeated.
    fn emit(&mut self, text: &str) {
        self.out.push_str(text);
        self.repeated = false;
        self.widest = self.widest.max(self.counts);
        self.counts = 1;
    }

    fn emit_char(&mut self, c: char) {
        self.emit("");
        self.push_char(c);
    }

    fn push_char(&mut self, c: char) {
        if c.is_ascii_alphanumeric() {
            self.out.push(c);
        } else {
            let _ = write!(self.out, "\\x{{{:x}}}", u32::from(c));
        }
    }

    fn step(&mut self, c: char) -> Option<()> {
        match c {
            '\\' => self.escape(),
            '[' => self.class(),
            '(' => self.open(),
            ')' => self.close(),
            '*' | '+' | '?' => self.repetition(1, 1),
            '{' => match counted(self.rest) {
                Some((length, count)) => self.repetition(length, count?),
                None => self.literal(),
            },
            '^' | '$' | '.' | '|' => {
                let text = self.take(1);
                self.emit(text);
                Some(())
            }
            _ => self.literal(),
        }
    }

    fn literal(&mut self) -> Option<()> {
        let c = self.take_char()?;
        self.emit_char(c);
        Some(())
    }

    /// `*`, `+`, `?` or `{n,m}` and the `?` that makes it lazy.
    fn repetition(&mut self, length: usize, count: u32) -> Option<()> {
        let counts = self.counts.checked_mul(count.max(1)).filter(|counts| *counts <= MAX_REPEAT)?;
        if self.repeated {
            return None;
        }
        let lazy = usize::from(self.rest[length..].starts_with('?'));
        let text = self.take(length + lazy);
        self.out.push_str(text);
        self.repeated = true;
        self.counts = if count == 0 { 1 } else { counts };
        Some(())
    }

    fn open(&mut self) -> Option<()> {
        self.take(1);
        if self.rest.starts_with('?') {
            self.take(1);
            let named = ["P<", "<"].into_iter().find(|start| self.rest.starts_with(start));
            match named {
                Some(start) => self.name(start.len())?,
                None => return self.flags(),
            }
        }
        self.group("(?:");
        Some(())
    }

    fn group(&mut self, start: &str) {
        self.emit(start);
        self.groups.push(std::mem::replace(&mut self.widest, 1));
    }

    fn close(&mut self) -> Option<()> {
        self.take(1);
        let inside = self.widest.max(self.counts);
        self.widest = self.groups.pop()?;
        self.counts = 1;
        self.emit(")");
        self.counts = inside;
        Some(())
    }

    fn name(&mut self, start: usize) -> Option<()> {
        self.take(start);
        let name = self.take_until(">")?;
        let valid = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        valid.then_some(())
    }

    /// `(?i)`, `(?s-m:`: the last word on each flag counts.
    fn flags(&mut self) -> Option<()> {
        let (mut on, mut off) = (BTreeSet::new(), BTreeSet::new());
        let (mut negated, mut empty) = (false, true);
        loop {
            match self.take_char()? {
                flag @ ('i' | 'm' | 's' | 'U') => {
                    let (to, from) = if negated { (&mut off, &mut on) } else { (&mut on, &mut off) };
                    to.insert(flag);
                    from.remove(&flag);
                    empty = false;
                }
                '-' if !negated => (negated, empty) = (true, true),
                ':' | ')' if negated && empty => return None,
                end @ (':' | ')') => {
                    let minus = if off.is_empty() { "" } else { "-" };
                    let flags = format!("(?{}{minus}{}{end}", String::from_iter(on), String::from_iter(off));
                    match end {
                        ':' => self.group(&flags),
                        _ => self.emit(if flags == "(?)" { "" } else { &flags }),
                    }
                    return Some(());
                }
                _ => return None,
            }
        }
    }

    fn escape(&mut self) -> Option<()> {
        match self.rest[1..].chars().next()? {
            'b' | 'B' => {
                let boundary = format!("(?-u:{})", self.take(2));
                self.emit(&boundary);
            }
            'A' | 'z' => {
                let anchor = self.take(2);
                self.emit(anchor);
            }
            'Q' => self.quoted(),
            'd' | 'D' | 'w' | 'W' | 's' | 'S' | 'p' | 'P' => {
                self.emit("[");
                self.escaped_class()?;
                self.out.push(']');
            }
            _ => {
                let c = self.escaped_char()?;
                self.emit_char(c);
            }
        }
        Some(())
    }

    fn quoted(&mut self) {
        self.take(2);
        let end = self.rest.find("\\E");
        let text = self.take(end.unwrap_or(self.rest.len()));
        self.take(end.map_or(0, |_| 2));
        self.emit("");
        text.chars().for_each(|c| self.emit_char(c));
    }

    /// `\d`, `\pL`, `\P{Greek}`, as part of a class.
    fn escaped_class(&mut self) -> Option<()> {
        let kind = self.take(2);
        let members = match kind {
            "\\d" => "0-9",
            "\\D" => "[^0-9]",
            "\\w" => "0-9A-Za-z_",
            "\\W" => "[^0-9A-Za-z_]",
            "\\s" => "\\t\\n\\f\\r ",
            "\\S" => "[^\\t\\n\\f\\r ]",
            _ => return self.unicode_class(kind == "\\P"),
        };
        self.out.push_str(members);
        Some(())
    }

    fn unicode_class(&mut self, negated: bool) -> Option<()> {
        let name = match self.peek()? {
            '{' => self.take_until("}")?.strip_prefix('{')?,
            c => self.take(c.len_utf8()),
        };
        let (name, inverted) = name.strip_prefix('^').map_or((name, false), |name| (name, true));
        let valid = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b' '));
        valid.then_some(())?;
        let _ = write!(self.out, "\\{}{{{name}}}", if negated == inverted { 'p' } else { 'P' });
        Some(())
    }

    /// A character by its number or its short name, or punctuation that means itself.
    fn escaped_char(&mut self) -> Option<char> {
        self.take(1);
        let code = match self.take_char()? {
            'a' => 0x07,
            'f' => 0x0c,
            'n' => 0x0a,
            'r' => 0x0d,
            't' => 0x09,
            'v' => 0x0b,
            'x' => {
                let digits = match self.rest.starts_with('{') {
                    true => self.take_until("}")?.strip_prefix('{')?,
                    false => Some(self.take_digits(2, 16)).filter(|digits| digits.len() == 2)?,
                };
                let valid = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
                u32::from_str_radix(digits, 16).ok().filter(|_| valid)?
            }
            first @ '0'..='7' => {
                let more = self.take_digits(2, 8);
                // `\1` would refer to what a group has matched.
                (first == '0' || !more.is_empty()).then_some(())?;
                u32::from_str_radix(&format!("{first}{more}"), 8).ok()?
            }
            c if c.is_ascii() && !c.is_ascii_alphanumeric() => u32::from(c),
            _ => return None,
        };
        char::from_u32(code)
    }

    /// Up to `most` digits.
    fn take_digits(&mut self, most: usize, radix: u32) -> &'p str {
        let digits = self.rest.chars().take(most).take_while(|c| c.is_digit(radix)).count();
        self.take(digits)
    }

    fn class(&mut self) -> Option<()> {
        let start = self.take(if self.rest.starts_with("[^") { 2 } else { 1 });
        self.emit(start);
        let mut first = true;
        // A bracket that comes first is text.
        while first || !self.rest.starts_with(']') {
            first = false;
            self.class_item()?;
        }
        self.take(1);
        self.out.push(']');
        Some(())
    }

    fn class_item(&mut self) -> Option<()> {
        let posix = self.rest.strip_prefix("[:").and_then(|rest| rest.split_once(":]"));
        if let Some((name, _)) = posix {
            POSIX.contains(&name.strip_prefix('^').unwrap_or(name)).then_some(())?;
            let class = self.take(name.len() + 4);
            self.out.push_str(class);
            return Some(());
        }
        if self.rest.starts_with('\\') && self.rest[1..].starts_with(['d', 'D', 'w', 'W', 's', 'S', 'p', 'P']) {
            return self.escaped_class();
        }
        let low = self.class_char()?;
        self.push_char(low);
        if self.rest.starts_with('-') && !self.rest.starts_with("-]") {
            self.take(1);
            let high = self.class_char().filter(|high| low <= *high)?;
            self.out.push('-');
            self.push_char(high);
        }
        Some(())
    }

    fn class_char(&mut self) -> Option<char> {
        if self.rest.starts_with('\\') { self.escaped_char() } else { self.take_char() }
    }
}

/// Length and largest count of a `{n}`, `{n,}` or `{n,m}` at the start of `text`; no count if it is too large, or `m` is less than `n`.
fn counted(text: &str) -> Option<(usize, Option<u32>)> {
    let inside = text.strip_prefix('{')?.split_once('}')?.0;
    let (low, high) = inside.split_once(',').map_or((inside, None), |(low, high)| (low, Some(high)));
    let number = |text: &str| {
        let valid = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) && (text.len() == 1 || !text.starts_with('0'));
        valid.then(|| text.parse::<u32>().unwrap_or(u32::MAX))
    };
    let low = number(low)?;
    let high = high.filter(|high| !high.is_empty()).map_or(Some(low), number)?;
    Some((inside.len() + 2, Some(high).filter(|high| low <= *high && *high <= MAX_REPEAT)))
}
