//! Whole-program tests of the command: real files, the real binary, what a person or a script sees.

#![allow(clippy::unwrap_used, clippy::print_stderr, reason = "a test may fail, and says why")]

mod action;
mod affected;
mod baseline;
mod config;
mod discovery;
mod faults;
mod fixing;
mod fmt;
mod graph;
mod init;
mod limits;
mod output;
mod pre_commit;
mod preview;
mod providers;
mod reading;
mod readme;
mod reports;
mod sandbox;
mod schema;
mod secrets;
mod settings;
mod shell;
mod usage;
mod why;
