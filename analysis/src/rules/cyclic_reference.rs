//! ESC203: a value that needs itself.

use std::collections::HashSet;

use esc_syntax::TextRange;

use super::evaluated::{at, problems};
use super::words::code;
use super::{Context, Finding, FixAvailability, Group, Level, Page, Reference, Rule, Sink};
use crate::Severity;
use crate::document::{ExprId, reference_path};
use crate::eval::Problem;

pub(super) static RULE: Rule = Rule {
    code: "ESC203",
    name: "cyclic-reference",
    summary: "a value that needs itself",
    level: Level::On(Severity::Error),
    strict: Level::On(Severity::Error),
    group: Group::References,
    reference: Reference::Agrees,
    fix: FixAvailability::None,
    suppressible: true,
    since: "0.1.0",
    check,
    page: Page {
        what: "A value whose `${...}` leads back to itself, directly or through others. The report stands at the value that is reached twice; every reference on the way round is pointed at.",
        why: "None of the values on the circle can be computed, and the environment does not open.",
        bad: "values:\n  url: https://${host}\n  host: ${url}\n",
        good: "values:\n  url: https://${host}\n  host: example.com\n",
        fix: "Give one of the values on the circle a value of its own. An object may refer to its own members (`${app.name}` inside `app`), but not to itself as a whole.",
        reference: "Reports the value that evaluation meets first, once for each reference that comes back to it; here once is enough.",
    },
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let mut said = HashSet::new();
    for problem in problems(context) {
        if let Problem::Cycle { expr, steps, length } = problem
            && said.insert((*expr, *length))
        {
            sink.report(finding(context, *expr, steps, *length));
        }
    }
}

fn finding(context: &Context<'_>, expr: ExprId, steps: &[TextRange], length: usize) -> Finding {
    let text = context.source().text();
    let node = context.node(context.document.expr(expr).node);
    let name = reference_path(node).map_or_else(|| "this value".to_owned(), |path| code(&path));
    let way: Vec<String> = steps.iter().map(|range| code(&text[*range])).collect();
    let message = match &way[..] {
        [only] => format!("{name} refers to itself, by {only}"),
        way => format!("{name} needs itself: {}", way.join(", then ")),
    };
    let more = length.saturating_sub(steps.len());
    let message = if more > 0 { format!("{message}, and {more} more") } else { message };
    let finding = at(context, expr, message).help("Give one of these values a value of its own");
    let last = length.saturating_sub(1);
    steps.iter().enumerate().fold(finding, |finding, (index, range)| {
        finding.related(*range, if index == last { "and this leads back" } else { "this leads on" })
    })
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, related};

    #[test]
    fn names_the_way_round() {
        check(
            "ESC203",
            "
            values:
              a: ${b}
                 ^^^^ error: `a` needs itself: `${b}`, then `${c.d}`, then `${a}`
              b: x ${c.d}
              c: {d: '${a}'}
              self: pre-${self}
                    ^^^^^^^^^^^ error: `self` refers to itself, by `${self}`
              o:
                x: ${o}
                ^^^^^^^ error: `o` refers to itself, by `${o}`
                y: ${o}
              fine: {x: '${fine.y}', y: 1}
        ",
        );
    }

    #[test]
    fn points_at_every_step() {
        let places = related("ESC203", "values:\n  a: ${b}\n  b: ${a}\n");
        assert_eq!(places, ["test.yaml ${b}: this leads on", "test.yaml ${a}: and this leads back"]);
    }
}
