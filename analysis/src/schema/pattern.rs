//! Patterns in RE2's syntax, matched by the `regex` crate.
//!
//! Both engines work in linear time and speak nearly the same language; `translate` rewrites what differs.

mod translate;

use std::fmt;

use regex::{Regex, RegexBuilder};

/// Compiled size beyond which a pattern is not tried, in bytes.
const SIZE_LIMIT: usize = 2 << 20;

/// A compiled pattern, unanchored.
#[derive(Clone)]
pub struct Pattern {
    source: Box<str>,
    /// `None` if it is right, but takes too much memory.
    regex: Option<Regex>,
}

impl Pattern {
    /// Compiles a pattern; `None` if RE2 would refuse it too.
    pub fn new(source: &str) -> Option<Pattern> {
        let translated = translate::translate(source)?;
        let regex = match RegexBuilder::new(&translated).size_limit(SIZE_LIMIT).nest_limit(200).build() {
            Ok(regex) => Some(regex),
            Err(regex::Error::CompiledTooBig(_)) => None,
            Err(_) => return None,
        };
        Some(Pattern { source: source.into(), regex })
    }

    /// The pattern as it is written.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Whether it matches somewhere in `text`, as far as it can be tried.
    pub fn is_match(&self, text: &str) -> bool {
        self.regex.as_ref().is_none_or(|regex| regex.is_match(text))
    }
}

impl fmt::Debug for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Pattern({:?})", self.source)
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
        check(r"^[+--]$", &["+", ",", "-"], &["*", "."]);
        check(r"^[\d-z]$", &["1", "-", "z"], &["a"]);
        check(r"^[a-]$", &["a", "-"], &["b"]);
        check(r"^a{,2}$", &["a{,2}"], &["aa"]);
        check(r"^{x}{01}$", &["{x}{01}"], &["x"]);
        check(r"^\Qa.b\E+$", &["a.bb"], &["axb"]);
        check(r"^[[:alpha:]]$", &["x"], &["1"]);
        check(r"^\x{e9}\141$", &["éa"], &[]);
        check(r"^\<\>\_\ \/$", &["<>_ /"], &[]);
    }

    #[test]
    fn unicode_classes_may_be_inverted_twice() {
        check(r"^\p{^L}$", &["1"], &["é"]);
        check(r"^[\P{^Greek}x]\pN$", &["α1", "x1"], &["1x"]);
    }

    #[test]
    fn groups_have_names_and_flags() {
        check(r"^(?P<1>a)(?<b_2>b)(?P<b_2>c)$", &["abc"], &["ab"]);
        check(r"(?ii)^a(?i-i:b)(?)$", &["Ab"], &["AB"]);
        check(r"(?m:^b$)(?U-s)", &["a\nb"], &["ab"]);
    }

    #[test]
    fn is_not_tried_where_it_takes_too_much() {
        check(r"^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$", &["a", "*"], &[]);
        check(r"^\S{1,1000}$", &["é"], &[" "]);
    }

    #[test]
    fn refuses_what_re2_refuses() {
        for pattern in
            ["a**", "a{2}{3}", "a{1001}", "a{3,2}", "(a{40}b){30}", "(", ")", "[", "[]", "[b-a]", r"[a-\d]", "[[:foo:]]", "*", "a\\"]
        {
            assert!(Pattern::new(pattern).is_none(), "{pattern}");
        }
        for pattern in
            [r"\1", r"\8", r"\x4", r"\x{}", r"\Z", r"\C", r"\é", r"\p{sc=Greek}", "(?=a)", "(?x)", "(?u:a)", "(?i-)", "(?P<>a)", "(?P<é>a)"]
        {
            assert!(Pattern::new(pattern).is_none(), "{pattern}");
        }
        assert!(Pattern::new("(a{40}){25}|b{1000}").is_some());
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read(pattern in r"([a-z0-9é:^-]|\\|\[|\]|\[:|:\]|\(|\)|\(\?|<|>|\{|\}|\\[xpPQEdDbB0-7]|[*+?|,.$])*") {
            let _ = Pattern::new(&pattern).map(|compiled| compiled.is_match("a"));
        }
    }
}
