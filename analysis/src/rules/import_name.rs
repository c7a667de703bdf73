//! The name of an environment, taken apart.

/// What an import names.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(super) struct ImportName<'n> {
    /// As written; `None` stands for `default`.
    pub(super) project: Option<&'n str>,
    /// The environment's own name.
    pub(super) environment: &'n str,
    /// A revision or a tag; `None` for the latest, whether that is written or not.
    pub(super) version: Option<&'n str>,
}

/// The project of a name without one.
pub(super) const DEFAULT_PROJECT: &str = "default";

impl<'n> ImportName<'n> {
    /// `None` for what no environment can be called.
    pub(super) fn parse(name: &'n str) -> Option<ImportName<'n>> {
        let (path, version) = match name.split_once('@') {
            Some((path, version)) => (path, Some(version)),
            None => (name, None),
        };
        let (project, environment) = match path.split_once('/') {
            Some((project, environment)) => (Some(project), environment),
            None => (None, path),
        };
        let is_part = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'));
        let is_name = is_part(environment) && project.is_none_or(is_part) && version.is_none_or(is_part);
        is_name.then_some(ImportName { project, environment, version: version.filter(|version| *version != "latest") })
    }

    /// With the project that it means. Equal ones name the same revision of the same environment.
    pub(super) fn qualified(self) -> ImportName<'n> {
        ImportName { project: Some(self.project.unwrap_or(DEFAULT_PROJECT)), ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_names_that_mean_the_same() {
        let is = |a: &str, b: &str| ImportName::parse(a).unwrap().qualified() == ImportName::parse(b).unwrap().qualified();
        assert!(is("env", "default/env") && is("p/env@latest", "p/env") && is("env@3", "default/env@3"));
        assert!(!is("env", "p/env") && !is("env@3", "env") && !is("a", "b"));
        assert_eq!(ImportName::parse("a/b/c"), None);
        assert_eq!(ImportName::parse("env@"), None);
    }
}
