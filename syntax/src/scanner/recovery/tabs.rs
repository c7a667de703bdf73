//! Tabs where blanks belong: which column was meant.

use crate::scanner::Scanner;

/// Widths that a tab may have been meant to have, the likeliest first.
const WIDTHS: [i32; 3] = [2, 4, 8];

impl Scanner<'_> {
    /// Moves what stands behind the tabs in front of the cursor to the column that was meant.
    pub(in crate::scanner) fn expand_tabs(&mut self) {
        let blanks = &self.bytes[self.cursor.line_start..self.cursor.position];
        let tabs = blanks.iter().filter(|&&byte| byte == b'\t').count() as i32;
        let spaces = blanks.len() as i32 - tabs;
        if self.block.column < 0 {
            // Those of the first line of all count for nothing, there and below.
            self.root_tabs = tabs;
        }
        let mut column = self.column_by_neighbours().unwrap_or_else(|| self.column_by_width(spaces, (tabs - self.root_tabs).max(0)));
        if !self.cursor.fresh_line {
            // What stands behind a dash is the item's.
            column = column.max(self.block.column + 1);
        }
        // Of several runs of tabs on a line, as behind dashes, each starts from the column that the one before it gave.
        self.cursor.shift += column - self.column();
    }

    /// The column that fits to the line below, if that one is indented with blanks.
    fn column_by_neighbours(&self) -> Option<i32> {
        let position = self.cursor.position;
        let below = self.content_below(position)?;
        let line_start = below.position - below.column as usize;
        if below.column == 0 || self.bytes[line_start..below.position].contains(&b'\t') || self.block.column < 0 {
            return None;
        }
        let deepest = self.block.column + i32::from(self.value_is_due());
        if self.has_inline_value(position) || !self.looks_like_entry(position) {
            return (below.column >= deepest).then_some(below.column);
        }
        // The line below is its child.
        let mut open = self.blocks.iter().chain([&self.block]).rev().map(|block| block.column);
        if self.value_is_due() {
            return (below.column > deepest).then(|| (below.column - 2).max(deepest));
        }
        open.find(|&column| column < below.column).filter(|&column| column >= 0)
    }

    /// The column by the width that takes it to an open block, else by the first one there is.
    fn column_by_width(&self, spaces: i32, tabs: i32) -> i32 {
        let item = self.is_item(self.cursor.position);
        let columns = WIDTHS.map(|width| spaces + tabs * width);
        let fits = |column: &&i32| self.is_open_block(**column, item) && !self.value_is_due();
        *columns.iter().find(fits).unwrap_or(&columns[0])
    }
}
