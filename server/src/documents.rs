//! The documents that are open in the editor: their text under edits, and what it parses to.
//!
//! Equal to the client's text after every message, whatever the edits are. A document is never changed in place: an edit makes a new one
//! that shares what it can, so whoever holds a document holds one version of it.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use esc_analysis::Source;
use lsp_types::{TextDocumentContentChangeEvent, TextDocumentItem, Uri};
use ropey::Rope;

use crate::position::Positions;

/// One version of an open document.
pub(crate) struct OpenDocument {
    /// What the client calls it.
    pub uri: Uri,
    /// What the client takes it for.
    pub language: String,
    /// The client's count.
    pub version: i32,
    /// What reports call it: its path if it is a file, else its address.
    pub path: Arc<str>,
    text: Rope,
    source: OnceLock<Arc<Source>>,
    environment: OnceLock<bool>,
}

impl OpenDocument {
    /// The document as the client opens it.
    pub fn new(item: TextDocumentItem, path: Arc<str>) -> OpenDocument {
        OpenDocument {
            uri: item.uri,
            language: item.language_id,
            version: item.version,
            path,
            text: Rope::from_str(&item.text),
            source: OnceLock::new(),
            environment: OnceLock::new(),
        }
    }

    /// The next version, after `changes` in their order.
    pub fn edited(&self, version: i32, changes: Vec<TextDocumentContentChangeEvent>, positions: Positions) -> OpenDocument {
        let mut text = self.text.clone();
        for change in changes {
            apply(&mut text, change, positions);
        }
        OpenDocument {
            uri: self.uri.clone(),
            language: self.language.clone(),
            version,
            path: Arc::clone(&self.path),
            text,
            source: OnceLock::new(),
            environment: if self.environment.get() == Some(&true) { OnceLock::from(true) } else { OnceLock::new() },
        }
    }

    /// Whether it is an environment, as `judge` says when that is first asked. A document that was one in an earlier version stays one.
    pub fn is_environment(&self, judge: impl FnOnce() -> bool) -> bool {
        *self.environment.get_or_init(judge)
    }

    /// The text, parsed when it is first asked for.
    pub fn source(&self) -> &Arc<Source> {
        self.source.get_or_init(|| Source::new(Arc::clone(&self.path), self.text.to_string()))
    }
}

/// Applies one change. Without a range it is the whole text.
fn apply(text: &mut Rope, change: TextDocumentContentChangeEvent, positions: Positions) {
    let Some(range) = change.range else {
        *text = Rope::from_str(&change.text);
        return;
    };
    let (start, end) = (positions.char_index(text, range.start), positions.char_index(text, range.end));
    let (start, end) = (start.min(end), start.max(end));
    // Both lie in the text.
    text.remove(start..end);
    text.insert(start, &change.text);
}

/// All open documents. Copies share everything until one of them changes.
#[derive(Clone, Default)]
pub(crate) struct Documents {
    by_uri: Arc<HashMap<Uri, Arc<OpenDocument>>>,
}

impl Documents {
    /// Adds a document, or puts it in the place of its former version.
    pub fn insert(&mut self, document: OpenDocument) -> Arc<OpenDocument> {
        let document = Arc::new(document);
        Arc::make_mut(&mut self.by_uri).insert(document.uri.clone(), Arc::clone(&document));
        document
    }

    /// Forgets a document.
    pub fn remove(&mut self, uri: &Uri) -> Option<Arc<OpenDocument>> {
        Arc::make_mut(&mut self.by_uri).remove(uri)
    }

    /// The document that the client calls `uri`.
    pub fn get(&self, uri: &Uri) -> Option<&Arc<OpenDocument>> {
        self.by_uri.get(uri)
    }

    /// The document that reports call `path`.
    pub fn at(&self, path: &str) -> Option<&Arc<OpenDocument>> {
        self.by_uri.values().find(|document| &*document.path == path)
    }

    /// All of them, in no order.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<OpenDocument>> {
        self.by_uri.values()
    }
}

#[cfg(test)]
mod tests {
    use esc_syntax::ColumnEncoding;
    use lsp_types::{Position, Range};
    use proptest::prelude::*;

