//! Nothing to use: this crate holds the tests that are about the whole, in `tests/`.
//!
//! Tests of the command drive the built binary and live in `lint-cli/tests/`, because cargo hands a binary's path only to tests of its own crate.
