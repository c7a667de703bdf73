//! `textDocument/codeAction`

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use esc_analysis::{Diagnostic, Edit, Source};
use esc_ide::{Action, ActionKind, Context};
use lsp_types::{CodeAction, CodeActionKind, CodeActionOrCommand, CodeActionParams, CodeActionResponse, TextEdit, Uri, WorkspaceEdit};

use super::explain;
use crate::capabilities::{FIX_ALL, REFACTORINGS};
use crate::diagnostics::to_proto;
use crate::snapshot::Snapshot;

/// What can be done about what is selected.
pub(crate) fn code_action(snapshot: &Snapshot, params: &CodeActionParams) -> Option<CodeActionResponse> {
    let uri = &params.text_document.uri;
    let source = snapshot.environment(uri).filter(|_| snapshot.client.action_literals)?;
    let range = snapshot.positions().text_range(&source, params.range);
    let wants = |kind: &CodeActionKind| is_wanted(params.context.only.as_deref(), kind);
    let settings = snapshot.settings(&source);
    let actions = snapshot.analyze(&source, |analyzer| {
        let context = Context::new(&source, analyzer);
        let fixes = if wants(&CodeActionKind::QUICKFIX) { esc_ide::actions(&context, &settings, range) } else { Vec::new() };
        let rewrites = if REFACTORINGS.iter().any(wants) { esc_ide::refactorings(&context, range) } else { Vec::new() };
        let rewrites = rewrites.into_iter().filter(|action| wants(&kind(action.kind))).collect::<Vec<_>>();
        let fix_all = wants(&FIX_ALL).then(|| esc_ide::fix_all(&context, &settings)).flatten();
        let fix_all = fix_all.map(|edits| CodeAction {
            title: "Fix everything that is safe to fix".to_owned(),
            kind: Some(FIX_ALL),
            edit: Some(edit(snapshot, uri, &source, &edits)),
            ..CodeAction::default()
        });
        let more = more(snapshot, uri, &fixes);
        let to_action = |action| to_action(snapshot, uri, &source, action);
        fixes.into_iter().map(to_action).chain(more).chain(rewrites.into_iter().map(to_action)).chain(fix_all).collect::<Vec<_>>()
    });
    Some(actions.into_iter().map(CodeActionOrCommand::CodeAction).collect())
}

/// What can be done about the rules that speak here: each can be switched off in the configuration, and explained.
fn more(snapshot: &Snapshot, uri: &Uri, actions: &[Action]) -> Vec<CodeAction> {
    let speaking = actions.iter().filter(|action| action.kind != ActionKind::FixRule).flat_map(|action| &action.diagnostics);
    let speaking: BTreeMap<&str, &Diagnostic> = speaking.map(|diagnostic| (diagnostic.rule.code, diagnostic)).collect();
    let of_rule = |diagnostic: &&Diagnostic| {
        let (rule, about) = (diagnostic.rule, Some(vec![to_proto(snapshot, diagnostic)]));
        let action =
            |title: String| CodeAction { title, kind: Some(CodeActionKind::QUICKFIX), diagnostics: about.clone(), ..CodeAction::default() };
        let off = snapshot.switch_off(diagnostic.source.path(), rule).filter(|_| rule.suppressible);
        let off = off.map(|edit| CodeAction { edit: Some(edit), ..action(format!("Switch {} off in the configuration", rule.code)) });
        let explained = explain(rule.code, uri);
        let explain = CodeAction { command: Some(explained.clone()), ..action(format!("Explain {} ({})", rule.code, rule.name)) };
        off.into_iter().chain([explain])
    };
    speaking.values().flat_map(of_rule).collect()
}

/// Whether a client that asks for some kinds only asks for this one: each kind stands for those below it.
fn is_wanted(only: Option<&[CodeActionKind]>, kind: &CodeActionKind) -> bool {
    let covers = |asked: &CodeActionKind| {
        let rest = kind.as_str().strip_prefix(asked.as_str());
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.') || asked.as_str().is_empty())
    };
    only.is_none_or(|only| only.iter().any(covers))
}

fn to_action(snapshot: &Snapshot, uri: &Uri, source: &Arc<Source>, action: Action) -> CodeAction {
    let of_one = matches!(action.kind, ActionKind::Fix | ActionKind::Ignore);
    CodeAction {
        title: action.title,
        kind: Some(kind(action.kind)),
        diagnostics: of_one.then(|| action.diagnostics.iter().map(|diagnostic| to_proto(snapshot, diagnostic)).collect()),
        edit: Some(edit(snapshot, uri, source, &action.edits)),
        is_preferred: action.preferred.then_some(true),
        ..CodeAction::default()
    }
}

fn kind(kind: ActionKind) -> CodeActionKind {
    match kind {
        ActionKind::Fix | ActionKind::FixRule | ActionKind::Ignore => CodeActionKind::QUICKFIX,
        ActionKind::Extract => CodeActionKind::REFACTOR_EXTRACT,
        ActionKind::Inline => CodeActionKind::REFACTOR_INLINE,
        ActionKind::Rewrite => CodeActionKind::REFACTOR_REWRITE,
    }
}

fn edit(snapshot: &Snapshot, uri: &Uri, source: &Source, edits: &[Edit]) -> WorkspaceEdit {
    let positions = snapshot.positions();
    let edits = edits.iter().map(|edit| TextEdit { range: positions.range(source, edit.range), new_text: edit.new_text.clone() });
    WorkspaceEdit { changes: Some(HashMap::from([(uri.clone(), edits.collect())])), ..WorkspaceEdit::default() }
}
