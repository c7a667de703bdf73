//! One layout for all environments: levels indented by two, one blank where blanks separate, none where lines end.
//!
//! Changes white space alone, and only where it means nothing: scalars keep their style, comments their text, collections their brackets. What
//! the edits come to is compared with what was there, and edits that would change anything are left out.

mod indent;
mod spacing;
#[cfg(test)]
mod tests;

use esc_syntax::{TextRange, TextSize, Tree};

use crate::fix::{apply, has_ambiguous_positions, line_break, whole_lines};
use crate::{Edit, Source};

/// Edits that lay the lines out that `range` touches; `None` for all lines. Lists and objects that are only partly in `range` stay where they
/// are. Nothing for a text with syntax errors, or with line breaks that no editor shows as such.
pub fn format(source: &Source, range: Option<TextRange>) -> Vec<Edit> {
    let tree = source.tree();
    let text = tree.text();
    if !tree.errors().is_empty() || has_ambiguous_positions(tree) {
        return Vec::new();
    }
    let within = range.map_or(TextRange::up_to(TextSize::of(text)), |range| whole_lines(text, range));
    let parts = [indent::edits(tree, within), spacing::edits(tree, within), end(tree, within)];
    // All of it nearly always. What is written so that a part of it would change a meaning does without that part.
    const CHOICES: [[bool; 3]; 7] = [
        [true, true, true],
        [true, true, false],
        [false, true, true],
        [true, false, true],
        [false, true, false],
        [true, false, false],
        [false, false, true],
    ];
    let end = parts[2].first().map(|edit| edit.range);
    let choose = |choice: [bool; 3]| -> Vec<Edit> {
        let chosen = parts.iter().zip(choice).filter(|(_, is_chosen)| *is_chosen).flat_map(|(edits, _)| edits);
        // What goes with the end of the text needs no layout.
        let goes = |edit: &Edit| choice[2] && end.is_some_and(|end| edit.range != end && edit.range.start() >= end.start());
        chosen.filter(|edit| !goes(edit)).cloned().collect()
    };
    let mut edits = CHOICES.into_iter().map(choose).find(|edits| keeps_meaning(tree, edits)).unwrap_or_default();
    edits.sort_by_key(|edit| (edit.range.start(), edit.range.end()));
    edits
}

/// Whether the text means the same after `edits`, and has the same comments.
fn keeps_meaning(tree: &Tree, edits: &[Edit]) -> bool {
    if edits.is_empty() {
        return true;
    }
    let Some(after) = apply(tree.text(), edits).map(esc_syntax::parse) else { return false };
    after.errors().is_empty() && same_nodes(tree, &after) && comments(tree).eq(comments(&after)) && ignored(tree) == ignored(&after)
}

fn same_nodes(before: &Tree, after: &Tree) -> bool {
    let mut rest = after.nodes();
    let same = before.nodes().all(|a| {
        rest.next().is_some_and(|b| {
            let anchor = |tree: &Tree, range: Option<TextRange>| range.map(|range| tree.text()[range].to_owned());
            a.kind() == b.kind()
                && (a.is_flow(), a.is_missing()) == (b.is_flow(), b.is_missing())
                && a.text() == b.text()
                && a.tag().map(|tag| tag.name) == b.tag().map(|tag| tag.name)
                && anchor(before, a.anchor()) == anchor(after, b.anchor())
                && a.parent().map(|parent| parent.id()) == b.parent().map(|parent| parent.id())
        })
    });
    same && rest.next().is_none()
}

fn comments(tree: &Tree) -> impl Iterator<Item = &str> {
    tree.comments().map(|range| tree.text()[range].trim_end())
}

fn ignored(tree: &Tree) -> Option<&str> {
    tree.ignored().map(|range| &tree.text()[range])
}

/// One line break at the end of the text.
fn end(tree: &Tree, within: TextRange) -> Vec<Edit> {
    let text = tree.text();
    let content = text.trim_end_matches([' ', '\t', '\n', '\r']);
    let rest = TextRange::new(TextSize::of(content), TextSize::of(text));
    let wanted = line_break(text);
    if content.is_empty() || tree.ignored().is_some() || within.end() < rest.end() || &text[rest] == wanted {
        return Vec::new();
    }
    // Blanks before the first line break are removed with those of all other lines.
    let blanks = TextSize::of(&text[rest]) - TextSize::of(text[rest].trim_start_matches([' ', '\t']));
    let rest = TextRange::new(rest.start() + blanks, rest.end());
    let after_first = text[rest].strip_prefix(wanted).map(|after| TextRange::new(rest.end() - TextSize::of(after), rest.end()));
    match after_first {
        Some(after) if after.is_empty() => Vec::new(),
        Some(after) => vec![Edit::delete(after)],
        None => vec![Edit::replace(rest, wanted)],
    }
}
