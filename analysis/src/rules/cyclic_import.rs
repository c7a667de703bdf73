//! ESC402: an environment that imports itself in the end.

use super::unresolved_import::with_path;
use super::words::code;
use super::{Context, Finding, FixAvailability, Group, Level, Page, Reference, Rule, Sink};
use crate::Severity;
use crate::eval::{ImportSite, ImportStep, Problem};

pub(super) static RULE: Rule = Rule {
    code: "ESC402",
    name: "cyclic-import",
    summary: "an environment that imports itself in the end",
    level: Level::On(Severity::Error),
    strict: Level::On(Severity::Error),
    group: Group::Imports,
    reference: Reference::Agrees,
    fix: FixAvailability::None,
    suppressible: true,
    since: "0.1.0",
    check,
    page: Page {
        what: "An import, or a `${environments...}`, that leads back to this environment. The whole way round is pointed at.",
        why: "The import that closes the circle fails, and no environment on it opens.",
        bad: "imports:\n  - network\n# network.yaml\nimports:\n  - example\n",
        good: "imports:\n  - network\n  - shared\n# network.yaml\nimports:\n  - shared\n# shared.yaml\nvalues:\n  region: eu-west-1\n",
        fix: "Move what both need into an environment of its own, and import that from both.",
        reference: "Reports the import that closes the circle, in whichever file that is; it depends on which environment is opened.",
    },
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    for problem in context.analyzer.import_cycles(context.evaluation) {
        if let Problem::ImportCycle { site, steps } = problem {
            sink.report(finding(context, &site, &steps));
        }
    }
}

fn finding(context: &Context<'_>, site: &ImportSite, steps: &[ImportStep]) -> Finding {
    let way: Vec<String> = steps.iter().map(|step| code(&step.name)).collect();
    let message = match &way[..] {
        [only] => format!("this environment imports itself, as {only}"),
        way => format!("this environment imports itself in the end: {}", way.join(", then ")),
    };
    let help = if steps.len() == 1 { "Remove the import" } else { "Move what both need into an environment of its own" };
    let finding = with_path(context, site, Finding::new(site.range, message)).help(help);
    steps
        .iter()
        .skip(1)
        .fold(finding, |finding, step| finding.related_in(&step.source, step.range, format!("this imports {}", code(&step.name))))
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, related};

    #[test]
    fn of_oneself() {
        check(
            "ESC402",
            "
            imports:
              - fine
              - test
                ^^^^ error: this environment imports itself, as `test`
            values:
              a: ${environments.p.e.x}
            === fine
            values: {a: 1}
        ",
        );
    }

    #[test]
    fn shows_the_whole_way() {
        check(
            "ESC402",
            "
            imports:
              - b
                ^ error: this environment imports itself in the end: `b`, then `p/c`, then `test`
            === b
            imports: [d]
            values: {x: '${environments.p.c.y}'}
            === p/c
            imports: [test]
            === d
            imports: [b]
        ",
        );
        let places = related("ESC402", "imports: [b]\n=== b\nimports: [test]\n");
        assert_eq!(places, ["b.yaml test: this imports `test`"]);
    }
}
