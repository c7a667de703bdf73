//! Editor features over the analysis, as plain data: byte ranges and text in, byte ranges and text out.
//!
//! Knows no protocol and opens no file. Every feature works on half-typed documents, and offers nothing that would be an error.

mod actions;
mod completion;
mod config;
mod context;
mod definition;
mod docs;
mod expect;
mod folding;
mod hover;
mod markup;
mod names;
mod paths;
mod references;
mod rename;
mod spot;
mod symbols;
mod tag;
#[cfg(test)]
mod testing;
mod values;

pub use actions::{Action, ActionKind, actions, fix_all};
pub use completion::{Completion, CompletionKind, Piece, Template, completions};
pub use config::{config_completions, switch_off};
pub use context::Context;
pub use definition::{Definition, Place, definition};
pub use docs::{DocKey, Page};
pub use folding::{Fold, FoldKind, folds};
pub use hover::{Hover, hover};
pub use markup::Markup;
pub use references::{Access, Occurrence, highlights, references};
pub use rename::{FileEdits, Refusal, Renamed, Renaming, import_edits, prepare_rename, rename};
pub use symbols::{Symbol, SymbolKind, symbols};
pub use tag::{Tag, tag};
