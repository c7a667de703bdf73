//! A preview as YAML: block style, two columns a level, and quotes only where plain text would be read as something else.

use serde_json::{Map, Value as Json};

use crate::convert::yaml_style::{Style, is_break, is_printable, style};

/// Keys with more bytes are written after a `?`.
const MAX_SIMPLE_KEY: usize = 128;

/// `value` as a YAML document that ends in a line break. Numbers are written as numbers, and text is quoted where it would not be read as text.
pub fn yaml(value: &Json) -> String {
    let mut out = String::new();
    match value {
        Json::Object(members) if !members.is_empty() => write_members(members, 0, false, &mut out),
        Json::Array(items) if !items.is_empty() => write_items(items, 0, false, &mut out),
        scalar => {
            // The lines of a block scalar are indented even at the top.
            write_scalar(scalar, 2, &mut out);
            out.push('\n');
        }
    }
    out
}

/// Writes what stands after a key, from the colon on.
fn write_value(value: &Json, indent: usize, out: &mut String) {
    match value {
        Json::Object(members) if !members.is_empty() => {
            out.push('\n');
            crate::deep(|| write_members(members, indent + 2, false, out));
        }
        Json::Array(items) if !items.is_empty() => {
            out.push('\n');
            crate::deep(|| write_items(items, indent + 2, false, out));
        }
        scalar => {
            out.push(' ');
            write_scalar(scalar, indent + 2, out);
            out.push('\n');
        }
    }
}

/// `inline`: the first of them stands on a line that was begun.
fn write_members(members: &Map<String, Json>, indent: usize, inline: bool, out: &mut String) {
    for (index, (key, value)) in members.iter().enumerate() {
        if index > 0 || !inline {
            write_indent(indent, out);
        }
        if key.len() > MAX_SIMPLE_KEY {
            out.push_str("? ");
            write_text(key, true, indent, out);
            out.push('\n');
            write_indent(indent, out);
        } else {
            write_text(key, true, indent, out);
        }
        out.push(':');
        write_value(value, indent, out);
    }
}

fn write_items(items: &[Json], indent: usize, inline: bool, out: &mut String) {
    for (index, item) in items.iter().enumerate() {
        if index > 0 || !inline {
            write_indent(indent, out);
        }
        out.push_str("- ");
        match item {
            Json::Object(members) if !members.is_empty() => crate::deep(|| write_members(members, indent + 2, true, out)),
            Json::Array(items) if !items.is_empty() => crate::deep(|| write_items(items, indent + 2, true, out)),
            scalar => {
                write_scalar(scalar, indent + 2, out);
                out.push('\n');
            }
        }
    }
}

fn write_indent(indent: usize, out: &mut String) {
    out.extend(std::iter::repeat_n(' ', indent));
}

/// `indent`: where the lines of a block scalar begin.
fn write_scalar(value: &Json, indent: usize, out: &mut String) {
    match value {
        Json::Null => out.push_str("null"),
        Json::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
        Json::Number(number) => out.push_str(&number.to_string()),
        Json::String(text) => write_text(text, false, indent, out),
        Json::Array(_) => out.push_str("[]"),
        Json::Object(_) => out.push_str("{}"),
    }
}

fn write_text(text: &str, is_key: bool, indent: usize, out: &mut String) {
    match style(text, is_key) {
        // A merge key and a default value to YAML 1.1.
        Style::Plain if matches!(text, "<<" | "=") => write_double_quoted(text, out),
        Style::Plain => out.push_str(text),
        Style::SingleQuoted if !text.contains(is_break) => {
            out.push('\'');
            out.push_str(&text.replace('\'', "''"));
            out.push('\'');
        }
        Style::Literal if is_block(text) => write_block(text, indent, out),
        Style::SingleQuoted | Style::Literal | Style::DoubleQuoted => write_double_quoted(text, out),
    }
}

