//! Patterns in RE2's syntax, matched by the `regex` crate.
//!
//! Both engines work in linear time and speak nearly the same language. What differs is rewritten here: in RE2 `\d`, `\w`, `\s` and `\b` are
//! ASCII, `\Q...\E` quotes, a brace that is no repetition is a brace, and a bracket or `&&` inside a class is ordinary text.
//! Refused as there: a repetition of a repetition (`a**`), and counts above 1000.

use std::fmt;

use regex::{Regex, RegexBuilder};

/// Compiled size beyond which a pattern is refused, in bytes.
const SIZE_LIMIT: usize = 1 << 20;
/// The largest count in `{n,m}`.
const MAX_REPEAT: u32 = 1000;

/// A compiled pattern, unanchored.
#[derive(Clone)]
pub struct Pattern {
    source: Box<str>,
    regex: Regex,
}

impl Pattern {
    /// Compiles a pattern; `None` if RE2 would refuse it too.
    pub fn new(source: &str) -> Option<Pattern> {
        let translated = translate(source)?;
        let regex = RegexBuilder::new(&translated).size_limit(SIZE_LIMIT).nest_limit(200).build().ok()?;
        Some(Pattern { source: source.into(), regex })
    }

    /// The pattern as it is written.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Whether it matches somewhere in `text`.
    pub fn is_match(&self, text: &str) -> bool {
        self.regex.is_match(text)
    }
}

impl fmt::Debug for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Pattern({:?})", self.source)
    }
}

struct Translator<'p> {
    rest: &'p str,
    out: String,
    /// Whether what was read last is a repetition, which must not be repeated itself.
    repeated: bool,
}

fn translate(pattern: &str) -> Option<String> {
    let mut translator = Translator { rest: pattern, out: String::with_capacity(pattern.len() + 16), repeated: false };
    while let Some(c) = translator.rest.chars().next() {
        translator.step(c)?;
    }
    Some(translator.out)
}

impl Translator<'_> {
    fn step(&mut self, c: char) -> Option<()> {
        match c {
            '\\' => self.escape(false)?,
            '[' => self.class()?,
            '*' | '+' | '?' => self.repetition(1)?,
            '{' => match counted(self.rest) {
                Some((length, max)) if max <= MAX_REPEAT => self.repetition(length)?,
                Some(_) => return None,
                None => {
                    self.take(1);
                    self.emit("\\{");
                }
            },
            '}' => {
                self.take(1);
                self.emit("\\}");
            }
            _ => self.copy(c.len_utf8()),
        }
        Some(())
    }

    /// Drops `length` bytes of the pattern.
    fn take(&mut self, length: usize) {
        self.rest = &self.rest[length..];
    }

    /// Copies `length` bytes of the pattern.
    fn copy(&mut self, length: usize) {
        self.out.push_str(&self.rest[..length]);
        self.take(length);
        self.repeated = false;
    }

    fn emit(&mut self, text: &str) {
        self.out.push_str(text);
        self.repeated = false;
    }

    /// `*`, `+`, `?` or `{n,m}` and the `?` that makes it lazy.
    fn repetition(&mut self, length: usize) -> Option<()> {
        if self.repeated {
            return None;
        }
        let lazy = usize::from(self.rest[length..].starts_with('?'));
        self.copy(length + lazy);
        self.repeated = true;
        Some(())
    }

    fn escape(&mut self, in_class: bool) -> Option<()> {
        let c = self.rest[1..].chars().next()?;
        let class = match c {
            'd' => "0-9",
            'D' => "^0-9",
            'w' => "0-9A-Za-z_",
            'W' => "^0-9A-Za-z_",
            's' => "\\t\\n\\f\\r ",
            'S' => "^\\t\\n\\f\\r ",
            'b' | 'B' if !in_class => {
                self.take(2);
                self.emit(if c == 'b' { "(?-u:\\b)" } else { "(?-u:\\B)" });
                return Some(());
            }
            'Q' if !in_class => {
                self.quoted();
                return Some(());
            }
            // Word ends, the Rust crate's own extension.
            '<' | '>' | 'u' | 'U' | 'R' => return None,
            '0'..='7' => return self.octal(),
            'p' | 'P' | 'x' if self.rest[2..].starts_with('{') => {
                self.copy(self.rest.find('}')? + 1);
                return Some(());
            }
            _ => {
                self.copy(1 + c.len_utf8());
                return Some(());
            }
        };
        self.take(2);
        self.emit("[");
        self.emit(class);
        self.emit("]");
        Some(())
    }

    /// `\012`, and `\0` alone; `\1` is a back reference, which neither engine has.
    fn octal(&mut self) -> Option<()> {
        let digits: usize = self.rest[1..].bytes().take(3).take_while(|byte| (b'0'..=b'7').contains(byte)).count();
        if digits < 2 && !self.rest[1..].starts_with('0') {
            return None;
        }
        let code = u32::from_str_radix(&self.rest[1..1 + digits], 8).ok()?;
        self.take(1 + digits);
        self.emit(&format!("\\x{{{code:x}}}"));
        Some(())
    }

    fn quoted(&mut self) {
        let body = &self.rest[2..];
        let (text, length) = match body.find("\\E") {
            Some(end) => (&body[..end], end + 4),
            None => (body, self.rest.len()),
        };
        let escaped = regex::escape(text);
        self.take(length);
        self.emit(&escaped);
    }

    fn class(&mut self) -> Option<()> {
        let mut first = if self.rest.starts_with("[^") { 2 } else { 1 };
        self.copy(first);
        loop {
            let c = self.rest.chars().next()?;
            match c {
                // A bracket that comes first is text.
                ']' if first == 0 => {
                    self.copy(1);
                    return Some(());
                }
                '\\' => self.escape(true)?,
                '[' if self.rest.starts_with("[:") && self.rest.contains(":]") => {
                    let end = self.rest.find(":]")? + 2;
                    self.copy(end);
                }
                '[' | ']' | '&' | '~' => {
                    self.take(1);
                    self.emit("\\");
                    self.out.push(c);
                }
                '-' if self.rest.starts_with("--") => {
                    self.take(1);
                    self.emit("\\-");
                }
                _ => self.copy(c.len_utf8()),
            }
            first = 0;
        }
    }
}

