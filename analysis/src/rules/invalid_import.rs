//! ESC404: an entry of `imports` that is no import.

use esc_syntax::{Node, NodeId};

use super::words::{code, kind};
use super::{Context, Finding, FixAvailability, Group, Level, Page, Reference, Rule, Sink};
use crate::Severity;
use crate::document::Problem;

pub(super) static RULE: Rule = Rule {
    code: "ESC404",
    name: "invalid-import",
    summary: "an import that is neither a name nor a name with options",
    level: Level::On(Severity::Error),
    strict: Level::On(Severity::Error),
    group: Group::Imports,
    reference: Reference::Agrees,
    fix: FixAvailability::None,
    suppressible: true,
    since: "0.1.0",
    check,
    page: Page {
        what: "An entry of `imports` that is a number, a boolean, null or a list; an object with no key or several; options that are no object; `merge` that is \
               neither `true` nor `false`.",
        why: "The environment does not open. Of two keys in one entry none is imported; a wrong `merge` counts as `false`.",
        bad: "imports:\n  - base:\n    merge: false\nvalues: {}\n",
        good: "imports:\n  - base:\n      merge: false\nvalues:\n  a: 1\n",
        fix: "Write `- name`, or `- name:` with `merge: false` indented two levels below it. A name that looks like a number needs quotes.",
        reference: "Reports the same.",
    },
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    for problem in &context.document.problems {
        match problem {
            Problem::ImportEntry(entry) => sink.report(no_name(context.node(*entry))),
            Problem::ImportKeys(entry) if !context.is_intact(context.node(*entry).range()) => {}
            Problem::ImportKeys(entry) => sink.report(keys(context.node(*entry))),
            Problem::ImportOptions { name, value } => sink.report(options(context, *name, *value)),
            Problem::ImportMerge { key, value } => sink.report(merge(context, *key, *value)),
            _ => {}
        }
    }
}

fn no_name(entry: Node<'_>) -> Finding {
    if entry.is_missing() {
        return Finding::at(entry, "an import has to be a name, and this is empty").help("Write the name, or remove the `-`");
    }
    let help = if entry.style().is_some() { "Put it in quotes if it is a name" } else { "Write each import as an item of its own" };
    Finding::at(entry, format!("an import has to be a name, and this is {}", kind(entry))).help(help)
}

fn keys(entry: Node<'_>) -> Finding {
    let Some(second) = entry.entries().nth(1) else {
        return Finding::at(entry, "an import has to be a name, and this object has none").help("Write `- name`");
    };
    let text = second.key.text();
    let finding = Finding::at(entry, "an import has one name, and this is a second key of its object").range(second.key.range());
    if text.eq_ignore_ascii_case("merge") {
        return finding.help(format!("Indent {} more deeply, below the name", code(&text)));
    }
    finding.help("Write each import as an item of its own, with a `-`")
}

fn options(context: &Context<'_>, name: NodeId, value: NodeId) -> Finding {
    let (name, value) = (context.node(name), context.node(value));
    let shown = code(&name.text());
    if value.is_missing() {
        return Finding::at(value, format!("options have to follow the `:` of {shown}, and there are none"))
            .help("Remove the `:`, or add `merge: false` below");
    }
    Finding::at(value, format!("the options of {shown} have to be an object, and this is {}", kind(value)))
        .help("Write `{merge: false}`, or only the name")
}

fn merge(context: &Context<'_>, key: NodeId, value: NodeId) -> Finding {
    let (key, value) = (context.node(key), context.node(value));
    let name = code(&key.text());
    if value.is_missing() {
        return Finding::at(value, format!("{name} has to be `true` or `false`, and is empty"))
            .range(key.range())
            .help("Write `false` to import without merging");
    }
    let text = value.text();
    let help = match &*text.to_ascii_lowercase() {
        "true" => "Write `true`, without quotes".to_owned(),
        "false" => "Write `false`, without quotes".to_owned(),
        "yes" | "on" | "y" => format!("Write `true`: {} is text to ESC", code(&text)),
        "no" | "off" | "n" => format!("Write `false`: {} is text to ESC", code(&text)),
        _ => "Write `false` to import without merging; it cannot be computed".to_owned(),
    };
    Finding::at(value, format!("{name} has to be `true` or `false`, and this is {}", kind(value))).help(help)
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, help};

    #[test]
    fn points_at_what_is_wrong() {
        check(
            "ESC404",
            "
            imports:
              - 1
                ^ error: an import has to be a name, and this is a number
              - [a]
                ^^^ error: an import has to be a name, and this is a list
              - {}
                ^^ error: an import has to be a name, and this object has none
              - b:
                merge: false
                ^^^^^ error: an import has one name, and this is a second key of its object
              - c: d
                   ^ error: the options of `c` have to be an object, and this is text
              - g:
                  ^ error: options have to follow the `:` of `g`, and there are none
              - e: {merge: no}
                           ^^ error: `merge` has to be `true` or `false`, and this is text
        ",
        );
    }

    #[test]
    fn takes_both_forms() {
        check(
            "ESC404",
            "
            imports:
              - a
              - b: {merge: false}
              - c: {Merge: true, other: 1}
              - d: {}
        ",
        );
    }

    #[test]
    fn knows_old_booleans_and_lost_indentation() {
        assert_eq!(help("ESC404", "imports:\n  - a: {merge: no}\n"), "Write `false`: `no` is text to ESC");
        assert_eq!(help("ESC404", "imports:\n  - a: {merge: 'false'}\n"), "Write `false`, without quotes");
        assert!(help("ESC404", "imports:\n  - a:\n    merge: false\n").contains("Indent `merge`"));
    }
}
