//! Text as a scalar: other names in old quotes, quotes around what had none, and text of our own in the plainest form that reads back as it.

use esc_syntax::{Node, Resolved, ScalarStyle};

use crate::Edit;

/// Writes another name in the place of a scalar, in the scalar's quotes; in double quotes where it would not be text without. `None` where
/// the old name is written with escapes or in a block.
pub fn rename(node: Node<'_>, name: &str) -> Option<Vec<Edit>> {
    let quotes = match node.style()? {
        ScalarStyle::Plain => "",
        ScalarStyle::SingleQuoted => "'",
        ScalarStyle::DoubleQuoted => "\"",
        ScalarStyle::Literal | ScalarStyle::Folded => return None,
    };
    if node.source() != format!("{quotes}{}{quotes}", node.text()) {
        return None;
    }
    let written = match quotes {
        "" => scalar_text(name, in_flow(node)),
        quotes => format!("{quotes}{}{quotes}", text_within(node, name)?),
    };
    Some(vec![Edit::replace(node.range(), written)])
}

/// Puts a plain scalar of one line in quotes. `None` for anything else.
pub fn quote(node: Node<'_>) -> Option<Vec<Edit>> {
    let source = node.source();
    let plain = node.style() == Some(ScalarStyle::Plain) && node.tag().is_none();
    let simple = !source.is_empty() && !source.contains(['\n', '\r']);
    (plain && simple).then(|| vec![Edit::replace(node.range(), quoted(source))])
}

/// `text` as it is written inside the scalar `node`, whose quotes stay. `None` where it cannot be.
pub fn text_within(node: Node<'_>, text: &str) -> Option<String> {
    let is_plain_text = |text: &str| !text.chars().any(char::is_control);
    match node.style()? {
        ScalarStyle::DoubleQuoted => Some(escaped(text)),
        ScalarStyle::SingleQuoted => is_plain_text(text).then(|| text.replace('\'', "''")),
        ScalarStyle::Literal | ScalarStyle::Folded => is_plain_text(text).then(|| text.to_owned()),
        ScalarStyle::Plain => {
            let ends = text.contains(": ") || text.contains(" #") || text.ends_with(':') || text.starts_with('#') || text.trim() != text;
            let ends_flow = in_flow(node) && text.contains(['[', ']', '{', '}', ',']);
            (is_plain_text(text) && !ends && !ends_flow).then(|| text.to_owned())
        }
    }
}

/// `text` as a value: plain where that reads back as this text, else in quotes. `in_flow` inside brackets and braces.
pub fn scalar_text(text: &str, in_flow: bool) -> String {
    let (before, after) = if in_flow { ("[", "]") } else { ("- ", "") };
    match reads_back(text, &format!("{before}{text}{after}"), |root| root.items().next()) {
        true => text.to_owned(),
        false => quoted(text),
    }
}

/// `text` as a key.
pub fn key_text(text: &str, in_flow: bool) -> String {
    let (before, after) = if in_flow { ("{", ": x}") } else { ("", ": x") };
    match reads_back(text, &format!("{before}{text}{after}"), |root| root.entries().next().map(|entry| entry.key)) {
        true => text.to_owned(),
        false => quoted(text),
    }
}

fn reads_back(text: &str, sample: &str, find: impl for<'t> Fn(Node<'t>) -> Option<Node<'t>>) -> bool {
    if text.is_empty() || text.contains(['\n', '\r']) {
        return false;
    }
    let tree = esc_syntax::parse(sample);
    let alone = tree.errors().is_empty() && tree.comments().next().is_none() && tree.nodes().count() <= 3;
    let is_it = |node: Node<'_>| {
        let as_text = matches!(node.resolved(), Some(Ok(Resolved::Str | Resolved::Timestamp)));
        node.style() == Some(ScalarStyle::Plain) && node.tag().is_none() && node.anchor().is_none() && as_text && node.text() == text
    };
    alone && tree.root().and_then(find).is_some_and(is_it)
}

