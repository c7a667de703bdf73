//! The configuration file as it is written: names, types and nothing else.
//!
//! Every key of the format is here, and a key that is not here is an error. What the values mean is decided in [`super`].

use std::fmt;
use std::marker::PhantomData;

use esc_analysis::rules::Level;
use esc_analysis::{Profile, Severity};
use serde::Deserialize;
use serde::de::{self, Deserializer, MapAccess, Visitor};

use super::FailOn;
use super::options::Options;
use crate::names::Template;
use crate::patterns::check_length;
use crate::settings::RulePattern;

/// `.esc-lint.yaml`
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case", expecting = "a mapping of settings")]
pub(super) struct Raw {
    pub files: Option<Vec<String>>,
    pub exclude: Vec<String>,
    pub environments: Vec<Template>,
    pub providers: Option<String>,
    pub imports: RawImports,
    pub rules: Pairs<RulePattern, RawLevel>,
    pub select: Option<Vec<RulePattern>>,
    pub extend_select: Vec<RulePattern>,
    pub ignore: Vec<RulePattern>,
    pub profile: Option<RawProfile>,
    pub fail_on: Option<FailOn>,
    pub per_file: Vec<RawPerFile>,
    pub options: Options,
    pub required_version: Option<semver::VersionReq>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case", expecting = "a mapping of settings")]
pub(super) struct RawImports {
    pub complete: bool,
    pub external: Vec<NameGlob>,
}

/// A glob of environment names. `*` stops at the slash.
pub(super) struct NameGlob(pub globset::Glob);

impl<'de> Deserialize<'de> for NameGlob {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        check_length(&text).map_err(de::Error::custom)?;
        let glob = globset::GlobBuilder::new(&text).literal_separator(true).build();
        glob.map(NameGlob).map_err(|error| de::Error::custom(format_args!("`{text}` is no pattern: {}", error.kind())))
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", expecting = "a mapping with `files` and `rules`")]
pub(super) struct RawPerFile {
    pub files: Vec<String>,
    pub rules: Pairs<RulePattern, RawLevel>,
}

#[derive(Deserialize, Clone, Copy)]
#[serde(rename_all = "kebab-case")]
pub(super) enum RawProfile {
    Default,
    Strict,
    Parity,
}

impl From<RawProfile> for Profile {
    fn from(profile: RawProfile) -> Profile {
        match profile {
            RawProfile::Default => Profile::Default,
            RawProfile::Strict => Profile::Strict,
            RawProfile::Parity => Profile::Parity,
        }
    }
}

#[derive(Deserialize, Clone, Copy)]
#[serde(rename_all = "kebab-case")]
pub(super) enum RawLevel {
    Off,
    Info,
    Warning,
    Error,
}

impl From<RawLevel> for Level {
    fn from(level: RawLevel) -> Level {
        match level {
            RawLevel::Off => Level::Off,
            RawLevel::Info => Level::On(Severity::Info),
            RawLevel::Warning => Level::On(Severity::Warning),
            RawLevel::Error => Level::On(Severity::Error),
        }
    }
}

/// A mapping in the order that it is written in. A repeated key is an error.
pub(super) struct Pairs<K, V>(pub Vec<(K, V)>);

impl<K, V> Default for Pairs<K, V> {
    fn default() -> Self {
        Pairs(Vec::new())
    }
}

impl<'de, K: Deserialize<'de> + AsRef<str>, V: Deserialize<'de>> Deserialize<'de> for Pairs<K, V> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(PairsVisitor(PhantomData))
    }
}

struct PairsVisitor<K, V>(PhantomData<(K, V)>);

impl<'de, K: Deserialize<'de> + AsRef<str>, V: Deserialize<'de>> Visitor<'de> for PairsVisitor<K, V> {
    type Value = Pairs<K, V>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a mapping")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut pairs: Vec<(K, V)> = Vec::new();
        while let Some(key) = map.next_key::<K>()? {
            if pairs.iter().any(|(other, _)| other.as_ref() == key.as_ref()) {
                return Err(de::Error::custom(format_args!("`{}` is set twice", key.as_ref())));
            }
            pairs.push((key, map.next_value()?));
        }
        Ok(Pairs(pairs))
    }
}
