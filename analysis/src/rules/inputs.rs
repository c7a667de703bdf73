//! What is sent to providers and rotators: literal inputs, with their names and what the catalogue says of each.

use std::sync::Arc;

use esc_syntax::{Node, TextRange};

use super::Context;
use super::login::opened;
use crate::document::{ExprId, ExprKind};
use crate::providers::Provider;
use crate::schema::Schema;
use crate::secrets::placeholder::{ellipsis, placeholder};
use crate::text_range;
use crate::value::Kind;

/// One input that is written in the document: a member of an object, or an item of a list below one.
pub(super) struct Input {
    /// Who gets it.
    pub(super) provider: Arc<Provider>,
    /// The names from the inputs down, those of lists left out: `["oidc", "policyArns"]` for each item.
    pub(super) path: Vec<Arc<str>>,
    /// What is given.
    pub(super) value: ExprId,
    /// What the provider takes.
    pub(super) schema: Schema,
}

impl Input {
    /// The name that it is given by.
    pub(super) fn name(&self) -> &str {
        self.path.last().map_or("", |name| name)
    }

    /// Whether it is the input at this path.
    pub(super) fn is_at(&self, path: &[&str]) -> bool {
        self.path.iter().map(|name| &**name).eq(path.iter().copied())
    }
}

/// For [`Context::inputs`]: in the order of the file but for lists.
pub(super) fn of_calls(context: &Context<'_>) -> Vec<Input> {
    let document = context.document;
    let mut found = Vec::new();
    for (_, expr) in document.exprs() {
        let ExprKind::Call(call) = &expr.kind else { continue };
        let Some((kind, name, Some(inputs))) = opened(&call.arguments) else { continue };
        let Some(provider) = context.analyzer.catalogue().get(kind, &name.text) else { continue };
        let schema = provider.inputs.clone();
        let mut waiting = vec![Input { provider, path: Vec::new(), value: inputs, schema }];
        while let Some(input) = waiting.pop() {
            match &document.expr(input.value).kind {
                ExprKind::Object(properties) => {
                    waiting.extend(properties.iter().rev().filter(|property| !property.duplicate).map(|property| {
                        let path = input.path.iter().chain([&property.key]).cloned().collect();
                        Input {
                            provider: Arc::clone(&input.provider),
                            path,
                            value: property.value,
                            schema: input.schema.property(&property.key),
                        }
                    }))
                }
                ExprKind::Array(items) => waiting.extend(items.iter().enumerate().rev().map(|(index, item)| {
                    let (provider, path) = (Arc::clone(&input.provider), input.path.clone());
                    Input { provider, path, value: *item, schema: input.schema.item(index) }
                })),
                _ => {}
            }
            found.push(input);
        }
    }
    found
}

/// The text that an input comes to, if it is known, not secret, and not still to be filled in (which is reported as that).
pub(super) fn known_text(context: &Context<'_>, value: ExprId) -> Option<String> {
    let value = context.evaluation.value(value).filter(|value| !value.is_secret())?;
    let Kind::String(text) = value.kind() else { return None };
    let text = text.expose_text()?;
    (!is_placeholder(text)).then(|| text.to_owned())
}

/// Whether some of a text was left to be filled in.
pub(super) fn is_placeholder(text: &str) -> bool {
    placeholder(text).is_some() || ellipsis(text).is_some()
}

/// Where a piece of a text is written; the whole scalar if the text is put together from others.
pub(super) fn place<'t>(context: &Context<'t>, value: ExprId, piece: std::ops::Range<usize>) -> (Node<'t>, TextRange) {
    let expr = context.document.expr(value);
    let node = context.node(expr.node);
    match &expr.kind {
        // With `$$` in it, places in the value are none in the text.
        ExprKind::String(text) if *text.expose() == *node.text() && !piece.is_empty() => {
            (node, node.scalar_text().source_range(text_range(piece)))
        }
        _ => (node, node.range()),
    }
}
