//! The fix that the rules about secrets share: a literal goes under `fn::secret`.

use super::Context;
use crate::document::{ExprId, ExprKind};
use crate::secrets::place::{Place, Reader};
use crate::{Fix, fix};

/// Puts the literal `id` under `fn::secret`. `None` where it is no literal, the function around it needs it as it is, or the saved secret would
/// be another text: what is saved is the text as it is written, and what is evaluated before has each `$$` for a `$`.
pub(super) fn wrap(context: &Context<'_>, id: ExprId, place: &Place<'_>) -> Option<Fix> {
    let expr = context.document.expr(id);
    let node = context.node(expr.node);
    let text = node.text();
    let allowed = matches!(place.reader, Reader::Anyone | Reader::Provider(_)) && expr.parent.is_some() && !node.is_damaged();
    if !allowed || text.contains("$$") || text.contains("${") {
        return None;
    }
    let mut edits = fix::wrap(node, "fn::secret")?;
    match expr.kind {
        ExprKind::String(_) => {}
        // A secret is text.
        ExprKind::Number(_) => edits.extend(fix::quote(node)?),
        _ => return None,
    }
    Some(Fix::on_request("Put it under `fn::secret`", edits))
}
