//! The outline of a document: fields, imports, values. Names and forms alone; no value is ever shown.

use std::borrow::Cow;

use esc_analysis::document::{Document, Function, RootField};
use esc_syntax::{Node, NodeKind, TextRange};

/// Deeper values are left out: nobody reads an outline that deep.
const MAX_DEPTH: usize = 32;

/// A named part of a document.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Symbol {
    /// Its key, or its place in a list.
    pub name: String,
    /// The function that computes it, or the options of an import.
    pub detail: Option<String>,
    /// What it is.
    pub kind: SymbolKind,
    /// All of it, from the key on.
    pub range: TextRange,
    /// The key.
    pub selection: TextRange,
    /// What is in it.
    pub children: Vec<Symbol>,
}

/// What a symbol stands for.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum SymbolKind {
    /// A field of the root, or a section that other programs read.
    Section,
    /// An imported environment.
    Import,
    /// An object.
    Object,
    /// A list.
    List,
    /// Anything else.
    Value,
    /// What a function computes.
    Call,
}

/// The outline of `document`.
pub fn symbols(document: &Document) -> Vec<Symbol> {
    let Some(root) = document.source.tree().root() else { return Vec::new() };
    root.entries()
        .map(|entry| {
            let field = RootField::parse(&entry.key.text());
            let children = match field {
                Some(RootField::Imports) => entry.value.items().filter_map(import).collect(),
                _ => children(entry.value, 1),
            };
            symbol(&entry.key.text(), entry.range(), entry.key.range(), SymbolKind::Section, children)
        })
        .collect()
}

fn import(item: Node<'_>) -> Option<Symbol> {
    let name = match item.entries().next() {
        Some(entry) => entry.key,
        None => item.style().map(|_| item)?,
    };
    Some(symbol(&name.text(), item.full_range(), name.range(), SymbolKind::Import, Vec::new()))
}

fn children(node: Node<'_>, depth: usize) -> Vec<Symbol> {
    if depth >= MAX_DEPTH {
        return Vec::new();
    }
    let entries = node.entries().map(|entry| value(&entry.key.text(), entry.range(), entry.key.range(), entry.value, depth));
    // Items that are no composites have no name to look for.
    let items = node.items().enumerate().filter(|(_, item)| item.is_mapping() || item.is_sequence());
    let items = items.map(|(index, item)| value(&format!("[{index}]"), item.full_range(), item.range(), item, depth));
    entries.chain(items).collect()
}

fn value(name: &str, range: TextRange, selection: TextRange, node: Node<'_>, depth: usize) -> Symbol {
    if let Some((key, argument)) = call(node) {
        let mut symbol = symbol(name, range, selection, SymbolKind::Call, children(argument, depth + 1));
        symbol.detail = Some(key.into_owned());
        return symbol;
    }
    let kind = match node.kind() {
        NodeKind::Mapping => SymbolKind::Object,
        NodeKind::Sequence => SymbolKind::List,
        NodeKind::Scalar(_) | NodeKind::Alias => SymbolKind::Value,
    };
    symbol(name, range, selection, kind, children(node, depth + 1))
}

fn call(node: Node<'_>) -> Option<(Cow<'_, str>, Node<'_>)> {
    let mut entries = node.entries();
    let (entry, None) = (entries.next()?, entries.next()) else { return None };
    let key = entry.key.text();
    Function::recognise(&key)?;
    Some((key, entry.value))
}

fn symbol(name: &str, range: TextRange, selection: TextRange, kind: SymbolKind, children: Vec<Symbol>) -> Symbol {
    // Editors refuse a symbol without a name.
    let name = if name.trim().is_empty() { format!("{name:?}") } else { name.to_owned() };
    Symbol { name, detail: None, kind, range, selection, children }
}

#[cfg(test)]
mod tests {
    use esc_analysis::Source;
    use insta::assert_snapshot;

    use super::*;

    fn outline(text: &str) -> String {
        fn write(symbols: &[Symbol], depth: usize, out: &mut String) {
            for symbol in symbols {
                assert!(symbol.range.contains_range(symbol.selection));
                let detail = symbol.detail.as_ref().map(|detail| format!(" ({detail})")).unwrap_or_default();
                out.push_str(&format!("{}{} {:?}{detail}\n", "  ".repeat(depth), symbol.name, symbol.kind));
                write(&symbol.children, depth + 1, out);
            }
        }
        let mut out = String::new();
        write(&symbols(&Document::build(Source::new("env.yaml", text))), 0, &mut out);
        out
    }

    #[test]
    fn shows_fields_imports_and_values() {
        assert_snapshot!(outline("\
imports:
- base
- team/dev: {merge: false}
values:
  aws:
    login:
      fn::open::aws-login:
        oidc: {roleArn: x}
  list: [1, {a: b}]
  key: hunter2
  password: {fn::secret: hunter2}
"), @"
        imports Section
          base Import
          team/dev Import
        values Section
          aws Object
            login Call (fn::open::aws-login)
              oidc Object
                roleArn Value
          list List
            [1] Object
              a Value
          key Value
          password Call (fn::secret)
        ");
    }

    #[test]
    fn half_typed_documents_have_an_outline() {
        assert_snapshot!(outline("values:\n  aws\n  b: \"x\n  c: [1\n  '': 1\n"), @r#"
        values Section
          aws Value
          b Value
          c List
          "" Value
        "#);
        assert_eq!(outline(""), "");
        assert_eq!(outline("- a\n"), "");
    }

    #[test]
    fn depth_is_bounded() {
        let deep = "values:\n".to_owned() + &(1..3000).map(|depth| format!("{}a:\n", " ".repeat(depth))).collect::<String>();
        assert!(outline(&deep).lines().count() <= MAX_DEPTH + 1);
    }
}
