//! ESC407: a value that an import has declared final.

use std::cell::OnceCell;
use std::collections::HashSet;

use super::evaluated::{at, place, problems, written_at};
use super::pins::{Pins, soften};
use super::words::code;
use super::{Context, Finding, FixAvailability, Group, Level, Page, Reference, Rule, Sink};
use crate::document::{ExprId, ExprKind, reference_path};
use crate::eval::Problem;
use crate::value::Value;
use crate::{Fix, Severity, fix};

pub(super) static RULE: Rule = Rule {
    code: "ESC407",
    name: "overrides-final-value",
    summary: "a value that an import has declared final",
    level: Level::On(Severity::Warning),
    strict: Level::On(Severity::Error),
    group: Group::Imports,
    reference: Reference::Agrees,
    fix: FixAvailability::Unsafe,
    suppressible: true,
    since: "0.1.0",
    check,
    page: Page {
        what: "A value under a key that an imported environment has wrapped in `fn::final`.",
        why: "It is discarded: the imported value stays, whatever is written here.",
        bad: "imports:\n  - base\nvalues:\n  region: us-east-1\n  size: small\n# base.yaml\nvalues:\n  region:\n    fn::final: eu-west-1\n",
        good: "imports:\n  - base\nvalues:\n  size: small\n# base.yaml\nvalues:\n  region:\n    fn::final: eu-west-1\n",
        fix: "Remove the value, or the `fn::final` in the environment that has it. The fix removes the value; it has to be asked for, and is not there while a \
              reference in the file still sees an object that is discarded.",
        reference: "Reports the same value, as a warning.",
    },
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let pins = Pins::new(context);
    let walked = OnceCell::new();
    for problem in problems(context) {
        if sink.is_full() {
            return;
        }
        if let Problem::OverridesFinal { expr, base } = problem {
            // The steps of a reference walk the object that is written here, whatever becomes of it.
            let is_object = matches!(context.document.expr(*expr).kind, ExprKind::Object(_));
            let is_seen = is_object && walked.get_or_init(|| walked_by_references(context)).contains(expr);
            sink.report(soften(finding(context, *expr, base, is_seen), pins.of_value(base)));
        }
    }
}

/// What references of the file lead to, with everything around it.
fn walked_by_references(context: &Context<'_>) -> HashSet<ExprId> {
    let mut walked = HashSet::new();
    for (_, reference) in context.document.references() {
        let mut at = context.evaluation.target(reference);
        while let Some(expr) = at.filter(|expr| walked.insert(*expr)) {
            at = context.document.expr(expr).parent;
        }
    }
    walked
}

fn finding(context: &Context<'_>, expr: ExprId, base: &Value, is_seen: bool) -> Finding {
    let node = context.node(context.document.expr(expr).node);
    let entry = node.as_value();
    let name = reference_path(node).map_or_else(|| "this value".to_owned(), |path| code(&path));
    let message = match is_seen {
        true => format!("{name} is final in an import: the value here is discarded, but references in this file still see it"),
        false => format!("{name} is final in an import, so the value here is discarded"),
    };
    let is_long = place(context.document, expr) != node.range();
    let finding = match entry {
        Some(entry) if is_long => Finding::at(entry.key, message),
        _ => at(context, expr, message),
    };
    let removal = entry.filter(|_| !is_seen).and_then(|entry| fix::remove_entry(node.parent()?, entry));
    let finding = finding
        .help("Remove it, or the `fn::final` in the import")
        .fix(removal.map(|edit| Fix::on_request("Remove the value that does not count", vec![edit])));
    match base.origin() {
        Some(origin) => {
            let (source, range) = written_at(origin);
            finding.related_in(source, range, "final here")
        }
        None => finding,
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, check_fix, related};

    #[test]
    fn references_go_on_to_see_an_object() {
        check(
            "ESC407",
            "
            imports: [base]
            values:
              guard: {level: low}
                     ^^^^^^^^^^^^ warning: `guard` is final in an import: the value here is discarded, but references in this file still see it
              level: ${guard.level}
            === base
            values:
              guard: {fn::final: {level: high}}
        ",
        );
    }

    #[test]
    fn at_the_level_where_it_is_final() {
        check(
            "ESC407",
            "
            imports: [base]
            values:
              region: us-east-1
                      ^^^^^^^^^ warning: `region` is final in an import, so the value here is discarded
              app:
                name: mine
                      ^^^^ warning: `app.name` is final in an import, so the value here is discarded
                port: 80
              tags:
              ^^^^ warning: `tags` is final in an import, so the value here is discarded
                stage: dev
                tier: gold
            === base
            values:
              region: {fn::final: eu-west-1}
              tags: {fn::final: {}}
              app: {name: {fn::final: theirs}, port: 8080}
        ",
        );
        let text = "imports: [base]\nvalues: {a: 1}\n=== base\nvalues: {a: {fn::final: 2}}\n";
        assert_eq!(related("ESC407", text), ["base.yaml {fn::final: 2}: final here"]);
    }

    #[test]
    fn removes_what_does_not_count() {
        check_fix(
            "ESC407",
            "imports: [base]\nvalues:\n  a: 1\n  b: 2\n=== base\nvalues: {a: {fn::final: 2}}\n",
            "imports: [base]\nvalues:\n  b: 2\n",
        );
    }
}
