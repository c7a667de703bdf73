//! Symbolic evaluation: what an environment comes to when nothing is opened and nothing decrypted.
//!
//! [`Analyzer`] answers for whole environments and remembers what it has evaluated; [`Evaluation`] is what it answers with. Everything in here
//! follows the reference's order and rules, except that what an unknown import would have defined is unknown instead of missing.
//!
//! No lock is held while anything is evaluated: two threads may evaluate the same import at the same time, and one result is kept.

mod access;
mod analyzer;
mod cache;
mod call;
mod context;
mod convert;
mod evaluator;
mod import;
mod open;
mod problem;
mod resolve;
#[cfg(test)]
mod tests;
mod validate;

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, OnceLock};

pub use analyzer::Analyzer;
pub use cache::Cache;
pub use problem::{AccessFault, AccessProblem, ImportSite, ImportStep, MAX_CYCLE_STEPS, Problem, Receiver, Role, TypeProblem};
pub use resolve::Target;

use crate::Source;
use crate::document::{Document, ExprId};
use crate::value::Value;

/// An environment, evaluated.
pub struct Evaluation {
    /// The environment as it is written.
    pub document: Arc<Document>,
    /// Its value: own values over what is imported. Always an object.
    pub root: Value,
    /// What the imports merge to; `None` without any.
    pub base: Option<Value>,
    /// What became of each entry of the document's `imports`.
    pub imports: Vec<Imported>,
    /// Environments that references name, in the order in which they were met.
    pub inline: Vec<(ImportSite, Imported)>,
    /// Where in `imports` and in `inline` a name is first.
    named: OnceLock<[HashMap<Arc<str>, usize>; 2]>,
    /// What was found, in the order of evaluation.
    pub problems: Vec<Problem>,
    /// What `${imports}` is.
    listed: Value,
    /// What `${context}` is, if anything asked.
    context: Option<Value>,
    /// Values of the expressions that were evaluated.
    values: Vec<Option<Value>>,
    /// Expressions that a reference has ended in.
    used: Vec<bool>,
    /// Whether `fn::final` occurs in it, or in what it imports.
    has_final: bool,
    dependence: Dependence,
}

/// The first place of each name.
fn first_places<'n>(names: impl Iterator<Item = Option<&'n Arc<str>>>) -> HashMap<Arc<str>, usize> {
    let mut places = HashMap::new();
    for (place, name) in names.enumerate().filter_map(|(place, name)| Some((place, name?))) {
        places.entry(Arc::clone(name)).or_insert(place);
    }
    places
}

/// What became of an import.
#[derive(Clone, Debug)]
pub enum Imported {
    /// It was evaluated.
    Evaluated(Arc<Evaluation>),
    /// It is not among the environments that are known.
    Unresolved,
    /// It does not parse, or its declarations are wrong: nothing is known of it.
    Unusable(Arc<Source>),
    /// It is being evaluated already.
    Cyclic(Arc<Source>),
    /// The entry names none.
    Nameless,
}

/// On what, apart from the texts, an evaluation depends.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
struct Dependence {
    /// Who is opened: `context.rootEnvironment`.
    root: bool,
    /// Its own name: `context.currentEnvironment`.
    name: bool,
    /// Whether it is opened itself or imported: parts that only a rotation evaluates.
    role: bool,
    /// An import that leads back to something in progress: the depth of that in the chain of imports.
    cycle: Option<usize>,
    /// Whether imports lead in a circle anywhere below.
    circle: bool,
}

impl Evaluation {
    /// The value of an expression; `None` if it was not evaluated.
    pub fn value(&self, expr: ExprId) -> Option<&Value> {
        self.values.get(expr.index())?.as_ref()
    }

    /// What became of the first entry of `imports` with this name.
    pub fn listed_import(&self, name: &str) -> Option<&Imported> {
        let [listed, _] = self.named();
        self.imports.get(*listed.get(name)?)
    }

    /// What became of the environment that references name so: `project/environment`.
    pub fn inline_import(&self, name: &str) -> Option<&Imported> {
        let [_, inline] = self.named();
        self.inline.get(*inline.get(name)?).map(|(_, imported)| imported)
    }

    fn named(&self) -> &[HashMap<Arc<str>, usize>; 2] {
        self.named.get_or_init(|| {
            let listed = self.document.imports.iter().map(|import| import.name.as_ref().map(|name| &name.text));
            [first_places(listed), first_places(self.inline.iter().map(|(site, _)| Some(&site.name)))]
        })
    }

    /// Whether a reference in the document ends in this expression.
    pub fn is_used(&self, expr: ExprId) -> bool {
        self.used.get(expr.index()).copied().unwrap_or(false)
    }

    /// Whether something of what would be imported is not known, so that a name that is not found may be there all the same.
    pub fn is_open(&self) -> bool {
        self.imports.iter().any(Imported::is_missing)
    }

    /// The files that it imports or names, `None` for each that is not known.
    fn direct_imports(&self) -> impl Iterator<Item = Option<&Source>> {
        self.imports.iter().chain(self.inline.iter().map(|(_, import)| import)).filter_map(|import| match import {
            Imported::Evaluated(evaluation) => Some(Some(&*evaluation.document.source)),
            Imported::Unusable(source) | Imported::Cyclic(source) => Some(Some(&**source)),
            Imported::Unresolved => Some(None),
            Imported::Nameless => None,
        })
    }

    /// Whether the environment itself has errors, apart from those of what it imports.
    pub fn has_errors(&self) -> bool {
        self.document.is_unusable() || self.problems.iter().any(Problem::is_error)
    }
}

impl Imported {
    /// Whether there is such an environment, or should be, and nothing is known of it.
    pub fn is_missing(&self) -> bool {
        match self {
            Imported::Unresolved | Imported::Unusable(_) | Imported::Cyclic(_) => true,
            Imported::Evaluated(_) | Imported::Nameless => false,
        }
    }

    /// The evaluation, if there is one.
    pub fn evaluation(&self) -> Option<&Arc<Evaluation>> {
        match self {
            Imported::Evaluated(evaluation) => Some(evaluation),
            Imported::Unresolved | Imported::Unusable(_) | Imported::Cyclic(_) | Imported::Nameless => None,
        }
    }
}

impl Drop for Evaluation {
    /// As long as the chain of imports is; must not be dropped on a short stack.
    fn drop(&mut self) {
        crate::deep(|| {
            self.imports.clear();
            self.inline.clear();
        });
    }
}

impl fmt::Debug for Evaluation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Evaluation").field("path", &self.document.source.path()).finish_non_exhaustive()
    }
}
