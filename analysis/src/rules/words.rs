//! Small pieces of messages, so that all rules speak alike.

use std::borrow::Cow;

use esc_syntax::{Node, NodeKind, Resolved};

use crate::document::shown_key;

/// `text` in backticks, fit for one line of a report: control characters escaped, long text cut. Not for values, which may be secret.
pub(crate) fn code(text: &str) -> String {
    const LONGEST: usize = 60;
    let name = shown_key(text);
    let shown = name.char_indices().nth(LONGEST).map_or(name, |(at, _)| &name[..at]);
    let is_cut = shown.len() < text.len();
    let shown: Cow<'_, str> = if shown.contains(|c: char| c.is_control() || c == '`') {
        shown
            .chars()
            .flat_map(|c| if c.is_control() { c.escape_default().collect() } else { vec![if c == '`' { '\'' } else { c }] })
            .collect()
    } else {
        shown.into()
    };
    format!("`{shown}{}`", if is_cut { "…" } else { "" })
}

/// What a node is, with its article: "a number", "a list".
pub(crate) fn kind(node: Node<'_>) -> &'static str {
    match node.kind() {
        NodeKind::Mapping => "an object",
        NodeKind::Sequence => "a list",
        NodeKind::Alias => "an alias",
        NodeKind::Scalar(_) => match node.resolved() {
            Some(Ok(Resolved::Null)) => "null",
            Some(Ok(Resolved::Bool(_))) => "a boolean",
            Some(Ok(Resolved::Int(_) | Resolved::Float(_))) => "a number",
            _ => "text",
        },
    }
}

/// A help that names the nearest candidate.
pub(crate) fn did_you_mean(candidate: &str) -> String {
    format!("Did you mean {}?", code(candidate))
}

#[cfg(test)]
mod tests {
    use super::code;

    #[test]
    fn shows_no_more_than_a_name() {
        assert_eq!(code("password: hunter2 other"), "`password…`");
        assert_eq!(code("app:password"), "`app:password`");
        assert_eq!(code("a\nhunter2"), "`a…`");
    }

    #[test]
    fn keeps_a_report_on_one_line() {
        assert_eq!(code("plain"), "`plain`");
        assert_eq!(code("a\tb`c"), "`a\\tb'c`");
        assert_eq!(code(&"é".repeat(70)), format!("`{}…`", "é".repeat(60)));
    }
}
