//! Environment names and the files that they mean. Names and paths only; whether a file exists is asked elsewhere.

use std::fmt;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Deserializer, de};

/// The project that a name without one belongs to.
const DEFAULT_PROJECT: &str = "default";

/// Endings that an import's file may have, in order of preference.
const EXTENSIONS: [&str; 3] = [".yaml", ".yml", ".esc.yaml"];

/// `env`, `project/env`, either with `@version`: what an import writes.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) struct EnvironmentName<'n> {
    project: Option<&'n str>,
    env: &'n str,
}

impl<'n> EnvironmentName<'n> {
    /// Reads an import's name; the version is cut off. `None` for what cannot be a name, above all for anything that would leave the
    /// directories that are searched.
    pub fn parse(written: &'n str) -> Option<EnvironmentName<'n>> {
        let name = written.split_once('@').map_or(written, |(name, _)| name);
        let (project, env) = match name.split_once('/') {
            Some((project, env)) => (Some(project), env),
            None => (None, name),
        };
        let legal = project.into_iter().chain([env]).all(is_legal_part);
        legal.then_some(EnvironmentName { project, env })
    }

    fn project(&self) -> &'n str {
        self.project.unwrap_or(DEFAULT_PROJECT)
    }

    /// Whether both mean the same environment.
    pub fn is_same(&self, other: &EnvironmentName<'_>) -> bool {
        self.project() == other.project() && self.env == other.env
    }

    /// Whether the file's own name has this one in it, so that the search could come upon it.
    pub fn may_be_in(&self, file: &Path) -> bool {
        file.file_name().and_then(|name| name.to_str()).is_some_and(|name| name.starts_with(self.env))
    }

    /// Files that the name can mean below one directory, the likeliest first.
    pub fn files(&self) -> impl Iterator<Item = PathBuf> {
        let in_project = Path::new(self.project()).join(self.env);
        let beside = (self.project() == DEFAULT_PROJECT).then(|| PathBuf::from(self.env));
        let stems = if self.project.is_some() { [Some(in_project), beside] } else { [beside, Some(in_project)] };
        stems.into_iter().flatten().flat_map(|stem| EXTENSIONS.map(|extension| with_suffix(&stem, extension)))
    }
}

impl fmt::Display for EnvironmentName<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.project {
            Some(project) => write!(f, "{project}/{}", self.env),
            None => f.write_str(self.env),
        }
    }
}

/// What an import would call the file at `relative` (a path below the root), if any import could.
pub(crate) fn name_of(relative: &Path) -> Option<String> {
    let mut parts = relative.iter().rev().map(|part| part.to_str());
    let file = parts.next()??;
    let env = [".esc.yaml", ".yaml", ".yml"].iter().find_map(|extension| file.strip_suffix(extension))?;
    let project = parts.next();
    if parts.next().is_some() {
        return None;
    }
    let name = match project {
        None | Some(Some(DEFAULT_PROJECT)) => env.to_owned(),
        Some(project) => format!("{}/{env}", project?),
    };
    EnvironmentName::parse(&name).is_some().then_some(name)
}

/// `envs/{project}/{env}.yaml`: where the configuration keeps its environments.
///
/// Without `{project}` it is about environments of the default project.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Template(String);

impl Template {
    /// Checks `text`.
    pub fn parse(text: &str) -> Result<Template, String> {
        let text = text.strip_prefix("./").unwrap_or(text);
        let rest = text.replacen("{env}", "", 1).replacen("{project}", "", 1);
        if !text.contains("{env}") {
            return Err(format!(
                "`{text}` names no environment; write `{{env}}` where its name belongs, as in `envs/{{project}}/{{env}}.yaml`"
            ));
        }
        if rest.contains(['{', '}', '*']) {
            return Err(format!("`{text}` may hold `{{project}}` and `{{env}}` once each, and no other pattern"));
        }
        Ok(Template(text.to_owned()))
    }

    /// The file of `name`, relative to the configuration's directory.
    pub(crate) fn file(&self, name: &EnvironmentName<'_>) -> Option<PathBuf> {
        let fits = self.0.contains("{project}") || name.project() == DEFAULT_PROJECT;
        fits.then(|| PathBuf::from(self.0.replace("{project}", name.project()).replace("{env}", name.env)))
    }

