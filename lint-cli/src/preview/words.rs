//! Values, and why they are not shown, in words for a terminal.

use std::borrow::Cow;

use esc_analysis::preview::{Mask, Reason, Shown, Site};
use esc_analysis::providers::ProviderKind;

use crate::report::{Place, printable};

/// Longer text is cut.
const MAX_WIDTH: usize = 48;

/// `file:line`, counted from 1.
pub(crate) fn line(site: &Site) -> String {
    let (start, _) = Place::of_range(&site.source, site.range);
    format!("{}:{}", printable(site.source.path()), start.line)
}

/// `file:line:column`, counted from 1.
pub(crate) fn place(site: &Site) -> String {
    let (start, _) = Place::of_range(&site.source, site.range);
    format!("{}:{}:{}", printable(site.source.path()), start.line, start.column)
}

/// A value on one line.
pub(crate) fn value(shown: &Shown, type_: &str) -> String {
    match shown {
        Shown::Text(text) => text_on_a_line(text),
        Shown::Bytes(length) => format!("({length} bytes)"),
        Shown::Parts(0) if type_ == "list" => "[]".to_owned(),
        Shown::Parts(0) => "{}".to_owned(),
        Shown::Parts(_) => String::new(),
        Shown::Masked(Mask::Secret | Mask::Lost) => "[secret]".to_owned(),
        Shown::Masked(Mask::Credential | Mask::Sensitive) => "[hidden]".to_owned(),
        Shown::Unknown(_) => "[unknown]".to_owned(),
    }
}

/// The first line of a text, cut where it gets long; in quotes where its ends could not be seen.
fn text_on_a_line(text: &str) -> String {
    let first = text.lines().next().unwrap_or_default();
    let cut = first.char_indices().nth(MAX_WIDTH).map(|(at, _)| &first[..at]);
    let shown = printable(cut.unwrap_or(first));
    let blank_ends = first.is_empty() || first.starts_with(char::is_whitespace) || first.ends_with(char::is_whitespace);
    let shown = if blank_ends { Cow::Owned(format!("\"{shown}\"")) } else { shown };
    let lines = text.lines().count();
    match (cut, lines) {
        (_, 2..) => format!("{shown} … ({lines} lines)"),
        (Some(_), _) => format!("{shown}…"),
        (None, _) => shown.into_owned(),
    }
}

/// Why a value is not shown; `None` where nothing needs to be said.
pub(crate) fn why_not(shown: &Shown) -> Option<String> {
    match shown {
        Shown::Masked(mask) => masked(*mask).map(str::to_owned),
        Shown::Unknown(reason) => Some(unknown(reason)),
        Shown::Text(_) | Shown::Bytes(_) | Shown::Parts(_) => None,
    }
}

/// Why a value may not be shown, where that is more than its mark.
pub(crate) fn masked(mask: Mask) -> Option<&'static str> {
    match mask {
        Mask::Secret => None,
        Mask::Lost => Some("made from a secret, and no longer marked as one"),
        Mask::Credential => Some("a credential in plain text"),
        Mask::Sensitive => Some("looks like a secret, and is not marked as one"),
    }
}

/// Why a value is not known.
pub(crate) fn unknown(reason: &Reason) -> String {
    match reason {
        Reason::Opened(ProviderKind::Provider, name) => format!("from `{}`, once opened", printable(name)),
        Reason::Opened(ProviderKind::Rotator, name) => format!("from the rotator `{}`, once opened", printable(name)),
        Reason::Encrypted => "encrypted".to_owned(),
        Reason::Import(name) => format!("hangs on the import `{}`, of which nothing is known here", printable(name)),
        Reason::Context => "told by Pulumi Cloud, once opened".to_owned(),
        Reason::Rotation => "only a rotation reads it".to_owned(),
        Reason::Mistake => "something is wrong with it, or with what it is made from".to_owned(),
        Reason::Derived => "made from something that is not known".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::text_on_a_line;

    #[test]
    fn text_fits_on_a_line() {
        assert_eq!(text_on_a_line("plain"), "plain");
        assert_eq!(text_on_a_line(""), "\"\"");
        assert_eq!(text_on_a_line(" a "), "\" a \"");
        assert_eq!(text_on_a_line("a\nb\n"), "a … (2 lines)");
        assert_eq!(text_on_a_line("one line\n"), "one line");
        assert_eq!(text_on_a_line("\u{1b}[31m"), "\\u{1b}[31m");
        assert_eq!(text_on_a_line(&"x".repeat(60)), format!("{}…", "x".repeat(48)));
    }
}
