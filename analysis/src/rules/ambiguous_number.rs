//! ESC007: a number whose text does not survive being read.

use std::collections::HashSet;

use esc_syntax::Node;

use super::exported::variables;
use super::trace::{trace, trace_path};
use super::{Context, Finding, FixAvailability, Group, Level, Page, Reference, Rule, Sink};
use crate::document::{ExprId, ExprKind};
use crate::secrets::names::words;
use crate::{Fix, Severity, fix};

pub(super) static RULE: Rule = Rule {
    code: "ESC007",
    name: "ambiguous-number",
    summary: "a number that changes its text when it is read: `010`, `1.10`, `1e3`",
    level: Level::On(Severity::Info),
    strict: Level::On(Severity::Info),
    group: Group::Syntax,
    reference: Reference::Adds,
    fix: FixAvailability::Safe,
    suppressible: true,
    since: "0.1.0",
    check,
    page: Page {
        what: "A number without quotes that ESC writes in another way than it stands there: leading zeros, zeros at the end of a fraction, exponents, \
               `0x1F`, `1_000`, more digits than fit. Where the text is what counts it is a warning: in an environment variable, inside other text, and \
               under a key that reads like an id, an account or a version.",
        why: "Only the number is kept, and it is written back in its shortest form: the version `1.10` becomes `1.1`, the account `012345678901` \
              becomes `1.2345678901e+10`.",
        bad: "values:\n  environmentVariables:\n    AWS_ACCOUNT: 012345678901\n",
        good: "values:\n  environmentVariables:\n    AWS_ACCOUNT: \"012345678901\"\n",
        fix: "Put it in quotes. The fix does so without asking where the text counts; elsewhere, and where the notation says that a number is meant \
              (`1_000`, `0x1F`, `1e3`, `+5`), it has to be asked for, because the value is text from then on.",
        reference: "Says nothing, and shows the other text.",
    },
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let document = context.document;
    let mut changed = document.exprs().filter_map(|(id, expr)| match &expr.kind {
        ExprKind::Number(text) => Some((id, context.node(expr.node))).filter(|(_, node)| node.tag().is_none() && node.source() != &**text),
        _ => None,
    });
    let Some(first) = changed.next() else { return };
    let as_text = used_as_text(context);
    for (id, node) in std::iter::once(first).chain(changed) {
        if let Some(finding) = finding(context, id, node, as_text.contains(&id)) {
            sink.report(finding);
        }
    }
}

/// What is exported as a variable, and what stands inside other text.
fn used_as_text(context: &Context<'_>) -> HashSet<ExprId> {
    let document = context.document;
    let exported = variables(document).filter_map(|property| trace(context, property.value));
    let texts = document.exprs().filter(|(_, expr)| matches!(expr.kind, ExprKind::Interpolation(_)));
    let inside = texts.flat_map(|(_, expr)| expr.kind.references()).filter_map(|reference| trace_path(context, &reference.accessors));
    let here = exported.chain(inside).filter(|traced| traced.document.source.path() == context.source().path());
    here.map(|traced| traced.expr).collect()
}

fn finding(context: &Context<'_>, id: ExprId, node: Node<'_>, as_text: bool) -> Option<Finding> {
    let counts = (as_text || is_identifier(node)) && !is_mere_fraction(node.source());
    let loss = loss(node.source()).or(counts.then_some("it is rewritten in another form"))?;
    let finding = Finding::at(node, format!("this number does not keep its text: {loss}")).help("Put it in quotes if the text counts");
    let edits = fix::quote(node);
    let fix = match counts && !is_notation(node.source()) && !is_argument(context, id) {
        true => edits.map(|edits| Fix::safe("Put the number in quotes", edits)),
        false => edits.map(|edits| Fix::on_request("Put the number in quotes", edits)),
    };
    Some(finding.severity(if counts { Severity::Warning } else { Severity::Info }).fix(fix))
}

/// What becomes of the text, if that may surprise. Does not show it: a number may be a password.
fn loss(source: &str) -> Option<&'static str> {
    let digits = source.trim_start_matches(['+', '-']);
    let radix = digits.get(..2).is_some_and(|start| ["0x", "0X", "0b", "0B", "0o", "0O"].contains(&start));
    let is_integer = digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'_');
    let leading_zero = digits.len() > 1 && digits.starts_with('0') && is_integer;
    match digits {
        _ if radix => Some("it is written out in base 10"),
        _ if leading_zero && !digits.contains(['8', '9']) => Some("the 0 in front makes it an octal number"),
        // With an 8 or a 9 it is no octal number, but a float.
        _ if leading_zero && digits.trim_start_matches('0').len() > SHORT => {
            Some("the 0 in front is dropped, and it is rewritten with an exponent")
        }
        _ if leading_zero => Some("the 0 in front is dropped"),
        _ if digits.contains('_') => Some("each `_` is dropped"),
        _ if digits.contains(['e', 'E']) => Some("the exponent is worked out or rewritten"),
        _ if digits.find('.').is_some_and(|point| point > SHORT) => Some("it is rewritten with an exponent"),
        _ if digits.contains('.') && digits.ends_with('0') => Some("the zeros at its end are dropped"),
        // Beyond 64 bits, or, with a fraction, beyond what a float shows.
        _ if digits.len() > LONG => Some("it has more digits than are kept"),
        _ => None,
    }
}

