//! What a rule sees, and how it says what it found.

use std::cell::{Cell, OnceCell};
use std::sync::Arc;

use esc_syntax::{Node, NodeId, TextRange, Tree};

use super::inputs::{self, Input};
use super::{Group, Rule};
use crate::document::{Document, doc_path};
use crate::eval::{Analyzer, Evaluation};
use crate::suppression::Suppressions;
use crate::{Diagnostic, Edit, Environments, Fix, Related, Settings, Severity, Source, fix};

/// Everything that a rule may look at.
pub struct Context<'a> {
    /// The environment as it is written.
    pub document: &'a Document,
    /// What it comes to.
    pub evaluation: &'a Evaluation,
    /// Who evaluated it, and knows the providers.
    pub analyzer: &'a Analyzer<'a>,
    /// How the rules are set.
    pub settings: &'a Settings,
    /// The other environments.
    pub environments: &'a dyn Environments,
    /// The comments that silence findings, if they are heeded.
    pub suppressions: &'a Suppressions,
    inputs: OnceCell<Vec<Input>>,
    /// Bytes that may still be read to see whether fixes leave a text that parses.
    readable: Cell<usize>,
}

/// Bytes read for all fixes of a file together. A file with more fixes than that would take is large, or wrong on every line: it gets the first of
/// them, and the next ones when these are made.
const READABLE: usize = 32 * 1024 * 1024;

impl<'a> Context<'a> {
    /// What `analyzer` knows of an environment that it has evaluated.
    pub fn new(
        analyzer: &'a Analyzer<'a>,
        evaluation: &'a Evaluation,
        settings: &'a Settings,
        suppressions: &'a Suppressions,
    ) -> Context<'a> {
        let (document, environments) = (&*evaluation.document, analyzer.environments());
        Context {
            document,
            evaluation,
            analyzer,
            settings,
            environments,
            suppressions,
            inputs: OnceCell::new(),
            readable: Cell::new(READABLE),
        }
    }

    /// The file.
    pub fn source(&self) -> &'a Arc<Source> {
        &self.document.source
    }

    /// Its tree.
    pub fn tree(&self) -> &'a Tree {
        self.document.source.tree()
    }

    /// The inputs of all calls whose provider is in the catalogue. Several rules look through them.
    pub(super) fn inputs(&self) -> &[Input] {
        self.inputs.get_or_init(|| inputs::of_calls(self))
    }

    /// Whether the text parses in `range`. Where it does not, neighbours may have been put together by error recovery, and what their
    /// neighbourhood means is a guess.
    pub fn is_intact(&self, range: TextRange) -> bool {
        !self.tree().errors().iter().any(|error| range.contains_inclusive(error.range.start()))
    }

    /// `edits`, if the text parses once they are made. For those that may break it; all of it is read for each.
    pub(crate) fn sound(&self, edits: Vec<Edit>) -> Option<Vec<Edit>> {
        let text = self.source().text();
        self.readable.set(self.readable.get().checked_sub(text.len())?);
        fix::parses(text, &edits).then_some(edits)
    }

    /// A node of its tree.
    ///
    /// # Panics
    /// If the id belongs to a larger tree.
    pub fn node(&self, id: NodeId) -> Node<'a> {
        self.tree().node(id)
    }
}

/// One thing that a rule found. [`Sink::report`] makes a [`Diagnostic`] of it.
#[must_use = "a finding has to be reported"]
pub struct Finding {
    range: TextRange,
    message: String,
    severity: Option<Severity>,
    help: Option<String>,
    doc_path: Option<String>,
    related: Vec<(Option<Arc<Source>>, TextRange, String)>,
    fix: Option<Fix>,
    source: Option<Arc<Source>>,
    damaged: bool,
}

impl Finding {
    /// Something about `node`: its range without anchor and tag, and its path.
    pub fn at(node: Node<'_>, message: impl Into<String>) -> Finding {
        Finding { doc_path: Some(doc_path(node)), damaged: node.is_damaged(), ..Finding::new(node.range(), message) }
    }

    /// Something about a piece of the file.
    pub fn new(range: TextRange, message: impl Into<String>) -> Finding {
        Finding {
            range,
            message: message.into(),
            severity: None,
            help: None,
            doc_path: None,
            related: Vec::new(),
            fix: None,
            source: None,
            damaged: false,
        }
    }

    /// Points at a piece of the node instead of the whole.
    pub fn range(mut self, range: TextRange) -> Finding {
        self.range = range;
        self
    }

