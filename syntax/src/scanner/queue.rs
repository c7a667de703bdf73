//! The look-ahead: tokens that are scanned and that the parser has not taken yet.
//!
//! Tokens are numbered from the start of the text, so that a place in the queue can be named before anybody knows what will stand in
//! front of it. A token that is inserted takes the number of the one that it pushes back.

use super::Lex;
use crate::tree::NONE;

/// Taken tokens are dropped when there are this many of them.
const MIN_DROP: usize = 64;

#[derive(Default)]
pub(super) struct Queue {
    tokens: Vec<Lex>,
    /// Index of the first token that is not taken.
    head: usize,
    /// How many tokens were dropped from `tokens`: the number of its first.
    dropped: usize,
}

impl Queue {
    pub fn len(&self) -> usize {
        self.tokens.len() - self.head
    }

    pub fn first(&self) -> Option<Lex> {
        self.tokens.get(self.head).copied()
    }

    pub fn last(&self) -> Option<Lex> {
        self.waiting().last().copied()
    }

    pub fn last_mut(&mut self) -> Option<&mut Lex> {
        self.tokens[self.head..].last_mut()
    }

    fn waiting(&self) -> &[Lex] {
        &self.tokens[self.head..]
    }

    /// The number of the token that is pushed next.
    pub fn next_number(&self) -> usize {
        self.dropped + self.tokens.len()
    }

    pub fn get(&self, number: usize) -> Option<Lex> {
        self.index(number).map(|index| self.tokens[index])
    }

    pub fn get_mut(&mut self, number: usize) -> Option<&mut Lex> {
        self.index(number).map(|index| &mut self.tokens[index])
    }

    fn index(&self, number: usize) -> Option<usize> {
        number.checked_sub(self.dropped).filter(|&index| index >= self.head && index < self.tokens.len())
    }

    pub fn push(&mut self, token: Lex) {
        self.tokens.push(token);
    }

    /// Puts a token before the one with this number, or last if that one is taken already.
    pub fn insert(&mut self, number: usize, token: Lex) {
        match self.index(number) {
            Some(index) => self.tokens.insert(index, token),
            None => self.tokens.push(token),
        }
    }

    pub fn pop(&mut self) {
        if self.head < self.tokens.len() {
            self.head += 1;
        }
        // Half of what is there, so that the rest is not moved again and again.
        if self.head >= MIN_DROP && self.head * 2 >= self.tokens.len() {
            self.tokens.drain(..self.head);
            self.dropped += self.head;
            self.head = 0;
        }
    }

    /// The token with this number begins no key any more.
    pub fn forget_key(&mut self, number: usize) {
        if let Some(token) = self.get_mut(number) {
            token.key_level = NONE;
        }
    }
}
