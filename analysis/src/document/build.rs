//! From tree to document, in one pass and exactly as the reference's declaration phase does it.
//!
//! Recursion follows the tree, which is at most 10,000 levels deep, on a stack that grows.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use esc_syntax::{Entry, Interpolation, Node, NodeId, NodeKind, Resolved, ScalarText, Tree};

use super::call::{PREFIX, Shape, is_reserved};
use super::order::Orders;
use super::problem::Problems;
use super::{
    Accessor, Call, Document, Expr, ExprId, ExprKind, Field, Function, Part, Problem, Property, RESERVED_KEYS, Reference, RootField,
};
use super::{decode, imports};
use crate::section::Section;
use crate::{Source, Text};

/// Declares the environment in `source`.
pub(super) fn build(source: Arc<Source>) -> Document {
    let tree = source.tree();
    let problems = decode::problems(tree);
    let undecodable = !problems.is_empty() || !tree.errors().is_empty();
    let mut document = Document {
        source: Arc::clone(&source),
        description: None,
        imports: Vec::new(),
        values: Vec::new(),
        root: None,
        fields: Vec::new(),
        misplaced: Vec::new(),
        problems: Vec::new(),
        exprs: Vec::new(),
        declared: OnceLock::new(),
        orders: Orders::default(),
        undecodable,
        evaluated: false,
    };
    let mut builder = Builder { tree, exprs: Vec::new(), orders: Orders::default(), problems };
    builder.root(&mut document);
    document.exprs = builder.exprs;
    document.orders = builder.orders;
    document.problems = builder.problems.into_vec();
    document
}

/// What `values` holds. A later `values` replaces an earlier one whole.
#[derive(Default)]
struct Values<'t> {
    root: Option<ExprId>,
    properties: Vec<Property>,
    reserved: Vec<Node<'t>>,
    any: bool,
}

/// The first key of each spelling of a root field.
type Spellings<'t> = HashMap<Cow<'t, str>, NodeId>;

/// Collects expressions and problems of one tree.
pub(super) struct Builder<'t> {
    pub(super) tree: &'t Tree,
    exprs: Vec<Expr>,
    orders: Orders,
    pub(super) problems: Problems,
}

impl<'t> Builder<'t> {
    pub(super) fn expr(&self, id: ExprId) -> &Expr {
        &self.exprs[id.0 as usize]
    }

    fn root(&mut self, document: &mut Document) {
        let root = match self.tree.root() {
            Some(root) if root.is_mapping() => root,
            root => return self.no_object(root),
        };
        let mut values = Values::default();
        let mut spellings = HashMap::new();
        for entry in root.entries().filter(|entry| is_text(entry.key)) {
            self.field(entry, document, &mut values, &mut spellings);
        }
        self.problems.extend(values.reserved.iter().map(|key| Problem::ReservedKey(key.id())));
        document.evaluated = values.any || !document.imports.is_empty();
        document.root = values.root;
        document.values = values.properties;
    }

    /// No bytes at all are an empty environment. Where the text does not parse, or the root is an alias, that has been said.
    fn no_object(&mut self, root: Option<Node<'t>>) {
        let said = !self.tree.errors().is_empty() || root.is_some_and(|root| root.kind() == NodeKind::Alias);
        if !self.tree.text().is_empty() && !said {
            self.problems.push(Problem::RootNotObject(root.filter(|root| !root.is_missing()).map(Node::id)));
        }
    }

    fn field(&mut self, entry: Entry<'t>, document: &mut Document, values: &mut Values<'t>, spellings: &mut Spellings<'t>) {
        let key = entry.key.text();
        let field = RootField::parse(&key);
        if field.is_some() {
            let first = *spellings.entry(key.clone()).or_insert(entry.key.id());
            if first != entry.key.id() {
                self.problems.push(Problem::DuplicateField { key: entry.key.id(), first });
            }
        }
        document.fields.push(Field { field, key_node: entry.key.id(), value_node: entry.value.id() });
        match field {
            Some(RootField::Description) => match self.description(entry.value) {
                Some(description) => document.description = Some(description),
                None => self.wrong_type(RootField::Description, entry),
            },
            Some(RootField::Imports) if entry.value.is_sequence() => {
                document.imports = imports::imports(entry.value, &mut self.problems);
            }
            Some(RootField::Values) if entry.value.is_mapping() => *values = self.values(entry.value),
            Some(field) => self.wrong_type(field, entry),
            None if Section::resembled_by(&key).is_some() => {
                let property = self.property(entry, key.into(), None);
                document.misplaced.push(property);
            }
            None => {}
        }
    }

