//! Any `.esc-lint.yaml`: it is read or refused with one short line, and what is read can be used.
#![no_main]

use std::path::Path;

use esc_project::{Config, config};
use libfuzzer_sys::fuzz_target;

/// A message longer than this is no help. It may quote a name that is wrong.
const LONGEST: usize = 1_000;

fuzz_target!(|text: &str| {
    match Config::parse(text, Path::new("/repository/.esc-lint.yaml"), config::FILE_NAME) {
        Err(error) => {
            let message = error.to_string();
            assert!(message.starts_with(config::FILE_NAME), "{message}");
            assert!(!message.contains('\n') && message.len() < LONGEST + text.len(), "{message}");
        }
        Ok(config) => {
            for path in ["/repository/envs/dev.yaml", "/repository", "/elsewhere/é.yaml"].map(Path::new) {
                let _ = (config.files.name(path, false), config.exclude.cover(path));
                config.per_file.iter().for_each(|entry| _ = entry.files.cover(path));
            }
            let _ = config.imports.external.is_match("project/env");
        }
    }
});
