//! ESC004: a key that is no text.

use esc_syntax::{Node, NodeKind, Resolved};

use super::words::code;
use super::{Context, Finding, FixAvailability, Group, Level, Page, Reference, Rule, Sink};
use crate::document::Problem;
use crate::{Fix, Severity, fix};

pub(super) static RULE: Rule = Rule {
    code: "ESC004",
    name: "non-string-key",
    summary: "a key that is a number, a boolean, null, a collection, or holds `${...}`",
    level: Level::On(Severity::Error),
    strict: Level::On(Severity::Error),
    group: Group::Syntax,
    reference: Reference::Agrees,
    fix: FixAvailability::Safe,
    suppressible: false,
    since: "0.1.0",
    check,
    page: Page {
        what: "A key that YAML does not read as text: `8080:`, `true:`, `3.10:`, `~:`, a list or an object; and a key below the top level of `values` \
               that holds `${...}`.",
        why: "ESC takes only text as a key. A number as a key makes the whole file fail; a key with a reference is dropped with everything below it.",
        bad: "values:\n  ports:\n    8080: http\n",
        good: "values:\n  ports:\n    \"8080\": http\n",
        fix: "Put the key in quotes, which the fix does. A key cannot be computed: write it out. A literal `${` in a key is written `$${`.",
        reference: "Refuses the file at the first key that is no text, and reports nothing else. Directly under `values` a key is literal, and \
                    `${` in it is no mistake.",
    },
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    for problem in &context.document.problems {
        match problem {
            // A key that is not there may be one that error recovery has made up.
            Problem::NonStringKey(key) if context.node(*key).is_missing() && !context.tree().errors().is_empty() => {}
            Problem::NonStringKey(key) => sink.report(no_text(context.node(*key))),
            Problem::InterpolatedKey(key) => sink.report(interpolated(context.node(*key))),
            _ => {}
        }
    }
}

fn no_text(key: Node<'_>) -> Finding {
    if key.is_missing() {
        return Finding::at(key, "a key is missing here").help("Write a key before the `:`; the empty key is written `\"\"`");
    }
    let kind = match (key.kind(), key.resolved()) {
        (NodeKind::Mapping, _) => return collection(key, "an object"),
        (NodeKind::Sequence, _) => return collection(key, "a list"),
        (_, Some(Ok(Resolved::Null))) => "null",
        (_, Some(Ok(Resolved::Bool(_)))) => "a boolean",
        _ => "a number",
    };
    let edits = fix::quote(key);
    let help = if edits.is_some() { "Put it in quotes" } else { "Write it as text" };
    Finding::at(key, format!("the key {} is {kind}, and ESC takes only text as a key", code(key.source())))
        .help(help)
        .fix(edits.map(|edits| Fix::safe("Put the key in quotes", edits)))
}

fn collection(key: Node<'_>, kind: &str) -> Finding {
    Finding::at(key, format!("{kind} cannot be a key: ESC takes only text"))
        .help("Write a name for it; text that begins with `[`, `{` or `?` needs quotes")
}

fn interpolated(key: Node<'_>) -> Finding {
    Finding::at(key, "a key cannot hold `${...}`: it would be dropped with everything below it")
        .help("Write the key out; a literal `${` is written `$${`")
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, check_fix};

    #[test]
    fn reports_keys_that_are_no_text() {
        check(
            "ESC004",
            "
            values:
              8080: a
              ^^^^ error: the key `8080` is a number, and ESC takes only text as a key
              b:
                True: c
                ^^^^ error: the key `True` is a boolean, and ESC takes only text as a key
                ~: d
                ^ error: the key `~` is null, and ESC takes only text as a key
                ? [e]
                  ^^^ error: a list cannot be a key: ESC takes only text
                : f
        ",
        );
    }

    #[test]
    fn reports_references_in_nested_keys_only() {
        check(
            "ESC004",
            "
            values:
              ${a}: 1
              b:
                ${a}: 1
                ^^^^ error: a key cannot hold `${...}`: it would be dropped with everything below it
                $${a}: 1
        ",
        );
    }

    #[test]
    fn takes_text_that_only_looks_otherwise() {
        check(
            "ESC004",
            "
            values:
              yes: 1
              2024-01-02: 1
              \"8080\": 1
              !!str 1: 1
              '': 1
        ",
        );
    }

    #[test]
    fn quotes_scalars() {
        check_fix(
            "ESC004",
            "
            values:
              3.10: a
              b: {true: c}
            ",
            "
            values:
              \"3.10\": a
              b: {\"true\": c}
            ",
        );
    }
}
