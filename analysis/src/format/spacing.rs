//! Blanks between what stands on one line, and at the ends of lines.

use esc_syntax::{TextRange, TextSize, Token, TokenKind, Tree};

use crate::Edit;

/// The edits in `within`.
pub(super) fn edits(tree: &Tree, within: TextRange) -> Vec<Edit> {
    let tokens: Vec<Token> = tree.tokens().collect();
    let last_line = tree.text().trim_end_matches([' ', '\t', '\n', '\r']).len();
    let mut edits = Vec::new();
    // What stands before on the same line.
    let mut before: Option<Token> = None;
    for (index, token) in tokens.iter().enumerate() {
        let next = tokens.get(index + 1);
        match token.kind {
            // The mark is no part of its line.
            TokenKind::Newline | TokenKind::ByteOrderMark => before = None,
            TokenKind::Blank => edits.extend(blank(tree, before, token.range, next)),
            kind => {
                edits.extend(missing(before.filter(|before| before.range.end() == token.range.start()), *token));
                if kind == TokenKind::Comment {
                    edits.extend(trailing(tree, token.range));
                }
                // The lines of a block scalar end with it.
                before = if tree.text()[token.range].ends_with('\n') { None } else { Some(*token) };
            }
        }
    }
    // Lines without anything behind the last one are not ours.
    edits.retain(|edit| within.contains_range(edit.range) && usize::from(edit.range.start()) <= last_line);
    edits
}

/// What is to be done about blanks between two tokens of a line.
fn blank(tree: &Tree, before: Option<Token>, range: TextRange, next: Option<&Token>) -> Option<Edit> {
    let Some(next) = next.filter(|next| next.kind != TokenKind::Newline) else {
        return Some(Edit::delete(range));
    };
    let before = before?;
    if next.kind == TokenKind::Comment || before.kind == TokenKind::Dash {
        return None;
    }
    let is_name = matches!(before.kind, TokenKind::Alias | TokenKind::Anchor | TokenKind::Tag);
    let wanted = match (before.kind, next.kind) {
        (_, TokenKind::Comma | TokenKind::Colon) if !is_name && before.kind != TokenKind::Comma => "",
        // Whether there is room inside of brackets is a matter of taste.
        _ => " ",
    };
    (&tree.text()[range] != wanted).then(|| Edit::replace(range, wanted))
}

/// The blank that two tokens lack between them.
fn missing(before: Option<Token>, token: Token) -> Option<Edit> {
    let opens = matches!(token.kind, TokenKind::CloseBrace | TokenKind::CloseBracket | TokenKind::Comma | TokenKind::Ignored);
    let separates = matches!(before?.kind, TokenKind::Comma | TokenKind::Colon) && !opens;
    separates.then(|| Edit::insert(token.range.start(), " "))
}

fn trailing(tree: &Tree, comment: TextRange) -> Option<Edit> {
    let kept = TextSize::of(tree.text()[comment].trim_end_matches([' ', '\t']));
    (kept < comment.len()).then(|| Edit::delete(TextRange::new(comment.start() + kept, comment.end())))
}