    use super::*;

    fn document(text: &str) -> OpenDocument {
        let uri: Uri = "untitled:a".parse().unwrap();
        OpenDocument::new(TextDocumentItem::new(uri, "pulumi-esc".into(), 1, text.into()), "untitled:a".into())
    }

    fn change(from: (u32, u32), to: (u32, u32), text: &str) -> TextDocumentContentChangeEvent {
        let position = |(line, character)| Position { line, character };
        let range = Some(Range { start: position(from), end: position(to) });
        TextDocumentContentChangeEvent { range, range_length: None, text: text.into() }
    }

    #[track_caller]
    fn check(text: &str, changes: Vec<TextDocumentContentChangeEvent>, expected: &str) {
        let edited = document(text).edited(2, changes, Positions(ColumnEncoding::Utf16));
        assert_eq!(edited.source().text(), expected);
    }

    #[test]
    fn changes_apply_in_their_order() {
        check("ab", vec![change((0, 1), (0, 1), "x"), change((0, 1), (0, 2), "yz")], "ayzb");
        check("a\nb\n", vec![change((0, 1), (1, 0), "")], "ab\n");
        check("😀b", vec![change((0, 2), (0, 3), "c")], "😀c");
    }

    #[test]
    fn a_change_without_a_range_is_the_whole_text() {
        let whole = TextDocumentContentChangeEvent { range: None, range_length: None, text: "x".into() };
        check("ab", vec![change((0, 0), (0, 1), ""), whole, change((0, 1), (0, 1), "y")], "xy");
    }

    #[test]
    fn changes_out_of_the_text_are_clamped() {
        check("ab\nc", vec![change((0, 9), (0, 99), "x")], "abx\nc");
        check("ab\nc", vec![change((9, 9), (99, 0), "x")], "ab\ncx");
        check("ab\nc", vec![change((1, 0), (0, 1), "")], "ac");
    }

    #[test]
    fn versions_are_independent_of_each_other() {
        let first = document("a");
        let second = first.edited(2, vec![change((0, 1), (0, 1), "b")], Positions(ColumnEncoding::Utf16));
        assert_eq!((first.source().text(), second.source().text()), ("a", "ab"));
    }

    /// What a client does to its own text: the same edit on a plain string, found by counting units.
    fn client_edit(text: &mut String, change: &TextDocumentContentChangeEvent, encoding: ColumnEncoding) {
        let offset = |position: Position| {
            let mut lines = text.split_inclusive('\n');
            let start: usize = lines.by_ref().take(position.line as usize).map(str::len).sum();
            let line = lines.next().unwrap_or("").trim_end_matches('\n');
            let mut units = 0;
            let width = |c: char| match encoding {
                ColumnEncoding::Utf8 => c.len_utf8(),
                ColumnEncoding::Utf16 => c.len_utf16(),
                ColumnEncoding::Utf32 | ColumnEncoding::Scalars => 1,
            };
            let before = line.chars().take_while(|&c| {
                units += width(c);
                units <= position.character as usize
            });
            start + before.map(char::len_utf8).sum::<usize>()
        };
        let Some(range) = change.range else { return };
        let (start, end) = (offset(range.start), offset(range.end));
        text.replace_range(start.min(end)..start.max(end), &change.text);
    }

    proptest! {
        #[test]
        fn stays_equal_to_the_clients_text(
            edits in prop::collection::vec(((0u32..6, 0u32..9), (0u32..6, 0u32..9), "([a-z:]|\n|é|日|😀|\u{301}){0,5}"), 1..60),
        ) {
            for encoding in [ColumnEncoding::Utf8, ColumnEncoding::Utf16, ColumnEncoding::Utf32] {
                let mut theirs = "values:\n  é: 日本\n  b: 😀\n".to_owned();
                let mut ours = document(&theirs);
                for (version, (from, to, text)) in edits.iter().enumerate() {
                    let change = change(*from, *to, text);
                    client_edit(&mut theirs, &change, encoding);
                    ours = ours.edited(version as i32, vec![change], Positions(encoding));
                    prop_assert_eq!(ours.source().text(), theirs.as_str());
                }
            }
        }
    }
}
