//! The tree: a flat pre-order list of nodes, and cheap handles into it.
//!
//! May not change after parsing, and may not know what a node means to ESC. A [`Node`] is a reference and an index; copying
//! it is free. Scalars are decoded on demand (see `cook`), so a tree costs little more than its text.

use std::borrow::Cow;
use std::fmt;
use std::sync::{Arc, OnceLock};

use text_size::{TextRange, TextSize};

use crate::cook::{self, ScalarText};
use crate::token::{Token, Tokens};
use crate::{Resolved, SyntaxError, resolve};

/// The syntax tree of the first document of a text, with everything that is around it.
#[derive(Clone)]
pub struct Tree {
    pub(crate) text: Arc<str>,
    pub(crate) nodes: Vec<NodeData>,
    pub(crate) props: Vec<Props>,
    /// Tokens without blanks and line breaks, in source order; the gaps between them are white space.
    pub(crate) tokens: Vec<Token>,
    pub(crate) errors: Vec<SyntaxError>,
    /// Where the part begins that nobody reads: the second document and all after it.
    pub(crate) document_end: TextSize,
    /// Each node's place among its siblings; found out when it is first asked for.
    pub(crate) places: OnceLock<Box<[Place]>>,
}

/// A node's place among the children of its parent.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place {
    /// From 0; keys and values of a mapping count alike.
    index: u32,
    /// The sibling before it, or `NONE`.
    previous: u32,
}

/// Names a node of one tree. Meaningless in another tree.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct NodeId(pub(crate) u32);

/// How a scalar is written.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum ScalarStyle {
    /// No quotes. An omitted value is an empty plain scalar.
    Plain,
    /// `'...'`
    SingleQuoted,
    /// `"..."`
    DoubleQuoted,
    /// `|`
    Literal,
    /// `>`
    Folded,
}

/// What a node is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum NodeKind {
    /// Key-value pairs; children alternate between keys and values.
    Mapping,
    /// A list.
    Sequence,
    /// Text in some style.
    Scalar(ScalarStyle),
    /// `*name`
    Alias,
}

/// No offset, no node, no properties.
pub(crate) const NONE: u32 = u32::MAX;

#[derive(Clone, Copy, Debug)]
pub(crate) struct NodeData {
    pub kind: NodeKind,
    /// Written with brackets or braces (collections only).
    pub flow: bool,
    /// Cut or joined by error recovery; its text may not be what the author means.
    pub damaged: bool,
    /// Not written at all: an omitted value, or one made up by recovery.
    pub missing: bool,
    /// A scalar whose text is what stands between its quotes, byte for byte.
    pub verbatim: bool,
    /// Content, without anchor and tag.
    pub start: u32,
    pub end: u32,
    /// Index after the last descendant.
    pub next: u32,
    pub parent: u32,
    /// Index into `Tree::props`, or `NONE`.
    pub props: u32,
    /// Offset of the `-`, `?` or `:` that introduces this node, or `NONE`.
    pub indicator: u32,
    /// Of a block scalar, the column of its content, in characters. Of a missing node, the offset where yaml.v3 says that it is, `NONE`
    /// for the end of the stream.
    pub indent: u32,
    /// Where a block scalar's last line breaks end, which only chomping sees; else `end`.
    pub raw_end: u32,
}

#[derive(Clone, Default, Debug)]
pub(crate) struct Props {
    /// Anchor name with its `&`.
    pub anchor: Option<TextRange>,
    /// Tag as written, with its `!`, and as it resolves (`!!str`, `!foo`, `tag:example.com,2000:x`).
    pub tag: Option<(TextRange, Box<str>)>,
}

impl Props {
    /// Where the later of both ends.
    pub fn end(&self) -> Option<TextSize> {
        let tag = self.tag.as_ref().map(|(range, _)| *range);
        self.anchor.into_iter().chain(tag).map(TextRange::end).max()
    }
}

/// A tag: where it stands and what it resolves to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Tag<'t> {
    /// The tag as written, `!` included.
    pub range: TextRange,
    /// Short form (`!!str`) of YAML's own tags, else the full text after expansion of its handle. A lone `!` is `!`.
    pub name: &'t str,
}

