//! Any text: the invariants of the tree.
#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "../../syntax/tests/yaml/invariants.rs"]
mod invariants;

fuzz_target!(|text: &str| {
    invariants::check(text);
});
