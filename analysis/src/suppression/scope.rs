//! What a suppression comment counts for: the entries and items that it stands behind or above.

use esc_syntax::{Node, TextRange, TextSize, Tree};

use super::{Directive, Kind};
use crate::fix;

/// What a suppression comment counts for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Scope {
    /// The whole file.
    File,
    /// Entries and items, with the rest of their last lines.
    Nodes(Vec<TextRange>),
    /// Nothing: it is in the wrong place, or asks for something unknown.
    Nothing,
}

/// The entries and items of a tree.
pub(super) struct Scopes<'t> {
    tree: &'t Tree,
    /// In order of their beginnings, outer before inner.
    places: Vec<Place>,
}

/// An entry or an item.
#[derive(Clone, Copy)]
struct Place {
    range: TextRange,
    in_flow: bool,
}

impl<'t> Scopes<'t> {
    pub fn new(tree: &'t Tree) -> Scopes<'t> {
        let mut places: Vec<Place> = tree.nodes().flat_map(places_in).collect();
        places.sort_by_key(|place| (place.range.start(), std::cmp::Reverse(place.range.end())));
        Scopes { tree, places }
    }

    pub fn of(&self, directive: &Directive) -> Scope {
        match directive.kind {
            Kind::File if self.is_in_head(directive) => Scope::File,
            Kind::Entry if directive.alone => self.below(directive),
            Kind::Entry => self.before(directive),
            Kind::File | Kind::Unknown => Scope::Nothing,
        }
    }

    /// Where the innermost entry or item around `offset` begins.
    pub fn innermost(&self, offset: TextSize) -> Option<TextSize> {
        let begun = &self.places[..self.places.partition_point(|place| place.range.start() <= offset)];
        begun.iter().rev().find(|place| place.range.contains_inclusive(offset)).map(|place| place.range.start())
    }

    /// Where the next entry or item from `offset` on begins.
    pub fn next_start(&self, offset: TextSize) -> Option<TextSize> {
        self.places.get(self.places.partition_point(|place| place.range.start() < offset)).map(|place| place.range.start())
    }

    /// Nothing but comments stands before it.
    fn is_in_head(&self, directive: &Directive) -> bool {
        self.tree.root().is_none_or(|root| directive.range.start() < root.full_range().start())
    }

    /// For a comment behind something: the innermost entry or item that begins on its line; inside brackets, all that begin there; else the
    /// one that ends there.
    fn before(&self, directive: &Directive) -> Scope {
        let line = fix::whole_lines(self.tree.text(), TextRange::empty(directive.range.start())).start();
        let line = TextRange::new(line, directive.range.start());
        let (before, rest) = self.places.split_at(self.places.partition_point(|place| place.range.start() < line.start()));
        let begins = &rest[..rest.partition_point(|place| place.range.start() < line.end())];
        if let Some(block) = begins.iter().rev().find(|place| !place.in_flow) {
            return self.scope(directive, &[*block]);
        }
        let mut outermost: Vec<Place> = Vec::new();
        for place in begins {
            if outermost.last().is_none_or(|outer| !outer.range.contains_range(place.range)) {
                outermost.push(*place);
            }
        }
        if outermost.is_empty() {
            let ends = |place: &&Place| line.contains_inclusive(place.range.end());
            outermost.extend(before.iter().rev().find(ends));
        }
        self.scope(directive, &outermost)
    }

    /// For a comment alone on its line: the outermost entry or item that begins on the next line that holds one, unless that is further left
    /// than the comment, and so belongs to something else.
    fn below(&self, directive: &Directive) -> Scope {
        let text = self.tree.text();
        let next = self.places.get(self.places.partition_point(|place| place.range.start() < directive.range.end()));
        let Some(next) = next else { return Scope::Nothing };
        let between = &text[TextRange::new(directive.range.end(), next.range.start())];
        let trivial = between.lines().all(|line| line.trim().is_empty() || line.trim_start().starts_with('#'));
        let deeper = fix::column(text, directive.range.start()) > fix::column(text, next.range.start());
        if !trivial || !next.in_flow && deeper { Scope::Nothing } else { self.scope(directive, &[*next]) }
    }

    fn scope(&self, directive: &Directive, places: &[Place]) -> Scope {
        let ranges = places.iter().map(|place| {
            let range = if directive.alone { place.range.cover(directive.range) } else { place.range };
            // Comments behind its last line are part of it.
            let end = if place.in_flow { range.end() } else { line_end(self.tree.text(), range.end()) };
            TextRange::new(range.start(), end)
        });
        let ranges: Vec<TextRange> = ranges.collect();
        if ranges.is_empty() { Scope::Nothing } else { Scope::Nodes(ranges) }
    }
}

/// The entries or items directly in `node`.
fn places_in(node: Node<'_>) -> Vec<Place> {
    let in_flow = node.is_flow();
    let marked = |inner: Node<'_>, range: TextRange| match inner.indicator() {
        Some(mark) if !in_flow && mark < range.start() => TextRange::new(mark, range.end()),
        _ => range,
    };
    let entries = node.entries().map(|entry| marked(entry.key, entry.range()));
    let items = node.items().map(|item| marked(item, item.full_range()));
    entries.chain(items).map(|range| Place { range, in_flow }).collect()
}

fn line_end(text: &str, offset: TextSize) -> TextSize {
    let rest = &text[usize::from(offset)..];
    offset + TextSize::of(rest.find('\n').map_or(rest, |at| &rest[..at]))
}
