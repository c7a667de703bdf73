//! Documents that are nowhere on disk: pages of providers and rules. Those that change with the environments are in `live`.
//!
//! A client that knows how to ask for such documents gets an address of our own scheme. For any other one the page is written into the
//! user's cache directory, where it can be opened as any file.

use std::path::{Path, PathBuf};

use esc_analysis::Source;
use esc_ide::{DocKey, Page};
use lsp_types::Uri;
use serde::{Deserialize, Serialize};

use crate::live::Live;
use crate::snapshot::Snapshot;

/// The scheme of our own addresses.
pub(crate) const SCHEME: &str = "esc";

/// Parameters of `workspace/textDocumentContent`.
#[derive(Debug, Deserialize)]
pub(crate) struct ContentParams {
    pub uri: Uri,
}

/// Result of `workspace/textDocumentContent`.
#[derive(Debug, Serialize)]
pub(crate) struct Content {
    text: String,
}

impl Snapshot {
    /// Where the client finds the page of `key`, as it is for the environment `source`.
    pub fn page(&self, source: &Source, key: &DocKey) -> Option<Uri> {
        let page = self.analyze(source, |analyzer| key.page(analyzer.catalogue()))?;
        if self.client.virtual_documents {
            return format!("{SCHEME}:/{}", page.name).parse().ok();
        }
        Uri::from_file_path(write(&page)?)
    }

    /// The text of a document of our own scheme.
    pub fn content(&self, params: &ContentParams) -> Option<Content> {
        let is_ours = params.uri.scheme().as_str() == SCHEME;
        let name = is_ours.then(|| params.uri.path().decode().to_string_lossy())?;
        let name = name.trim_start_matches('/');
        if let Some(live) = Live::find(self, name) {
            return Some(Content { text: live.text(self) });
        }
        let key = DocKey::of_page(name)?;
        // A page is the same for all environments of a configuration.
        let source = Source::new(self.workspace.folders().first()?.join("env.yaml").to_string_lossy(), "");
        self.analyze(&source, |analyzer| key.page(analyzer.catalogue())).map(|page| Content { text: page.text })
    }
}

/// Writes a page into the cache directory, unless it is there already.
fn write(page: &Page) -> Option<PathBuf> {
    let path = directory()?.join(safe(&page.name)?);
    if std::fs::read_to_string(&path).is_ok_and(|text| text == page.text) {
        return Some(path);
    }
    std::fs::create_dir_all(path.parent()?).ok()?;
    std::fs::write(&path, &page.text).ok()?;
    Some(path)
}

/// A name that stays in its directory. Providers of the user's own may be called anything.
fn safe(name: &str) -> Option<&Path> {
    let is_safe = |part: &str| part.starts_with(|c: char| c.is_ascii_alphanumeric()) && !part.contains(['/', '\\', ':']);
    name.split('/').all(is_safe).then(|| Path::new(name))
}

fn directory() -> Option<PathBuf> {
    let variable = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let cache = variable("XDG_CACHE_HOME").or_else(|| variable("LOCALAPPDATA")).or_else(|| Some(variable("HOME")?.join(".cache")));
    cache.filter(|cache| cache.is_absolute()).map(|cache| cache.join(env!("CARGO_PKG_NAME")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stay_in_their_directory() {
        assert!(safe("providers/aws-login.md").is_some());
        for name in ["../x.md", "providers/../../x.md", "/etc/x.md", "providers//x.md", "a/b\\c.md", "c:/x.md"] {
            assert!(safe(name).is_none(), "{name}");
        }
    }
}
