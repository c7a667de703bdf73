//! Puts a level around a value, or takes one away; what is inside keeps its text, and its lines move sideways.

use esc_syntax::{Entry, Node, TextRange, TextSize};

use super::has_comment;
use super::insert::last_block;
use super::lines::{column, indentation_unit, line_break, line_end, line_start, shift};
use super::scalar::in_flow;
use crate::Edit;

/// Makes `{key: value}` of `value`, on lines of its own where its neighbours have lines of their own. `key` is written as it is.
pub fn wrap(value: Node<'_>, key: &str) -> Option<Vec<Edit>> {
    if value.is_missing() {
        return None;
    }
    let text = value.tree().text();
    let range = value.full_range();
    if in_flow(value) {
        return Some(vec![Edit::insert(range.start(), format!("{{{key}: ")), Edit::insert(range.end(), "}")]);
    }
    let place = Place::of(value)?;
    let unit = indentation_unit(text);
    let at = column(text, range.start());
    let (edit, by) = match place.entry {
        Some(entry) if !starts_line(text, range.start()) => {
            let gap = place.gap(entry).filter(|gap| text[*gap].trim().is_empty())?;
            (Edit::replace(gap, format!("{}{}{key}: ", line_break(text), " ".repeat(place.column + unit))), unit)
        }
        _ if is_block_collection(value) && value.range() == range => {
            // A list may stand at the very column of its key.
            let pad = if at > place.column { 0 } else { unit };
            (Edit::insert(range.start(), format!("{}{key}:{}{}", " ".repeat(pad), line_break(text), " ".repeat(at + unit))), unit)
        }
        _ => (Edit::insert(range.start(), format!("{key}: ")), at.saturating_sub(place.column)),
    };
    let mut edits = vec![edit];
    edits.extend(shift(text, range, by as isize));
    Some(edits)
}

/// Puts `inner` in the place of `outer`, which it is part of. `None` where that would lose a comment.
pub fn hoist(outer: Node<'_>, inner: Node<'_>) -> Option<Vec<Edit>> {
    let text = outer.tree().text();
    let (whole, kept) = (outer.full_range(), inner.full_range());
    let (before, after) = (TextRange::new(whole.start(), kept.start()), TextRange::new(kept.end(), whole.end()));
    if inner.is_missing() || !after.is_empty() && last_block(inner).is_some() || has_comment(outer, before) || has_comment(outer, after) {
        return None;
    }
    let mut edits = if after.is_empty() { Vec::new() } else { vec![Edit::delete(after)] };
    if outer.is_flow() || in_flow(outer) {
        edits.push(Edit::delete(before));
        return Some(edits);
    }
    let place = Place::of(outer)?;
    let columns = |offset, other: usize| other as isize - column(text, offset) as isize;
    match place.entry {
        _ if is_block_collection(inner) && starts_line(text, kept.start()) => {
            edits.push(Edit::delete(before));
            edits.extend(shift(text, kept, columns(kept.start(), column(text, whole.start()))));
        }
        Some(entry) if starts_line(text, whole.start()) => return behind_key(place.gap(entry)?, outer, inner, edits),
        _ => {
            edits.push(Edit::delete(before));
            edits.extend(shift(text, kept, columns(outer.range().start(), place.column)));
        }
    }
    Some(edits)
}

/// [`hoist`] from below a key to behind it, with `gap` in between.
fn behind_key(gap: TextRange, outer: Node<'_>, inner: Node<'_>, mut edits: Vec<Edit>) -> Option<Vec<Edit>> {
    let text = outer.tree().text();
    let (whole, kept) = (outer.full_range(), inner.full_range());
    if !has_comment(outer, gap) {
        let by = column(text, outer.range().start()).saturating_sub(Place::of(outer)?.column);
        edits.push(Edit::replace(TextRange::new(gap.start(), kept.start()), " "));
        edits.extend(shift(text, kept, -(by as isize)));
        return Some(edits);
    }
    // A comment behind the key goes behind the value, which has to be one line for that.
    let end = line_end(text, gap.start());
    let movable = text[TextRange::new(end, whole.start())].trim().is_empty() && !text[kept].contains('\n');
    movable.then(|| vec![Edit::insert(gap.start(), format!(" {}", &text[kept])), Edit::delete(TextRange::new(end, whole.end()))])
}

/// What a value in block style hangs on.
struct Place<'t> {
    /// Its entry, unless it is an item.
    entry: Option<Entry<'t>>,
    /// The column of its key, or of its dash.
    column: usize,
}

