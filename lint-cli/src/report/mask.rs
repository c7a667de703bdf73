//! The text that excerpts show: the file's own, without its secrets and without anything that could steer a terminal.
//!
//! Invariant: the masked text has the same length and the same lines as the file, so that every range means the same in both.

use std::ops::Range;

use esc_analysis::Source;
use esc_syntax::Node;

/// The text of `source` with the ranges of `secrets`, and every literal below `fn::secret`, masked.
pub(super) fn masked(source: &Source, secrets: impl IntoIterator<Item = Range<usize>>) -> String {
    let mut hidden: Vec<Range<usize>> = secrets.into_iter().chain(marked_secrets(source)).collect();
    hidden.sort_unstable_by_key(|range| range.start);
    let mut hidden = hidden.into_iter().peekable();
    let mut text = String::with_capacity(source.text().len());
    let mut hidden_until = 0;
    for (offset, c) in source.text().char_indices() {
        while let Some(range) = hidden.next_if(|range| range.start <= offset) {
            hidden_until = hidden_until.max(range.end);
        }
        push_same_length(&mut text, c, offset < hidden_until);
    }
    text
}

/// What the author has declared to be secret: the scalars below every `fn::secret`.
fn marked_secrets(source: &Source) -> impl Iterator<Item = Range<usize>> {
    let is_secret = |key: Node<'_>| key.style().is_some() && key.text() == "fn::secret";
    source
        .tree()
        .nodes()
        .filter(|node| node.is_mapping())
        .flat_map(Node::entries)
        .filter(move |entry| is_secret(entry.key))
        .map(|entry| entry.value.range().into())
}

fn push_same_length(text: &mut String, c: char, secret: bool) {
    let keep = matches!(c, '\n' | '\r' | '\t') || !(secret || super::is_unprintable(c) || c == '\u{FEFF}');
    match (keep, secret) {
        (true, _) => text.push(c),
        (false, true) if c == ' ' => text.push(c),
        (false, true) => text.extend(std::iter::repeat_n('*', c.len_utf8())),
        (false, false) => text.extend(std::iter::repeat_n('?', c.len_utf8())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, secret: &str, expected: &str) {
        let source = Source::new("env.yaml", text);
        let start = text.find(secret).unwrap();
        let masked = masked(&source, std::iter::once(start..start + secret.len()));
        assert_eq!(masked, expected);
        assert_eq!(masked.len(), text.len());
    }

    #[test]
    fn hides_the_secret_and_keeps_the_rest() {
        check("token: hunter2 # note\n", "hunter2", "token: ******* # note\n");
    }

    #[test]
    fn keeps_lines_and_length() {
        check("key: |\n  äb\r\n  cd\n", "äb\r\n  cd", "key: |\n  ***\r\n  **\n");
    }

    #[test]
    fn nothing_steers_the_terminal() {
        check("a: \u{1b}[31m b\u{202e}\n", "b", "a: ?[31m *???\n");
    }
}
