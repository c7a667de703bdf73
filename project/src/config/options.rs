//! Options of single rules: which there are, and what they may be.
//!
//! A rule reads its options by name and takes what it does not understand for unset; so everything is checked here, where a mistake has a place.

use std::fmt;

use esc_analysis::rules::{self, Rule};
use serde::Deserialize;
use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, Visitor};
use serde_json::{Map, Value as Json};

use super::raw::Pairs;
use crate::settings::RulePattern;

/// The options of one rule.
pub(super) struct RuleOptions {
    pub rule: &'static str,
    pub names: &'static [&'static str],
    /// One for each name: the texts that it can be.
    pub values: &'static [&'static [&'static str]],
    /// One for each name: what it does.
    pub help: &'static [&'static str],
}

/// All options that there are.
pub(super) const ALL: &[RuleOptions] = &[RuleOptions {
    rule: "ESC702",
    names: &["style"],
    values: &[&["camelCase", "PascalCase", "snake_case", "kebab-case", "UPPER_CASE"]],
    help: &["How keys of several words are written. Without it: as most keys of the file are."],
}];

/// `options`, as it is written.
#[derive(Default)]
pub(super) struct Options(pub Vec<(&'static Rule, Json)>);

impl<'de> Deserialize<'de> for Options {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(OptionsVisitor)
    }
}

struct OptionsVisitor;

impl<'de> Visitor<'de> for OptionsVisitor {
    type Value = Options;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a mapping of rules to their options")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Options, A::Error> {
        let mut options: Vec<(&'static Rule, Json)> = Vec::new();
        while let Some(pattern) = map.next_key::<RulePattern>()? {
            let known = known(&pattern).map_err(de::Error::custom)?;
            let Some(rule) = rules::rule(known.rule) else { continue };
            if options.iter().any(|(other, _)| other.code == rule.code) {
                return Err(de::Error::custom(format_args!("the options of `{}` are set twice", rule.code)));
            }
            options.push((rule, map.next_value_seed(OneRule(known))?));
        }
        Ok(Options(options))
    }
}

/// The options of the rule that `pattern` means.
fn known(pattern: &RulePattern) -> Result<&'static RuleOptions, String> {
    let name = pattern.as_ref();
    let [rule] = pattern.rules() else { return Err(format!("`{name}` means several rules, and options belong to one")) };
    let with_options = || ALL.iter().map(|options| format!("`{}`", options.rule)).collect::<Vec<_>>().join(", ");
    let known = ALL.iter().find(|options| options.rule == rule.code);
    known.ok_or_else(|| format!("`{name}` has no options; the rules that have some: {}", with_options()))
}

struct OneRule(&'static RuleOptions);

impl<'de> DeserializeSeed<'de> for OneRule {
    type Value = Json;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Json, D::Error> {
        let mut options = Map::new();
        for (name, value) in Pairs::<String, String>::deserialize(deserializer)?.0 {
            let Some(index) = self.0.names.iter().position(|known| *known == name) else {
                return Err(de::Error::unknown_field(&name, self.0.names));
            };
            let values = self.0.values.get(index).copied().unwrap_or_default();
            if !values.contains(&value.as_str()) {
                return Err(de::Error::unknown_variant(&value, values));
            }
            options.insert(name, value.into());
        }
        Ok(options.into())
    }
}
