//! ESC405: an import that follows whatever is saved last.

use esc_syntax::Node;

use super::import_name::ImportName;
use super::trace::name;
use super::words::code;
use super::{Context, Finding, FixAvailability, Group, Level, Page, Reference, Rule, Sink};
use crate::Severity;

pub(super) static RULE: Rule = Rule {
    code: "ESC405",
    name: "unpinned-import",
    summary: "an import without a version follows the latest revision",
    level: Level::Off,
    strict: Level::On(Severity::Error),
    group: Group::Imports,
    reference: Reference::Adds,
    fix: FixAvailability::None,
    suppressible: true,
    since: "0.1.0",
    check,
    page: Page {
        what: "An import, or `${environments.project.environment}`, without a revision or a tag, or with `@latest`.",
        why: "Whatever is saved there takes effect here at the next opening, without a review and without a trace in this file.",
        bad: "imports:\n  - platform/base\n",
        good: "imports:\n  - platform/base@stable\n",
        fix: "Name a revision, as `@12`, or a tag that somebody moves after a review, as `@stable`.",
        reference: "Says nothing.",
    },
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    for import in &context.document.imports {
        let Some(name) = &import.name else { continue };
        if is_unpinned(&name.text) {
            sink.report(finding(context.node(name.node), &name.text));
        }
    }
    for (id, reference) in context.document.references() {
        let [root, project, environment, ..] = &reference.accessors[..] else { continue };
        let Some((project_name, environment_name)) = name(project).zip(name(environment)) else { continue };
        let path = format!("{project_name}/{environment_name}");
        if name(root) == Some("environments") && is_unpinned(&path) {
            let node = context.node(context.document.expr(id).node);
            sink.report(finding(node, &path).range(project.name_range.cover(environment.range)));
        }
    }
}

/// What is no name at all has been reported.
fn is_unpinned(name: &str) -> bool {
    ImportName::parse(name).is_some_and(|name| name.version.is_none())
}

fn finding(node: Node<'_>, name: &str) -> Finding {
    Finding::at(node, format!("{} is taken as it was saved last, without a review", code(name)))
        .help("Name a revision, as `@12`, or a tag that is moved after a review, as `@stable`")
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::check;

    #[test]
    fn points_at_the_name() {
        check(
            "ESC405",
            "
            imports:
              - p/base
                ^^^^^^ warning: `p/base` is taken as it was saved last, without a review
              - net@latest: {merge: false}
                ^^^^^^^^^^ warning: `net@latest` is taken as it was saved last, without a review
            values:
              a: x-${environments.p.e.a}
                                  ^^^ warning: `p/e` is taken as it was saved last, without a review
        ",
        );
    }

    #[test]
    fn is_silent_about_versions_and_what_is_no_name() {
        check(
            "ESC405",
            "
            imports:
              - p/base@3
              - base@stable: {merge: false}
              - a/b/c
            values:
              a: ${environments.p.e@3.a}
              b: ${environments.p}
        ",
        );
    }
}
