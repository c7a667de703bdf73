//! Diagnostics: found by the lint that the command runs, handed over when the client asks, or pushed when it does not know how to ask.

mod check;
mod progress;
mod pull;
mod push;
mod queue;
mod results;
mod sweep;

pub(crate) use check::to_proto;
pub(crate) use pull::{document_report, is_news, workspace_report};
pub(crate) use push::{CALM, keep_current};
pub(crate) use queue::{Queue, Work};
pub(crate) use results::{Results, Stamp};
