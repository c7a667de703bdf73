//! Where the scanner is in the text, and the few ways to look at it and to move on.

use super::Scanner;

/// A place in the text; saved and restored by recovery.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cursor {
    /// Bytes from the start of the text.
    pub position: usize,
    pub line: u32,
    pub line_start: usize,
    /// Columns that recovery adds on this line: tabs are expanded, a slip of indentation is evened out.
    pub shift: i32,
    /// Only blanks stand between the start of the line and here.
    pub fresh_line: bool,
}

impl Scanner<'_> {
    /// The byte here; 0 at the end. A NUL in the text reads as 1, so that it does not end the text.
    pub(super) fn byte(&self) -> u8 {
        self.byte_of(self.cursor.position)
    }

    pub(super) fn byte_at(&self, ahead: usize) -> u8 {
        self.byte_of(self.cursor.position + ahead)
    }

    pub(super) fn byte_of(&self, position: usize) -> u8 {
        self.bytes.get(position).map_or(0, |&byte| byte.max(1))
    }

    pub(super) fn at_end(&self) -> bool {
        self.cursor.position >= self.bytes.len()
    }

    pub(super) fn at_line_start(&self) -> bool {
        self.cursor.position == self.cursor.line_start
    }

    pub(super) fn is_blank(&self) -> bool {
        matches!(self.byte(), b' ' | b'\t')
    }

    /// Length in bytes of the line break at `position`; 0 if there is none. CR LF is one.
    pub(super) fn break_at(&self, position: usize) -> usize {
        match self.byte_of(position) {
            b'\n' => 1,
            b'\r' if self.byte_of(position + 1) == b'\n' => 2,
            b'\r' => 1,
            0xC2 if self.byte_of(position + 1) == 0x85 => 2,
            0xE2 if self.byte_of(position + 1) == 0x80 && matches!(self.byte_of(position + 2), 0xA8 | 0xA9) => 3,
            _ => 0,
        }
    }

    pub(super) fn at_break(&self) -> bool {
        self.break_at(self.cursor.position) > 0
    }

    pub(super) fn at_break_or_end(&self) -> bool {
        self.at_end() || self.at_break()
    }

    pub(super) fn is_blank_or_end_at(&self, ahead: usize) -> bool {
        self.is_blank_or_end_of(self.cursor.position + ahead)
    }

    pub(super) fn is_blank_or_end_of(&self, position: usize) -> bool {
        matches!(self.byte_of(position), 0 | b' ' | b'\t') || self.break_at(position) > 0
    }

    /// Whether `---` or `...` stands here; the caller knows that this is column 0.
    pub(super) fn at_document_marker(&self) -> bool {
        let marker = &self.bytes[self.cursor.position..(self.cursor.position + 3).min(self.bytes.len())];
        matches!(marker, b"---" | b"...") && self.is_blank_or_end_at(3)
    }

    /// Column of the cursor, in characters, with what recovery adds.
    pub(super) fn column(&mut self) -> i32 {
        let Cursor { position, line_start, shift, .. } = self.cursor;
        if self.ascii {
            return (position - line_start) as i32 + shift;
        }
        let (from, column) = self.column_memo;
        let (from, column) = if from >= line_start && from <= position { (from, column) } else { (line_start, 0) };
        let column = column + self.bytes[from..position].iter().filter(|&&byte| byte & 0xC0 != 0x80).count() as i32;
        self.column_memo = (position, column);
        column + shift
    }

    /// Moves over `count` bytes that are no line breaks.
    pub(super) fn advance(&mut self, count: usize) {
        self.cursor.position += count;
        self.cursor.fresh_line = false;
    }

    /// Moves to `position`, which is on this line.
    pub(super) fn advance_to(&mut self, position: usize) {
        self.cursor.position = position;
        self.cursor.fresh_line = false;
    }

    pub(super) fn eat_blanks(&mut self) {
        while self.is_blank() {
            self.cursor.position += 1;
        }
    }

    /// Moves over the line break here, if there is one.
    pub(super) fn eat_break(&mut self) {
        let length = self.break_at(self.cursor.position);
        if length > 0 {
            self.start_line(self.cursor.position + length);
        }
    }

    /// Moves to `position`, where the next line begins.
    pub(super) fn start_line(&mut self, position: usize) {
        self.cursor = Cursor { position, line: self.cursor.line + 1, line_start: position, shift: 0, fresh_line: true };
    }

    /// Moves to the end of the line, before its break.
    pub(super) fn eat_line(&mut self) {
        self.eat_text(&LINE_STOPS);
        while !self.at_break_or_end() {
            self.eat_char();
            self.eat_text(&LINE_STOPS);
        }
        self.cursor.fresh_line = false;
    }

    /// Moves over text that the table does not stop at.
    pub(super) fn eat_text(&mut self, stops: &[bool; 256]) {
        let rest = &self.bytes[self.cursor.position..];
        let length = rest.iter().position(|&byte| stops[usize::from(byte)]).unwrap_or(rest.len());
        if length > 0 {
            self.advance(length);
        }
    }

    /// Moves over one character that a table stopped at but that is text.
    pub(super) fn eat_char(&mut self) {
        let rest = self.text.get(self.cursor.position..).unwrap_or_default();
        self.advance(rest.chars().next().map_or(1, char::len_utf8));
    }

    /// Moves over bytes that `accept` takes; gives how many.
    pub(super) fn eat_while(&mut self, accept: fn(u8) -> bool) -> usize {
        let start = self.cursor.position;
        while !self.at_end() && accept(self.byte()) {
            self.advance(1);
        }
        self.cursor.position - start
    }

    /// The nearest character boundary at or before `position`.
    pub(super) fn floor(&self, position: usize) -> usize {
        let mut position = position.min(self.text.len());
        while !self.text.is_char_boundary(position) {
            position -= 1;
        }
        position
    }
}

/// Bytes at which a scan over text has to look up; everything else is just text.
pub(super) const fn stops(set: &[u8]) -> [bool; 256] {
    let mut table = [false; 256];
    let mut index = 0;
    while index < set.len() {
        table[set[index] as usize] = true;
        index += 1;
    }
    // The first bytes of NEL, LS and PS.
    table[0xC2] = true;
    table[0xE2] = true;
    table
}

pub(super) static LINE_STOPS: [bool; 256] = stops(b"\r\n");