/// `text` in double quotes; in single quotes where that spares it escapes.
fn quoted(text: &str) -> String {
    let plain = !text.chars().any(|c| c.is_control() || is_unprintable(c));
    match plain && text.contains(['"', '\\']) {
        true => format!("'{}'", text.replace('\'', "''")),
        false => format!("\"{}\"", escaped(text)),
    }
}

fn escaped(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '"' | '\\' => result.extend(['\\', c]),
            '\n' => result.push_str("\\n"),
            '\r' => result.push_str("\\r"),
            '\t' => result.push_str("\\t"),
            c if c.is_control() || is_unprintable(c) => result.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => result.push(c),
        }
    }
    result
}

/// What YAML takes for a line break, or a byte order mark.
fn is_unprintable(c: char) -> bool {
    matches!(c, '\u{2028}' | '\u{2029}' | '\u{FEFF}')
}

/// Whether `node` stands inside brackets or braces.
pub(super) fn in_flow(node: Node<'_>) -> bool {
    node.parent().is_some_and(Node::is_flow)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::testing::{check, node_at};
    use super::*;

    #[test]
    fn renames_in_the_old_quotes() {
        let to = |name: &'static str| move |node: Node<'_>| rename(node, name);
        check("- a\n", "0", to("b"), Some("- b\n"));
        check("- 'a' # c\n", "0", to("it's"), Some("- 'it''s' # c\n"));
        check("- \"a\"\n", "0", to("\""), Some("- \"\\\"\"\n"));
        check("- a\n", "0", to("8080"), Some("- \"8080\"\n"));
        check("[a, b]\n", "1", to("c,d"), Some("[a, \"c,d\"]\n"));
        check("- &x a\n", "0", to("b"), Some("- &x b\n"));
        check("- \"\\x61\"\n", "0", to("b"), None);
        check("- |\n  a\n", "0", to("b"), None);
    }

    #[test]
    fn quotes_without_changing_the_text() {
        check("- 010  # c\n", "0", quote, Some("- \"010\"  # c\n"));
        check("- a\"b'\\\n", "0", quote, Some("- 'a\"b''\\'\n"));
        check("- 'a'\n", "0", quote, None);
        check("- a\n  b\n", "0", quote, None);
        check("- !!str 1\n", "0", quote, None);
    }

    #[test]
    fn writes_text_plainly_where_it_can() {
        for (text, written) in [
            ("a", "a"),
            ("${a.b}", "${a.b}"),
            ("a b: c", "\"a b: c\""),
            ("true", "\"true\""),
            ("yes", "yes"),
            ("1.0", "\"1.0\""),
            ("", "\"\""),
            ("# c", "\"# c\""),
            ("say \"hi\"", "say \"hi\""),
            ("\"hi\"", "'\"hi\"'"),
            ("a\nb", "\"a\\nb\""),
            ("- a", "\"- a\""),
        ] {
            assert_eq!(scalar_text(text, false), written);
        }
        assert_eq!(scalar_text("${a}", true), "\"${a}\"");
        assert_eq!(scalar_text("a]", true), "\"a]\"");
        assert_eq!(key_text("fn::secret", true), "fn::secret");
        assert_eq!(key_text("8080", false), "\"8080\"");
    }

    proptest! {
        #[test]
        fn written_text_reads_back(text in "\\PC{0,8}|[ -~\n\t\r\u{85}\u{2028}]{0,8}") {
            for (sample, path) in [
                (format!("- {}\n", scalar_text(&text, false)), "0"),
                (format!("[{}]\n", scalar_text(&text, true)), "0"),
            ] {
                let tree = esc_syntax::parse(&*sample);
                prop_assert!(tree.errors().is_empty(), "{sample}");
                prop_assert_eq!(&*node_at(tree.root().unwrap(), path).text(), &*text);
            }
            for sample in [format!("{}: x\n", key_text(&text, false)), format!("{{{}: x}}\n", key_text(&text, true))] {
                let tree = esc_syntax::parse(&*sample);
                prop_assert!(tree.errors().is_empty(), "{sample}");
                prop_assert_eq!(&*tree.root().unwrap().entries().next().unwrap().key.text(), &*text);
            }
        }
    }
}
