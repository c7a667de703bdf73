//! ESC604: a variable that is given another one's credential.

use esc_syntax::TextRange;

use super::exported::entries;
use super::login::{Output, output};
use super::trace::name;
use super::words::code;
use super::{Context, Finding, FixAvailability, Group, Level, Page, Reference, Rule, Sink};
use crate::document::{Accessor, ExprKind, Property};
use crate::providers::ProviderKind;
use crate::variables::{CREDENTIALS, CredentialSet, Filling, Member, Need};
use crate::{Edit, Fix, Section, Severity};

pub(super) static RULE: Rule = Rule {
    code: "ESC604",
    name: "crossed-credentials",
    summary: "a variable that takes the wrong output of a login, or a set that mixes two logins",
    level: Level::On(Severity::Error),
    strict: Level::On(Severity::Error),
    group: Group::Projection,
    reference: Reference::Adds,
    fix: FixAvailability::Unsafe,
    suppressible: true,
    since: "0.1.0",
    check,
    page: Page {
        what: "A well-known variable that is filled from another output than its own: `AWS_SECRET_ACCESS_KEY` from `accessKeyId`, `ARM_TENANT_ID` from \
               `clientId`. And variables that belong together but take their parts from different logins.",
        why: "The cloud refuses the credentials, with a message that says nothing about the mistake. A secret in the place of an id may end up in logs.",
        bad: "values:\n  aws:\n    fn::open::aws-login:\n      static: {accessKeyId: a, secretAccessKey: b}\n  environmentVariables:\n    \
              AWS_ACCESS_KEY_ID: ${aws.accessKeyId}\n    AWS_SECRET_ACCESS_KEY: ${aws.accessKeyId}\n",
        good: "values:\n  aws:\n    fn::open::aws-login:\n      static: {accessKeyId: a, secretAccessKey: b}\n  environmentVariables:\n    \
               AWS_ACCESS_KEY_ID: ${aws.accessKeyId}\n    AWS_SECRET_ACCESS_KEY: ${aws.secretAccessKey}\n",
        fix: "Refer to the output that the variable is named for. The fix does so; it has to be asked for, because the name of the variable may be the \
              mistake. Where two logins are mixed, take all parts from one.",
        reference: "Says nothing.",
    },
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let mut sound = Vec::new();
    for property in entries(context.document, Section::EnvironmentVariables) {
        let ExprKind::Symbol(reference) = &context.document.expr(property.value).kind else { continue };
        if !CREDENTIALS.iter().any(|set| set.member(&property.key).is_some()) {
            continue;
        }
        let output = output(context, property.value);
        match crossing(context, property, output.as_ref(), &reference.accessors) {
            Some(crossing) => sink.report(crossing.finding(context, property, &reference.accessors)),
            None => sound.extend(output.map(|output| (property, output))),
        }
    }
    mixed(context, &sound, sink);
}

/// What a variable is given, and what it should be.
struct Crossing {
    found: String,
    wanted: &'static [&'static str],
    /// How many steps of the reference are the output.
    steps: usize,
}

fn crossing(context: &Context<'_>, property: &Property, output: Option<&Output>, accessors: &[Accessor]) -> Option<Crossing> {
    let own = |output: &Output| CredentialSet::of(output.login.kind, &output.login.provider).find_map(|set| set.member(&property.key));
    match output.and_then(|output| Some((output, own(output)?))) {
        Some((output, member)) => by_output(context, output, member),
        None => by_name(property, accessors),
    }
}

/// A login is known: the variable takes another output than its own.
fn by_output(context: &Context<'_>, output: &Output, member: &Member) -> Option<Crossing> {
    let login = &output.login;
    let Filling::Output(wanted) = member.filling else { return None };
    let found = output.path.last()?;
    // Of a rotated pair the previous half is as good as the current one, if all parts are.
    if wanted.last().is_some_and(|wanted| found == wanted) {
        return None;
    }
    let provider = context.analyzer.catalogue().get(login.kind, &login.provider)?;
    let declared = output.path.iter().fold(provider.outputs.clone(), |schema, step| schema.property(step));
    // What the login does not give has been reported.
    (!declared.is_never()).then(|| Crossing { found: output.path.join("."), wanted, steps: output.path.len() })
}

/// No login is in sight, but the names speak: `${imported.accessKeyId}`.
fn by_name(property: &Property, accessors: &[Accessor]) -> Option<Crossing> {
    let found = name(accessors.last()?)?;
    // One word means too many things.
    let telling = accessors.len() > 1 && found.contains(|c: char| c.is_ascii_uppercase());
    let sets = CREDENTIALS.iter().filter(|set| set.member(&property.key).is_some());
    let mut wanted = None;
    for set in sets.filter(|_| telling) {
        let Some(Filling::Output(output)) = set.member(&property.key).map(|member| member.filling) else { continue };
        if output.last().is_some_and(|last| *last == found) {
            return None;
        }
        if set.members.iter().any(|other| ends_in(other, found)) {
            wanted = output.get(output.len().saturating_sub(1)..);
        }
    }
    Some(Crossing { found: found.to_owned(), wanted: wanted?, steps: 1 })
}

