//! What decoding and declaration find wrong, as data: nodes, names, the other end. The words are the rules'.

use std::mem::{self, Discriminant};

use esc_syntax::{CannotDecode, InterpolationErrorKind, NodeId, TextRange};

use super::{Function, RootField};

/// One thing that is wrong with a document before anything is evaluated. Faults of the YAML itself are in [`esc_syntax::Tree::errors`].
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Problem {
    /// `*name`: the decoder refuses it.
    Alias(NodeId),
    /// A key that is null, a boolean, a number or a collection: the decoder refuses it.
    NonStringKey(NodeId),
    /// A tag that its text contradicts: the decoder refuses it.
    ContradictedTag {
        /// The scalar.
        node: NodeId,
        /// What it is and should be.
        cause: CannotDecode,
    },
    /// The root is no mapping; `None` if there is nothing but comments.
    RootNotObject(Option<NodeId>),
    /// A root field of the wrong type.
    FieldType {
        /// Which.
        field: RootField,
        /// Its key.
        key: NodeId,
        /// What stands there.
        value: NodeId,
    },
    /// A root field again in the same spelling; the last counts.
    DuplicateField {
        /// The later key.
        key: NodeId,
        /// The key before it.
        first: NodeId,
    },
    /// An import that is neither text nor a mapping.
    ImportEntry(NodeId),
    /// An import that is a mapping with no key or several.
    ImportKeys(NodeId),
    /// An import's options that are no mapping.
    ImportOptions {
        /// The import's name.
        name: NodeId,
        /// What stands there.
        value: NodeId,
    },
    /// `merge` that is no boolean literal.
    ImportMerge {
        /// The option's key.
        key: NodeId,
        /// What stands there.
        value: NodeId,
    },
    /// An import option that does not exist.
    UnknownOption(NodeId),
    /// An import option again in the same spelling; the last counts.
    DuplicateOption {
        /// The later key.
        key: NodeId,
        /// The key before it.
        first: NodeId,
    },
    /// `imports`, `context` or `environments` directly under `values`; found by the check, not by the declaration.
    ReservedKey(NodeId),
    /// A `fn::...` key directly under `values`.
    CallAtTopLevel(NodeId),
    /// A `fn::...` key beside others.
    CallNotAlone(NodeId),
    /// A lone key that begins with `fn::` in any case and names no function.
    UnknownFunction(NodeId),
    /// A key below the top level with `${...}` in it.
    InterpolatedKey(NodeId),
    /// A call whose argument has the wrong shape.
    Argument {
        /// Which function.
        function: Function,
        /// The `fn::...` key.
        key: NodeId,
        /// The argument, or the part of it that is wrong.
        node: NodeId,
        /// What is wrong.
        fault: ArgumentFault,
    },
    /// An entry of a long form that the function does not read.
    UnknownArgument {
        /// Which function.
        function: Function,
        /// The entry's key.
        key: NodeId,
        /// Names that it does read.
        known: &'static [&'static str],
    },
    /// An entry of a long form again; the last counts, without a word.
    DuplicateArgument {
        /// Which function.
        function: Function,
        /// The earlier key, which does not count.
        key: NodeId,
        /// The key that counts.
        last: NodeId,
    },
    /// A fault inside `${...}`.
    Interpolation {
        /// The scalar.
        node: NodeId,
        /// What is wrong.
        kind: InterpolationErrorKind,
        /// Where, in the file.
        range: TextRange,
        /// The whole `${...}` as far as it was recovered, in the file.
        access: TextRange,
    },
}

/// What can be wrong with a call's argument.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum ArgumentFault {
    /// An object literal is needed.
    NotObject,
    /// A list literal of two items is needed.
    NotPair,
    /// A list literal is needed.
    NotList,
    /// Literal text, or `ciphertext` with literal text, is needed.
    NotLiteral,
    /// `provider` is missing.
    MissingProvider,
    /// `provider` is no literal text.
    ProviderNotLiteral,
    /// `inputs` is missing.
    MissingInputs,
    /// `state` is no object literal.
    StateNotObject,
    /// `schema` is missing.
    MissingSchema,
    /// `value` is missing.
    MissingValue,
}

/// Of one kind of problem so many are kept: nobody reads more, and every rule may take its time over each of them.
const MOST: usize = 1_000;

/// Collects problems.
#[derive(Default)]
pub(super) struct Problems {
    list: Vec<Problem>,
    counts: Vec<(Discriminant<Problem>, usize)>,
}

impl Problems {
    pub(super) fn push(&mut self, problem: Problem) {
        let kind = mem::discriminant(&problem);
        let at = self.counts.iter().position(|(other, _)| *other == kind).unwrap_or_else(|| {
            self.counts.push((kind, 0));
            self.counts.len() - 1
        });
        let count = &mut self.counts[at].1;
        *count += 1;
        if *count <= MOST {
            self.list.push(problem);
        }
    }

    pub(super) fn extend(&mut self, problems: impl IntoIterator<Item = Problem>) {
        problems.into_iter().for_each(|problem| self.push(problem));
    }

    pub(super) fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    pub(super) fn into_vec(self) -> Vec<Problem> {
        self.list
    }
}

impl Problem {
    /// Whether it is an error of decoding or declaration. Repeated root fields are a warning, reserved keys an error of the check, and what
    /// the reference ignores is none at all.
    pub fn is_declaration_error(&self) -> bool {
        match self {
            Problem::DuplicateField { .. }
            | Problem::DuplicateOption { .. }
            | Problem::UnknownOption(_)
            | Problem::ReservedKey(_)
            | Problem::UnknownArgument { .. }
            | Problem::DuplicateArgument { .. } => false,
            Problem::Alias(_)
            | Problem::NonStringKey(_)
            | Problem::ContradictedTag { .. }
            | Problem::RootNotObject(_)
            | Problem::FieldType { .. }
            | Problem::ImportEntry(_)
            | Problem::ImportKeys(_)
            | Problem::ImportOptions { .. }
            | Problem::ImportMerge { .. }
            | Problem::CallAtTopLevel(_)
            | Problem::CallNotAlone(_)
            | Problem::UnknownFunction(_)
            | Problem::InterpolatedKey(_)
            | Problem::Argument { .. }
            | Problem::Interpolation { .. } => true,
        }
    }

    /// The node that it is about; `None` for an empty document.
    pub fn node(&self) -> Option<NodeId> {
        match self {
            Problem::RootNotObject(node) => *node,
            Problem::Alias(node)
            | Problem::NonStringKey(node)
            | Problem::ContradictedTag { node, .. }
            | Problem::FieldType { key: node, .. }
            | Problem::DuplicateField { key: node, .. }
            | Problem::ImportEntry(node)
            | Problem::ImportKeys(node)
            | Problem::ImportOptions { value: node, .. }
            | Problem::ImportMerge { value: node, .. }
            | Problem::UnknownOption(node)
            | Problem::DuplicateOption { key: node, .. }
            | Problem::ReservedKey(node)
            | Problem::CallAtTopLevel(node)
            | Problem::CallNotAlone(node)
            | Problem::UnknownFunction(node)
            | Problem::InterpolatedKey(node)
            | Problem::Argument { node, .. }
            | Problem::UnknownArgument { key: node, .. }
            | Problem::DuplicateArgument { key: node, .. }
            | Problem::Interpolation { node, .. } => Some(*node),
        }
    }
}
