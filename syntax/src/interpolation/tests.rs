use std::fmt::Write;

use proptest::prelude::*;

use super::*;

/// Checks a picture: the text, its faults under it (`|` for a point), and its parts. A `?` marks a recovered access.
#[track_caller]
fn check(picture: &str) {
    let lines: Vec<_> = picture.trim_matches('\n').trim_end().lines().collect();
    let indent = lines[0].len() - lines[0].trim_start().len();
    let expected = lines.iter().map(|line| line.get(indent..).unwrap_or_default()).collect::<Vec<_>>().join("\n");
    let text = expected.lines().next().unwrap();
    assert_eq!(draw(text), expected);
}

fn draw(text: &str) -> String {
    let interpolation = Interpolation::parse(text);
    let mut picture = text.to_owned();
    for error in &interpolation.errors {
        let column = text[..error.range.start().into()].chars().count();
        let mark = if error.range.is_empty() { "|".to_owned() } else { "^".repeat(text[error.range].chars().count()) };
        write!(picture, "\n{:column$}{mark} {:?}", "", error.kind).unwrap();
        assert!(matches!(interpolation.parts[error.part], Part::Access(_)));
    }
    let parts: Vec<_> = interpolation.parts.iter().map(show_part).collect();
    write!(picture, "\n{}", parts.join(" ")).unwrap();
    picture
}

fn show_part(part: &Part) -> String {
    let access = match part {
        Part::Text(text, _) => return format!("{text:?}"),
        Part::Access(access) => access,
    };
    let accessors: Vec<_> = access.accessors.iter().map(|accessor| show_accessor(&accessor.kind)).collect();
    format!("${{{}}}{}", accessors.join(" "), if access.recovered { "?" } else { "" })
}

fn show_accessor(kind: &AccessorKind) -> String {
    match kind {
        AccessorKind::Name(name) => format!(".{name}"),
        AccessorKind::Key(key) => format!("[{key:?}]"),
        AccessorKind::Index(index) => format!("[{index}]"),
    }
}

/// Checks the ranges of the accessors of a text that is one access: each step, and its name.
#[track_caller]
fn check_ranges(text: &str, expected: &[(&str, &str)]) {
    let interpolation = Interpolation::parse(text);
    let access = interpolation.as_symbol().unwrap();
    let ranges: Vec<_> = access.accessors.iter().map(|accessor| (&text[accessor.range], &text[accessor.name_range])).collect();
    assert_eq!(ranges, expected);
    assert_eq!(&text[access.range], text);
}

#[test]
fn text_without_access() {
    assert_eq!(Interpolation::parse(""), Interpolation::default());
    check(
        r#"
        a } b
        "a } b"
        "#,
    );
    check(
        r#"
        $x costs 5$
        "$x costs 5$"
        "#,
    );
    assert!(!Interpolation::parse("$x $$ ${").parts.is_empty());
    assert!(!Interpolation::parse("$x $${a}").has_access());
}

#[test]
fn dollars_escape_in_pairs() {
    check(
        r#"
        $${x}
        "${x}"
        "#,
    );
    check(
        r#"
        $$${x}$$$$
        "$" ${.x} "$$"
        "#,
    );
    check(
        r#"
        $$$
        "$$"
        "#,
    );
}

#[test]
fn text_ranges_are_those_of_the_source() {
    let interpolation = Interpolation::parse("a$$b${c}d");
    let range = |start: u32, end: u32| TextRange::new(start.into(), end.into());
    assert_eq!(interpolation.parts[0], Part::Text("a$b".to_owned(), range(0, 4)));
    assert_eq!(interpolation.parts[2], Part::Text("d".to_owned(), range(8, 9)));
}

#[test]
fn accesses() {
    check(
        r#"
        pre-${a.b}${c}-post
        "pre-" ${.a .b} ${.c} "-post"
        "#,
    );
    check(
        r#"
        ${a["b c"][0].d[-1][+2][01]}
        ${.a ["b c"] [0] .d [-1] [2] [1]}
        "#,
    );
    check(
        r#"
        ${["k"].a}
        ${["k"] .a}
        "#,
    );
    check(
        r#"
        ${.a[0]b}
        ${.a [0] .b}
        "#,
    );
    check(
        r#"
        ${}
        ${.}
        "#,
    );
}

