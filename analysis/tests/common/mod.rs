//! Texts for tests that want many.

use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use esc_analysis::rules::ALL;
use esc_syntax::{ScalarStyle, Tree};

/// All examples of all pages, and the corpora beside the repository if they are there.
pub static TEXTS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let mut texts: Vec<String> = ALL.iter().flat_map(|rule| [rule.page.bad, rule.page.good]).map(str::to_owned).collect();
    for folder in ["corpus/real", "conformance/generated", "conformance/upstream"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared").join(folder);
        let Ok(files) = fs::read_dir(&folder) else {
            eprintln!("skipped: {} is not there", folder.display());
            continue;
        };
        let mut paths: Vec<_> =
            files.map(|file| file.unwrap().path()).filter(|path| path.extension().is_some_and(|e| e == "yaml")).collect();
        paths.sort();
        texts.extend(paths.iter().filter_map(|path| fs::read_to_string(path).ok()));
    }
    texts
});

/// Whether the line break at the end of a text is text itself.
pub fn ends_with_block(tree: &Tree) -> bool {
    tree.nodes().last().is_some_and(|node| matches!(node.style(), Some(ScalarStyle::Literal | ScalarStyle::Folded)))
}
