//! ESC506: `<your-role-arn>`, `REPLACE_ME`, `TODO` where a value belongs.

use std::ops::Range;

use esc_syntax::{Interpolation, Part, TextRange};

use super::words::code;
use super::{Context, Finding, FixAvailability, Group, Level, Page, Reference, Rule, Sink};
use crate::document::{self, ExprId, ExprKind};
use crate::secrets::place::{Reader, place};
use crate::secrets::placeholder::{ellipsis, may_hold, placeholder};
use crate::{Severity, text_range};

pub(super) static RULE: Rule = Rule {
    code: "ESC506",
    name: "placeholder-value",
    summary: "a placeholder such as `<your-role-arn>`, `REPLACE_ME` or `TODO` was left as a value",
    level: Level::On(Severity::Warning),
    strict: Level::On(Severity::Error),
    group: Group::Secrets,
    reference: Reference::Adds,
    fix: FixAvailability::None,
    suppressible: true,
    since: "0.1.0",
    check,
    page: Page {
        what: "A value that was left to be filled in: a name in angle brackets (`<your-role-arn>`, also inside an ARN or an address), `REPLACE_ME`, \
               `CHANGEME`, `YOUR_API_KEY`, `TODO`, `xxxx`, `...`. What is below `fn::secret` is not looked at.\n\n\
               Among the inputs of a provider it is an error, anywhere else a warning.",
        why: "ESC takes it as it is. The schemas of most providers accept any text, so that a placeholder passes every check and fails only when \
              the environment is opened, with a message of the cloud's that does not say why.",
        bad: "values:\n  aws:\n    login:\n      fn::open::aws-login:\n        oidc:\n          roleArn: <your-oidc-iam-role-arn>\n          sessionName: esc\n",
        good: "values:\n  aws:\n    login:\n      fn::open::aws-login:\n        oidc:\n          roleArn: arn:aws:iam::123456789012:role/esc\n          sessionName: esc\n",
        fix: "Put the real value in its place. There is no automatic fix.",
        reference: "Says nothing, unless the placeholder is too short or of the wrong form for the schema. Where this rule speaks, the rules about \
                    the form of a value (ESC306 to ESC309) and about secrets (ESC501 to ESC504) are silent.",
    },
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    if !may_hold(context.source().text()) {
        return;
    }
    for (id, expr) in context.document.exprs() {
        let candidate = match &expr.kind {
            ExprKind::String(text) => may_hold(text.expose()),
            ExprKind::Interpolation(parts) => {
                parts.iter().any(|part| matches!(part, document::Part::Text(text) if may_hold(text.expose())))
            }
            _ => false,
        };
        if let Some(finding) = candidate.then(|| finding(context, id)).flatten() {
            sink.report(finding);
        }
    }
}

fn finding(context: &Context<'_>, id: ExprId) -> Option<Finding> {
    let node = context.node(context.document.expr(id).node);
    let scalar = node.scalar_text();
    let found = in_parts(&scalar.text, placeholder);
    let cut = || in_parts(&scalar.text, ellipsis);
    // Elsewhere this is the language of another tool, which ESC205 is about.
    let is_template = found.is_some_and(|range| scalar.text[range].starts_with("{{"));
    let place = place(context.document, id);
    let name = place.name.map_or_else(|| "this value".to_owned(), code);
    match place.reader {
        Reader::Secret | Reader::Function => None,
        Reader::Anyone if is_template => None,
        Reader::Anyone => Some(
            Finding::at(node, format!("{name} still holds a placeholder, and ESC passes it on as it is"))
                .range(scalar.source_range(found?))
                .help("Put the real value in its place"),
        ),
        Reader::Provider(input) => {
            let provider = code(&input.provider.text);
            Some(
                Finding::at(node, format!("{name} still holds a placeholder: {provider} takes it as it is, and fails"))
                    .range(scalar.source_range(found.or_else(cut)?))
                    .severity(Severity::Error)
                    .help(help(&name)),
            )
        }
    }
}

/// Where `find` finds something in a text, references left out.
fn in_parts(text: &str, find: fn(&str) -> Option<Range<usize>>) -> Option<TextRange> {
    let interpolation = Interpolation::parse(text);
    let found = interpolation.parts.iter().filter_map(|part| match part {
        Part::Text(_, range) => {
            let found = find(&text[*range])?;
            Some(text_range(found) + range.start())
        }
        Part::Access(_) => None,
    });
    found.reduce(TextRange::cover)
}

/// Where the most common of them is to be found.
fn help(name: &str) -> &'static str {
    match name {
        "`roleArn`" => "Put the ARN of the IAM role in its place: `arn:aws:iam::<account>:role/<name>`, from the IAM console",
        _ => "Put the real value in its place",
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::check;

    #[test]
    fn is_an_error_among_inputs() {
        check(
            "ESC506",
            "
            values:
              login:
                fn::open::aws-login:
                  oidc:
                    roleArn: <your-oidc-iam-role-arn>
                             ^^^^^^^^^^^^^^^^^^^^^^^^ error: `roleArn` still holds a placeholder: `aws-login` takes it as it is, and fails
                    sessionName: esc
                    policyArns: ['arn:aws:iam::TODO:policy/x']
                                               ^^^^ error: `policyArns` still holds a placeholder: `aws-login` takes it as it is, and fails
              keys:
                fn::rotate::aws-iam:
                  inputs:
                    login: ${login}
                    other: arn:aws:iam::123456789012:user/...
                                                          ^^^ error: `other` still holds a placeholder: `aws-iam` takes it as it is, and fails
                    region: REPLACE_ME
                            ^^^^^^^^^^ error: `region` still holds a placeholder: `aws-iam` takes it as it is, and fails
                    userArn: \"arn:aws:iam::123456789012:user/${name}\"
        ",
        );
    }

    #[test]
    fn is_a_warning_elsewhere() {
        check(
            "ESC506",
            "
            values:
              region: \"CHANGEME\"
                       ^^^^^^^^ warning: `region` still holds a placeholder, and ESC passes it on as it is
              all: ./...
              url: https://<host>/${path}/<name>
                           ^^^^^^^^^^^^^^^^^^^^^ warning: `url` still holds a placeholder, and ESC passes it on as it is
              list:
                - TODO
                  ^^^^ warning: `list` still holds a placeholder, and ESC passes it on as it is
            files:
              A: xxxx
                 ^^^^ warning: `A` still holds a placeholder, and ESC passes it on as it is
        ",
        );
    }

    #[test]
    fn is_silent_about_values_secrets_and_prose() {
        check(
            "ESC506",
            "
            description: Replace <this> with TODO
            # TODO
            values:
              arn: arn:aws:iam::123456789012:role/esc
              usage: tool <command> TODO
              secret:
                fn::secret: <your-token>
              checked:
                fn::validate:
                  schema: {type: string, const: TODO}
                  value: ${arn}
              template: '{{ arn }}'
        ",
        );
    }
}
