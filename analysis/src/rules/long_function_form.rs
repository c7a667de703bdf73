//! ESC706: `fn::open` with the provider below it.

use super::words::code;
use super::{Context, Finding, FixAvailability, Group, Level, Page, Reference, Rule, Sink};
use crate::document::{Arguments, Call, ExprKind, Function};
use crate::{Edit, Fix, fix};

pub(super) static RULE: Rule = Rule {
    code: "ESC706",
    name: "long-function-form",
    summary: "`fn::open` with `provider:` where `fn::open::provider` would do",
    level: Level::Off,
    strict: Level::Off,
    group: Group::Style,
    reference: Reference::Adds,
    fix: FixAvailability::Safe,
    suppressible: true,
    since: "0.1.0",
    check,
    page: Page {
        what: "`fn::open` or `fn::rotate` whose provider is an entry below it.",
        why: "The short form says the same with fewer lines, and names the provider where the eye looks first.",
        bad: "values:\n  login:\n    fn::open:\n      provider: vault-login\n      inputs:\n        address: https://vault.example.com\n",
        good: "values:\n  login:\n    fn::open::vault-login:\n      address: https://vault.example.com\n",
        fix: "Move the provider into the name of the function, which the fix does unless a comment would be lost.",
        reference: "Reads both forms alike.",
    },
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    for (_, expr) in context.document.exprs() {
        let ExprKind::Call(call) = &expr.kind else { continue };
        let Some(provider) = provider(call) else { continue };
        let key = context.node(call.key_node);
        let short = format!("{}::{provider}", call.function.key());
        if &*key.text() != call.function.key() {
            continue;
        }
        let edits = shortened(context, call, &short).and_then(|edits| context.sound(edits));
        sink.report(
            Finding::at(key, format!("{} says the same in fewer lines", code(&short)))
                .help(format!("Write {}", code(&short)))
                .fix(edits.map(|edits| Fix::safe(format!("Write {}", code(&short)), edits))),
        );
    }
}

fn provider(call: &Call) -> Option<&str> {
    match &call.arguments {
        Arguments::Open { provider, .. } => Some(&provider.text),
        Arguments::Rotate { rotator, .. } => Some(&rotator.text),
        _ => None,
    }
}

fn shortened(context: &Context<'_>, call: &Call, short: &str) -> Option<Vec<Edit>> {
    let argument = context.node(context.document.expr(call.argument).node);
    let keys: Vec<_> = argument.entries().map(|entry| entry.key.text()).collect();
    let known: &[&str] = if call.function == Function::Open { &["provider", "inputs"] } else { &["provider", "inputs", "state"] };
    let is_sound =
        keys.iter().all(|key| known.contains(&&**key)) && keys.iter().enumerate().all(|(index, key)| !keys[..index].contains(key));
    let mut edits = fix::rename(context.node(call.key_node), short).filter(|_| is_sound)?;
    let entry = |name: &str| argument.entries().find(|entry| entry.key.text() == name);
    match call.function {
        Function::Open => edits.extend(fix::hoist(argument, entry("inputs")?.value)?),
        _ => edits.push(fix::remove_entry(argument, entry("provider")?)?),
    }
    Some(edits)
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, check_fix, check_no_fix};

    #[test]
    fn points_at_the_function() {
        check(
            "ESC706",
            "
            values:
              a:
                fn::open:
                ^^^^^^^^ info: `fn::open::x` says the same in fewer lines
                  provider: x
                  inputs: {}
              b:
                fn::rotate: {provider: y, inputs: {}}
                ^^^^^^^^^^ info: `fn::rotate::y` says the same in fewer lines
        ",
        );
    }

    #[test]
    fn is_silent_about_the_short_form_and_mistakes() {
        check(
            "ESC706",
            "
            values:
              a:
                fn::open::x: {provider: y, inputs: {}}
              b:
                fn::open: {provider: \"${a}\", inputs: {}}
        ",
        );
    }

    #[test]
    fn writes_the_short_form() {
        check_fix(
            "ESC706",
            "
            values:
              a:
                fn::open:
                  provider: x
                  inputs:
                    region: r  # of r
              b:
                fn::rotate:
                  provider: y
                  inputs: {c: 1}
                  # So far.
                  state: {}
            ",
            "
            values:
              a:
                fn::open::x:
                  region: r  # of r
              b:
                fn::rotate::y:
                  inputs: {c: 1}
                  # So far.
                  state: {}
            ",
        );
        check_no_fix("ESC706", "values:\n  a:\n    fn::open:\n      provider: x # why\n      inputs: {}\n");
        check_no_fix("ESC706", "values:\n  a:\n    fn::open:\n      provider: x\n      other: 1\n      inputs: {}\n");
    }
}
