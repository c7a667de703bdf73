//! Any text as a scalar in each style: both ways of decoding agree, and the map back is monotone.
#![no_main]

use esc_syntax::{Node, TextRange, TextSize};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (u8, &str)| {
    let (style, text) = input;
    let document = match style % 6 {
        0 => format!("a: {text}\n"),
        1 => format!("a: '{}'\n", text.replace('\'', "''")),
        2 => format!("a: \"{}\"\n", text.replace('"', "\\\"")),
        3 => format!("a: |\n  {}\n", text.replace('\n', "\n  ")),
        4 => format!("a: >+\n  {}\n", text.replace('\n', "\n  ")),
        _ => format!("a: >2-\n   {}\n", text.replace('\n', "\n  ")),
    };
    esc_syntax::parse(document.as_str()).nodes().for_each(check);
});

fn check(node: Node<'_>) {
    if node.style().is_none() {
        return;
    }
    let scalar = node.scalar_text();
    assert_eq!(scalar.text, node.text());
    let mut last = TextRange::empty(TextSize::from(0));
    for (at, c) in scalar.text.char_indices() {
        let decoded = TextRange::at(TextSize::from(at as u32), TextSize::of(c));
        let source = scalar.source_range(decoded);
        assert!(source.start() >= last.start() && source.end() >= last.end(), "{source:?} before {last:?}");
        assert!(node.tree().text().get(usize::from(source.start())..usize::from(source.end())).is_some(), "{source:?}");
        last = source;
    }
}
