//! Collects nodes in pre-order while the parser runs. Knows which collections are open, and closes them all in the end, come what may.

use std::collections::HashSet;

use crate::scanner::Lex;
use crate::tree::{NONE, NodeData, NodeKind, Props, ScalarStyle};

/// A collection that is open.
#[derive(Clone, Copy)]
struct Open {
    index: u32,
    /// It has an odd number of children; a mapping lacks a value then.
    odd: bool,
}

pub(super) struct Builder<'t> {
    pub text: &'t str,
    pub nodes: Vec<NodeData>,
    pub props: Vec<Props>,
    open: Vec<Open>,
    anchors: HashSet<&'t str>,
    /// Where the last thing ends that was written.
    last_end: u32,
    /// Where the indicator (`-`, `?`, `:`) of the next node stands.
    pub indicator: u32,
}

impl<'t> Builder<'t> {
    pub fn new(text: &'t str) -> Self {
        let nodes = Vec::with_capacity(text.len() / 16);
        Builder { text, nodes, props: Vec::new(), open: Vec::new(), anchors: HashSet::new(), last_end: 0, indicator: NONE }
    }

    /// Adds the anchor and tag of the next node; gives what the node is to hold.
    pub fn properties(&mut self, properties: Props) -> u32 {
        if properties.anchor.is_none() && properties.tag.is_none() {
            return NONE;
        }
        if let Some(anchor) = properties.anchor {
            self.anchors.insert(self.text[anchor].trim_start_matches('&'));
        }
        self.props.push(properties);
        self.props.len() as u32 - 1
    }

    fn push(&mut self, kind: NodeKind, start: u32, end: u32, props: u32) -> &mut NodeData {
        let index = self.nodes.len();
        self.child_ended(end);
        let mut parent = NONE;
        if let Some(open) = self.open.last_mut() {
            parent = open.index;
            open.odd = !open.odd;
        }
        self.nodes.push(NodeData {
            kind,
            flow: false,
            damaged: false,
            missing: false,
            verbatim: false,
            start,
            end,
            raw_end: end,
            next: index as u32 + 1,
            parent,
            props,
            indicator: std::mem::replace(&mut self.indicator, NONE),
            indent: 0,
        });
        &mut self.nodes[index]
    }

    pub fn scalar(&mut self, style: ScalarStyle, lex: Lex, props: u32) {
        let mut end = lex.end;
        if matches!(style, ScalarStyle::Literal | ScalarStyle::Folded) {
            let content = self.text[lex.range()].trim_end_matches(crate::token::is_line_break);
            end = lex.start + content.len() as u32;
        }
        let node = self.push(NodeKind::Scalar(style), lex.start, end, props);
        node.raw_end = lex.end;
        node.damaged = lex.damaged;
        node.verbatim = lex.verbatim;
        node.indent = lex.indent;
    }

    /// A node that is not written: behind its anchor and tag, else at `at`. `event` is where yaml.v3 says that it is.
    pub fn missing(&mut self, at: u32, event: u32, props: u32) {
        let at = self.props.get(props as usize).and_then(Props::end).map_or(at, u32::from);
        let node = self.push(NodeKind::Scalar(ScalarStyle::Plain), at, at, props);
        node.missing = true;
        node.indent = event;
    }

    /// A node that is not written, behind the last thing that is.
    pub fn missing_after_last(&mut self, event: u32) {
        let behind_indicator = if self.indicator == NONE { 0 } else { self.indicator + 1 };
        self.missing(self.last_end.max(behind_indicator), event, NONE);
    }

    /// Gives `false` for an alias that no anchor before it defines.
    pub fn alias(&mut self, lex: Lex) -> bool {
        self.push(NodeKind::Alias, lex.start, lex.end, NONE);
        let text = self.text;
        self.anchors.contains(text[lex.range()].trim_start_matches('*'))
    }

    pub fn open(&mut self, kind: NodeKind, flow: bool, start: u32, props: u32) {
        let index = self.nodes.len() as u32;
        let node = self.push(kind, start, start, props);
        node.flow = flow;
        self.open.push(Open { index, odd: false });
    }

    /// Closes the innermost collection: behind its bracket if it has one, else with its last child.
    pub fn close(&mut self, bracket: Option<Lex>) {
        let Some(Open { index, odd }) = self.open.last().copied() else { return };
        if odd && self.nodes[index as usize].kind == NodeKind::Mapping {
            // The parser was stopped between key and value.
            self.missing_after_last(NONE);
        }
        self.open.pop();
        let next = self.nodes.len() as u32;
        let node = &mut self.nodes[index as usize];
        node.next = next;
        if let Some(bracket) = bracket {
            node.end = node.end.max(bracket.end);
        }
        let end = node.end;
        self.child_ended(end);
    }

    /// An open collection reaches at least as far as its last child.
    fn child_ended(&mut self, end: u32) {
        self.last_end = self.last_end.max(end);
        if let Some(open) = self.open.last() {
            let parent = &mut self.nodes[open.index as usize];
            parent.end = parent.end.max(end);
        }
    }

    /// Closes whatever is still open.
    pub fn finish(&mut self) {
        while !self.open.is_empty() {
            self.close(None);
        }
    }

    /// Marks the last node that was pushed.
    pub fn damage_last(&mut self) {
        if let Some(last) = self.nodes.last_mut() {
            last.damaged = true;
        }
    }
}