    /// It is in another file.
    pub fn source(mut self, source: &Arc<Source>) -> Finding {
        self.source = Some(Arc::clone(source));
        self
    }

    /// It is of another weight than the rule's findings usually are.
    pub fn severity(mut self, severity: Severity) -> Finding {
        self.severity = Some(severity);
        self
    }

    /// What to do.
    pub fn help(mut self, help: impl Into<String>) -> Finding {
        self.help = Some(help.into());
        self
    }

    /// Something more to know before doing it.
    pub fn note(mut self, note: impl AsRef<str>) -> Finding {
        self.help = Some(match self.help {
            Some(help) if help.ends_with('?') => format!("{help} {}", note.as_ref()),
            Some(help) => format!("{help}; {}", note.as_ref()),
            None => note.as_ref().to_owned(),
        });
        self
    }

    /// The path of the value that it is about.
    pub fn doc_path(mut self, doc_path: impl Into<String>) -> Finding {
        self.doc_path = Some(doc_path.into());
        self
    }

    /// Another place in the same file.
    pub fn related(mut self, range: TextRange, message: impl Into<String>) -> Finding {
        self.related.push((None, range, message.into()));
        self
    }

    /// Another place in any file.
    pub fn related_in(mut self, source: &Arc<Source>, range: TextRange, message: impl Into<String>) -> Finding {
        self.related.push((Some(Arc::clone(source)), range, message.into()));
        self
    }

    /// A change that mends it, if there is one.
    pub fn fix(mut self, fix: impl Into<Option<Fix>>) -> Finding {
        self.fix = fix.into();
        self
    }
}

/// Takes a rule's findings.
pub struct Sink<'a> {
    rule: &'static Rule,
    severity: Severity,
    settings: &'a Settings,
    source: &'a Arc<Source>,
    suppressions: &'a Suppressions,
    diagnostics: &'a mut Vec<Diagnostic>,
    /// How many there were before the rule began.
    before: usize,
    /// How many of those since then comments will silence.
    silenced: usize,
}

/// Findings of one rule in one file: nobody reads more.
pub(crate) const MOST: usize = 1_000;
/// As [`MOST`], of findings that comments silence. They must not hide those that none does.
pub(crate) const MOST_SILENCED: usize = 16_000;

impl<'a> Sink<'a> {
    /// A sink for `rule`, which speaks at `severity`.
    pub(crate) fn new(context: &Context<'a>, rule: &'static Rule, severity: Severity, diagnostics: &'a mut Vec<Diagnostic>) -> Sink<'a> {
        let before = diagnostics.len();
        let Context { settings, suppressions, .. } = *context;
        Sink { rule, severity, settings, source: context.source(), suppressions, diagnostics, before, silenced: 0 }
    }

    /// Whether the rule has said enough: what it reports from here on is dropped. For rules that could find something on every line of a
    /// large file, and take their time over it.
    pub fn is_full(&self) -> bool {
        self.diagnostics.len() - self.before - self.silenced >= MOST || self.silenced >= MOST_SILENCED
    }

    /// Takes one finding. What error recovery has cut or joined is not worth a word about its meaning.
    pub fn report(&mut self, finding: Finding) {
        if self.is_full() || finding.damaged && speaks_of_meaning(self.rule) {
            return;
        }
        let source = finding.source.unwrap_or_else(|| Arc::clone(self.source));
        let related = finding.related.into_iter().map(|(other, range, message)| Related {
            source: other.unwrap_or_else(|| Arc::clone(&source)),
            range,
            message,
        });
        self.diagnostics.push(Diagnostic {
            rule: self.rule,
            severity: finding.severity.map_or(self.severity, |proposed| self.settings.severity(self.rule, proposed)),
            range: finding.range,
            message: finding.message,
            help: finding.help,
            doc_path: finding.doc_path.filter(|path| !path.is_empty()),
            related: related.collect(),
            fix: finding.fix,
            source,
        });
        self.silenced += usize::from(self.diagnostics.last().is_some_and(|last| self.suppressions.silence(self.source, last)));
    }
}

/// Whether a rule's findings follow from what the text means, so that they are guesses where the text does not parse. Syntax errors
/// themselves are none, and a leaked secret is one anywhere.
pub(crate) fn speaks_of_meaning(rule: &Rule) -> bool {
    match rule.group {
        Group::Syntax => !matches!(rule.code, "ESC001" | "ESC006"),
        Group::Structure | Group::References | Group::Types | Group::Imports | Group::Projection | Group::Style => true,
        Group::Secrets | Group::Tool => false,
    }
}
