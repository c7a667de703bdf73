//! What an environment comes to, and why, as data to show: for the command, for hovers, for whoever asks.
//!
//! [`Preview`] answers for one environment. Nothing that leaves this module holds secret text: values that are marked secret, pieces of them that
//! have lost the mark, and credentials that nobody has marked are named as such and left out (see `veil`). Computes no values; evaluation has.

mod chain;
mod exports;
mod graph;
mod json;
mod known;
mod layers;
mod locate;
mod names;
mod path;
mod reason;
#[cfg(test)]
mod tests;
mod tree;
mod veil;
mod words;
mod yaml;

use std::borrow::Cow;
use std::sync::Arc;

use esc_syntax::{NodeId, TextRange};

pub use chain::{Chain, Role, Step};
pub use exports::{Export, Fate, is_shell_name};
pub use graph::{Edge, EdgeKind, Graph, Node, graph};
pub use json::json;
pub use path::PathError;
pub use reason::Reason;
pub use tree::{Label, Loss, Replaced, Row};
pub use veil::{Mask, points_at_secret};
pub use words::{type_name, type_of};
pub use yaml::yaml;

use crate::Source;
use crate::document::{Document, ExprId, Import};
use crate::eval::{Analyzer, Evaluation, Imported};
use crate::value::{Origin, Value};
use known::Known;
use reason::Reasons;
use veil::Veil;

/// One environment, ready to be shown.
pub struct Preview<'p> {
    evaluation: Arc<Evaluation>,
    known: Known,
    veil: Veil<'p>,
    reasons: Reasons,
}

/// A place in a file.
#[derive(Clone, Debug)]
pub struct Site {
    /// The file.
    pub source: Arc<Source>,
    /// Where, in bytes of the file.
    pub range: TextRange,
}

/// What a value is, as far as it may be told.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Shown {
    /// The text of a scalar, one line or many; text as it is, anything else as JSON has it. May steer a terminal.
    Text(String),
    /// Bytes that are no text, and how many.
    Bytes(usize),
    /// A list or an object, and how many it holds.
    Parts(usize),
    /// It may not be shown.
    Masked(Mask),
    /// It is not known.
    Unknown(Reason),
}

impl<'p> Preview<'p> {
    /// Evaluates the environment in `source`.
    pub fn new(analyzer: &'p Analyzer<'p>, source: &Arc<Source>) -> Preview<'p> {
        let evaluation = analyzer.evaluate(source);
        let known = Known::of(&evaluation);
        let veil = Veil::new(analyzer, &known);
        Preview { evaluation, known, veil, reasons: Reasons::default() }
    }

    /// The environment, evaluated.
    pub fn evaluation(&self) -> &Arc<Evaluation> {
        &self.evaluation
    }

    /// Whether something that it imports is not known, so that there may be more keys than are shown.
    pub fn is_open(&self) -> bool {
        self.evaluation.root.as_object().is_some_and(|root| root.rest().is_some())
    }

    /// What a value is.
    pub fn shown(&mut self, value: &Value) -> Shown {
        if let Some(mask) = self.veil.of_value(&self.known, value) {
            return Shown::Masked(mask);
        }
        match words::scalar(value) {
            Some(Ok(text)) => Shown::Text(self.veil.name(&text).into_owned()),
            Some(Err(length)) => Shown::Bytes(length),
            None if value.is_unknown() => Shown::Unknown(self.reason(value)),
            None => Shown::Parts(words::length(value)),
        }
    }

    /// A name, such as a key or that of an import, without the credentials that it may hold.
    pub fn name<'n>(&self, name: &'n str) -> Cow<'n, str> {
        self.veil.name(name)
    }

    /// Why a value is not known.
    pub fn reason(&mut self, value: &Value) -> Reason {
        match self.reasons.of_value(&self.known, value) {
            Reason::Import(name) => Reason::Import(self.veil.name(&name).into()),
            reason => reason,
        }
    }

    /// The entries of `imports` that have a name, in order: that name, and what became of them.
    pub fn imports(&self) -> impl Iterator<Item = (String, &Import, &Imported)> {
        let document = &self.evaluation.document;
        document.imports.iter().zip(&self.evaluation.imports).filter_map(|(entry, imported)| {
            let name = entry.name.as_ref()?;
            Some((self.veil.name(&name.text).into_owned(), entry, imported))
        })
    }
}

/// Where an expression is written: its key, where it has one, since what stands below a key begins on some other line.
fn site(origin: &Origin) -> Site {
    let document = &origin.document;
    let node = key(document, origin.expr).unwrap_or(document.expr(origin.expr).node);
    Site { source: Arc::clone(&document.source), range: document.node(node).range() }
}

fn key(document: &Document, expr: ExprId) -> Option<NodeId> {
    let properties = document.expr(document.expr(expr).parent?).kind.as_object()?;
    // Expressions follow the order of the text.
    let index = properties.binary_search_by_key(&expr, |property| property.value).ok()?;
    Some(properties[index].key_node)
}