#[test]
fn names_hold_nearly_anything() {
    check(
        r#"
        ${a-b/c@d:1]{"$x.日本}
        ${.a-b/c@d:1]{"$x .日本}
        "#,
    );
}

#[test]
fn keys_hold_anything() {
    check(
        r#"
        ${["a}b]c.d à \n"]}
        ${["a}b]c.d à \\n"]}
        "#,
    );
    check(
        r#"
        ${["a\"b"]["\""]["\\""]}
        ${["a\"b"] ["\""] ["\\\""]}
        "#,
    );
}

#[test]
fn ranges_of_accessors() {
    check_ranges(r#"${a.b["c\"d"][0]e}"#, &[("a", "a"), (".b", "b"), (r#"["c\"d"]"#, r#"c\"d"#), ("[0]", "0"), ("e", "e")]);
    check_ranges("${.a}", &[(".a", "a")]);
    check_ranges("${}", &[("", "")]);
}

#[test]
fn a_missing_brace_leaves_the_rest_as_text() {
    check(
        r#"
        ${a
           | Unclosed
        ${.a}?
        "#,
    );
    check(
        r#"
        ${a b} c
           | Unclosed
        ${.a}? " b} c"
        "#,
    );
    check(
        r#"
        ${ a} $${b} ${c}
          | Unclosed
        ${.}? " a} ${b} " ${.c}
        "#,
    );
    check(
        r#"
        ${a[0] }
              | Unclosed
        ${.a [0]}? " }"
        "#,
    );
    check(
        r#"
        ${
          | Unclosed
        ${.}?
        "#,
    );
}

#[test]
fn empty_names() {
    check(
        r#"
        ${a.}
           ^ EmptyName
        ${.a .}?
        "#,
    );
    check(
        r#"
        ${a..b}
           ^ EmptyName
        ${.a . .b}?
        "#,
    );
    check(
        r#"
        ${..}
          ^ EmptyName
           ^ EmptyName
        ${. .}?
        "#,
    );
    check(
        r#"
        ${.[0]}
          ^ EmptyName
        ${. [0]}?
        "#,
    );
}

#[test]
fn bad_indices_are_keys() {
    check(
        r#"
        ${a[b]}
            ^ BadIndex
        ${.a ["b"]}?
        "#,
    );
    check(
        r#"
        ${a['b'][0x1][1_0][9223372036854775808]}
            ^^^ BadIndex
                 ^^^ BadIndex
                      ^^^ BadIndex
                           ^^^^^^^^^^^^^^^^^^^ BadIndex
        ${.a ["'b'"] ["0x1"] ["1_0"] ["9223372036854775808"]}?
        "#,
    );
    check(
        r#"
        ${a[]}
            | BadIndex
        ${.a [""]}?
        "#,
    );
    check(
        r#"
        ${[}
           | BadIndex
          ^ UnclosedBracket
        ${[""]}?
        "#,
    );
    check(
        r#"
        ${a[x.y]}
            ^ BadIndex
           ^^ UnclosedBracket
        ${.a ["x"] .y]}?
        "#,
    );
    check(
        r#"
        ${a[1 ]}
           ^^ UnclosedBracket
             | Unclosed
        ${.a [1]}? " ]}"
        "#,
    );
}

#[test]
fn a_path_cannot_begin_with_a_number() {
    check(
        r#"
        ${[0]}
          ^^ LeadingIndex
        ${[0]}?
        "#,
    );
    check(
        r#"
        ${[0
          ^^ LeadingIndex
          ^^ UnclosedBracket
            | Unclosed
        ${[0]}?
        "#,
    );
}

#[test]
fn broken_keys() {
    check(
        r#"
        ${a[""]}
            ^^ EmptyKey
        ${.a [""]}?
        "#,
    );
    check(
        r#"
        ${a["b"c]}
           ^^^^ UnclosedBracket
        ${.a ["b"] .c]}?
        "#,
    );
    check(
        r#"
        pre-${a["x}-post
                ^^^^^^^^ UnclosedQuote
               ^^^^^^^^^ UnclosedBracket
                        | Unclosed
        "pre-" ${.a ["x}-post"]}?
        "#,
    );
    // The key runs to the next quote, wherever that is.
    check(
        r#"
        ${a["x}${["y"]}
           ^^^^^^^^ UnclosedBracket
        ${.a ["x}${["] .y"]}?
        "#,
    );
}

#[test]
fn a_character_with_a_space_byte_in_it_ends_a_name() {
    // `à` is C3 A0 and `Å` is C3 85.
    check(
        r#"
        ${voilà.x}
              | Unclosed
        ${.voil}? "à.x}"
        "#,
    );
    check(
        r#"
        ${a.Ångström}
            | Unclosed
        ${.a .}? "Ångström}"
        "#,
    );
    check(
        r#"
        ${à}
          | Unclosed
        ${.}? "à}"
        "#,
    );
    check(
        r#"
        ${a[à]}
            | BadIndex
           ^ UnclosedBracket
            | Unclosed
        ${.a [""]}? "à]}"
        "#,
    );
    check(
        r#"
        ${a["à"].é}
        ${.a ["à"] .é}
        "#,
    );
}

#[test]
fn a_symbol_is_one_access_alone() {
    assert!(Interpolation::parse("${a}").as_symbol().is_some());
    assert!(Interpolation::parse("${a}${b}").as_symbol().is_none());
    assert!(Interpolation::parse(" ${a}").as_symbol().is_none());
}

fn text() -> impl Strategy<Value = String> {
    let pieces = ["$", "{", "${", "}", "[", "]", "\"", "[\"", "\\", ".", "a", "0", "-", "+", " ", "\n", "é", "à", "\u{a0}", "🎉"];
    prop::collection::vec(prop::sample::select(pieces.to_vec()), 0..24).prop_map(|pieces| pieces.concat())
}

fn part_range(part: &Part) -> TextRange {
    match part {
        Part::Text(_, range) => *range,
        Part::Access(access) => access.range,
    }
}

proptest! {
    #[test]
    fn parts_tile_the_text(text in text()) {
        let interpolation = Interpolation::parse(&text);
        let pieces: Vec<_> = interpolation.parts.iter().map(|part| &text[part_range(part)]).collect();
        prop_assert_eq!(pieces.concat(), text);
        let adjacent = interpolation.parts.windows(2).any(|pair| matches!(pair, [Part::Text(..), Part::Text(..)]));
        prop_assert!(!adjacent);
    }

    #[test]
    fn accessors_tile_their_access(text in text()) {
        for part in Interpolation::parse(&text).parts {
            let Part::Access(access) = part else { continue };
            let steps: Vec<_> = access.accessors.iter().map(|accessor| &text[accessor.range]).collect();
            let end = if access.closed { "}" } else { "" };
            prop_assert_eq!(&text[access.range], format!("${{{}{end}", steps.concat()));
            for accessor in &access.accessors {
                prop_assert!(accessor.range.contains_range(accessor.name_range));
                prop_assert!(text.get(std::ops::Range::<usize>::from(accessor.name_range)).is_some());
            }
        }
    }

    #[test]
    fn errors_lie_in_their_access(text in text()) {
        let interpolation = Interpolation::parse(&text);
        for error in &interpolation.errors {
            let Part::Access(access) = &interpolation.parts[error.part] else { panic!("an error in text") };
            prop_assert!(access.recovered && access.range.contains_range(error.range));
            prop_assert!(text.get(std::ops::Range::<usize>::from(error.range)).is_some());
        }
    }

    #[test]
    fn any_text_is_taken_apart(text in ".*") {
        Interpolation::parse(&text);
    }
}
