//! Invariants of real texts and of everything that stands in an editor on the way to them.

use crate::{invariants, texts};

/// Files of which every prefix is parsed.
const TYPED: usize = 200;

/// Longer ones would take their time.
const TYPED_LEN: usize = 1_500;

#[test]
fn our_texts() {
    for text in texts::own() {
        let tree = invariants::check(&text.content);
        let valid = !text.name.contains("broken");
        assert!(!valid || tree.errors().is_empty(), "{}: {:?}", text.name, tree.errors());
    }
}

#[test]
fn our_texts_while_they_are_typed() {
    texts::own().iter().for_each(|text| check_prefixes(&text.content));
}

#[test]
fn our_texts_with_other_line_breaks() {
    for text in texts::own() {
        for line_break in ["\r\n", "\r", "\u{85}", "\u{2028}"] {
            invariants::check(&text.content.replace('\n', line_break));
        }
        let plain = esc_syntax::parse(text.content.as_str());
        let crlf = esc_syntax::parse(text.content.replace('\n', "\r\n").as_str());
        let values = |tree: &esc_syntax::Tree| tree.nodes().map(|node| (node.kind(), node.text().into_owned())).collect::<Vec<_>>();
        assert_eq!(values(&plain), values(&crlf), "{}", text.name);
    }
}

#[test]
fn shared_texts() {
    let texts: Vec<_> = ["corpus", "conformance"].into_iter().flat_map(texts::shared).collect();
    for text in &texts {
        invariants::check(&text.content);
    }
    let typed = texts.iter().filter(|text| text.content.len() <= TYPED_LEN).take(TYPED);
    typed.for_each(|text| check_prefixes(&text.content));
}

fn check_prefixes(text: &str) {
    text.char_indices().for_each(|(end, _)| drop(invariants::check(&text[..end])));
}
