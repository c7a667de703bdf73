//! How far lines are indented: two columns a level. Lists stay at the column of their key if they are there.

use std::collections::HashMap;

use esc_syntax::{Node, NodeId, ScalarStyle, TextRange, TextSize, Token, TokenKind, Tree};

use crate::Edit;
use crate::fix::{column, whole_lines};

/// Columns a level.
const UNIT: usize = 2;

/// The edits in `within`; none for a document that has keys with a `?` before them.
pub(super) fn edits(tree: &Tree, within: TextRange) -> Vec<Edit> {
    if tree.nodes().any(|node| node.entries().any(|entry| entry.key.indicator().is_some())) {
        return Vec::new();
    }
    let starts = Starts::of(tree, within);
    let mut layout = Layout { tree, within, starts, edits: Vec::new() };
    layout.lines();
    for node in tree.nodes().filter(|node| node.source().contains('\n')) {
        match node.style() {
            Some(ScalarStyle::Literal | ScalarStyle::Folded) => layout.block(node),
            Some(_) => layout.text(node),
            None => {}
        }
    }
    layout.edits
}

/// A key or a dash that begins an entry or an item in block style, with its column before and after.
#[derive(Clone, Copy)]
struct Start {
    offset: TextSize,
    old: usize,
    new: usize,
}

/// All of them, in order of their places.
struct Starts(Vec<Start>);

impl Starts {
    fn of(tree: &Tree, within: TextRange) -> Starts {
        let mut columns: HashMap<NodeId, usize> = HashMap::new();
        // Objects may be wide, so nobody looks for an entry in one.
        let keys: HashMap<NodeId, Node<'_>> = tree.nodes().flat_map(Node::entries).map(|entry| (entry.value.id(), entry.key)).collect();
        let mut starts = Vec::new();
        for node in tree.nodes().filter(|node| !node.is_flow()) {
            let places: Vec<TextSize> = match node.is_mapping() {
                true => node.entries().map(|entry| entry.key.full_range().start()).collect(),
                false => node.items().filter_map(Node::indicator).collect(),
            };
            let Some(first) = places.first() else { continue };
            let old = column(tree.text(), *first);
            let moves = within.contains_range(whole_lines(tree.text(), node.full_range().cover(TextRange::empty(*first))));
            let new = if moves { column_after(node, old, keys.get(&node.id()).copied(), &columns) } else { old };
            columns.insert(node.id(), new);
            starts.extend(places.into_iter().map(|offset| Start { offset, old, new }));
        }
        starts.sort_by_key(|start| start.offset);
        Starts(starts)
    }

    fn at(&self, offset: TextSize) -> Option<Start> {
        let index = self.0.binary_search_by_key(&offset, |start| start.offset).ok()?;
        Some(self.0[index])
    }

    /// The entry or item that what stands at `offset` belongs to.
    fn before(&self, offset: TextSize) -> Option<Start> {
        let count = self.0.partition_point(|start| start.offset < offset);
        Some(self.0[count.checked_sub(1)?])
    }
}

/// The column of a block collection, given its key and the columns of the collections around it.
fn column_after(node: Node<'_>, old: usize, key: Option<Node<'_>>, columns: &HashMap<NodeId, usize>) -> usize {
    let Some(parent) = node.parent() else { return 0 };
    let outer = columns.get(&parent.id()).copied().unwrap_or(0);
    let beside_key = key.is_some_and(|key| column(node.tree().text(), key.full_range().start()) == old);
    if node.is_sequence() && beside_key { outer } else { outer + UNIT }
}

struct Layout<'t> {
    tree: &'t Tree,
    within: TextRange,
    starts: Starts,
    edits: Vec<Edit>,
}