/// A float with more digits before its point, a million or more, is written with an exponent.
const SHORT: usize = 6;

/// Digits that a float does not keep all of.
const LONG: usize = 17;

/// Written in a way that says a number is meant: `1_000`, `0x1F`, `1e3`, `+5`.
fn is_notation(source: &str) -> bool {
    source.starts_with('+') || source.contains(|c: char| c == '_' || c.is_ascii_alphabetic())
}

/// `0.50`: nobody's version, and the same number without the zero.
fn is_mere_fraction(source: &str) -> bool {
    let digits = source.trim_start_matches(['+', '-']);
    digits.starts_with("0.") || digits.starts_with('.')
}

/// Whether the key above says that this is a name and no quantity.
fn is_identifier(node: Node<'_>) -> bool {
    let Some(key) = key_above(node) else { return false };
    let text = key.text();
    let words = words(&text);
    let Some(last) = words.last() else { return false };
    matches!(&**last, "id" | "ids" | "account" | "accounts" | "version" | "versions" | "revision" | "tag" | "tags" | "release")
        || matches!(&**last, "serial" | "pin" | "zip" | "zipcode" | "postcode" | "phone" | "sha" | "hash")
        || matches!(&**last, "number" if words.iter().any(|word| matches!(&**word, "account" | "phone" | "serial")))
}

/// The key that `node` stands under, through lists.
fn key_above(node: Node<'_>) -> Option<Node<'_>> {
    let mut current = node;
    loop {
        let parent = current.parent()?;
        if parent.is_mapping() {
            return current.as_value().map(|entry| entry.key);
        }
        current = parent;
    }
}

/// Whether a call reads it, which may want a number.
fn is_argument(context: &Context<'_>, id: ExprId) -> bool {
    let parents = std::iter::successors(Some(id), |id| context.document.expr(*id).parent);
    parents.skip(1).any(|parent| matches!(context.document.expr(parent).kind, ExprKind::Call(_)))
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, check_fix};

    #[test]
    fn says_what_becomes_of_it() {
        check(
            "ESC007",
            "
            values:
              account: 012345678901
                       ^^^^^^^^^^^^ warning: this number does not keep its text: the 0 in front is dropped, and it is rewritten with an exponent
              id: 1234567.0
                  ^^^^^^^^^ warning: this number does not keep its text: it is rewritten with an exponent
              zip: 0891
                   ^^^^ warning: this number does not keep its text: the 0 in front is dropped
        ",
        );
    }

    #[test]
    fn warns_where_the_text_counts() {
        check(
            "ESC007",
            "
            values:
              version: 1.10
                       ^^^^ warning: this number does not keep its text: the zeros at its end are dropped
              accounts:
                - 012345670123
                  ^^^^^^^^^^^^ warning: this number does not keep its text: the 0 in front makes it an octal number
              port: 0x1F
                    ^^^^ warning: this number does not keep its text: it is written out in base 10
              url: http://localhost:${port}
              size: 1e6
                    ^^^ warning: this number does not keep its text: the exponent is worked out or rewritten
              environmentVariables:
                SIZE: ${size}
                LIMIT: 1_000
                       ^^^^^ warning: this number does not keep its text: each `_` is dropped
        ",
        );
    }

    #[test]
    fn mentions_it_elsewhere() {
        check(
            "ESC007",
            "
            values:
              threshold: 2.50
                         ^^^^ info: this number does not keep its text: the zeros at its end are dropped
              big: 123456789012345678901234567890
                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ info: this number does not keep its text: it has more digits than are kept
              total: 1234567.5
                     ^^^^^^^^^ info: this number does not keep its text: it is rewritten with an exponent
              environmentVariables:
                RATE: 0.50
                      ^^^^ info: this number does not keep its text: the zeros at its end are dropped
        ",
        );
    }

    #[test]
    fn is_silent_about_text_and_plain_numbers() {
        check(
            "ESC007",
            "
            values:
              version: \"1.10\"
              account: 123456789012
              ratio: -0.25
              port: 8080
              date: 2024-01-02
              tagged: !!str 010
              signed: +3
              half: .5
              endless: .inf
              environmentVariables:
                PORT: 5432
        ",
        );
    }

    #[test]
    fn quotes() {
        check_fix("ESC007", "values:\n  version: 1.10  # old\n", "values:\n  version: \"1.10\"  # old\n");
    }
}
