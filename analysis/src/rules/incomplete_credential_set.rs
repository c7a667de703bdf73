//! ESC603: credentials of which a part is exported and the rest is not.

use super::exported::{entries, variables};
use super::login::{Login, Output, output, output_at};
use super::words::code;
use super::{Context, Finding, FixAvailability, Group, Level, Page, Reference, Rule, Sink};
use crate::document::{Accessor, ExprKind, Property};
use crate::fix::{self, Draft};
use crate::value::{Kind, Value};
use crate::variables::{CREDENTIALS, CredentialSet, Elsewhere, Filling, Member, Need};
use crate::{Fix, Section, Severity};

pub(super) static RULE: Rule = Rule {
    code: "ESC603",
    name: "incomplete-credential-set",
    summary: "variables that work only together, and one is missing: AWS keys without `AWS_SESSION_TOKEN`",
    level: Level::On(Severity::Warning),
    strict: Level::On(Severity::Error),
    group: Group::Projection,
    reference: Reference::Adds,
    fix: FixAvailability::Safe,
    suppressible: true,
    since: "0.1.0",
    check,
    page: Page {
        what: "Environment variables that take a login's credentials, where one is missing that the others are worth nothing without: \
               `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY` and, for temporary keys, `AWS_SESSION_TOKEN`; `ARM_CLIENT_ID` and `ARM_TENANT_ID` with \
               `ARM_USE_OIDC` and `ARM_OIDC_TOKEN`, or with `ARM_CLIENT_SECRET`; a Google project without its access token.",
        why: "The environment opens, and the first call to the cloud fails with a message about an invalid key or a missing login.",
        bad: "values:\n  aws:\n    fn::open::aws-login:\n      oidc:\n        roleArn: arn:aws:iam::123456789012:role/esc\n        sessionName: esc\n  \
              environmentVariables:\n    AWS_ACCESS_KEY_ID: ${aws.accessKeyId}\n    AWS_SECRET_ACCESS_KEY: ${aws.secretAccessKey}\n",
        good: "values:\n  aws:\n    fn::open::aws-login:\n      oidc:\n        roleArn: arn:aws:iam::123456789012:role/esc\n        sessionName: esc\n  \
               environmentVariables:\n    AWS_ACCESS_KEY_ID: ${aws.accessKeyId}\n    AWS_SECRET_ACCESS_KEY: ${aws.secretAccessKey}\n    \
               AWS_SESSION_TOKEN: ${aws.sessionToken}\n",
        fix: "Add the missing variables, which the fix does from the same login.",
        reference: "Says nothing.",
    },
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let taken = entries(context.document, Section::EnvironmentVariables);
    let known = taken.filter(|property| CREDENTIALS.iter().any(|set| set.member(&property.key).is_some()));
    let taken = known.filter(|property| matches!(context.document.expr(property.value).kind, ExprKind::Symbol(_)));
    let mut taken: Vec<(&Property, Output)> = taken.filter_map(|property| Some((property, output(context, property.value)?))).collect();
    while let Some(login) = taken.first().map(|(_, output)| output.login.clone()) {
        let (of_one, others): (Vec<_>, Vec<_>) = taken.into_iter().partition(|(_, output)| output.login.is(&login));
        for set in CredentialSet::of(login.kind, &login.provider) {
            if let Some(finding) = incomplete(context, set, &of_one) {
                sink.report(finding);
            }
        }
        taken = others;
    }
}

/// What a set lacks, of which `taken` comes from one login.
fn incomplete(context: &Context<'_>, set: &CredentialSet, taken: &[(&Property, Output)]) -> Option<Finding> {
    let members: Vec<&(&Property, Output)> = taken.iter().filter(|(property, _)| set.member(&property.key).is_some()).collect();
    let ((first, output), last) = (members.first()?, members.last()?);
    if members.len() < set.begun_by {
        return None;
    }
    let missing: Vec<&Member> = set.members.iter().filter(|member| is_missing(context, set, member, &output.login)).collect();
    if missing.is_empty() {
        return None;
    }
    let names: Vec<String> = missing.iter().map(|member| code(member.variable)).collect();
    let verb = if names.len() == 1 { "is" } else { "are" };
    let message = format!("the credentials for {} are not complete, and do not work: {} {verb} missing", set.title, names.join(" and "));
    let key = context.node(first.key_node);
    let drafts: Option<Vec<(String, Draft)>> = missing.iter().map(|member| draft(context, set, &members, member)).collect();
    let help = match drafts.as_deref() {
        Some([(name, Draft::Text(text))]) => format!("Add `{name}: {text}`"),
        _ => format!("Add {}", names.join(" and ")),
    };
    let edits = drafts.and_then(|drafts| fix::insert_after(fix::entry_of(context.node(last.0.key_node))?, &drafts));
    Some(Finding::at(key, message).help(help).fix(edits.map(|edits| Fix::safe(format!("Add {}", names.join(" and ")), edits))))
}

