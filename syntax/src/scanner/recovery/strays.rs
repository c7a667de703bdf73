//! Marks that slipped in front of an entry and begin nothing there.

use super::look_ahead::Content;
use crate::error::SyntaxErrorKind;
use crate::scanner::Scanner;

/// What may be hit by accident, and would begin something else than the entry behind it.
const MARKS: &[u8] = b"[{!&*|>\"'@%`:,";

impl Scanner<'_> {
    /// Skips characters in front of an entry that begin nothing: a bracket, a quote, a mark that slipped in where there was a blank.
    pub(super) fn skip_stray_characters(&mut self) {
        if matches!(self.byte(), b']' | b'}') {
            return self.skip_closing_brackets();
        }
        if !MARKS.contains(&self.byte()) {
            return;
        }
        let behind = self.cursor.position + 1;
        match self.byte_of(behind) {
            b' ' | b'\t' => self.skip_mark_and_blanks(),
            _ if self.is_blank_or_end_of(behind) => self.skip_lone_mark(),
            _ => self.skip_attached_mark(),
        }
    }

    fn skip_closing_brackets(&mut self) {
        while matches!(self.byte(), b']' | b'}') {
            let at = self.cursor.position;
            self.error(SyntaxErrorKind::UnmatchedBracket(self.byte() as char), at, at + 1);
            self.advance(1);
            self.eat_blanks();
        }
        if self.looks_like_entry(self.cursor.position)
            && let Some(shift) = self.shift_behind_mark()
        {
            self.begin_line_behind_mark(shift);
        }
    }

    /// `[ key:`
    fn skip_mark_and_blanks(&mut self) {
        let saved = self.cursor;
        let (at, mark) = (saved.position, self.byte());
        self.advance(1);
        self.eat_blanks();
        let entry = self.looks_like_entry(self.cursor.position);
        match self.shift_behind_mark() {
            Some(shift) if entry && !self.is_closed_on_line(at, mark) => self.begin_line_behind_mark(shift),
            _ if self.is_dedented_junk(at) => self.skip_line(),
            _ => {
                self.cursor = saved;
                return;
            }
        }
        self.error(stray_kind(mark), at, at + 1);
    }

    /// `[key:` where there was a blank before the key, or nothing.
    fn skip_attached_mark(&mut self) {
        let (at, mark) = (self.cursor.position, self.byte());
        if mark == b':' || !self.looks_like_entry(at + 1) || self.is_closed_on_line(at, mark) {
            return;
        }
        let column = self.column();
        let item = self.is_item(at + 1);
        let opens = matches!(mark, b'[' | b'{') || (item && matches!(mark, b'"' | b'\''));
        let shift = if self.is_open_block(column + 1, item) {
            0
        } else if opens && self.is_open_block(column, item) {
            -1
        } else {
            return;
        };
        self.advance(1);
        self.begin_line_behind_mark(shift);
        self.error(stray_kind(mark), at, at + 1);
    }

    /// A line of one mark, above an entry that it does not go with.
    fn skip_lone_mark(&mut self) {
        let (at, mark) = (self.cursor.position, self.byte());
        let value = self.value_is_due() && matches!(mark, b'[' | b'{' | b'|' | b'>' | b'!' | b'&' | b'*');
        let entry_below = self.content_below(at).is_some_and(|below| self.looks_like_entry(below.position));
        if mark != b':' && !value && entry_below {
            self.skip_line();
            self.error(stray_kind(mark), at, at + 1);
        }
    }

    fn skip_line(&mut self) {
        self.eat_line();
        self.skip_to_token();
    }

    /// What follows is the first of its line all the same.
    fn begin_line_behind_mark(&mut self, shift: i32) {
        self.cursor.shift += shift;
        self.cursor.fresh_line = true;
    }

    /// How far the entry behind a mark has been moved by it: not at all if it took a blank's place, by one if it was put in front of one.
    /// `None` if no such entry is expected here.
    fn shift_behind_mark(&mut self) -> Option<i32> {
        let column = self.column();
        let item = self.is_item(self.cursor.position);
        let known = [0, -1].into_iter().find(|shift| self.is_open_block(column + shift, item));
        // A key without a value yet may have one in any deeper column.
        known.or_else(|| (self.value_is_due() && column > self.block.column).then_some(0))
    }

    /// Whether what `mark` opens is closed on its line.
    fn is_closed_on_line(&self, at: usize, mark: u8) -> bool {
        let close = match mark {
            b'[' => b']',
            b'{' => b'}',
            b'"' | b'\'' => mark,
            _ => return false,
        };
        self.bytes[at + 1..self.line_end(at).max(at + 1)].contains(&close)
    }

    /// A line that begins with a stray mark, is no entry, and is dedented out of a block that goes on below it.
    fn is_dedented_junk(&self, at: usize) -> bool {
        let column = (at - self.cursor.line_start) as i32;
        let goes_on = |below: Content| {
            below.column > column && self.looks_like_entry(below.position) && self.is_open_block(below.column, self.is_item(below.position))
        };
        self.content_below(at).is_some_and(goes_on)
    }
}

fn stray_kind(mark: u8) -> SyntaxErrorKind {
    match mark {
        b'[' | b'{' => SyntaxErrorKind::UnclosedFlow(mark as char),
        b'!' => SyntaxErrorKind::BadTag,
        b'&' | b'*' => SyntaxErrorKind::BadAnchor,
        b'|' | b'>' => SyntaxErrorKind::BadBlockHeader,
        b'"' | b'\'' => SyntaxErrorKind::UnclosedQuote(mark as char),
        _ => SyntaxErrorKind::ReservedCharacter(mark as char),
    }
}
