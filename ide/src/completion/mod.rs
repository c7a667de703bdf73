//! What could be typed at the cursor. Nothing is offered that would be an error there.

mod circles;
mod comment;
mod keys;
mod marked;
mod reference;
mod snippets;
mod template;
mod values;
mod yaml;

use esc_syntax::{Node, ScalarText, TextRange, TextSize};

use crate::expect::Expected;
use crate::{Context, DocKey};
use marked::MARK;

pub(crate) use marked::Marked;
pub(crate) use reference::written as path;
pub use template::{Piece, Template};

/// Something to insert.
#[derive(Clone, Debug)]
pub struct Completion {
    /// What the menu shows.
    pub label: String,
    /// What it is.
    pub kind: CompletionKind,
    /// A few words beside the label.
    pub detail: Option<String>,
    /// Where its documentation is.
    pub documentation: Option<DocKey>,
    /// Its place in the menu: likelier ones are smaller.
    pub rank: u8,
    /// What is compared with the text in `range`.
    pub filter: String,
    /// What it replaces: on one line, with the cursor in it.
    pub range: TextRange,
    /// What it inserts.
    pub insert: Template,
}

/// What a completion stands for.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum CompletionKind {
    /// A field of the root, or a section.
    Section,
    /// A function, or one of its entries.
    Function,
    /// A provider or rotator.
    Provider,
    /// A key: of an input, of an option.
    Property,
    /// A value that can be referred to.
    Value,
    /// An output of a provider.
    Output,
    /// An environment.
    Environment,
    /// An environment variable.
    Variable,
    /// One of a few possible values.
    Choice,
    /// A rule.
    Rule,
    /// A word of the language.
    Keyword,
}

/// What could be typed at `offset`, likeliest first.
pub fn completions(context: &Context<'_>, offset: TextSize) -> Vec<Completion> {
    let marked = Marked::new(context.source(), offset);
    let mut found = match (marked.comment(), marked.node()) {
        (Some(comment), _) => comment::complete(context, &marked, comment),
        (None, Some(node)) => Request::new(context, &marked, node).complete(),
        (None, None) => Vec::new(),
    };
    found.retain(|completion| completion.fits(context.source().text(), offset));
    // What begins with the typed letters goes before what merely has them.
    let is_far = |completion: &Completion| !completion.continues(context.source().text(), offset);
    found.sort_by(|a, b| (is_far(a), a.rank, &a.label).cmp(&(is_far(b), b.rank, &b.label)));
    found.dedup_by(|a, b| a.label == b.label && a.insert == b.insert);
    found
}

impl Completion {
    pub(crate) fn new(label: impl Into<String>, kind: CompletionKind, range: TextRange, insert: Template) -> Completion {
        let label = label.into();
        Completion { filter: label.clone(), label, kind, detail: None, documentation: None, rank: 5, range, insert }
    }

    pub(crate) fn detail(self, detail: impl Into<Option<String>>) -> Completion {
        Completion { detail: detail.into(), ..self }
    }

    pub(crate) fn documentation(self, key: impl Into<Option<DocKey>>) -> Completion {
        Completion { documentation: key.into(), ..self }
    }

    fn rank(self, rank: u8) -> Completion {
        Completion { rank, ..self }
    }

    pub(crate) fn filter(self, filter: impl Into<String>) -> Completion {
        Completion { filter: filter.into(), ..self }
    }

    /// Whether this may be what is being typed: the letters typed so far occur in their order.
    pub(crate) fn fits(&self, text: &str, offset: TextSize) -> bool {
        if !self.range.contains_inclusive(offset) {
            return false;
        }
        let mut letters = self.filter.chars().flat_map(char::to_lowercase);
        self.typed(text, offset).all(|typed| letters.any(|letter| letter == typed))
    }

    /// Whether this begins with what is typed so far.
    fn continues(&self, text: &str, offset: TextSize) -> bool {
        let mut letters = self.filter.chars().flat_map(char::to_lowercase);
        self.typed(text, offset).all(|typed| letters.next() == Some(typed))
    }

