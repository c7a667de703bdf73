use proptest::prelude::*;

use super::*;
use ColumnEncoding::{Scalars, Utf8, Utf16, Utf32};

const ENCODINGS: [ColumnEncoding; 4] = [Scalars, Utf8, Utf16, Utf32];

/// Checks every line without its break, as `line_range` gives it.
#[track_caller]
fn check_lines(text: &str, expected: &[&str]) {
    let index = LineIndex::new(text);
    let lines: Vec<_> = (0..index.line_count()).map(|line| &text[index.line_range(text, line).unwrap()]).collect();
    assert_eq!(lines, expected);
    assert_eq!(index.line_range(text, index.line_count()), None);
}

/// Checks the position of the `$0` in `marked`, there and back: `line:scalars/utf8/utf16/utf32`.
#[track_caller]
fn check_position(marked: &str, expected: &str) {
    let offset = marked.find("$0").unwrap();
    let text = marked.replacen("$0", "", 1);
    let index = LineIndex::new(&text);
    let positions = ENCODINGS.map(|encoding| index.line_column(&text, size(offset), encoding));
    let columns = positions.map(|position| position.column.to_string()).join("/");
    assert_eq!(format!("{}:{columns}", positions[0].line), expected);
    for (position, encoding) in positions.into_iter().zip(ENCODINGS) {
        assert_eq!(index.offset(&text, position, encoding), size(offset), "back from {encoding:?}");
    }
}

#[test]
fn lines_end_at_lf_crlf_and_lone_cr() {
    check_lines("", &[""]);
    check_lines("a", &["a"]);
    check_lines("a\n", &["a", ""]);
    check_lines("a\r\nb\rc\n\rd", &["a", "b", "c", "", "d"]);
    check_lines("\r\r\n\n", &["", "", "", ""]);
}

#[test]
fn unicode_breaks_end_no_line() {
    check_lines("a\u{85}b\u{2028}c\u{2029}d", &["a\u{85}b\u{2028}c\u{2029}d"]);
}

#[test]
fn columns_count_in_their_encoding() {
    check_position("$0", "0:0/0/0/0");
    check_position("key: $0value", "0:5/5/5/5");
    check_position("a\n\n  b$0", "2:3/3/3/3");
    check_position("é$0", "0:1/2/1/1");
    check_position("日本: $0x", "0:4/8/4/4");
    check_position("x\n🎉🎉$0 x", "1:2/8/4/2");
    // A combining accent is a character of its own.
    check_position("e\u{301}$0x", "0:2/3/2/2");
    check_position("a\r\nb$0\r\n", "1:1/1/1/1");
    check_position("a\rb$0\r", "1:1/1/1/1");
}

#[test]
fn a_byte_order_mark_is_no_column_for_people() {
    check_position("\u{feff}$0a: b", "0:0/3/1/1");
    check_position("\u{feff}a: $0b", "0:3/6/4/4");
    check_position("\u{feff}a\nb$0", "1:1/1/1/1");
    // Only at the start of the text.
    check_position("a\n\u{feff}b$0", "1:2/4/2/2");
}

#[test]
fn positions_out_of_range_are_clamped() {
    let text = "ab\r\ncé\n";
    let index = LineIndex::new(text);
    let at = |line, column| u32::from(index.offset(text, LineColumn { line, column }, Utf16));
    assert_eq!(at(0, 99), 2);
    assert_eq!(at(1, 99), 7);
    assert_eq!(at(1, u32::MAX), 7);
    assert_eq!(at(2, 5), 8);
    assert_eq!(at(3, 0), 8);
    assert_eq!(at(u32::MAX, 0), 8);
    assert_eq!(index.line_column(text, u32::MAX.into(), Utf16), LineColumn { line: 2, column: 0 });
}

#[test]
fn the_inside_of_a_character_means_its_start() {
    let text = "a🎉b";
    let index = LineIndex::new(text);
    assert_eq!(index.line_column(text, 3.into(), Utf8), LineColumn { line: 0, column: 1 });
    assert_eq!(index.offset(text, LineColumn { line: 0, column: 2 }, Utf16), 1.into());
    assert_eq!(index.offset(text, LineColumn { line: 0, column: 3 }, Utf8), 1.into());
}

#[test]
fn a_huge_line_is_converted_from_its_nearest_checkpoint() {
    let text = "é🎉日a".repeat(100_000);
    let index = LineIndex::new(&text);
    for copy in (0..100_000_u32).step_by(97) {
        let position = index.line_column(&text, (copy * 10).into(), Utf16);
        assert_eq!(position, LineColumn { line: 0, column: copy * 5 });
        assert_eq!(index.offset(&text, position, Utf16), (copy * 10).into());
    }
}

fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(vec!["a", "é", "日", "🎉", "e\u{301}", "\n", "\r", "\r\n", "\u{feff}", "\u{2028}"]), 0..150)
        .prop_map(|pieces| pieces.concat())
}

/// The column of `offset`, counted one character at a time.
fn counted(text: &str, line_start: usize, offset: usize, encoding: ColumnEncoding) -> u32 {
    let before = &text[line_start..offset];
    let units = match encoding {
        Utf8 => before.len(),
        Utf16 => before.encode_utf16().count(),
        Utf32 => before.chars().count(),
        Scalars => before.chars().count() - usize::from(line_start == 0 && before.starts_with('\u{feff}')),
    };
    units as u32
}

proptest! {
    #[test]
    fn columns_agree_with_counting_and_come_back(text in text()) {
        let index = LineIndex::new(&text);
        for line in 0..index.line_count() {
            let range = index.line_range(&text, line).unwrap();
            for (at, _) in text[range].char_indices() {
                let offset = range.start() + size(at);
                for encoding in ENCODINGS {
                    let position = index.line_column(&text, offset, encoding);
                    prop_assert_eq!(position.line, line);
                    prop_assert_eq!(position.column, counted(&text, range.start().into(), offset.into(), encoding));
                    let hidden = encoding == Scalars && offset == 0.into() && text.starts_with(BOM);
                    let back = index.offset(&text, position, encoding);
                    prop_assert_eq!(back, if hidden { 3.into() } else { offset });
                }
            }
        }
    }

    #[test]
    fn any_position_of_any_text_has_an_offset(text in ".*", line: u32, column: u32, near in 0_u32..8, offset: u32) {
        let index = LineIndex::new(&text);
        for encoding in ENCODINGS {
            for position in [LineColumn { line, column }, LineColumn { line: near, column: near }, LineColumn { line: near, column }] {
                prop_assert!(text.is_char_boundary(index.offset(&text, position, encoding).into()));
            }
            index.line_column(&text, offset.into(), encoding);
            index.line_column(&text, near.into(), encoding);
        }
    }
}
