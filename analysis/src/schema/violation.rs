//! How a value fails a type: what is wrong, with what, and who is to blame.

use std::sync::Arc;

use serde_json::Value as Json;

use super::{Rules, Type};
use crate::value::Value;

/// One failure.
#[derive(Clone, Debug)]
pub struct Violation {
    /// The value that is wrong. Its origin is the expression to blame: the very part for a literal, the use for a reference.
    pub value: Value,
    /// Inside a value that is not known: the way from `value` to the part that is wrong.
    pub path: Vec<Step>,
    /// What is wrong.
    pub problem: Problem,
}

impl Violation {
    /// Whether the reference fails without a word about it.
    pub fn is_silent(&self) -> bool {
        matches!(self.problem, Problem::Forbidden)
    }
}

/// One step into a value.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Step {
    /// Into an object.
    Key(Arc<str>),
    /// Into a list.
    Index(usize),
}

/// What can be wrong. None of these holds any part of the value.
#[derive(Clone, Debug)]
pub enum Problem {
    /// Another type is wanted.
    Type {
        /// What is wanted.
        expected: Type,
        /// What is there.
        found: Type,
        /// The first members that what is wanted must have, if it is an object: [`Problem::FEW`] at most.
        required: Vec<Arc<str>>,
    },
    /// Only one value is allowed.
    Constant(Json),
    /// Only some values are allowed.
    Enumeration(Vec<Json>),
    /// NaN, where a number can be checked.
    NotANumber,
    /// `multipleOf`
    MultipleOf(Box<str>),
    /// `minimum`
    Minimum(Box<str>),
    /// `exclusiveMinimum`
    ExclusiveMinimum(Box<str>),
    /// `maximum`
    Maximum(Box<str>),
    /// `exclusiveMaximum`
    ExclusiveMaximum(Box<str>),
    /// `minLength`, in bytes.
    MinLength(u64),
    /// `maxLength`, in bytes.
    MaxLength(u64),
    /// `pattern`
    Pattern(Box<str>),
    /// `minItems`
    MinItems(u64),
    /// `maxItems`
    MaxItems(u64),
    /// `minProperties`
    MinProperties(u64),
    /// `maxProperties`
    MaxProperties(u64),
    /// Members that an object must have, and does not.
    MissingProperties(Vec<Arc<str>>),
    /// No alternative fits. What is wrong with each, in order.
    NoAlternative {
        /// Whether exactly one had to fit.
        exactly_one: bool,
        /// For each alternative, how it fails.
        alternatives: Vec<Vec<Violation>>,
    },
    /// More than one alternative fits where exactly one must.
    ManyAlternatives,
    /// Nothing is allowed here: the schema is `false`, or a list or an object is closed. The reference fails without a word.
    Forbidden,
}

impl Problem {
    /// How many members a wrong type names.
    pub const FEW: usize = 4;

    pub(super) fn wrong_type(expected: Type, found: Type, rules: &Rules) -> Problem {
        let required = if expected == Type::Object { rules.required.iter().take(Problem::FEW).cloned().collect() } else { Vec::new() };
        Problem::Type { expected, found, required }
    }
}
