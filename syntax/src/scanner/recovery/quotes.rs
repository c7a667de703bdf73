//! Quotes that are not closed, or closed by the one that was meant to open the next.

use crate::error::SyntaxErrorKind;
use crate::scanner::Scanner;
use crate::scanner::cursor::Cursor;
use crate::scanner::lines::colon_in;

impl Scanner<'_> {
    /// Whether a quoted scalar of several lines has closed with a quote that was meant to open another.
    pub(in crate::scanner) fn swallowed_lines(&mut self, opening: Cursor) -> bool {
        if self.cursor.line == opening.line || self.wasted > self.waste_limit() {
            return false;
        }
        let after = self.skip_blanks(self.cursor.position);
        let flow = !self.flows.is_empty();
        let fits = match self.byte_of(after) {
            0 | b'#' => true,
            b',' | b']' | b'}' if flow => true,
            _ => self.break_at(after) > 0,
        };
        let swallowed = !fits || self.has_entry_line(opening.position, self.cursor.position);
        if swallowed {
            self.wasted += self.cursor.position - opening.position;
        }
        swallowed
    }

    /// Whether a line of this range looks like an entry of the block around it.
    fn has_entry_line(&self, start: usize, end: usize) -> bool {
        let mut line = self.next_line(start);
        while let Some(start) = line.filter(|&start| start < end) {
            let first = self.skip_blanks(start);
            if (first - start) as i32 <= self.block.column && self.looks_like_entry(first) {
                return true;
            }
            line = self.next_line(start);
        }
        false
    }

    /// Ends a quoted scalar that has no end: at the last line before one that looks like an entry, on its first line where it may be a
    /// key or stands in brackets. Moves there and gives the end.
    pub(in crate::scanner) fn recover_quote(&mut self, opening: Cursor) -> usize {
        let start = opening.position;
        self.wasted += self.cursor.position.saturating_sub(start);
        self.cursor = opening;
        let key = self.keys[self.keys.len() - 1];
        let flow = !self.flows.is_empty();
        let mut end = self.line_end(start).max(start + 1);
        if key.possible && key.position == start {
            end = start + 1 + colon_in(&self.text[start + 1..end]).unwrap_or(end - start - 1);
        } else if flow {
            let text = self.text[start + 1..end].trim_end_matches([']', '}', ' ', '\t', ',']);
            end = start + 1 + text.len();
        } else {
            end = self.extend_to_entry(end);
        }
        self.advance_to(end);
        end
    }

    /// Moves over the lines up to one that looks like an entry or a document marker; gives the end of the text before it.
    fn extend_to_entry(&mut self, first_end: usize) -> usize {
        let (mut end, mut last) = (first_end, self.cursor);
        while let Some(start) = self.next_line(self.cursor.position) {
            let first = self.skip_blanks(start);
            let marker = matches!(self.bytes.get(start..start + 3), Some(b"---" | b"..."));
            if marker || self.looks_like_entry(first) || self.byte_of(first) == b'#' {
                break;
            }
            self.start_line(start);
            if !self.is_blank_or_end_of(first) {
                (end, last) = (self.line_end(start), self.cursor);
            }
        }
        self.cursor = last;
        end
    }

    /// Moves over text right behind a complete value, up to a colon, a comment or the end of the line. Gives where it ends.
    pub(in crate::scanner) fn recover_text_after_value(&mut self) -> usize {
        let end = self.cursor.position;
        if !self.flows.is_empty() {
            return end;
        }
        let after = self.skip_blanks(end);
        let colon = self.byte_of(after) == b':' && self.is_blank_or_end_of(after + 1);
        if colon || matches!(self.byte_of(after), b'#' | b']' | b'}') || self.is_blank_or_end_of(after) {
            return end;
        }
        let line = &self.text[after..self.text_end(after)];
        let length = colon_in(line).unwrap_or(line.len());
        self.error(SyntaxErrorKind::TextAfterValue, after, after + length);
        self.advance_to(after + length);
        after + length
    }

    /// How many bytes may be scanned in vain before lost quotes are sought on their own line only.
    fn waste_limit(&self) -> usize {
        16 * self.bytes.len() + 4096
    }

    pub(in crate::scanner) fn quotes_end_at_line(&self) -> bool {
        self.tolerant && self.wasted > self.waste_limit()
    }
}
