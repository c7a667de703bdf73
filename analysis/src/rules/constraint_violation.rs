//! ESC309: a value that its place does not allow.

use serde_json::Value as Json;

use super::evaluated::names;
use super::pins::{Pins, soften};
use super::types::{Fault, FaultKind, faults};
use super::words::code;
use super::{Context, Finding, FixAvailability, Group, Level, Page, Reference, Rule, Sink};
use crate::document::ExprKind;
use crate::nearest::nearest;
use crate::schema::{Problem as Violated, Violation};
use crate::{Fix, Severity, fix};

pub(super) static RULE: Rule = Rule {
    code: "ESC309",
    name: "constraint-violation",
    summary: "a value that its place does not allow",
    level: Level::On(Severity::Error),
    strict: Level::On(Severity::Error),
    group: Group::Types,
    reference: Reference::Agrees,
    fix: FixAvailability::Unsafe,
    suppressible: true,
    since: "0.1.0",
    check,
    page: Page {
        what: "A value of the right type that fails a limit of its place: length, range, pattern, number of items or members, one of some values, one of several forms. Places are the inputs of providers and rotators, and `fn::validate`.",
        why: "The environment does not open.",
        bad: "values:\n  login:\n    fn::open::aws-login:\n      oidc:\n        roleArn: arn:aws:iam::123456789012:role/esc\n        sessionName: esc\n        subjectAttributes: [currentEnvironment.nam]\n",
        good: "values:\n  login:\n    fn::open::aws-login:\n      oidc:\n        roleArn: arn:aws:iam::123456789012:role/esc\n        sessionName: esc\n        subjectAttributes: [currentEnvironment.name]\n",
        fix: "Correct the value. Where only some values are allowed the fix takes the nearest; it has to be asked for.",
        reference: "Reports the same. Where several forms are allowed it lists what is wrong with every one; here the form that comes closest is spoken of.",
    },
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let pins = Pins::new(context);
    for fault in faults(context) {
        if matches!(fault.kind, FaultKind::Constraint) {
            sink.report(soften(finding(context, &fault), fault.pin(context, &pins)));
        }
    }
}

fn finding(context: &Context<'_>, fault: &Fault<'_>) -> Finding {
    if !fault.may_tell_schema(context) && tells_its_schema(&fault.violation.problem) {
        let message = format!("{} is not what its schema allows, which is computed", fault.subject(context));
        return fault.finding(context, message);
    }
    let message = format!("{} {}", fault.subject(context), fails(&fault.violation.problem));
    let finding = fault.finding(context, message);
    match &fault.violation.problem {
        Violated::Enumeration(allowed) => with_nearest(context, fault, finding, allowed),
        Violated::NoAlternative { alternatives, .. } => match forms(alternatives) {
            Some(help) => finding.help(help),
            None => finding,
        },
        Violated::Pattern(_) => finding.help("The pattern is RE2; without `^` and `$` it may match anywhere in the text"),
        _ => finding,
    }
}

/// Whether the sentence about it holds text of the schema.
fn tells_its_schema(problem: &Violated) -> bool {
    matches!(problem, Violated::Constant(_) | Violated::Enumeration(_) | Violated::Pattern(_))
}

/// The end of a sentence about a value.
fn fails(problem: &Violated) -> String {
    let plural = |count: u64, what: &str| if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") };
    match problem {
        Violated::Constant(value) => format!("must be {}", code(&value.to_string())),
        Violated::Enumeration(allowed) => format!("must be one of {}", list(allowed)),
        Violated::NotANumber => "must be a number, and `.nan` is none".to_owned(),
        Violated::MultipleOf(number) => format!("must be a multiple of {number}"),
        Violated::Minimum(number) => format!("must be at least {number}"),
        Violated::ExclusiveMinimum(number) => format!("must be greater than {number}"),
        Violated::Maximum(number) => format!("must be at most {number}"),
        Violated::ExclusiveMaximum(number) => format!("must be less than {number}"),
        Violated::MinLength(count) => format!("must be at least {} long", plural(*count, "byte")),
        Violated::MaxLength(count) => format!("must be at most {} long", plural(*count, "byte")),
        Violated::Pattern(pattern) => format!("must match the pattern {}", code(pattern)),
        Violated::MinItems(count) => format!("needs at least {}", plural(*count, "item")),
        Violated::MaxItems(count) => format!("may have at most {}", plural(*count, "item")),
        Violated::MinProperties(count) => format!("needs at least {}", plural(*count, "member")),
        Violated::MaxProperties(count) => format!("may have at most {}", plural(*count, "member")),
        Violated::NoAlternative { exactly_one: true, .. } => "must have exactly one of several forms, and has none".to_owned(),
        Violated::NoAlternative { exactly_one: false, .. } => "has none of the forms that are allowed".to_owned(),
        Violated::ManyAlternatives => "must have exactly one of several forms, and has more".to_owned(),
        Violated::Forbidden => "is not allowed here".to_owned(),
        Violated::Type { .. } | Violated::MissingProperties(_) => "is not what is wanted here".to_owned(),
    }
}

fn list(allowed: &[Json]) -> String {
    const SHOWN: usize = 8;
    let shown: Vec<String> = allowed.iter().map(plain).collect();
    let more = shown.len().saturating_sub(SHOWN);
    let listed = names(shown.iter().take(SHOWN).map(String::as_str), "and");
    if more > 0 { format!("{listed} and {more} more") } else { listed }
}

