//! ESC403: the same environment among the imports twice.

use std::collections::HashMap;

use super::import_name::ImportName;
use super::words::code;
use super::{Context, Finding, FixAvailability, Group, Level, Page, Reference, Rule, Sink};
use crate::document::Import;
use crate::{Fix, Severity, fix};

pub(super) static RULE: Rule = Rule {
    code: "ESC403",
    name: "duplicate-import",
    summary: "the same environment is imported twice",
    level: Level::On(Severity::Warning),
    strict: Level::On(Severity::Error),
    group: Group::Imports,
    reference: Reference::Adds,
    fix: FixAvailability::Safe,
    suppressible: true,
    since: "0.1.0",
    check,
    page: Page {
        what: "Two entries of `imports` that name the same environment, in the same version: `base` and `base`, `base` and `default/base@latest`.",
        why: "One of them has no effect. Of two that are merged it is the first: later imports replace what earlier ones define, so the order that the \
              first one seems to give is not the order that counts.",
        bad: "imports:\n  - platform/base\n  - platform/network\n  - platform/base\n",
        good: "imports:\n  - platform/network\n  - platform/base\n",
        fix: "Remove the one without effect, which the fix does where both are written alike.",
        reference: "Says nothing, and merges it twice.",
    },
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let imports = &context.document.imports;
    if imports.len() < 2 {
        return;
    }
    let mut places: HashMap<ImportName<'_>, Vec<usize>> = HashMap::new();
    let mut last_merged: HashMap<ImportName<'_>, usize> = HashMap::new();
    for (index, import) in imports.iter().enumerate() {
        if let Some(name) = parsed(import) {
            if import.merge {
                last_merged.insert(name, index);
            }
            places.entry(name).or_default().push(index);
        }
    }
    for (index, import) in imports.iter().enumerate() {
        let Some(name) = parsed(import) else { continue };
        let same = places.get(&name).map_or([].as_slice(), Vec::as_slice);
        let before = same[..same.partition_point(|other| *other < index)].last().map(|before| &imports[*before]);
        let merged = last_merged.get(&name).filter(|last| **last > index).map(|last| &imports[*last]);
        // Of merged ones the last counts, of the others the first, and a merged one does what one that is only referred to does.
        let counts_instead = if import.merge { merged } else { before.or(merged) };
        if let Some(other) = counts_instead {
            sink.report(finding(context, import, other));
        }
    }
}

fn parsed(import: &Import) -> Option<ImportName<'_>> {
    ImportName::parse(&import.name.as_ref()?.text).map(ImportName::qualified)
}

fn finding(context: &Context<'_>, import: &Import, other: &Import) -> Finding {
    let (node, kept) = (context.node(import.node), context.node(other.node));
    let written = |import: &Import| import.name.as_ref().map(|name| name.text.clone()).unwrap_or_default();
    let (name, kept_name) = (code(&written(import)), code(&written(other)));
    let message = match kept.range().start() > node.range().start() {
        true => format!("{name} has no effect here: {kept_name} below imports the same environment"),
        false => format!("{name} has no effect: {kept_name} above imports the same environment"),
    };
    // Written otherwise, `${imports["..."]}` may refer to either.
    let alike = written(import) == written(other);
    let removal = fix::remove_item(node).filter(|_| alike);
    let place = import.name.as_ref().map_or(node, |name| context.node(name.node));
    Finding::at(place, message)
        .help("Remove it")
        .related(kept.range(), "this one counts")
        .fix(removal.map(|edit| Fix::safe(format!("Remove {name}"), vec![edit])))
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, check_fix, check_no_fix};

    #[test]
    fn points_at_the_one_without_effect() {
        check(
            "ESC403",
            "
            imports:
              - p/base
                ^^^^^^ warning: `p/base` has no effect here: `p/base` below imports the same environment
              - net
              - p/base
              - default/net@latest: {merge: false}
                ^^^^^^^^^^^^^^^^^^ warning: `default/net@latest` has no effect: `net` above imports the same environment
              - one: {merge: false}
              - one: {merge: false}
                ^^^ warning: `one` has no effect: `one` above imports the same environment
              - two
                ^^^ warning: `two` has no effect here: `two` below imports the same environment
              - two
              - two: {merge: false}
                ^^^ warning: `two` has no effect: `two` above imports the same environment
        ",
        );
    }

    #[test]
    fn is_silent_about_others_and_other_versions() {
        check(
            "ESC403",
            "
            imports:
              - base
              - p/base
              - base@2
              - base@3: {merge: false}
              - 1
        ",
        );
    }

    #[test]
    fn removes_it() {
        check_fix(
            "ESC403",
            "
            imports:
              # First.
              - base
              - net  # net
              - base # again
            ",
            "
            imports:
              - net  # net
              - base # again
            ",
        );
        check_fix("ESC403", "imports: [a, {a: {merge: false}}]\n", "imports: [a]\n");
        check_no_fix("ESC403", "imports: [a, default/a]\n");
    }
}
