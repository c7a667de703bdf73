//! Formatting keeps what every text means (`common/layout.rs`): every text at hand, in every layout.

#![allow(clippy::unwrap_used, reason = "a test may fail, and says why")]

mod common;

use common::TEXTS;
use common::layout::{check, formatted};
use esc_syntax::{TextRange, TextSize};
use proptest::prelude::*;

#[test]
fn texts_mean_the_same() {
    let mut changed = 0;
    for text in TEXTS.iter() {
        check(text, None);
        check(&text.replace('\n', "\r\n"), None);
        changed += usize::from(formatted(text, None) != *text);
    }
    assert!(changed > 0);
}

/// `text` in another layout: other indentation, blanks where they mean nothing.
fn mangled(text: &str, unit: usize, wide: bool, trailing: bool) -> String {
    let line = |line: &str| {
        let content = line.trim_start_matches(' ');
        let indent = (line.len() - content.len()) * unit / 2;
        let content = if wide { content.replace(": ", ":   ").replace("- ", "-   ") } else { content.to_owned() };
        format!("{}{content}{}", " ".repeat(indent), if trailing { "  " } else { "" })
    };
    text.lines().map(line).collect::<Vec<_>>().join("\n")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn other_layouts_too(index in any::<prop::sample::Index>(), unit in 1usize..5, wide: bool, trailing: bool) {
        check(&mangled(index.get::<String>(&TEXTS), unit, wide, trailing), None);
    }

    #[test]
    fn ranges_too(index in any::<prop::sample::Index>(), unit in 1usize..5, wide: bool, from in 0.0f64..1.0, length in 0.0f64..1.0) {
        let text = mangled(index.get::<String>(&TEXTS), unit, wide, true);
        let at = |share: f64| {
            let mut at = ((text.len() as f64) * share) as usize;
            while !text.is_char_boundary(at) {
                at -= 1;
            }
            TextSize::try_from(at).unwrap()
        };
        let start = at(from);
        check(&text, Some(TextRange::new(start, at((from + length).min(1.0)).max(start))));
    }

    #[test]
    fn any_text_at_all(text in "([a-c:\\-#|>'\"{}\\[\\], \n]|\\$\\{|  )*") {
        check(&text, None);
    }
}
