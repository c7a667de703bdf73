//! Formatting keeps what every text means: its tree, its comments, and what it comes to.

#![allow(clippy::unwrap_used, reason = "a test may fail, and says why")]

mod common;

use common::{NoImports, TEXTS};
use esc_analysis::eval::{Analyzer, Cache};
use esc_analysis::format::format;
use esc_analysis::preview::json;
use esc_analysis::providers::Catalogue;
use esc_analysis::{Source, apply};
use esc_syntax::{TextRange, TextSize, Tree};
use proptest::prelude::*;

fn formatted(text: &str, range: Option<TextRange>) -> String {
    apply(text, &format(&Source::new("env.yaml", text), range)).unwrap()
}

/// What the tree holds, apart from places.
fn shape(tree: &Tree) -> Vec<String> {
    let place = |event: String| event.rsplit_once(" @").map_or(event.clone(), |(event, _)| event.to_owned());
    esc_syntax::events(tree).into_iter().map(place).collect()
}

fn comments(tree: &Tree) -> Vec<&str> {
    tree.comments().map(|comment| tree.text()[comment].trim_end()).collect()
}

fn preview(text: &str) -> String {
    let (catalogue, cache) = (Catalogue::new(), Cache::new());
    let analyzer = Analyzer::new(&NoImports, &catalogue, &cache);
    json(&analyzer.evaluate(&Source::new("env.yaml", text))).to_string()
}

#[track_caller]
fn check(before: &str, range: Option<TextRange>) {
    let after = formatted(before, range);
    let (old, new) = (esc_syntax::parse(before), esc_syntax::parse(after.as_str()));
    assert_eq!(shape(&old), shape(&new), "\n{before}\n---\n{after}");
    assert_eq!(comments(&old), comments(&new), "\n{before}\n---\n{after}");
    assert_eq!(preview(before), preview(&after), "\n{before}\n---\n{after}");
    if range.is_none() {
        assert_eq!(formatted(&after, None), after, "laid out twice:\n{before}");
    }
}

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
