//! ESC412: an import that is only to be referred to, and is not.

use super::trace::name;
use super::words::code;
use super::{Context, Finding, FixAvailability, Group, Level, Page, Reference, Rule, Sink};
use crate::document::{ImportName, Reference as Access, RootField};
use crate::{Edit, Fix, Severity, fix};

pub(super) static RULE: Rule = Rule {
    code: "ESC412",
    name: "unused-import",
    summary: "an import with `merge: false` that no path refers to",
    level: Level::On(Severity::Info),
    strict: Level::On(Severity::Info),
    group: Group::Imports,
    reference: Reference::Adds,
    fix: FixAvailability::Unsafe,
    suppressible: true,
    since: "0.1.0",
    check,
    page: Page {
        what: "An import with `merge: false` of which no `${imports[\"...\"]}` in the file takes anything.",
        why: "Its values are not merged, so that without a reference it does nothing; except that opening this environment also opens what it opens.",
        bad: "imports:\n  - platform/base: {merge: false}\nvalues:\n  a: 1\n",
        good: "imports:\n  - platform/base: {merge: false}\nvalues:\n  a: ${imports[\"platform/base\"].a}\n",
        fix: "Refer to it, merge it, or remove it. The fix removes it; it has to be asked for, because the reference may be still to come.",
        reference: "Says nothing.",
    },
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let mut unmerged = context.document.imports.iter().filter(|import| !import.merge).peekable();
    if unmerged.peek().is_none() || context.document.references().any(|(_, reference)| is_misdirected(context, reference)) {
        return;
    }
    for import in unmerged {
        let Some(import_name) = &import.name else { continue };
        if context.document.references().any(|(_, reference)| takes(reference, import_name)) {
            continue;
        }
        let node = context.node(import_name.node);
        let name = code(&import_name.text);
        let removal = fix::remove_item(context.node(import.node)).or_else(|| without_list(context));
        sink.report(
            Finding::at(node, format!("{name} is neither merged nor referred to, and does nothing"))
                .help(format!("Refer to it as `${{imports[\"{}\"]}}`, merge it, or remove it", import_name.text))
                .fix(removal.map(|edit| Fix::on_request(format!("Remove {name}"), vec![edit]))),
        );
    }
}

/// Whether a path goes through an import that is not there: it may be this one that is meant.
fn is_misdirected(context: &Context<'_>, reference: &Access) -> bool {
    let mut steps = reference.accessors.iter();
    let second = steps.next().filter(|root| name(root) == Some("imports")).and_then(|_| steps.next()).and_then(|second| name(second));
    let named = |text: &str| context.document.imports.iter().filter_map(|import| import.name.as_ref()).any(|name| *name.text == *text);
    second.is_some_and(|second| !named(second))
}

/// Whether a path goes through the import, or takes all imports.
fn takes(reference: &Access, import: &ImportName) -> bool {
    let mut steps = reference.accessors.iter();
    steps.next().is_some_and(|root| name(root) == Some("imports")) && steps.next().is_none_or(|second| name(second) == Some(&import.text))
}

/// The only import goes with its list.
fn without_list(context: &Context<'_>) -> Option<Edit> {
    let field = context.document.field(RootField::Imports).filter(|_| context.document.imports.len() == 1)?;
    fix::remove_entry(context.tree().root()?, fix::entry_of(context.node(field.key_node))?)
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, check_fix, check_no_fix};

    #[test]
    fn points_at_the_name() {
        check(
            "ESC412",
            "
            imports:
              - p/base: {merge: false}
                ^^^^^^ info: `p/base` is neither merged nor referred to, and does nothing
              - net: {merge: false}
            values:
              a: x${imports.net.a}
        ",
        );
    }

    #[test]
    fn is_silent_where_a_misspelt_reference_may_mean_it() {
        check(
            "ESC412",
            "
            imports:
              - p/base: {merge: false}
            values:
              a: ${imports[\"p/bse\"].a}
        ",
        );
    }

    #[test]
    fn is_silent_about_merged_ones_and_where_all_are_taken() {
        check(
            "ESC412",
            "
            imports:
              - p/base
              - net: {merge: true}
        ",
        );
        check(
            "ESC412",
            "
            imports:
              - p/base: {merge: false}
            values:
              all: ${imports}
        ",
        );
    }

    #[test]
    fn removes_it() {
        check_fix("ESC412", "imports:\n  - a: {merge: false}\n  - b\n", "imports:\n  - b\n");
        check_fix("ESC412", "imports:\n  - a:\n      merge: false\nvalues: {b: 1}\n", "values: {b: 1}\n");
        check_no_fix("ESC412", "imports:\n  - a: {merge: false}\n");
    }
}
