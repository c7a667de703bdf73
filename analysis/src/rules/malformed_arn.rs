//! ESC306: an ARN that AWS does not take.

use std::ops::Range;

use super::inputs::{Input, known_text, place};
use super::words::code;
use super::{Context, Finding, FixAvailability, Group, Level, Page, Reference, Rule, Sink};
use crate::Severity;
use crate::schema::Type;

pub(super) static RULE: Rule = Rule {
    code: "ESC306",
    name: "malformed-arn",
    summary: "an ARN that AWS does not take",
    level: Level::On(Severity::Warning),
    strict: Level::On(Severity::Error),
    group: Group::Types,
    reference: Reference::Adds,
    fix: FixAvailability::None,
    suppressible: true,
    since: "0.1.0",
    check,
    page: Page {
        what: "An input of a provider that is an ARN by its name, with text that is none: the wrong number of parts, an account that does not have twelve \
               digits, a region where IAM has none, another kind of thing than the input wants.",
        why: "The provider's schema takes any text of twenty characters. AWS refuses it when the environment is opened.",
        bad: "values:\n  aws:\n    fn::open::aws-login:\n      oidc:\n        roleArn: arn:aws:iam::1234567890:role/esc\n        sessionName: esc\n",
        good: "values:\n  aws:\n    fn::open::aws-login:\n      oidc:\n        roleArn: arn:aws:iam::123456789012:role/esc\n        sessionName: esc\n",
        fix: "Copy the ARN from the console of AWS: `arn:aws:iam::<account>:role/<name>`.",
        reference: "Checks the length alone.",
    },
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    for input in context.inputs() {
        let Some(expected) = Expected::of(input) else { continue };
        let Some(text) = known_text(context, input.value) else { continue };
        // What is too short for the schema has been reported.
        let is_short = input.schema.rules().and_then(|rules| rules.min_length).is_some_and(|least| (text.len() as u64) < least);
        if is_short {
            continue;
        }
        if let Some((piece, fault)) = fault(&text, expected) {
            let (node, range) = place(context, input.value, piece);
            sink.report(
                Finding::at(node, format!("{} is no ARN that AWS takes: {fault}", code(input.name())))
                    .range(range)
                    .help(format!("Write `{}`", expected.example())),
            );
        }
    }
}

/// What kind of thing an input is the ARN of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Expected {
    Role,
    User,
    Policy,
    Function,
    Anything,
}

impl Expected {
    /// By the name of the input, if it is one for ARNs.
    fn of(input: &Input) -> Option<Expected> {
        let name = input.name();
        let owner = name.strip_suffix("Arn").or_else(|| name.strip_suffix("Arns"))?;
        let is_declared = input.schema.type_() == Some(Type::String);
        is_declared.then_some(match owner {
            "role" => Expected::Role,
            "user" => Expected::User,
            "policy" => Expected::Policy,
            "lambda" => Expected::Function,
            _ => Expected::Anything,
        })
    }

    fn service(self) -> Option<&'static str> {
        match self {
            Expected::Role | Expected::User | Expected::Policy => Some("iam"),
            Expected::Function => Some("lambda"),
            Expected::Anything => None,
        }
    }

    /// What the resource begins with.
    fn resource(self) -> &'static str {
        match self {
            Expected::Role => "role/",
            Expected::User => "user/",
            Expected::Policy => "policy/",
            Expected::Function => "function:",
            Expected::Anything => "",
        }
    }

    fn example(self) -> &'static str {
        match self {
            Expected::Role => "arn:aws:iam::123456789012:role/name",
            Expected::User => "arn:aws:iam::123456789012:user/name",
            Expected::Policy => "arn:aws:iam::123456789012:policy/name",
            Expected::Function => "arn:aws:lambda:us-east-1:123456789012:function:name",
            Expected::Anything => "arn:aws:service:region:account:resource",
        }
    }
}

/// What is wrong with an ARN, and where in the text.
fn fault(text: &str, expected: Expected) -> Option<(Range<usize>, String)> {
    let whole = 0..text.len();
    if text.contains(char::is_whitespace) {
        return Some((whole, "there is a blank in it".to_owned()));
    }
    if !text.starts_with("arn:") {
        return Some((whole, "it has to begin with `arn:`".to_owned()));
    }
    let parts: Vec<&str> = text.splitn(6, ':').collect();
    let [_, partition, service, region, account, resource] = parts[..] else {
        return Some((whole, format!("it has {} parts between colons, and an ARN has six", parts.len())));
    };
    let part = |part: &str| {
        let start = part.as_ptr() as usize - text.as_ptr() as usize;
        start..start + part.len()
    };
    let faults = [
        (partition, partition_fault(partition)),
        (service, service_fault(service, expected)),
        (region, region_fault(region, service)),
        (account, account_fault(account, service)),
        (resource, resource_fault(resource, expected)),
    ];
    faults.into_iter().find_map(|(at, fault)| Some((part(at), fault?))).map(|(at, fault)| (if at.is_empty() { whole } else { at }, fault))
}