/// Length and largest count of a `{n}`, `{n,}` or `{n,m}` at the start of `text`.
fn counted(text: &str) -> Option<(usize, u32)> {
    let end = text.find('}')?;
    let (low, high) = text[1..end].split_once(',').map_or((&text[1..end], None), |(low, high)| (low, Some(high)));
    let number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse::<u32>().unwrap_or(u32::MAX));
    let low = number(low).filter(|_| !low.is_empty())?;
    match high {
        None | Some("") => Some((end + 1, low)),
        Some(high) => Some((end + 1, low.max(number(high)?))),
    }
}

#[cfg(test)]
mod tests {
    use super::Pattern;

    #[track_caller]
    fn check(pattern: &str, matches: &[&str], misses: &[&str]) {
        let compiled = Pattern::new(pattern).unwrap_or_else(|| panic!("{pattern} does not compile"));
        for text in matches {
            assert!(compiled.is_match(text), "{pattern} must match {text:?}");
        }
        for text in misses {
            assert!(!compiled.is_match(text), "{pattern} must not match {text:?}");
        }
    }

    #[test]
    fn is_unanchored() {
        check("b+", &["abba"], &["", "a"]);
        check("^(a|b)$", &["a"], &["ab", "a\n"]);
    }

    #[test]
    fn perl_classes_are_ascii() {
        check(r"^\d+$", &["12"], &["\u{663}"]);
        check(r"^\w+$", &["a_1"], &["é"]);
        check(r"^\W$", &["é", "-"], &["a"]);
        check(r"^[\w+=,.@-]{2,64}$", &["a@b", "x-"], &["a", "é1"]);
        check(r"^[^\s]$", &["é"], &[" "]);
        check(r"\bé", &["aé"], &["é"]);
    }

    #[test]
    fn brackets_and_braces_that_are_text() {
        check(r"^[]a]$", &["]", "a"], &["b"]);
        check(r"^[[a&&b]$", &["[", "&", "a", "b"], &["c"]);
        check(r"^[a--]$", &["a", "-"], &["b"]);
        check(r"^a{,2}$", &["a{,2}"], &["aa"]);
        check(r"^{x}$", &["{x}"], &["x"]);
        check(r"^\Qa.b\E+$", &["a.bb"], &["axb"]);
        check(r"^[[:alpha:]]$", &["x"], &["1"]);
        check(r"^\x{e9}\141$", &["éa"], &[]);
    }

    #[test]
    fn refuses_what_re2_refuses() {
        for pattern in ["a**", "a{2}{3}", "a{1001}", "(", "[", r"\1", "(?=a)", r"\<", "*", "a\\"] {
            assert!(Pattern::new(pattern).is_none(), "{pattern}");
        }
    }
}
