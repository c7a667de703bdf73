//! Marks that slipped in front of an entry and begin nothing there.

use crate::error::SyntaxErrorKind;
use crate::scanner::Scanner;
use crate::scanner::cursor::Cursor;

impl Scanner<'_> {
    /// Skips characters in front of an entry that begin nothing: a bracket, a quote, a mark that slipped in where there was a blank.
    pub(super) fn skip_stray_characters(&mut self) {
        while matches!(self.byte(), b']' | b'}') {
            let at = self.cursor.position;
            self.error(SyntaxErrorKind::UnmatchedBracket(self.byte() as char), at, at + 1);
            self.advance(1);
            self.eat_blanks();
        }
        if b"[{!&*|>\"'@%`:".contains(&self.byte()) && matches!(self.byte_at(1), b' ' | b'\t') {
            self.skip_stray_mark();
        }
    }

    fn skip_stray_mark(&mut self) {
        let saved = self.cursor;
        let (at, mark) = (saved.position, self.byte());
        self.advance(1);
        self.eat_blanks();
        let column = self.column();
        let (entry, item) = (self.looks_like_entry(self.cursor.position), self.byte() == b'-');
        // It took a blank's place, or was put in front of one.
        let shift = [0, -1].into_iter().find(|shift| self.is_open_block(column + shift, item));
        match shift {
            Some(shift) if entry && !self.is_closed_on_line(at, mark) => self.cursor.shift += shift,
            _ if self.is_junk_line(saved) => {
                self.eat_line();
                self.skip_to_token();
            }
            _ => {
                self.cursor = saved;
                return;
            }
        }
        self.error(stray_kind(mark), at, at + 1);
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
    fn is_junk_line(&self, cursor: Cursor) -> bool {
        let column = (cursor.position - cursor.line_start) as i32;
        let Some(start) = self.next_line(cursor.position) else { return false };
        let first = self.skip_blanks(start);
        let next = (first - start) as i32;
        next > column && self.looks_like_entry(first) && self.is_open_block(next, self.byte_of(first) == b'-')
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
