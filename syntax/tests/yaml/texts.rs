//! Texts to try things on: our own, and those of the optional folder `../shared` beside the repository.

use std::fs;
use std::path::Path;

/// A file's name and content.
pub struct Text {
    pub name: String,
    pub content: String,
}

/// The valid documents of this repository.
pub fn own() -> Vec<Text> {
    let mut texts = Vec::new();
    collect(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures"), &mut texts);
    collect(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples"), &mut texts);
    assert!(texts.len() > 5, "the fixtures are gone");
    texts
}

/// The files below a folder of `../shared`; none, which is said, where it is not there.
pub fn shared(folder: &str) -> Vec<Text> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared").join(folder);
    let mut texts = Vec::new();
    collect(&path, &mut texts);
    if texts.is_empty() {
        println!("skipped: no {}", path.display());
    }
    texts
}

/// Files that are text and small enough to be documents.
fn collect(folder: &Path, texts: &mut Vec<Text>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    let mut paths: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            collect(&path, texts);
        } else if let Ok(content) = fs::read_to_string(&path)
            && content.len() < 100_000
        {
            texts.push(Text { name: path.display().to_string(), content });
        }
    }
}
