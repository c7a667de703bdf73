//! File patterns of the configuration, written as in a `.gitignore`: `envs/*.yaml`, `*.esc.yaml`, `vendor/`, `!vendor/ours.yaml`.
//!
//! A pattern without a slash matches at any depth; one with a slash starts at the configuration's directory; a directory stands for
//! all that is in it; a later pattern overrules an earlier one.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder};

/// The longest pattern, in bytes. A long one with alternatives in it takes minutes to compile, and nobody means it.
const LONGEST: usize = 4_096;

/// A list of patterns, relative to one directory.
#[derive(Clone, Debug)]
pub struct Patterns {
    matcher: Gitignore,
    sources: Vec<String>,
}

/// Says so if `pattern` is longer than a pattern may be.
pub(crate) fn check_length(pattern: &str) -> Result<(), String> {
    if pattern.len() <= LONGEST {
        return Ok(());
    }
    let start: String = pattern.chars().take(20).collect();
    Err(format!("the pattern that begins with `{start}` is longer than {LONGEST} bytes"))
}

impl Patterns {
    /// Compiles `patterns`. The error names the pattern that is wrong.
    pub(crate) fn new(dir: &Path, patterns: Vec<String>) -> Result<Patterns, String> {
        if patterns.is_empty() {
            return Ok(Patterns { matcher: Gitignore::empty(), sources: patterns });
        }
        let mut builder = GitignoreBuilder::new(dir);
        for pattern in &patterns {
            check_length(pattern)?;
            let line = pattern.strip_prefix("./").unwrap_or(pattern);
            builder.add_line(None, line).map_err(|error| format!("`{pattern}` is no file pattern: {error}"))?;
        }
        let matcher = builder.build().map_err(|error| error.to_string())?;
        Ok(Patterns { matcher, sources: patterns })
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.sources.is_empty()
    }

    /// Whether they name `path` itself, a file or directory below their own directory.
    pub fn name(&self, path: &Path, is_dir: bool) -> bool {
        let relative = path.strip_prefix(self.matcher.path());
        relative.is_ok_and(|path| matches!(self.matcher.matched(path, is_dir), Match::Ignore(_)))
    }

    /// Whether they name the file at `path`, or a directory that it is in.
    pub fn cover(&self, path: &Path) -> bool {
        let relative = path.strip_prefix(self.matcher.path());
        relative.is_ok_and(|path| matches!(self.matcher.matched_path_or_any_parents(path, false), Match::Ignore(_)))
    }

    /// Where walks have to begin to find everything that the patterns name: `dir`, or the fixed directories of patterns that have some.
    pub(crate) fn roots(&self, dir: &Path) -> BTreeSet<PathBuf> {
        let mut roots = BTreeSet::new();
        for pattern in self.sources.iter().filter(|pattern| !pattern.starts_with('!')) {
            roots.insert(dir.join(fixed_directory(pattern)));
            // A hidden directory that is named is walked, though a walk from above would leave it out.
            let named = dir.join(pattern);
            if named.is_dir() {
                roots.insert(named);
            }
        }
        roots
    }
}

/// The leading directories of a pattern that contain no wildcard. Empty for a pattern that matches at any depth.
fn fixed_directory(pattern: &str) -> PathBuf {
    let pattern = pattern.strip_prefix("./").unwrap_or(pattern);
    let mut directories: Vec<&str> = pattern.trim_end_matches('/').split('/').collect();
    directories.pop();
    directories.into_iter().filter(|part| !part.is_empty()).take_while(|part| !part.contains(['*', '?', '[', '\\', '{'])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(patterns: &[&str], path: &str) -> bool {
        let patterns = patterns.iter().map(|&pattern| pattern.to_owned()).collect();
        Patterns::new(Path::new("/repo"), patterns).unwrap().cover(&Path::new("/repo").join(path))
    }

    #[test]
    fn are_written_as_in_gitignore() {
        assert!(check(&["envs/*.yaml"], "envs/dev.yaml"));
        assert!(check(&["./envs/*.yaml"], "envs/dev.yaml"));
        assert!(!check(&["envs/*.yaml"], "envs/team/dev.yaml"));
        assert!(!check(&["envs/*.yaml"], "other/envs/dev.yaml"));
        assert!(check(&["*.gen.yaml"], "a/b/c.gen.yaml"));
        assert!(check(&["vendor/"], "a/vendor/b/c.yaml"));
        assert!(check(&["envs"], "envs/dev.yaml"));
        assert!(!check(&["envs/", "!envs/dev.yaml"], "envs/dev.yaml"));
    }

    #[test]
    fn know_nothing_outside_their_directory() {
        let patterns = Patterns::new(Path::new("/repo"), vec!["*.yaml".into()]).unwrap();
        assert!(!patterns.cover(Path::new("/other/dev.yaml")));
    }

    #[test]
    fn a_walk_begins_at_fixed_directories() {
        let check = |patterns: &[&str], expected: &[&str]| {
            let patterns = patterns.iter().map(|&pattern| pattern.to_owned()).collect();
            let roots = Patterns::new(Path::new("/r"), patterns).unwrap().roots(Path::new("/r"));
            assert!(roots.iter().map(PathBuf::as_path).eq(expected.iter().map(Path::new)), "{roots:?}");
        };
        check(&["envs/*.yaml", ".esc/prod/*.yaml"], &["/r/.esc/prod", "/r/envs"]);
        check(&["envs/*.yaml", "*.esc", "!old/*.yaml"], &["/r", "/r/envs"]);
        check(&["/envs/**/dev.yaml"], &["/r/envs"]);
        check(&["envs/team/"], &["/r/envs"]);
    }
}