impl<'t> Place<'t> {
    fn of(value: Node<'t>) -> Option<Place<'t>> {
        let text = value.tree().text();
        let parent = value.parent()?;
        if parent.is_sequence() {
            return Some(Place { entry: None, column: column(text, value.indicator()?) });
        }
        let entry = value.as_value()?;
        // `? key` has a mark of its own before it.
        entry.key.indicator().is_none().then(|| Place { entry: Some(entry), column: column(text, entry.key.full_range().start()) })
    }

    /// From the colon to the value.
    fn gap(&self, entry: Entry<'_>) -> Option<TextRange> {
        Some(TextRange::new(entry.colon()? + TextSize::from(1), entry.value.full_range().start()))
    }
}

fn starts_line(text: &str, offset: TextSize) -> bool {
    text[TextRange::new(line_start(text, offset), offset)].trim().is_empty()
}

fn is_block_collection(node: Node<'_>) -> bool {
    (node.is_mapping() || node.is_sequence()) && !node.is_flow()
}

#[cfg(test)]
mod tests {
    use super::super::testing::check;
    use super::*;

    fn secret(node: Node<'_>) -> Option<Vec<Edit>> {
        wrap(node, "fn::secret")
    }

    fn json(node: Node<'_>) -> Option<Vec<Edit>> {
        wrap(node, "fn::toJSON")
    }

    /// The only entry's value in the place of the whole.
    fn unwrap(node: Node<'_>) -> Option<Vec<Edit>> {
        hoist(node, node.entries().next()?.value)
    }

    #[test]
    fn wraps_what_stands_behind_its_key() {
        check("a: x  # c\n", "a", secret, Some("a:\n  fn::secret: x  # c\n"));
        check("a:\n    b: &x 'y'\n", "a.b", secret, Some("a:\n    b:\n        fn::secret: &x 'y'\n"));
        check("a: |\n  t\n\n    u\nz: 1\n", "a", secret, Some("a:\n  fn::secret: |\n    t\n\n      u\nz: 1\n"));
        check("a: x\n  y\n", "a", secret, Some("a:\n  fn::secret: x\n    y\n"));
        check("a: [1,\n  2]\n", "a", json, Some("a:\n  fn::toJSON: [1,\n    2]\n"));
    }

    #[test]
    fn wraps_what_stands_below_its_key() {
        check(
            "a: # c\n  b: 1\n\n  # d\n  c: |\n    t\n",
            "a",
            json,
            Some("a: # c\n  fn::toJSON:\n    b: 1\n\n    # d\n    c: |\n      t\n"),
        );
        check("a:\n- b\n- c\n", "a", json, Some("a:\n  fn::toJSON:\n  - b\n  - c\n"));
        check("a:\n  - b\n  - c\n", "a", json, Some("a:\n  fn::toJSON:\n    - b\n    - c\n"));
        check("a:\n  x\n", "a", secret, Some("a:\n  fn::secret: x\n"));
    }

    #[test]
    fn wraps_items_and_flow() {
        check("- x # c\n- y\n", "0", secret, Some("- fn::secret: x # c\n- y\n"));
        check("- |\n  t\n", "0", secret, Some("- fn::secret: |\n    t\n"));
        check("- a: 1\n  b: 2\n", "0", json, Some("- fn::toJSON:\n    a: 1\n    b: 2\n"));
        check("{a: x, b: 1}\n", "a", secret, Some("{a: {fn::secret: x}, b: 1}\n"));
        check("[x]\n", "0", secret, Some("[{fn::secret: x}]\n"));
        check("a:\nb: 1\n", "a", secret, None);
    }

    #[test]
    fn unwraps_what_it_wraps() {
        for (text, path) in [
            ("a: x  # c\n", "a"),
            ("a: |\n  t\n\n    u\nz: 1\n", "a"),
            ("a: # c\n  b: 1\n\n  # d\n  c: |\n    t\n", "a"),
            ("a:\n  - b\n  - c\n", "a"),
            ("- x # c\n- y\n", "0"),
            ("- |\n  t\n", "0"),
            ("- a: 1\n  b: 2\n", "0"),
            ("{a: x, b: 1}\n", "a"),
        ] {
            let tree = esc_syntax::parse(text);
            let edits = secret(super::super::testing::node_at(tree.root().unwrap(), path)).unwrap();
            check(&crate::apply(text, &edits).unwrap(), path, unwrap, Some(text));
        }
    }

    #[test]
    fn keeps_comments_or_refuses() {
        check("a: # c\n  fn::secret: ${b} # d\n", "a", unwrap, Some("a: ${b} # c # d\n"));
        check("a:\n  # c\n  fn::secret: ${b}\n", "a", unwrap, None);
        check("a:\n  fn::final: # c\n    b: 1\n", "a", unwrap, None);
    }
}
