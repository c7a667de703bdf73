//! What the lines below say about the one at hand.

use crate::scanner::Scanner;
use crate::scanner::lines::colon_in;

/// How many lines below a suspicious one are read to tell what was meant.
const MAX_LINES: usize = 64;

/// The first thing on a line.
#[derive(Clone, Copy)]
pub(super) struct Content {
    pub position: usize,
    /// Its column, in bytes; whatever recovery has done to the line does not count.
    pub column: i32,
}

impl Scanner<'_> {
    /// The contents of the lines below that of `position`, without empty lines and comments.
    pub(super) fn contents_below(&self, position: usize) -> impl Iterator<Item = Content> {
        let starts = std::iter::successors(self.next_line(position), |&start| self.next_line(start)).take(MAX_LINES);
        let contents = starts.map(|start| (start, self.skip_blanks(start)));
        let contents = contents.filter(|&(_, first)| !self.is_blank_or_end_of(first) && self.byte_of(first) != b'#');
        contents.map(|(start, position)| Content { position, column: (position - start) as i32 })
    }

    /// The next line's content.
    pub(super) fn content_below(&self, position: usize) -> Option<Content> {
        self.contents_below(position).next()
    }

    /// Whether the content looks like an item of a list.
    pub(super) fn is_item(&self, position: usize) -> bool {
        self.byte_of(position) == b'-' && self.is_blank_or_end_of(position + 1)
    }

    /// Whether the entry at `position` has its whole value on its line, so that nothing below can belong to it.
    pub(super) fn has_inline_value(&self, position: usize) -> bool {
        let line = &self.text[position..self.text_end(position)];
        let Some(colon) = colon_in(line) else { return false };
        let value = line[colon + 1..].trim_start();
        !value.is_empty() && !value.starts_with(['|', '>', '&', '!', '#']) && !line.ends_with([',', '[', '{'])
    }

    /// Whether the next line is deeper than the current block.
    pub(in crate::scanner) fn next_line_is_deeper(&self) -> bool {
        self.content_below(self.cursor.position).is_some_and(|content| content.column > self.block.column)
    }
}
