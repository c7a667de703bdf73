//! An environment as it is written: description, imports, values, and expressions with their places.
//!
//! Declaration only: what can be said without evaluating anything. Bad parts become [`ExprKind::Invalid`] or [`Arguments::Malformed`] with a
//! problem beside them, and never hide the rest. Nodes are named by id; the [`Source`] holds the text.

use std::sync::Arc;

use esc_syntax::{AccessorKind, NodeId, TextRange};

use crate::{Source, Text};

/// An environment, declared.
#[derive(Debug)]
pub struct Document {
    /// The file.
    pub source: Arc<Source>,
    /// The `description`, if it is literal text.
    pub description: Option<String>,
    /// Entries of `imports`, also those that are wrong, in order.
    pub imports: Vec<Import>,
    /// Entries of `values`, repeated keys too, reserved ones left out, in order. The first of equal keys counts.
    pub values: Vec<Property>,
    /// The `values` mapping itself, as an object expression; `None` if there is none.
    pub root: Option<ExprId>,
    exprs: Vec<Expr>,
    /// Decoding failed: the reference stops here, and evaluates nothing.
    pub undecodable: bool,
}

/// Names an expression of one document.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct ExprId(u32);

/// One entry of `imports`.
#[derive(Clone, Debug)]
pub struct Import {
    /// The whole entry.
    pub node: NodeId,
    /// The name as written, `@version` included; `None` for an entry that has none.
    pub name: Option<ImportName>,
    /// Whether its values are merged, or only referred to.
    pub merge: bool,
}

/// An import's name and its place.
#[derive(Clone, Debug)]
pub struct ImportName {
    /// Decoded text.
    pub text: Arc<str>,
    /// The scalar.
    pub node: NodeId,
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

/// The built-in functions.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[expect(missing_docs, reason = "the names are the language's own")]
pub enum Function {
    Concat,
    Final,
    FromBase64,
    FromJson,
    Join,
    Open,
    Rotate,
    Secret,
    Split,
    ToBase64,
    ToJson,
    ToString,
    ToYaml,
    Validate,
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
    Open { provider: ProviderName, inputs: Option<ExprId> },
    /// `rotate`, either form.
    Rotate { rotator: ProviderName, inputs: Option<ExprId>, state: Option<ExprId> },
    /// `secret` with text. A wrong shape is an empty secret.
    Plaintext(Text),
    /// `secret` with `ciphertext`.
    Ciphertext { text: Text, node: NodeId },
    /// `validate`; either may be missing (reported already).
    Validate { schema: Option<ExprId>, value: Option<ExprId> },
}

impl Document {
    /// The expression with this id.
    ///
    /// # Panics
    /// If the id belongs to a larger document.
    pub fn expr(&self, id: ExprId) -> &Expr {
        &self.exprs[id.0 as usize]
    }
}
