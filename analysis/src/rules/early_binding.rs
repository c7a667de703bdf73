//! ESC211: a value that an import has used before it is overridden.

use std::collections::HashMap;

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
    let known = imported(context);
    let mut left = MAX_VALUES;
    look(context, sink, &known, root, base, &mut left);
}

/// Values looked at; a rule of little weight must not cost more.
const MAX_VALUES: usize = 10_000;

/// Everything that is imported, by file.
fn imported<'a>(context: &Context<'a>) -> HashMap<&'a str, &'a Evaluation> {
    let mut known = HashMap::new();
    let mut waiting: Vec<&Evaluation> = vec![context.evaluation];
    while let Some(evaluation) = waiting.pop() {
        for import in evaluation.imports.iter().filter_map(Imported::evaluation) {
            if known.insert(import.document.source.path(), &**import).is_none() {
                waiting.push(import);
            }
        }
    }
    known
}

fn look(context: &Context<'_>, sink: &mut Sink<'_>, known: &HashMap<&str, &Evaluation>, expr: ExprId, base: &Value, left: &mut usize) {
    let ExprKind::Object(properties) = &context.document.expr(expr).kind else { return };
    for property in properties.iter().filter(|property| !property.duplicate) {
        *left = left.saturating_sub(1);
        let Some(below) = base.as_object().and_then(|object| object.get(&property.key)).filter(|_| *left > 0) else { continue };
        match context.document.expr(property.value).kind {
            ExprKind::Object(_) if below.as_object().is_some() => {
                crate::deep(|| look(context, sink, known, property.value, below, left));
            }
            _ if below.is_final() => {}
            _ => sink_use(context, sink, known, property, below),
        }
    }
}

fn sink_use(context: &Context<'_>, sink: &mut Sink<'_>, known: &HashMap<&str, &Evaluation>, property: &Property, below: &Value) {
    let Some(origin) = below.origin() else { return };
    let source = &origin.document.source;
    let Some(evaluation) = known.get(source.path()).filter(|evaluation| evaluation.is_used(origin.expr)) else { return };
    let key = context.node(property.key_node);
    let name = reference_path(context.node(context.document.expr(property.value).node)).unwrap_or_else(|| property.key.to_string());
    let message = format!("overriding {} does not change what the import has already computed from it", code(&name));
    let finding = Finding::at(key, message).help("Define the computed value here as well");
    let user = evaluation.document.references().find(|(_, reference)| evaluation.target(reference) == Some(origin.expr));
    sink.report(match user {
        Some((_, reference)) => finding.related_in(source, reference.range, "used here with the old value"),
        None => finding,
    });
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
