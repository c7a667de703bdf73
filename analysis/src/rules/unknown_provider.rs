//! ESC302: a provider or rotator that does not exist.

use esc_syntax::TextRange;

use super::evaluated::{names, problems};
use super::words::code;
use super::{Context, Finding, FixAvailability, Group, Level, Page, Reference, Rule, Sink};
use crate::document::ExprId;
use crate::eval::Problem;
use crate::nearest::nearest;
use crate::providers::ProviderKind;
use crate::{Edit, Fix, Severity};

pub(super) static RULE: Rule = Rule {
    code: "ESC302",
    name: "unknown-provider",
    summary: "a provider or rotator that does not exist",
    level: Level::On(Severity::Error),
    strict: Level::On(Severity::Error),
    group: Group::Types,
    reference: Reference::Agrees,
    fix: FixAvailability::Unsafe,
    suppressible: true,
    since: "0.1.0",
    check,
    page: Page {
        what: "A name behind `fn::open::` or `fn::rotate::`, or under `provider`, that is not in the catalogue.",
        why: "The environment does not open.",
        bad: "values:\n  network:\n    fn::open::pulumi-stack:\n      stacks:\n        vpc: {stack: network/prod}\n",
        good: "values:\n  network:\n    fn::open::pulumi-stacks:\n      stacks:\n        vpc: {stack: network/prod}\n",
        fix: "Correct the name; the fix takes the nearest one and has to be asked for. Providers of your own are described in files that `--providers` or the configuration names.",
        reference: "Reports the whole call.",
    },
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    for problem in problems(context) {
        if let Problem::UnknownProvider { expr, kind, name, range } = problem {
            sink.report(finding(context, *expr, *kind, name, *range));
        }
    }
}

fn finding(context: &Context<'_>, expr: ExprId, kind: ProviderKind, name: &str, range: TextRange) -> Finding {
    let catalogue = context.analyzer.catalogue();
    let (word, call, other, other_call) = match kind {
        ProviderKind::Provider => ("provider", "fn::open", ProviderKind::Rotator, "fn::rotate"),
        ProviderKind::Rotator => ("rotator", "fn::rotate", ProviderKind::Provider, "fn::open"),
    };
    let node = context.node(context.document.expr(expr).node);
    let message = match name {
        "" => format!("{} needs the name of a {word}", code(call)),
        name => format!("there is no {word} {}", code(name)),
    };
    // An empty name is an empty place; the key is easier to see.
    let range = if range.is_empty() { node.entries().next().map_or(range, |entry| entry.key.range()) } else { range };
    let finding = Finding::at(node, message).range(range);
    if catalogue.get(other, name).is_some() {
        return finding.help(format!("{} is called by {}", code(name), code(other_call)));
    }
    let Some(similar) = nearest(name, catalogue.names(kind)) else {
        return finding.help(format!("The {word}s are {}", names(catalogue.names(kind), "and")));
    };
    let plain = context.source().text()[range] == *name;
    let fix = plain.then(|| Fix::on_request(format!("Change to {}", code(similar)), vec![Edit::replace(range, similar)]));
    finding.help(format!("Did you mean {}?", code(similar))).fix(fix)
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, check_fix, help};

    #[test]
    fn points_at_the_name() {
        check(
            "ESC302",
            "
            values:
              a: {fn::open::aws-logn: {}}
                            ^^^^^^^^ error: there is no provider `aws-logn`
              b:
                fn::open:
                  provider: nowhere
                            ^^^^^^^ error: there is no provider `nowhere`
                  inputs: {}
              c: {\"fn::rotate::aws-login\": {inputs: {}}}
                               ^^^^^^^^^ error: there is no rotator `aws-login`
              d: {\"fn::open::\": {}}
                  ^^^^^^^^^^^^ error: `fn::open` needs the name of a provider
              e: {fn::open::aws-login: {}}
        ",
        );
    }

    #[test]
    fn suggests() {
        assert_eq!(help("ESC302", "values: {a: {'fn::rotate::aws-login': {inputs: {}}}}"), "`aws-login` is called by `fn::open`");
        check_fix("ESC302", "values:\n  a: {fn::open::gcp-secret: {}}\n", "values:\n  a: {fn::open::gcp-secrets: {}}\n");
    }
}