impl Tree {
    /// The whole text, as it was given.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text as a shared string, for holders that outlive the tree.
    pub fn shared_text(&self) -> Arc<str> {
        Arc::clone(&self.text)
    }

    /// The document's content; `None` for a text without any (empty, blank, or comments alone).
    pub fn root(&self) -> Option<Node<'_>> {
        (!self.nodes.is_empty()).then_some(Node { tree: self, id: NodeId(0) })
    }

    /// The node with this id.
    ///
    /// # Panics
    /// If the id belongs to a larger tree.
    pub fn node(&self, id: NodeId) -> Node<'_> {
        assert!((id.0 as usize) < self.nodes.len(), "a node id of another tree");
        Node { tree: self, id }
    }

    /// All nodes in pre-order.
    pub fn nodes(&self) -> impl Iterator<Item = Node<'_>> {
        (0..self.nodes.len() as u32).map(|id| Node { tree: self, id: NodeId(id) })
    }

    /// What is wrong with the text, in source order. Empty exactly when yaml.v3 accepts the first document.
    pub fn errors(&self) -> &[SyntaxError] {
        &self.errors
    }

    /// Tokens that tile the text: blanks, line breaks, comments and the ignored rest included.
    pub fn tokens(&self) -> impl Iterator<Item = Token> + '_ {
        Tokens::new(&self.text, &self.tokens, self.document_end)
    }

    /// Comments of the document, from `#` to the end of the line, in source order.
    pub fn comments(&self) -> impl Iterator<Item = TextRange> + '_ {
        self.tokens.iter().filter(|token| token.kind == crate::TokenKind::Comment).map(|token| token.range)
    }

    /// What follows the first document and is never read, `---` or `%` included; `None` if there is nothing.
    pub fn ignored(&self) -> Option<TextRange> {
        let end = TextSize::of(&*self.text);
        (self.document_end < end).then(|| TextRange::new(self.document_end, end))
    }

    /// The innermost node whose full range contains `offset` or ends there; keys and values alike.
    pub fn node_at(&self, offset: TextSize) -> Option<Node<'_>> {
        let mut found = None;
        let mut index = 0;
        while let Some(data) = self.nodes.get(index as usize) {
            let node = Node { tree: self, id: NodeId(index) };
            let range = node.full_range();
            if range.start() > offset {
                break;
            }
            if range.contains_inclusive(offset) {
                found = Some(node);
                index += 1;
            } else {
                index = data.next;
            }
        }
        found
    }
}

impl fmt::Debug for Tree {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The text may hold secrets; the shape is enough to debug with.
        f.debug_struct("Tree")
            .field("len", &self.text.len())
            .field("nodes", &self.nodes.len())
            .field("errors", &self.errors)
            .finish_non_exhaustive()
    }
}

/// A handle to one node of a tree.
#[derive(Clone, Copy)]
pub struct Node<'t> {
    tree: &'t Tree,
    id: NodeId,
}

