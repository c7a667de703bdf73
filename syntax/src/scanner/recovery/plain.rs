//! Plain scalars that run on into the next entry.

use crate::scanner::Scanner;
use crate::scanner::scalars::{Cut, PlainScan};

impl Scanner<'_> {
    /// Called at the first text of a plain scalar's further line. In brackets, an entry there is none of the scalar's.
    pub(in crate::scanner) fn plain_ends_at_line(&mut self, scan: &mut PlainScan) -> bool {
        if !self.looks_like_entry(self.cursor.position) {
            return false;
        }
        if !self.flows.is_empty() {
            return true;
        }
        if let (None, Some(cursor)) = (scan.before_entry, scan.line_end) {
            scan.before_entry = Some(Cut { end: scan.end, cursor });
        }
        false
    }

    /// Where a plain scalar has to end, if it ran over a line break into what cannot be part of it.
    pub(in crate::scanner) fn plain_cut(&self, start: usize, scan: &PlainScan) -> Option<Cut> {
        let first_line = scan.first_line.filter(|cut| cut.end < scan.end)?;
        if !self.flows.is_empty() {
            return None;
        }
        let key = self.keys[0];
        let may_be_key = key.possible && key.position == start;
        let runs_into_colon = self.byte() == b':' && self.is_blank_or_end_at(1);
        match (may_be_key, runs_into_colon) {
            (true, _) if key.required || runs_into_colon => Some(first_line),
            (false, true) => scan.before_entry.or(Some(first_line)),
            _ => None,
        }
    }
}
