//! Which rules speak and how loudly: profile, configuration and command line, folded into one level per rule.

use esc_analysis::rules::{self, Rule};
use serde::{Deserialize, Deserializer, de};

use esc_analysis::nearest::nearest;

/// A named set of levels to start from.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Profile {
    /// Each rule's own level.
    #[default]
    Default,
    /// More rules, and every warning an error.
    Strict,
    /// Only what the reference evaluator reports too.
    Parity,
}

/// A code, a name, or a prefix such as `ESC5`, with the rules that it stands for; at least one.
#[derive(Clone, Debug)]
pub struct RulePattern {
    text: String,
    rules: Vec<&'static Rule>,
}

impl RulePattern {
    /// Looks `text` up. The error says which rule is nearest.
    pub fn parse(text: &str) -> Result<RulePattern, String> {
        let rules: Vec<&Rule> = rules::ALL.iter().copied().filter(|rule| rule.name == text || rule.code.starts_with(text)).collect();
        if !rules.is_empty() {
            return Ok(RulePattern { text: text.to_owned(), rules });
        }
        let known = rules::ALL.iter().flat_map(|rule| [rule.code, rule.name]);
        let hint = match nearest(text, known) {
            Some(name) => format!("did you mean `{name}`?"),
            None => "`esc-lint rules` lists them".to_owned(),
        };
        Err(format!("no rule is called `{text}`; {hint}"))
    }

    /// The rules that it stands for.
    pub fn rules(&self) -> &[&'static Rule] {
        &self.rules
    }
}

impl AsRef<str> for RulePattern {
    fn as_ref(&self) -> &str {
        &self.text
    }
}

impl<'de> Deserialize<'de> for RulePattern {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        RulePattern::parse(&text).map_err(de::Error::custom)
    }
}

/// One layer of choices: what a configuration says, or what a command line says.
#[derive(Clone, Default, Debug)]
pub struct Selection {
    /// Where to start; the next layer below decides if absent.
    pub profile: Option<Profile>,
    /// These rules and no others.
    pub select: Option<Vec<RulePattern>>,
    /// These rules too.
    pub extend_select: Vec<RulePattern>,
    /// Not these.
    pub ignore: Vec<RulePattern>,
}
