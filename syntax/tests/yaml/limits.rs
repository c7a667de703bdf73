//! Texts that are too large, too deep, or made to take for ever.
//!
//! No clock is asked: work that grew with the square of these texts would take minutes, which nobody overlooks. `cargo bench` measures.

use esc_syntax::{MAX_LEN, SyntaxErrorKind, Tree};

use crate::invariants;

fn kinds(tree: &Tree) -> Vec<SyntaxErrorKind> {
    tree.errors().iter().map(|error| error.kind).collect()
}

#[test]
fn a_text_that_is_too_long_is_refused() {
    let tree = esc_syntax::parse(" ".repeat(MAX_LEN + 1));
    assert_eq!(kinds(&tree), [SyntaxErrorKind::TooLong]);
    assert!(esc_syntax::parse(" ".repeat(MAX_LEN)).errors().is_empty());
}

#[test]
fn nesting_that_is_too_deep_is_one_error() {
    for nest in ["[", "{", "- ", "? ", "[{", "{a: ", "[a, ", "? - "] {
        let tree = invariants::check(&nest.repeat(100_000));
        assert_eq!(kinds(&tree), [SyntaxErrorKind::TooDeep], "{nest:?}");
    }
}

#[test]
fn nesting_that_is_just_deep_enough_is_read() {
    let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    let tree = esc_syntax::parse(nested(10_000));
    assert_eq!((kinds(&tree), tree.nodes().count()), (vec![], 10_000));
    assert_eq!(kinds(&esc_syntax::parse(nested(10_001))), [SyntaxErrorKind::TooDeep]);
}

#[test]
fn a_key_that_is_too_long_is_a_key_all_the_same() {
    let text = |length: usize| format!("a: 1\n{}: 2\nb: 3\n", "k".repeat(length));
    assert!(invariants::check(&text(1_024)).errors().is_empty());
    let tree = invariants::check(&text(1_025));
    assert_eq!(kinds(&tree), [SyntaxErrorKind::KeyTooLong]);
    assert_eq!(tree.root().map(|root| root.entries().count()), Some(3));
}

/// Bytes of each hostile text.
const LEN: usize = 100_000;

/// What comes before, what is repeated, and what comes behind.
const HOSTILE: &[(&str, &str, &str)] = &[
    ("", "]", ""),
    ("", "]\n", ""),
    ("", "[}", ""),
    ("", "[a}, ", ""),
    ("", "[]", ""),
    ("a: [", "b, ", ""),
    ("a: [", "é, ", ""),
    ("a: [", "b, c\n", ""),
    ("a: [", "  b: c,\n", ""),
    ("a: b: c\n[", "a,\n", "]: b\n"),
    ("", "a: [b, c\n", ""),
    ("", "a: {b: c\n", ""),
    ("a: [", "${x} ", ""),
    ("a: [", "${x ", ""),
    ("", "a: [${x}, ${y.\n", ""),
    ("", "' ", ""),
    ("", "\"\n", ""),
    ("", "a: \"x\n", ""),
    ("", "a: \"x\\q\nb: 'y\n", ""),
    ("", "\"\\", ""),
    ("", "a: \"b\" c \"d\n", ""),
    ("[", "\"a, 'b\n", ""),
    ("a: \"", "b c\n", ""),
    ("a: \"\n", "b: c\n", ""),
    ("", "a: \"b\nc: d\n", ""),
    ("", "\"a\nb: c\n", ""),
    ("'a\n", "b\n", "---"),
    ("", "'\n---\n", ""),
    ("", "&a ", ""),
    ("", "&a\n", ""),
    ("values:\n", " ? ", ""),
    ("", "? a\n", ""),
    ("a: &a x\nb:\n", "- *a\n", ""),
    ("", "- *a\n", ""),
    ("", "!t ", ""),
    ("", "- !a!b c\n", ""),
    ("", "%\n", ""),
    ("", "%YAML 1.1\n", ""),
    ("a: b\n", "%YAML 1.1\n", ""),
    ("", "\t", ""),
    ("", "\t\n", ""),
    ("", "\ta: b\n", ""),
    ("", "a\t\n\t", ""),
    ("", "a", ""),
    ("", "é b ", ""),
    ("é: ", "é ", ": x"),
    ("", "a: b: c ", ""),
    ("", "é : ", ""),
    ("", "a: b: c\n", ""),
    ("", "é: b: c\n", ""),
    ("a:\n", " b: c\n", ""),
    ("", "  a: b\n c: d\n", ""),
    ("", "aaaa\n", ""),
    ("a: b\n", "c\n", ""),
    ("a: b\n", "c:d\n", ""),
    ("- b\n", "-d\n", ""),
    ("", "aaaa\n  b: c\n", ""),
    ("", "* *a\n", ""),
    ("a: b\n", "c d\n", "e: f"),
    ("a: b\n", "  c: d\n", ""),
    ("", "a b\nc d: e\n", ""),
    ("", "x: a\n  b\n  c: e\n", ""),
    ("x: a\n", "  b c\n", "  d: e\n"),
    ("", "a: |x\n", ""),
    ("- |x\n", "\n", ""),
    ("a: |\n", "  x\n\ty\n", ""),
    ("", "# a\n\n\n\n", ""),
    ("", "@\n", ""),
    ("", ",\n", ""),
    ("", "\u{1}", ""),
    ("", "\0", ""),
    ("", "\u{feff}", ""),
    ("", "- a\nb: c\n", ""),
    ("", "a: b\n- c\n", ""),
    ("", "a: - b\n", ""),
    ("", "a: ? b\n", ""),
    ("", "a: b\n: c\n", ""),
    ("", "a: [b] c\n", ""),
    ("", "a: b\n  c: d\n", ""),
];

#[test]
fn hostile_texts_come_to_an_end() {
    for (before, repeated, behind) in HOSTILE {
        let text = format!("{before}{}{behind}", repeated.repeat(LEN / repeated.len()));
        invariants::check(&text);
    }
}

#[test]
fn hostile_texts_of_more_than_one_kind_come_to_an_end() {
    let deep = "- ".repeat(9_000);
    let lines = |line: &str| line.repeat(LEN / line.len());
    let numbered = |make: fn(usize) -> String| (0..LEN / 16).map(make).collect::<String>();
    // Slips below deep blocks.
    invariants::check(&format!("{deep}a: b\n{}", lines(" x:\n   a: b\n  c: d\n")));
    // Marks below deep blocks.
    invariants::check(&format!("{deep}a: b\n{}", lines("[ x: y\n")));
    // Closing brackets of another kind.
    invariants::check(&format!("{}{}", "[".repeat(9_000), lines("}a,")));
    // Comments in open brackets.
    invariants::check(&format!("{}\n{}", "[".repeat(9_000), lines("# a\n")));
    // Anchors and aliases.
    invariants::check(&numbered(|n| format!("- &a{n} x\n- *a{n}\n")));
    // Aliases of nothing.
    invariants::check(&numbered(|n| format!("- *a{n}\n")));
    // Tag handles.
    invariants::check(&numbered(|n| format!("%TAG !a{n}! x\n")));
    // Slips over empty lines.
    invariants::check(&lines(&format!("  x:\n{}    b: c\n", "\n".repeat(500))));
    // Slips over long lines.
    invariants::check(&lines(&format!("  x:\n      {}: z\n    b: c\n", "y".repeat(5_000))));
    // A staircase.
    invariants::check(&(0..400).map(|depth| " ".repeat(depth) + "a:\n").collect::<String>());
}
