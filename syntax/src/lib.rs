//! Text in, lossless tree out: the YAML that Pulumi ESC environments are written in.
//!
//! [`parse`] never fails. It returns a [`Tree`] *and* the [`SyntaxError`]s, always both, so a half-typed document still has
//! its keys and values. The tree accepts and refuses what `gopkg.in/yaml.v3` 3.0.1 accepts and refuses, because that is what
//! the ESC evaluator reads with; where the two differ it is a bug here.
//!
//! Invariants that everything above relies on:
//! * every range is in bytes of the original text (BOM and CR included) and lies on character boundaries;
//! * a child's range lies inside its parent's, siblings are in source order and do not overlap;
//! * the tokens of [`Tree::tokens`], joined, are the text, byte for byte;
//! * nothing recurses: depth is bounded by a diagnostic, not by the stack.
//!
//! This crate knows YAML and the `${...}` grammar inside scalars. It knows nothing of environments, files or protocols.

mod cook;
mod error;
mod events;
mod interpolation;
mod line_index;
mod parser;
mod resolve;
mod scanner;
mod token;
mod tree;

pub use cook::ScalarText;
pub use error::{SyntaxError, SyntaxErrorKind};
pub use events::events;
pub use interpolation::{Access, Accessor, AccessorKind, Interpolation, InterpolationError, InterpolationErrorKind, Part};
pub use line_index::{ColumnEncoding, LineColumn, LineIndex};
pub use resolve::{CannotDecode, Resolved, number_text, resolve};
pub use text_size::{TextRange, TextSize};
pub use token::{Token, TokenKind};
pub use tree::{Entries, Entry, Items, Node, NodeId, NodeKind, ScalarStyle, Tag, Tree};

use std::sync::Arc;

/// Files above this many bytes are not parsed: offsets are 32 bits wide, and no environment is that large.
pub const MAX_LEN: usize = 16 * 1024 * 1024;

/// Parses the first document of `text`. Never fails: what is wrong is in [`Tree::errors`].
///
/// Text beyond [`MAX_LEN`] bytes is refused with one error and an empty tree.
pub fn parse(text: impl Into<Arc<str>>) -> Tree {
    parser::parse(text.into())
}
