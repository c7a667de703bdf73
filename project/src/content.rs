//! Whether a YAML file is an ESC environment, by its name and by what is in it.
//!
//! Directories hold many YAML files that are none: manifests, workflows, charts. A file that is asked for is never put to this test.

use std::path::Path;

use esc_analysis::Source;
use esc_syntax::{Entry, Node, Tree};

/// Root keys that other formats have, and no environment.
const FOREIGN: [&str; 8] = ["apiVersion", "kind", "services", "jobs", "resources", "runtime", "swagger", "openapi"];

/// Whether the name alone says that it is an environment.
pub fn is_named_as_environment(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    [".esc.yaml", ".esc.yml", ".esc"].iter().any(|suffix| name.ends_with(suffix))
}

/// Whether a walk looks at the file at all.
pub(crate) fn has_yaml_extension(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "yaml" || extension == "yml" || extension == "esc")
}

/// Whether the content looks like an environment: `values` that is a mapping or `imports` that is a list of imports, and no key that
/// another format has. If the text does not parse, its lines are asked instead of its tree.
pub fn is_environment(source: &Source) -> bool {
    if source.tree().errors().is_empty() { looks_like_environment(source.tree()) } else { lines_look_like_environment(source.text()) }
}

fn looks_like_environment(tree: &Tree) -> bool {
    let Some(root) = tree.root().filter(|root| root.is_mapping()) else { return false };
    let is_section = |entry: Entry<'_>| {
        let key = entry.key.text();
        (key.eq_ignore_ascii_case("values") && entry.value.is_mapping())
            || (key.eq_ignore_ascii_case("imports") && entry.value.is_sequence() && entry.value.items().all(is_import))
    };
    root.entries().any(is_section) && !root.entries().any(|entry| FOREIGN.contains(&&*entry.key.text()))
}

fn is_import(item: Node<'_>) -> bool {
    item.style().is_some() || (item.is_mapping() && item.entries().count() == 1)
}

fn lines_look_like_environment(text: &str) -> bool {
    let keys = || text.trim_start_matches('\u{FEFF}').lines().filter_map(key_at_column_0);
    let is_section = |(key, value): (&str, &str)| {
        (key.eq_ignore_ascii_case("values") && (value.is_empty() || value.starts_with('{')))
            || (key.eq_ignore_ascii_case("imports") && (value.is_empty() || value.starts_with('[')))
    };
    keys().any(is_section) && !keys().any(|(key, _)| FOREIGN.contains(&key))
}

/// A key that begins its line, and what follows its colon without blanks and comment.
fn key_at_column_0(line: &str) -> Option<(&str, &str)> {
    let (key, value) = line.split_once(':')?;
    let key = key.trim_end();
    let key = [('"', '"'), ('\'', '\'')].iter().find_map(|&(open, close)| key.strip_prefix(open)?.strip_suffix(close)).unwrap_or(key);
    let value = value.trim();
    let value = if value.starts_with('#') { "" } else { value };
    (!key.is_empty() && !key.starts_with([' ', '\t', '#', '-'])).then_some((key, value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: bool) {
        assert_eq!(is_environment(&Source::new("env.yaml", text)), expected, "{text}");
        // A text that does not parse is judged alike by its lines.
        assert_eq!(lines_look_like_environment(text), expected, "by lines: {text}");
    }

    #[test]
    fn environments() {
        check("values:\n  a: 1\n", true);
        check("\u{FEFF}values: # all of them\r\n  a: 1\r\n", true);
        check("values: {a: 1}\n", true);
        check("\"values\":\n  a: 1\n", true);
        check("Values:\n  a: 1\n", true);
        check("imports:\n  - base\n  - team/dev: {merge: false}\n", true);
        check("imports: [base]\n", true);
        check("name: x\nimports:\n- base\n", true);
    }

    #[test]
    fn other_files() {
        check("", false);
        check("# values:\n", false);
        check("a: 1\n", false);
        check("- values:\n", false);
        check("values: text\n", false);
        check("apiVersion: v1\nkind: ConfigMap\nvalues:\n  a: 1\n", false);
        check("name: ci\njobs: {}\nvalues:\n  a: 1\n", false);
        check("a:\n  values:\n    b: 1\n", false);
        check("just text\n", false);
    }
}
