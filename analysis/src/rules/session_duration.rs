//! ESC308: a session that is too short or too long for whoever grants it.

use super::inputs::known_text;
use super::words::code;
use super::{Context, Finding, FixAvailability, Group, Level, Page, Reference, Rule, Sink};
use crate::Severity;

pub(super) static RULE: Rule = Rule {
    code: "ESC308",
    name: "session-duration",
    summary: "a duration that is empty, or shorter or longer than the cloud allows",
    level: Level::On(Severity::Warning),
    strict: Level::On(Severity::Error),
    group: Group::Types,
    reference: Reference::Adds,
    fix: FixAvailability::None,
    suppressible: true,
    since: "0.1.0",
    check,
    page: Page {
        what: "The `duration` of an AWS session that is empty, below 15 minutes or above 12 hours; that of an OIDC token below a minute or above an hour.",
        why: "The provider's schema takes any number of hours, and an empty text too. The session is refused when the environment is opened. A role may \
              allow less than twelve hours; one hour is what it allows unless somebody has raised that.",
        bad: "values:\n  aws:\n    fn::open::aws-login:\n      oidc:\n        roleArn: arn:aws:iam::123456789012:role/esc\n        sessionName: esc\n        duration: 24h\n",
        good: "values:\n  aws:\n    fn::open::aws-login:\n      oidc:\n        roleArn: arn:aws:iam::123456789012:role/esc\n        sessionName: esc\n        duration: 1h\n",
        fix: "Write a duration between the two, such as `1h` or `1h30m`.",
        reference: "Checks the form alone.",
    },
};

/// How long a session may be, in seconds.
struct Limits {
    provider: &'static str,
    input: &'static [&'static str],
    least: (u64, &'static str),
    most: (u64, &'static str),
}

/// Sources: the API reference of AWS STS (`DurationSeconds`), and the page of the provider `oidc`.
const LIMITS: [Limits; 2] = [
    Limits { provider: "aws-login", input: &["oidc", "duration"], least: (15 * 60, "15 minutes"), most: (12 * 3600, "12 hours") },
    Limits { provider: "oidc", input: &["duration"], least: (60, "one minute"), most: (3600, "one hour") },
];

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    for input in context.inputs() {
        let Some(limits) = LIMITS.iter().find(|limits| *limits.provider == *input.provider.name && input.is_at(limits.input)) else {
            continue;
        };
        let Some(fault) = known_text(context, input.value).and_then(|text| fault(&text, limits)) else { continue };
        let node = context.node(context.document.expr(input.value).node);
        sink.report(
            Finding::at(node, format!("{} {fault}", code(input.name())))
                .help(format!("Write a duration from {} to {}, such as `1h`", limits.least.1, limits.most.1)),
        );
    }
}

fn fault(text: &str, limits: &Limits) -> Option<String> {
    if text.is_empty() {
        return Some("is empty, and no duration".to_owned());
    }
    match seconds(text)? {
        short if short < limits.least.0 => Some(format!("is shorter than {}, which is the least that a session can have", limits.least.1)),
        long if long > limits.most.0 => Some(format!("is longer than {}, which is the most that a session can have", limits.most.1)),
        _ => None,
    }
}

/// `1h30m`; `None` for what is written in another way, which the schema sees to. Beyond all bounds it is just that.
fn seconds(text: &str) -> Option<u64> {
    let mut rest = text;
    let mut total: u64 = 0;
    for (unit, length) in [('h', 3600), ('m', 60), ('s', 1)] {
        let Some((number, after)) = rest.split_once(unit) else { continue };
        if number.is_empty() || !number.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        total = total.saturating_add(number.parse::<u64>().unwrap_or(u64::MAX).saturating_mul(length));
        rest = after;
    }
    rest.is_empty().then_some(total)
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::check;

    #[test]
    fn points_at_the_duration() {
        check(
            "ESC308",
            "
            values:
              day: 24h
              a: {fn::open::aws-login: {oidc: {duration: 13h}}}
                                                         ^^^ warning: `duration` is longer than 12 hours, which is the most that a session can have
              b: {fn::open::aws-login: {oidc: {duration: 14m59s}}}
                                                         ^^^^^^ warning: `duration` is shorter than 15 minutes, which is the least that a session can have
              c: {fn::open::aws-login: {oidc: {duration: \"\"}}}
                                                         ^^ warning: `duration` is empty, and no duration
              d: {fn::open::aws-login: {oidc: {duration: \"${day}\"}}}
                                                         ^^^^^^^^ warning: `duration` is longer than 12 hours, which is the most that a session can have
              e: {fn::open::oidc: {audience: x, duration: 2h}}
                                                          ^^ warning: `duration` is longer than one hour, which is the most that a session can have
        ",
        );
    }

    #[test]
    fn is_silent_about_good_ones_and_what_is_no_duration() {
        check(
            "ESC308",
            "
            values:
              a: {fn::open::aws-login: {oidc: {duration: 1h30m}}}
              b: {fn::open::aws-login: {oidc: {duration: 12h}}}
              c: {fn::open::aws-login: {oidc: {duration: 900s}}}
              d: {fn::open::aws-login: {oidc: {duration: 1 day}}}
              e: {fn::open::aws-login: {oidc: {duration: TODO}}}
              f: {fn::open::gcp-login: {oidc: {tokenLifetime: 13h}}}
              g: {fn::open::aws-login: {duration: 13h}}
        ",
        );
    }
}
