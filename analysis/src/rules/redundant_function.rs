//! ESC705: a call that gives back what it is given.

use esc_syntax::Node;

use super::words::code;
use super::{Context, Finding, FixAvailability, Group, Level, Page, Reference, Rule, Sink};
use crate::document::{Arguments, Call, ExprId, ExprKind, Function};
use crate::schema::Type;
use crate::value::Kind;
use crate::{Fix, Severity, fix};

pub(super) static RULE: Rule = Rule {
    code: "ESC705",
    name: "redundant-function",
    summary: "`fn::join` of one item, `fn::toString` of text, `fn::final` inside `fn::final`",
    level: Level::On(Severity::Info),
    strict: Level::On(Severity::Info),
    group: Group::Style,
    reference: Reference::Adds,
    fix: FixAvailability::Safe,
    suppressible: true,
    since: "0.1.0",
    check,
    page: Page {
        what: "`fn::join` of one text, `fn::concat` of one list, `fn::toString` of what is text already, `fn::final` directly inside `fn::final`.",
        why: "The call changes nothing, and a reader looks for what it does.",
        bad: "values:\n  url:\n    fn::join: [\",\", [\"https://example.com\"]]\n",
        good: "values:\n  url: https://example.com\n",
        fix: "Write what is inside, which the fix does.",
        reference: "Says nothing.",
    },
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    for (id, expr) in context.document.exprs() {
        let ExprKind::Call(call) = &expr.kind else { continue };
        let Some((inner, why)) = redundant(context, id, call) else { continue };
        let key = context.node(call.key_node);
        let (outer, inner): (Node<'_>, Node<'_>) = (context.node(expr.node), context.node(context.document.expr(inner).node));
        let edits = fix::hoist(outer, inner).and_then(|edits| context.sound(edits));
        sink.report(
            Finding::at(key, format!("{} changes nothing here: {why}", code(&key.text())))
                .help("Write what is inside in its place")
                .fix(edits.map(|edits| Fix::safe(format!("Drop {}", code(&key.text())), edits))),
        );
    }
}

/// What a call gives back unchanged, and why.
fn redundant(context: &Context<'_>, id: ExprId, call: &Call) -> Option<(ExprId, &'static str)> {
    let document = context.document;
    match (call.function, &call.arguments) {
        (Function::Join, Arguments::Two(_, items)) => {
            let item = only_item(context, *items).filter(|item| is(context, *item, Type::String))?;
            Some((item, "there is only one text to join"))
        }
        (Function::Concat, Arguments::One(lists)) => {
            let list = only_item(context, *lists).filter(|list| is(context, *list, Type::Array))?;
            Some((list, "there is only one list"))
        }
        (Function::ToString, Arguments::One(value)) if is(context, *value, Type::String) => Some((*value, "the value is text already")),
        // Said of the outer one, so that one of two goes.
        (Function::Final, Arguments::One(value)) => {
            let inner = matches!(&document.expr(*value).kind, ExprKind::Call(inner) if inner.function == Function::Final);
            let within = document
                .expr(id)
                .parent
                .is_some_and(|parent| matches!(&document.expr(parent).kind, ExprKind::Call(outer) if outer.function == Function::Final));
            (inner && !within).then_some((*value, "the value is final already"))
        }
        _ => None,
    }
}

fn only_item(context: &Context<'_>, list: ExprId) -> Option<ExprId> {
    match &context.document.expr(list).kind {
        ExprKind::Array(items) => <[ExprId; 1]>::try_from(items.as_slice()).ok().map(|[item]| item),
        _ => None,
    }
}

/// Whether a value is known to be of a type.
fn is(context: &Context<'_>, value: ExprId, type_: Type) -> bool {
    let Some(value) = context.evaluation.value(value) else { return false };
    match value.kind() {
        Kind::Unknown(unknown) => unknown.schema.type_() == Some(type_),
        Kind::String(_) => type_ == Type::String,
        Kind::Array(_) => type_ == Type::Array,
        Kind::Null | Kind::Bool(_) | Kind::Number(_) | Kind::Object(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, check_fix, check_no_fix};

    #[test]
    fn points_at_the_call() {
        check(
            "ESC705",
            "
            values:
              a: {fn::join: [\",\", [x]]}
                  ^^^^^^^^ info: `fn::join` changes nothing here: there is only one text to join
              b: {fn::toString: \"${a}\"}
                  ^^^^^^^^^^^^ info: `fn::toString` changes nothing here: the value is text already
              c: {fn::final: {fn::final: 1}}
                  ^^^^^^^^^ info: `fn::final` changes nothing here: the value is final already
              d: {fn::concat: [[1, 2]]}
                  ^^^^^^^^^^ info: `fn::concat` changes nothing here: there is only one list
        ",
        );
    }

    #[test]
    fn is_silent_about_calls_that_do_something() {
        check(
            "ESC705",
            "
            values:
              list: [x]
              a: {fn::join: [\",\", [x, y]]}
              b: {fn::join: [\",\", \"${list}\"]}
              c: {fn::toString: 1}
              d: {fn::final: {a: {fn::final: 1}}}
              e: {fn::join: [\",\", [1]]}
              f: {fn::concat: [[1], [2]]}
        ",
        );
    }

    #[test]
    fn writes_what_is_inside() {
        check_fix(
            "ESC705",
            "
            values:
              a:
                fn::join: [\",\", [\"${b}-x\"]]
              b:
                fn::toString: |
                  text
              c: {fn::final: {fn::final: {d: 1}}}
            ",
            "
            values:
              a: \"${b}-x\"
              b: |
                text
              c: {fn::final: {d: 1}}
            ",
        );
        check_no_fix("ESC705", "values:\n  a:\n    fn::join:\n      # with\n      - ','\n      - [x]\n");
    }
}
