//! Invariants of texts that nobody would type.

use proptest::prelude::*;
use proptest::sample::{Index, select};

use crate::{invariants, texts};

/// What YAML takes note of, and what it stumbles over.
const PIECES: &[&str] = &[
    ":",
    ": ",
    " ",
    "  ",
    "\t",
    "\n",
    "\n\n",
    "\r\n",
    "\r",
    "-",
    "- ",
    "? ",
    "?",
    "#",
    " # c",
    "&a ",
    "*a",
    "&",
    "*",
    "!",
    "!!str ",
    "!t!x ",
    "!<x> ",
    "[",
    "]",
    "{",
    "}",
    ",",
    ", ",
    "'",
    "\"",
    "''",
    "\\",
    "|",
    "|\n",
    ">-\n",
    "|2\n",
    "%",
    "%YAML 1.1\n",
    "%TAG ! a\n",
    "@",
    "`",
    "---\n",
    "...\n",
    "--- ",
    "\n---\n",
    "\u{85}",
    "\u{2028}",
    "\u{feff}",
    "é",
    "日",
    "😀",
    "\0",
    "\u{7}",
    "${",
    "}",
    "${a.b}",
    "\\x41",
    "\\q",
    "\\\n",
    "a",
    "b: c",
    "\n  ",
    "\n- ",
    "\n  - ",
    "<<: ",
    "~",
    "key:\n",
    "\n: ",
];

#[derive(Clone, Debug)]
enum Mutation {
    Insert(Index, &'static str),
    Delete(Index, u8),
    Duplicate(Index, u8),
    SwapLines(Index, Index),
    Indent(Index, &'static str),
    Truncate(Index),
}

fn mutation() -> impl Strategy<Value = Mutation> {
    prop_oneof![
        6 => (any::<Index>(), select(PIECES)).prop_map(|(at, piece)| Mutation::Insert(at, piece)),
        3 => (any::<Index>(), 1..20_u8).prop_map(|(at, length)| Mutation::Delete(at, length)),
        1 => (any::<Index>(), 1..40_u8).prop_map(|(at, length)| Mutation::Duplicate(at, length)),
        2 => (any::<Index>(), any::<Index>()).prop_map(|(one, other)| Mutation::SwapLines(one, other)),
        2 => (any::<Index>(), select(&[" ", "  ", "\t", "- ", "]", "! "][..])).prop_map(|(line, by)| Mutation::Indent(line, by)),
        1 => any::<Index>().prop_map(Mutation::Truncate),
    ]
}

/// A place between two characters.
fn place(text: &str, index: &Index) -> usize {
    let mut at = index.index(text.len() + 1);
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn behind(text: &str, start: usize, length: u8) -> usize {
    text[start..].char_indices().nth(usize::from(length)).map_or(text.len(), |(offset, _)| start + offset)
}

fn mutate(text: &mut String, mutation: &Mutation) {
    match mutation {
        Mutation::Insert(at, piece) => text.insert_str(place(text, at), piece),
        Mutation::Truncate(at) => text.truncate(place(text, at)),
        Mutation::Delete(at, length) => {
            let start = place(text, at);
            text.replace_range(start..behind(text, start, *length), "");
        }
        Mutation::Duplicate(at, length) => {
            let start = place(text, at);
            let piece = text[start..behind(text, start, *length)].to_owned();
            text.insert_str(start, &piece);
        }
        Mutation::SwapLines(one, other) => {
            let mut lines: Vec<&str> = text.split_inclusive('\n').collect();
            if !lines.is_empty() {
                let (one, other) = (one.index(lines.len()), other.index(lines.len()));
                lines.swap(one, other);
                *text = lines.concat();
            }
        }
        Mutation::Indent(line, by) => {
            let starts: Vec<usize> = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
            text.insert_str(starts[line.index(starts.len())], by);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn mutated_texts(index in any::<Index>(), mutations in prop::collection::vec(mutation(), 1..8)) {
        let texts = texts::own();
        let mut text = index.get(&texts).content.clone();
        for mutation in &mutations {
            mutate(&mut text, mutation);
        }
        invariants::check(&text);
    }

    #[test]
    fn soups(pieces in prop::collection::vec(select(PIECES), 0..24)) {
        invariants::check(&pieces.concat());
    }

    #[test]
    fn any_texts(text in any::<String>()) {
        invariants::check(&text);
    }
}
