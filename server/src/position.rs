//! The one place where the protocol's positions meet offsets. Each function names the encoding that was agreed with the client, through
//! [`Positions`].
//!
//! Two ways in, which agree on every position of every text (see the tests): by the line index for texts that are analysed, and by the
//! rope for texts that are being edited, where lines move with every change. Positions from the client may lie anywhere; they are clamped
//! as the protocol says. What goes out always lies in the text.

use esc_analysis::Source;
use esc_syntax::{ColumnEncoding, LineColumn, TextRange, TextSize};
use lsp_types::{Position, Range};
use ropey::{Rope, RopeSlice};

/// Converts positions in one encoding.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Positions(pub ColumnEncoding);

impl Positions {
    /// Position to offset.
    pub fn offset(self, source: &Source, position: Position) -> TextSize {
        let position = LineColumn { line: position.line, column: position.character };
        source.lines().offset(source.text(), position, self.0)
    }

    /// Range to offsets. A range that runs backwards is turned around.
    pub fn text_range(self, source: &Source, range: Range) -> TextRange {
        let (start, end) = (self.offset(source, range.start), self.offset(source, range.end));
        TextRange::new(start.min(end), start.max(end))
    }

    /// Offset to position.
    pub fn position(self, source: &Source, offset: TextSize) -> Position {
        let LineColumn { line, column } = source.lines().line_column(source.text(), offset, self.0);
        Position { line, character: column }
    }

    /// Offsets to range.
    pub fn range(self, source: &Source, range: TextRange) -> Range {
        Range { start: self.position(source, range.start()), end: self.position(source, range.end()) }
    }

    /// Position to an index of characters in `rope`.
    pub fn char_index(self, rope: &Rope, position: Position) -> usize {
        let line = position.line as usize;
        if line >= rope.len_lines() {
            return rope.len_chars();
        }
        let start = rope.line_to_char(line);
        let content = rope.line(line);
        let content = content.slice(..content.len_chars() - break_len(content));
        let column = position.character as usize;
        let column = match self.0 {
            ColumnEncoding::Utf8 => content.byte_to_char(column.min(content.len_bytes())),
            ColumnEncoding::Utf16 => content.utf16_cu_to_char(column.min(content.len_utf16_cu())),
            ColumnEncoding::Utf32 | ColumnEncoding::Scalars => column.min(content.len_chars()),
        };
        start + column
    }
}

/// How many characters break the line at its end.
fn break_len(line: RopeSlice<'_>) -> usize {
    let mut from_end = line.chars_at(line.len_chars()).reversed();
    match (from_end.next(), from_end.next()) {
        (Some('\n'), Some('\r')) => 2,
        (Some('\n' | '\r'), _) => 1,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const ENCODINGS: [ColumnEncoding; 3] = [ColumnEncoding::Utf8, ColumnEncoding::Utf16, ColumnEncoding::Utf32];

    fn text() -> impl Strategy<Value = String> {
        let piece = prop_oneof!["[a-z: ]{0,4}", Just("é".into()), Just("日本".into()), Just("😀".into()), Just("e\u{301}".into())];
        let line_break = prop_oneof![Just("\n"), Just("\r\n"), Just("\r"), Just(""), Just("\u{2028}"), Just("\u{85}"), Just("\u{c}")];
        let bom = prop_oneof![4 => Just(""), 1 => Just("\u{feff}")];
        (bom, prop::collection::vec((piece, line_break), 0..12))
            .prop_map(|(bom, lines)| lines.into_iter().fold(bom.to_owned(), |text, (piece, line_break)| text + &piece + line_break))
    }

    proptest! {
        #[test]
        fn rope_and_line_index_agree(text in text(), line in 0u32..14, character in 0u32..14) {
            let source = Source::new("env.yaml", text.as_str());
            let rope = Rope::from_str(&text);
            for encoding in ENCODINGS {
                let positions = Positions(encoding);
                let position = Position { line, character };
                let by_rope = rope.char_to_byte(positions.char_index(&rope, position));
                prop_assert_eq!(by_rope, usize::from(positions.offset(&source, position)), "{:?} {:?}", encoding, position);
            }
        }

        #[test]
        fn every_offset_comes_back(text in text()) {
            let source = Source::new("env.yaml", text.as_str());
            for (offset, _) in text.char_indices() {
                // Between CR and LF there is no position.
                if text[..offset].ends_with('\r') && text[offset..].starts_with('\n') {
                    continue;
                }
                let offset = TextSize::try_from(offset).unwrap();
                for encoding in ENCODINGS {
                    let positions = Positions(encoding);
                    prop_assert_eq!(positions.offset(&source, positions.position(&source, offset)), offset);
                }
            }
        }
    }

    #[test]
    fn units_differ_by_encoding() {
        let source = Source::new("env.yaml", "a: 😀é: b\n");
        let column = |encoding| Positions(encoding).position(&source, 9.into()).character;
        assert_eq!(ENCODINGS.map(column), [9, 6, 5]);
    }

    #[test]
    fn positions_out_of_the_text_are_clamped() {
        let source = Source::new("env.yaml", "ab\r\nc");
        let offset = |line, character| u32::from(Positions(ColumnEncoding::Utf16).offset(&source, Position { line, character }));
        assert_eq!(offset(0, 99), 2);
        assert_eq!(offset(1, 99), 5);
        assert_eq!(offset(99, 0), 5);
        assert_eq!(offset(u32::MAX, u32::MAX), 5);
    }
}
