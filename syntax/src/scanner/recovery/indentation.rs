//! Lines whose column cannot be meant.

use crate::error::SyntaxErrorKind;
use crate::scanner::{LexKind, NO_BLOCK, Scanner};

/// What to do about a line that stands in the wrong column.
#[derive(Clone, Copy)]
enum Repair {
    /// Read the line as if it stood in this column.
    Shift(i32),
    /// Read the innermost block that is deeper as if it stood in the line's column: its first line was wrong, not this one.
    Adopt,
}

impl Scanner<'_> {
    /// Moves a line whose column cannot be meant to the one that can. Each of these is an error whatever follows.
    pub(super) fn snap_indentation(&mut self) {
        if self.stopped || self.at_end() {
            return;
        }
        let column = self.column();
        let Some(repair) = self.repair_of(column) else { return };
        let (start, end) = (self.cursor.line_start, self.cursor.position);
        if !self.has_error_between(start, end) {
            self.error(SyntaxErrorKind::BadIndentation, start, end.max(start + 1));
        }
        match repair {
            Repair::Shift(target) => self.cursor.shift += target - column,
            Repair::Adopt => {
                let deeper = self.blocks.partition_point(|block| block.column <= column);
                self.blocks.get_mut(deeper).unwrap_or(&mut self.block).column = column;
            }
        }
    }

    fn repair_of(&self, column: i32) -> Option<Repair> {
        if column > self.block.column {
            return None;
        }
        if let Some(target) = self.first_child(column) {
            return Some(Repair::Shift(target));
        }
        if let Some(target) = self.entry_out_of_list(column) {
            return Some(Repair::Shift(target));
        }
        if column < self.block.column {
            if let Some(target) = self.slipped_entry(column) {
                return Some(Repair::Shift(target));
            }
            if let Some(repair) = self.between_blocks(column) {
                return Some(repair);
            }
        }
        self.slipped_item(column).map(Repair::Shift)
    }

    /// Whether a key above has no value yet.
    pub(super) fn value_is_due(&self) -> bool {
        self.queue.last().is_some_and(|last| last.kind == LexKind::Value)
    }

    /// For the first entry below a key that has no value yet, and not deeper than it: the column of a line further down that is deeper
    /// than the key and yet can be neither a part of this entry nor its neighbour. Both are children of the key then.
    fn first_child(&self, column: i32) -> Option<i32> {
        let position = self.cursor.position;
        if !self.value_is_due() || !self.looks_like_entry(position) || self.is_item(position) {
            return None;
        }
        let mut contents = self.contents_below(position);
        let mut after = contents.next()?;
        if !self.has_inline_value(position) && after.column > column {
            let grandchild = after.column;
            after = contents.find(|content| content.column < grandchild)?;
        }
        let is_child = after.column > self.block.column && self.looks_like_entry(after.position) && !self.is_item(after.position);
        (is_child && after.column != column).then_some(after.column)
    }

    /// For an entry in the column of a list's items: the column of the mapping that the list is a value of, unless the list goes on below.
    fn entry_out_of_list(&self, column: i32) -> Option<i32> {
        let position = self.cursor.position;
        let list = if self.block.column == column { self.block } else { self.block_at(column)? };
        if !list.sequence || self.is_item(position) || !self.looks_like_entry(position) {
            return None;
        }
        let after = self.contents_below(position).find(|content| content.column <= column);
        if after.is_some_and(|after| after.column == column && self.is_item(after.position)) {
            return None;
        }
        let around = self.blocks[..self.blocks.partition_point(|block| block.column < column)].last()?;
        (around.column >= 0 && !around.sequence).then_some(around.column)
    }

    /// For an entry that has slipped to the left, the column of the open block that it left. The lines below tell: they go on at that
    /// column, though after this entry's own value nothing could stand there.
    fn slipped_entry(&self, column: i32) -> Option<i32> {
        let position = self.cursor.position;
        if !self.looks_like_entry(position) {
            return None;
        }
        let mut child = self.has_inline_value(position).then_some(i32::MAX);
        if self.is_item(position) {
            // What an item holds stands behind its dash, on this line or below.
            child = Some((self.skip_blanks(position + 1) - self.cursor.line_start) as i32);
        }
        for content in self.contents_below(position) {
            if content.column <= column {
                return None;
            }
            if child.is_some_and(|child| content.column < child) {
                let goes_on = self.looks_like_entry(content.position) && self.is_open_block(content.column, self.is_item(content.position));
                return goes_on.then_some(content.column);
            }
            child = child.or(Some(content.column));
        }
        None
    }

    /// For a line between the columns of two open blocks: the one that takes it, and in which it can have the child that it has; of two
    /// such the nearer one, the deeper of two as near.
    fn between_blocks(&self, column: i32) -> Option<Repair> {
        let index = self.blocks.partition_point(|block| block.column <= column);
        let deeper = self.blocks.get(index).copied().unwrap_or(self.block);
        let outer = index.checked_sub(1).map_or(NO_BLOCK, |outer| self.blocks[outer]);
        if outer.column == column {
            return None;
        }
        if outer.column < 0 {
            return Some(Repair::Shift(deeper.column));
        }
        let position = self.cursor.position;
        let item = self.is_item(position);
        let child = self.content_below(position).filter(|child| child.column > column && !item && !self.has_inline_value(position));
        let is_parent = |parent: i32| child.is_some_and(|child| child.column == parent + self.step());
        if deeper.sequence == item && is_parent(column) && child.is_some_and(|child| child.column <= deeper.column) {
            return Some(Repair::Adopt);
        }
        let deeper_fits = deeper.sequence == item && child.is_none_or(|child| child.column > deeper.column);
        let outer_fits = outer.sequence == item;
        let nearer = deeper.column - column <= column - outer.column;
        let is_deeper = if deeper_fits == outer_fits { nearer } else { deeper_fits };
        Some(Repair::Shift(if is_deeper { deeper.column } else { outer.column }))
    }

    /// By how many columns blocks of this text are deeper than the ones around them, going by the outermost two.
    fn step(&self) -> i32 {
        let columns = self.blocks.iter().chain([&self.block]).map(|block| block.column).filter(|&column| column >= 0);
        let mut columns = columns.take(2);
        columns.next().zip(columns.next()).map_or(2, |(outer, inner)| inner - outer)
    }

    /// For an item in the column of a mapping, the column of the innermost list that it may have slipped out of.
    fn slipped_item(&self, column: i32) -> Option<i32> {
        let mapping = if self.block.column == column { self.block } else { self.block_at(column)? };
        if mapping.sequence || !self.is_item(self.cursor.position) || self.value_is_due() {
            return None;
        }
        let deeper = std::iter::once(&self.block).chain(self.blocks.iter().rev()).take_while(|block| block.column > column);
        deeper.into_iter().find(|block| block.sequence).map(|list| list.column)
    }

    /// The column of the item on the next line, for a list that begins on the line of its key; `None` if there is none.
    pub(in crate::scanner) fn item_below(&self) -> Option<i32> {
        let below = self.content_below(self.cursor.position)?;
        (self.is_item(below.position) && below.column > self.block.column).then_some(below.column)
    }
}
