//! Recovery, as pictures: `tests/pictures/*.txt` hold half-typed texts with what is said about them and what is left of them.
//!
//! A picture is a title (`== ...`), the text, carets under what is wrong, and the tree. To add one, write title and text, and run the
//! tests with `UPDATE_PICTURES=1`, which draws all pictures anew; then look at the difference.

use std::fs;
use std::path::{Path, PathBuf};

use crate::picture;

const TITLE: &str = "== ";

/// What fits into no picture; see `limits`.
const TOO_LARGE: [&str; 3] = ["KeyTooLong", "TooDeep", "TooLong"];

fn files() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pictures");
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

/// Titles with pictures.
fn pictures(text: &str) -> Vec<(&str, &str)> {
    let titled = text.split(TITLE).skip(1);
    titled.map(|part| part.split_once('\n').unwrap()).map(|(title, picture)| (title, picture.trim_end_matches('\n'))).collect()
}

#[test]
fn recovery() {
    let update = std::env::var_os("UPDATE_PICTURES").is_some();
    for file in files() {
        let text = fs::read_to_string(&file).unwrap();
        let head = text.split(TITLE).next().unwrap_or_default();
        let mut drawn = head.to_owned();
        for (title, picture) in pictures(&text) {
            drawn += &format!("{TITLE}{title}\n{}\n", picture::draw(&picture::source(picture)));
        }
        let drawn = format!("{}\n", drawn.trim_end());
        if update {
            fs::write(&file, drawn).unwrap();
        } else {
            assert_eq!(text, drawn, "{}: run with UPDATE_PICTURES=1 and look at the difference", file.display());
        }
    }
}

/// Every kind of error is drawn somewhere, as often as kinds are added.
#[test]
fn every_kind_of_error_has_a_picture() {
    let pictures: String = files().iter().map(|file| fs::read_to_string(file).unwrap()).collect();
    let (_, kinds) = include_str!("../../src/error.rs").split_once("pub enum SyntaxErrorKind {").unwrap();
    let kinds = kinds.lines().map(str::trim).take_while(|line| *line != "}").filter(|line| !line.starts_with("//"));
    let names = kinds.map(|line| line.split(['(', ',']).next().unwrap());
    let missing: Vec<_> = names.filter(|name| !TOO_LARGE.contains(name) && !pictures.contains(&format!("^ {name}"))).collect();
    assert!(missing.is_empty(), "no picture of {missing:?}");
}
