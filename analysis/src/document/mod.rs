//! An environment as it is written: description, imports, values, and expressions with their places.
//!
//! Declaration only: what can be said without evaluating anything. Bad parts become [`ExprKind::Invalid`] or [`Arguments::Malformed`] with a
//! problem beside them, and never hide the rest. Nodes are named by id; the [`Source`] holds the text.

mod build;
mod call;
mod decode;
mod expr;
mod imports;
mod order;
mod path;
mod problem;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

use esc_syntax::{Node, NodeId, TextSize};

use crate::Source;
use order::Orders;

pub use call::{Function, Recognised};
pub(crate) use call::{PREFIX, is_reserved};
pub use expr::{Accessor, Arguments, Call, Expr, ExprId, ExprKind, Part, Property, ProviderName, Reference};
pub(crate) use path::shown_key;
pub use path::{doc_path, reference_path};
pub use problem::{ArgumentFault, Problem};

/// An environment, declared.
#[derive(Debug)]
pub struct Document {
    /// The file.
    pub source: Arc<Source>,
    /// The `description`, if it is literal text.
    pub description: Option<String>,
    /// Entries of `imports`, also those that are wrong, in order.
    pub imports: Vec<Import>,
    /// Entries of `values`, repeated keys too, reserved ones left out, in order. The first of equal keys counts.
    pub values: Vec<Property>,
    /// The `values` mapping itself, as an object expression; `None` if there is none.
    pub root: Option<ExprId>,
    /// Root entries, in order, also those that are unknown or repeated.
    pub fields: Vec<Field>,
    /// Sections such as `environmentVariables` that stand at the root, where they do nothing; for analysis as if they stood under `values`.
    pub misplaced: Vec<Property>,
    /// What is wrong, in the order in which it was found.
    pub problems: Vec<Problem>,
    /// In order of their nodes, so that a node's expression is found by bisection.
    exprs: Vec<Expr>,
    /// See [`Document::declared`].
    declared: OnceLock<Vec<ExprId>>,
    /// See [`Document::property`].
    orders: Orders,
    /// Decoding failed: the reference stops here, and evaluates nothing.
    pub undecodable: bool,
    /// There is an entry of `values` or `imports`, even a wrong one. Without any, the reference evaluates nothing and reports
    /// neither repeated nor reserved keys.
    pub evaluated: bool,
}

/// The fields that the root knows.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[expect(missing_docs, reason = "the names are the language's own")]
pub enum RootField {
    Description,
    Imports,
    Values,
}

/// An entry of the root.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// What it is; `None` if ESC ignores it.
    pub field: Option<RootField>,
    /// Its key.
    pub key_node: NodeId,
    /// Its value.
    pub value_node: NodeId,
}

/// One entry of `imports`.
#[derive(Clone, Debug)]
pub struct Import {
    /// The whole entry.
    pub node: NodeId,
    /// The name as written, `@version` included; `None` for an entry that has none.
    pub name: Option<ImportName>,
    /// Whether its values are merged, or only referred to.
    pub merge: bool,
}

/// An import's name and its place.
#[derive(Clone, Debug)]
pub struct ImportName {
    /// Decoded text.
    pub text: Arc<str>,
    /// The scalar.
    pub node: NodeId,
}

/// Keys directly under `values` that name one of the evaluator's own roots.
pub const RESERVED_KEYS: [&str; 3] = ["imports", "context", "environments"];

impl RootField {
    /// All fields, as the language orders them.
    pub const ALL: [RootField; 3] = [RootField::Description, RootField::Imports, RootField::Values];

    /// The usual spelling.
    pub fn name(self) -> &'static str {
        match self {
            RootField::Description => "description",
            RootField::Imports => "imports",
            RootField::Values => "values",
        }
    }

    /// The field that `key` is a spelling of: letters count in any case, and by Unicode's folding a long s is an s.
    pub fn parse(key: &str) -> Option<RootField> {
        RootField::ALL.into_iter().find(|field| folds_to(key, field.name()))
    }
}

/// Whether `text` is `name` but for the case of its letters. `name` is ASCII and holds no `k`, whose folding has one more member.
fn folds_to(text: &str, name: &str) -> bool {
    text.chars().map(|c| if c == 'ſ' { 's' } else { c.to_ascii_lowercase() }).eq(name.chars())
}

/// The entry of a few that counts for `key`: the first. See [`Document::property`] for as many as there may be.
pub fn property<'p>(properties: &'p [Property], key: &str) -> Option<&'p Property> {
    properties.iter().find(|property| &*property.key == key)
}

impl Document {
    /// Declares the environment in `source`. Never fails: what is wrong is in [`Document::problems`].
    pub fn build(source: Arc<Source>) -> Document {
        build::build(source)
    }

    /// The expression with this id.
    ///
    /// # Panics
    /// If the id belongs to a larger document.
    pub fn expr(&self, id: ExprId) -> &Expr {
        &self.exprs[id.0 as usize]
    }

