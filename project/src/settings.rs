//! From configuration and command line to [`Settings`]: who may say what about a rule, and who has the last word.
//!
//! From weak to strong: the profile's levels; the configuration's `select`, `extend-select` and `ignore`; its `rules`; its `per-file`
//! rules; the command line.

use std::path::Path;

use esc_analysis::rules::{self, ALL, Level, Rule};
use esc_analysis::{Profile, Settings};
use serde::{Deserialize, Deserializer, de};

use crate::Config;

/// A code, a name, or a prefix such as `ESC5`, with the rules that it stands for; at least one.
#[derive(Clone, Debug)]
pub struct RulePattern {
    text: String,
    rules: Vec<&'static Rule>,
}

impl RulePattern {
    /// Looks `text` up. The error names the nearest rule.
    pub fn parse(text: &str) -> Result<RulePattern, rules::UnknownRule> {
        rules::select(text).map(|rules| RulePattern { text: text.to_owned(), rules })
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

/// What a configuration or a command line says about which rules run.
#[derive(Clone, Default, Debug)]
pub struct Selection {
    /// Where to start.
    pub profile: Option<Profile>,
    /// These rules and no others.
    pub select: Option<Vec<RulePattern>>,
    /// These rules too.
    pub extend_select: Vec<RulePattern>,
    /// Not these.
    pub ignore: Vec<RulePattern>,
}

impl Selection {
    fn apply(&self, settings: &mut Settings) {
        if let Some(select) = &self.select {
            for rule in ALL {
                if !matching(select).any(|selected| selected.code == rule.code) {
                    settings.set(rule, Level::Off);
                }
            }
            wake(settings, select);
        }
        wake(settings, &self.extend_select);
        for rule in matching(&self.ignore) {
            settings.set(rule, Level::Off);
        }
    }
}

/// The settings of the file at `path` (canonical).
pub(crate) fn settings(config: Option<&Config>, path: Option<&Path>, command_line: &Selection) -> Settings {
    let profile = command_line.profile.or(config.and_then(|config| config.selection.profile));
    let mut settings = Settings::new(profile.unwrap_or_default());
    if let Some(config) = config {
        config.selection.apply(&mut settings);
        set_levels(&mut settings, &config.rules);
        for entry in config.per_file.iter().filter(|entry| path.is_some_and(|path| entry.files.cover(path))) {
            set_levels(&mut settings, &entry.rules);
        }
        settings.imports = config.imports.clone();
        for (rule, options) in &config.options {
            settings.set_options(rule, options.clone());
        }
    }
    command_line.apply(&mut settings);
    settings
}

fn matching(patterns: &[RulePattern]) -> impl Iterator<Item = &'static Rule> {
    patterns.iter().flat_map(|pattern| pattern.rules.iter().copied())
}

/// Switches rules on that are off. One that is on keeps its severity.
fn wake(settings: &mut Settings, patterns: &[RulePattern]) {
    for rule in matching(patterns) {
        if settings.level(rule) == Level::Off {
            settings.select(rule);
        }
    }
}

/// Sets levels, those of single rules after those of groups, whatever the order they are written in.
fn set_levels(settings: &mut Settings, levels: &[(RulePattern, Level)]) {
    let mut levels: Vec<_> = levels.iter().collect();
    levels.sort_by_key(|(pattern, _)| std::cmp::Reverse(pattern.rules.len()));
    for (pattern, level) in levels {
        for rule in &pattern.rules {
            settings.set(rule, *level);
        }
    }
}
