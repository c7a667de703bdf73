//! ESC204: an item of a list that is not there.

use super::evaluated::{path, problems};
use super::pins::{Pins, soften};
use super::words::code;
use super::{Context, Finding, FixAvailability, Group, Level, Page, Reference, Rule, Sink};
use crate::Severity;
use crate::eval::{AccessFault, AccessProblem, Problem};

pub(super) static RULE: Rule = Rule {
    code: "ESC204",
    name: "index-out-of-range",
    summary: "an item of a list that is not there",
    level: Level::On(Severity::Error),
    strict: Level::On(Severity::Error),
    group: Group::References,
    reference: Reference::Agrees,
    fix: FixAvailability::None,
    suppressible: true,
    since: "0.1.0",
    check,
    page: Page {
        what: "A number in a path that is past the end of its list, or below zero.",
        why: "The environment does not open.",
        bad: "values:\n  zones: [a, b]\n  last: ${zones[2]}\n",
        good: "values:\n  zones: [a, b]\n  last: ${zones[1]}\n",
        fix: "Items count from 0; there is no counting from the end.",
        reference: "Reports the same step.",
    },
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let pins = Pins::new(context);
    for problem in problems(context) {
        if let Problem::Access(problem) = problem
            && let Some(finding) = finding(context, problem)
        {
            sink.report(soften(finding, pins.of_access(context, problem)));
        }
    }
}

fn finding(context: &Context<'_>, problem: &AccessProblem) -> Option<Finding> {
    let reference = problem.reference(context.document).filter(|reference| !reference.recovered)?;
    let accessor = reference.accessors.get(problem.step)?;
    let list = path(&reference.accessors[..problem.step]);
    let (message, help) = match problem.fault {
        AccessFault::NegativeIndex => (
            format!("an item of {} is selected by a number below zero", code(&list)),
            "Items count from 0, and not from the end".to_owned(),
        ),
        AccessFault::OutOfBounds { length: 0 } => (format!("{} is empty", code(&list)), "Add items, or remove the reference".to_owned()),
        AccessFault::OutOfBounds { length } => {
            let items = if length == 1 { "1 item".to_owned() } else { format!("{length} items") };
            (
                format!("{} has {items}", code(&list)),
                format!("Items count from 0: the last one is {}", code(&format!("{list}[{}]", length - 1))),
            )
        }
        _ => return None,
    };
    let node = context.node(context.document.expr(problem.expr).node);
    Some(Finding::at(node, message).range(accessor.name_range).help(help))
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, help};

    #[test]
    fn counts_from_zero() {
        check(
            "ESC204",
            "
            values:
              list: [a, b]
              fine: ${list[1]}
              past: ${list[2]}
                           ^ error: `list` has 2 items
              below: ${list[-1]}
                            ^^ error: an item of `list` is selected by a number below zero
              none: []
              first: ${none[0]}
                            ^ error: `none` is empty
              json: {fn::fromJSON: '[1]'}
              item: ${json[1]}
                           ^ error: `json` has 1 item
        ",
        );
        assert_eq!(help("ESC204", "values: {l: [a], x: '${l[3]}'}\n"), "Items count from 0: the last one is `l[0]`");
    }
}
