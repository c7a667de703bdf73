//! Around the content: directives, and where the document begins.

use super::{Parser, Place, event_start, tags};
use crate::error::SyntaxErrorKind;
use crate::scanner::{Lex, LexKind};
use crate::tree::NONE;

impl Parser<'_> {
    /// Everything up to the root node, which is parsed or left to the states that it pushes.
    pub(super) fn document_start(&mut self) {
        let mut version_seen = false;
        loop {
            let lex = self.scanner.peek();
            match lex.kind {
                LexKind::VersionDirective { supported } => {
                    if std::mem::replace(&mut version_seen, true) {
                        self.error(SyntaxErrorKind::DuplicateDirective, lex);
                    } else if !supported {
                        self.error(SyntaxErrorKind::UnsupportedVersion, lex);
                    }
                }
                LexKind::TagDirective => self.define_handle(lex),
                LexKind::DocumentStart => {
                    self.scanner.bump();
                    return self.document_content();
                }
                LexKind::StreamEnd if !version_seen && self.handles.is_empty() => return,
                _ if version_seen || !self.handles.is_empty() => {
                    self.error(SyntaxErrorKind::MissingDocumentStart, lex);
                    return self.document_content();
                }
                _ => return self.node(Place::Block),
            }
            if self.scanner.stopped {
                return;
            }
            self.scanner.bump();
        }
    }

    fn define_handle(&mut self, lex: Lex) {
        let text = self.builder.text;
        let Some((handle, prefix)) = tags::directive(&text[lex.range()]) else { return };
        if self.handles.insert(handle, prefix).is_some() {
            self.error(SyntaxErrorKind::DuplicateDirective, lex);
        }
    }

    fn document_content(&mut self) {
        let lex = self.scanner.peek();
        match lex.kind {
            LexKind::VersionDirective { .. }
            | LexKind::TagDirective
            | LexKind::DocumentStart
            | LexKind::DocumentEnd
            | LexKind::StreamEnd => self.builder.missing(lex.start, event_start(lex), NONE),
            _ => self.node(Place::Block),
        }
    }
}
