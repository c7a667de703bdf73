//! Text that may be secret: it can be used, compared and measured, and cannot be printed by accident.

use std::fmt;
use std::sync::Arc;

/// A value's text. Has no `Display`, and its `Debug` is a mask; to get at the text one has to say [`Text::expose`].
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Text(Arc<str>);

impl Text {
    /// Wraps `text`.
    pub fn new(text: impl Into<Arc<str>>) -> Text {
        Text(text.into())
    }

    /// The text itself. The caller answers for where it goes: no message, report, hover or log.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Text(***)")
    }
}
