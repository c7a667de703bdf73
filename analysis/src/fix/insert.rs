//! Writes new entries where others stand already, in the layout of their neighbours.

use esc_syntax::{Entry, Node, Resolved, ScalarStyle, TextRange, TextSize};

use super::lines::{column, indentation_unit, keeps_empty_lines, line_break, line_end, whole_lines, with_comments};
use super::scalar::in_flow;
use super::{key_text, scalar_text};
use crate::Edit;

/// A value that is to be written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Draft {
    /// Text, in quotes where it needs them.
    Text(String),
    /// YAML as it is, on one line: a number, a reference in quotes.
    Yaml(String),
    /// Entries; `{}` without any.
    Object(Vec<(String, Draft)>),
    /// Items; `[]` without any.
    List(Vec<Draft>),
}

impl Draft {
    /// Text.
    pub fn text(text: impl Into<String>) -> Draft {
        Draft::Text(text.into())
    }
}

/// Writes `entries` at the end of the object `value`; where nothing or null stands, makes one of it.
pub fn insert_entries(value: Node<'_>, entries: &[(String, Draft)]) -> Option<Vec<Edit>> {
    if value.is_mapping() {
        return match value.entries().last() {
            Some(last) => insert_after(last, entries),
            None => Some(vec![Edit::insert(value.range().start() + TextSize::from(1), flow_entries(entries))]),
        };
    }
    if value.tag().is_some() || value.anchor().is_some() {
        return None;
    }
    let is_null = value.is_missing() || matches!(value.resolved(), Some(Ok(Resolved::Null)));
    if is_null { fill(value, entries) } else { None }
}

/// Writes `entries` behind the entry `before`, in the same object.
pub fn insert_after(before: Entry<'_>, entries: &[(String, Draft)]) -> Option<Vec<Edit>> {
    let mapping = before.key.parent()?;
    if mapping.is_flow() {
        // `a:,` would be a key with a colon in it.
        let blank = if before.value.is_missing() { " " } else { "" };
        return Some(vec![Edit::insert(before.range().end(), format!("{blank}, {}", flow_entries(entries)))]);
    }
    // `? key` has a mark of its own before it.
    if mapping.entries().any(|entry| entry.key.indicator().is_some()) {
        return None;
    }
    let text = mapping.tree().text();
    let indent = column(text, before.key.full_range().start());
    Some(vec![new_lines(text, end_of_lines(text, before)?, indent, entries)])
}

/// Where lines behind an entry may begin: after its comments, and after the empty lines that a `|+` keeps. `None` where a line break would
/// become text.
pub(super) fn end_of_lines(text: &str, entry: Entry<'_>) -> Option<TextSize> {
    let lines = with_comments(text, whole_lines(text, entry.range()), column(text, entry.key.full_range().start()));
    let block = last_block(entry.value);
    if block.is_some() && !text[lines].ends_with('\n') {
        return None;
    }
    let keeps = block.is_some_and(keeps_empty_lines);
    let below = text[usize::from(lines.end())..].split_inclusive('\n');
    let empty = below.take_while(|line| keeps && line.trim().is_empty()).map(TextSize::of);
    Some(empty.fold(lines.end(), |end, line| end + line))
}

