//! `textDocument/prepareCallHierarchy`, `callHierarchy/incomingCalls` and `callHierarchy/outgoingCalls`: who imports whom.

use std::sync::Arc;

use esc_analysis::{Environments, Source};
use esc_ide::{Context, Import};
use esc_syntax::{TextRange, TextSize};
use lsp_types::{
    CallHierarchyIncomingCall, CallHierarchyIncomingCallsParams, CallHierarchyItem, CallHierarchyOutgoingCall,
    CallHierarchyOutgoingCallsParams, CallHierarchyPrepareParams, Range, SymbolKind,
};

use crate::snapshot::Snapshot;

/// The environment that is named under the cursor, else the one that the cursor is in.
pub(crate) fn prepare(snapshot: &Snapshot, params: &CallHierarchyPrepareParams) -> Option<Vec<CallHierarchyItem>> {
    let source = snapshot.look(&params.text_document_position_params, |_, context, offset| esc_ide::environment_at(context, offset))?;
    item(snapshot, &source).map(|item| vec![item])
}

/// Who imports an environment.
pub(crate) fn incoming(snapshot: &Snapshot, params: &CallHierarchyIncomingCallsParams) -> Option<Vec<CallHierarchyIncomingCall>> {
    let source = snapshot.environment(&params.item.uri)?;
    let importers =
        snapshot.analyze(&source, |analyzer| esc_ide::importers(&Context::new(&source, analyzer), &snapshot.all_environments()));
    let call = |import: Import| {
        let from_ranges = ranges(snapshot, &import.source, &import);
        Some(CallHierarchyIncomingCall { from: item(snapshot, &import.source)?, from_ranges })
    };
    Some(importers.into_iter().filter_map(call).collect())
}

/// What an environment imports.
pub(crate) fn outgoing(snapshot: &Snapshot, params: &CallHierarchyOutgoingCallsParams) -> Option<Vec<CallHierarchyOutgoingCall>> {
    let source = snapshot.environment(&params.item.uri)?;
    let imports = snapshot.analyze(&source, |analyzer| esc_ide::imports(&Context::new(&source, analyzer)));
    let call = |import: Import| {
        let from_ranges = ranges(snapshot, &source, &import);
        Some(CallHierarchyOutgoingCall { to: item(snapshot, &import.source)?, from_ranges })
    };
    Some(imports.into_iter().filter_map(call).collect())
}

fn ranges(snapshot: &Snapshot, importer: &Source, import: &Import) -> Vec<Range> {
    import.ranges.iter().map(|range| snapshot.positions().range(importer, *range)).collect()
}

fn item(snapshot: &Snapshot, source: &Arc<Source>) -> Option<CallHierarchyItem> {
    let range = |range| snapshot.positions().range(source, range);
    Some(CallHierarchyItem {
        name: snapshot.name_of(source),
        kind: SymbolKind::FILE,
        tags: None,
        detail: None,
        uri: snapshot.uri(source.path())?,
        range: range(TextRange::up_to(TextSize::of(source.text()))),
        selection_range: range(TextRange::empty(0.into())),
        data: None,
    })
}
