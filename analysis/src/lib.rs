//! What a Pulumi ESC environment means, and what is wrong with it.
//!
//! Tree in ([`Source`]), environment ([`document::Document`]), values and types, findings ([`Diagnostic`]) out. This crate opens no file
//! and no socket and knows no protocol: other environments come through [`Environments`], and every answer is plain data with byte ranges.

pub mod convert;
pub mod diagnostic;
pub mod document;
pub mod eval;
pub mod fix;
pub mod format;
mod lint;
pub mod nearest;
pub mod preview;
mod projection;
pub mod providers;
pub mod rules;
pub mod schema;
pub mod secrets;
mod section;
mod settings;
mod source;
pub mod suppression;
mod text;
pub mod value;
pub mod variables;

use esc_syntax::{TextRange, TextSize};

pub use diagnostic::{Applicability, Diagnostic, Edit, Fix, Related, Severity};
pub use fix::apply;
pub use lint::{check, lint};
pub use projection::project_login;
pub use section::Section;
pub use settings::{ImportPolicy, Profile, Settings};
pub use source::{Environments, Source};
pub use text::Text;

/// An offset as ranges have it. Texts are shorter than 2^32 bytes: larger files are refused.
pub(crate) fn text_size(offset: usize) -> TextSize {
    TextSize::try_from(offset).unwrap_or(TextSize::from(u32::MAX))
}

/// As [`text_size`], of both ends.
pub(crate) fn text_range(range: std::ops::Range<usize>) -> TextRange {
    TextRange::new(text_size(range.start), text_size(range.end))
}

/// Runs `work` with room on the stack, wherever that comes from. Goes around every recursion that input can drive.
pub(crate) fn deep<T>(work: impl FnOnce() -> T) -> T {
    stacker::maybe_grow(64 * 1024, 1024 * 1024, work)
}
