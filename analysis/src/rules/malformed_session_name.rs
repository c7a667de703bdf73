//! ESC307: a name for a role session with characters that AWS refuses.

use std::ops::Range;

use super::inputs::{Input, is_placeholder, place};
use super::words::code;
use super::{Context, Finding, FixAvailability, Group, Level, Page, Reference, Rule, Sink};
use crate::document::{ExprKind, Part};
use crate::schema::Type;
use crate::value::Kind;
use crate::{Fix, Severity, fix};

pub(super) static RULE: Rule = Rule {
    code: "ESC307",
    name: "malformed-session-name",
    summary: "a session name with characters that AWS refuses",
    level: Level::On(Severity::Error),
    strict: Level::On(Severity::Error),
    group: Group::Types,
    reference: Reference::Adds,
    fix: FixAvailability::Unsafe,
    suppressible: true,
    since: "0.1.0",
    check,
    page: Page {
        what: "A `sessionName` of an AWS login with anything but letters, digits and `_ + = , . @ -` in it.",
        why: "AWS refuses to assume the role under such a name, and the environment does not open. The provider's schema means to say so, but its \
              pattern is not anchored and takes anything.",
        bad: "values:\n  aws:\n    fn::open::aws-login:\n      oidc:\n        roleArn: arn:aws:iam::123456789012:role/esc\n        sessionName: my session!\n",
        good: "values:\n  aws:\n    fn::open::aws-login:\n      oidc:\n        roleArn: arn:aws:iam::123456789012:role/esc\n        sessionName: my-session\n",
        fix: "Leave out what AWS does not take. The fix puts `-` in its place; it has to be asked for, because logs and policies know the session by its \
              name.",
        reference: "Checks the length alone.",
    },
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    for input in context.inputs() {
        if input.name() != "sessionName" || input.schema.type_() != Some(Type::String) {
            continue;
        }
        if let Some(finding) = finding(context, input) {
            sink.report(finding);
        }
    }
}

fn finding(context: &Context<'_>, input: &Input) -> Option<Finding> {
    let (text, is_whole) = text(context, input)?;
    let refused = refused(&text)?;
    let odd = text[refused.clone()].chars().next()?;
    let (node, range) = place(context, input.value, refused);
    let message = format!("{} holds {}, and AWS does not take that in the name of a session", code(input.name()), character(odd));
    let name = repaired(&text);
    let edits = fix::text_within(node, &name).filter(|_| is_whole && node.text() == text);
    let edits = edits.and_then(|_| fix::rename(node, &name)).and_then(|edits| context.sound(edits));
    Some(
        Finding::at(node, message)
            .range(range)
            .help("Use letters, digits and `_ + = , . @ -`")
            .fix(edits.map(|edits| Fix::on_request(format!("Write {}", code(&name)), edits))),
    )
}

/// What is known of the name; `true` if that is all of it. `None` if it is secret, or still to be filled in.
fn text(context: &Context<'_>, input: &Input) -> Option<(String, bool)> {
    let value = context.evaluation.value(input.value).filter(|value| !value.is_secret())?;
    let (text, is_whole) = match (value.kind(), &context.document.expr(input.value).kind) {
        (Kind::String(text), _) => (text.expose_text()?.to_owned(), true),
        (Kind::Unknown(_), ExprKind::Interpolation(parts)) => (literal(parts), false),
        _ => return None,
    };
    (!is_placeholder(&text)).then_some((text, is_whole))
}

fn literal(parts: &[Part]) -> String {
    let literal = parts.iter().filter_map(|part| match part {
        Part::Text(text) => Some(text.expose()),
        Part::Reference(_) => None,
    });
    literal.collect()
}

/// The first run of characters that AWS refuses. What it takes: <https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html>.
fn refused(text: &str) -> Option<Range<usize>> {
    let start = text.find(|c| !is_taken(c))?;
    let end = text[start..].find(is_taken).map_or(text.len(), |length| start + length);
    Some(start..end)
}

fn is_taken(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '+' | '=' | ',' | '.' | '@' | '-')
}

fn character(c: char) -> String {
    match c {
        ' ' => "a blank".to_owned(),
        c => code(&c.to_string()),
    }
}

/// With `-` for each run of what is refused, none at the ends.
fn repaired(text: &str) -> String {
    text.split(|c| !is_taken(c)).filter(|piece| !piece.is_empty()).collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, check_fix, check_no_fix};

    #[test]
    fn points_at_what_aws_refuses() {
        check(
            "ESC307",
            "
            values:
              a:
                fn::open::aws-login:
                  oidc:
                    sessionName: my session!
                                   ^ error: `sessionName` holds a blank, and AWS does not take that in the name of a session
              b:
                fn::open:
                  provider: aws-login
                  inputs: {oidc: {sessionName: 'a/b'}}
                                                 ^ error: `sessionName` holds `/`, and AWS does not take that in the name of a session
        ",
        );
    }

    #[test]
    fn looks_around_and_through_references() {
        check(
            "ESC307",
            "
            values:
              name: é
              a:
                fn::open::aws-login:
                  oidc:
                    sessionName: esc ${context.pulumi.user.login}
                                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error: `sessionName` holds a blank, and AWS does not take that in the name of a session
              b:
                fn::open::aws-login:
                  oidc:
                    sessionName: ${name}
                                 ^^^^^^^ error: `sessionName` holds `é`, and AWS does not take that in the name of a session
        ",
        );
    }

    #[test]
    fn is_silent_about_good_ones_placeholders_and_other_providers() {
        check(
            "ESC307",
            "
            values:
              a:
                fn::open::aws-login:
                  oidc: {sessionName: pulumi-esc_1@x.y+=}
              b:
                fn::open::aws-login:
                  oidc: {sessionName: <your project>/<your environment>}
              c:
                fn::open::aws-login:
                  oidc: {sessionName: \"pulumi-${context.pulumi.user.login}\"}
              d:
                fn::open::elsewhere: {sessionName: a b}
        ",
        );
    }

    #[test]
    fn writes_dashes() {
        check_fix(
            "ESC307",
            "
            values:
              a:
                fn::open::aws-login:
                  oidc:
                    sessionName: my session! # why
            ",
            "
            values:
              a:
                fn::open::aws-login:
                  oidc:
                    sessionName: my-session # why
            ",
        );
        check_no_fix("ESC307", "values:\n  n: a b\n  a: {fn::open::aws-login: {oidc: {sessionName: '${n}'}}}\n");
    }
}
