//! Changes of how something is written that keep what it comes to, or say in their title what changes.
//!
//! Every one is offered only where it can be made whole: what would lose a comment, or would not parse, is not offered.

mod extract;
mod forms;
mod imports;
mod inline;
mod layout;
mod login;
mod quotes;
#[cfg(test)]
mod tests;

use esc_analysis::fix::has_ambiguous_positions;
use esc_analysis::{Edit, apply};
use esc_syntax::{Node, TextRange, Tree};

use crate::Context;
use crate::actions::{Action, ActionKind};
use crate::spot::Spot;

/// What can be rewritten at the start of `range`.
pub fn refactorings(context: &Context<'_>, range: TextRange) -> Vec<Action> {
    let source = context.source();
    if !source.tree().errors().is_empty() || has_ambiguous_positions(source.tree()) {
        return Vec::new();
    }
    let Some(spot) = Spot::at(context.document(), range.start()) else { return collections(context, range) };
    let mut drafts = Vec::new();
    match spot {
        Spot::Step(reference, step) => {
            drafts.extend(inline::inline(context, reference, step));
            drafts.extend(imports::to_import(context, reference));
        }
        Spot::Value(node) => {
            drafts.extend(extract::extract(context, node));
            drafts.extend(quotes::quotes(node));
            drafts.extend(imports::to_reference(context, node));
        }
        Spot::Key(entry) => {
            drafts.extend(quotes::quotes(entry.key));
            drafts.extend(imports::to_reference(context, entry.key));
            drafts.extend(layout::layout(entry.value));
            drafts.extend(forms::long_form(entry));
        }
        Spot::Rule(..) => {}
    }
    drafts.extend(login::login(context, range.start()));
    finish(context, drafts)
}

/// What can be done about a collection whose bracket is at the start of `range`.
fn collections(context: &Context<'_>, range: TextRange) -> Vec<Action> {
    let node = context.source().tree().node_at(range.start());
    let mut drafts: Vec<Draft> = node.filter(|node| node.is_flow()).and_then(layout::layout).into_iter().collect();
    drafts.extend(login::login(context, range.start()));
    finish(context, drafts)
}

/// A change that is possible.
struct Draft {
    title: String,
    kind: ActionKind,
    edits: Vec<Edit>,
}

/// Those that leave a text that parses and has all its comments.
fn finish(context: &Context<'_>, drafts: Vec<Draft>) -> Vec<Action> {
    let tree = context.source().tree();
    let is_sound = |draft: &Draft| {
        let Some(after) = apply(tree.text(), &draft.edits).map(esc_syntax::parse) else { return false };
        !draft.edits.is_empty() && after.errors().is_empty() && comments(tree) == comments(&after)
    };
    let sound = drafts.into_iter().filter(is_sound);
    sound.map(|Draft { title, kind, edits }| Action { title, kind, diagnostics: Vec::new(), edits, preferred: false }).collect()
}

/// The comments in an order that does not hang on their places.
fn comments(tree: &Tree) -> Vec<&str> {
    let mut comments: Vec<&str> = tree.comments().map(|range| &tree.text()[range]).collect();
    comments.sort_unstable();
    comments
}

/// Whether a node stands inside brackets or braces.
fn in_flow(node: Node<'_>) -> bool {
    node.parent().is_some_and(Node::is_flow)
}

/// Whether a scalar is nothing but its text on one line.
fn is_simple(node: Node<'_>) -> bool {
    let is_bare = node.tag().is_none() && node.anchor().is_none() && !node.is_missing();
    node.style().is_some() && is_bare && !node.source().contains(['\n', '\r'])
}