    /// The name of the environment in the file at `relative`: the inverse of [`Template::file`].
    pub(crate) fn name(&self, relative: &Path) -> Option<String> {
        let path = relative.to_str()?.replace(std::path::MAIN_SEPARATOR, "/");
        let (mut project, mut env) = (DEFAULT_PROJECT, "");
        let (fixed, mut holes) = self.0.split_once('{')?;
        let mut path = path.strip_prefix(fixed)?;
        while let Some((hole, after)) = holes.split_once('}') {
            let part;
            (part, path, holes) = match after.split_once('{') {
                Some((fixed, next)) => path.split_once(fixed).map(|(part, rest)| (part, rest, next))?,
                None => (path.strip_suffix(after)?, "", ""),
            };
            *(if hole == "env" { &mut env } else { &mut project }) = part;
        }
        let name = if project == DEFAULT_PROJECT { env.to_owned() } else { format!("{project}/{env}") };
        (is_legal_part(project) && is_legal_part(env)).then_some(name)
    }
}

impl<'de> Deserialize<'de> for Template {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Template::parse(&text).map_err(de::Error::custom)
    }
}

fn is_legal_part(part: &str) -> bool {
    let legal = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    !part.is_empty() && part != "." && part != ".." && part.chars().all(legal)
}

fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(name: &str) -> Vec<String> {
        let name = EnvironmentName::parse(name).unwrap();
        name.files().map(|file| file.to_str().unwrap().to_owned()).collect()
    }

    #[test]
    fn a_name_with_a_project_means_a_file_in_its_directory() {
        assert_eq!(files("team/dev@3"), ["team/dev.yaml", "team/dev.yml", "team/dev.esc.yaml"]);
    }

    #[test]
    fn a_bare_name_belongs_to_the_default_project() {
        let beside = ["dev.yaml", "dev.yml", "dev.esc.yaml"];
        let in_project = ["default/dev.yaml", "default/dev.yml", "default/dev.esc.yaml"];
        assert_eq!(files("dev"), [beside, in_project].concat());
        assert_eq!(files("default/dev@stable"), [in_project, beside].concat());
    }

    #[test]
    fn no_name_leaves_the_searched_directories() {
        for name in ["", "/etc/passwd", "../dev", "a/../b", "a/b/c", "..", "a/", "/a", "a b", "c:\\x", "@1"] {
            assert_eq!(EnvironmentName::parse(name), None, "{name}");
        }
    }

    #[test]
    fn a_file_is_called_what_an_import_would_call_it() {
        let name = |path: &str| name_of(Path::new(path));
        assert_eq!(name("dev.yaml").as_deref(), Some("dev"));
        assert_eq!(name("default/dev.yml").as_deref(), Some("dev"));
        assert_eq!(name("team/dev.esc.yaml").as_deref(), Some("team/dev"));
        assert_eq!(name("a/team/dev.yaml"), None);
        assert_eq!(name("dev.json"), None);
    }

    #[test]
    fn templates_go_both_ways() {
        let check = |template: &str, name: &str, file: &str| {
            let template = Template::parse(template).unwrap();
            let parsed = EnvironmentName::parse(name).unwrap();
            assert_eq!(template.file(&parsed).as_deref(), Some(Path::new(file)));
            assert_eq!(template.name(Path::new(file)).as_deref(), Some(name));
        };
        check("envs/{project}/{env}.yaml", "team/dev", "envs/team/dev.yaml");
        check("./{project}.{env}.esc.yaml", "team/dev", "team.dev.esc.yaml");
        check("envs/{env}/main.yaml", "dev", "envs/dev/main.yaml");
        check("envs/{project}/{env}.yaml", "team.a/dev.eu", "envs/team.a/dev.eu.yaml");
        let of_default_project = Template::parse("envs/{env}.yaml").unwrap();
        assert_eq!(of_default_project.file(&EnvironmentName::parse("team/dev").unwrap()), None);
        assert_eq!(of_default_project.name(Path::new("envs/a/b.yaml")), None);
    }

    #[test]
    fn templates_say_what_they_lack() {
        assert!(Template::parse("envs/*.yaml").unwrap_err().contains("`{env}`"));
        assert!(Template::parse("{env}/{environment}").unwrap_err().contains("no other pattern"));
    }
}