fn partition_fault(partition: &str) -> Option<String> {
    let known = partition == "aws" || partition.strip_prefix("aws-").is_some_and(|rest| !rest.is_empty());
    (!known).then(|| "its second part is the partition: `aws`, `aws-cn` or `aws-us-gov`".to_owned())
}

fn service_fault(service: &str, expected: Expected) -> Option<String> {
    let wanted = expected.service()?;
    (service != wanted).then(|| format!("its third part is the service, and should be `{wanted}`"))
}

fn region_fault(region: &str, service: &str) -> Option<String> {
    match service {
        "iam" if !region.is_empty() => Some("IAM has no region: two colons follow `iam`".to_owned()),
        "lambda" if region.is_empty() => Some("its fourth part is the region, and is empty".to_owned()),
        _ => None,
    }
}

/// Policies that AWS itself keeps have `aws` for an account. Some services leave it out.
fn account_fault(account: &str, service: &str) -> Option<String> {
    let digits = account.bytes().all(|byte| byte.is_ascii_digit());
    let fits = match service {
        "iam" | "lambda" => account.len() == 12 && digits || account == "aws",
        _ => account.is_empty() || account.len() == 12 && digits || account == "aws",
    };
    let found = match account.len() {
        0 => "is empty".to_owned(),
        count if digits => format!("has {count}"),
        _ => "holds something else".to_owned(),
    };
    (!fits).then(|| format!("an account has twelve digits, and this one {found}"))
}

fn resource_fault(resource: &str, expected: Expected) -> Option<String> {
    let wanted = expected.resource();
    match resource.strip_prefix(wanted) {
        None => Some(format!("it should end in `{wanted}` and a name")),
        Some("") => Some("the name at its end is missing".to_owned()),
        Some(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::check;

    #[test]
    fn points_at_the_part_that_is_wrong() {
        check(
            "ESC306",
            "
            values:
              a:
                fn::open::aws-login:
                  oidc:
                    roleArn: arn:aws:iam::0123456789:role/x
                                          ^^^^^^^^^^ warning: `roleArn` is no ARN that AWS takes: an account has twelve digits, and this one has 10
                    policyArns:
                      - arn:aws:iam::aws:policy/ReadOnlyAccess
                      - arn:aws:iam::123456789012:role/x
                                                  ^^^^^^ warning: `policyArns` is no ARN that AWS takes: it should end in `policy/` and a name
              b:
                fn::rotate::aws-iam:
                  inputs:
                    userArn: \"iam::123456789012:user/x\"
                              ^^^^^^^^^^^^^^^^^^^^^^^^ warning: `userArn` is no ARN that AWS takes: it has to begin with `arn:`
              c:
                fn::open::aws-login:
                  oidc: {roleArn: \"arn:aws:iam:us-east-1:123456789012:role/x\"}
                                               ^^^^^^^^^ warning: `roleArn` is no ARN that AWS takes: IAM has no region: two colons follow `iam`
        ",
        );
    }

    #[test]
    fn reads_values_that_are_referred_to() {
        check(
            "ESC306",
            "
            values:
              account: '1234'
              a:
                fn::open::aws-login:
                  oidc:
                    roleArn: arn:aws:iam::${account}:role/x
                             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning: `roleArn` is no ARN that AWS takes: an account has twelve digits, and this one has 4
        ",
        );
    }

    #[test]
    fn is_silent_about_good_ones_placeholders_and_what_is_not_known() {
        check(
            "ESC306",
            "
            values:
              roleArn: x
              name: ${context.pulumi.user.login}
              a:
                fn::open::aws-login:
                  oidc: {roleArn: \"arn:aws-us-gov:iam::123456789012:role/path/x\"}
              b:
                fn::open::aws-login:
                  oidc: {roleArn: <your-role-arn>}
              c:
                fn::open::aws-login:
                  oidc: {roleArn: \"arn:${name}\"}
              d:
                fn::open::aws-login:
                  oidc: {roleArn: 1, someArn: x, policyArns: [short]}
              e:
                fn::open::elsewhere: {roleArn: x}
              f:
                fn::rotate::postgres:
                  inputs: {database: {connector: {awsLambda: {lambdaArn: \"arn:aws:lambda:us-east-1:123456789012:function:x:1\"}}}}
        ",
        );
    }
}
