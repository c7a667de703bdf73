//! ESC206: a value that nothing uses.

use std::collections::HashSet;

use super::usage::ends;
use super::words::code;
use super::{Context, Finding, FixAvailability, Group, Level, Page, Reference, Rule, Sink};
use crate::document::{ExprId, ExprKind, Property};
use crate::{Fix, Section, Severity, fix};

pub(super) static RULE: Rule = Rule {
    code: "ESC206",
    name: "unused-value",
    summary: "a value that nothing refers to, exports or imports",
    level: Level::Off,
    strict: Level::On(Severity::Info),
    group: Group::References,
    reference: Reference::Adds,
    fix: FixAvailability::Unsafe,
    suppressible: true,
    since: "0.1.0",
    check,
    page: Page {
        what: "A value that no path leads to, in this environment or in one that imports it, and that is in none of the sections that other programs read. \
               Only where the whole workspace is looked at.",
        why: "It is either left over, or was meant to be used: exported, or referred to under a name that is spelt otherwise.",
        bad: "values:\n  region: us-east-1\n  zone: a\n  environmentVariables:\n    AWS_REGION: ${region}\n",
        good: "values:\n  region: us-east-1\n  environmentVariables:\n    AWS_REGION: ${region}\n",
        fix: "Use it or remove it. The fix removes it; it has to be asked for, because programs can read values by their paths, as `esc env get` does.",
        reference: "Says nothing.",
    },
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let document = context.document;
    let top = document.values.iter().filter(|property| !property.duplicate && Section::parse(&property.key).is_none());
    let mut waiting: Vec<&Property> = top.collect();
    if waiting.is_empty() {
        return;
    }
    let Some(ends) = ends(context) else { return };
    let used: HashSet<ExprId> = ends.into_iter().collect();
    if document.root.is_some_and(|root| used.contains(&root)) {
        return;
    }
    let above = |id: &ExprId| std::iter::successors(document.expr(*id).parent, |id| document.expr(*id).parent);
    let partly: HashSet<ExprId> = used.iter().flat_map(above).collect();
    waiting.reverse();
    while let Some(property) = waiting.pop() {
        if sink.is_full() {
            return;
        }
        let value = property.value;
        match &document.expr(value).kind {
            _ if used.contains(&value) => {}
            ExprKind::Object(properties) if partly.contains(&value) => {
                waiting.extend(properties.iter().rev().filter(|property| !property.duplicate));
            }
            _ if partly.contains(&value) => {}
            _ => sink.report(finding(context, property)),
        }
    }
}

fn finding(context: &Context<'_>, property: &Property) -> Finding {
    let key = context.node(property.key_node);
    let removal = fix::entry_of(key).and_then(|entry| fix::remove_entry(key.parent()?, entry));
    Finding::at(key, format!("nothing uses {}", code(&property.key)))
        .help("Refer to it, export it, or remove it")
        .fix(removal.map(|edit| Fix::on_request(format!("Remove {}", code(&property.key)), vec![edit])))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use crate::rules::rule;
    use crate::rules::testing::{Shelf, Workspace, check, check_fix};
    use crate::{Settings, Source, lint};

    #[test]
    fn points_at_what_nothing_uses() {
        check(
            "ESC206",
            "
            values:
              a: 1
              ^ info: nothing uses `a`
              app:
                name: x
                size: 1
                ^^^^ info: nothing uses `size`
              whole: {b: 1}
              c: ${whole}
              ^ info: nothing uses `c`
              environmentVariables:
                NAME: x-${app.name}
        ",
        );
    }

    #[test]
    fn is_silent_about_what_is_used_somewhere() {
        check(
            "ESC206",
            "
            values:
              list: [{a: 1}, 2]
              login: {fn::open::aws-login: {}}
              pulumiConfig:
                app:first: ${list[0].a}
                app:key: ${login.accessKeyId}
        ",
        );
    }

    #[test]
    fn knows_who_imports_it() {
        let source = Source::new("base.yaml", "values: {a: 1, b: 2, c: {d: 1, e: 2}, f: 3}");
        let others = ["imports: [base]\nvalues: {x: '${a}', y: '${imports.base.c.d}'}", "values: {z: '${environments.p.base.f}'}"];
        let others = others.iter().enumerate().map(|(index, text)| (format!("o{index}"), Source::new(format!("o{index}.yaml"), *text)));
        let itself = ["base", "p/base"].map(|name| (name.to_owned(), Arc::clone(&source)));
        let shelf = Workspace(Shelf(others.chain(itself).collect()));
        let mut settings = Settings::default();
        settings.select(rule("ESC206").unwrap());
        let found = lint(&source, &settings, &shelf).into_iter().filter(|finding| finding.rule.code == "ESC206");
        assert_eq!(found.map(|finding| finding.message).collect::<Vec<_>>(), ["nothing uses `b`", "nothing uses `e`"]);
    }

    #[test]
    fn removes_it() {
        check_fix("ESC206", "values:\n  # A.\n  a: 1\n  environmentVariables: {B: 1}\n", "values:\n  environmentVariables: {B: 1}\n");
    }
}
