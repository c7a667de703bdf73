//! Plain scalars: text without quotes, over as many lines as are deep enough.

use crate::error::SyntaxErrorKind;
use crate::scanner::Scanner;
use crate::scanner::cursor::{Cursor, stops};
use crate::tree::ScalarStyle;

static BLOCK_STOPS: [bool; 256] = stops(b" \t\r\n:");
static FLOW_STOPS: [bool; 256] = stops(b" \t\r\n:,?[]{}$");

/// The state of a plain scalar's scan.
pub(in crate::scanner) struct PlainScan {
    /// After the last character that counts.
    pub end: usize,
    /// A line break came, and no text after it yet.
    pub leading_blanks: bool,
    /// Text came after a line break.
    pub multiline: bool,
    /// Where the first line ends, once there is a second one (tolerant pass).
    pub first_line: Option<Cut>,
    /// Where the line ends that is followed by what looks like an entry (tolerant pass).
    pub before_entry: Option<Cut>,
    /// The last line end seen before text (tolerant pass).
    pub line_end: Option<Cursor>,
}

/// A place where recovery may end a scalar earlier than it seems to end.
#[derive(Clone, Copy)]
pub(in crate::scanner) struct Cut {
    pub end: usize,
    pub cursor: Cursor,
}

impl PlainScan {
    fn new(start: usize) -> PlainScan {
        PlainScan { end: start, leading_blanks: false, multiline: false, first_line: None, before_entry: None, line_end: None }
    }

    /// Text that counts ends at `end`.
    fn extend(&mut self, end: usize) {
        self.end = end;
        self.multiline |= self.leading_blanks;
        self.leading_blanks = false;
    }
}

impl Scanner<'_> {
    /// A plain scalar; `damaged` if it begins with a character that none may begin with.
    pub(in crate::scanner) fn fetch_plain(&mut self, damaged: bool) {
        self.save_key();
        self.simple_key_allowed = false;
        let start = self.cursor.position;
        let mut scan = PlainScan::new(start);
        let errors = self.errors.len();
        self.scan_plain(&mut scan);
        let cut = self.tolerant.then(|| self.plain_cut(start, &scan)).flatten();
        if let Some(cut) = cut {
            self.cursor = cut.cursor;
            scan.end = cut.end;
            scan.leading_blanks = false;
        }
        // A tab behind the last line that counts does no harm to the text.
        let faulty = self.errors.len() > errors && (scan.multiline || !self.flows.is_empty());
        let damaged = damaged || cut.is_some() || faulty;
        self.push_scalar(ScalarStyle::Plain, start, scan.end, !scan.multiline, damaged);
        self.simple_key_allowed |= scan.leading_blanks;
    }

    fn scan_plain(&mut self, scan: &mut PlainScan) {
        let indent = self.block.column + 1;
        loop {
            if (self.at_line_start() && self.at_document_marker()) || self.byte() == b'#' {
                return;
            }
            if self.tolerant && scan.leading_blanks && self.plain_ends_at_line(scan) {
                return;
            }
            self.scan_plain_word(scan);
            if !(self.is_blank() || self.at_break()) {
                return;
            }
            self.skip_plain_blanks(scan, indent);
            if self.stopped || (self.flows.is_empty() && self.column() < indent) {
                return;
            }
        }
    }

    /// Non-blank characters of a plain scalar, up to a blank, a break or an indicator that ends it.
    fn scan_plain_word(&mut self, scan: &mut PlainScan) {
        let flow = !self.flows.is_empty();
        let stops = if flow { &FLOW_STOPS } else { &BLOCK_STOPS };
        loop {
            let before = self.cursor.position;
            self.eat_text(stops);
            if self.cursor.position > before {
                scan.extend(self.cursor.position);
            }
            match self.byte() {
                0 | b' ' | b'\t' => return,
                b':' if self.is_blank_or_end_at(1) => return,
                b',' | b'?' | b'[' | b']' | b'{' | b'}' if flow => return,
                b'$' if self.tolerant && self.byte_at(1) == b'{' => self.recover_flow_interpolation(),
                _ if self.at_break() => return,
                _ => self.eat_char(),
            }
            scan.extend(self.cursor.position);
        }
    }

    fn skip_plain_blanks(&mut self, scan: &mut PlainScan, indent: i32) {
        loop {
            if self.is_blank() {
                if scan.leading_blanks && self.byte() == b'\t' && self.column() < indent {
                    let at = self.cursor.position;
                    self.error(SyntaxErrorKind::TabIndentation, at, at + 1);
                    self.cursor.shift += 1;
                }
                self.cursor.position += 1;
            } else if self.at_break() {
                if self.tolerant {
                    self.note_line_end(scan);
                }
                self.eat_break();
                scan.leading_blanks = true;
            } else {
                return;
            }
        }
    }

    /// Notes where a line of the scalar ends, in case it has to be cut there.
    fn note_line_end(&self, scan: &mut PlainScan) {
        if scan.first_line.is_none() {
            scan.first_line = Some(Cut { end: scan.end, cursor: self.cursor });
        }
        if !scan.leading_blanks {
            scan.line_end = Some(self.cursor);
        }
    }
}
