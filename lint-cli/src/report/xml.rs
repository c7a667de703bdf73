//! Text in XML 1.0, for the two reports that are written in it.

use std::borrow::Cow;

use super::printable;

/// `text` as the value of an attribute in double quotes, or between tags. What XML cannot hold is no text for a terminal either.
pub(super) fn escape(text: &str) -> Cow<'_, str> {
    let text = printable(text);
    if !text.contains(['<', '>', '&', '"']) {
        return text;
    }
    Cow::Owned(text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;"))
}
