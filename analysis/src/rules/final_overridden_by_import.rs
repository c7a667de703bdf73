//! ESC410: a later import that replaces a final value.

use super::evaluated::{problems, push_member, written_at};
use super::words::code;
use super::{Context, Finding, FixAvailability, Group, Level, Page, Reference, Rule, Sink};
use crate::Severity;
use crate::eval::Problem;

pub(super) static RULE: Rule = Rule {
    code: "ESC410",
    name: "final-overridden-by-import",
    summary: "a later import that replaces a final value",
    level: Level::On(Severity::Warning),
    strict: Level::On(Severity::Error),
    group: Group::Imports,
    reference: Reference::Adds,
    fix: FixAvailability::None,
    suppressible: true,
    since: "0.1.0",
    check,
    page: Page {
        what: "Two imports, of which the earlier one has wrapped a value in `fn::final` and the later one defines the same value.",
        why: "`fn::final` protects a value from the environment that imports it, not from the imports beside it. The later one wins without a word, and the value is no longer final.",
        bad: "imports:\n  - guard\n  - team\n# guard.yaml\nvalues:\n  region:\n    fn::final: eu-west-1\n# team.yaml\nvalues:\n  region: us-east-1\n",
        good: "imports:\n  - team\n  - guard\n# guard.yaml\nvalues:\n  region:\n    fn::final: eu-west-1\n# team.yaml\nvalues:\n  region: us-east-1\n",
        fix: "Import the environment with the final value last, or remove the value from the other one.",
        reference: "Silent: the later import wins.",
    },
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    for problem in problems(context) {
        let Problem::FinalReplaced { import, path, base, value } = problem else { continue };
        let Some(name) = context.document.imports.get(*import).and_then(|import| import.name.as_ref()) else { continue };
        let mut key = String::new();
        path.iter().for_each(|member| push_member(&mut key, member));
        let message = format!("{} replaces {}, which an earlier import has declared final", code(&name.text), code(&key));
        let help = "Import the environment with the final value last, or remove the value from this one";
        let finding = Finding::at(context.node(name.node), message).help(help);
        let places = [(base, "final here"), (value, "replaced here")].into_iter().filter_map(|(value, what)| Some((value.origin()?, what)));
        sink.report(places.fold(finding, |finding, (origin, what)| {
            let (source, range) = written_at(origin);
            finding.related_in(source, range, what)
        }));
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, related};

    #[test]
    fn order_decides() {
        check(
            "ESC410",
            "
            imports:
              - guard
              - team
                ^^^^ warning: `team` replaces `app.region`, which an earlier import has declared final
            === guard
            values: {app: {region: {fn::final: eu-west-1}}}
            === team
            values: {app: {region: us-east-1, other: 1}}
        ",
        );
        check("ESC410", "imports: [team, guard, guard]\n=== guard\nvalues: {a: {fn::final: 1}}\n=== team\nvalues: {a: 2}\n");
    }

    #[test]
    fn points_at_both() {
        let text = "imports: [guard, team]\n=== guard\nvalues: {a: {fn::final: 1}}\n=== team\nvalues: {a: 2}\n";
        assert_eq!(related("ESC410", text), ["guard.yaml {fn::final: 1}: final here", "team.yaml 2: replaced here"]);
    }
}