fn ends_in(member: &Member, name: &str) -> bool {
    matches!(member.filling, Filling::Output(output) if output.last().is_some_and(|last| *last == name))
}

impl Crossing {
    fn finding(&self, context: &Context<'_>, property: &Property, accessors: &[Accessor]) -> Finding {
        let node = context.node(context.document.expr(property.value).node);
        let (wanted, range) = (self.wanted.join("."), self.range(accessors).unwrap_or(node.range()));
        let message = format!("{} is given `{}`, and should be given `{wanted}`", code(&property.key), self.found);
        Finding::at(node, message)
            .range(range)
            .help(format!("Refer to `{wanted}` of the same login, or correct the name of the variable"))
            .fix(self.correction(context, accessors, &wanted))
    }

    /// The output in the reference.
    fn range(&self, accessors: &[Accessor]) -> Option<TextRange> {
        let output = accessors.len().checked_sub(self.steps).map(|start| &accessors[start..])?;
        let written = output.iter().map(name).eq(self.found.split('.').map(Some));
        written.then(|| Some(output.first()?.name_range.cover(output.last()?.name_range)))?
    }

    fn correction(&self, context: &Context<'_>, accessors: &[Accessor], wanted: &str) -> Option<Fix> {
        let range = self.range(accessors)?;
        let is_plain = context.source().text()[range] == self.found;
        is_plain.then(|| Fix::on_request(format!("Refer to `{wanted}`"), vec![Edit::replace(range, wanted)]))
    }
}