fn is_missing(context: &Context<'_>, set: &CredentialSet, member: &Member, login: &Login) -> bool {
    let needed = match member.need {
        Need::Always => true,
        Need::With(inputs) => inputs.iter().any(|input| login.is_given(context, input) == Some(true)),
        Need::Optional => false,
    };
    let mut names = std::iter::once(&member.variable).chain(member.instead);
    needed && !names.any(|name| may_be_set(context, name)) && !is_elsewhere(context, set, member, login)
}

/// Whether the variable is exported here, or may be exported by an import.
fn may_be_set(context: &Context<'_>, name: &str) -> bool {
    let here = variables(context.document).any(|property| &*property.key == name);
    here || [Section::EnvironmentVariables, Section::Files].iter().any(|section| may_have(&context.evaluation.root, &[section.key(), name]))
}

/// Whether there is something at a path of keys, as far as one can know.
fn may_have(value: &Value, path: &[&str]) -> bool {
    let Some((key, rest)) = path.split_first() else { return true };
    match value.kind() {
        Kind::Object(object) => match object.get(key) {
            Some(member) => may_have(member, rest),
            None => object.rest().is_some(),
        },
        Kind::Unknown(_) => true,
        _ => false,
    }
}

/// Whether the content of the missing variable goes another way.
fn is_elsewhere(context: &Context<'_>, set: &CredentialSet, member: &Member, login: &Login) -> bool {
    let Elsewhere::Config(namespaces) = set.elsewhere else { return false };
    let is_theirs = |key: &str| key.split_once(':').is_some_and(|(namespace, _)| namespaces.contains(&namespace));
    let configured = |key: &str| is_theirs(key) && !key.ends_with(":project") && !key.ends_with("ubscriptionId");
    let config = context.evaluation.root.as_object().and_then(|root| root.get(Section::PulumiConfig.key()));
    let imported = config.and_then(Value::as_object).into_iter().flat_map(|config| config.entries());
    if imported.map(|entry| &**entry.key()).any(configured) {
        return true;
    }
    let passes_on = |accessors: &[Accessor]| {
        let found = output_at(context, accessors);
        found.is_some_and(|output| output.login.is(login) && (output.path.is_empty() || is_filling(&output.path, member.filling)))
    };
    context.document.references().any(|(_, reference)| passes_on(&reference.accessors))
}

fn is_filling(path: &[String], filling: Filling) -> bool {
    matches!(filling, Filling::Output(output) if output.iter().eq(path))
}

/// The missing variable, from the same login as the others.
fn draft(context: &Context<'_>, set: &CredentialSet, members: &[&(&Property, Output)], member: &Member) -> Option<(String, Draft)> {
    let text = match member.filling {
        Filling::Text(text) => text.to_owned(),
        Filling::Output(path) => {
            let login = members.iter().find_map(|(property, _)| login_path(context, set, property))?;
            format!("${{{login}.{}}}", path.join("."))
        }
    };
    Some((member.variable.to_owned(), Draft::text(text)))
}