/// The block scalar that a value ends with.
pub(super) fn last_block(value: Node<'_>) -> Option<Node<'_>> {
    let leaf = last_leaf(value);
    matches!(leaf.style(), Some(ScalarStyle::Literal | ScalarStyle::Folded)).then_some(leaf)
}

fn last_leaf(value: Node<'_>) -> Node<'_> {
    let last = std::iter::successors(Some(value), |node| {
        let node = Some(*node).filter(|node| !node.is_flow())?;
        node.entries().last().map(|entry| entry.value).or_else(|| node.items().last())
    });
    last.last().unwrap_or(value)
}

/// Entries as whole lines, at `offset`, where a line begins or the text ends.
fn new_lines(text: &str, offset: TextSize, indent: usize, entries: &[(String, Draft)]) -> Edit {
    let layout = Layout { unit: indentation_unit(text), line_break: line_break(text) };
    let mut lines = String::new();
    layout.entries(&mut lines, entries, indent);
    // `lines` begins with a line break; without one at the end of the text, that is where it belongs.
    let begins_line = offset == TextSize::from(0) || text[..usize::from(offset)].ends_with('\n');
    let new_text = if begins_line { format!("{}{}", &lines[layout.line_break.len()..], layout.line_break) } else { lines };
    Edit::insert(offset, new_text)
}

/// Makes an object of null.
fn fill(value: Node<'_>, entries: &[(String, Draft)]) -> Option<Vec<Edit>> {
    let text = value.tree().text();
    if in_flow(value) {
        let space = if value.is_missing() { " " } else { "" };
        return Some(vec![Edit::replace(value.range(), format!("{space}{{{}}}", flow_entries(entries)))]);
    }
    let key = value.as_value()?.key;
    if key.indicator().is_some() || value.indicator().is_none() {
        return None;
    }
    let indent = column(text, key.full_range().start()) + indentation_unit(text);
    let layout = Layout { unit: indentation_unit(text), line_break: line_break(text) };
    let mut lines = String::new();
    layout.entries(&mut lines, entries, indent);
    let mut edits = vec![Edit::insert(line_end(text, value.range().end()), lines)];
    if !value.is_missing() {
        let before = text[..usize::from(value.range().start())].trim_end_matches(' ');
        edits.push(Edit::delete(TextRange::new(TextSize::of(before), value.range().end())));
    }
    Some(edits)
}

struct Layout {
    unit: usize,
    line_break: &'static str,
}

impl Layout {
    /// Entries on lines of their own, a line break before each.
    fn entries(&self, out: &mut String, entries: &[(String, Draft)], indent: usize) {
        for (key, value) in entries {
            self.line(out, indent);
            out.push_str(&key_text(key, false));
            out.push(':');
            self.value(out, value, indent);
        }
    }

    fn line(&self, out: &mut String, indent: usize) {
        out.push_str(self.line_break);
        out.push_str(&" ".repeat(indent));
    }

    /// A value behind a colon.
    fn value(&self, out: &mut String, value: &Draft, indent: usize) {
        match value {
            Draft::Object(entries) if !entries.is_empty() => self.entries(out, entries, indent + self.unit),
            Draft::List(items) if !items.is_empty() => {
                for item in items {
                    self.line(out, indent + self.unit);
                    out.push_str("- ");
                    out.push_str(&flow(item, matches!(item, Draft::Object(_) | Draft::List(_))));
                }
            }
            Draft::Yaml(yaml) if yaml.is_empty() => {}
            value => {
                out.push(' ');
                out.push_str(&flow(value, false));
            }
        }
    }
}

fn flow(value: &Draft, in_flow: bool) -> String {
    match value {
        Draft::Text(text) => scalar_text(text, in_flow),
        Draft::Yaml(yaml) => yaml.clone(),
        Draft::Object(entries) => format!("{{{}}}", flow_entries(entries)),
        Draft::List(items) => {
            let items: Vec<String> = items.iter().map(|item| crate::deep(|| flow(item, true))).collect();
            format!("[{}]", items.join(", "))
        }
    }
}

fn flow_entries(entries: &[(String, Draft)]) -> String {
    let written = entries.iter().map(|(key, value)| {
        let value = crate::deep(|| flow(value, true));
        format!("{}:{}{value}", key_text(key, true), if value.is_empty() { "" } else { " " })
    });
    written.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::super::testing::check;
    use super::*;

    fn drafts() -> Vec<(String, Draft)> {
        let login =
            Draft::Object(vec![("duration".to_owned(), Draft::text("1h")), ("arns".to_owned(), Draft::List(vec![Draft::text("${a}")]))]);
        vec![("oidc".to_owned(), login), ("port".to_owned(), Draft::text("80"))]
    }

    fn all(node: Node<'_>) -> Option<Vec<Edit>> {
        insert_entries(node, &drafts())
    }

    /// One entry behind `a`.
    fn behind_a(node: Node<'_>) -> Option<Vec<Edit>> {
        let a = node.entries().find(|entry| entry.key.text() == "a")?;
        insert_after(a, &[("n".to_owned(), Draft::Yaml("1".to_owned()))])
    }

    #[test]
    fn follows_the_layout_of_its_neighbours() {
        check(
            "v:\n    a: 1  # of a\nz: 1\n",
            "v",
            all,
            Some("v:\n    a: 1  # of a\n    oidc:\n        duration: 1h\n        arns:\n            - ${a}\n    port: \"80\"\nz: 1\n"),
        );
        check("{v: {a: 1}}\n", "v", all, Some("{v: {a: 1, oidc: {duration: 1h, arns: [\"${a}\"]}, port: \"80\"}}\n"));
        check("v: {}\n", "v", all, Some("v: {oidc: {duration: 1h, arns: [\"${a}\"]}, port: \"80\"}\n"));
        check("- a: 1\n  b: 2\n- c\n", "0", behind_a, Some("- a: 1\n  n: 1\n  b: 2\n- c\n"));
    }

    #[test]
    fn goes_behind_comments_and_text_that_belong_to_the_neighbour() {
        check("a:\n  b: 1\n  # in a\n# on c\nc: 1\n", "", behind_a, Some("a:\n  b: 1\n  # in a\nn: 1\n# on c\nc: 1\n"));
        check("a: |\n  t\n\nc: 1\n", "", behind_a, Some("a: |\n  t\nn: 1\n\nc: 1\n"));
    }

    #[test]
    fn fills_what_is_empty() {
        check(
            "v:  # of v\nz: 1\n",
            "v",
            all,
            Some("v:  # of v\n  oidc:\n    duration: 1h\n    arns:\n      - ${a}\n  port: \"80\"\nz: 1\n"),
        );
        check("v: null # of v\n", "v", |node| insert_entries(node, &drafts()[1..]), Some("v: # of v\n  port: \"80\"\n"));
        check("{v: }\n", "v", |node| insert_entries(node, &drafts()[1..]), Some("{v: {port: \"80\"} }\n"));
        check("v: text\n", "v", all, None);
    }

    #[test]
    fn keeps_the_empty_lines_of_a_block() {
        let text = "a: |+\n  t\n\n\nc: 1\n";
        let tree = esc_syntax::parse(text);
        let edits = behind_a(tree.root().unwrap()).unwrap();
        assert_eq!(crate::apply(text, &edits).unwrap(), "a: |+\n  t\n\n\nn: 1\nc: 1\n");
    }
}
