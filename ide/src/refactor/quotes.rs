//! Quotes around a scalar, or none.

use esc_analysis::Edit;
use esc_analysis::fix::{key_text, quote, scalar_text};
use esc_syntax::{Node, Resolved, ScalarStyle};

use super::{Draft, in_flow, is_simple};
use crate::actions::ActionKind;
use crate::spot::entry_of_key;

pub(super) fn quotes(node: Node<'_>) -> Option<Draft> {
    if !is_simple(node) {
        return None;
    }
    let is_text = matches!(node.resolved(), Some(Ok(Resolved::Str)));
    let (title, edits) = match node.style()? {
        ScalarStyle::Plain if is_text => ("Put in quotes", quote(node)?),
        // A key that is no text is reported, and has a fix.
        ScalarStyle::Plain if entry_of_key(node).is_some() => return None,
        ScalarStyle::Plain => ("Put in quotes, which makes it text", quote(node)?),
        ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => {
            let text = node.text();
            let written = match entry_of_key(node) {
                Some(_) => key_text(&text, in_flow(node)),
                None => scalar_text(&text, in_flow(node)),
            };
            if written != *text {
                return None;
            }
            ("Remove the quotes", vec![Edit::replace(node.range(), written)])
        }
        ScalarStyle::Literal | ScalarStyle::Folded => return None,
    };
    Some(Draft { title: title.to_owned(), kind: ActionKind::Rewrite, edits })
}