    /// The letters between the start of the range and the cursor, which is in the range.
    fn typed(&self, text: &str, offset: TextSize) -> impl Iterator<Item = char> {
        text[TextRange::new(self.range.start(), offset)].chars().flat_map(char::to_lowercase)
    }
}

/// What is asked about one scalar.
struct Request<'r, 'a> {
    context: &'r Context<'a>,
    marked: &'r Marked,
    node: Node<'r>,
    text: ScalarText<'r>,
    expected: Expected,
}

impl<'r, 'a> Request<'r, 'a> {
    fn new(context: &'r Context<'a>, marked: &'r Marked, node: Node<'r>) -> Self {
        Request { context, marked, node, text: node.scalar_text(), expected: Expected::at(node, context.catalogue()) }
    }

    fn complete(&self) -> Vec<Completion> {
        if let Some(found) = reference::complete(self) {
            return found;
        }
        // Text of several lines is no name.
        if self.marked.source().text()[self.node.range()].contains('\n') {
            return Vec::new();
        }
        let mut found = keys::complete(self);
        found.extend(values::complete(self));
        if self.lacks_space() {
            found.iter_mut().for_each(|completion| completion.insert = Template::text(" ").append(completion.insert.clone(), 0));
        }
        found
    }

    /// Whether the scalar touches the `:` or `-` before it, which separates nothing without a space.
    fn lacks_space(&self) -> bool {
        self.context.source().text()[..usize::from(self.content().start())].ends_with([':', '-'])
    }

    /// The scalar without its quotes, in the original text.
    fn content(&self) -> TextRange {
        let range = self.node.range();
        let source = self.node.source();
        let quote = source.chars().next().filter(|c| matches!(c, '"' | '\'')).filter(|_| !self.is_plain());
        let Some(quote) = quote else { return self.marked.original(range) };
        let start = range.start() + TextSize::of(quote);
        let closed = source.len() > 1 && source.ends_with(quote);
        let end = if closed { range.end() - TextSize::of(quote) } else { range.end() };
        self.marked.original(TextRange::new(start, end.max(start)))
    }

    fn is_plain(&self) -> bool {
        self.node.style() == Some(esc_syntax::ScalarStyle::Plain)
    }

    /// Whether the scalar is in brackets or braces.
    fn is_in_flow(&self) -> bool {
        std::iter::successors(self.node.parent(), |node| node.parent()).any(Node::is_flow)
    }

    /// What stands before the scalar on its line.
    fn before(&self) -> &str {
        let text = self.marked.source().text();
        let start = usize::from(self.node.full_range().start());
        &text[text[..start].rfind('\n').map_or(0, |at| at + 1)..start]
    }

    /// A scalar that means `text`, to be put in the place of [`Request::content`].
    fn scalar(&self, text: &str) -> String {
        match self.node.style() {
            Some(esc_syntax::ScalarStyle::Plain) | None => yaml::scalar(text, self.is_in_flow()),
            Some(style) => yaml::inside(text, style),
        }
    }

    /// How many columns the scalar is right of the indentation of its line: behind dashes, mostly.
    fn hanging(&self) -> usize {
        self.before().trim_start_matches(' ').len()
    }

    /// How many bytes are left of a node on its line.
    fn column(&self, node: Node<'_>) -> usize {
        let start = usize::from(node.range().start());
        start - self.marked.source().text()[..start].rfind('\n').map_or(0, |at| at + 1)
    }

    /// How far nested blocks are indented in this document.
    fn indent(&self) -> usize {
        let nested = self.marked.source().tree().nodes().filter(|node| node.is_mapping() && !node.is_flow()).find_map(|node| {
            let parent = node.parent().filter(|parent| parent.is_mapping() && !parent.is_flow())?;
            self.column(node).checked_sub(self.column(parent)).filter(|indent| (1..=8).contains(indent))
        });
        nested.unwrap_or(2)
    }
}

#[cfg(test)]
mod soundness;
#[cfg(test)]
mod tests;