impl<'t> Layout<'t> {
    /// Moves the beginnings of lines, and what stands behind a dash.
    fn lines(&mut self) {
        let tokens: Vec<Token> = self.tree.tokens().filter(|token| token.kind != TokenKind::ByteOrderMark).collect();
        let mut at_line_start = true;
        for (index, token) in tokens.iter().enumerate() {
            match token.kind {
                TokenKind::Newline => at_line_start = true,
                TokenKind::Blank => {}
                kind => {
                    if std::mem::take(&mut at_line_start) {
                        self.line(kind, token.range.start(), &tokens[index..]);
                    }
                    at_line_start = self.tree.text()[token.range].ends_with('\n');
                    if kind == TokenKind::Dash {
                        self.behind_dash(token.range, &tokens[index + 1..]);
                    }
                }
            }
        }
    }

    fn line(&mut self, kind: TokenKind, offset: TextSize, rest: &[Token]) {
        let old = column(self.tree.text(), offset);
        let new = match kind {
            TokenKind::DocumentStart | TokenKind::DocumentEnd | TokenKind::Directive | TokenKind::Ignored => return,
            TokenKind::Comment => self.comment(offset, old, rest),
            _ => self.after(offset, old),
        };
        self.shift_to(offset, old, new);
    }

    /// The column of what begins a line and is no comment.
    fn after(&self, offset: TextSize, old: usize) -> usize {
        if let Some(start) = self.starts.at(offset) {
            return start.new;
        }
        match self.starts.before(offset) {
            Some(start) if self.begins_value(offset) && start.old < old => self.below(start, old),
            Some(start) => moved(self.bracket(offset).unwrap_or(start), old),
            None => old,
        }
    }

    /// The bracket around `offset` that no other is around, if its line begins with it.
    fn bracket(&self, offset: TextSize) -> Option<Start> {
        let around = std::iter::successors(self.tree.node_at(offset), |node| node.parent());
        let outermost = around.filter(|node| node.is_flow()).last()?.full_range().start();
        let starts_line = self.tree.text()[..usize::from(outermost)].rsplit('\n').next().is_some_and(|before| before.trim().is_empty());
        let old = column(self.tree.text(), outermost);
        (starts_line && outermost < offset).then(|| Start { offset: outermost, old, new: self.after(outermost, old) })
    }

    /// The column of a value on a line below its key.
    fn below(&self, start: Start, old: usize) -> usize {
        if self.is_moved(start.offset) { start.new + UNIT } else { moved(start, old) }
    }

    /// Whether the lines of what begins at `offset` are ours.
    fn is_moved(&self, offset: TextSize) -> bool {
        self.within.contains(offset)
    }

    fn begins_value(&self, offset: TextSize) -> bool {
        let node = self.tree.node_at(offset).filter(|node| node.full_range().start() == offset);
        // The outermost node that begins here is what stands below the key.
        let mut outermost = node;
        while let Some(parent) = outermost.and_then(Node::parent).filter(|parent| parent.full_range().start() == offset) {
            outermost = Some(parent);
        }
        outermost.and_then(Node::parent).is_some_and(|parent| !parent.is_flow())
    }

    /// The column of a comment on a line of its own: that of what it stands above, else that of what it stands below.
    fn comment(&self, offset: TextSize, old: usize, rest: &[Token]) -> usize {
        let is_content = |token: &&Token| !matches!(token.kind, TokenKind::Comment | TokenKind::Blank | TokenKind::Newline);
        let next = rest.iter().find(is_content).and_then(|token| self.starts.at(token.range.start()));
        if let Some(next) = next.filter(|next| next.old == old) {
            return next.new;
        }
        let count = self.starts.0.partition_point(|start| start.offset < offset);
        // What stands to the left of everything belongs to the outermost entries.
        let outermost = self.starts.0.first().map_or(0, |start| start.old);
        match self.starts.0[..count].iter().rev().find(|start| start.old <= old.max(outermost)) {
            // Above the first of the entries below a key.
            Some(start) => next.filter(|next| next.old > start.old).map_or(moved(*start, old), |next| next.new),
            None => next.map_or(old, |next| if old > next.old { next.new } else { old.min(next.new) }),
        }
    }

