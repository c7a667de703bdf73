//! From a path to the value at its end, as far as values are known. Reads values that are there; computes none.

use std::sync::Arc;

use esc_syntax::AccessorKind;

use crate::document::Accessor;
use crate::eval::Evaluation;
use crate::value::{Kind, Value};

/// Where a path leads.
pub(super) struct Located {
    /// The last value on the way that is there.
    pub value: Value,
    /// How many steps are left after it: it is not known, and they are steps through its type.
    pub left: usize,
    /// Some value on the way, the last one included, is secret.
    pub through_secret: bool,
}

/// Where a path leads in `evaluation`; `None` where it leads nowhere, and for `context`, whose values nobody has written.
pub(super) fn locate<'a>(evaluation: &Evaluation, path: impl IntoIterator<Item = &'a AccessorKind>) -> Option<Located> {
    let path: Vec<&AccessorKind> = path.into_iter().collect();
    let (mut value, mut rest) = start(evaluation, &path)?;
    let mut through_secret = value.is_secret();
    while let Some((first, after)) = rest.split_first() {
        let Some(next) = member(&value, first) else {
            return value.is_unknown().then_some(Located { value, left: rest.len(), through_secret });
        };
        through_secret |= next.is_secret();
        (value, rest) = (next, after);
    }
    Some(Located { value, left: 0, through_secret })
}

/// What a known value has at a step.
pub(super) fn member(value: &Value, step: &AccessorKind) -> Option<Value> {
    match (value.kind(), step) {
        (Kind::Object(object), AccessorKind::Name(key) | AccessorKind::Key(key)) => object.get(key).cloned(),
        (Kind::Array(items), AccessorKind::Index(index)) => items.get(usize::try_from(*index).ok()?).cloned(),
        _ => None,
    }
}

/// The value that a path begins at, and what is left of the path.
fn start<'p, 'a>(evaluation: &Evaluation, path: &'p [&'a AccessorKind]) -> Option<(Value, &'p [&'a AccessorKind])> {
    match environment(evaluation, path) {
        Some((Some(imported), taken)) => Some((imported.root.clone(), &path[taken..])),
        Some((None, _)) => None,
        None if path.first().and_then(|step| name(step)) == Some("context") => None,
        None => Some((evaluation.root.clone(), path)),
    }
}

/// The environment that a path names, and with how many steps: `imports["p/e"]`, `environments.p.e`. `None` if the path names none; without
/// an evaluation where it names one that is not known.
pub(super) fn environment(evaluation: &Evaluation, path: &[&AccessorKind]) -> Option<(Option<Arc<Evaluation>>, usize)> {
    match path {
        [first, second, ..] if name(first) == Some("imports") => {
            let imported = name(second).and_then(|name| evaluation.listed_import(name)?.evaluation());
            Some((imported.cloned(), 2))
        }
        [first, project, environment, ..] if name(first) == Some("environments") => {
            let imported = evaluation.inline_import(&format!("{}/{}", name(project)?, name(environment)?));
            Some((imported.and_then(|imported| imported.evaluation()).cloned(), 3))
        }
        [first, ..] if matches!(name(first), Some("imports" | "environments")) => Some((None, 1)),
        _ => None,
    }
}

/// The name or key that a step selects by.
pub(super) fn name(step: &AccessorKind) -> Option<&str> {
    match step {
        AccessorKind::Name(name) | AccessorKind::Key(name) => Some(name),
        AccessorKind::Index(_) => None,
    }
}

/// The steps of a reference.
pub(super) fn steps(accessors: &[Accessor]) -> impl Iterator<Item = &AccessorKind> {
    accessors.iter().map(|accessor| &accessor.kind)
}
