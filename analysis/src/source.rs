//! A file's text with its name, its tree and its lines; parsed once, shared by everyone.

use std::fmt;
use std::sync::{Arc, OnceLock};

use esc_syntax::{ColumnEncoding, LineIndex, TextSize, Tree};

use crate::secrets::{self, Credential};

/// One environment file, parsed.
pub struct Source {
    path: Arc<str>,
    tree: Tree,
    lines: LineIndex,
    credentials: OnceLock<Vec<Credential>>,
}

impl Source {
    /// Parses `text`. `path` is what reports call the file; two sources with the same path are the same file.
    pub fn new(path: impl Into<Arc<str>>, text: impl Into<Arc<str>>) -> Arc<Source> {
        let tree = esc_syntax::parse(text);
        let lines = LineIndex::new(tree.text());
        Arc::new(Source { path: path.into(), tree, lines, credentials: OnceLock::new() })
    }

    /// What reports call the file.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The same, shared.
    pub(crate) fn shared_path(&self) -> Arc<str> {
        Arc::clone(&self.path)
    }

    /// The whole text, as it is on disk.
    pub fn text(&self) -> &str {
        self.tree.text()
    }

    /// Its tree.
    pub fn tree(&self) -> &Tree {
        &self.tree
    }

    /// Its lines.
    pub fn lines(&self) -> &LineIndex {
        &self.lines
    }

    /// What has the form of a credential, anywhere in the text, also below `fn::secret`; in order, and looked for once.
    pub fn credentials(&self) -> &[Credential] {
        self.credentials.get_or_init(|| secrets::credentials(&self.tree))
    }

    /// The line that `offset` is on, from 0.
    pub fn line(&self, offset: TextSize) -> u32 {
        self.lines.line_column(self.text(), offset, ColumnEncoding::Utf8).line
    }
}

impl fmt::Debug for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Source").field("path", &self.path).finish_non_exhaustive()
    }
}

/// Where other environments come from. The core asks by name; who answers decides what a name means and reads the disk.
pub trait Environments: Sync {
    /// The environment that `importer` means by `name` (written name, `@version` included), or `None` if there is none.
    /// The same file must come back as the same [`Source::path`], by whatever name it was asked for.
    fn find(&self, importer: &Source, name: &str) -> Option<Arc<Source>>;

    /// Names that `importer` could import, to suggest from; in any order.
    fn names(&self, importer: &Source) -> Vec<String>;

    /// Environments that may import `source` or refer to it, others too; `None` unless the whole workspace is known, so that nobody else can.
    fn importers(&self, _source: &Source) -> Option<Vec<Arc<Source>>> {
        None
    }

    /// What an import would call `source`: the value of `context.currentEnvironment.name` where it is opened itself.
    fn name_of(&self, source: &Source) -> String {
        file_name(source.path()).to_owned()
    }

    /// Whether git tracks the file of `source`, so that others read it; `None` if nobody knows. Asked for only by a rule that needs it.
    fn is_tracked(&self, _source: &Source) -> Option<bool> {
        None
    }
}

/// The name of a file without its folders and without what follows the first dot.
fn file_name(path: &str) -> &str {
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
    match name.find('.') {
        Some(dot) if dot > 0 => &name[..dot],
        _ => name,
    }
}
