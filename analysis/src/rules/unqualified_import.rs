//! ESC406: an import whose project has to be guessed.

use esc_syntax::Node;

use super::import_name::{DEFAULT_PROJECT, ImportName};
use super::trace::name;
use super::words::code;
use super::{Context, Finding, FixAvailability, Group, Level, Page, Reference, Rule, Sink};
use crate::{Fix, Severity, fix};

pub(super) static RULE: Rule = Rule {
    code: "ESC406",
    name: "unqualified-import",
    summary: "an import without a project means `default/...`",
    level: Level::Off,
    strict: Level::On(Severity::Error),
    group: Group::Imports,
    reference: Reference::Adds,
    fix: FixAvailability::Safe,
    suppressible: true,
    since: "0.1.0",
    check,
    page: Page {
        what: "An import without a project.",
        why: "It names an environment of the project `default`, not of the one that this environment is in, as many a reader thinks.",
        bad: "imports:\n  - base\n",
        good: "imports:\n  - default/base\n",
        fix: "Write `default/` in front, which the fix does unless a path refers to the import by its name.",
        reference: "Says nothing.",
    },
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    for import in context.document.imports.iter().filter_map(|import| import.name.as_ref()) {
        if ImportName::parse(&import.text).is_some_and(|parsed| parsed.project.is_none()) {
            let full = format!("{DEFAULT_PROJECT}/{}", import.text);
            let node = context.node(import.node);
            sink.report(
                Finding::at(node, format!("{} has no project, and means {}", code(&import.text), code(&full)))
                    .help(format!("Write {}", code(&full)))
                    .fix(renaming(context, node, &import.text, &full)),
            );
        }
    }
}

/// Where the longer name finds the same file, if there is one at hand, and no path has the shorter one in it.
fn renaming(context: &Context<'_>, node: Node<'_>, short: &str, full: &str) -> Option<Fix> {
    let file = |name: &str| context.environments.find(context.source(), name).map(|source| source.path().to_owned());
    let referred_to = context.document.references().any(|(_, reference)| match &reference.accessors[..] {
        [root, import, ..] => name(root) == Some("imports") && name(import) == Some(short),
        _ => false,
    });
    if referred_to || file(short) != file(full) {
        return None;
    }
    let edits = fix::rename(node, full)?;
    Some(Fix::safe(format!("Write {}", code(full)), edits))
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, check_fix, check_no_fix};

    #[test]
    fn points_at_the_name() {
        check(
            "ESC406",
            "
            imports:
              - base
                ^^^^ warning: `base` has no project, and means `default/base`
              - net@3: {merge: false}
                ^^^^^ warning: `net@3` has no project, and means `default/net@3`
              - p/base
              - a/b/c
              - ''
        ",
        );
    }

    #[test]
    fn writes_the_project() {
        check_fix("ESC406", "imports:\n  - base # b\n  - \"net\": {}\n", "imports:\n  - default/base # b\n  - \"default/net\": {}\n");
        check_no_fix("ESC406", "imports: [base]\nvalues:\n  a: ${imports.base.x}\n");
    }
}
