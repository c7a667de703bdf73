//! Edits that fixes are built from: the smallest change of bytes that keeps comments, quotes, layout and line endings.
//!
//! Everything here is a question to a tree and an answer in bytes of its text; nothing is applied. Whatever cannot be done with certainty is
//! `None`: a report without a fix is better than a fix that surprises. No comment is lost but those of what is removed.

mod engine;
mod insert;
mod lines;
mod nest;
mod relocate;
mod remove;
mod scalar;

use esc_syntax::{Entry, Node, TextRange, TextSize};

use crate::diagnostic::{Applicability, Edit, Fix};

pub use engine::{Fixed, fix_all};
pub use insert::{Draft, insert_after, insert_entries};
pub use lines::{column, has_ambiguous_positions, indentation_unit, line_break, line_end, lines_of_entry, reindent, whole_lines};
pub use nest::{hoist, wrap};
pub use relocate::move_entry;
pub use remove::{remove_entry, remove_item};
pub use scalar::{key_text, quote, rename, scalar_text, text_within};

impl Fix {
    /// A fix that may be made without looking.
    pub fn safe(title: impl Into<String>, edits: Vec<Edit>) -> Fix {
        Fix { title: title.into(), applicability: Applicability::Safe, edits }
    }

    /// A fix that has to be asked for.
    pub fn on_request(title: impl Into<String>, edits: Vec<Edit>) -> Fix {
        Fix { title: title.into(), applicability: Applicability::Unsafe, edits }
    }

    /// A fix that leaves something to be filled in.
    pub fn draft(title: impl Into<String>, edits: Vec<Edit>) -> Fix {
        Fix { title: title.into(), applicability: Applicability::Draft, edits }
    }
}

impl Edit {
    /// Puts `new_text` in the place of `range`.
    pub fn replace(range: TextRange, new_text: impl Into<String>) -> Edit {
        Edit { range, new_text: new_text.into() }
    }

    /// Puts `new_text` at `offset`.
    pub fn insert(offset: TextSize, new_text: impl Into<String>) -> Edit {
        Edit::replace(TextRange::empty(offset), new_text)
    }

    /// Takes `range` away.
    pub fn delete(range: TextRange) -> Edit {
        Edit::replace(range, "")
    }
}

/// `text` after `edits`, in any order; `None` if two of them overlap or one is out of the text.
pub fn apply(text: &str, edits: &[Edit]) -> Option<String> {
    let mut edits: Vec<&Edit> = edits.iter().collect();
    edits.sort_by_key(|edit| (edit.range.start(), edit.range.end()));
    let mut result = String::with_capacity(text.len());
    let mut done = 0;
    for edit in edits {
        let (start, end) = (usize::from(edit.range.start()), usize::from(edit.range.end()));
        result.push_str(text.get(done..start)?);
        result.push_str(&edit.new_text);
        done = end;
    }
    result.push_str(text.get(done..)?);
    Some(result)
}

/// Whether the text parses after `edits`. Reads all of it: not for rules that find something on every line.
pub fn parses(text: &str, edits: &[Edit]) -> bool {
    apply(text, edits).is_some_and(|text| esc_syntax::parse(text).errors().is_empty())
}

/// The entry that `key` is the key of.
pub fn entry_of(key: Node<'_>) -> Option<Entry<'_>> {
    key.as_key()
}

/// Whether a comment begins inside `range`.
fn has_comment(node: Node<'_>, range: TextRange) -> bool {
    let tree = node.tree();
    tree.text()[range].contains('#') && tree.comments().any(|comment| range.contains(comment.start()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range(start: u32, end: u32) -> TextRange {
        TextRange::new(start.into(), end.into())
    }

    #[test]
    fn applies_edits_in_any_order() {
        let edits = [Edit::insert(3.into(), "X"), Edit::delete(range(0, 1)), Edit::replace(range(1, 2), "YY")];
        assert_eq!(apply("abc", &edits).as_deref(), Some("YYcX"));
    }

    #[test]
    fn refuses_overlapping_and_foreign_edits() {
        assert_eq!(apply("abc", &[Edit::delete(range(0, 2)), Edit::delete(range(1, 3))]), None);
        assert_eq!(apply("abc", &[Edit::delete(range(2, 5))]), None);
        assert_eq!(apply("é", &[Edit::delete(range(1, 2))]), None);
    }
}

/// Pictures for the modules below: a text, what to do with the node at `path`, and the text afterwards.
#[cfg(test)]
mod testing {
    use super::*;

    /// Finds a value by keys and indices, as `values.app.0`.
    pub fn node_at<'t>(root: Node<'t>, path: &str) -> Node<'t> {
        path.split('.').filter(|step| !step.is_empty()).fold(root, |node, step| match step.parse::<usize>() {
            Ok(index) => node.items().nth(index).expect("an item"),
            Err(_) => node.entries().find(|entry| entry.key.text() == step).expect("an entry").value,
        })
    }

    /// Applies what `make` gives for the node at `path`; `None` as expectation if it gives nothing.
    #[track_caller]
    pub fn check(before: &str, path: &str, make: impl Fn(Node<'_>) -> Option<Vec<Edit>>, after: Option<&str>) {
        check_once(before, path, &make, after);
        let crlf = |text: &str| text.replace('\n', "\r\n");
        check_once(&crlf(before), path, &make, after.map(crlf).as_deref());
        // No line break at the end in, none out.
        let cut = |text: &str| text.strip_suffix('\n').unwrap_or(text).to_owned();
        check_once(&cut(before), path, &make, after.map(cut).as_deref());
    }

    #[track_caller]
    fn check_once(before: &str, path: &str, make: &dyn Fn(Node<'_>) -> Option<Vec<Edit>>, after: Option<&str>) {
        let tree = esc_syntax::parse(before);
        let edits = make(node_at(tree.root().expect("a document"), path));
        let fixed = edits.map(|edits| apply(before, &edits).expect("edits do not overlap"));
        assert!(fixed.as_deref() == after, "expected:\n{}\nfound:\n{}", after.unwrap_or("-"), fixed.as_deref().unwrap_or("-"));
        assert!(fixed.is_none_or(|fixed| esc_syntax::parse(fixed).errors().is_empty()), "it does not parse");
    }
}