    /// All expressions by the place of their nodes; also those that are never evaluated: values of repeated keys, for example.
    pub fn exprs(&self) -> impl Iterator<Item = (ExprId, &Expr)> {
        (0..).map(ExprId).zip(&self.exprs)
    }

    /// How many expressions there are.
    pub(crate) fn expr_count(&self) -> usize {
        self.exprs.len()
    }

    /// Whether the reference refuses to import it: it can't be decoded, or what it declares is wrong.
    pub fn is_unusable(&self) -> bool {
        self.undecodable || self.problems.iter().any(Problem::is_declaration_error)
    }

    /// The expression that `node` is; `None` for a key, and for anything outside of `values` and misplaced sections.
    pub fn expr_of(&self, node: NodeId) -> Option<ExprId> {
        let index = self.exprs.binary_search_by_key(&node, |expr| expr.node).ok()?;
        u32::try_from(index).ok().map(ExprId)
    }

    /// The scalar among the expressions that `offset` is in, or at the end of.
    pub fn leaf_at(&self, offset: TextSize) -> Option<ExprId> {
        let after = self.exprs.partition_point(|expr| self.node(expr.node).full_range().start() <= offset);
        let index = after.checked_sub(1)?;
        let node = self.node(self.exprs[index].node);
        (node.style().is_some() && node.full_range().contains_inclusive(offset)).then(|| u32::try_from(index).ok().map(ExprId))?
    }

    /// A node of this document's tree.
    ///
    /// # Panics
    /// If the id belongs to a larger tree.
    pub fn node(&self, id: NodeId) -> Node<'_> {
        self.source.tree().node(id)
    }

    /// The misplaced section that `expr` is all of.
    pub fn misplaced_section(&self, expr: ExprId) -> Option<&Property> {
        // Ids follow the order of the text.
        self.misplaced.binary_search_by_key(&expr, |property| property.value).ok().map(|index| &self.misplaced[index])
    }

    /// The entry of `values` that counts for `key`: the first.
    pub fn value(&self, key: &str) -> Option<&Property> {
        self.property(self.root?, key)
    }

    /// The entry of an object expression that counts for `key`: the first. Objects with many entries are searched by bisection.
    pub fn property(&self, object: ExprId, key: &str) -> Option<&Property> {
        let properties = self.expr(object).kind.as_object()?;
        let Some(order) = self.orders.get(object) else { return property(properties, key) };
        let first = order.partition_point(|index| *properties[*index as usize].key < *key);
        order.get(first).map(|index| &properties[*index as usize]).filter(|property| &*property.key == key)
    }

    /// Places of an object's properties in byte order of their keys, equal ones as they are written.
    pub(crate) fn in_order(&self, object: ExprId) -> Cow<'_, [u32]> {
        if let Some(order) = self.orders.get(object) {
            return Cow::Borrowed(order);
        }
        Cow::Owned(order::in_order(self.expr(object).kind.as_object().unwrap_or_default()).into())
    }

    /// The root entry that counts for `field`: the last.
    pub fn field(&self, field: RootField) -> Option<&Field> {
        self.fields.iter().rev().find(|entry| entry.field == Some(field))
    }

    /// The expressions that the evaluator declares directly below `id`: no values of repeated keys, and of a call's argument only what the
    /// function reads.
    pub fn declared_children(&self, id: ExprId) -> Vec<ExprId> {
        match &self.expr(id).kind {
            ExprKind::Array(items) => items.clone(),
            ExprKind::Object(properties) => properties.iter().filter(|p| !p.duplicate).map(|p| p.value).collect(),
            ExprKind::Call(call) => call.arguments.expressions(),
            ExprKind::Invalid
            | ExprKind::Null
            | ExprKind::Bool(_)
            | ExprKind::Number(_)
            | ExprKind::String(_)
            | ExprKind::Symbol(_)
            | ExprKind::Interpolation(_) => Vec::new(),
        }
    }

    /// Everything that the evaluator declares, parents before children: `values` first, then the misplaced sections.
    pub fn declared(&self) -> &[ExprId] {
        self.declared.get_or_init(|| self.in_order_of_declaration())
    }

    fn in_order_of_declaration(&self) -> Vec<ExprId> {
        let mut order = Vec::with_capacity(self.exprs.len());
        let mut stack: Vec<ExprId> = self.misplaced.iter().rev().map(|property| property.value).collect();
        stack.extend(self.root);
        while let Some(id) = stack.pop() {
            order.push(id);
            stack.extend(self.declared_children(id).into_iter().rev());
        }
        order
    }

    /// All references with the expressions that they are in, in source order.
    pub fn references(&self) -> impl Iterator<Item = (ExprId, &Reference)> {
        self.exprs().flat_map(|(id, expr)| expr.kind.references().map(move |reference| (id, reference)))
    }

    /// The path of a node as reports write it: `values.app["some key"][0]`.
    pub fn doc_path(&self, node: NodeId) -> String {
        doc_path(self.node(node))
    }
}
