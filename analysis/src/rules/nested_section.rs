//! ESC111: a section below another key, where nothing exports it.

use esc_syntax::AccessorKind;

use super::words::code;
use super::{Context, Finding, FixAvailability, Group, Level, Page, Reference, Rule, Sink};
use crate::document::{ExprId, ExprKind, Property, RootField};
use crate::{Fix, Section, Severity, fix};

pub(super) static RULE: Rule = Rule {
    code: "ESC111",
    name: "nested-section",
    summary: "`environmentVariables` and its like below another key export nothing",
    level: Level::On(Severity::Warning),
    strict: Level::On(Severity::Error),
    group: Group::Structure,
    reference: Reference::Adds,
    fix: FixAvailability::Unsafe,
    suppressible: true,
    since: "0.1.0",
    check,
    page: Page {
        what: "`environmentVariables`, `pulumiConfig` or `policyConfig` with entries, or `files` with entries that are called like variables, deeper than \
               directly under `values`. Not inside a function call or another section, and not where a path in the file goes through it.",
        why: "A section counts directly under `values` only. Deeper it is an ordinary value that nothing exports.",
        bad: "values:\n  aws:\n    region: us-east-1\n    environmentVariables:\n      AWS_REGION: us-east-1\n",
        good: "values:\n  aws:\n    region: us-east-1\n  environmentVariables:\n    AWS_REGION: ${aws.region}\n",
        fix: "Move it up. The fix does so where the section is not in use yet and something else remains in its place; it has to be asked for, because \
              the entries are exported from then on.",
        reference: "Says nothing: to the evaluator it is a value like any other.",
    },
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let top = context.document.values.iter().filter(|property| !property.duplicate && Section::parse(&property.key).is_none());
    let mut objects: Vec<ExprId> = top.map(|property| property.value).collect();
    let mut candidates = Vec::new();
    while let Some(id) = objects.pop() {
        let ExprKind::Object(properties) = &context.document.expr(id).kind else { continue };
        for property in properties.iter().filter(|property| !property.duplicate) {
            match Section::parse(&property.key).filter(|section| is_section(context, property, *section)) {
                Some(section) => candidates.push((section, property)),
                None => objects.push(property.value),
            }
        }
    }
    if candidates.is_empty() {
        return;
    }
    candidates.sort_by_key(|(_, property)| property.key_node);
    for section in Section::ALL.into_iter().filter(|section| !is_on_a_path(context, section.key())) {
        let found = candidates.iter().filter(|(other, _)| *other == section);
        // Only one of a name has room under `values`.
        for (index, (_, property)) in found.enumerate() {
            if sink.is_full() {
                return;
            }
            sink.report(finding(context, property, section, index == 0));
        }
    }
}

/// Whether the value looks like the section. Lists of files and the like do not.
fn is_section(context: &Context<'_>, property: &Property, section: Section) -> bool {
    let Some(entries) = context.document.expr(property.value).kind.as_object() else { return false };
    let like_variables = || entries.iter().all(|entry| entry.key.bytes().all(|byte| matches!(byte, b'A'..=b'Z' | b'0'..=b'9' | b'_')));
    !entries.is_empty() && (section != Section::Files || like_variables())
}

/// Whether a path goes through a value of that name, which is then made for use.
fn is_on_a_path(context: &Context<'_>, key: &str) -> bool {
    let is_it = |kind: &AccessorKind| matches!(kind, AccessorKind::Name(name) | AccessorKind::Key(name) if name == key);
    context.document.references().any(|(_, reference)| reference.accessors.iter().skip(1).any(|accessor| is_it(&accessor.kind)))
}

fn finding(context: &Context<'_>, property: &Property, section: Section, first: bool) -> Finding {
    let key = context.node(property.key_node);
    let name = code(section.key());
    let edits = if first { relocation(context, property, section) } else { None };
    Finding::at(key, format!("{name} exports nothing here: its entries {} only directly under `values`", section.purpose()))
        .help("Move it up, to directly under `values`")
        .fix(edits.map(|edits| Fix::on_request(format!("Move {name} up"), edits)))
}

fn relocation(context: &Context<'_>, property: &Property, section: Section) -> Option<Vec<crate::Edit>> {
    let entry = fix::entry_of(context.node(property.key_node))?;
    if context.document.value(section.key()).is_some() || entry.key.parent()?.entries().nth(1).is_none() {
        return None;
    }
    let values = context.document.field(RootField::Values)?;
    context.sound(fix::move_entry(entry, context.node(values.value_node))?)
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, check_fix, check_no_fix};

    #[test]
    fn points_at_the_key() {
        check("ESC111", "
            values:
              aws:
                environmentVariables:
                ^^^^^^^^^^^^^^^^^^^^ warning: `environmentVariables` exports nothing here: its entries become environment variables only directly under `values`
                  A: x
              app:
                deep:
                  files: {KEY_FILE: x}
                  ^^^^^ warning: `files` exports nothing here: its entries become files only directly under `values`
        ");
    }

    #[test]
    fn is_silent_about_values_of_that_name() {
        check(
            "ESC111",
            "
            values:
              app:
                files: [a, b]
                pulumiConfig: {}
              build:
                files: {main.go: x}
              shared:
                environmentVariables: {A: x}
              environmentVariables: ${shared.environmentVariables}
              pulumiConfig:
                lambda:
                  policyConfig: {a: 1}
              opened:
                fn::open::x:
                  pulumiConfig: {a: 1}
        ",
        );
    }

    #[test]
    fn moves_it_up() {
        check_fix(
            "ESC111",
            "
            values:
              aws:
                # For the shell.
                environmentVariables:
                  A: x
                region: y
              last: z
            ",
            "
            values:
              aws:
                region: y
              last: z
              # For the shell.
              environmentVariables:
                A: x
            ",
        );
        check_no_fix(
            "ESC111",
            "
            values:
              aws:
                environmentVariables:
                  A: x
            ",
        );
    }
}
