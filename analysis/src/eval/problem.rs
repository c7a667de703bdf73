//! What evaluation finds, as data: expressions, values, the other end. The words are the rules'.

use std::sync::Arc;

use esc_syntax::TextRange;

use crate::Source;
use crate::convert::{CiphertextError, JsonError};
use crate::document::{Document, ExprId, Function, Reference};
use crate::providers::ProviderKind;
use crate::schema::{SchemaError, Violation};
use crate::value::{Origin, Output, Value};

/// One thing that evaluation found in a document. In the order of evaluation.
#[derive(Clone, Debug)]
pub enum Problem {
    /// An import, or an environment that a reference names, is not among those that are known.
    Unresolved(ImportSite),
    /// One that is known but can't be used: it does not parse, or its declarations are wrong.
    Unusable {
        /// Who asks for it.
        site: ImportSite,
        /// The file.
        source: Arc<Source>,
        /// The first thing that is wrong with it.
        range: TextRange,
    },
    /// An environment that imports itself in the end.
    ImportCycle {
        /// The import that closes the circle.
        site: ImportSite,
        /// The imports that lead from the environment back to itself, this one last.
        steps: Vec<ImportStep>,
    },
    /// A step of a reference leads nowhere.
    Access(AccessProblem),
    /// An expression needs itself.
    Cycle {
        /// The expression that was begun first.
        expr: ExprId,
        /// The references that lead from it back to itself, in order; the first [`MAX_CYCLE_STEPS`] of them.
        steps: Vec<TextRange>,
        /// How many there are.
        length: usize,
    },
    /// A value that an imported environment has declared final; it stays what it is.
    OverridesFinal {
        /// The value that does not count.
        expr: ExprId,
        /// The one that does.
        base: Value,
    },
    /// A later import replaces an earlier one's final value. Said of the later import.
    FinalReplaced {
        /// Index into the document's imports.
        import: usize,
        /// The key of the value, and those above it.
        path: Vec<Arc<str>>,
        /// The final value.
        base: Value,
        /// What is in its place.
        value: Value,
    },
    /// A provider or rotator that is not in the catalogue.
    UnknownProvider {
        /// The call.
        expr: ExprId,
        /// Which kind is sought.
        kind: ProviderKind,
        /// The name as written.
        name: Arc<str>,
        /// Where it is written.
        range: TextRange,
    },
    /// `ciphertext:` that is none.
    Ciphertext {
        /// The call.
        expr: ExprId,
        /// The text's place.
        range: TextRange,
        /// Why.
        error: CiphertextError,
    },
    /// `fn::fromBase64` of text that is not base64.
    Base64 {
        /// The call.
        expr: ExprId,
        /// The argument.
        argument: ExprId,
    },
    /// `fn::fromJSON` of text that is not JSON.
    Json {
        /// The call.
        expr: ExprId,
        /// The argument.
        argument: ExprId,
        /// Where it stops being JSON.
        error: JsonError,
    },
    /// `fn::fromJSON` of text with something after its first value, which is not read.
    TrailingJson {
        /// The call.
        expr: ExprId,
        /// The argument.
        argument: ExprId,
    },
    /// `fn::toJSON` of an infinity or of what is no number.
    NotFinite {
        /// The call.
        expr: ExprId,
        /// The argument.
        argument: ExprId,
    },
    /// A value that does not fit where it is used.
    Type(TypeProblem),
    /// The schema given to `fn::validate` does not compile.
    Schema {
        /// The schema.
        expr: ExprId,
        /// Why.
        error: SchemaError,
    },
    /// A list or an object inside a longer text.
    CompositeInText {
        /// The text.
        expr: ExprId,
        /// Which of its parts, counted from 0.
        part: usize,
        /// What is referred to.
        value: Value,
    },
}

/// Who asks for an environment.
#[derive(Clone, Debug)]
pub struct ImportSite {
    /// The name as written; `project/environment` for a reference.
    pub name: Arc<str>,
    /// The name's place.
    pub range: TextRange,
    /// The expression, if a reference asks; `None` for an entry of `imports`.
    pub expr: Option<ExprId>,
}

