//! Lines whose column cannot be meant.

use crate::error::SyntaxErrorKind;
use crate::scanner::Scanner;
use crate::scanner::lines::colon_in;

/// How many lines below a suspicious one are read to tell what was meant.
const LOOK_AHEAD_LINES: usize = 64;

/// Widths that a tab may have been meant to have, the likeliest first.
const TAB_WIDTHS: [i32; 3] = [2, 4, 8];

impl Scanner<'_> {
    /// Gives the tabs in front of the cursor the width that takes it to an open block, else the first one there is. Those of the first
    /// line of all count for nothing, there and below.
    pub(in crate::scanner) fn expand_tabs(&mut self) {
        let blanks = &self.bytes[self.cursor.line_start..self.cursor.position];
        let tabs = blanks.iter().filter(|&&byte| byte == b'\t').count() as i32;
        let spaces = blanks.len() as i32 - tabs;
        if self.block.column < 0 {
            self.root_tabs = tabs;
        }
        let deeper = (tabs - self.root_tabs).max(0);
        let item = self.byte() == b'-';
        let fits = |width: &&i32| self.is_open_block(spaces + deeper * **width, item);
        let width = TAB_WIDTHS.iter().find(fits).unwrap_or(&TAB_WIDTHS[0]);
        self.cursor.shift += deeper * width - tabs;
    }

    /// A line whose column cannot be meant moves to the one that can. Each of these is an error whatever follows.
    pub(super) fn snap_indentation(&mut self) {
        if self.stopped || self.at_end() {
            return;
        }
        let column = self.column();
        if self.block.column <= column {
            return;
        }
        let Some(target) = self.slipped_entry(column).or_else(|| self.nearest_block(column)) else { return };
        let (start, end) = (self.cursor.line_start, self.cursor.position);
        if !self.has_error_between(start, end) {
            self.error(SyntaxErrorKind::BadIndentation, start, end.max(start + 1));
        }
        self.cursor.shift += target - column;
    }

    /// For a line that is dedented to no open block, the column of the nearer one: the deeper of two as near.
    fn nearest_block(&self, column: i32) -> Option<i32> {
        let inner = self.blocks.partition_point(|block| block.column <= column);
        let deeper = self.blocks.get(inner).map_or(self.block.column, |block| block.column);
        let outer = inner.checked_sub(1).map_or(-1, |outer| self.blocks[outer].column);
        if outer == column {
            return None;
        }
        Some(if outer < 0 || deeper - column <= column - outer { deeper } else { outer })
    }

    /// For an entry that has slipped to the left, the column of the open block that it left. The lines below tell: they go on at that
    /// column, though after this entry's own value nothing could stand there.
    fn slipped_entry(&self, column: i32) -> Option<i32> {
        let position = self.cursor.position;
        if !self.looks_like_entry(position) {
            return None;
        }
        let has_value = self.has_inline_value(position);
        let mut child = None;
        let mut line = self.next_line(position);
        for _ in 0..LOOK_AHEAD_LINES {
            let start = line?;
            line = self.next_line(start);
            let first = self.skip_blanks(start);
            if self.is_blank_or_end_of(first) || self.byte_of(first) == b'#' {
                continue;
            }
            let here = (first - start) as i32;
            if here <= column {
                return None;
            }
            if has_value || child.is_some_and(|child| here < child) {
                return (self.looks_like_entry(first) && self.is_open_block(here, self.byte_of(first) == b'-')).then_some(here);
            }
            child = child.or(Some(here));
        }
        None
    }

    /// Whether a block is open at `column` that an entry, or an item of a list, may stand in.
    pub(super) fn is_open_block(&self, column: i32, item: bool) -> bool {
        // Each block is deeper than the one around it.
        let around = || self.blocks.binary_search_by_key(&column, |block| block.column).ok().map(|index| self.blocks[index]);
        let block = if self.block.column == column { Some(self.block) } else { around() };
        block.is_some_and(|block| block.sequence || !item)
    }

    /// The column of the item on the next line, for a list that begins on the line of its key; `None` if there is none.
    pub(in crate::scanner) fn item_below(&self) -> Option<i32> {
        let start = self.next_line(self.cursor.position)?;
        let first = self.skip_blanks(start);
        let column = (first - start) as i32;
        let item = self.byte_of(first) == b'-' && self.is_blank_or_end_of(first + 1);
        (item && column > self.block.column).then_some(column)
    }

    /// Whether the entry at `position` has its whole value on its line, so that nothing below can belong to it.
    fn has_inline_value(&self, position: usize) -> bool {
        let line = &self.text[position..self.text_end(position)];
        let Some(colon) = colon_in(line) else { return false };
        let value = line[colon + 1..].trim_start();
        !value.is_empty() && !value.starts_with(['|', '>', '&', '!', '#']) && !line.ends_with([',', '[', '{'])
    }

    /// Whether the next line that is not empty is deeper than the current block.
    pub(in crate::scanner) fn next_line_is_deeper(&self) -> bool {
        let mut line = self.next_line(self.cursor.position);
        while let Some(start) = line {
            let first = self.skip_blanks(start);
            if !self.is_blank_or_end_of(first) {
                return (first - start) as i32 > self.block.column;
            }
            line = self.next_line(start);
        }
        false
    }
}
