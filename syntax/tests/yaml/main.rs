//! The tree as others see it: pictures of recovery, invariants, limits, and second opinions.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "clippy looks for tests in test functions alone")]

mod corpus;
mod invariants;
mod limits;
mod mutations;
mod picture;
mod pictures;
mod recorded;
mod second_opinion;
mod texts;
