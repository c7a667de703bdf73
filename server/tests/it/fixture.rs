//! Several files in one text, and a cursor in it.
//!
//! `//- /envs/dev.yaml` begins a file; `$0` is the cursor, in the file that is open. A text without a header is `/env.yaml`.

/// Files of a workspace.
pub struct Fixture {
    /// Paths, from the workspace's folder on, and texts.
    pub files: Vec<(String, String)>,
    /// The file with the cursor, and its offset in bytes; the first file if there is none.
    pub cursor: (String, usize),
}

const CURSOR: &str = "$0";

impl Fixture {
    /// Takes `text` apart.
    pub fn parse(text: &str) -> Fixture {
        let mut files: Vec<(String, String)> = Vec::new();
        for line in text.split_inclusive('\n') {
            match line.strip_prefix("//- ") {
                Some(path) => files.push((path.trim().trim_start_matches('/').to_owned(), String::new())),
                None if files.is_empty() => files.push(("env.yaml".to_owned(), line.to_owned())),
                None => files.last_mut().unwrap().1.push_str(line),
            }
        }
        let mut cursor = None;
        for (path, text) in &mut files {
            if let Some(offset) = text.find(CURSOR) {
                text.replace_range(offset..offset + CURSOR.len(), "");
                cursor = Some((path.clone(), offset));
            }
        }
        let first = || (files.first().map_or("env.yaml".to_owned(), |(path, _)| path.clone()), 0);
        Fixture { cursor: cursor.unwrap_or_else(first), files }
    }

    /// The text of a file.
    pub fn text(&self, path: &str) -> &str {
        &self.files.iter().find(|(other, _)| other == path).unwrap_or_else(|| panic!("no file {path}")).1
    }
}

#[test]
fn takes_files_and_cursor_apart() {
    let fixture = Fixture::parse("//- /a.yaml\nx: 1\n//- /b/c.yaml\ny: $02\nz: 3\n");
    assert_eq!(fixture.files, [("a.yaml".into(), "x: 1\n".into()), ("b/c.yaml".into(), "y: 2\nz: 3\n".to_string())]);
    assert_eq!(fixture.cursor, ("b/c.yaml".into(), 3));
    assert_eq!(Fixture::parse("a: $0\n").cursor, ("env.yaml".into(), 3));
}
