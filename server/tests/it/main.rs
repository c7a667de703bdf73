//! Whole sessions over standard input and output, against the server that was built.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test may fail, and says why")]

mod diagnostics;
mod faces;
#[cfg(unix)]
mod faults;
mod features;
mod features_page;
mod fixture;
mod metamodel;
mod navigation;
mod places;
mod protocol;
mod seeing;
#[allow(dead_code, reason = "the benchmark uses all of it")]
mod session;
mod sync;
mod typing;
