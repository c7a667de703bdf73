//! ESC108: two spellings of one key, or a spelling that looks like a call and is none.

use esc_syntax::Node;

use super::words::code;
use super::{Context, Finding, FixAvailability, Group, Level, Page, Reference, Rule, Sink};
use crate::document::{ExprKind, PREFIX, Property, RootField, is_reserved};
use crate::{Fix, Severity, fix};

pub(super) static RULE: Rule = Rule {
    code: "ESC108",
    name: "case-variant-key",
    summary: "two spellings of one field (`Values` and `values`), or `Fn::` for `fn::`",
    level: Level::On(Severity::Warning),
    strict: Level::On(Severity::Error),
    group: Group::Structure,
    reference: Reference::Adds,
    fix: FixAvailability::Safe,
    suppressible: true,
    since: "0.1.0",
    check,
    page: Page {
        what: "Two root fields, or two options of one import, that differ only in the case of their letters, such as `Values` and `values`. Also a key \
               such as `Fn::join` beside others, which reads like a call and is plain data. A lone `Values` is fine.",
        why: "Fields count in any case of letters, so the two are one field: the last one counts, and everything in the other is gone without a word.",
        bad: "Values:\n  a: 1\nvalues:\n  b: 2\n",
        good: "values:\n  a: 1\n  b: 2\n",
        fix: "Put both together. The fix removes the one that does not count; unless that is empty it has to be asked for, because it may be the one that \
              was meant. It is not there where all content would go with it.",
        reference: "Says nothing; it warns only where both have the same spelling.",
    },
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    for field in RootField::ALL {
        let keys = context.document.fields.iter().filter(|entry| entry.field == Some(field)).map(|entry| context.node(entry.key_node));
        collisions(&keys.collect::<Vec<_>>(), field.name(), sink);
    }
    for import in &context.document.imports {
        let options = context.node(import.node).entries().flat_map(|entry| entry.value.entries()).map(|option| option.key);
        collisions(&options.filter(|key| key.text().eq_ignore_ascii_case("merge")).collect::<Vec<_>>(), "merge", sink);
    }
    for (id, expr) in context.document.exprs() {
        let ExprKind::Object(properties) = &expr.kind else { continue };
        for property in properties.iter().filter(|property| is_reserved(&property.key) && !property.key.starts_with(PREFIX)) {
            // Alone, it would be a call.
            if context.document.root == Some(id) || context.node(expr.node).entries().nth(1).is_some() {
                sink.report(like_call(context, property));
            }
        }
    }
}

/// Reports every spelling other than the usual one, if there are several.
fn collisions(keys: &[Node<'_>], usual: &str, sink: &mut Sink<'_>) {
    let Some((last, before)) = keys.split_last() else { return };
    if before.iter().all(|key| key.text() == last.text()) {
        return;
    }
    for key in keys.iter().filter(|key| key.text() != usual) {
        if sink.is_full() {
            return;
        }
        let other = if key.id() == last.id() { before.last() } else { Some(last) };
        let Some(other) = other else { continue };
        let note = if other.id() == last.id() { "this one counts" } else { "this one is ignored" };
        sink.report(
            Finding::at(*key, format!("{} and {} are the same to ESC: only the last one counts", code(&key.text()), code(&other.text())))
                .help("Put both together under one key")
                .related(other.range(), note)
                .fix(removal(if key.id() == last.id() { other } else { key }, last, before.len() == 1)),
        );
    }
}

/// Removes the entry that does not count; not where all content is in it, and the one that counts is empty. Among more than
/// two, another one may be said to be the other afterwards.
fn removal(key: &Node<'_>, last: &Node<'_>, are_two: bool) -> Option<Fix> {
    let entry = fix::entry_of(*key)?;
    if is_empty(fix::entry_of(*last)?.value) && !is_empty(entry.value) {
        return None;
    }
    let edits = vec![fix::remove_entry(key.parent()?, entry)?];
    let title = format!("Remove {}", code(&key.text()));
    Some(if are_two && is_empty(entry.value) { Fix::safe(title, edits) } else { Fix::on_request(title, edits) })
}

fn is_empty(value: Node<'_>) -> bool {
    value.is_missing() || value.is_flow() && value.entries().next().is_none() && value.items().next().is_none()
}

fn like_call(context: &Context<'_>, property: &Property) -> Finding {
    let message = format!("{} calls nothing: functions begin with `fn::` in lower case, and this is plain data", code(&property.key));
    Finding::at(context.node(property.key_node), message).help("Write the function's name in its own case, as the only key of an object")
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, check_fix, check_no_fix};

    #[test]
    fn takes_no_content_away_for_nothing() {
        check_no_fix("ESC108", "values: {a: 1}\nValues: {}\n");
        check_no_fix("ESC108", "values: {a: 1}\nValues:\n");
    }

    #[test]
    fn reports_colliding_fields_and_options() {
        check(
            "ESC108",
            "
            Values: {a: 1}
            ^^^^^^ warning: `Values` and `values` are the same to ESC: only the last one counts
            imports:
              - a: {merge: true, Merge: false}
                                 ^^^^^ warning: `Merge` and `merge` are the same to ESC: only the last one counts
            values: {b: 1}
        ",
        );
    }

    #[test]
    fn reports_what_reads_like_a_call() {
        check(
            "ESC108",
            "
            values:
              a:
                Fn::Join: 1
                ^^^^^^^^ warning: `Fn::Join` calls nothing: functions begin with `fn::` in lower case, and this is plain data
                b: 1
        ",
        );
    }

    #[test]
    fn is_silent_about_lone_and_equal_spellings() {
        check(
            "ESC108",
            "
            Description: x
            Values: {}
            Values: {a: {b: 1, B: 2}}
        ",
        );
    }

    #[test]
    fn removes_what_does_not_count() {
        check_fix("ESC108", "VALUES: {a: 1}\nvalues: {b: 1}\n", "values: {b: 1}\n");
        check_fix("ESC108", "values: {}\nValues: {b: 1}\n", "Values: {b: 1}\n");
        check_fix("ESC108", "imports:\n  - a: {Merge: true, merge: false}\n", "imports:\n  - a: {merge: false}\n");
    }
}
