//! Turns a panic into one line of the report, so that a bug costs one file and not the run.
//!
//! The line says where in the program it happened and never with what: a panic's own message may hold text of the user's files.

use std::cell::RefCell;
use std::panic::{self, AssertUnwindSafe};

thread_local! {
    static PLACE: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Keeps panics from printing anything by themselves. To be called once, first thing.
pub(crate) fn silence_panics() {
    panic::set_hook(Box::new(|info| {
        let place = info.location().map(ToString::to_string);
        PLACE.with(|slot| slot.replace(place));
    }));
}

/// What `work` returns, or what to tell the user if it panics.
pub(crate) fn guarded<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    panic::catch_unwind(AssertUnwindSafe(work)).map_err(|_| {
        let place = PLACE.with(|slot| slot.take()).unwrap_or_else(|| "an unknown place".to_owned());
        format!("internal error at {place}; this is a bug in esc-lint: please report it, if you may with the file, else with its shape")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_a_line_without_its_message() {
        let hook = panic::take_hook();
        silence_panics();
        let message = guarded(|| panic!("hunter2")).unwrap_err();
        panic::set_hook(hook);
        assert!(message.starts_with("internal error at lint-cli/src/guard.rs:"), "{message}");
        assert!(!message.contains("hunter2"));
        assert_eq!(guarded(|| 1), Ok(1));
    }
}