    fn wrong_type(&mut self, field: RootField, entry: Entry<'t>) {
        if entry.value.kind() != NodeKind::Alias {
            self.problems.push(Problem::FieldType { field, key: entry.key.id(), value: entry.value.id() });
        }
    }

    /// Literal text; whatever is wrong inside `${...}` is beside the point here.
    fn description(&mut self, node: Node<'t>) -> Option<String> {
        if !is_text(node) {
            return None;
        }
        let text = node.text();
        let interpolation = Interpolation::parse(&text);
        (!interpolation.has_access()).then(|| literal(&interpolation))
    }

    /// The mapping under `values`. Its keys are literal: neither `${...}` nor `$$` means anything in them.
    fn values(&mut self, node: Node<'t>) -> Values<'t> {
        let id = self.reserve(node, None);
        let mut values = Values { root: Some(id), any: node.entries().next().is_some(), ..Values::default() };
        for entry in node.entries() {
            if entry.key.style().is_none() {
                self.expression(entry.value, Some(id));
                continue;
            }
            let key = entry.key.text();
            if key.starts_with(PREFIX) {
                self.problems.push(Problem::CallAtTopLevel(entry.key.id()));
            }
            if RESERVED_KEYS.contains(&&*key) {
                values.reserved.push(entry.key);
                self.expression(entry.value, Some(id));
                continue;
            }
            values.properties.push(self.property(entry, key.into(), Some(id)));
        }
        self.orders.add(id, &mut values.properties);
        self.exprs[id.0 as usize].kind = ExprKind::Object(values.properties.clone());
        values
    }

    fn property(&mut self, entry: Entry<'t>, key: Arc<str>, parent: Option<ExprId>) -> Property {
        let value = self.expression(entry.value, parent);
        Property { key, key_node: entry.key.id(), value, duplicate: false }
    }

    /// Makes room for an expression before its children, so that ids follow the order of nodes.
    fn reserve(&mut self, node: Node<'t>, parent: Option<ExprId>) -> ExprId {
        // A tree has fewer than 2^32 nodes, and no node has two expressions.
        let id = ExprId(self.exprs.len() as u32);
        self.exprs.push(Expr { node: node.id(), parent, kind: ExprKind::Invalid });
        id
    }

    fn expression(&mut self, node: Node<'t>, parent: Option<ExprId>) -> ExprId {
        let id = self.reserve(node, parent);
        let kind = match node.kind() {
            NodeKind::Alias => ExprKind::Invalid,
            NodeKind::Scalar(_) => self.scalar(node),
            NodeKind::Sequence => stacker::maybe_grow(64 * 1024, 1024 * 1024, || {
                ExprKind::Array(node.items().map(|item| self.expression(item, Some(id))).collect())
            }),
            NodeKind::Mapping => stacker::maybe_grow(64 * 1024, 1024 * 1024, || self.mapping(node, id)),
        };
        self.exprs[id.0 as usize].kind = kind;
        id
    }

    fn scalar(&mut self, node: Node<'t>) -> ExprKind {
        match node.resolved() {
            None | Some(Err(_)) => ExprKind::Invalid,
            Some(Ok(Resolved::Null)) => ExprKind::Null,
            Some(Ok(Resolved::Bool(value))) => ExprKind::Bool(value),
            Some(Ok(Resolved::Int(number) | Resolved::Float(number))) => ExprKind::Number(number.into()),
            Some(Ok(_)) => self.text(node),
        }
    }

    fn text(&mut self, node: Node<'t>) -> ExprKind {
        let text = node.text();
        if !text.contains('$') {
            return ExprKind::String(Text::new(text));
        }
        let source = node.scalar_text();
        let interpolation = Interpolation::parse(&source.text);
        self.interpolation_problems(node, &source, &interpolation);
        if !interpolation.has_access() {
            return ExprKind::String(Text::new(literal(&interpolation)));
        }
        let mut parts: Vec<Part> = interpolation.parts.into_iter().map(|part| located(part, &source)).collect();
        match parts.pop() {
            Some(Part::Reference(reference)) if parts.is_empty() => ExprKind::Symbol(reference),
            last => {
                parts.extend(last);
                ExprKind::Interpolation(parts)
            }
        }
    }

    fn interpolation_problems(&mut self, node: Node<'t>, source: &ScalarText<'_>, interpolation: &Interpolation) {
        for error in &interpolation.errors {
            let access = match interpolation.parts.get(error.part) {
                Some(esc_syntax::Part::Access(access)) => access.range,
                _ => error.range,
            };
            let (range, access) = (source.source_range(error.range), source.source_range(access));
            self.problems.push(Problem::Interpolation { node: node.id(), kind: error.kind, range, access });
        }
    }

    fn mapping(&mut self, node: Node<'t>, id: ExprId) -> ExprKind {
        let mut entries = node.entries();
        if let (Some(entry), None) = (entries.next(), entries.next()) {
            if let Some(call) = self.call(entry, id) {
                return ExprKind::Call(call);
            }
        } else {
            let calls = node.entries().map(|entry| entry.key).filter(|key| key.text().starts_with(PREFIX));
            self.problems.extend(calls.map(|key| Problem::CallNotAlone(key.id())));
        }
        ExprKind::Object(self.properties(node, id))
    }

    /// The call that the only entry of a mapping is, if it is one.
    fn call(&mut self, entry: Entry<'t>, id: ExprId) -> Option<Call> {
        let key = entry.key.text();
        if !is_reserved(&key) {
            return None;
        }
        let Some(recognised) = Function::recognise(&key) else {
            self.problems.push(Problem::UnknownFunction(entry.key.id()));
            return None;
        };
        let argument = self.expression(entry.value, Some(id));
        let mut shape = Shape { builder: self, function: recognised.function, key: entry.key, argument };
        let arguments = shape.arguments(recognised.provider);
        Some(Call { function: recognised.function, key_node: entry.key.id(), argument, arguments })
    }

    /// Properties below the top level. An entry without a literal key is dropped, but its value is still read.
    fn properties(&mut self, node: Node<'t>, id: ExprId) -> Vec<Property> {
        let mut properties = Vec::with_capacity(node.entries().count());
        for entry in node.entries() {
            match self.key(entry.key) {
                Some(key) => properties.push(self.property(entry, key, Some(id))),
                None => {
                    self.expression(entry.value, Some(id));
                }
            }
        }
        self.orders.add(id, &mut properties);
        properties
    }

    fn key(&mut self, node: Node<'t>) -> Option<Arc<str>> {
        node.style()?;
        let text = node.text();
        if !text.contains('$') {
            return Some(text.into());
        }
        let interpolation = Interpolation::parse(&text);
        if interpolation.has_access() {
            self.problems.push(Problem::InterpolatedKey(node.id()));
            return None;
        }
        Some(literal(&interpolation).into())
    }
}

/// A piece of a scalar, with its places in the file.
fn located(part: esc_syntax::Part, source: &ScalarText<'_>) -> Part {
    let access = match part {
        esc_syntax::Part::Text(text, _) => return Part::Text(Text::new(text)),
        esc_syntax::Part::Access(access) => access,
    };
    let accessor = |accessor: esc_syntax::Accessor| Accessor {
        kind: accessor.kind,
        range: source.source_range(accessor.range),
        name_range: source.source_range(accessor.name_range),
    };
    Part::Reference(Reference {
        range: source.source_range(access.range),
        recovered: access.recovered || !access.closed,
        accessors: access.accessors.into_iter().map(accessor).collect(),
    })
}

/// The text of a scalar without accesses, `$$` collapsed.
fn literal(interpolation: &Interpolation) -> String {
    let texts = interpolation.parts.iter().map(|part| match part {
        esc_syntax::Part::Text(text, _) => text.as_str(),
        esc_syntax::Part::Access(_) => "",
    });
    texts.collect()
}

/// Whether the decoder makes text of `node`.
pub(super) fn is_text(node: Node<'_>) -> bool {
    match node.resolved() {
        None | Some(Err(_)) => false,
        Some(Ok(resolved)) => !matches!(resolved, Resolved::Null | Resolved::Bool(_) | Resolved::Int(_) | Resolved::Float(_)),
    }
}
