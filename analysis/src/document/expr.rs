//! Expressions: what a value is written as.

use std::sync::Arc;

use esc_syntax::{AccessorKind, NodeId, TextRange};

use super::Function;
use crate::Text;

/// Names an expression of one document.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct ExprId(pub(super) u32);

impl ExprId {
    /// Its place among all expressions of its document.
    pub(crate) fn index(self) -> usize {
        self.0 as usize
    }
}

/// A key and its value.
#[derive(Clone, Debug)]
pub struct Property {
    /// Decoded key; `$$` collapsed below the top level.
    pub key: Arc<str>,
    /// The key's scalar.
    pub key_node: NodeId,
    /// Its value.
    pub value: ExprId,
    /// An equal key stands before it in the same object, so that this one never counts.
    pub duplicate: bool,
}

/// One expression.
#[derive(Clone, Debug)]
pub struct Expr {
    /// Where it is written.
    pub node: NodeId,
    /// The expression that holds it.
    pub parent: Option<ExprId>,
    /// What it is.
    pub kind: ExprKind,
}

/// The forms of an expression.
#[derive(Clone, Debug)]
pub enum ExprKind {
    /// Nothing can be made of it; unknown, without a further word.
    Invalid,
    /// `null`
    Null,
    /// A boolean.
    Bool(bool),
    /// A number's normalised text.
    Number(Arc<str>),
    /// Text without `${`, `$$` collapsed.
    String(Text),
    /// A scalar that is exactly one `${...}`: keeps the type of what it refers to.
    Symbol(Reference),
    /// Text around references.
    Interpolation(Vec<Part>),
    /// A list.
    Array(Vec<ExprId>),
    /// Keys and values, repeated keys too.
    Object(Vec<Property>),
    /// A call of a built-in function.
    Call(Call),
}

/// A piece of an interpolated string.
#[derive(Clone, Debug)]
pub enum Part {
    /// Literal text, `$$` collapsed.
    Text(Text),
    /// A reference.
    Reference(Reference),
}

/// One `${...}` with its place in the file.
#[derive(Clone, Debug)]
pub struct Reference {
    /// From the `$` to after the `}`, in the file.
    pub range: TextRange,
    /// The path; never empty.
    pub accessors: Vec<Accessor>,
    /// Its text was recovered from a mistake (reported already), so what it refers to is a guess.
    pub recovered: bool,
}

/// One step of a reference, with its place in the file.
#[derive(Clone, Debug)]
pub struct Accessor {
    /// What it selects.
    pub kind: AccessorKind,
    /// With its dot or brackets.
    pub range: TextRange,
    /// The name alone.
    pub name_range: TextRange,
}

/// A call.
#[derive(Clone, Debug)]
pub struct Call {
    /// Which function.
    pub function: Function,
    /// The `fn::...` key.
    pub key_node: NodeId,
    /// The argument as an ordinary expression.
    pub argument: ExprId,
    /// The argument as the function reads it.
    pub arguments: Arguments,
}

/// A provider's or rotator's name and its place.
#[derive(Clone, Debug)]
pub struct ProviderName {
    /// `aws-login`; may be empty.
    pub text: Arc<str>,
    /// The name alone: the end of the key in the short form, the scalar in the long one.
    pub range: TextRange,
}

/// An argument after its shape was checked.
#[derive(Clone, Debug)]
pub enum Arguments {
    /// The shape is wrong: unknown of the call's result type, and the argument is not evaluated.
    Malformed,
    /// `final`, `fromBase64`, `fromJSON`, `toBase64`, `toJSON`, `toString`, `toYAML`: any expression. `concat`: a list, or what stands for one.
    One(ExprId),
    /// `join` and `split`.
    Two(ExprId, ExprId),
    /// `open`, either form. `inputs` is `None` where they are missing (reported already).
    Open {
        /// Who is asked.
        provider: ProviderName,
        /// What is sent.
        inputs: Option<ExprId>,
    },
    /// `rotate`, either form.
    Rotate {
        /// Who rotates.
        rotator: ProviderName,
        /// What is sent; `None` where it is missing (reported already).
        inputs: Option<ExprId>,
        /// The object that rotation keeps; `None` where it is missing, or no object (reported already).
        state: Option<ExprId>,
    },
    /// `secret` with text. A wrong shape is an empty secret.
    Plaintext(Text),
    /// `secret` with `ciphertext`.
    Ciphertext {
        /// The envelope.
        text: Text,
        /// Its scalar.
        node: NodeId,
    },
    /// `validate`; either may be missing (reported already).
    Validate {
        /// What it is checked against.
        schema: Option<ExprId>,
        /// What is checked, and is the result.
        value: Option<ExprId>,
    },
}

impl ExprKind {
    /// References directly in this expression: one for a symbol, any number for an interpolated string.
    pub fn references(&self) -> impl Iterator<Item = &Reference> {
        let (symbol, parts) = match self {
            ExprKind::Symbol(reference) => (Some(reference), [].as_slice()),
            ExprKind::Interpolation(parts) => (None, parts.as_slice()),
            _ => (None, [].as_slice()),
        };
        let inside = parts.iter().filter_map(|part| match part {
            Part::Reference(reference) => Some(reference),
            Part::Text(_) => None,
        });
        symbol.into_iter().chain(inside)
    }

    /// The reference that is this part of the text, counted from 0; the only one of a symbol is part 0.
    pub fn reference(&self, part: usize) -> Option<&Reference> {
        match self {
            ExprKind::Symbol(reference) => (part == 0).then_some(reference),
            ExprKind::Interpolation(parts) => match parts.get(part)? {
                Part::Reference(reference) => Some(reference),
                Part::Text(_) => None,
            },
            _ => None,
        }
    }

    /// Whether this is text that holds no reference.
    pub fn as_text(&self) -> Option<&Text> {
        match self {
            ExprKind::String(text) => Some(text),
            _ => None,
        }
    }

    /// The properties of an object literal.
    pub fn as_object(&self) -> Option<&[Property]> {
        match self {
            ExprKind::Object(properties) => Some(properties),
            _ => None,
        }
    }
}

impl Arguments {
    /// The expressions that the function reads, in the order in which they are declared.
    pub fn expressions(&self) -> Vec<ExprId> {
        match self {
            Arguments::Malformed | Arguments::Plaintext(_) | Arguments::Ciphertext { .. } => Vec::new(),
            Arguments::One(argument) => vec![*argument],
            Arguments::Two(first, second) => vec![*first, *second],
            Arguments::Open { inputs, .. } => inputs.iter().copied().collect(),
            Arguments::Rotate { inputs, state, .. } => inputs.iter().chain(state).copied().collect(),
            Arguments::Validate { schema, value } => schema.iter().chain(value).copied().collect(),
        }
    }
}
