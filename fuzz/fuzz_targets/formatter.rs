//! Environments after edits, laid out whole and in part: what `analysis/tests/common/layout.rs` says.
#![no_main]

#[path = "../../analysis/tests/common/mod.rs"]
mod common;

use esc_syntax::{TextRange, TextSize};
use libfuzzer_sys::fuzz_target;

esc_fuzz::edited_by!(esc_fuzz::edit_environment);

fuzz_target!(|text: &str| {
    common::layout::check(text, None);
    // Two places that hang on the text and on nothing else.
    let hash = text.bytes().fold(17usize, |hash, byte| hash.wrapping_mul(31).wrapping_add(usize::from(byte)));
    let (from, to) = (floor(text, hash), floor(text, hash / 7));
    common::layout::check(text, Some(TextRange::new(from.min(to), from.max(to))));
});

/// The character boundary at or before an offset, which is taken modulo the length.
fn floor(text: &str, offset: usize) -> TextSize {
    let mut at = offset % (text.len() + 1);
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    TextSize::from(at as u32)
}
