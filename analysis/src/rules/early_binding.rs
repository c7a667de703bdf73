//! ESC211: a value that an import has used before it is overridden.

use std::cell::OnceCell;
use std::collections::VecDeque;
use std::collections::hash_map::{Entry, HashMap};

use esc_syntax::TextRange;

use super::words::code;
use super::{Context, Finding, FixAvailability, Group, Level, Page, Reference, Rule, Sink};
use crate::Severity;
use crate::document::{ExprId, ExprKind, Property, reference_path};
use crate::eval::{Evaluation, Imported};
use crate::value::Value;

pub(super) static RULE: Rule = Rule {
    code: "ESC211",
    name: "early-binding",
    summary: "a value that an import has used before it is overridden",
    level: Level::On(Severity::Info),
    strict: Level::On(Severity::Info),
    group: Group::References,
    reference: Reference::Adds,
    fix: FixAvailability::None,
    suppressible: true,
    since: "0.1.0",
    check,
    page: Page {
        what: "A value that overrides an imported one, where the import itself refers to that value to compute another.",
        why: "References are resolved in the environment that has them: what the import has computed keeps the old value, whatever is written here.",
        bad: "imports:\n  - base\nvalues:\n  host: db.example.com\n# base.yaml\nvalues:\n  host: db.internal\n  url: https://${host}\n",
        good: "imports:\n  - base\nvalues:\n  host: db.example.com\n  url: https://${host}\n# base.yaml\nvalues:\n  host: db.internal\n",
        fix: "Define the computed value here as well, or leave out of the shared environment what is to be computed.",
        reference: "Silent: that is how imports work.",
    },
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let (Some(base), Some(root)) = (&context.evaluation.base, context.document.root) else { return };
    let mut look = Look { context, imports: Imports::of(context.evaluation), left: MAX_VALUES };
    look.values(sink, root, base);
}

/// Values looked at; a rule of little weight must not cost more.
const MAX_VALUES: usize = 10_000;

/// An imported environment, and where it refers to its own values; searched once, however many of them are overridden.
struct Import<'a> {
    evaluation: &'a Evaluation,
    /// The first reference to each value.
    users: OnceCell<HashMap<ExprId, TextRange>>,
}

impl<'a> Import<'a> {
    fn new(evaluation: &'a Evaluation) -> Import<'a> {
        Import { evaluation, users: OnceCell::new() }
    }

    fn user(&self, expr: ExprId) -> Option<TextRange> {
        self.users.get_or_init(|| first_references(self.evaluation)).get(&expr).copied()
    }
}

fn first_references(evaluation: &Evaluation) -> HashMap<ExprId, TextRange> {
    let mut first = HashMap::new();
    for (_, reference) in evaluation.document.references() {
        if let Some(target) = evaluation.target(reference) {
            first.entry(target).or_insert(reference.range);
        }
    }
    first
}

/// The environments that are imported, by file; found as far as somebody has asked.
struct Imports<'a> {
    known: HashMap<&'a str, Import<'a>>,
    /// Those whose own imports are not among the known ones yet, the nearest first.
    waiting: VecDeque<&'a Evaluation>,
}

impl<'a> Imports<'a> {
    fn of(evaluation: &'a Evaluation) -> Imports<'a> {
        Imports { known: HashMap::new(), waiting: VecDeque::from([evaluation]) }
    }

    fn find(&mut self, path: &str) -> Option<&Import<'a>> {
        while !self.known.contains_key(path) {
            let importer = self.waiting.pop_front()?;
            for import in importer.imports.iter().filter_map(Imported::evaluation) {
                if let Entry::Vacant(vacant) = self.known.entry(import.document.source.path()) {
                    vacant.insert(Import::new(import));
                    self.waiting.push_back(import);
                }
            }
        }
        self.known.get(path)
    }
}

struct Look<'c, 'a> {
    context: &'c Context<'a>,
    imports: Imports<'a>,
    left: usize,
}

impl Look<'_, '_> {
    fn values(&mut self, sink: &mut Sink<'_>, expr: ExprId, base: &Value) {
        let ExprKind::Object(properties) = &self.context.document.expr(expr).kind else { return };
        for property in properties.iter().filter(|property| !property.duplicate) {
            self.left = self.left.saturating_sub(1);
            let Some(below) = base.as_object().and_then(|object| object.get(&property.key)).filter(|_| self.left > 0) else { continue };
            match self.context.document.expr(property.value).kind {
                ExprKind::Object(_) if below.as_object().is_some() => crate::deep(|| self.values(sink, property.value, below)),
                _ if below.is_final() => {}
                _ => self.value(sink, property, below),
            }
        }
    }

    fn value(&mut self, sink: &mut Sink<'_>, property: &Property, below: &Value) {
        let context = self.context;
        let Some(origin) = below.origin() else { return };
        let source = &origin.document.source;
        let Some(import) = self.imports.find(source.path()).filter(|import| import.evaluation.is_used(origin.expr)) else { return };
        let key = context.node(property.key_node);
        let name = reference_path(context.node(context.document.expr(property.value).node)).unwrap_or_else(|| property.key.to_string());
        let message = format!("overriding {} does not change what the import has already computed from it", code(&name));
        let finding = Finding::at(key, message).help("Define the computed value here as well");
        sink.report(match import.user(origin.expr) {
            Some(range) => finding.related_in(source, range, "used here with the old value"),
            None => finding,
        });
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, related};

    #[test]
    fn only_where_the_import_uses_it() {
        check(
            "ESC211",
            "
            imports: [base]
            values:
              host: mine
              ^^^^ info: overriding `host` does not change what the import has already computed from it
              db:
                port: 1
                ^^^^ info: overriding `db.port` does not change what the import has already computed from it
                user: me
              other: x
            === base
            values:
              host: theirs
              db: {port: 2, user: you}
              url: https://${host}:${db.port}
              other: y
        ",
        );
        let text = "imports: [base]\nvalues: {a: 1}\n=== base\nvalues: {a: 2, b: '${a}'}\n";
        assert_eq!(related("ESC211", text), ["base.yaml ${a}: used here with the old value"]);
    }
}
