use proptest::prelude::*;

use super::*;
use ScalarStyle::{DoubleQuoted, Folded, Literal, Plain, SingleQuoted};

#[track_caller]
fn check(style: ScalarStyle, indent: u32, source: &str, expected: &str) {
    assert_eq!(text(source, style, indent), expected, "{source:?}");
    assert_eq!(scalar_text(source, style, indent, 0.into()).text, expected, "{source:?} with its map");
}

#[track_caller]
fn check_borrowed(style: ScalarStyle, indent: u32, source: &str) {
    assert!(matches!(text(source, style, indent), Cow::Borrowed(_)), "{source:?}");
}

/// Checks what is written for each of `pieces`, found in the decoded text from left to right.
#[track_caller]
fn check_map(style: ScalarStyle, indent: u32, source: &str, pieces: &[(&str, &str)]) {
    let start = 1000;
    let scalar = scalar_text(source, style, indent, start.into());
    let mut from = 0;
    for (piece, expected) in pieces {
        let found = from + scalar.text[from..].find(piece).unwrap_or_else(|| panic!("no {piece:?} in {:?}", scalar.text));
        let range = TextRange::at((found as u32).into(), TextSize::of(*piece));
        assert_eq!(&source[scalar.source_range(range) - TextSize::from(start)], *expected, "for {piece:?}");
        from = found + piece.len();
    }
}

/// Checks where the point before each character and the one at the end is written: `|` marks them in `expected`.
#[track_caller]
fn check_points(style: ScalarStyle, indent: u32, source: &str, expected: &str) {
    let scalar = scalar_text(source, style, indent, 0.into());
    let mut marked = source.to_owned();
    let points = scalar.text.char_indices().map(|(at, _)| at).chain([scalar.text.len()]).collect::<Vec<_>>();
    for at in points.into_iter().rev() {
        let range = scalar.source_range(TextRange::empty((at as u32).into()));
        assert!(range.is_empty());
        marked.insert(range.start().into(), '|');
    }
    assert_eq!(marked, expected);
}

#[test]
fn plain_lines_are_folded() {
    check(Plain, 0, "", "");
    check(Plain, 0, "one two", "one two");
    check(Plain, 0, "one\n  two", "one two");
    check(Plain, 0, "one \t\n\t  two", "one two");
    check(Plain, 0, "one\n\ntwo", "one\ntwo");
    check(Plain, 0, "one\n  \n\t\n  two", "one\n\ntwo");
    check(Plain, 0, "it's \"so\" \\n", "it's \"so\" \\n");
}

#[test]
fn every_kind_of_break_is_a_break() {
    check(Plain, 0, "a\r\nb\rc\u{85}d", "a b c d");
    check(Plain, 0, "a\r\n\r\nb\r\rc\u{85}\u{85}d", "a\nb\nc\nd");
    // These two are kept, the first of a run as well.
    check(Plain, 0, "a\u{2028}b\u{2029}\nc\n\u{2028}d", "a\u{2028}b\u{2029}\nc\u{2028}d");
    check(Plain, 0, "Ã\u{80}\u{2027}Â", "Ã\u{80}\u{2027}Â");
}

#[test]
fn single_quotes() {
    check(SingleQuoted, 0, "''", "");
    check(SingleQuoted, 0, "'a'", "a");
    check(SingleQuoted, 0, "'it''s'", "it's");
    check(SingleQuoted, 0, "''''", "'");
    check(SingleQuoted, 0, r"'C:\new \\'", r"C:\new \\");
    check(SingleQuoted, 0, "' a \n b '", " a b ");
    check(SingleQuoted, 0, "'\n\n a\n'", "\na ");
}