/// One import on the way round a circle.
#[derive(Clone, Debug)]
pub struct ImportStep {
    /// The file that imports.
    pub source: Arc<Source>,
    /// What it imports, as written.
    pub name: Arc<str>,
    /// Where.
    pub range: TextRange,
}

/// Steps of a long circle that are kept: thousands of circles may go through thousands of values.
pub const MAX_CYCLE_STEPS: usize = 20;

/// A step of a reference that leads nowhere.
#[derive(Clone, Debug)]
pub struct AccessProblem {
    /// The expression that the reference is in.
    pub expr: ExprId,
    /// Which of the expression's parts, counted from 0.
    pub part: usize,
    /// Which of the reference's steps, counted from 0.
    pub step: usize,
    /// What is wrong.
    pub fault: AccessFault,
}

/// Why a step leads nowhere.
#[derive(Clone, Debug)]
pub enum AccessFault {
    /// There is no such member.
    UnknownMember(Receiver),
    /// What is there has no members and no items.
    NotComposite(Value),
    /// What is there is encrypted text.
    Encrypted,
    /// A list, by name.
    ListByName(Value),
    /// An object, by number.
    ObjectByIndex,
    /// A number below zero.
    NegativeIndex,
    /// A number past the end.
    OutOfBounds {
        /// How many items there are.
        length: usize,
    },
    /// A member that a provider's output does not declare. The reference says nothing.
    Undeclared {
        /// The provider, if the whole output is at hand.
        output: Option<Arc<Output>>,
        /// Members that there are, to suggest from.
        members: Vec<Arc<str>>,
    },
    /// `${environments}` or `${environments.project}`: names no environment yet. The reference says nothing.
    IncompleteEnvironment,
}

/// What an unknown member was sought in.
#[derive(Clone, Debug)]
pub enum Receiver {
    /// The environment itself: its own values, then what it imports.
    Root,
    /// An object of this document as it is written, then what it lies over.
    Literal(ExprId, Option<Value>),
    /// An object that is known.
    Value(Value),
}

/// A value that does not fit.
#[derive(Clone, Debug)]
pub struct TypeProblem {
    /// The call that asks.
    pub call: ExprId,
    /// The argument that holds the value, or refers to it.
    pub argument: ExprId,
    /// What the argument is for.
    pub role: Role,
    /// How it fails.
    pub violation: Violation,
}

impl TypeProblem {
    /// The expression of `document` to blame for a violation of this problem, and where the value is written if that is in another document.
    pub fn blame<'v>(&self, document: &Document, violation: &'v Violation) -> (ExprId, Option<&'v Origin>) {
        match violation.value.origin() {
            Some(origin) if origin.document.source.path() == document.source.path() => (origin.expr, None),
            elsewhere => (self.argument, elsewhere),
        }
    }
}

/// What an argument is for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Role {
    /// An argument of a function.
    Argument(Function),
    /// `inputs` of a provider or rotator.
    Inputs(ProviderKind, Arc<str>),
    /// `state` of a rotator.
    State(Arc<str>),
    /// `schema` of `fn::validate`.
    Schema,
    /// `value` of `fn::validate`.
    Validated,
}

impl AccessProblem {
    /// The reference in its document.
    pub fn reference<'d>(&self, document: &'d Document) -> Option<&'d Reference> {
        document.expr(self.expr).kind.reference(self.part)
    }
}

impl Problem {
    /// Whether the environment fails to open because of it, as far as the reference says.
    pub fn is_error(&self) -> bool {
        match self {
            Problem::OverridesFinal { .. }
            | Problem::FinalReplaced { .. }
            | Problem::TrailingJson { .. }
            | Problem::CompositeInText { .. } => false,
            Problem::Access(problem) => !matches!(problem.fault, AccessFault::Undeclared { .. } | AccessFault::IncompleteEnvironment),
            Problem::Type(problem) => !problem.violation.is_silent(),
            Problem::Unresolved(_)
            | Problem::Unusable { .. }
            | Problem::ImportCycle { .. }
            | Problem::Cycle { .. }
            | Problem::UnknownProvider { .. }
            | Problem::Ciphertext { .. }
            | Problem::Base64 { .. }
            | Problem::Json { .. }
            | Problem::NotFinite { .. }
            | Problem::Schema { .. } => true,
        }
    }
}
