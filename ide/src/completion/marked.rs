//! The document as it would be if a word stood at the cursor: then the tree itself says what place the cursor is in.

use std::sync::Arc;

use esc_analysis::Source;
use esc_analysis::document::Document;
use esc_syntax::{Node, TextRange, TextSize};

/// A character that nobody types and that may stand anywhere in text and names.
pub(super) const MARK: char = '\u{E000}';

/// A document with a mark at the cursor.
pub(crate) struct Marked {
    pub document: Document,
    /// Where the mark is, in this text and in the original one.
    pub offset: TextSize,
}

impl Marked {
    pub fn new(original: &Source, offset: TextSize) -> Marked {
        let (before, after) = original.text().split_at(offset.into());
        let source = Source::new(original.path(), format!("{before}{MARK}{after}"));
        Marked { document: Document::build(source), offset }
    }

    pub fn source(&self) -> &Arc<Source> {
        &self.document.source
    }

    /// Where the mark is.
    pub fn range(&self) -> TextRange {
        TextRange::at(self.offset, TextSize::of(MARK))
    }

    /// The scalar that the mark is in.
    pub fn node(&self) -> Option<Node<'_>> {
        // Inside of the mark: what is not written may begin at its end.
        let node = self.source().tree().node_at(self.offset + TextSize::from(1))?;
        (node.style().is_some() && node.range().contains_range(self.range())).then_some(node)
    }

    /// The comment that the mark is in.
    pub fn comment(&self) -> Option<TextRange> {
        self.source().tree().comments().find(|comment| comment.contains_range(self.range()))
    }

    /// A range of this text, in the original text.
    pub fn original(&self, range: TextRange) -> TextRange {
        let back = |at: TextSize| if at <= self.offset { at } else { (at - TextSize::of(MARK)).max(self.offset) };
        TextRange::new(back(range.start()), back(range.end()))
    }
}
