//! The keys under `values` that other programs read: what they are called, and what looks like one of them.

use crate::nearest;

/// A section that `esc run`, `esc open` or Pulumi reads. It counts directly under `values`, in exactly this spelling.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[expect(missing_docs, reason = "the names are the language's own")]
pub enum Section {
    EnvironmentVariables,
    Files,
    PulumiConfig,
    PolicyConfig,
}

impl Section {
    /// All sections.
    pub const ALL: [Section; 4] = [Section::EnvironmentVariables, Section::Files, Section::PulumiConfig, Section::PolicyConfig];

    /// Its key.
    pub fn key(self) -> &'static str {
        match self {
            Section::EnvironmentVariables => "environmentVariables",
            Section::Files => "files",
            Section::PulumiConfig => "pulumiConfig",
            Section::PolicyConfig => "policyConfig",
        }
    }

    /// Its key as [`nearest::fold`] has it.
    fn folded(self) -> &'static str {
        match self {
            Section::EnvironmentVariables => "environmentvariables",
            Section::Files => "files",
            Section::PulumiConfig => "pulumiconfig",
            Section::PolicyConfig => "policyconfig",
        }
    }

    /// What becomes of its entries, to end a sentence with.
    pub fn purpose(self) -> &'static str {
        match self {
            Section::EnvironmentVariables => "become environment variables",
            Section::Files => "become files",
            Section::PulumiConfig => "reach Pulumi stacks as configuration",
            Section::PolicyConfig => "reach policy packs as configuration",
        }
    }

    /// The section that `key` is.
    pub fn parse(key: &str) -> Option<Section> {
        Section::ALL.into_iter().find(|section| section.key() == key)
    }

    /// The section that `key` is, or is so close to that nothing else can be meant: other case, `_` or `-` between the words, a slip or two
    /// in a long name.
    pub fn resembled_by(key: &str) -> Option<Section> {
        let slips = |name: &str| if name.len() < 8 { 0 } else { 2 };
        // Most keys are of another length.
        let letters = key.bytes().filter(|byte| !matches!(byte, b'_' | b'-')).count();
        if key.is_ascii() && !Section::ALL.into_iter().map(Section::folded).any(|name| name.len().abs_diff(letters) <= slips(name)) {
            return None;
        }
        let folded = nearest::fold(key);
        Section::ALL.into_iter().find(|section| nearest::is_within(&folded, section.folded(), slips(section.folded())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn recognises_misspelt_sections_and_nothing_else() {
        for key in [
            "environmentVariables",
            "environmentvariables",
            "environment_variables",
            "environmentVariable",
            "enviromentVariables",
            "ENVIRONMENT-VARIABLES",
        ] {
            assert_eq!(Section::resembled_by(key), Some(Section::EnvironmentVariables), "{key}");
        }
        assert_eq!(Section::resembled_by("pulumiconfig"), Some(Section::PulumiConfig));
        assert_eq!(Section::resembled_by("policyConfigs"), Some(Section::PolicyConfig));
        assert_eq!(Section::resembled_by("Files"), Some(Section::Files));
        for section in Section::ALL {
            assert_eq!(section.folded(), nearest::fold(section.key()));
        }
        for key in ["file", "filed", "env", "environment", "variables", "config", "pulumi", "policies", ""] {
            assert_eq!(Section::resembled_by(key), None, "{key}");
        }
    }
}
