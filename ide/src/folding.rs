//! Parts of a document that an editor can fold away.

use esc_analysis::Source;
use esc_analysis::document::RootField;
use esc_syntax::{Node, TextRange, TextSize, TokenKind};

/// A part that can be folded: whole lines from the one that stays visible to the last one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fold {
    /// From the end of the line that stays visible to the end of the last one.
    pub range: TextRange,
    /// What it is.
    pub kind: FoldKind,
}

/// What a fold hides.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum FoldKind {
    /// Values.
    Region,
    /// The list of imports.
    Imports,
    /// Comments.
    Comment,
}

/// What can be folded in `source`, by place.
pub fn folds(source: &Source) -> Vec<Fold> {
    let mut folds = comment_folds(source);
    for node in source.tree().nodes() {
        for entry in node.entries() {
            let is_imports = node.parent().is_none() && RootField::parse(&entry.key.text()) == Some(RootField::Imports);
            let kind = if is_imports { FoldKind::Imports } else { FoldKind::Region };
            folds.extend(fold(source, entry.key.range().start(), end(entry.value), kind));
        }
        for item in node.items() {
            folds.extend(fold(source, item.full_range().start(), end(item), FoldKind::Region));
        }
    }
    folds.sort_by_key(|fold| (fold.range.start(), std::cmp::Reverse(fold.range.end())));
    // A mapping in a list begins on the line of its first key.
    folds.dedup_by_key(|fold| source.line(fold.range.start()));
    folds
}

/// The end of a node's text, without line breaks behind it.
fn end(node: Node<'_>) -> TextSize {
    let range = node.full_range();
    let text = &node.tree().text()[range];
    range.start() + TextSize::of(text.trim_end())
}

fn fold(source: &Source, start: TextSize, end: TextSize, kind: FoldKind) -> Option<Fold> {
    let (first, last) = (source.line(start), source.line(end));
    let start = source.lines().line_range(source.text(), first)?.end();
    (last > first).then(|| Fold { range: TextRange::new(start, end), kind })
}

/// Two comment lines or more without anything between them.
fn comment_folds(source: &Source) -> Vec<Fold> {
    let mut folds = Vec::new();
    let mut run: Option<TextRange> = None;
    let mut at_line_start = true;
    for token in source.tree().tokens() {
        match token.kind {
            TokenKind::Comment if at_line_start => {
                let adjacent = run.filter(|run| source.line(run.end()) + 1 == source.line(token.range.start()));
                if adjacent.is_none() {
                    folds.extend(run.and_then(|run| fold(source, run.start(), run.end(), FoldKind::Comment)));
                }
                run = Some(adjacent.map_or(token.range, |run| run.cover(token.range)));
            }
            TokenKind::Newline => at_line_start = true,
            TokenKind::Blank | TokenKind::ByteOrderMark => {}
            _ => at_line_start = false,
        }
    }
    folds.extend(run.and_then(|run| fold(source, run.start(), run.end(), FoldKind::Comment)));
    folds
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[(u32, u32, FoldKind)]) {
        let source = Source::new("env.yaml", text);
        let folds: Vec<_> =
            folds(&source).iter().map(|fold| (source.line(fold.range.start()), source.line(fold.range.end()), fold.kind)).collect();
        assert_eq!(folds, expected);
    }

    #[test]
    fn folds_values_lists_and_block_text() {
        use FoldKind::*;
        check(
            "imports:\n- a\n- b:\n    merge: false\nvalues:\n  o:\n    x: 1\n  t: |\n    one\n    two\n\n  f: {a: 1,\n    b: 2}\n  g: 1\n",
            &[(0, 3, Imports), (2, 3, Region), (4, 13, Region), (5, 6, Region), (7, 9, Region), (11, 12, Region)],
        );
    }

    #[test]
    fn folds_runs_of_comments() {
        use FoldKind::*;
        check("# a\n# b\n\n# c\nvalues: # d\n  # e\n  # f\n  x: 1\n", &[(0, 1, Comment), (4, 7, Region), (5, 6, Comment)]);
    }

    #[test]
    fn half_typed_text_folds_too() {
        check("values:\n  a:\n    b: \"x\n", &[(0, 2, FoldKind::Region), (1, 2, FoldKind::Region)]);
        check("", &[]);
    }
}
