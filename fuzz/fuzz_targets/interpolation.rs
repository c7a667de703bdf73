//! Any text of a scalar: where its parts are.
#![no_main]

use esc_syntax::{Interpolation, Part, TextRange, TextSize};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let interpolation = Interpolation::parse(text);
    let mut end = TextSize::from(0);
    for part in &interpolation.parts {
        let range = match part {
            Part::Text(_, range) => *range,
            Part::Access(access) => {
                assert!(!access.accessors.is_empty());
                let mut inner = access.range.start();
                for accessor in &access.accessors {
                    on_boundaries(text, accessor.range);
                    on_boundaries(text, accessor.name_range);
                    assert!(access.range.contains_range(accessor.range), "{access:?}");
                    assert!(accessor.range.contains_range(accessor.name_range), "{accessor:?}");
                    assert!(accessor.range.start() >= inner, "{access:?}");
                    inner = accessor.range.end();
                }
                access.range
            }
        };
        on_boundaries(text, range);
        assert_eq!(range.start(), end, "a gap before {part:?}");
        end = range.end();
    }
    assert_eq!(end, TextSize::of(text));
    for error in &interpolation.errors {
        on_boundaries(text, error.range);
    }
});

fn on_boundaries(text: &str, range: TextRange) {
    assert!(text.get(usize::from(range.start())..usize::from(range.end())).is_some(), "{range:?}");
}
