//! ESC002: the same key twice in one object.

use esc_syntax::{Node, NodeId};

use super::words::code;
use super::{Context, Finding, FixAvailability, Group, Level, Page, Reference, Rule, Sink};
use crate::document::{ExprKind, Problem};
use crate::{Fix, Severity, fix};

pub(super) static RULE: Rule = Rule {
    code: "ESC002",
    name: "duplicate-key",
    summary: "the same key twice in one object",
    level: Level::On(Severity::Error),
    strict: Level::On(Severity::Error),
    group: Group::Syntax,
    reference: Reference::Agrees,
    fix: FixAvailability::Unsafe,
    suppressible: true,
    since: "0.1.0",
    check,
    page: Page {
        what: "A key that its object has already, at any depth below `values`; also a root field or an import option that is repeated, \
               which is a warning. The report points at the first one too.",
        why: "Below `values` the environment does not open; the first one would count. At the root it opens, and everything under the first \
              of two `values` is gone without a trace.",
        bad: "values:\n  region: us-east-1\n  region: eu-west-1\n",
        good: "values:\n  region: eu-west-1\n",
        fix: "Remove one of the two, or give it another name. The fix removes the one that does not count; it has to be asked for, because that \
              may be the one that was meant.",
        reference: "Reports the later key, as an error below `values` and as a warning at the root and in import options. It is silent where \
                    it does not look: in a value that is itself the loser of such a pair, and in entries that a function ignores.",
    },
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    for problem in &context.document.problems {
        if sink.is_full() {
            return;
        }
        match problem {
            Problem::DuplicateField { key, first } => sink.report(field(context, *key, *first)),
            Problem::DuplicateOption { key, first } => sink.report(option(context, *key, *first)),
            _ => {}
        }
    }
    if !context.document.evaluated {
        return;
    }
    for &id in context.document.declared() {
        if let ExprKind::Object(properties) = &context.document.expr(id).kind {
            for property in properties.iter().filter(|property| property.duplicate) {
                if sink.is_full() {
                    return;
                }
                let first = context.document.property(id, &property.key).map_or(property.key_node, |first| first.key_node);
                let (key, first) = (context.node(property.key_node), context.node(first));
                if context.is_intact(first.range().cover(key.range())) {
                    sink.report(value(key, first, &code(&property.key)));
                }
            }
        }
    }
}

fn value(key: Node<'_>, first: Node<'_>, name: &str) -> Finding {
    Finding::at(key, format!("{name} is defined twice in this object, and ESC refuses to choose"))
        .help("Remove one of the two, or rename it")
        .related(first.range(), "first defined here")
        .fix(removal(key, format!("Remove the later {name}")))
}

fn field(context: &Context<'_>, key: NodeId, first: NodeId) -> Finding {
    let (node, first) = (context.node(key), context.node(first));
    let name = code(&node.text());
    Finding::at(node, format!("{name} stands at the root twice; only the last one counts"))
        .severity(Severity::Warning)
        .help("Put both together, or remove one")
        .related(first.range(), "this one is ignored")
        .fix(removal(first, format!("Remove the first {name}")))
}

fn option(context: &Context<'_>, key: NodeId, first: NodeId) -> Finding {
    let (node, first) = (context.node(key), context.node(first));
    let name = code(&node.text());
    Finding::at(node, format!("{name} is given twice; only the last one counts"))
        .severity(Severity::Warning)
        .help("Remove one of the two")
        .related(first.range(), "this one is ignored")
        .fix(removal(first, format!("Remove the first {name}")))
}

fn removal(key: Node<'_>, title: String) -> Option<Fix> {
    let mapping = key.parent()?;
    let entry = key.as_key()?;
    Some(Fix::on_request(title, vec![fix::remove_entry(mapping, entry)?]))
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, check_fix};

    #[test]
    fn below_values_it_is_an_error() {
        check(
            "ESC002",
            "
            values:
              a: 1
              a: 2
              ^ error: `a` is defined twice in this object, and ESC refuses to choose
              b: {c: 1, \"c\": 2}
                        ^^^ error: `c` is defined twice in this object, and ESC refuses to choose
              d:
                - fn::toJSON:
                    e: 1
                    e: 2
                    ^ error: `e` is defined twice in this object, and ESC refuses to choose
        ",
        );
    }

    #[test]
    fn at_the_root_and_in_import_options_it_is_a_warning() {
        check(
            "ESC002",
            "
            imports:
              - a: {merge: true, merge: false}
                                 ^^^^^ warning: `merge` is given twice; only the last one counts
            values:
              a: 1
            values:
            ^^^^^^ warning: `values` stands at the root twice; only the last one counts
              b: 1
        ",
        );
    }

    #[test]
    fn looks_only_where_the_evaluator_looks() {
        check(
            "ESC002",
            "
            values:
              a: 1
              b:
                fn::open:
                  provider: x
                  inputs: {}
                  inputs: {c: 1}
                  extra: {c: 1, c: 2}
              c:
                fn::join: {d: 1, d: 2}
        ",
        );
    }

    #[test]
    fn an_escaped_key_is_the_same_key() {
        check(
            "ESC002",
            "
            values:
              a:
                $x: 1
                $$x: 2
                ^^^ error: `$x` is defined twice in this object, and ESC refuses to choose
        ",
        );
    }

    #[test]
    fn removes_what_does_not_count() {
        check_fix(
            "ESC002",
            "
            values:
              a: 1
              a:   # again
                b: 2
              c: {d: 1, d: 2, e: 3}
            ",
            "
            values:
              a: 1
              c: {d: 1, e: 3}
            ",
        );
        check_fix(
            "ESC002",
            "
            values: {}
            values:
              a: 1
            ",
            "
            values:
              a: 1
            ",
        );
    }
}
