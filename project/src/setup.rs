//! What a configuration comes to for the files it governs: how the rules are set, which providers there are, what has been evaluated.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use esc_analysis::Settings;
use esc_analysis::eval::Cache;
use esc_analysis::providers::Catalogue;

use crate::config::{Config, ConfigError};
use crate::read_text;
use crate::settings::{Selection, settings};

/// One configuration, or the lack of one, made ready. Shared by all files it governs.
pub struct Setup {
    /// The configuration.
    pub config: Option<Config>,
    /// How the rules are set, `per-file` levels left out.
    pub settings: Arc<Settings>,
    /// The providers that there are.
    pub catalogue: Catalogue,
    /// What was evaluated with these providers.
    pub cache: Cache,
}

impl Setup {
    /// Reads the providers that the command line or else the configuration names.
    pub(crate) fn new(config: Option<Config>, command_line: &CommandLine) -> Result<Setup, ConfigError> {
        let providers = command_line.providers.as_deref().or(config.as_ref().and_then(|config| config.providers.as_deref()));
        Ok(Setup {
            settings: Arc::new(settings(config.as_ref(), None, &command_line.selection)),
            catalogue: providers.map_or_else(|| Ok(Catalogue::new()), |dir| read_catalogue(dir, &command_line.cwd))?,
            cache: Cache::new(),
            config,
        })
    }
}

/// What was said for the whole run, and has the last word.
pub(crate) struct CommandLine {
    pub cwd: PathBuf,
    pub root: Option<PathBuf>,
    pub folders: Vec<PathBuf>,
    pub selection: Selection,
    pub providers: Option<PathBuf>,
}

/// The shipped providers and those of `dir`, one a `*.json` file.
fn read_catalogue(dir: &Path, cwd: &Path) -> Result<Catalogue, ConfigError> {
    let fail = |path: &Path, message: String| ConfigError::new(&crate::shown(cwd, path), message);
    let entries = std::fs::read_dir(dir).map_err(|error| fail(dir, format!("the directory of providers cannot be read: {error}")))?;
    let mut files: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).filter(|path| is_json(path)).collect();
    files.sort();
    let mut catalogue = Catalogue::new();
    for file in files {
        let text = read_text(&file).map_err(|error| fail(&file, error.to_string()))?;
        catalogue.extend(&text).map_err(|error| fail(&file, format!("describes no provider: {error}")))?;
    }
    Ok(catalogue)
}

fn is_json(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "json")
}

#[cfg(test)]
mod tests {
    use super::*;

    const PROVIDER: &str =
        r#"{"name": "house", "kind": "provider", "description": "", "inputs": {"type": "object"}, "outputs": {"type": "object"}}"#;

    fn setup(files: &[(&str, &str)], providers: &str) -> Result<Setup, String> {
        let dir = tempfile::TempDir::new().unwrap();
        for (name, text) in files {
            std::fs::write(dir.path().join(name), text).unwrap();
        }
        let providers = Some(dir.path().join(providers));
        let command_line =
            CommandLine { cwd: dir.path().to_owned(), root: None, folders: Vec::new(), selection: Selection::default(), providers };
        Setup::new(None, &command_line).map_err(|error| error.to_string())
    }

    #[test]
    fn providers_are_added_to_the_shipped_ones() {
        let setup = setup(&[("house.json", PROVIDER), ("notes.txt", "")], ".").unwrap();
        assert!(setup.catalogue.provider("house").is_some() && setup.catalogue.provider("aws-login").is_some());
    }

    #[test]
    fn what_is_no_provider_is_told_with_its_file() {
        let error = |files: &[(&str, &str)], dir: &str| setup(files, dir).err().unwrap();
        assert!(error(&[("bad.json", "{}")], ".").starts_with("bad.json: describes no provider: "));
        assert!(error(&[("bad.json", "{")], ".").starts_with("bad.json: describes no provider: not JSON"));
        assert!(error(&[], "gone").starts_with("gone: the directory of providers cannot be read: "));
    }
}
