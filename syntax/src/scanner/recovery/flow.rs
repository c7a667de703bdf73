//! Brackets and braces that are not closed, not opened, or closed by the wrong one.

use crate::error::SyntaxErrorKind;
use crate::scanner::{Lex, LexKind, Scanner};
use crate::token::TokenKind;
use crate::tree::ScalarStyle;

/// What may stand between the words of a plain scalar.
const BLANKS: [char; 4] = [' ', '\t', '\n', '\r'];

impl Scanner<'_> {
    /// Whether the line here cannot belong to the open brackets: an entry no deeper than the block that they stand in.
    pub(super) fn breaks_out_of_flow(&mut self) -> bool {
        self.column() <= self.block.column && self.looks_like_entry(self.cursor.position)
    }

    /// Closes flow collections that have no closing bracket, down to `depth` of them.
    pub(super) fn close_flows(&mut self, depth: usize) {
        if self.flows.len() <= depth {
            return;
        }
        let content = self.kept.iter().rfind(|token| token.kind != TokenKind::Comment);
        let end = content.map_or(self.cursor.position, |token| token.range.end().into());
        while self.flows.len() > depth {
            let Some(flow) = self.flows.last().copied() else { return };
            self.error(SyntaxErrorKind::UnclosedFlow(flow.bracket as char), flow.position, flow.position + 1);
            self.remove_key();
            self.pop_flow();
            let kind = if flow.bracket == b'[' { LexKind::FlowSequenceEnd } else { LexKind::FlowMappingEnd };
            self.queue.push(Lex::new(kind, end, end));
        }
    }

    /// A closing bracket: whether it closes what is open. Closes what stands in between; skips it where it closes nothing.
    pub(in crate::scanner) fn recover_flow_end(&mut self, bracket: u8) -> bool {
        let opening = if bracket == b']' { b'[' } else { b'{' };
        if self.flows.last().is_some_and(|flow| flow.bracket == opening) {
            return true;
        }
        let open = if opening == b'{' { self.open_braces } else { self.flows.len() - self.open_braces };
        if open > 0
            && let Some(index) = self.flows.iter().rposition(|flow| flow.bracket == opening)
        {
            self.close_flows(index + 1);
            return true;
        }
        let at = self.cursor.position;
        self.error(SyntaxErrorKind::UnmatchedBracket(bracket as char), at, at + 1);
        self.advance(1);
        false
    }

    /// `a: 1 b:` in brackets: what stands before the second colon is a key, though no comma says so.
    pub(in crate::scanner) fn recover_missing_comma(&mut self) {
        let Some(last) = self.queue.last().filter(|last| last.kind == LexKind::Scalar(ScalarStyle::Plain)) else { return };
        let before = self.queue.next_number().checked_sub(2).and_then(|number| self.queue.get(number));
        let text = &self.text[last.range()];
        let Some(key) = last_word(text).filter(|_| before.is_some_and(|before| before.kind == LexKind::Value)) else { return };
        let value = last.start as usize + text[..key].trim_end_matches(BLANKS).len();
        let (start, end) = (last.start as usize + key, last.end as usize);
        if let Some(last) = self.queue.last_mut() {
            last.end = value as u32;
        }
        self.replace_kept(last.start as usize, &[(TokenKind::Scalar, last.start as usize, value), (TokenKind::Scalar, start, end)]);
        self.queue.push(Lex::new(LexKind::Key, start, start));
        let style = match text.as_bytes()[key] {
            b'"' => ScalarStyle::DoubleQuoted,
            b'\'' => ScalarStyle::SingleQuoted,
            _ => ScalarStyle::Plain,
        };
        self.queue.push(Lex::new(LexKind::Scalar(style), start, end));
    }

    /// `${...}` in a flow collection: one scalar, as its author means it, though the braces are brackets to YAML.
    pub(in crate::scanner) fn recover_flow_interpolation(&mut self) {
        let start = self.cursor.position;
        // Not past the next one, so that a line of them is read once.
        let ends = |at: &usize| self.break_at(*at) > 0 || matches!(self.bytes[*at..], [b'}', ..] | [b'$', b'{', ..]);
        let end = (start + 2..self.bytes.len()).find(ends).unwrap_or(self.bytes.len());
        let length = if self.byte_of(end) == b'}' {
            end + 1 - start
        } else {
            let text = &self.text[start..end];
            let text = &text[..text.find([',', ']']).unwrap_or(text.len())];
            // Blanks behind it are no part of a scalar.
            text.trim_end_matches([' ', '\t']).len().max(2)
        };
        self.advance(length);
        self.error(SyntaxErrorKind::InterpolationInFlow, start, start + length);
    }
}

/// Where the last of several words begins; it may be in quotes.
fn last_word(text: &str) -> Option<usize> {
    let quoted = text.strip_suffix(['"', '\'']).and_then(|rest| rest.rfind(&text[rest.len()..]));
    let word = quoted.or_else(|| text.rfind(BLANKS).map(|blank| blank + 1))?;
    (word > 0 && text[..word].ends_with(BLANKS)).then_some(word)
}
