//! Writes suppression comments for findings, next to what they are about and into comments that are there already.

use std::collections::{BTreeMap, BTreeSet};

use esc_syntax::{Node, NodeKind, ScalarStyle, TextRange, TextSize, Tree};

use super::scope::Scopes;
use super::{ENTRY, FILE, Kind, MARKER, Scope, Suppressions};
use crate::fix;
use crate::{Diagnostic, Edit, Source, apply, text_size};

/// Edits after which comments silence all of `diagnostics` that may be silenced; those of other files are left out.
pub fn ignore<'d>(source: &Source, diagnostics: impl IntoIterator<Item = &'d Diagnostic>) -> Vec<Edit> {
    let own = diagnostics.into_iter().filter(|d| d.rule.suppressible && d.source.path() == source.path());
    let mut wanted: Vec<Wanted> = own.map(|d| Wanted { code: d.rule.code, at: d.range.start(), way: Way::Behind }).collect();
    let writer = Writer::new(source.tree());
    loop {
        let edits = writer.edits(&mut wanted);
        let Some(text) = apply(source.text(), &edits) else { return Vec::new() };
        let written = Suppressions::of(&esc_syntax::parse(text));
        let silences = |wanted: &Wanted| {
            let at = shifted(wanted.at, &edits);
            let names =
                |item: &super::Suppression| item.directive.codes.iter().any(|code| code.rule.is_some_and(|r| r.code == wanted.code));
            written.iter().any(|item| names(item) && item.scope.contains(at))
        };
        let mut done = true;
        for wanted in wanted.iter_mut().filter(|wanted| !silences(wanted)) {
            done &= wanted.way == Way::File;
            wanted.way = wanted.way.next();
        }
        if done {
            return edits;
        }
    }
}

/// A finding that is to be silenced.
struct Wanted {
    code: &'static str,
    at: TextSize,
    way: Way,
}

/// Where the comment goes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Way {
    /// Behind the entry's or item's first line.
    Behind,
    /// On a line of its own above that.
    Above,
    /// In the head of the file.
    File,
}

impl Way {
    fn next(self) -> Way {
        match self {
            Way::Behind => Way::Above,
            Way::Above | Way::File => Way::File,
        }
    }
}

struct Writer<'t> {
    tree: &'t Tree,
    scopes: Scopes<'t>,
    present: Suppressions,
    /// Scalars of several lines, in source order: a comment on one of their lines would be text.
    long_scalars: Vec<TextRange>,
}

impl<'t> Writer<'t> {
    fn new(tree: &'t Tree) -> Writer<'t> {
        let text = tree.text();
        let long = |node: &Node<'_>| matches!(node.kind(), NodeKind::Scalar(_)) && text[node.range()].contains('\n');
        let long_scalars = tree.nodes().filter(long).map(without_header).collect();
        Writer { tree, scopes: Scopes::new(tree), present: Suppressions::of(tree), long_scalars }
    }

    fn edits(&self, wanted: &mut [Wanted]) -> Vec<Edit> {
        let text = self.tree.text();
        let mut merged: BTreeMap<TextSize, BTreeSet<&'static str>> = BTreeMap::new();
        let mut new: BTreeMap<(TextSize, Way), BTreeSet<&'static str>> = BTreeMap::new();
        for wanted in wanted {
            let line = self.scopes.innermost(wanted.at).map(|start| fix::whole_lines(text, TextRange::empty(start)).start());
            wanted.way = match line {
                None => Way::File,
                Some(line) if wanted.way == Way::Behind && self.is_in_scalar(fix::line_end(text, line)) => Way::Above,
                Some(_) => wanted.way,
            };
            let line = line.filter(|_| wanted.way != Way::File).unwrap_or_default();
            match self.list_to_join(line, wanted.way) {
                Some(end) => merged.entry(end).or_default().insert(wanted.code),
                None => new.entry((line, wanted.way)).or_default().insert(wanted.code),
            };
        }
        let joined = |codes: BTreeSet<&str>| codes.into_iter().collect::<Vec<_>>().join(", ");
        let merged = merged.into_iter().map(|(end, codes)| Edit::insert(end, format!(", {}", joined(codes))));
        let new = new.into_iter().map(|((line, way), codes)| self.comment(line, way, &joined(codes)));
        merged.chain(new).collect()
    }

    fn comment(&self, line: TextSize, way: Way, codes: &str) -> Edit {
        let text = self.tree.text();
        let line_break = fix::line_break(text);
        let bom = if text.starts_with('\u{FEFF}') { TextSize::of('\u{FEFF}') } else { 0.into() };
        match way {
            Way::Behind => Edit::insert(fix::line_end(text, line), format!("  # {MARKER} {ENTRY}[{codes}]")),
            Way::Above => {
                let rest = text[usize::from(line)..].trim_start_matches('\u{FEFF}');
                let indent = &rest[..rest.len() - rest.trim_start_matches(' ').len()];
                Edit::insert(line.max(bom), format!("{indent}# {MARKER} {ENTRY}[{codes}]{line_break}"))
            }
            Way::File => Edit::insert(bom, format!("# {MARKER} {FILE}[{codes}]{line_break}")),
        }
    }

    /// The end of the list of a comment that does the same already.
    fn list_to_join(&self, line: TextSize, way: Way) -> Option<TextSize> {
        let text = self.tree.text();
        let same_line = |at: TextSize| fix::whole_lines(text, TextRange::empty(at)).start() == line;
        let joins = |item: &&super::Suppression| {
            let directive = &item.directive;
            let there = match (&item.scope, directive.kind, way) {
                (Scope::File, Kind::File, Way::File) => true,
                (Scope::Nodes(_), Kind::Entry, Way::Behind) if !directive.alone => same_line(directive.range.start()),
                (Scope::Nodes(ranges), Kind::Entry, Way::Behind | Way::Above) if directive.alone => {
                    ranges.iter().any(|_| self.scopes.next_start(directive.range.end()).is_some_and(same_line))
                }
                _ => false,
            };
            there && directive.closed && !directive.codes.is_empty()
        };
        self.present.iter().find(joins).and_then(|item| item.directive.list).map(|list| list.end() - TextSize::from(1))
    }

    fn is_in_scalar(&self, offset: TextSize) -> bool {
        let next = self.long_scalars.partition_point(|range| range.start() <= offset);
        next.checked_sub(1).is_some_and(|last| offset < self.long_scalars[last].end())
    }
}

/// Behind the `|` or `>` of a block scalar a comment may stand.
fn without_header(node: Node<'_>) -> TextRange {
    let range = node.range();
    let header = match node.kind() {
        NodeKind::Scalar(ScalarStyle::Literal | ScalarStyle::Folded) => node.source().find('\n').map_or(0, |at| at + 1),
        _ => 0,
    };
    TextRange::new(range.start() + text_size(header), range.end())
}

/// Where `offset` is after `edits`, which all insert.
fn shifted(offset: TextSize, edits: &[Edit]) -> TextSize {
    let before = edits.iter().filter(|edit| edit.range.start() <= offset).map(|edit| TextSize::of(&*edit.new_text));
    offset + before.sum::<TextSize>()
}
