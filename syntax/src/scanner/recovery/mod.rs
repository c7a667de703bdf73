//! What the tolerant pass does at a fault: report it, and guess what the author is about to have typed.
//!
//! Runs only over texts that the strict pass has refused, so a guess here cannot change what a valid text means. Guesses go by lines and
//! columns, because that is what authors go by: a line that looks like an entry at the column of an open block *is* one, whatever
//! bracket or quote is still open above it.

mod flow;
mod indentation;
mod keys;
mod look_ahead;
mod plain;
mod quotes;
mod strays;
mod tabs;

use super::{Block, Scanner};
use crate::error::SyntaxErrorKind;
use crate::tree::ScalarStyle;

impl Scanner<'_> {
    /// Looks at a token that is the first of its line before anything else does.
    pub(super) fn recover_at_line_start(&mut self) {
        while !self.at_end() {
            if !self.cursor.fresh_line {
                return;
            }
            let marker = self.at_line_start() && self.at_document_marker();
            if !self.flows.is_empty() {
                if !marker && !self.breaks_out_of_flow() {
                    // A comma is missing before it; still it is an entry.
                    self.simple_key_allowed |= self.looks_like_entry(self.cursor.position);
                    return;
                }
                self.close_flows(0);
                self.simple_key_allowed = true;
            }
            if marker {
                return self.recover_stale_key(-1);
            }
            self.skip_stray_characters();
            if !self.at_break() && self.byte() != b'#' {
                self.snap_indentation();
                let column = self.column();
                return self.recover_stale_key(column);
            }
            // Nothing else stands on this line.
            self.skip_to_token();
        }
        self.close_flows(0);
        self.recover_stale_key(-1);
    }

    /// `-item` among items: whether the dash is one all the same.
    pub(super) fn recover_dash(&mut self) -> bool {
        let at = self.cursor.position;
        let column = self.column();
        if !self.cursor.fresh_line || !self.flows.is_empty() || !self.simple_key_allowed {
            return false;
        }
        let in_list = self.block.sequence && self.block.column == column;
        let indented = (at - self.cursor.line_start) as i32;
        let goes_on = || self.content_below(at).is_some_and(|below| below.column == indented && self.is_item(below.position));
        let is_item = in_list || ((self.value_is_due() || self.block.column == column) && goes_on());
        if is_item {
            self.error(SyntaxErrorKind::MissingSpace('-'), at, at + 1);
        }
        is_item
    }

    /// The rest of the line as one damaged scalar.
    pub(super) fn fetch_rest_of_line(&mut self) {
        let start = self.cursor.position;
        self.eat_char();
        let end = self.text_end(start).max(self.cursor.position);
        self.advance_to(end);
        self.push_scalar(ScalarStyle::Plain, start, end, true, true);
    }

    /// Whether a block is open at `column` that an entry, or an item of a list, may stand in.
    fn is_open_block(&self, column: i32, item: bool) -> bool {
        let block = if self.block.column == column { Some(self.block) } else { self.block_at(column) };
        block.is_some_and(|block| block.sequence || !item)
    }

    /// The block at `column` among those around the current one.
    fn block_at(&self, column: i32) -> Option<Block> {
        // Each block is deeper than the one around it.
        self.blocks.binary_search_by_key(&column, |block| block.column).ok().map(|index| self.blocks[index])
    }
}
