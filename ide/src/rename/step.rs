//! One step of a reference under another name, in the quotes that the scalar has.

use esc_analysis::Edit;
use esc_analysis::document::Accessor;
use esc_analysis::fix::text_within;
use esc_syntax::{AccessorKind, Node};

use crate::names::{is_plain, subscript};

/// Writes `new_name` in the place of a step's name in the scalar `node`: in brackets where it cannot stand behind a dot. `None` where the
/// scalar cannot hold it.
pub(crate) fn rename_step(node: Node<'_>, accessor: &Accessor, new_name: &str) -> Option<Edit> {
    let (range, text) = match &accessor.kind {
        AccessorKind::Name(_) if is_plain(new_name) => (accessor.name_range, new_name.to_owned()),
        AccessorKind::Name(_) => (accessor.range, subscript(new_name)),
        AccessorKind::Key(_) => (accessor.name_range, new_name.replace('"', "\\\"")),
        AccessorKind::Index(_) => return None,
    };
    Some(Edit::replace(range, text_within(node, &text)?))
}
