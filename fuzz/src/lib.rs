//! What the targets share: how texts are changed between two tries. What must hold is stated in each target, or in the tests that it borrows.

mod dice;
mod environment;
mod session;

pub use environment::edit as edit_environment;
pub use session::edit as edit_session;

/// Lets a target try texts that `edit` has changed, and in one of three cases what libFuzzer makes of the bytes.
#[macro_export]
macro_rules! edited_by {
    ($edit:path) => {
        libfuzzer_sys::fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
            match seed % 3 {
                0 => libfuzzer_sys::fuzzer_mutate(data, size, max_size),
                _ => $crate::in_place(data, size, max_size, |text| $edit(text, seed)),
            }
        });
    };
}

/// Puts what `edit` makes of the first `size` bytes in their place, if there is room for it. Gives the new size.
pub fn in_place(data: &mut [u8], size: usize, max_size: usize, edit: impl FnOnce(&str) -> String) -> usize {
    let text = String::from_utf8_lossy(&data[..size]);
    let mut edited = edit(&text).into_bytes();
    edited.truncate(max_size);
    data[..edited.len()].copy_from_slice(&edited);
    edited.len()
}
