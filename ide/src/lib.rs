//! Editor features over the analysis, as plain data: byte ranges and text in, byte ranges and text out.
//!
//! Knows no protocol and opens no file. Every feature works on half-typed documents, and offers nothing that would be an error.

mod actions;
mod calls;
mod completion;
mod config;
mod context;
mod declaration;
mod definition;
mod docs;
mod expect;
mod folding;
mod hints;
mod hover;
mod lenses;
mod links;
mod markup;
mod merged;
mod names;
mod on_type;
mod paths;
mod refactor;
mod references;
mod rename;
mod selection;
mod signature;
mod spot;
mod symbols;
mod tag;
#[cfg(test)]
mod testing;
mod tokens;
mod values;
mod workspace_symbols;

pub use actions::{Action, ActionKind, actions, fix_all};
pub use calls::{Import, environment_at, importers, imports};
pub use completion::{Completion, CompletionKind, Piece, Template, completions};
pub use config::{config_completions, config_hover, switch_off};
pub use context::Context;
pub use declaration::{declaration, type_definition};
pub use definition::{Definition, Place, definition};
pub use docs::{DocKey, Page};
pub use folding::{Fold, FoldKind, folds};
pub use hints::{Hint, hints};
pub use hover::{Hover, hover};
pub use lenses::{Lens, LensAbout, lenses};
pub use links::{Link, LinkTarget, links};
pub use markup::Markup;
pub use merged::merged;
pub use names::path_at;
pub use on_type::on_type;
pub use refactor::refactorings;
pub use references::{Access, Occurrence, highlights, references};
pub use rename::{FileEdits, Refusal, Renamed, Renaming, import_edits, prepare_rename, rename};
pub use selection::selections;
pub use signature::{Signature, signature};
pub use symbols::{Symbol, SymbolKind, symbols};
pub use tag::{Tag, tag};
pub use tokens::{SemanticKind, SemanticToken, semantic_tokens};
pub use workspace_symbols::{Named, workspace_symbols};
