//! Looking at lines without moving: where they end, and whether they look like entries.

use super::Scanner;

impl Scanner<'_> {
    pub(super) fn skip_blanks(&self, mut position: usize) -> usize {
        while matches!(self.byte_of(position), b' ' | b'\t') {
            position += 1;
        }
        position
    }

    /// The first line break at or after `position`, or the end.
    fn next_break(&self, position: usize) -> usize {
        let breaks = memchr::memchr2_iter(b'\n', b'\r', &self.bytes[position.min(self.bytes.len())..]);
        let end = breaks.map(|ahead| position + ahead).next().unwrap_or(self.bytes.len());
        if self.ascii {
            return end;
        }
        (position..end).find(|&at| self.break_at(at) > 0).unwrap_or(end)
    }

    /// Start of the line after that of `position`; `None` on the last one.
    pub(super) fn next_line(&self, position: usize) -> Option<usize> {
        let end = self.next_break(position);
        (end < self.bytes.len()).then(|| end + self.break_at(end))
    }

    /// Where the line of `position` ends, without trailing blanks.
    pub(super) fn line_end(&self, position: usize) -> usize {
        self.text[..self.next_break(position)].trim_end_matches([' ', '\t']).len().max(position)
    }

    /// Where the text of this line ends: before a comment, without trailing blanks.
    pub(super) fn text_end(&self, position: usize) -> usize {
        let line = &self.text[position..self.line_end(position)];
        let line = line.find(" #").or_else(|| line.find("\t#")).map_or(line, |comment| &line[..comment]);
        position + line.trim_end_matches([' ', '\t']).len()
    }

    /// Whether the text at `position`, the first of its line, looks like `key: ...` or `- ...`.
    pub(super) fn looks_like_entry(&self, position: usize) -> bool {
        match self.byte_of(position) {
            b'-' | b'?' if self.is_blank_or_end_of(position + 1) => true,
            quote @ (b'"' | b'\'') => {
                let line = &self.bytes[position + 1..self.line_end(position).max(position + 1)];
                let Some(close) = memchr::memchr(quote, line) else { return false };
                let colon = self.skip_blanks(position + 1 + close + 1);
                self.byte_of(colon) == b':' && self.is_blank_or_end_of(colon + 1)
            }
            b'#' | b'[' | b']' | b'{' | b'}' | b',' => false,
            _ => {
                let mut at = position;
                while !self.is_blank_or_end_of(at) {
                    if self.byte_of(at) == b':' && at > position && self.is_blank_or_end_of(at + 1) {
                        return true;
                    }
                    at += 1;
                }
                false
            }
        }
    }
}

/// Offset of a colon that would end a key.
pub(super) fn colon_in(line: &str) -> Option<usize> {
    let ends = |index: usize| matches!(line.as_bytes().get(index), None | Some(b' ' | b'\t'));
    line.match_indices(':').map(|(index, _)| index).find(|&index| ends(index + 1))
}
