//! From what people write to rules: codes, names, prefixes of codes.

use super::{ALL, Rule};
use crate::nearest::nearest;

/// No rule has this code, name or prefix.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct UnknownRule {
    /// What was asked for.
    pub pattern: String,
    /// The code or name that was probably meant.
    pub nearest: Option<&'static str>,
}

impl std::fmt::Display for UnknownRule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "no rule is called `{}`", self.pattern)?;
        self.nearest.map_or(Ok(()), |nearest| write!(f, "; did you mean `{nearest}`?"))
    }
}

impl std::error::Error for UnknownRule {}

/// The rule with this code or name.
pub fn rule(code_or_name: &str) -> Option<&'static Rule> {
    ALL.iter().copied().find(|rule| rule.code.eq_ignore_ascii_case(code_or_name) || rule.name == code_or_name)
}

/// The rules that `pattern` means: one by code (`ESC503`) or name (`sensitive-key-in-clear`), several by the beginning of a code (`ESC5`,
/// `ESC`). Codes count in any case.
pub fn select(pattern: &str) -> Result<Vec<&'static Rule>, UnknownRule> {
    if let Some(rule) = rule(pattern) {
        return Ok(vec![rule]);
    }
    let upper = pattern.to_ascii_uppercase();
    let rules: Vec<_> = ALL.iter().copied().filter(|rule| upper.len() >= 3 && rule.code.starts_with(&upper)).collect();
    if rules.is_empty() {
        let names = ALL.iter().flat_map(|rule| [rule.name, rule.code]);
        return Err(UnknownRule { pattern: pattern.to_owned(), nearest: nearest(pattern, names) });
    }
    Ok(rules)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(pattern: &str) -> Vec<&'static str> {
        select(pattern).unwrap().into_iter().map(|rule| rule.code).collect()
    }

    #[test]
    fn selects_by_code_name_and_prefix() {
        assert_eq!(codes("ESC101"), ["ESC101"]);
        assert_eq!(codes("esc101"), ["ESC101"]);
        assert_eq!(codes("unknown-top-level-key"), ["ESC101"]);
        assert!(codes("ESC1").len() > 5 && codes("ESC1").iter().all(|code| code.starts_with("ESC1")));
        assert_eq!(codes("ESC").len(), ALL.len());
    }

    #[test]
    fn names_the_nearest_for_an_unknown_pattern() {
        let error = select("unknown-toplevel-key").unwrap_err();
        assert_eq!(error.to_string(), "no rule is called `unknown-toplevel-key`; did you mean `unknown-top-level-key`?");
        assert_eq!(select("ESC999").unwrap_err().pattern, "ESC999");
        assert!(select("").is_err() && select("E").is_err());
    }
}
