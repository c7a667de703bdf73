//! What the tolerant pass does at a fault: report it, and guess what the author is about to have typed.
//!
//! Runs only over texts that the strict pass has refused, so a guess here cannot change what a valid text means. Guesses go by lines and
//! columns, because that is what authors go by: a line that looks like an entry at the column of an open block *is* one, whatever
//! bracket or quote is still open above it.

use super::scalars::{Cut, PlainScan};
use super::{Cursor, Lex, LexKind, Scanner, range};
use crate::error::SyntaxErrorKind;
use crate::token::TokenKind;
use crate::tree::ScalarStyle;

/// How many lines below a suspicious one are read to tell what was meant.
const LOOK_AHEAD_LINES: usize = 64;

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

    // Keys.

    /// A scalar on an earlier line that can only have been meant as a key: it has lost its colon, or the blank behind it.
    fn recover_stale_key(&mut self, column: i32) {
        let key = self.keys[0];
        let stale = key.possible && key.line < self.cursor.line.max(self.line_if_at_end());
        if !stale || !self.flows.is_empty() || !(key.required || column >= key.column) {
            return;
        }
        let Some(mut index) = key.token_number.checked_sub(self.taken) else { return };
        while self.queue.get(index).is_some_and(|lex| matches!(lex.kind, LexKind::Anchor | LexKind::Tag)) {
            index += 1;
        }
        if !self.queue.get(index).is_some_and(|lex| matches!(lex.kind, LexKind::Scalar(_) | LexKind::Alias)) {
            return;
        }
        let scalar = self.queue[index];
        let (start, end) = (scalar.start as usize, scalar.end as usize);
        let text = &self.text[start..end];
        self.keys[0].required = false;
        if self.block.sequence && self.block.column == key.column && text.starts_with('-') && text.len() > 1 {
            self.error(SyntaxErrorKind::MissingSpace('-'), start, start + 1);
            return self.split_dash(index, scalar);
        }
        match lost_blank(text).filter(|_| scalar.kind == LexKind::Scalar(ScalarStyle::Plain)) {
            Some(colon) => {
                self.error(SyntaxErrorKind::MissingSpace(':'), start + colon, start + colon + 1);
                self.confirm_key();
                self.split_colon(scalar, colon, column > key.column);
            }
            None => {
                self.error(SyntaxErrorKind::MissingColon, start, end);
                self.confirm_key();
                self.insert_behind(scalar, &[Lex { damaged: true, ..Lex::new(LexKind::Value, end, end) }]);
            }
        }
        self.simple_key_allowed = true;
    }

    /// At the end of the text every key is stale.
    fn line_if_at_end(&self) -> u32 {
        if self.at_end() { u32::MAX } else { 0 }
    }

    /// `-item` in a list becomes `- item`.
    fn split_dash(&mut self, index: usize, scalar: Lex) {
        self.keys[0].possible = false;
        self.queue[index] = Lex { start: scalar.start + 1, damaged: true, key_level: super::NONE, ..scalar };
        self.queue.insert(index, Lex::new(LexKind::BlockEntry, scalar.start as usize, scalar.start as usize + 1));
        self.replace_kept(scalar, &[(TokenKind::Dash, scalar.start, scalar.start + 1), (TokenKind::Scalar, scalar.start + 1, scalar.end)]);
    }

    /// `key:value` becomes `key: value`. What follows the colon is dropped where a deeper block is the value.
    fn split_colon(&mut self, scalar: Lex, colon: usize, has_block: bool) {
        let colon = scalar.start + colon as u32;
        let value = Lex::new(LexKind::Value, colon as usize, colon as usize + 1);
        if has_block {
            self.insert_behind(scalar, &[value]);
            self.replace_kept(scalar, &[(TokenKind::Scalar, scalar.start, colon), (TokenKind::Colon, colon, colon + 1)]);
        } else {
            let rest = Lex { start: colon + 1, damaged: true, key_level: super::NONE, ..scalar };
            self.insert_behind(scalar, &[value, rest]);
            let parts = [
                (TokenKind::Scalar, scalar.start, colon),
                (TokenKind::Colon, colon, colon + 1),
                (TokenKind::Scalar, colon + 1, scalar.end),
            ];
            self.replace_kept(scalar, &parts);
        }
        if let Some(index) = self.queue_index(scalar) {
            self.queue[index].end = colon;
        }
    }

    /// Queues tokens right behind one that is queued.
    fn insert_behind(&mut self, lex: Lex, tokens: &[Lex]) {
        let index = self.queue_index(lex).map_or(self.queue.len(), |index| index + 1);
        for (offset, &token) in tokens.iter().enumerate() {
            self.queue.insert(index + offset, token);
        }
    }

    fn queue_index(&self, lex: Lex) -> Option<usize> {
        self.queue.iter().rposition(|other| other.start == lex.start && other.kind == lex.kind)
    }

    /// Puts other tokens where the one of `scalar` was kept.
    fn replace_kept(&mut self, scalar: Lex, parts: &[(TokenKind, u32, u32)]) {
        let Some(index) = self.kept.iter().rposition(|token| token.range.start() == scalar.start.into()) else { return };
        let tail = self.kept.split_off(index + 1);
        self.kept.pop();
        for &(kind, start, end) in parts {
            self.keep(kind, start as usize, end as usize);
        }
        self.kept.extend(tail);
    }

    /// `a: b: c`: the second colon and all behind it are part of the value.
    pub(super) fn recover_nested_value(&mut self, at: usize) {
        self.error(SyntaxErrorKind::NestedMappingOnLine, at, at + 1);
        if self.stopped {
            return;
        }
        let on_line = self.cursor.line_start as u32;
        let end = self.text_end(at);
        match self.queue.back_mut() {
            Some(last) if matches!(last.kind, LexKind::Scalar(_)) && last.start >= on_line => {
                last.end = end as u32;
                last.damaged = true;
                if let Some(kept) = self.kept.last_mut() {
                    *kept = crate::Token { kind: TokenKind::Scalar, range: range(kept.range.start().into(), end) };
                }
            }
            _ => return self.fetch_rest_of_line(),
        }
        self.cursor.position = end;
        self.cursor.fresh_line = false;
    }

    /// The rest of the line as one damaged scalar.
    pub(super) fn fetch_rest_of_line(&mut self) {
        let start = self.cursor.position;
        let end = self.text_end(start).max(self.floor_up(start + 1));
        self.cursor.position = end;
        self.cursor.fresh_line = false;
        self.push_scalar(ScalarStyle::Plain, start, end, true);
    }

    // Indentation.

    /// A line whose column cannot be meant moves to the one that can. Each of these is an error whatever follows.
    fn snap_indentation(&mut self) {
        if self.stopped || self.at_end() {
            return;
        }
        let column = self.column();
        if self.block.column <= column {
            return;
        }
        let Some(target) = self.slipped_entry(column).or_else(|| self.nearest_block(column)) else { return };
        self.error(SyntaxErrorKind::BadIndentation, self.cursor.line_start, self.cursor.position);
        self.cursor.shift += target - column;
    }

    /// For a line that is dedented to no open block, the column of the nearer one: the deeper of two as near.
    fn nearest_block(&self, column: i32) -> Option<i32> {
        let mut deeper = self.block.column;
        let mut outer = -1;
        for block in self.blocks.iter().rev() {
            if block.column <= column {
                outer = block.column;
                break;
            }
            deeper = block.column;
        }
        if outer == column {
            return None;
        }
        Some(if outer < 0 || deeper - column <= column - outer { deeper } else { outer })
    }

    /// For an entry that has slipped to the left, the column of the open block that it left. The lines below tell: they go on at that
    /// column, though after this entry's own value nothing could stand there.
    fn slipped_entry(&self, column: i32) -> Option<i32> {
        let position = self.cursor.position;
        if !self.looks_like_entry(position) {
            return None;
        }
        let mut child = None;
        let mut line = self.next_line(position);
        for _ in 0..LOOK_AHEAD_LINES {
            let start = line?;
            line = self.next_line(start);
            let first = self.skip_blanks(start);
            if first >= self.bytes.len() || self.break_at(first) > 0 || self.byte_of(first) == b'#' {
                continue;
            }
            let here = (first - start) as i32;
            if here <= column {
                return None;
            }
            let closed = self.has_inline_value(position) || child.is_some_and(|child| here < child);
            if closed {
                return (self.looks_like_entry(first) && self.is_open_block(here, self.byte_of(first) == b'-')).then_some(here);
            }
            child = child.or(Some(here));
        }
        None
    }

    fn is_open_block(&self, column: i32, dash: bool) -> bool {
        std::iter::once(&self.block).chain(self.blocks.iter().rev()).any(|block| block.column == column && (block.sequence || !dash))
    }

    /// Whether the entry at `position` has its whole value on its line, so that nothing below can belong to it.
    fn has_inline_value(&self, position: usize) -> bool {
        let line = &self.text[position..self.text_end(position)];
        let Some(colon) = colon_in(line) else { return false };
        let value = line[colon + 1..].trim_start();
        !value.is_empty() && !value.starts_with(['|', '>', '&', '!', '#']) && !line.ends_with([',', '[', '{'])
    }

    /// Characters in front of an entry that begin nothing: a bracket, a quote, a mark that slipped in where there was a blank.
    fn skip_stray_characters(&mut self) {
        while matches!(self.byte(), b']' | b'}') {
            let at = self.cursor.position;
            self.error(SyntaxErrorKind::UnmatchedBracket(self.byte() as char), at, at + 1);
            self.advance_ascii(1);
            self.eat_blanks();
        }
        let at = self.cursor.position;
        let byte = self.byte();
        if !b"[{!&*|>\"'@%`:".contains(&byte) || !matches!(self.byte_at(1), b' ' | b'\t') {
            return;
        }
        let saved = self.cursor;
        self.advance_ascii(1);
        self.eat_blanks();
        let column = self.column();
        let (entry, dash) = (self.looks_like_entry(self.cursor.position), self.byte() == b'-');
        // It took a blank's place, or was put in front of one.
        let shift = [0, -1].into_iter().find(|shift| self.is_open_block(column + shift, dash));
        match shift {
            Some(shift) if entry && !self.is_closed_on_line(at, byte) => self.cursor.shift += shift,
            _ if self.is_junk_line(saved) => {
                self.eat_line();
                self.skip_to_token();
            }
            _ => {
                self.cursor = saved;
                return;
            }
        }
        self.error(stray_kind(byte), at, at + 1);
    }

    fn is_closed_on_line(&self, at: usize, byte: u8) -> bool {
        let line = &self.bytes[at + 1..self.line_end(at).max(at + 1)];
        match byte {
            b'[' => line.contains(&b']'),
            b'{' => line.contains(&b'}'),
            b'"' | b'\'' => line.contains(&byte),
            _ => false,
        }
    }

    /// A line that begins with a stray mark, is no entry, and is dedented out of a block that goes on below it.
    fn is_junk_line(&self, cursor: Cursor) -> bool {
        let column = (cursor.position - cursor.line_start) as i32;
        let Some(start) = self.next_line(cursor.position) else { return false };
        let first = self.skip_blanks(start);
        let next = (first - start) as i32;
        next > column && self.looks_like_entry(first) && self.is_open_block(next, self.byte_of(first) == b'-')
    }

    pub(super) fn next_line_is_deeper(&self) -> bool {
        let mut line = self.next_line(self.cursor.position);
        while let Some(start) = line {
            let first = self.skip_blanks(start);
            if first < self.bytes.len() && self.break_at(first) == 0 {
                return (first - start) as i32 > self.block.column;
            }
            line = self.next_line(start);
        }
        false
    }

    // Flow collections.

    /// Whether the line here cannot belong to the open brackets: an entry no deeper than the block that they stand in.
    fn breaks_out_of_flow(&mut self) -> bool {
        self.column() <= self.block.column && self.looks_like_entry(self.cursor.position)
    }

    /// Closes flow collections that have no closing bracket, down to `depth` of them.
    fn close_flows(&mut self, depth: usize) {
        while self.flows.len() > depth {
            let Some(flow) = self.flows.last().copied() else { return };
            self.error(SyntaxErrorKind::UnclosedFlow(flow.bracket as char), flow.position, flow.position + 1);
            self.remove_key();
            self.pop_flow();
            let end = self
                .kept
                .iter()
                .rev()
                .find(|token| token.kind != TokenKind::Comment)
                .map_or(flow.position + 1, |token| token.range.end().into());
            let kind = if flow.bracket == b'[' { LexKind::FlowSequenceEnd } else { LexKind::FlowMappingEnd };
            self.queue.push_back(Lex::new(kind, end, end));
        }
    }

    /// A closing bracket: whether it closes what is open. Closes what stands in between; skips it where it closes nothing.
    pub(super) fn recover_flow_end(&mut self, bracket: u8) -> bool {
        let opening = if bracket == b']' { b'[' } else { b'{' };
        if self.flows.last().is_some_and(|flow| flow.bracket == opening) {
            return true;
        }
        let any = if opening == b'{' { self.open_braces > 0 } else { self.open_braces < self.flows.len() };
        if any && let Some(depth) = self.flows.iter().rposition(|flow| flow.bracket == opening) {
            self.close_flows(depth + 1);
            return true;
        }
        let at = self.cursor.position;
        self.error(SyntaxErrorKind::UnmatchedBracket(bracket as char), at, at + 1);
        self.advance_ascii(1);
        false
    }

    /// `${...}` in a flow collection: one scalar, as its author means it, though the braces are brackets to YAML.
    pub(super) fn recover_flow_interpolation(&mut self) {
        let start = self.cursor.position;
        // Not past the next one, so that a line of them is read once.
        let end = (start + 2..self.bytes.len()).find(|&at| {
            self.break_at(at) > 0 || matches!(&self.bytes[at..], [b'}', ..] | [b'$', b'{', ..])
        });
        let text = self.text[start..end.unwrap_or(self.bytes.len())].trim_end_matches([' ', '\t']);
        let length = match end.filter(|&end| self.bytes[end] == b'}') {
            Some(close) => close + 1 - start,
            None => text.find([',', ']']).unwrap_or(text.len()).max(2),
        };
        self.advance_ascii(length);
        self.error(SyntaxErrorKind::InterpolationInFlow, start, start + length);
    }

    // Scalars that run too far.

    /// Called at the first text of a plain scalar's further line. In brackets, an entry there is none of the scalar's.
    pub(super) fn plain_ends_at_line(&mut self, scan: &mut PlainScan) -> bool {
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
    pub(super) fn plain_cut(&self, start: usize, scan: &PlainScan) -> Option<Cut> {
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

    /// Whether a quoted scalar of several lines has closed with a quote that was meant to open another.
    pub(super) fn swallowed_lines(&mut self, opening: Cursor) -> bool {
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
    pub(super) fn recover_quote(&mut self, opening: Cursor) -> usize {
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
        self.cursor.position = end;
        self.cursor.fresh_line = false;
        let quote = self.bytes[start] as char;
        self.error(SyntaxErrorKind::UnclosedQuote(quote), start, end);
        end
    }

    /// Moves over the lines up to one that looks like an entry or a document marker; gives the end of the text before it.
    fn extend_to_entry(&mut self, first_end: usize) -> usize {
        let mut end = first_end;
        while let Some(start) = self.next_line(self.cursor.position) {
            let first = self.skip_blanks(start);
            let marker = matches!(self.bytes.get(start..start + 3), Some(b"---" | b"..."));
            if marker || self.looks_like_entry(first) || self.byte_of(first) == b'#' {
                break;
            }
            if first < self.bytes.len() && self.break_at(first) == 0 {
                end = self.line_end(start);
            }
            self.cursor = Cursor { position: start, line: self.cursor.line + 1, line_start: start, shift: 0, fresh_line: true };
        }
        // The cursor may stand on an empty line below the end; the end's own line is what counts.
        end
    }

    /// Text right behind a quoted scalar, up to a colon, a comment or the end of the line, as part of it. Gives the scalar's end.
    pub(super) fn recover_text_after_quote(&mut self) -> usize {
        let end = self.cursor.position;
        if !self.tolerant || !self.flows.is_empty() {
            return end;
        }
        let after = self.skip_blanks(end);
        let fine = after >= self.bytes.len()
            || self.break_at(after) > 0
            || self.byte_of(after) == b'#'
            || (self.byte_of(after) == b':' && (matches!(self.byte_of(after + 1), 0 | b' ' | b'\t') || self.break_at(after + 1) > 0));
        if fine {
            return end;
        }
        let line = &self.text[after..self.text_end(after)];
        let length = colon_in(line).unwrap_or(line.len());
        self.error(SyntaxErrorKind::TextAfterValue, after, after + length);
        self.cursor.position = after + length;
        after + length
    }

    /// How many bytes may be scanned in vain before lost quotes are sought on their own line only.
    fn waste_limit(&self) -> usize {
        16 * self.bytes.len() + 4096
    }

    pub(super) fn quotes_end_at_line(&self) -> bool {
        self.tolerant && self.wasted > self.waste_limit()
    }

    // Lines.

    /// Whether the text at `position`, the first of its line, looks like `key: ...` or `- ...`.
    pub(super) fn looks_like_entry(&self, position: usize) -> bool {
        let ends = |position: usize| matches!(self.byte_of(position), 0 | b' ' | b'\t') || self.break_at(position) > 0;
        match self.byte_of(position) {
            b'-' | b'?' if ends(position + 1) => true,
            quote @ (b'"' | b'\'') => {
                let line = &self.bytes[position + 1..self.line_end(position).max(position + 1)];
                let Some(close) = line.iter().position(|&byte| byte == quote) else { return false };
                let colon = self.skip_blanks(position + 1 + close + 1);
                self.byte_of(colon) == b':' && ends(colon + 1)
            }
            b'#' | b'[' | b']' | b'{' | b'}' | b',' => false,
            _ => {
                let mut at = position;
                while !ends(at) {
                    if self.byte_of(at) == b':' && at > position && ends(at + 1) {
                        return true;
                    }
                    at += 1;
                }
                false
            }
        }
    }

    fn skip_blanks(&self, mut position: usize) -> usize {
        while matches!(self.byte_of(position), b' ' | b'\t') {
            position += 1;
        }
        position
    }

    /// Start of the line after that of `position`; `None` on the last one.
    fn next_line(&self, position: usize) -> Option<usize> {
        let mut end = position;
        while end < self.bytes.len() {
            let length = self.break_at(end);
            if length > 0 {
                return Some(end + length);
            }
            end += 1;
        }
        None
    }

    /// Where the text of this line ends: before a comment, without trailing blanks.
    pub(super) fn text_end(&self, position: usize) -> usize {
        let line = &self.text[position..self.line_end(position)];
        let line = line.find(" #").or_else(|| line.find("\t#")).map_or(line, |comment| &line[..comment]);
        position + line.trim_end_matches([' ', '\t']).len()
    }

    fn floor_up(&self, mut position: usize) -> usize {
        while position < self.text.len() && !self.text.is_char_boundary(position) {
            position += 1;
        }
        position.min(self.text.len())
    }
}

fn stray_kind(byte: u8) -> SyntaxErrorKind {
    match byte {
        b'[' | b'{' => SyntaxErrorKind::UnclosedFlow(byte as char),
        b'!' => SyntaxErrorKind::BadTag,
        b'&' | b'*' => SyntaxErrorKind::BadAnchor,
        b'|' | b'>' => SyntaxErrorKind::BadBlockHeader,
        b'"' | b'\'' => SyntaxErrorKind::UnclosedQuote(byte as char),
        _ => SyntaxErrorKind::ReservedCharacter(byte as char),
    }
}

/// The colon of `key:value`, where the author forgot the blank: not one of `fn::x` or `https://`.
fn lost_blank(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    if text.contains([' ', '\t']) {
        return None;
    }
    let at = |index: usize| bytes.get(index).copied().unwrap_or(0);
    (1..bytes.len().saturating_sub(1)).find(|&index| at(index) == b':' && at(index - 1) != b':' && !matches!(at(index + 1), b':' | b'/'))
}

/// Offset of a colon that would end a key.
fn colon_in(line: &str) -> Option<usize> {
    let end = line.len();
    line.match_indices(':').map(|(index, _)| index).find(|&index| index + 1 == end || matches!(line.as_bytes()[index + 1], b' ' | b'\t'))
}
