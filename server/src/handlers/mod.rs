//! One file for each kind of question: from the protocol, a call of `esc_ide`, to the protocol.

mod code_action;
mod completion;
mod definition;
mod document_symbol;
mod execute_command;
mod folding_range;
mod hover;
mod references;
mod rename;

use std::sync::Arc;

use esc_analysis::Source;
use esc_ide::{Context, Markup};
use esc_syntax::TextSize;
use lsp_types::{MarkupContent, MarkupKind, TextDocumentPositionParams};

use crate::snapshot::Snapshot;

pub(crate) use code_action::code_action;
pub(crate) use completion::{completion, resolve};
pub(crate) use definition::definition;
pub(crate) use document_symbol::document_symbol;
pub(crate) use execute_command::{EXPLAIN, execute_command, explain};
pub(crate) use folding_range::folding_range;
pub(crate) use hover::hover;
pub(crate) use references::{document_highlight, references};
pub(crate) use rename::{prepare_rename, rename, will_rename_files};

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
