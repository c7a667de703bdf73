//! The one model of a finding. Every report and the language server render this value, and nothing else.

use std::cmp::Ordering;
use std::sync::Arc;

use esc_syntax::TextRange;

use crate::Source;
use crate::rules::Rule;

/// How bad a finding is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Severity {
    /// Worth knowing.
    Info,
    /// The environment opens, but does not do what it says, or leaks.
    Warning,
    /// The environment fails, or fails to open.
    Error,
}

/// One finding.
#[derive(Clone, Debug)]
pub struct Diagnostic {
    /// The rule that speaks.
    pub rule: &'static Rule,
    /// After configuration.
    pub severity: Severity,
    /// The file that it is in.
    pub source: Arc<Source>,
    /// Where, in bytes of the file.
    pub range: TextRange,
    /// What is wrong and why it matters here: one sentence or two, no full stop at the end of a single one, names in backticks, never a secret.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
    /// The path of the value that it is about, as `values.app["some key"][0]`.
    pub doc_path: Option<String>,
    /// The other ends: a first definition, an overridden import, the steps of a cycle.
    pub related: Vec<Related>,
    /// A change that mends it.
    pub fix: Option<Fix>,
}

/// Another place that has to do with a finding.
#[derive(Clone, Debug)]
pub struct Related {
    /// The file that it is in.
    pub source: Arc<Source>,
    /// Where.
    pub range: TextRange,
    /// What is there.
    pub message: String,
}

/// Whether a fix may be made without looking.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Applicability {
    /// Behaviour is kept, or is clearly what was meant.
    Safe,
    /// May change what the environment does.
    Unsafe,
    /// Leaves something to be filled in: for somebody who looks at it in an editor.
    Draft,
}

/// The smallest change of bytes that mends a finding.
#[derive(Clone, Debug)]
pub struct Fix {
    /// What the change does, as an editor's menu would say it: "Quote the key".
    pub title: String,
    /// Whether it may be made without looking.
    pub applicability: Applicability,
    /// Edits of the finding's own file; they do not overlap.
    pub edits: Vec<Edit>,
}

/// Replaces a range with text.
#[derive(Clone, PartialEq, Eq)]
pub struct Edit {
    /// What goes, in bytes of the original file.
    pub range: TextRange,
    /// What comes. May hold the user's own text.
    pub new_text: String,
}

impl std::fmt::Debug for Edit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Edit").field("range", &self.range).finish_non_exhaustive()
    }
}

impl Diagnostic {
    /// Order of reports: by file, then place, then code.
    pub fn compare(&self, other: &Diagnostic) -> Ordering {
        let key = |d: &Diagnostic| (d.range.start(), d.range.end(), d.rule.code);
        self.source.path().cmp(other.source.path()).then_with(|| key(self).cmp(&key(other)))
    }
}
