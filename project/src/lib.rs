//! The disk side that the command and the language server share: configuration, discovery, and which file an environment name means.
//!
//! Both faces must read the same disk in the same way, and nothing below this crate does I/O; so this is where files are opened. It
//! decides which text is an environment and what its names and settings are. It prints nothing and judges nothing.

mod changed;
pub mod config;
mod content;
mod discovery;
mod environments;
mod files;
mod moves;
mod names;
mod patterns;
mod project;
mod read;
mod scope;
mod settings;
mod setup;
mod tracked;
mod write;

use std::path::Path;

pub use changed::changed_since;
pub use config::{Config, ConfigError, FailOn};
pub use content::{is_environment, is_named_as_environment};
pub use discovery::{Discovery, Failure, Found, Reason};
pub use moves::{Moves, Rewritten};
pub use patterns::Patterns;
pub use project::{Options, Project};
pub use read::{ReadError, read_from, read_text};
pub use scope::{ConfigChoice, Scope};
pub use settings::{RulePattern, Selection};
pub use setup::Setup;
pub use write::{WriteError, replace_text, write_text};

/// What reports call the file at `path` (absolute): relative to the working directory.
fn shown(cwd: &Path, path: &Path) -> String {
    relative(cwd, path)
}

/// The way from the directory `from` to `path` (both absolute and canonical), also to what is beside or above it.
pub fn relative(from: &Path, path: &Path) -> String {
    for (up, base) in from.ancestors().enumerate() {
        // Relative paths that meet only at the top of the file system help nobody.
        if base.parent().is_none() {
            break;
        }
        if let Ok(below) = path.strip_prefix(base) {
            let shown = Path::new("..").components().cycle().take(up).collect::<std::path::PathBuf>().join(below);
            let shown = shown.to_string_lossy();
            return if shown.is_empty() { ".".to_owned() } else { shown.trim_end_matches(std::path::MAIN_SEPARATOR).to_owned() };
        }
    }
    path.to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_shown_from_where_the_user_stands() {
        let check = |path: &str, expected: &str| assert_eq!(shown(Path::new("/repo/envs"), Path::new(path)), expected);
        check("/repo/envs/dev.yaml", "dev.yaml");
        check("/repo/base.yaml", "../base.yaml");
        check("/repo/envs", ".");
        check("/repo", "..");
        check("/etc/base.yaml", "/etc/base.yaml");
    }
}