/// Variables that belong together and come from different logins: each that differs from the first of its family.
fn mixed(context: &Context<'_>, sound: &[(&Property, Output)], sink: &mut Sink<'_>) {
    let family = |property: &Property| {
        let belongs = |set: &&CredentialSet| set.member(&property.key).is_some_and(|member| member.need != Need::Optional);
        CREDENTIALS.iter().find(belongs).and_then(|set| set.members.first()).map(|member| member.variable)
    };
    for (index, (property, output)) in sound.iter().enumerate() {
        let Some(own) = family(property) else { continue };
        let Some((first, other)) = sound[..index].iter().find(|(first, _)| family(first) == Some(own)) else { continue };
        // A rotator answers with two pairs, the current one and the one before.
        let same_pair = output.login.kind == ProviderKind::Provider || output.path.first() == other.path.first();
        if output.login.is(&other.login) && same_pair {
            continue;
        }
        let node = context.node(context.document.expr(property.value).node);
        let first_node = context.node(context.document.expr(first.value).node);
        sink.report(
            Finding::at(
                node,
                format!("{} and {} come from different logins, and do not work together", code(&property.key), code(&first.key)),
            )
            .help("Take all parts of the credentials from one login")
            .related(first_node.range(), format!("{} comes from here", code(&first.key))),
        );
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, check_fix, check_no_fix};

    #[test]
    fn points_at_the_wrong_output() {
        check(
            "ESC604",
            "
            values:
              aws: {login: {fn::open::aws-login: {}}}
              azure: {fn::open::azure-login: {clientId: a, tenantId: b, oidc: true}}
              environmentVariables:
                AWS_ACCESS_KEY_ID: ${aws.login.accessKeyId}
                AWS_SECRET_ACCESS_KEY: ${aws.login.accessKeyId}
                                                   ^^^^^^^^^^^ error: `AWS_SECRET_ACCESS_KEY` is given `accessKeyId`, and should be given `secretAccessKey`
                ARM_OIDC_TOKEN: ${azure.tenantId}
                                        ^^^^^^^^ error: `ARM_OIDC_TOKEN` is given `tenantId`, and should be given `oidc.token`
                ARM_TENANT_ID: \"${azure.oidc.token}\"
                                        ^^^^^^^^^^ error: `ARM_TENANT_ID` is given `oidc.token`, and should be given `tenantId`
        ",
        );
    }

    #[test]
    fn knows_outputs_by_name_where_the_login_is_elsewhere() {
        check(
            "ESC604",
            "
            imports: [elsewhere]
            values:
              environmentVariables:
                AWS_SESSION_TOKEN: ${aws.login.secretAccessKey}
                                               ^^^^^^^^^^^^^^^ error: `AWS_SESSION_TOKEN` is given `secretAccessKey`, and should be given `sessionToken`
                AWS_ACCESS_KEY_ID: ${aws.login.accessKeyId}
                ARM_CLIENT_SECRET: ${azure.secret}
                GOOGLE_CLOUD_PROJECT: ${gcp.projectId}
        ",
        );
    }

    #[test]
    fn knows_imported_logins_under_any_name() {
        check(
            "ESC604",
            "
            imports: [shared]
            values:
              environmentVariables:
                GOOGLE_CLOUD_PROJECT: ${token}
                                      ^^^^^^^^ error: `GOOGLE_CLOUD_PROJECT` is given `accessToken`, and should be given `project`
            === shared
            values:
              gcp: {fn::open::gcp-login: {project: 1, oidc: {}}}
              token: ${gcp.accessToken}
        ",
        );
    }

    #[test]
    fn points_at_parts_from_different_logins() {
        check(
            "ESC604",
            "
            values:
              dev: {fn::open::aws-login: {}}
              prod: {fn::open::aws-login: {}}
              keys: {fn::rotate::aws-iam: {inputs: {}}}
              environmentVariables:
                AWS_ACCESS_KEY_ID: ${dev.accessKeyId}
                AWS_SECRET_ACCESS_KEY: ${prod.secretAccessKey}
                                       ^^^^^^^^^^^^^^^^^^^^^^^ error: `AWS_SECRET_ACCESS_KEY` and `AWS_ACCESS_KEY_ID` come from different logins, and do not work together
                AWS_SESSION_TOKEN: ${keys.current.accessKeyId}
                                                  ^^^^^^^^^^^ error: `AWS_SESSION_TOKEN` is given `accessKeyId`, and should be given `sessionToken`
        ",
        );
        check(
            "ESC604",
            "
            values:
              keys: {fn::rotate::aws-iam: {inputs: {}}}
              environmentVariables:
                AWS_ACCESS_KEY_ID: ${keys.current.accessKeyId}
                AWS_SECRET_ACCESS_KEY: ${keys.previous.secretAccessKey}
                                       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error: `AWS_SECRET_ACCESS_KEY` and `AWS_ACCESS_KEY_ID` come from different logins, and do not work together
        ",
        );
    }

    #[test]
    fn is_silent_about_the_right_ones() {
        check(
            "ESC604",
            "
            values:
              aws: {login: {fn::open::aws-login: {}}}
              again: ${aws.login}
              keys: {fn::rotate::aws-iam: {inputs: {}}}
              azure: {fn::open::azure-login: {clientId: a, tenantId: b, oidc: true}}
              dev: {fn::open::gcp-login: {project: 1, oidc: {}}}
              prod: {fn::open::gcp-login: {project: 1, oidc: {}}}
              environmentVariables:
                AWS_ACCESS_KEY_ID: ${aws.login.accessKeyId}
                AWS_SECRET_ACCESS_KEY: ${again.secretAccessKey}
                AWS_SESSION_TOKEN: ${aws.login.nothing}
                GOOGLE_OAUTH_ACCESS_TOKEN: ${dev.accessToken}
                GOOGLE_CLOUD_PROJECT: ${prod.project}
                MY_KEY: ${aws.login.accessKeyId}
                ARM_CLIENT_ID: ${azure.clientId}
                ARM_OIDC_TOKEN: ${azure.oidc.token}
                ARM_TENANT_ID: abc
        ",
        );
        check(
            "ESC604",
            "
            values:
              keys: {fn::rotate::aws-iam: {inputs: {}}}
              environmentVariables:
                AWS_ACCESS_KEY_ID: ${keys.previous.accessKeyId}
                AWS_SECRET_ACCESS_KEY: ${keys.previous.secretAccessKey}
        ",
        );
    }

    #[test]
    fn refers_to_the_right_output() {
        check_fix(
            "ESC604",
            "
            values:
              aws: {fn::open::aws-login: {}}
              azure: {fn::open::azure-login: {clientId: a, tenantId: b, oidc: true}}
              environmentVariables:
                AWS_SECRET_ACCESS_KEY: ${aws.accessKeyId} # secret
                ARM_OIDC_TOKEN: ${azure.tenantId}
            ",
            "
            values:
              aws: {fn::open::aws-login: {}}
              azure: {fn::open::azure-login: {clientId: a, tenantId: b, oidc: true}}
              environmentVariables:
                AWS_SECRET_ACCESS_KEY: ${aws.secretAccessKey} # secret
                ARM_OIDC_TOKEN: ${azure.oidc.token}
            ",
        );
        check_no_fix(
            "ESC604",
            "
            values:
              aws: {fn::open::aws-login: {}}
              id: ${aws.accessKeyId}
              environmentVariables:
                AWS_SECRET_ACCESS_KEY: ${id}
            ",
        );
    }
}
