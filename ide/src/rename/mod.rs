//! Other names for values and environments, everywhere at once, or a reason why not.
//!
//! A rename is made completely or refused: what would change what any environment comes to, apart from the name, is refused.

mod environment;
mod step;
#[cfg(test)]
mod tests;
mod value;

use std::fmt;
use std::sync::Arc;

use esc_analysis::document::{Function, RootField};
use esc_analysis::{Edit, Section, Source};
use esc_syntax::{TextRange, TextSize};

use crate::Context;
use crate::paths::name;
use crate::references::Subject;
use crate::spot::Spot;

pub use environment::import_edits;

/// What can be renamed at the cursor.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Renaming {
    /// The name as it stands there.
    pub range: TextRange,
    /// The name to start from.
    pub name: String,
}

/// The edits of each file.
pub type FileEdits = Vec<(Arc<Source>, Vec<Edit>)>;

/// What a new name comes to.
#[derive(Clone, Debug)]
pub enum Renamed {
    /// A value: the edits of each file.
    Value(FileEdits),
    /// An environment, which is called otherwise when its file is.
    Environment {
        /// Its file.
        source: Arc<Source>,
        /// The name from now on, with its project if it was written with one.
        name: String,
    },
}

/// Why something cannot be renamed, for the user to read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Refusal(String);

impl Refusal {
    /// With this reason.
    pub fn new(reason: impl Into<String>) -> Refusal {
        Refusal(reason.into())
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Refusal {}

fn refuse<T>(reason: impl Into<String>) -> Result<T, Refusal> {
    Err(Refusal(reason.into()))
}

/// What can be renamed at `offset`.
///
/// # Errors
/// If nothing can, or not from here.
pub fn prepare_rename(context: &Context<'_>, offset: TextSize) -> Result<Renaming, Refusal> {
    let document = Arc::clone(context.document());
    let subject = Subject::at(context, offset);
    if let Some(Subject::Value(names)) = &subject {
        value::check(context, names)?;
    }
    let (range, text) = match (subject, Spot::at(&document, offset)) {
        (Some(_), Some(Spot::Step(reference, step))) => {
            let accessor = &reference.accessors[step];
            (accessor.name_range, name(&accessor.kind).unwrap_or_default().to_owned())
        }
        (Some(Subject::Environment(_)), Some(Spot::Key(esc_syntax::Entry { key: node, .. }) | Spot::Value(node))) => {
            let written = node.text().into_owned();
            let bare = written.split('@').next().unwrap_or_default().to_owned();
            // The version stays as it is, and so do quotes.
            let start =
                node.range().start() + node.source().find(&*bare).map_or(TextSize::from(0), |at| TextSize::of(&node.source()[..at]));
            (TextRange::at(start, TextSize::of(&*bare)), bare)
        }
        (Some(Subject::Value(_)), Some(Spot::Key(entry))) => (entry.key.range(), entry.key.text().into_owned()),
        (_, spot) => return Err(why_not(spot)),
    };
    Ok(Renaming { range, name: text })
}

/// Calls what is at `offset` by another name. `sources` are the environments of the workspace.
///
/// # Errors
/// If it cannot be called so.
pub fn rename(context: &Context<'_>, offset: TextSize, new_name: &str, sources: &[Arc<Source>]) -> Result<Renamed, Refusal> {
    prepare_rename(context, offset)?;
    match Subject::at(context, offset) {
        Some(Subject::Value(names)) => value::rename(context, names, new_name, sources).map(Renamed::Value),
        Some(Subject::Environment(source)) => {
            environment::check(new_name)?;
            Ok(Renamed::Environment { source, name: environment::with_project(context, offset, new_name) })
        }
        None => Err(why_not(None)),
    }
}

/// Why what the cursor is on has no name of its own.
fn why_not(spot: Option<Spot<'_>>) -> Refusal {
    let reason = match spot {
        Some(Spot::Key(entry)) => {
            let key = entry.key.text();
            let at_root = entry.key.parent().is_some_and(|parent| parent.parent().is_none());
            if Function::recognise(&key).is_some() {
                format!("`{key}` is a function of the language, and its name is fixed")
            } else if at_root && RootField::parse(&key).is_some() {
                format!("`{key}` is part of the language, and its name is fixed")
            } else {
                format!("`{key}` belongs to what a function or a provider reads, which expects this name")
            }
        }
        Some(Spot::Step(..)) => {
            "this leads to no key of a file that is known here: outputs of providers and what Pulumi supplies have fixed names".to_owned()
        }
        Some(Spot::Rule(..)) => "the names of rules are fixed".to_owned(),
        Some(Spot::Value(_)) | None => {
            "there is no name here; put the cursor on a key under `values`, on a step of a `${...}`, or on the name of an import".to_owned()
        }
    };
    Refusal(reason)
}

/// The section that a path names.
fn section(path: &[esc_syntax::AccessorKind]) -> Option<Section> {
    match path {
        [only] => name(only).and_then(Section::parse),
        _ => None,
    }
}