fn plain(value: &Json) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// What each form still needs, if that is all that is wrong with it.
fn forms(alternatives: &[Vec<Violation>]) -> Option<String> {
    let needs = alternatives.iter().map(|violations| match &violations[..] {
        [Violation { problem: Violated::MissingProperties(missing), .. }] => Some(names(missing.iter().map(|name| &**name), "and")),
        _ => None,
    });
    let needs: Option<Vec<String>> = needs.collect();
    needs.filter(|needs| !needs.is_empty()).map(|needs| format!("Add either {}", needs.join(", or ")))
}

fn with_nearest(context: &Context<'_>, fault: &Fault<'_>, finding: Finding, allowed: &[Json]) -> Finding {
    let blamed = fault.blamed(context);
    let expr = context.document.expr(blamed);
    let (ExprKind::String(text), false) = (&expr.kind, fault.violation.value.is_secret()) else { return finding };
    let Some(similar) = nearest(text.expose(), allowed.iter().filter_map(Json::as_str)) else { return finding };
    let edits = fix::rename(context.node(expr.node), similar);
    let fix = edits.map(|edits| Fix::on_request(format!("Change to {}", code(similar)), edits));
    finding.help(format!("Did you mean {}?", code(similar))).fix(fix)
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, check_fix, help};

    #[test]
    fn limits_of_inputs() {
        check(
            "ESC309",
            "
            values:
              a: {fn::open::external: {url: http://x, request: {}}}
                                            ^^^^^^^^ error: `url` of `external` must match the pattern `^https://`
              b: {fn::open::aws-login: {oidc: {roleArn: short, sessionName: x}}}
                                                        ^^^^^ error: `roleArn` of `aws-login` must be at least 20 bytes long
                                                                            ^ error: `sessionName` of `aws-login` must be at least 2 bytes long
              c: {fn::open::pulumi-stacks: {stacks: {}}}
                                                    ^^ error: `stacks` of `pulumi-stacks` needs at least 1 member
              d: {fn::open::terraform-state: {backend: {}}}
                                                       ^^ error: `backend` of `terraform-state` must have exactly one of several forms, and has none
        ",
        );
        assert_eq!(help("ESC309", "values: {d: {fn::open::terraform-state: {backend: {}}}}\n"), "Add either `s3`, or `remote`");
    }

    #[test]
    fn a_schema_that_is_computed_is_not_told() {
        check(
            "ESC309",
            "
            values:
              secret: {fn::secret: hunter2}
              a: {fn::validate: {schema: {const: '${secret}'}, value: x}}
                                                                      ^ error: this value is not what its schema allows, which is computed
              b: {fn::validate: {schema: {enum: [{fn::secret: hunter2}]}, value: x}}
                                                                                 ^ error: this value is not what its schema allows, which is computed
        ",
        );
    }

    #[test]
    fn validation() {
        check(
            "ESC309",
            "
            values:
              a: {fn::validate: {schema: {type: integer}, value: 1}}
                                                ^^^^^^^ error: `type` in a schema must be one of `string`, `number`, `boolean`, `array`, `object` and `null`
              b: {fn::validate: {schema: {type: number, multipleOf: 2, minimum: 4}, value: 3}}
                                                                                           ^ error: this value must be a multiple of 2
                                                                                           ^ error: this value must be at least 4
              c: {fn::validate: {schema: {oneOf: [true, {type: number}]}, value: 3}}
                                                                                 ^ error: this value must have exactly one of several forms, and has more
              d: {fn::validate: {schema: {anyOf: [{const: a}, {const: b}]}, value: c}}
                                                                                   ^ error: this value has none of the forms that are allowed
        ",
        );
    }

    #[test]
    fn every_limit() {
        check(
            "ESC309",
            "
            values:
              a: {fn::validate: {schema: {const: {a: 1}}, value: {a: 2}}}
                                                                 ^^^^^^ error: this value must be `{\"a\":1}`
              b: {fn::validate: {schema: {enum: [1, null, [x]]}, value: 2}}
                                                                        ^ error: this value must be one of `1`, `null` and `[\"x\"]`
              c: {fn::validate: {schema: {maximum: 1, exclusiveMaximum: 2}, value: 3}}
                                                                                   ^ error: this value must be at most 1
                                                                                   ^ error: this value must be less than 2
              d: {fn::validate: {schema: {exclusiveMinimum: 3}, value: 3}}
                                                                       ^ error: this value must be greater than 3
              e: {fn::validate: {schema: {minItems: 2}, value: [1]}}
                                                               ^^^ error: this value needs at least 2 items
              f: {fn::validate: {schema: {maxItems: 1}, value: [1, 2]}}
                                                               ^^^^^^ error: this value may have at most 1 item
              g: {fn::validate: {schema: {maxProperties: 0, maxLength: 0}, value: {a: 1}}}
                                                                                  ^^^^^^ error: this value may have at most 0 members
              h: {fn::validate: {schema: {maxProperties: 0, maxLength: 1}, value: é}}
                                                                                  ^ error: this value must be at most 1 byte long
              i: {fn::validate: {schema: {title: x}, value: .nan}}
                                                            ^^^^ error: this value must be a number, and `.nan` is none
        ",
        );
    }

    #[test]
    fn a_wrong_type_is_not_measured() {
        check("ESC309", "values: {a: {fn::validate: {schema: {type: string, enum: [a]}, value: 1}}}\n");
    }

    #[test]
    fn takes_the_nearest_of_some_values() {
        check_fix(
            "ESC309",
            "values:\n  a: {fn::validate: {schema: {enum: [staging, production]}, value: prodution}}\n",
            "values:\n  a: {fn::validate: {schema: {enum: [staging, production]}, value: production}}\n",
        );
    }
}