/// How a variable of the set refers to the login: its path without the output.
fn login_path(context: &Context<'_>, set: &CredentialSet, property: &Property) -> Option<String> {
    let ExprKind::Symbol(reference) = &context.document.expr(property.value).kind else { return None };
    let Filling::Output(output) = set.member(&property.key)?.filling else { return None };
    let end = reference.accessors.len().checked_sub(output.len()).filter(|end| *end > 0)?;
    let (login, tail) = reference.accessors.split_at(end);
    let written = tail.iter().map(super::trace::name).eq(output.iter().map(|name| Some(*name)));
    let text = &context.source().text()[login.first()?.range.cover(login.last()?.range)];
    (written && !text.contains(['\\', '\n'])).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, check_fix};

    #[test]
    fn temporary_aws_keys_need_their_token() {
        check(
            "ESC603",
            "
            values:
              aws:
                login:
                  fn::open::aws-login:
                    oidc: {roleArn: x, sessionName: y}
              environmentVariables:
                AWS_REGION: us-east-1
                AWS_ACCESS_KEY_ID: ${aws.login.accessKeyId}
                ^^^^^^^^^^^^^^^^^ warning: the credentials for AWS are not complete, and do not work: `AWS_SESSION_TOKEN` is missing
                AWS_SECRET_ACCESS_KEY: ${aws.login.secretAccessKey}
        ",
        );
    }

    #[test]
    fn the_login_may_be_imported() {
        check(
            "ESC603",
            "
            imports: [aws]
            values:
              environmentVariables:
                AWS_ACCESS_KEY_ID: ${aws.login.accessKeyId}
                ^^^^^^^^^^^^^^^^^ warning: the credentials for AWS are not complete, and do not work: `AWS_SESSION_TOKEN` is missing
                AWS_SECRET_ACCESS_KEY: ${aws.login.secretAccessKey}
            === aws
            values: {aws: {login: {fn::open::aws-login: {oidc: {}}}}}
        ",
        );
        check(
            "ESC603",
            "
            imports: [fixed]
            values:
              environmentVariables:
                AWS_ACCESS_KEY_ID: ${aws.login.accessKeyId}
                AWS_SECRET_ACCESS_KEY: ${aws.login.secretAccessKey}
            === fixed
            values: {aws: {login: {fn::open::aws-login: {static: {}}}}}
        ",
        );
        check(
            "ESC603",
            "
            imports: [aws]
            values:
              environmentVariables:
                AWS_ACCESS_KEY_ID: ${aws.login.accessKeyId}
                AWS_SECRET_ACCESS_KEY: ${aws.login.secretAccessKey}
            === aws
            values:
              aws: {login: {fn::open::aws-login: {oidc: {}}}}
              environmentVariables: {AWS_SESSION_TOKEN: \"${aws.login.sessionToken}\"}
        ",
        );
    }

    #[test]
    fn azure_and_google_have_sets_of_their_own() {
        check(
            "ESC603",
            "
            values:
              azure: {fn::open::azure-login: {clientId: a, tenantId: b, oidc: true}}
              gcp: {fn::open::gcp-login: {project: 1, oidc: {}}}
              environmentVariables:
                ARM_CLIENT_ID: ${azure.clientId}
                ^^^^^^^^^^^^^ warning: the credentials for Azure are not complete, and do not work: `ARM_USE_OIDC` and `ARM_OIDC_TOKEN` are missing
                ARM_TENANT_ID: ${azure.tenantId}
                GOOGLE_CLOUD_PROJECT: ${gcp.project}
                ^^^^^^^^^^^^^^^^^^^^ warning: the credentials for Google Cloud are not complete, and do not work: `GOOGLE_OAUTH_ACCESS_TOKEN` is missing
        ",
        );
    }

    #[test]
    fn is_silent_about_complete_sets() {
        check(
            "ESC603",
            "
            values:
              fixed: {fn::open::aws-login: {static: {accessKeyId: x, secretAccessKey: y}}}
              azure: {fn::open::azure-login: {clientId: a, tenantId: b, clientSecret: c, oidc: false}}
              gcp: {fn::open::gcp-login: {project: 1, oidc: {}}}
              rotated: {fn::rotate::aws-iam: {inputs: {}}}
              environmentVariables:
                AWS_ACCESS_KEY_ID: ${fixed.accessKeyId}
                AWS_SECRET_ACCESS_KEY: ${fixed.secretAccessKey}
                ARM_CLIENT_ID: ${azure.clientId}
                ARM_TENANT_ID: ${azure.tenantId}
                ARM_CLIENT_SECRET: ${azure.clientSecret}
                GOOGLE_OAUTH_ACCESS_TOKEN: ${gcp.accessToken}
        ",
        );
    }

    #[test]
    fn is_silent_where_the_rest_may_come_another_way() {
        check(
            "ESC603",
            "
            imports: [elsewhere]
            values:
              aws: {fn::open::aws-login: {oidc: {}}}
              environmentVariables:
                AWS_ACCESS_KEY_ID: ${aws.accessKeyId}
        ",
        );
        check(
            "ESC603",
            "
            values:
              gcp: {fn::open::gcp-login: {project: 1, oidc: {}}}
              secrets: {fn::open::gcp-secrets: {login: \"${gcp}\", access: {}}}
              azure: {fn::open::azure-login: {clientId: a, tenantId: b, oidc: true}}
              environmentVariables:
                GOOGLE_CLOUD_PROJECT: ${gcp.project}
                ARM_CLIENT_ID: ${azure.clientId}
                ARM_TENANT_ID: ${azure.tenantId}
              pulumiConfig:
                azure-native:oidcToken: ${azure.oidc.token}
        ",
        );
    }

    #[test]
    fn adds_what_is_missing() {
        check_fix(
            "ESC603",
            "
            values:
              aws:
                login: {fn::open::aws-login: {oidc: {}}}
              environmentVariables:
                # Keys.
                AWS_ACCESS_KEY_ID: ${aws.login.accessKeyId}   # id
                REGION: x
            ",
            "
            values:
              aws:
                login: {fn::open::aws-login: {oidc: {}}}
              environmentVariables:
                # Keys.
                AWS_ACCESS_KEY_ID: ${aws.login.accessKeyId}   # id
                AWS_SECRET_ACCESS_KEY: ${aws.login.secretAccessKey}
                AWS_SESSION_TOKEN: ${aws.login.sessionToken}
                REGION: x
            ",
        );
        check_fix(
            "ESC603",
            "
            values:
              azure: {fn::open::azure-login: {clientId: a, tenantId: b, oidc: true}}
              environmentVariables: {ARM_CLIENT_ID: \"${azure.clientId}\", ARM_TENANT_ID: \"${azure.tenantId}\"}
            ",
            "
            values:
              azure: {fn::open::azure-login: {clientId: a, tenantId: b, oidc: true}}
              environmentVariables: {ARM_CLIENT_ID: \"${azure.clientId}\", ARM_TENANT_ID: \"${azure.tenantId}\", ARM_USE_OIDC: \"true\", ARM_OIDC_TOKEN: \"${azure.oidc.token}\"}
            ",
        );
    }
}
