//! The baseline as a file: one finding a line, sorted, so that two branches' changes merge and a diff says what came and what went.
//!
//! `path<TAB>code<TAB>path of the value<TAB>hash of the text`, the last two possibly empty. Paths are relative to the file's directory. No
//! line numbers and no text: what is written elsewhere in a file changes nothing, and nobody reads a secret here.

use std::fmt::Write;

/// Its version is raised when older versions of this tool would misread it.
const HEADER: &str = "# esc-lint baseline, version 1: findings that were there before. Do not edit; --write-baseline writes it.\n";
const HEADER_START: &str = "# esc-lint baseline, version ";

/// One known finding.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Entry {
    /// Relative to the baseline, with `/`.
    pub path: String,
    pub code: String,
    /// Empty where the finding is about no value.
    pub doc_path: String,
    /// Empty where the text is not to be known. Such an entry stands for any text.
    pub text: String,
}

/// Reads the entries, each with its line (from 1). The error says what is wrong and on which line.
pub(super) fn read(text: &str) -> Result<Vec<(usize, Entry)>, String> {
    let mut entries = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        match line.strip_prefix(HEADER_START) {
            Some(rest) if !rest.starts_with("1:") => return Err(format!("{number}: was written by a newer esc-lint, which reads it")),
            _ if line.is_empty() || line.starts_with('#') => {}
            _ => entries.push((number, entry(line).map_err(|message| format!("{number}: {message}"))?)),
        }
    }
    Ok(entries)
}

fn entry(line: &str) -> Result<Entry, &'static str> {
    if ["<<<<<<<", "|||||||", "=======", ">>>>>>>"].iter().any(|marker| line.starts_with(marker)) {
        return Err("a merge was left half done; keep the lines of both sides, or write the file anew with --write-baseline");
    }
    let mut fields = line.split('\t').map(unescape);
    let (Some(path), Some(code), Some(doc_path), Some(text), None) =
        (fields.next(), fields.next(), fields.next(), fields.next(), fields.next())
    else {
        return Err("is no entry of a baseline; write the file anew with --write-baseline");
    };
    Ok(Entry { path, code, doc_path, text })
}

/// The file with these entries.
pub(super) fn write(mut entries: Vec<Entry>) -> String {
    entries.sort();
    let mut text = HEADER.to_owned();
    for Entry { path, code, doc_path, text: hash } in &entries {
        let _ = writeln!(text, "{}\t{}\t{}\t{}", escape(path), escape(code), escape(doc_path), escape(hash));
    }
    text
}

fn escape(field: &str) -> String {
    field.replace('\\', "\\\\").replace('\t', "\\t").replace('\n', "\\n").replace('\r', "\\r")
}

fn unescape(field: &str) -> String {
    let mut text = String::with_capacity(field.len());
    let mut chars = field.chars();
    while let Some(c) = chars.next() {
        text.push(match c {
            '\\' => match chars.next() {
                Some('t') => '\t',
                Some('n') => '\n',
                Some('r') => '\r',
                other => other.unwrap_or('\\'),
            },
            c => c,
        });
    }
    text
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn error(text: &str) -> String {
        read(text).unwrap_err()
    }

    #[test]
    fn says_which_line_is_wrong() {
        insta::assert_snapshot!(error("# a comment\n\na.yaml\tESC002\n"), @"3: is no entry of a baseline; write the file anew with --write-baseline");
        insta::assert_snapshot!(error("<<<<<<< ours\n"), @"1: a merge was left half done; keep the lines of both sides, or write the file anew with --write-baseline");
        insta::assert_snapshot!(error("# esc-lint baseline, version 2: x\n"), @"1: was written by a newer esc-lint, which reads it");
        assert!(read("").unwrap().is_empty());
    }

    proptest! {
        #[test]
        fn what_was_written_is_read(fields in proptest::collection::vec(("[a-z\\\\\t\r\n# é/.]{1,8}", "ESC[0-9]{3}", "[a-z\\\\\t\r\n]{0,4}", "[0-9a-f]{0,4}"), 0..6)) {
            let mut entries: Vec<Entry> = fields
                .into_iter()
                .filter(|(path, ..)| !path.starts_with('#'))
                .map(|(path, code, doc_path, text)| Entry { path, code, doc_path, text })
                .collect();
            entries.sort();
            let read: Vec<Entry> = read(&write(entries.clone())).unwrap().into_iter().map(|(_, entry)| entry).collect();
            prop_assert_eq!(read, entries);
        }
    }
}
