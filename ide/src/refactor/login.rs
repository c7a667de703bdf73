//! A login, handed on to programs, or changed from long-lived keys to OIDC.

use std::sync::Arc;

use esc_analysis::Edit;
use esc_analysis::document::{Arguments, Call, ExprId, ExprKind};
use esc_analysis::fix::{column, key_text, line_break, rename, scalar_text};
use esc_analysis::project_login;
use esc_analysis::providers::{Provider, ProviderKind};
use esc_syntax::{Entry, Node, TextSize};

use super::Draft;
use crate::Context;
use crate::actions::ActionKind;

pub(super) fn login(context: &Context<'_>, offset: TextSize) -> Vec<Draft> {
    let Some((id, call)) = call_around(context, offset) else { return Vec::new() };
    let project = project_login(&context.evaluation, id).map(|edits| Draft {
        title: "Export the credentials of this login as environment variables".to_owned(),
        kind: ActionKind::Rewrite,
        edits,
    });
    project.into_iter().chain(to_oidc(context, call)).collect()
}

/// The innermost call of a provider that `offset` is in.
fn call_around<'c>(context: &'c Context<'_>, offset: TextSize) -> Option<(ExprId, &'c Call)> {
    let document = context.document();
    let calls = document.exprs().filter_map(|(id, expr)| match &expr.kind {
        ExprKind::Call(call) if matches!(call.arguments, Arguments::Open { .. }) => Some((id, call)),
        _ => None,
    });
    calls.filter(|(id, _)| document.node(document.expr(*id).node).full_range().contains_inclusive(offset)).last()
}

/// Puts `oidc` in the place of `static`, with a placeholder for each input that is required.
fn to_oidc(context: &Context<'_>, call: &Call) -> Option<Draft> {
    let Arguments::Open { provider, inputs } = &call.arguments else { return None };
    let document = context.document();
    let inputs = document.node(document.expr((*inputs)?).node);
    let entry = |name: &str| inputs.entries().find(|entry| entry.key.text() == name);
    let (from, None) = (entry("static")?, entry("oidc")) else { return None };
    let provider = context.catalogue().get(ProviderKind::Provider, &provider.text)?;
    let mut edits = rename(from.key, "oidc")?;
    edits.push(Edit::replace(from.value.range(), skeleton(&provider, from)?));
    let title = "Log in by OIDC instead of long-lived keys".to_owned();
    Some(Draft { title, kind: ActionKind::Rewrite, edits })
}

fn skeleton(provider: &Arc<Provider>, entry: Entry<'_>) -> Option<String> {
    let oidc = provider.inputs.property("oidc");
    let required: Vec<Arc<str>> = oidc.rules()?.required.to_vec();
    let has_comment = entry.value.tree().comments().any(|comment| entry.value.range().contains_range(comment));
    if required.is_empty() || has_comment || !entry.value.is_mapping() {
        return None;
    }
    let text = entry.value.tree().text();
    let in_flow = entry.value.is_flow();
    let lines = required.iter().map(|input| format!("{}: {}", key_text(input, in_flow), scalar_text(&placeholder(input), in_flow)));
    let lines: Vec<String> = lines.collect();
    Some(match in_flow {
        true => format!("{{{}}}", lines.join(", ")),
        false => lines.join(&format!("{}{}", line_break(text), " ".repeat(column(text, first_key(entry.value)?)))),
    })
}

fn first_key(mapping: Node<'_>) -> Option<TextSize> {
    Some(mapping.entries().next()?.key.full_range().start())
}

/// `<your-role-arn>` for `roleArn`: a form that is reported until it is filled in.
fn placeholder(input: &str) -> String {
    let mut words = String::new();
    for c in input.chars() {
        if c.is_ascii_uppercase() && !words.is_empty() {
            words.push('-');
        }
        words.push(c.to_ascii_lowercase());
    }
    format!("<your-{words}>")
}
