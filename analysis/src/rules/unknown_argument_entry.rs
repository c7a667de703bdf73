//! ESC109: entries of a long form that its function drops.

use esc_syntax::{Node, NodeId};

use super::words::{code, did_you_mean};
use super::{Context, Finding, FixAvailability, Group, Level, Page, Reference, Rule, Sink, invalid_function_arguments};
use crate::document::{Arguments, ExprKind, Function, Problem};
use crate::nearest::nearest;
use crate::{Fix, Severity, fix};

pub(super) static RULE: Rule = Rule {
    code: "ESC109",
    name: "unknown-argument-entry",
    summary: "an entry that `fn::open`, `fn::rotate` or `fn::validate` ignores",
    level: Level::On(Severity::Warning),
    strict: Level::On(Severity::Error),
    group: Group::Structure,
    reference: Reference::Adds,
    fix: FixAvailability::Unsafe,
    suppressible: true,
    since: "0.1.0",
    check,
    page: Page {
        what: "An entry of the object given to `fn::open`, `fn::rotate` or `fn::validate` that the function does not read, and one that is given twice.",
        why: "It is dropped unseen. Mostly it belongs one level deeper, under `inputs`.",
        bad: "values:\n  login:\n    fn::open:\n      provider: aws-login\n      inputs: {}\n      oidc:\n        roleArn: arn:aws:iam::123456789012:role/deploy\n        sessionName: deploy\n",
        good: "values:\n  login:\n    fn::open:\n      provider: aws-login\n      inputs:\n        oidc:\n          roleArn: arn:aws:iam::123456789012:role/deploy\n          sessionName: deploy\n",
        fix: "Correct the name, indent the entry under `inputs`, or remove it. The fix takes the nearest name that is not in use, moves what the provider \
              knows as an input, and removes what is given again; it has to be asked for, because the function then reads something else.",
        reference: "Says nothing, and does not even look at what is below. Of entries that are given twice the last counts.",
    },
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let reported = invalid_function_arguments::misspelt_entries(context);
    for problem in &context.document.problems {
        if sink.is_full() {
            return;
        }
        match problem {
            Problem::UnknownArgument { function, key, known } if !reported.contains(key) => {
                sink.report(unknown(context, *function, *key, known));
            }
            Problem::DuplicateArgument { key, last, .. } => {
                let (key, last) = (context.node(*key), context.node(*last));
                sink.report(
                    Finding::at(key, format!("{} is given again below, and this one is dropped", code(&key.text())))
                        .help("Remove one of the two")
                        .related(last.range(), "this one counts")
                        .fix(removal(key)),
                );
            }
            _ => {}
        }
    }
}

fn unknown(context: &Context<'_>, function: Function, key: NodeId, known: &[&'static str]) -> Finding {
    let key = context.node(key);
    let text = key.text();
    let is_taken = |name: &str| key.parent().is_some_and(|argument| argument.entries().any(|entry| entry.key.text() == name));
    let near = nearest(&text, known.iter().copied()).filter(|name| !is_taken(name));
    let finding = Finding::at(key, format!("`{}` does not read {}, and drops it", function.key(), code(&text)));
    let Some(near) = near else {
        let help = if text == "provider" {
            "Remove it: the key names the provider already"
        } else if known.contains(&"inputs") {
            "Indent it under `inputs` if it is an input; otherwise remove it"
        } else {
            "Remove it"
        };
        return finding.help(help).fix(move_to_inputs(context, key));
    };
    let edits = fix::rename(key, near);
    finding.help(did_you_mean(near)).fix(edits.map(|edits| Fix::on_request(format!("Rename to `{near}`"), edits)))
}

fn removal(key: Node<'_>) -> Option<Fix> {
    let edit = fix::remove_entry(key.parent()?, fix::entry_of(key)?)?;
    Some(Fix::on_request(format!("Remove the first {}", code(&key.text())), vec![edit]))
}

/// Moves an entry under `inputs` if the provider has an input of that name, and it is not there yet.
fn move_to_inputs(context: &Context<'_>, key: Node<'_>) -> Option<Fix> {
    let argument = key.parent()?;
    let call = context.document.expr_of(argument.parent()?.id())?;
    let ExprKind::Call(call) = &context.document.expr(call).kind else { return None };
    let catalogue = context.analyzer.catalogue();
    let provider = match &call.arguments {
        Arguments::Open { provider, .. } => catalogue.provider(&provider.text)?,
        Arguments::Rotate { rotator, .. } => catalogue.rotator(&rotator.text)?,
        _ => return None,
    };
    let name = key.text();
    let inputs = argument.entries().find(|entry| entry.key.text() == "inputs")?.value;
    let is_input =
        provider.inputs.properties().any(|(input, _)| **input == *name) && !inputs.entries().any(|entry| entry.key.text() == name);
    let edits = fix::move_entry(fix::entry_of(key)?, inputs).filter(|_| is_input).and_then(|edits| context.sound(edits))?;
    Some(Fix::on_request(format!("Move {} under `inputs`", code(&name)), edits))
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, check_fix, check_no_fix};

    #[test]
    fn reports_what_is_dropped() {
        check(
            "ESC109",
            "
            values:
              a:
                fn::open:
                  provider: x
                  region: y
                  ^^^^^^ warning: `fn::open` does not read `region`, and drops it
                  inputs: {}
                  ^^^^^^ warning: `inputs` is given again below, and this one is dropped
                  inputs: {}
              b:
                fn::rotate::x:
                  provider: x
                  ^^^^^^^^ warning: `fn::rotate` does not read `provider`, and drops it
                  inputs: {}
        ",
        );
    }

    #[test]
    fn is_silent_about_inputs_and_missing_entries() {
        check(
            "ESC109",
            "
            values:
              a:
                fn::open::x: {anything: 1}
              b:
                fn::open:
                  provider: x
                  input: {}
        ",
        );
    }

    #[test]
    fn moves_inputs_and_removes_what_is_given_again() {
        check_fix(
            "ESC109",
            "
            values:
              a:
                fn::open:
                  provider: aws-login
                  inputs: {}
                  # For all of it.
                  oidc:
                    roleArn: x
              b:
                fn::open:
                  provider: other
                  provider: aws-login
                  inputs:
                    oidc: {}
            ",
            "
            values:
              a:
                fn::open:
                  provider: aws-login
                  inputs:
                    # For all of it.
                    oidc:
                      roleArn: x
              b:
                fn::open:
                  provider: aws-login
                  inputs:
                    oidc: {}
            ",
        );
        check_no_fix("ESC109", "values:\n  a:\n    fn::open:\n      provider: aws-login\n      inputs: {}\n      other: 1\n");
    }

    #[test]
    fn renames_to_the_nearest() {
        check_fix(
            "ESC109",
            "
            values:
              a:
                fn::rotate:
                  provider: x
                  inputs: {}
                  State: {}
            ",
            "
            values:
              a:
                fn::rotate:
                  provider: x
                  inputs: {}
                  state: {}
            ",
        );
    }
}
