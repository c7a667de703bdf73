//! `.esc-lint.yaml`: read, checked, and its paths made absolute.
//!
//! The nearest file upwards wins whole; nothing is merged. Everything in it is checked when it is read, so that a mistake is reported
//! once, with its place, and never turns up later as a rule that silently does not run.

mod error;
mod options;
mod raw;
mod schema;

use std::path::{Path, PathBuf};

use esc_analysis::ImportPolicy;
use esc_analysis::rules::{Level, Rule};
use globset::GlobSetBuilder;
use serde::Deserialize;

pub use error::ConfigError;
use raw::{Pairs, Raw, RawImports, RawLevel, RawPerFile};
pub use schema::schema;

use crate::names::Template;
use crate::patterns::Patterns;
use crate::settings::{RulePattern, Selection};
use crate::{ReadError, read_text};

/// What the file is called.
pub const FILE_NAME: &str = ".esc-lint.yaml";

/// From which severity on a run counts as failed.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FailOn {
    /// Errors alone.
    Error,
    /// Warnings and errors.
    #[default]
    Warning,
    /// Any finding.
    Info,
    /// No finding.
    Never,
}

/// A configuration.
#[derive(Debug)]
pub struct Config {
    /// Where it was read from, absolute.
    pub path: PathBuf,
    /// The directory that its paths are relative to, absolute.
    pub dir: PathBuf,
    /// What is linted when no path is given, and what counts as an environment whatever is in it.
    pub files: Patterns,
    /// What a walk leaves out.
    pub exclude: Patterns,
    /// How environment names map to files, before the usual search.
    pub environments: Vec<Template>,
    /// More providers, absolute.
    pub providers: Option<PathBuf>,
    /// What is known about imports.
    pub imports: ImportPolicy,
    /// Which rules run.
    pub selection: Selection,
    /// Levels set one by one.
    pub rules: Vec<(RulePattern, Level)>,
    /// Levels set for some files.
    pub per_file: Vec<PerFile>,
    /// Options of single rules.
    pub options: Vec<(&'static Rule, serde_json::Value)>,
    /// When a run fails.
    pub fail_on: Option<FailOn>,
}

/// Levels for some files.
#[derive(Clone, Debug)]
pub struct PerFile {
    /// Which files.
    pub files: Patterns,
    /// Their levels.
    pub rules: Vec<(RulePattern, Level)>,
}

impl Config {
    /// Reads the configuration at `path` (absolute). `shown` is what messages call it.
    pub fn read(path: &Path, shown: &str) -> Result<Config, ConfigError> {
        let text = read_text(path).map_err(|error: ReadError| ConfigError::new(shown, error.to_string()))?;
        Config::parse(&text, path, shown)
    }

    /// As [`Config::read`], of text that is at hand.
    pub fn parse(text: &str, path: &Path, shown: &str) -> Result<Config, ConfigError> {
        if is_too_deep(text) {
            return Err(ConfigError::new(shown, "is nested more deeply than any configuration".to_owned()));
        }
        // A file with comments alone is a configuration that changes nothing.
        let raw: Option<Raw> = serde_yaml::from_str(text).map_err(|error| ConfigError::from_yaml(shown, &error))?;
        Config::resolve(raw.unwrap_or_default(), path).map_err(|message| ConfigError::new(shown, message))
    }

    fn resolve(raw: Raw, path: &Path) -> Result<Config, String> {
        check_version(raw.required_version.as_ref())?;
        let dir = path.parent().unwrap_or(Path::new("")).to_owned();
        let patterns = |key: &str, patterns| Patterns::new(&dir, patterns).map_err(|message| format!("{key}: {message}"));
        Ok(Config {
            path: path.to_owned(),
            files: patterns("files", raw.files.unwrap_or_default())?,
            exclude: patterns("exclude", raw.exclude)?,
            environments: raw.environments,
            providers: raw.providers.map(|providers| dir.join(providers)),
            imports: import_policy(raw.imports)?,
            selection: Selection {
                profile: raw.profile.map(Into::into),
                select: raw.select,
                extend_select: raw.extend_select,
                ignore: raw.ignore,
            },
            rules: levels(raw.rules),
            per_file: raw.per_file.into_iter().map(|entry| per_file(&dir, entry)).collect::<Result<_, _>>()?,
            options: raw.options.0,
            fail_on: raw.fail_on,
            dir,
        })
    }
}

/// Whether more brackets are open at once than a configuration has in all. The deserializer takes minutes for a hundred thousand of them.
fn is_too_deep(text: &str) -> bool {
    const MOST: usize = 1_000;
    let mut open = 0_usize;
    text.bytes().any(|byte| {
        match byte {
            b'[' | b'{' => open += 1,
            b']' | b'}' => open = open.saturating_sub(1),
            _ => {}
        }
        open > MOST
    })
}

fn levels(pairs: Pairs<RulePattern, RawLevel>) -> Vec<(RulePattern, Level)> {
    pairs.0.into_iter().map(|(pattern, level)| (pattern, level.into())).collect()
}

fn import_policy(raw: RawImports) -> Result<ImportPolicy, String> {
    let mut external = GlobSetBuilder::new();
    for glob in raw.external {
        external.add(glob.0);
    }
    let external = external.build().map_err(|error| format!("imports.external: {error}"))?;
    Ok(ImportPolicy { complete: raw.complete, external })
}

fn per_file(dir: &Path, raw: RawPerFile) -> Result<PerFile, String> {
    let files = Patterns::new(dir, raw.files).map_err(|message| format!("per-file: {message}"))?;
    Ok(PerFile { files, rules: levels(raw.rules) })
}

fn check_version(required: Option<&semver::VersionReq>) -> Result<(), String> {
    let version = env!("CARGO_PKG_VERSION");
    let matches = |required: &semver::VersionReq| semver::Version::parse(version).is_ok_and(|version| required.matches(&version));
    match required {
        Some(required) if !matches(required) => Err(format!("requires version {required}, and this is {version}")),
        _ => Ok(()),
    }
}