/// Whether a block scalar can hold the text without saying how far it is indented.
fn is_block(text: &str) -> bool {
    !text.starts_with([' ', '\t', '\n']) && !text.contains(|c| c != '\n' && is_break(c))
}

fn write_block(text: &str, indent: usize, out: &mut String) {
    let chomping = match text.strip_suffix('\n') {
        None => "-",
        Some(rest) if rest.ends_with('\n') => "+",
        Some(_) => "",
    };
    out.push('|');
    out.push_str(chomping);
    for line in text.strip_suffix('\n').unwrap_or(text).split('\n') {
        out.push('\n');
        if !line.is_empty() {
            write_indent(indent, out);
            out.push_str(line);
        }
    }
}

fn write_double_quoted(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if is_printable(c) && !is_break(c) => out.push(c),
            c => out.push_str(&escape(u32::from(c))),
        }
    }
    out.push('"');
}

fn escape(code: u32) -> String {
    match code {
        0..=0xff => format!("\\x{code:02X}"),
        0x100..=0xffff => format!("\\u{code:04X}"),
        _ => format!("\\U{code:08X}"),
    }
}

#[cfg(test)]
mod tests {
    use esc_syntax::{Node, Resolved};
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    #[test]
    fn a_document_reads_well() {
        let value = json!({
            "list": [1, [true, null], {"a": "x", "b": []}],
            "note": "one\ntwo\n",
            "yes": "no",
            "text": {"empty": "", "number": "7", "colon": "a: b", "tab": "a\tb", "kept": "a\n\n", "<<": "="},
        });
        insta::assert_snapshot!(yaml(&value), @r#"
        list:
          - 1
          - - true
            - null
          - a: x
            b: []
        note: |
          one
          two
        "yes": "no"
        text:
          empty: ""
          number: "7"
          colon: 'a: b'
          tab: "a\tb"
          kept: |+
            a

          "<<": "="
        "#);
    }

    #[test]
    fn a_lone_scalar_is_a_document() {
        assert_eq!(yaml(&json!({})), "{}\n");
        assert_eq!(yaml(&json!("[secret]")), "'[secret]'\n");
        assert_eq!(yaml(&json!("a\n")), "|\n  a\n");
    }

    /// What a reader makes of a node.
    fn read(node: Node<'_>) -> Json {
        if node.is_mapping() {
            return Json::Object(node.entries().map(|entry| (entry.key.text().into_owned(), read(entry.value))).collect());
        }
        match node.resolved() {
            None => Json::Array(node.items().map(read).collect()),
            Some(Ok(Resolved::Null)) => Json::Null,
            Some(Ok(Resolved::Bool(value))) => Json::Bool(value),
            Some(Ok(Resolved::Int(_) | Resolved::Float(_))) => json!(node.text().parse::<i64>().unwrap()),
            Some(_) => Json::from(node.text()),
        }
    }

    fn any_json() -> impl Strategy<Value = Json> {
        let text = prop_oneof![any::<String>(), "[ -~\n\t]{0,12}", "[-?:,#&*!|>'\"%@` a\n\u{85}\u{2028}\u{feff}]{0,6}"];
        let leaf =
            prop_oneof![Just(Json::Null), any::<bool>().prop_map(Json::from), any::<i64>().prop_map(Json::from), text.prop_map(Json::from)];
        leaf.prop_recursive(4, 24, 4, |inner| {
            let key = prop_oneof!["[a-c]{0,3}", any::<String>(), "[a-z]{130}"];
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Json::from),
                prop::collection::vec((key, inner), 0..4).prop_map(|members| Json::Object(members.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(value in any_json()) {
            let text = yaml(&value);
            let tree = esc_syntax::parse(text.as_str());
            prop_assert!(tree.errors().is_empty(), "{:?}\n{text}", tree.errors());
            prop_assert_eq!(read(tree.root().unwrap()), value, "\n{}", text);
        }
    }
}
