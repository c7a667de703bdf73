//! An environment under another name: what importers write from now on. Which file that means is for others to say.

use std::borrow::Cow;

use esc_analysis::Edit;
use esc_analysis::document::Document;
use esc_analysis::fix::{rename, scalar_text};
use esc_syntax::TextSize;

use super::step::rename_step;
use super::{Refusal, refuse};
use crate::Context;
use crate::paths::name;
use crate::spot::Spot;

/// Whether an environment may have this name, with or without a project.
pub(super) fn check(new_name: &str) -> Result<(), Refusal> {
    let is_legal = |part: &str| {
        let legal = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
        !part.is_empty() && part.chars().all(legal) && part != "." && part != ".."
    };
    let parts: Vec<&str> = new_name.split('/').collect();
    if parts.len() > 2 || !parts.iter().all(|part| is_legal(part)) {
        return refuse(format!(
            "`{new_name}` cannot be the name of an environment: write `name` or `project/name`, of letters, digits, `-`, `_` and `.`"
        ));
    }
    Ok(())
}

/// The new name with the project that a reference in steps names before it.
pub(super) fn with_project(context: &Context<'_>, offset: TextSize, new_name: &str) -> String {
    let Some(Spot::Step(reference, 2)) = Spot::at(context.document(), offset) else { return new_name.to_owned() };
    match reference.accessors.get(1).and_then(|accessor| name(&accessor.kind)) {
        Some(project) if !new_name.contains('/') => format!("{project}/{new_name}"),
        _ => new_name.to_owned(),
    }
}

/// The edits after which `document` names environments as `renamed` says: given a name as written, that in its place, or `None` for one that
/// stays. Goes through `imports`, `${imports.name}` and `${environments.project.name}`, whose name is given as `project/name`.
pub fn import_edits(document: &Document, renamed: &mut dyn FnMut(&str) -> Option<String>) -> Vec<Edit> {
    let mut edits = Vec::new();
    for import in document.imports.iter().filter_map(|import| import.name.as_ref()) {
        let Some(new_name) = renamed(&import.text) else { continue };
        let node = document.node(import.node);
        let in_flow = node.parent().is_some_and(|parent| parent.is_flow());
        edits.extend(rename(node, &new_name).unwrap_or_else(|| vec![Edit::replace(node.range(), scalar_text(&new_name, in_flow))]));
    }
    for (expr, reference) in document.references() {
        let node = document.node(document.expr(expr).node);
        let names: Vec<&str> = reference.accessors.iter().take(3).map(|step| name(&step.kind).unwrap_or_default()).collect();
        let (written, first): (Cow<'_, str>, usize) = match names[..] {
            ["imports", import, ..] => (import.into(), 1),
            ["environments", project, environment] => (format!("{project}/{environment}").into(), 1),
            _ => continue,
        };
        let Some(new_name) = renamed(&written) else { continue };
        let new_names: Vec<&str> = if names[0] == "imports" { vec![&new_name] } else { new_name.splitn(2, '/').collect() };
        for (step, new_name) in reference.accessors[first..].iter().zip(new_names) {
            edits.extend((name(&step.kind) != Some(new_name)).then(|| rename_step(node, step, new_name)).flatten());
        }
    }
    edits
}
