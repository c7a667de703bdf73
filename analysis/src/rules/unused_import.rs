//! ESC412: an import that is only to be referred to, and is not.

use std::collections::HashSet;

use super::trace::name;
use super::words::code;
use super::{Context, Finding, FixAvailability, Group, Level, Page, Reference, Rule, Sink};
use crate::document::RootField;
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
        what: "An import with `merge: false` of which no `${imports[\"...\"]}` in the file takes anything. Nothing is said while one goes through an import that is not there: it may be this one that is meant.",
        why: "Its values are not merged, so that without a reference it does nothing; except that opening this environment also opens what it opens.",
        bad: "imports:\n  - platform/base: {merge: false}\nvalues:\n  a: 1\n",
        good: "imports:\n  - platform/base: {merge: false}\nvalues:\n  a: ${imports[\"platform/base\"].a}\n",
        fix: "Refer to it, merge it, or remove it. The fix removes it; it has to be asked for, because the reference may be still to come.",
        reference: "Says nothing.",
    },
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let imports = || context.document.imports.iter().filter_map(|import| Some((import, import.name.as_ref()?)));
    let mut unmerged = imports().filter(|(import, _)| !import.merge).peekable();
    if unmerged.peek().is_none() {
        return;
    }
    let Some(taken) = taken(context) else { return };
    let names: HashSet<&str> = imports().map(|(_, name)| &*name.text).collect();
    // A path through an import that is not there may mean any that is.
    if !taken.is_subset(&names) {
        return;
    }
    for (import, import_name) in unmerged.filter(|(_, name)| !taken.contains(&*name.text)) {
        let name = code(&import_name.text);
        let removal = fix::remove_item(context.node(import.node)).or_else(|| without_list(context));
        sink.report(
            Finding::at(context.node(import_name.node), format!("{name} is neither merged nor referred to, and does nothing"))
                .help(format!("Refer to it as `${{imports[\"{}\"]}}`, merge it, or remove it", import_name.text))
                .fix(removal.map(|edit| Fix::on_request(format!("Remove {name}"), vec![edit]))),
        );
    }
}

/// The names of imports that paths go through; `None` if one takes all of them.
fn taken<'c>(context: &'c Context<'_>) -> Option<HashSet<&'c str>> {
    let paths = context.document.references().map(|(_, reference)| &reference.accessors);
    let through = paths.filter(|path| path.first().and_then(name) == Some("imports"));
    through.map(|path| path.get(1).map(|second| name(second).unwrap_or_default())).collect()
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
