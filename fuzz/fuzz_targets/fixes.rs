//! Environments after edits: what `analysis/tests/common/fixing.rs` says of every fix, and of all of them together.
#![no_main]

#[path = "../../analysis/tests/common/mod.rs"]
mod common;

use libfuzzer_sys::fuzz_target;

esc_fuzz::edited_by!(esc_fuzz::edit_environment);

fuzz_target!(|text: &str| {
    // Without the other environments that a text may hold for this folder's other targets.
    common::fixing::check_text(common::Example::new(text).source().text());
});
