//! What formatting keeps of every text: its tree, its comments, and what it comes to. Done twice, it is done once.

use super::NoImports;
use esc_analysis::eval::{Analyzer, Cache};
use esc_analysis::format::format;
use esc_analysis::preview::json;
use esc_analysis::providers::Catalogue;
use esc_analysis::{Source, apply};
use esc_syntax::{TextRange, Tree};

/// The text in the one layout.
pub fn formatted(text: &str, range: Option<TextRange>) -> String {
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

/// Checks the layout of a text, or of one range of it.
#[track_caller]
pub fn check(before: &str, range: Option<TextRange>) {
    let after = formatted(before, range);
    let (old, new) = (esc_syntax::parse(before), esc_syntax::parse(after.as_str()));
    assert_eq!(shape(&old), shape(&new), "\n{before}\n---\n{after}");
    assert_eq!(comments(&old), comments(&new), "\n{before}\n---\n{after}");
    assert_eq!(preview(before), preview(&after), "\n{before}\n---\n{after}");
    if range.is_none() {
        assert_eq!(formatted(&after, None), after, "laid out twice:\n{before}");
    }
}
