//! What the tolerant pass does at a fault: report it, and guess what the author is about to have typed.
//!
//! Runs only over texts that the strict pass has refused, so a guess here cannot change what a valid text means. Guesses go by lines and
//! columns, because that is what authors go by: a line that looks like an entry at the column of an open block *is* one, whatever
//! bracket or quote is still open above it.

mod flow;
mod indentation;
mod keys;
mod plain;
mod quotes;
mod strays;

use super::Scanner;
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

    /// The rest of the line as one damaged scalar.
    pub(super) fn fetch_rest_of_line(&mut self) {
        let start = self.cursor.position;
        self.eat_char();
        let end = self.text_end(start).max(self.cursor.position);
        self.advance_to(end);
        self.push_scalar(ScalarStyle::Plain, start, end, true, true);
    }
}