    /// Leaves one blank behind a dash, if what follows may move.
    fn behind_dash(&mut self, dash: TextRange, rest: &[Token]) {
        let [blank, next, ..] = rest else { return };
        let is_gap = blank.kind == TokenKind::Blank && !matches!(next.kind, TokenKind::Newline | TokenKind::Comment);
        let Some(seq) = self.starts.at(dash.start()).filter(|_| is_gap) else { return };
        let stays = self.starts.at(next.range.start()).is_some_and(|start| start.new != seq.new + UNIT);
        if !stays && self.within.contains_range(blank.range) && &self.tree.text()[blank.range] != " " {
            self.edits.push(Edit::replace(blank.range, " "));
        }
    }

    /// Moves the lines of a plain or quoted scalar but for the first.
    fn text(&mut self, node: Node<'t>) {
        let offset = node.range().start();
        let Some(start) = self.starts.0[..self.starts.0.partition_point(|start| start.offset <= offset)].last().copied() else { return };
        let first_old = column(self.tree.text(), node.full_range().start());
        let own_line =
            self.tree.text()[..usize::from(node.full_range().start())].rsplit('\n').next().is_some_and(|line| line.trim().is_empty());
        let first_new = self.after(node.full_range().start(), first_old);
        for (at, line) in lines_below(node) {
            let old = line.len() - line.trim_start_matches(' ').len();
            if line.trim().is_empty() || line[old..].starts_with('\t') {
                continue;
            }
            let new = if own_line { (old + first_new).saturating_sub(first_old) } else { moved(start, old) };
            self.shift_to(at + size(old), old, new.max(start.new + 1));
        }
    }

    /// Moves the lines of a block scalar.
    fn block(&mut self, node: Node<'t>) {
        let Some(start) = self.starts.before(node.range().start()) else { return };
        let indent = |line: &str| line.len() - line.trim_start_matches(' ').len();
        let content = lines_below(node).find(|(_, line)| !line.trim().is_empty()).map(|(_, line)| indent(line));
        let Some(old) = content else { return };
        let is_explicit = node
            .source()
            .lines()
            .next()
            .is_some_and(|header| header.split('#').next().is_some_and(|marks| marks.contains(|c: char| c.is_ascii_digit())));
        let new = if is_explicit { moved(start, old) } else { self.below(start, old) };
        for (at, line) in lines_below(node).filter(|(_, line)| indent(line) >= old) {
            let blanks = indent(line);
            self.shift_to(at + size(blanks), blanks, blanks + new - old.min(blanks + new));
        }
    }

    /// Indents the line of `offset`, before which `old` blanks stand, to column `new`.
    fn shift_to(&mut self, offset: TextSize, old: usize, new: usize) {
        if old == new || !self.within.contains(offset) {
            return;
        }
        let blanks = TextRange::new(offset - size(old), offset);
        self.edits.push(match old.checked_sub(new) {
            Some(surplus) => Edit::delete(TextRange::at(blanks.start(), size(surplus))),
            None => Edit::insert(offset, " ".repeat(new - old)),
        });
    }
}

/// A column that keeps its distance from an entry or item.
fn moved(start: Start, old: usize) -> usize {
    (old + start.new).saturating_sub(start.old)
}

/// The lines of a scalar below its first, each with where it begins.
fn lines_below<'t>(node: Node<'t>) -> impl Iterator<Item = (TextSize, &'t str)> {
    let mut at = node.range().start();
    let lines = node.source().split_inclusive('\n').map(move |line| {
        let start = at;
        at += TextSize::of(line);
        (start, line.trim_end_matches(['\n', '\r']))
    });
    lines.skip(1)
}

fn size(length: usize) -> TextSize {
    TextSize::try_from(length).unwrap_or(TextSize::from(u32::MAX))
}