impl<'t> Node<'t> {
    fn data(self) -> &'t NodeData {
        &self.tree.nodes[self.id.0 as usize]
    }

    fn props(self) -> Option<&'t Props> {
        self.tree.props.get(self.data().props as usize)
    }

    /// The tree that this is a node of.
    pub fn tree(self) -> &'t Tree {
        self.tree
    }

    /// This node's name in its tree.
    pub fn id(self) -> NodeId {
        self.id
    }

    /// What it is.
    pub fn kind(self) -> NodeKind {
        self.data().kind
    }

    /// Whether this is a mapping.
    pub fn is_mapping(self) -> bool {
        self.kind() == NodeKind::Mapping
    }

    /// Whether this is a sequence.
    pub fn is_sequence(self) -> bool {
        self.kind() == NodeKind::Sequence
    }

    /// The style of a scalar; `None` for anything else.
    pub fn style(self) -> Option<ScalarStyle> {
        match self.kind() {
            NodeKind::Scalar(style) => Some(style),
            NodeKind::Mapping | NodeKind::Sequence | NodeKind::Alias => None,
        }
    }

    /// Whether a collection is written with brackets or braces.
    pub fn is_flow(self) -> bool {
        self.data().flow
    }

    /// Whether error recovery cut or joined this node, so that its text may not be what the author means.
    pub fn is_damaged(self) -> bool {
        self.data().damaged
    }

    /// Whether nothing is written here: an omitted value, or one that recovery made up. Its range is empty.
    pub fn is_missing(self) -> bool {
        self.data().missing
    }

    /// The content, quotes and brackets included, anchor and tag not. Block scalars start at their `|` or `>`.
    pub fn range(self) -> TextRange {
        TextRange::new(self.data().start.into(), self.data().end.into())
    }

    /// The content with its anchor and tag.
    pub fn full_range(self) -> TextRange {
        let range = self.range();
        match self.props() {
            None => range,
            Some(props) => {
                let tag = props.tag.as_ref().map(|(tag, _)| *tag);
                [props.anchor, tag].into_iter().flatten().fold(range, TextRange::cover)
            }
        }
    }

    /// The anchor, `&` included.
    pub fn anchor(self) -> Option<TextRange> {
        self.props()?.anchor
    }

    /// The tag.
    pub fn tag(self) -> Option<Tag<'t>> {
        self.props()?.tag.as_ref().map(|(range, name)| Tag { range: *range, name })
    }

    /// Offset of the `-`, `?` or `:` that introduces this node.
    pub fn indicator(self) -> Option<TextSize> {
        (self.data().indicator != NONE).then(|| self.data().indicator.into())
    }

    /// The source text of [`Node::range`].
    pub fn source(self) -> &'t str {
        &self.tree.text[self.range()]
    }

    /// The source with the line breaks that end a block scalar.
    fn raw_source(self) -> &'t str {
        &self.tree.text[self.data().start as usize..self.data().raw_end as usize]
    }

    /// Where yaml.v3 says that this node begins, anchor and tag included; `None` for the end of the stream.
    pub(crate) fn event_offset(self) -> Option<TextSize> {
        if self.is_missing() && self.data().props == NONE {
            return (self.data().indent != NONE).then(|| self.data().indent.into());
        }
        Some(self.full_range().start())
    }

    /// The node that holds this one.
    pub fn parent(self) -> Option<Node<'t>> {
        (self.data().parent != NONE).then(|| Node { tree: self.tree, id: NodeId(self.data().parent) })
    }

    /// Its place among the children of its parent, from 0; keys and values of a mapping count alike. 0 for the root.
    pub fn sibling_index(self) -> usize {
        self.place().index as usize
    }

    /// The child of its parent before it; before a value of a mapping that is its key.
    pub fn previous_sibling(self) -> Option<Node<'t>> {
        let previous = self.place().previous;
        (previous != NONE).then_some(Node { tree: self.tree, id: NodeId(previous) })
    }

    /// The child of its parent behind it; behind a key of a mapping that is its value.
    pub fn next_sibling(self) -> Option<Node<'t>> {
        let next = self.data().next;
        (next < self.parent()?.data().next).then_some(Node { tree: self.tree, id: NodeId(next) })
    }

    /// The entry of its parent that it is the key or the value of; `None` outside of mappings.
    pub fn entry(self) -> Option<Entry<'t>> {
        self.parent()?.is_mapping().then_some(())?;
        let node = |id: u32| Node { tree: self.tree, id: NodeId(id) };
        Some(match self.place() {
            Place { index, .. } if index % 2 == 0 => Entry { key: self, value: node(self.data().next) },
            Place { previous, .. } => Entry { key: node(previous), value: self },
        })
    }

    /// The entry that it is the key of.
    pub fn as_key(self) -> Option<Entry<'t>> {
        self.entry().filter(|entry| entry.key.id == self.id)
    }

    /// The entry that it is the value of.
    pub fn as_value(self) -> Option<Entry<'t>> {
        self.entry().filter(|entry| entry.value.id == self.id)
    }

    fn place(self) -> Place {
        let places = self.tree.places.get_or_init(|| places(&self.tree.nodes));
        places[self.id.0 as usize]
    }

    /// Key-value pairs of a mapping, in source order, repeated keys too. Empty for anything else.
    pub fn entries(self) -> Entries<'t> {
        let (first, end) = if self.is_mapping() { (self.id.0 + 1, self.data().next) } else { (0, 0) };
        Entries { tree: self.tree, first, end }
    }

    /// Items of a sequence. Empty for anything else.
    pub fn items(self) -> Items<'t> {
        let (first, end) = if self.is_sequence() { (self.id.0 + 1, self.data().next) } else { (0, 0) };
        Items { tree: self.tree, first, end }
    }

    /// The decoded text of a scalar, or the name of an alias; empty for collections.
    pub fn text(self) -> Cow<'t, str> {
        if self.data().verbatim {
            return Cow::Borrowed(self.verbatim());
        }
        match self.kind() {
            NodeKind::Scalar(style) => cook::text(self.raw_source(), style, self.data().indent),
            NodeKind::Alias => Cow::Borrowed(self.source().trim_start_matches('*')),
            NodeKind::Mapping | NodeKind::Sequence => Cow::Borrowed(""),
        }
    }

    /// What stands between the quotes, if there are any.
    fn verbatim(self) -> &'t str {
        let source = self.source();
        match self.style() {
            Some(ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted) => source.get(1..source.len() - 1).unwrap_or_default(),
            _ => source,
        }
    }

    /// The decoded text of a scalar with a map back to the source; empty for anything else.
    pub fn scalar_text(self) -> ScalarText<'t> {
        match self.kind() {
            NodeKind::Scalar(style) => cook::scalar_text(self.raw_source(), style, self.data().indent, self.range().start()),
            NodeKind::Mapping | NodeKind::Sequence | NodeKind::Alias => ScalarText::empty(self.range().start()),
        }
    }

    /// What a scalar is after YAML's typing rules, as the ESC decoder sees it. `None` for collections and aliases.
    pub fn resolved(self) -> Option<Result<Resolved, crate::CannotDecode>> {
        let style = self.style()?;
        Some(resolve(self.tag().map(|tag| tag.name), style, &self.text()))
    }
}

