//! The entries of `imports`: text, or a mapping of one name to its options.

use esc_syntax::{Entry, Node, Resolved};

use super::build::is_text;
use super::problem::Problems;
use super::{Import, ImportName, Problem, folds_to};

/// Declares the entries of the list `node`. One that is wrong stays in the list, since it makes the reference evaluate the document.
pub(super) fn imports(node: Node<'_>, problems: &mut Problems) -> Vec<Import> {
    node.items().map(|entry| import(entry, problems)).collect()
}

fn import(node: Node<'_>, problems: &mut Problems) -> Import {
    if node.is_mapping() {
        return with_options(node, problems);
    }
    if is_text(node) {
        return Import { node: node.id(), name: Some(name(node)), merge: true };
    }
    problems.push(Problem::ImportEntry(node.id()));
    Import { node: node.id(), name: None, merge: true }
}

fn with_options(node: Node<'_>, problems: &mut Problems) -> Import {
    let mut entries = node.entries();
    let (Some(entry), None) = (entries.next(), entries.next()) else {
        problems.push(Problem::ImportKeys(node.id()));
        return Import { node: node.id(), name: None, merge: true };
    };
    let merge = merge(entry, problems);
    Import { node: node.id(), name: entry.key.style().map(|_| name(entry.key)), merge }
}

/// Names are literal: neither `${...}` nor `$$` means anything.
fn name(node: Node<'_>) -> ImportName {
    ImportName { text: node.text().into(), node: node.id() }
}

/// Reads `merge` from an import's options. Options that are no mapping leave it true; a `merge` that is no boolean makes it false.
fn merge(import: Entry<'_>, problems: &mut Problems) -> bool {
    let options = import.value;
    if !options.is_mapping() {
        problems.push(Problem::ImportOptions { name: import.key.id(), value: options.id() });
        return true;
    }
    let mut merge = true;
    for (index, option) in options.entries().enumerate() {
        let text = option.key.text();
        if !folds_to(&text, "merge") {
            problems.push(Problem::UnknownOption(option.key.id()));
            continue;
        }
        if let Some(first) = options.entries().take(index).find(|earlier| earlier.key.text() == text) {
            problems.push(Problem::DuplicateOption { key: option.key.id(), first: first.key.id() });
        }
        merge = match option.value.resolved() {
            Some(Ok(Resolved::Bool(value))) => value,
            _ => {
                problems.push(Problem::ImportMerge { key: option.key.id(), value: option.value.id() });
                false
            }
        };
    }
    merge
}
