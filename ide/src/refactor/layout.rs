//! Lists and objects in brackets, or on lines of their own.

use esc_analysis::Edit;
use esc_analysis::fix::{column, indentation_unit, line_break, line_end, scalar_text};
use esc_syntax::{Node, NodeKind, Resolved, ScalarStyle, TextRange, TextSize};

use super::{Draft, in_flow};
use crate::actions::ActionKind;

/// Longer lines are not made.
const MAX_WIDTH: usize = 120;
/// Deeper collections are not put in brackets.
const MAX_DEPTH: usize = 8;

pub(super) fn layout(node: Node<'_>) -> Option<Draft> {
    let is_collection = node.entries().next().is_some() || node.items().next().is_some();
    if !is_collection || node.tag().is_some() || node.anchor().is_some() || has_comment(node) {
        return None;
    }
    let (title, edits) = match node.is_flow() {
        true if in_flow(node) => return None,
        true => ("Put each entry on a line of its own", to_block(node)?),
        false => ("Put all entries on one line", to_flow(node)?),
    };
    Some(Draft { title: title.to_owned(), kind: ActionKind::Rewrite, edits })
}

/// Comments would have no place on the one line, and none of their own.
fn has_comment(node: Node<'_>) -> bool {
    node.tree().comments().any(|comment| node.range().contains_range(comment))
}

fn to_block(node: Node<'_>) -> Option<Vec<Edit>> {
    let text = node.tree().text();
    if node.source().contains('\n') {
        return None;
    }
    let parent = node.parent()?;
    let entry = parent.entries().find(|entry| entry.value.id() == node.id());
    let (base, gap) = match entry {
        Some(entry) if entry.key.indicator().is_none() => {
            let colon = entry.colon()? + TextSize::from(1);
            (column(text, entry.key.full_range().start()), Some(TextRange::new(colon, node.range().start())))
        }
        Some(_) => return None,
        None => (column(text, node.indicator()?), None),
    };
    let indent = " ".repeat(base + indentation_unit(text));
    let entries = node.entries().map(|entry| match entry.value.is_missing() {
        true => format!("{}:", in_block(entry.key)),
        false => format!("{}: {}", in_block(entry.key), in_block(entry.value)),
    });
    let lines: Vec<String> = entries.chain(node.items().map(|item| format!("- {}", in_block(item)))).collect();
    match gap {
        // A comment behind the brackets stays behind the key.
        Some(gap) if text[gap].trim().is_empty() => {
            let end = line_end(text, node.range().end());
            let block: String = lines.iter().map(|line| format!("{}{indent}{line}", line_break(text))).collect();
            let rest = text[TextRange::new(node.range().end(), end)].trim_end();
            let rest = if rest.is_empty() { String::new() } else { format!(" {}", rest.trim_start()) };
            Some(vec![Edit::replace(TextRange::new(gap.start(), end), format!("{rest}{block}"))])
        }
        Some(_) => None,
        None if text[TextRange::new(node.range().end(), line_end(text, node.range().end()))].trim().is_empty() => {
            let separator = format!("{}{}", line_break(text), " ".repeat(column(text, node.range().start())));
            Some(vec![Edit::replace(node.range(), lines.join(&separator))])
        }
        None => None,
    }
}

/// The source of something in brackets; a scalar in quotes that only brackets need has none.
fn in_block(node: Node<'_>) -> String {
    let needed = node.style() == Some(ScalarStyle::DoubleQuoted)
        && node.text().starts_with("${")
        && scalar_text(&node.text(), false) == *node.text();
    if needed { node.text().into_owned() } else { node.tree().text()[node.full_range()].to_owned() }
}

fn to_flow(node: Node<'_>) -> Option<Vec<Edit>> {
    let text = node.tree().text();
    let written = flow(node, 0)?;
    let range = node.range();
    let parent = node.parent()?;
    let end = line_end(text, range.end());
    match parent.entries().find(|entry| entry.value.id() == node.id()) {
        Some(entry) => {
            let colon = entry.colon()? + TextSize::from(1);
            let head = line_end(text, colon);
            let between = TextRange::new(head, range.start());
            // Behind the key there may be a comment, which goes behind the brackets; below it there may not.
            let fits =
                column(text, colon) + written.len() < MAX_WIDTH && text[between].trim().is_empty() && entry.key.indicator().is_none();
            fits.then(|| vec![Edit::insert(colon, format!(" {written}")), Edit::delete(TextRange::new(head, end.min(range.end())))])
        }
        None => (column(text, range.start()) + written.len() < MAX_WIDTH).then(|| vec![Edit::replace(range, written)]),
    }
}

/// What `node` is in brackets.
fn flow(node: Node<'_>, depth: usize) -> Option<String> {
    let is_plain = node.tag().is_none() && node.anchor().is_none() && depth <= MAX_DEPTH;
    let single_line = node.is_mapping() && !node.is_flow() || node.is_sequence() && !node.is_flow() || !node.source().contains('\n');
    if !is_plain || !single_line {
        return None;
    }
    match node.kind() {
        _ if node.is_flow() => Some(node.source().to_owned()),
        NodeKind::Mapping => {
            let entries: Option<Vec<String>> = node
                .entries()
                .map(|entry| match entry.value.is_missing() {
                    // Before a bracket, a colon without a blank would be part of the key.
                    true => Some(format!("{}: null", flow(entry.key, depth + 1)?)),
                    false => Some(format!("{}: {}", flow(entry.key, depth + 1)?, flow(entry.value, depth + 1)?)),
                })
                .collect();
            Some(format!("{{{}}}", entries?.join(", ")))
        }
        NodeKind::Sequence => {
            let items: Option<Vec<String>> =
                node.items().map(|item| if item.is_missing() { None } else { flow(item, depth + 1) }).collect();
            Some(format!("[{}]", items?.join(", ")))
        }
        NodeKind::Scalar(ScalarStyle::Plain) => {
            let is_text = matches!(node.resolved(), Some(Ok(Resolved::Str)));
            Some(if is_text { scalar_text(&node.text(), true) } else { node.source().to_owned() })
        }
        NodeKind::Scalar(ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted) => Some(node.source().to_owned()),
        NodeKind::Scalar(ScalarStyle::Literal | ScalarStyle::Folded) | NodeKind::Alias => None,
    }
}
