//! What an editor does by itself while somebody types: indents below `key:` and `-`, and closes `${`.

use esc_analysis::fix::{column, line_end};
use esc_analysis::{Edit, Source};
use esc_syntax::{TextRange, TextSize, Token, TokenKind};

/// Columns a level.
const UNIT: usize = 2;

/// Edits after `typed` was typed before `offset`.
pub fn on_type(source: &Source, offset: TextSize, typed: &str) -> Vec<Edit> {
    let edit = match typed {
        "\n" => indent(source, offset),
        "{" => close(source, offset),
        _ => None,
    };
    edit.into_iter().collect()
}

/// Indents the line of `offset` below the key, or behind the dash, that the line above ends with.
fn indent(source: &Source, offset: TextSize) -> Option<Edit> {
    let text = source.text();
    let line = source.line(offset);
    let above = source.lines().line_range(text, line.checked_sub(1)?)?;
    let last = last_token(source, above)?;
    let wanted = match last.kind {
        TokenKind::Colon => column(text, key_start(source, last.range.start())?) + UNIT,
        TokenKind::Dash => column(text, last.range.start()) + UNIT,
        _ => return None,
    };
    let start = source.lines().line_range(text, line)?.start();
    let rest = &text[TextRange::new(start, line_end(text, start))];
    let blanks = TextRange::at(start, TextSize::of(rest) - TextSize::of(rest.trim_start_matches([' ', '\t'])));
    let has_room = blanks.end() >= offset || rest.trim().is_empty();
    (has_room && text[blanks] != " ".repeat(wanted)).then(|| Edit::replace(blanks, " ".repeat(wanted)))
}

/// The last token of a line but for blanks and a comment, if it lies on the line.
fn last_token(source: &Source, line: TextRange) -> Option<Token> {
    let content = |token: &Token| !matches!(token.kind, TokenKind::Blank | TokenKind::Newline | TokenKind::Comment);
    let last = source.tree().tokens().take_while(|token| token.range.start() < line.end()).filter(content).last()?;
    line.contains_range(last.range).then_some(last)
}

/// Where the entry begins whose colon is at `colon`.
fn key_start(source: &Source, colon: TextSize) -> Option<TextSize> {
    let mut entries = source.tree().nodes().filter(|node| !node.is_flow()).flat_map(|node| node.entries());
    entries.find(|entry| entry.colon() == Some(colon)).map(|entry| entry.key.full_range().start())
}

/// Closes the `${` before `offset`, unless it is an escape, or closed further on.
fn close(source: &Source, offset: TextSize) -> Option<Edit> {
    let text = source.text();
    let before = text.get(..offset.into())?.strip_suffix("${")?;
    let dollars = before.len() - before.trim_end_matches('$').len();
    let rest = &text[TextRange::new(offset, line_end(text, offset))];
    let rest = rest.split("${").next().unwrap_or(rest);
    let start = TextSize::of(before);
    let in_scalar = source.tree().tokens().any(|token| token.kind == TokenKind::Scalar && token.range.contains(start));
    (dollars % 2 == 0 && in_scalar && !rest.contains('}')).then(|| Edit::insert(offset, "}"))
}

#[cfg(test)]
mod tests {
    use esc_analysis::apply;

    use super::*;

    /// The text after `typed` was typed before `$0`.
    #[track_caller]
    fn check(typed: &str, before: &str, after: &str) {
        let offset = TextSize::try_from(before.find("$0").unwrap()).unwrap();
        let text = before.replacen("$0", "", 1);
        let edits = on_type(&Source::new("env.yaml", text.as_str()), offset, typed);
        assert_eq!(apply(&text, &edits).unwrap(), after);
    }

    #[test]
    fn lines_below_a_key_are_indented() {
        check("\n", "values:\n$0", "values:\n  ");
        check("\n", "values:\n  a:\n  $0\n  b: 1\n", "values:\n  a:\n    \n  b: 1\n");
        check("\n", "values:\n  a: # of a\n$0", "values:\n  a: # of a\n    ");
        check("\n", "values:\n  - a:\n$0", "values:\n  - a:\n      ");
        check("\n", "values:\n  - \n$0", "values:\n  - \n    ");
        check("\n", "values:\n$0a: 1\n", "values:\n  a: 1\n");
    }

    #[test]
    fn other_lines_are_left() {
        check("\n", "values:\n  a: 1\n$0", "values:\n  a: 1\n");
        check("\n", "a: |\n  b:\n  $0\n", "a: |\n  b:\n  \n");
        check("\n", "# a:\n$0", "# a:\n");
        check("\n", "values:\n  $0", "values:\n  ");
    }

    #[test]
    fn references_are_closed() {
        check("{", "a: ${$0\n", "a: ${}\n");
        check("{", "a: \"x${$0-${b}\"\n", "a: \"x${}-${b}\"\n");
        check("{", "a: ${$0}\n", "a: ${}\n");
        check("{", "a: $${$0\n", "a: $${\n");
        check("{", "a: {$0\n", "a: {\n");
        check("{", "# ${$0\n", "# ${\n");
    }
}
