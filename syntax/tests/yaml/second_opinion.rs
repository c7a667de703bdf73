//! What `yaml-rust2` makes of the same text. It is asked for structure and values alone: it tells neither flow from block nor the names of
//! anchors, and it reads some odd texts differently, so that only texts count that both accept.

use std::collections::HashMap;

use esc_syntax::{Node, NodeKind, ScalarStyle, Tree};
use yaml_rust2::Event;
use yaml_rust2::parser::Parser;
use yaml_rust2::scanner::TScalarStyle;

use crate::texts::{self, Text};

/// The first document as a list of events, alike for both.
type Events = Vec<String>;

fn theirs(text: &str) -> Option<Events> {
    // To it a byte order mark is text.
    let mut parser = Parser::new_from_str(text.trim_start_matches('\u{feff}'));
    let mut events = Vec::new();
    loop {
        match parser.next_token().ok()?.0 {
            Event::DocumentEnd | Event::StreamEnd => return Some(events),
            Event::Nothing | Event::StreamStart | Event::DocumentStart => {}
            Event::Alias(id) => events.push(format!("alias {id}")),
            Event::SequenceStart(id, _) => events.push(format!("[ {id}")),
            Event::SequenceEnd => events.push("]".to_owned()),
            Event::MappingStart(id, _) => events.push(format!("{{ {id}")),
            Event::MappingEnd => events.push("}".to_owned()),
            Event::Scalar(text, style, id, _) => events.push(format!("{} {id} {text:?}", their_style(style))),
        }
    }
}

fn their_style(style: TScalarStyle) -> &'static str {
    match style {
        TScalarStyle::Plain => "plain",
        TScalarStyle::SingleQuoted => "single",
        TScalarStyle::DoubleQuoted => "double",
        TScalarStyle::Literal => "literal",
        TScalarStyle::Folded => "folded",
    }
}

fn ours(tree: &Tree) -> Events {
    let mut printer = Printer::default();
    if let Some(root) = tree.root() {
        printer.node(root);
    }
    printer.events
}

#[derive(Default)]
struct Printer {
    events: Events,
    /// Numbers of anchors by their names; the last of a name counts.
    anchors: HashMap<String, usize>,
    count: usize,
}

impl Printer {
    fn node(&mut self, node: Node<'_>) {
        let id = self.anchor(node);
        match node.kind() {
            NodeKind::Mapping => {
                self.events.push(format!("{{ {id}"));
                for entry in node.entries() {
                    self.node(entry.key);
                    self.node(entry.value);
                }
                self.events.push("}".to_owned());
            }
            NodeKind::Sequence => {
                self.events.push(format!("[ {id}"));
                node.items().for_each(|item| self.node(item));
                self.events.push("]".to_owned());
            }
            NodeKind::Scalar(style) => {
                self.events.push(format!("{} {id} {:?}", our_style(style), node.text()));
            }
            NodeKind::Alias => self.events.push(format!("alias {}", self.anchors.get(&*node.text()).copied().unwrap_or(0))),
        }
    }

    fn anchor(&mut self, node: Node<'_>) -> usize {
        let Some(anchor) = node.anchor() else { return 0 };
        self.count += 1;
        self.anchors.insert(node.tree().text()[anchor].trim_start_matches('&').to_owned(), self.count);
        self.count
    }
}

fn our_style(style: ScalarStyle) -> &'static str {
    match style {
        ScalarStyle::Plain => "plain",
        ScalarStyle::SingleQuoted => "single",
        ScalarStyle::DoubleQuoted => "double",
        ScalarStyle::Literal => "literal",
        ScalarStyle::Folded => "folded",
    }
}

/// Compares texts; gives how many were compared.
fn compare(texts: &[Text]) -> usize {
    let mut compared = 0;
    for text in texts {
        let tree = esc_syntax::parse(text.content.as_str());
        let Some(theirs) = theirs(&text.content).filter(|_| tree.errors().is_empty()) else { continue };
        let ours = ours(&tree);
        let differing = ours.iter().zip(&theirs).find(|(ours, theirs)| ours != theirs);
        assert_eq!(differing, None, "{}", text.name);
        assert_eq!(ours.len(), theirs.len(), "{}", text.name);
        compared += 1;
    }
    println!("{compared} of {} texts compared; the others one of both refuses", texts.len());
    compared
}

#[test]
fn our_texts() {
    let texts = texts::own();
    assert!(compare(&texts) >= texts.len() - 2);
}

#[test]
fn shared_texts() {
    for folder in ["corpus", "conformance"] {
        let texts: Vec<_> = texts::shared(folder).into_iter().filter(|text| !text.name.ends_with(".jsonl")).collect();
        assert!(compare(&texts) * 10 >= texts.len() * 8);
    }
}
