//! One file for each kind of question: from the protocol, a call of `esc_ide`, to the protocol.

mod call_hierarchy;
mod code_action;
mod code_lens;
mod commands;
mod completion;
mod definition;
mod document_link;
mod document_symbol;
mod execute_command;
mod folding_range;
mod formatting;
mod hover;
mod inlay_hint;
mod references;
mod rename;
mod selection_range;
mod semantic_tokens;
mod signature_help;
mod workspace_symbol;

use std::sync::Arc;

use esc_analysis::Source;
use esc_ide::{Context, Markup};
use esc_syntax::TextSize;
use lsp_types::{MarkupContent, MarkupKind, TextDocumentPositionParams};

use crate::snapshot::Snapshot;

pub(crate) use call_hierarchy::{incoming as incoming_calls, outgoing as outgoing_calls, prepare as prepare_call_hierarchy};
pub(crate) use code_action::code_action;
pub(crate) use code_lens::code_lens;
pub(crate) use commands::{IMPORT_GRAPH, MERGED, WHY};
pub(crate) use completion::{completion, resolve};
pub(crate) use definition::{declaration, definition, type_definition};
pub(crate) use document_link::{document_link, document_link_resolve};
pub(crate) use document_symbol::document_symbol;
pub(crate) use execute_command::{EXPLAIN, execute_command, explain};
pub(crate) use folding_range::folding_range;
pub(crate) use formatting::{formatting, on_type_formatting, range_formatting};
pub(crate) use hover::hover;
pub(crate) use inlay_hint::inlay_hint;
pub(crate) use references::{document_highlight, references};
pub(crate) use rename::{prepare_rename, rename, will_rename_files};
pub(crate) use selection_range::selection_range;
pub(crate) use semantic_tokens::{
    SentTokens, delta as semantic_tokens_delta, full as semantic_tokens_full, legend, range as semantic_tokens_range,
};
pub(crate) use signature_help::signature_help;
pub(crate) use workspace_symbol::workspace_symbol;

impl Snapshot {
    /// Looks at the place that a request is about; `None` if that is in no environment.
    fn look<T>(&self, place: &TextDocumentPositionParams, look: impl FnOnce(&Arc<Source>, &Context<'_>, TextSize) -> T) -> Option<T> {
        let source = self.environment(&place.text_document.uri)?;
        let offset = self.positions().offset(&source, place.position);
        Some(self.analyze(&source, |analyzer| look(&source, &Context::new(&source, analyzer), offset)))
    }
}

/// Text as the client shows it.
fn markup(text: &Markup, as_markdown: bool) -> MarkupContent {
    match as_markdown {
        true => MarkupContent { kind: MarkupKind::Markdown, value: text.markdown() },
        false => MarkupContent { kind: MarkupKind::PlainText, value: text.plain() },
    }
}
