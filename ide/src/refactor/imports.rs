//! `${environments.project.name}` and an import that is not merged: two ways to say the same.

use esc_analysis::Edit;
use esc_analysis::document::{Reference, RootField};
use esc_analysis::fix::{column, line_break, remove_entry, remove_item, scalar_text, text_within, whole_lines};
use esc_syntax::{Node, TextRange};

use super::Draft;
use crate::Context;
use crate::actions::ActionKind;
use crate::paths::name;

/// Makes an import of an environment that references name.
pub(super) fn to_import(context: &Context<'_>, reference: &Reference) -> Option<Draft> {
    let document = context.document();
    let written = inline_name(reference)?;
    context.environments().find(context.source(), &written)?;
    let mut edits = Vec::new();
    for (expr, other) in document.references().filter(|(_, other)| inline_name(other).as_deref() == Some(&written)) {
        let node = document.node(document.expr(expr).node);
        edits.push(Edit::replace(steps(other, 3)?, text_within(node, &format!("imports[\"{written}\"]"))?));
    }
    let is_there = document.imports.iter().any(|import| import.name.as_ref().is_some_and(|name| *name.text == *written));
    if !is_there {
        edits.extend(add_import(context, &written)?);
    }
    Some(Draft { title: format!("Import `{written}`, without merging it"), kind: ActionKind::Rewrite, edits })
}

/// Names an environment in references that is imported without being merged.
pub(super) fn to_reference(context: &Context<'_>, node: Node<'_>) -> Option<Draft> {
    let document = context.document();
    let is_it = |import: &esc_analysis::document::Import| import.name.as_ref().is_some_and(|name| name.node == node.id());
    let import = document.imports.iter().find(|import| is_it(import) && !import.merge)?;
    let written = &import.name.as_ref()?.text;
    let (project, environment) = written.split_once('/').unwrap_or(("default", written));
    let finds = |written: &str| context.environments().find(context.source(), written).map(|source| source.path().to_owned());
    // Versions cannot be asked for in a reference.
    let is_same = !written.contains('@') && finds(&format!("{project}/{environment}")) == Some(finds(written)?);
    if !is_same || ![project, environment].iter().all(|part| !part.contains('.')) {
        return None;
    }
    let mut edits = Vec::new();
    for (expr, reference) in document.references() {
        let first = reference.accessors.first().and_then(|accessor| name(&accessor.kind));
        if first == Some("imports") {
            // Who reads all imports at once reads this one too.
            let import = reference.accessors.get(1)?;
            if name(&import.kind) == Some(written) {
                let node = document.node(document.expr(expr).node);
                edits.push(Edit::replace(steps(reference, 2)?, text_within(node, &format!("environments.{project}.{environment}"))?));
            }
        }
    }
    let item = document.node(import.node);
    edits.push(match item.parent()?.items().nth(1) {
        Some(_) => remove_item(item)?,
        None => {
            let root = document.source.tree().root()?;
            remove_entry(root, root.entries().find(|entry| entry.value.id() == item.parent().map(Node::id).unwrap_or(entry.key.id()))?)?
        }
    });
    let title = format!("Name `{written}` in references instead of importing it");
    Some(Draft { title, kind: ActionKind::Rewrite, edits })
}

/// The environment that a reference names.
fn inline_name(reference: &Reference) -> Option<String> {
    match &reference.accessors[..] {
        [root, project, environment, ..] if name(&root.kind) == Some("environments") => {
            Some(format!("{}/{}", name(&project.kind)?, name(&environment.kind)?))
        }
        _ => None,
    }
}

/// From the first step to the last of the first `count`.
fn steps(reference: &Reference, count: usize) -> Option<TextRange> {
    let accessors = reference.accessors.get(..count)?;
    Some(accessors.first()?.name_range.cover(accessors.last()?.range))
}

/// Adds an import that is not merged.
fn add_import(context: &Context<'_>, written: &str) -> Option<Vec<Edit>> {
    let document = context.document();
    let text = context.source().text();
    let item = format!("{}: {{merge: false}}", scalar_text(written, false));
    let Some(field) = document.field(RootField::Imports) else {
        let root = context.source().tree().root().filter(|root| !root.is_flow())?;
        let first = root.entries().next()?;
        let start = first.key.full_range().start();
        let new_line = line_break(text);
        return (column(text, start) == 0).then(|| vec![Edit::insert(start, format!("imports:{new_line}  - {item}{new_line}"))]);
    };
    let list = document.node(field.value_node);
    let last = list.items().last()?;
    if list.is_flow() {
        return Some(vec![Edit::insert(last.full_range().end(), format!(", {{{item}}}"))]);
    }
    let line = whole_lines(text, last.full_range());
    let ended = text[line].ends_with('\n');
    let indent = " ".repeat(column(text, last.indicator()?));
    let new_text = if ended { format!("{indent}- {item}{}", line_break(text)) } else { format!("{}{indent}- {item}", line_break(text)) };
    Some(vec![Edit::insert(line.end(), new_text)])
}