#[test]
fn double_quotes() {
    check(DoubleQuoted, 0, r#""""#, "");
    check(DoubleQuoted, 0, r#""a 'b' c""#, "a 'b' c");
    check(DoubleQuoted, 0, r#""\0\a\b\t\n\v\f\r\e""#, "\0\u{7}\u{8}\t\n\u{b}\u{c}\r\u{1b}");
    check(DoubleQuoted, 0, r#""\ \"\'\\\N\_\L\P""#, " \"'\\\u{85}\u{a0}\u{2028}\u{2029}");
    check(DoubleQuoted, 0, "\"\\\ta\"", "\ta");
    check(DoubleQuoted, 0, r#""\x41\u00e9\U0001F389\xe9\uFFFF""#, "Aé🎉é\u{ffff}");
    check(DoubleQuoted, 0, r#""\\n\x5cn""#, "\\n\\n");
}

#[test]
fn quoted_lines_are_folded() {
    check(DoubleQuoted, 0, "\"a  \n  b\"", "a b");
    check(DoubleQuoted, 0, "\"a\n\n  b\"", "a\nb");
    check(DoubleQuoted, 0, "\"  a\n\"", "  a ");
    // An escaped blank is no blank at the end of a line.
    check(DoubleQuoted, 0, "\"a\\ \n\\  b\\t \n c\"", "a    b\t c");
}

#[test]
fn an_escaped_break_joins() {
    check(DoubleQuoted, 0, "\"a\\\n   b\"", "ab");
    check(DoubleQuoted, 0, "\"a \\\r\n   \\ b\"", "a  b");
    check(DoubleQuoted, 0, "\"a\\\n\n  b\"", "a\nb");
    check(DoubleQuoted, 0, "\"a\\\u{2028}b\\\n\"", "ab");
}

#[test]
fn damaged_quotes_keep_what_is_written() {
    check(SingleQuoted, 0, "'a", "a");
    check(SingleQuoted, 0, "'a''", "a'");
    check(SingleQuoted, 0, "'", "");
    check(SingleQuoted, 0, "", "");
    check(SingleQuoted, 0, "'a' b", "a");
    check(DoubleQuoted, 0, r#""a\"#, r"a\");
    check(DoubleQuoted, 0, r#""a\""#, "a\"");
    check(DoubleQuoted, 0, r#""\/\q\é""#, r"\/\q\é");
    check(DoubleQuoted, 0, r#""\x4g\u12\n\U00110000\ud800""#, "\\x4g\\u12\n\\U00110000\\ud800");
    check(DoubleQuoted, 0, r#""\u+041""#, r"\u+041");
}

#[test]
fn literal_lines_are_kept() {
    check(Literal, 2, "|\n  a\n  b\n", "a\nb\n");
    check(Literal, 2, "|\n  a\n\n   b\n", "a\n\n b\n");
    check(Literal, 2, "|\n\n \n  a\n", "\n\na\n");
    check(Literal, 2, "|  # note\n  # text\n", "# text\n");
    check(Literal, 2, "|\r\n  a\r\n  b\rc\r\n", "a\nb\n");
    check(Literal, 2, "|\n  a\u{85}  b\u{2028}  c\n", "a\nb\u{2028}c\n");
    check(Literal, 1, "|\n \ta\n", "\ta\n");
    check(Literal, 2, "|\n  日本 \n", "日本 \n");
}

#[test]
fn chomping_decides_about_the_end() {
    check(Literal, 2, "|\n  a\n\n \n", "a\n");
    check(Literal, 2, "|-\n  a\n\n \n", "a");
    check(Literal, 2, "|+\n  a\n\n \n", "a\n\n\n");
    check(Literal, 2, "|2+ # -\n  a\n\n", "a\n\n");
    check(Literal, 2, "|-2 # +\n  a\n\n", "a");
    // No line break is made up at the end of the text.
    check(Literal, 2, "|\n  a", "a");
    check(Literal, 2, "|+\n  a\n  ", "a\n");
    // A last line with more blanks than indentation is a line.
    check(Literal, 2, "|-\n  a\n   ", "a\n ");
}

#[test]
fn blocks_without_content() {
    for source in ["|", "|\n", "|\n\n\n", "|-\n\n", "", "|+"] {
        check(Literal, 2, source, "");
        check(Folded, 2, source, "");
    }
    check(Literal, 2, "|+\n\n \n", "\n\n");
    check(Folded, 2, "|+\n\n \n", "\n\n");
}

#[test]
fn folded_lines_are_joined() {
    check(Folded, 2, ">\n  a\n  b\n", "a b\n");
    check(Folded, 2, ">-\n  a\n\n  b\n", "a\nb");
    check(Folded, 2, ">-\n  a\n\n\n  b\n", "a\n\nb");
    check(Folded, 2, ">-\n\n  a\n", "\na");
    // Lines that begin with a blank stand apart.
    check(Folded, 2, ">-\n  a\n   b\n  c\n", "a\n b\nc");
    check(Folded, 2, ">-\n  a\n\n   b\n\n  c\n", "a\n\n b\n\nc");
    check(Folded, 2, ">-\n  a\n  \tb\n", "a\n\tb");
    check(Folded, 2, ">-\n  a \n  b\n", "a  b");
    check(Folded, 2, ">+\n  a\r\n  b\r\n\r\n", "a b\n\n");
    check(Folded, 2, ">-\n  a\u{85}  b\u{2028}  c\u{2028}\n  d", "a b\u{2028}c\u{2028}\nd");
}

#[test]
fn damaged_blocks_end_where_they_must() {
    check(Literal, 2, "|\n  a\n b\n  c\n", "a\n");
    check(Literal, 2, "|\n   \n  a\n", " \na\n");
    check(Literal, 4, "|\n  a\n", "");
    check(Literal, 0, "|\na\n", "a\n");
    check(Literal, u32::MAX, "|\n  a\n", "");
}

#[test]
fn one_slice_is_borrowed() {
    check_borrowed(Plain, 0, "");
    check_borrowed(Plain, 0, "naïve “text” with spaces");
    check_borrowed(SingleQuoted, 0, "'a'");
    check_borrowed(SingleQuoted, 0, "''");
    check_borrowed(DoubleQuoted, 0, "\"a b\"");
    check_borrowed(DoubleQuoted, 0, "\"\\q\"");
    check_borrowed(Literal, 2, "|\n  a\n");
    check_borrowed(Folded, 2, ">-\n  a\n");
}

#[test]
fn escapes_map_whole() {
    check_map(DoubleQuoted, 0, r#""a\u00e9b\nc""#, &[("a", "a"), ("é", r"\u00e9"), ("b\n", r"b\n"), ("c", "c")]);
    check_map(DoubleQuoted, 0, r#""a\u00e9b""#, &[("aéb", r"a\u00e9b")]);
    check_map(DoubleQuoted, 0, r#""\N\x41\UFFFFFFFF""#, &[("\u{85}", r"\N"), ("A", r"\x41"), (r"\U", r"\U")]);
    check_map(SingleQuoted, 0, "'it''s'", &[("t'", "t''"), ("s", "s")]);
    check_map(SingleQuoted, 0, "'it''s'", &[("'", "''")]);
}

#[test]
fn folds_map_whole() {
    check_map(Plain, 0, "a ${b} \r\n   c", &[("${b}", "${b}"), (" ", " \r\n   "), ("c", "c")]);
    check_map(Plain, 0, "a\n\n\n  c", &[("\n", "\n\n"), ("\n", "\n"), ("c", "c")]);
    check_map(DoubleQuoted, 0, "\"a\\\n   b\"", &[("a", "a"), ("b", "b")]);
    check_map(DoubleQuoted, 0, "\"a\\\n   b\"", &[("ab", "a\\\n   b")]);
    check_map(Folded, 2, ">\n  a\n  b\n\n  c\n", &[("a", "a"), (" ", "\n  "), ("b", "b"), ("\n", "\n\n"), ("c\n", "c\n")]);
}

#[test]
fn block_lines_map_without_their_indentation() {
    check_map(Literal, 2, "|\n  a\n  ${b}\n", &[("a\n", "a\n"), ("${b}", "${b}"), ("\n", "\n")]);
    check_map(Literal, 2, "|\n  a\n  b\n", &[("a\nb", "a\n  b")]);
    check_map(Literal, 2, "|+\n  a\r\n \r\n", &[("a", "a"), ("\n", "\r\n"), ("\n", " \r\n")]);
}

#[test]
fn points_stand_before_what_follows() {
    check_points(Plain, 0, "ab", "|a|b|");
    check_points(Plain, 0, "", "|");
    check_points(SingleQuoted, 0, "''", "'|'");
    check_points(SingleQuoted, 0, "'''a'", "'|''|a|'");
    check_points(DoubleQuoted, 0, r#""\n\x41""#, r#""|\n|\x41|""#);
    check_points(Plain, 0, "a\n  b", "|a|\n  |b|");
    check_points(Literal, 2, "|\n  a\n  b\n", "|\n  |a|\n  |b|\n|");
    check_points(Literal, 2, "|\n", "|\n|");
}

#[test]
fn ranges_out_of_range_are_clamped() {
    let scalar = scalar_text("'é'", SingleQuoted, 0, 10.into());
    assert_eq!(scalar.source_range(TextRange::new(0.into(), 99.into())), TextRange::new(11.into(), 13.into()));
    assert_eq!(scalar.source_range(TextRange::new(50.into(), 99.into())), TextRange::empty(13.into()));
    // The inside of a character widens to all of it.
    assert_eq!(scalar.source_range(TextRange::new(1.into(), 1.into())), TextRange::empty(11.into()));
    assert_eq!(scalar.source_range(TextRange::new(0.into(), 1.into())), TextRange::new(11.into(), 13.into()));
    assert_eq!(ScalarText::empty(5.into()).source_range(TextRange::empty(3.into())), TextRange::empty(5.into()));
}

fn source() -> impl Strategy<Value = String> {
    let pieces = [
        "a", "é", "🎉", " ", "  ", "\t", "\n", "\r", "\r\n", "\u{85}", "\u{2028}", "\\", "\"", "'", "x41", "u", "n", "|", ">", "+", "-",
        "2", "#",
    ];
    prop::collection::vec(prop::sample::select(pieces.to_vec()), 0..24).prop_map(|pieces| pieces.concat())
}

fn style() -> impl Strategy<Value = ScalarStyle> {
    prop::sample::select(vec![Plain, SingleQuoted, DoubleQuoted, Literal, Folded])
}

proptest! {
    #[test]
    fn text_and_map_agree_on_any_source(source in source(), style in style(), indent in 0_u32..5) {
        let scalar = scalar_text(&source, style, indent, 7.into());
        prop_assert_eq!(&scalar.text, &text(&source, style, indent));
    }

    #[test]
    fn source_ranges_are_ordered_and_on_character_boundaries(source in source(), style in style(), indent in 0_u32..5) {
        let scalar = scalar_text(&source, style, indent, 0.into());
        let mut before = TextSize::from(0);
        for (at, character) in scalar.text.char_indices() {
            let range = scalar.source_range(TextRange::at((at as u32).into(), TextSize::of(character)));
            prop_assert!(source.get(std::ops::Range::<usize>::from(range)).is_some_and(|written| !written.is_empty()));
            prop_assert!(range.start() >= before);
            let point = scalar.source_range(TextRange::empty((at as u32).into()));
            prop_assert_eq!(point, TextRange::empty(range.start()));
            before = range.end();
        }
        let all = scalar.source_range(TextRange::up_to(TextSize::of(&*scalar.text)));
        prop_assert!(scalar.text.is_empty() || all.end() == before);
        prop_assert!(all.end() <= TextSize::of(&*source));
    }

    #[test]
    fn any_range_of_any_text_is_answered(source in ".*", style in style(), indent: u32, start in 0_u32..40, len in 0_u32..40) {
        let scalar = scalar_text(&source, style, indent, 0.into());
        let range = scalar.source_range(TextRange::at(start.into(), len.into()));
        prop_assert!(source.is_char_boundary(range.start().into()) && source.is_char_boundary(range.end().into()));
    }
}
