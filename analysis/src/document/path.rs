//! The path of a node, read off the tree: it names what is written, whether or not it can be evaluated.

use esc_syntax::Node;

use super::RootField;
use super::call::is_reserved;

/// The path of `node` from the root, as `values.app["some key"][0]`; a key has the path of its entry. Empty for the root.
pub fn doc_path(node: Node<'_>) -> String {
    let mut steps = Vec::new();
    let mut current = node;
    while let Some(parent) = current.parent() {
        steps.push(Step::of(parent, current));
        current = parent;
    }
    let mut path = String::new();
    for step in steps.iter().rev() {
        match step {
            // To be read, and not to refer by.
            Step::Key(key) => Step::Key(shown_key(key).to_owned()).write(&mut path),
            index => index.write(&mut path),
        }
    }
    path
}

/// The path by which an expression may refer to `node`, as `app["some key"][0]`: `None` unless it is a value below `values` that no call
/// stands above.
pub fn reference_path(node: Node<'_>) -> Option<String> {
    let mut steps = Vec::new();
    let mut current = node;
    while let Some(parent) = current.parent() {
        if current.entry().is_some_and(|entry| entry.key.id() == current.id()) {
            return None;
        }
        steps.push(Step::of(parent, current));
        current = parent;
    }
    let (Step::Key(field), [rest @ .., first]) = (steps.pop()?, &mut steps[..]) else { return None };
    let below_call = rest.iter().chain([&*first]).any(|step| matches!(step, Step::Key(key) if is_reserved(key) || key.contains('$')));
    if RootField::parse(&field) != Some(RootField::Values) || below_call {
        return None;
    }
    let mut path = String::new();
    for step in steps.iter().rev() {
        step.write(&mut path);
    }
    Some(path)
}

/// What of a key may be shown. One in quotes that are never closed goes on with the keys and values behind it, and those may be secret.
pub(crate) fn shown_key(key: &str) -> &str {
    let line = key.split(['\n', '\r']).next().unwrap_or_default();
    line.split_once(": ").map_or(line, |(name, _)| name)
}

enum Step {
    Key(String),
    Index(usize),
}

impl Step {
    fn of(parent: Node<'_>, child: Node<'_>) -> Step {
        if parent.is_sequence() {
            return Step::Index(child.sibling_index());
        }
        Step::Key(child.entry().map(|entry| entry.key.text().into_owned()).unwrap_or_default())
    }

    /// An empty key adds nothing, as in the reference.
    fn write(&self, path: &mut String) {
        match self {
            Step::Index(index) => path.push_str(&format!("[{index}]")),
            Step::Key(key) if key.is_empty() => {}
            Step::Key(key) if is_identifier(key) => {
                if !path.is_empty() {
                    path.push('.');
                }
                path.push_str(key);
            }
            Step::Key(key) => path.push_str(&format!("[\"{}\"]", key.replace('"', "\\\""))),
        }
    }
}

fn is_identifier(key: &str) -> bool {
    !key.starts_with(|c: char| c.is_ascii_digit()) && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}
