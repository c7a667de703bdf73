//! ESC210: a reference to another environment that does not say which.

use super::evaluated::{path, problems};
use super::words::code;
use super::{Context, Finding, FixAvailability, Group, Level, Page, Reference, Rule, Sink};
use crate::Severity;
use crate::eval::{AccessFault, Problem};

pub(super) static RULE: Rule = Rule {
    code: "ESC210",
    name: "incomplete-environment-path",
    summary: "`${environments}` without a project or an environment",
    level: Level::On(Severity::Warning),
    strict: Level::On(Severity::Error),
    group: Group::References,
    reference: Reference::Adds,
    fix: FixAvailability::None,
    suppressible: true,
    since: "0.1.0",
    check,
    page: Page {
        what: "`${environments}` or `${environments.project}`: a reference to another environment that does not say which.",
        why: "It is unknown, without a word, and whatever uses it is unknown too.",
        bad: "values:\n  region: ${environments.platform}\n",
        good: "values:\n  region: ${environments.platform.base.region}\n",
        fix: "Write `${environments.project.environment.path}`; the project of an environment without one is `default`.",
        reference: "Silent: the value is unknown.",
    },
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    for problem in problems(context) {
        if let Problem::Access(problem) = problem
            && matches!(problem.fault, AccessFault::IncompleteEnvironment)
            && let Some(reference) = problem.reference(context.document).filter(|reference| !reference.recovered)
        {
            let node = context.node(context.document.expr(problem.expr).node);
            let missing = if reference.accessors.len() < 2 { "project and environment" } else { "environment" };
            let message = format!("{} does not name an {missing}, so it is unknown", code(&path(&reference.accessors)));
            let message = message.replacen("an project", "a project", 1);
            let help = "Write `${environments.project.environment.path}`; the project may be `default`";
            sink.report(Finding::at(node, message).range(reference.range).help(help));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::check;

    #[test]
    fn needs_three_names() {
        check(
            "ESC210",
            "
            values:
              a: ${environments}
                 ^^^^^^^^^^^^^^^ warning: `environments` does not name a project and environment, so it is unknown
              b: x-${environments.platform}
                   ^^^^^^^^^^^^^^^^^^^^^^^^ warning: `environments.platform` does not name an environment, so it is unknown
              c: ${environments.platform.base}
        ",
        );
    }
}
