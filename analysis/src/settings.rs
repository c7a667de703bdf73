//! How the rules are set for one file: plain data that the command line and the server fill in, and threads share.

use std::collections::BTreeMap;

use globset::GlobSet;

use crate::diagnostic::Severity;
use crate::rules::{ALL, Level, Reference, Rule};

/// A ready-made set of levels.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum Profile {
    /// Each rule at its own level.
    #[default]
    Default,
    /// More rules, and each warning an error.
    Strict,
    /// Only what the reference evaluator reports too.
    Parity,
}

/// What is known of the workspace's environments.
#[derive(Clone, Debug, Default)]
pub struct ImportPolicy {
    /// Every environment is in the workspace, so that one which is not found does not exist.
    pub complete: bool,
    /// Names of environments that live elsewhere on purpose.
    pub external: GlobSet,
}

/// Levels, options and policies of one run over one file.
#[derive(Clone, Debug)]
pub struct Settings {
    profile: Profile,
    /// One per rule, in the order of [`ALL`].
    choices: Vec<Choice>,
    options: BTreeMap<&'static str, serde_json::Value>,
    /// What is known of the environments that can be imported.
    pub imports: ImportPolicy,
    /// Whether comments may silence findings. Not for someone who only wants to know what is secret.
    pub heed_suppressions: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Choice {
    /// As the profile has it.
    Profile,
    /// On, at the profile's severity, or the one it has when selected.
    Selected,
    /// As somebody said.
    Set(Level),
}

impl Default for Settings {
    fn default() -> Settings {
        Settings::new(Profile::Default)
    }
}

impl Settings {
    /// The levels of `profile`, no options, an incomplete workspace.
    pub fn new(profile: Profile) -> Settings {
        Settings {
            profile,
            choices: vec![Choice::Profile; ALL.len()],
            options: BTreeMap::new(),
            imports: ImportPolicy::default(),
            heed_suppressions: true,
        }
    }

    /// The profile that the levels start from.
    pub fn profile(&self) -> Profile {
        self.profile
    }

    /// Sets a rule; all its findings get this severity.
    pub fn set(&mut self, rule: &Rule, level: Level) {
        self.choose(rule, Choice::Set(level));
    }

    /// Switches a rule on without saying how loud it is.
    pub fn select(&mut self, rule: &Rule) {
        self.choose(rule, Choice::Selected);
    }

    /// Whether a rule speaks, and how loud unless a finding is of another weight.
    pub fn level(&self, rule: &Rule) -> Level {
        self.resolve(rule, self.choice(rule))
    }

    /// The rules that speak, by code, and how loud: as [`Settings::level`], without looking for each.
    pub(crate) fn active(&self) -> impl Iterator<Item = (&'static Rule, Severity)> {
        ALL.iter().zip(&self.choices).filter_map(|(rule, choice)| match self.resolve(rule, *choice) {
            Level::On(severity) => Some((*rule, severity)),
            Level::Off => None,
        })
    }

    fn resolve(&self, rule: &Rule, choice: Choice) -> Level {
        let profile = self.profile_level(rule);
        match (choice, profile) {
            (Choice::Set(level), _) => level,
            (Choice::Selected, Level::Off) => Level::On(rule.severity_when_selected()),
            (Choice::Selected | Choice::Profile, _) => profile,
        }
    }

    /// The severity of a finding that by itself would be `proposed`: what was set for the rule counts more, and a strict profile has no
    /// warnings.
    pub fn severity(&self, rule: &Rule, proposed: Severity) -> Severity {
        match (self.choice(rule), self.profile, proposed) {
            (Choice::Set(Level::On(severity)), _, _) => severity,
            (_, Profile::Strict, Severity::Warning) => Severity::Error,
            _ => proposed,
        }
    }

    /// Sets a rule's options.
    pub fn set_options(&mut self, rule: &Rule, options: serde_json::Value) {
        self.options.insert(rule.code, options);
    }

    /// A rule's options, if there are any.
    pub fn options(&self, rule: &Rule) -> Option<&serde_json::Value> {
        self.options.get(rule.code)
    }

    fn profile_level(&self, rule: &Rule) -> Level {
        match self.profile {
            Profile::Default => rule.level,
            Profile::Strict => rule.strict,
            Profile::Parity if rule.reference == Reference::Agrees => rule.level,
            Profile::Parity => Level::Off,
        }
    }

    fn choice(&self, rule: &Rule) -> Choice {
        rule.index().and_then(|index| self.choices.get(index)).copied().unwrap_or(Choice::Profile)
    }

    fn choose(&mut self, rule: &Rule, choice: Choice) {
        if let Some(slot) = rule.index().and_then(|index| self.choices.get_mut(index)) {
            *slot = choice;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::rule;

    fn level(settings: &Settings, code: &str) -> Level {
        settings.level(rule(code).unwrap())
    }

    #[test]
    fn profiles_choose_levels() {
        let (default, strict, parity) = (Settings::default(), Settings::new(Profile::Strict), Settings::new(Profile::Parity));
        assert_eq!(level(&default, "ESC101"), Level::On(Severity::Warning));
        assert_eq!(level(&strict, "ESC101"), Level::On(Severity::Error));
        assert_eq!(level(&parity, "ESC101"), Level::On(Severity::Warning));
        assert_eq!(level(&parity, "ESC005"), Level::Off);
    }

    #[test]
    fn what_is_set_counts_more_than_the_profile_and_the_finding() {
        let mut settings = Settings::new(Profile::Strict);
        let rule = rule("ESC101").unwrap();
        settings.set(rule, Level::On(Severity::Info));
        assert_eq!(settings.level(rule), Level::On(Severity::Info));
        assert_eq!(settings.severity(rule, Severity::Error), Severity::Info);
        settings.set(rule, Level::Off);
        assert_eq!(settings.level(rule), Level::Off);
        settings.select(rule);
        assert_eq!(settings.level(rule), Level::On(Severity::Error));
    }
}
