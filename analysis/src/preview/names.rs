//! Names without credentials: a key, a path or an import may hold one.

use std::borrow::Cow;

use aho_corasick::AhoCorasick;

use crate::Source;

const MASK: &str = "***";

/// The credentials of some files, to be taken out of what is shown.
pub(super) struct Names {
    credentials: Option<AhoCorasick>,
}

impl Names {
    /// Takes the credentials of these files.
    pub fn of<'s>(sources: impl Iterator<Item = &'s Source>) -> Names {
        let texts = sources.flat_map(|source| source.credentials().iter().map(|credential| &source.text()[credential.range]));
        let texts: Vec<&str> = texts.collect();
        Names { credentials: if texts.is_empty() { None } else { AhoCorasick::new(texts).ok() } }
    }

    /// A name, or other text, as it may be shown.
    pub fn shown<'n>(&self, name: &'n str) -> Cow<'n, str> {
        match &self.credentials {
            Some(credentials) if credentials.is_match(name) => {
                Cow::Owned(credentials.replace_all(name, &vec![MASK; credentials.patterns_len()]))
            }
            _ => Cow::Borrowed(name),
        }
    }
}
