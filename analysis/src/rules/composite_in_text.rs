//! ESC209: a list or an object inside a longer text.

use esc_syntax::ScalarStyle;

use super::evaluated::{kind, path, problems};
use super::words::code;
use super::{Context, Finding, FixAvailability, Group, Level, Page, Reference, Rule, Sink};
use crate::document::{ExprId, ExprKind, Part};
use crate::eval::Problem;
use crate::value::Kind;
use crate::{Edit, Fix, Severity};

pub(super) static RULE: Rule = Rule {
    code: "ESC209",
    name: "composite-in-text",
    summary: "a list or an object inside a longer text",
    level: Level::On(Severity::Warning),
    strict: Level::On(Severity::Error),
    group: Group::References,
    reference: Reference::Adds,
    fix: FixAvailability::Unsafe,
    suppressible: true,
    since: "0.1.0",
    check,
    page: Page {
        what: "A `${...}` inside a longer text that refers to a list or an object. Alone in its scalar it would keep its type; in a text it becomes something like `\"a\"=\"1\",\"b\"=\"2\"`.",
        why: "Hardly any program reads that format. Members that an object inherits from an import are left out of it as well.",
        bad: "values:\n  tags: [a, b]\n  environmentVariables:\n    TAGS: tags=${tags}\n",
        good: "values:\n  tags: [a, b]\n  tagsJson: {fn::toJSON: '${tags}'}\n  environmentVariables:\n    TAGS: tags=${tagsJson}\n",
        fix: "Refer to a member, or convert the value first: `fn::toJSON`, or `fn::join` for a list of texts. The fix joins the text from its pieces, with `fn::toJSON` \
              around what is no text; it has to be asked for.",
        reference: "Silent: it converts.",
    },
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let mut fixed = None;
    for problem in problems(context) {
        let Problem::CompositeInText { expr, part, value } = problem else { continue };
        let kinds = &context.document.expr(*expr).kind;
        let Some(reference) = kinds.reference(*part).filter(|reference| !reference.recovered) else { continue };
        let name = code(&path(&reference.accessors));
        let node = context.node(context.document.expr(*expr).node);
        let message = format!("{name} is {}, which in a longer text becomes a quoted format that hardly any program reads", kind(value));
        let help = match value.kind() {
            Kind::Array(_) => "Convert it first, with `fn::join` or `fn::toJSON`, and refer to the result",
            _ => "Refer to one of its members, or convert it first with `fn::toJSON` and refer to the result",
        };
        // One fix serves all references of a text.
        let fix = if fixed == Some(*expr) { None } else { fix(context, *expr) };
        fixed = Some(*expr);
        sink.report(Finding::at(node, message).range(reference.range).help(help).fix(fix));
    }
}

/// Puts the text together by `fn::join`, from its pieces.
fn fix(context: &Context<'_>, expr: ExprId) -> Option<Fix> {
    let ExprKind::Interpolation(parts) = &context.document.expr(expr).kind else { return None };
    let node = context.node(context.document.expr(expr).node);
    let in_one_line = !matches!(node.style()?, ScalarStyle::Literal | ScalarStyle::Folded) && !node.source().contains(['\n', '\r']);
    if !in_one_line || node.tag().is_some() || node.anchor().is_some() {
        return None;
    }
    let pieces: Option<Vec<String>> = parts.iter().map(|part| piece(context, part)).collect();
    let text = format!("{{fn::join: [\"\", [{}]]}}", pieces?.join(", "));
    Some(Fix::on_request("Convert with `fn::toJSON`", vec![Edit::replace(node.range(), text)]))
}

fn piece(context: &Context<'_>, part: &Part) -> Option<String> {
    let reference = match part {
        Part::Text(text) if text.expose().chars().any(char::is_control) => return None,
        Part::Text(text) => return Some(quoted(&escaped(text.expose()))),
        Part::Reference(reference) => reference,
    };
    let target = context.evaluation.follow(&reference.accessors);
    let value = target.as_ref().and_then(|target| context.evaluation.value_at(target));
    let reference = quoted(&format!("${{{}}}", path(&reference.accessors)));
    Some(match value.map(kind) {
        Some("text") => reference,
        Some("a list" | "an object") => format!("{{fn::toJSON: {reference}}}"),
        _ => format!("{{fn::toString: {reference}}}"),
    })
}

/// `$` is written twice only where one would mean something.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        escaped.push(c);
        if c == '$' && matches!(rest.peek(), Some('$' | '{')) {
            escaped.push(c);
        }
    }
    escaped
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, check_fix};

    #[test]
    fn looks_inside_longer_texts_only() {
        check(
            "ESC209",
            "
            values:
              list: [a]
              object: {a: 1}
              login: {fn::open::aws-login: {}}
              alone: ${list}
              member: x ${object.a} ${list[0]}
              text: tags=${list}, ${object}
                         ^^^^^^^ warning: `list` is a list, which in a longer text becomes a quoted format that hardly any program reads
                                  ^^^^^^^^^ warning: `object` is an object, which in a longer text becomes a quoted format that hardly any program reads
              whole: \"${login}!\"
                      ^^^^^^^^ warning: `login` is an object, which in a longer text becomes a quoted format that hardly any program reads
              unknown: x${open.it}
              open: {fn::open::nobody-knows: {}}
        ",
        );
    }
    #[test]
    fn joins_the_pieces() {
        check_fix(
            "ESC209",
            "values:\n  tags: [a]\n  n: 1\n  t: \"x $$${tags}: ${n} \\\"q\\\"\"\n",
            "values:\n  tags: [a]\n  n: 1\n  t: {fn::join: [\"\", [\"x $\", {fn::toJSON: \"${tags}\"}, \": \", {fn::toString: \"${n}\"}, \" \\\"q\\\"\"]]}\n",
        );
    }
}
