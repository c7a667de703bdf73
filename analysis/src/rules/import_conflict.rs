//! ESC408: imports that define the same value, so that their order decides.

use std::collections::HashSet;
use std::sync::Arc;

use super::import_name::ImportName;
use super::words::code;
use super::{Context, Finding, FixAvailability, Group, Level, Page, Reference, Rule, Sink};
use crate::Severity;
use crate::document::{Document, ExprId};
use crate::value::{Kind, Object, Value};

pub(super) static RULE: Rule = Rule {
    code: "ESC408",
    name: "import-conflict",
    summary: "two imports set the same value, and their order decides",
    level: Level::On(Severity::Info),
    strict: Level::On(Severity::Info),
    group: Group::Imports,
    reference: Reference::Adds,
    fix: FixAvailability::None,
    suppressible: true,
    since: "0.1.0",
    check,
    page: Page {
        what: "A value that two imported environments define differently, and that this environment does not define itself. Only for imports that are in \
               the workspace, and not for pinned ones.",
        why: "The later import wins. That may be just what is wanted, but whoever sorts the list changes what the environment does.",
        bad: "imports:\n  - a\n  - b\n# a.yaml\nvalues:\n  region: us-east-1\n# b.yaml\nvalues:\n  region: eu-west-1\n",
        good: "imports:\n  - a\n  - b\nvalues:\n  region: us-east-1\n# a.yaml\nvalues:\n  region: us-east-1\n# b.yaml\nvalues:\n  region: eu-west-1\n",
        fix: "Define the value here, or refer to the one that is meant: `${imports[\"a\"].region}`.",
        reference: "Says nothing: imports are merged in their order.",
    },
};

/// Values compared for one document; more are not looked at.
const BUDGET: u32 = 20_000;

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let entries = context.document.imports.iter().zip(&context.evaluation.imports);
    let merged: Vec<_> = entries
        .filter_map(|(entry, imported)| {
            let name = entry.name.as_ref().filter(|_| entry.merge)?;
            let is_pinned = ImportName::parse(&name.text).is_none_or(|name| name.version.is_some());
            Some((name, imported.evaluation().filter(|_| !is_pinned)?))
        })
        .collect();
    let mut budget = BUDGET;
    for (index, (name, later)) in merged.iter().enumerate() {
        let before = merged[..index].iter().filter(|(_, earlier)| earlier.document.source.path() != later.document.source.path());
        let mut search =
            Search { document: context.document, budget: &mut budget, path: Vec::new(), seen: HashSet::new(), found: Vec::new() };
        for (_, earlier) in before {
            if let (Some(later), Some(earlier)) = (later.root.as_object(), earlier.root.as_object()) {
                search.compare(later, earlier, context.document.root);
            }
        }
        if let Some(conflict) = search.found.first() {
            sink.report(finding(context, name, conflict, search.found.len() - 1));
        }
    }
}

/// Two values for one path.
struct Conflict {
    path: String,
    later: Value,
    earlier: Value,
}

struct Search<'b> {
    document: &'b Document,
    budget: &'b mut u32,
    path: Vec<Arc<str>>,
    /// Paths of what was found.
    seen: HashSet<String>,
    found: Vec<Conflict>,
}

impl Search<'_> {
    /// Looks for what `later` replaces of `earlier`, unless the document itself has a value there; `own` is its object on this level.
    fn compare(&mut self, later: &Object, earlier: &Object, own: Option<ExprId>) {
        for entry in later.entries() {
            let Some(below) = earlier.get(entry.key()) else { continue };
            *self.budget = self.budget.saturating_sub(1);
            if *self.budget == 0 || entry.value().same(below) {
                continue;
            }
            let own = own.and_then(|own| self.document.property(own, entry.key())).map(|property| property.value);
            let is_object = |own: ExprId| self.document.expr(own).kind.as_object().is_some();
            self.path.push(entry.key().clone());
            match (entry.value().as_object(), below.as_object()) {
                // What is no object here replaces all of it.
                _ if own.is_some_and(|own| !is_object(own)) => {}
                (Some(later), Some(earlier)) => crate::deep(|| self.compare(later, earlier, own)),
                _ if own.is_some() || is_equal(entry.value(), below) => {}
                _ => self.add(entry.value(), below),
            }
            self.path.pop();
        }
    }

    fn add(&mut self, later: &Value, earlier: &Value) {
        let path = self.path.join(".");
        if self.seen.insert(path.clone()) {
            self.found.push(Conflict { path, later: later.clone(), earlier: earlier.clone() });
        }
    }
}

/// Whether it makes no difference which of the two counts, as far as that is known.
fn is_equal(a: &Value, b: &Value) -> bool {
    match (a.kind(), b.kind()) {
        (Kind::Null, Kind::Null) => true,
        (Kind::Bool(a), Kind::Bool(b)) => a == b,
        (Kind::Number(a), Kind::Number(b)) => a == b,
        (Kind::String(a), Kind::String(b)) => a == b,
        _ => match (a.origin(), b.origin()) {
            (Some(a), Some(b)) => a.expr == b.expr && a.document.source.path() == b.document.source.path(),
            _ => false,
        },
    }
}

fn finding(context: &Context<'_>, name: &crate::document::ImportName, conflict: &Conflict, more: usize) -> Finding {
    let others = match more {
        0 => String::new(),
        1 => " and one more value".to_owned(),
        more => format!(" and {more} more values"),
    };
    let message = format!("{} replaces {}{others} of an import before it", code(&name.text), code(&conflict.path));
    let help = "Define the value here if the order of the imports is not meant to decide";
    let mut finding = Finding::at(context.node(name.node), message).help(help);
    for (value, what) in [(&conflict.earlier, "this value is replaced"), (&conflict.later, "by this one")] {
        if let Some(origin) = value.origin() {
            let node = origin.document.node(origin.document.expr(origin.expr).node);
            finding = finding.related_in(&origin.document.source, node.range(), what);
        }
    }
    finding
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, related};

    #[test]
    fn points_at_the_import_that_wins() {
        check(
            "ESC408",
            "
            imports:
              - a
              - b
                ^ info: `b` replaces `region` of an import before it
              - c
                ^ info: `c` replaces `app.name` and one more value of an import before it
            === a
            values: {region: x, app: {name: a, size: 1}, same: [1]}
            === b
            values: {region: y, app: {size: 1}, other: 1}
            === c
            values: {app: {name: c, size: 2}}
        ",
        );
    }

    #[test]
    fn shows_both_values() {
        let places = related("ESC408", "imports: [a, b]\n=== a\nvalues: {region: x}\n=== b\nvalues: {region: y}\n");
        assert_eq!(places, ["a.yaml x: this value is replaced", "b.yaml y: by this one"]);
    }

    #[test]
    fn is_silent_where_the_order_does_not_decide() {
        check(
            "ESC408",
            "
            imports:
              - a
              - b
              - pinned@3
              - apart: {merge: false}
            values:
              region: z
            === a
            imports: [base]
            values: {region: x, port: 1, same: x}
            === b
            imports: [base]
            values: {region: y, name: b, same: x}
            === base
            values: {login: {fn::open::aws-login: {}}, list: [1]}
            === pinned
            values: {port: 2}
            === apart
            values: {port: 3}
        ",
        );
    }
}