fn places(nodes: &[NodeData]) -> Box<[Place]> {
    let mut places = vec![Place { index: 0, previous: NONE }; nodes.len()];
    for (id, parent) in nodes.iter().enumerate() {
        let (mut child, mut place) = (id as u32 + 1, Place { index: 0, previous: NONE });
        while child < parent.next {
            places[child as usize] = place;
            place = Place { index: place.index + 1, previous: child };
            child = nodes[child as usize].next;
        }
    }
    places.into()
}

impl fmt::Debug for Node<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}@{:?}", self.kind(), self.range())
    }
}

/// One key with its value.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'t> {
    /// The key; any node in a text that is not an environment.
    pub key: Node<'t>,
    /// The value; [`Node::is_missing`] if nothing is written.
    pub value: Node<'t>,
}

impl Entry<'_> {
    /// Offset of the `:` between them, if there is one.
    pub fn colon(&self) -> Option<TextSize> {
        self.value.indicator()
    }

    /// From the start of the key to the end of the value.
    pub fn range(&self) -> TextRange {
        self.key.full_range().cover(self.value.full_range())
    }
}

/// Iterator of [`Node::entries`].
#[derive(Clone)]
pub struct Entries<'t> {
    tree: &'t Tree,
    first: u32,
    end: u32,
}

impl<'t> Iterator for Entries<'t> {
    type Item = Entry<'t>;

    fn next(&mut self) -> Option<Entry<'t>> {
        if self.first >= self.end {
            return None;
        }
        let key = Node { tree: self.tree, id: NodeId(self.first) };
        let value = Node { tree: self.tree, id: NodeId(key.data().next) };
        self.first = value.data().next;
        Some(Entry { key, value })
    }
}

/// Iterator of [`Node::items`].
#[derive(Clone)]
pub struct Items<'t> {
    tree: &'t Tree,
    first: u32,
    end: u32,
}

impl<'t> Iterator for Items<'t> {
    type Item = Node<'t>;

    fn next(&mut self) -> Option<Node<'t>> {
        if self.first >= self.end {
            return None;
        }
        let item = Node { tree: self.tree, id: NodeId(self.first) };
        self.first = item.data().next;
        Some(item)
    }
}
