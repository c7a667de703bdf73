//! Scalars in their five styles: where each begins and ends. What they mean is `cook`'s business.

mod block;
mod plain;
mod quoted;

use super::{Lex, LexKind, Scanner};
use crate::token::TokenKind;
use crate::tree::ScalarStyle;

pub(super) use plain::{Cut, PlainScan};

impl Scanner<'_> {
    /// Keeps and queues a scalar. It is `verbatim` if it means what stands between its quotes, byte for byte.
    pub(super) fn push_scalar(&mut self, style: ScalarStyle, start: usize, end: usize, verbatim: bool, damaged: bool) {
        self.keep(TokenKind::Scalar, start, end);
        self.push(Lex { verbatim, damaged, ..Lex::new(LexKind::Scalar(style), start, end) });
    }
}
