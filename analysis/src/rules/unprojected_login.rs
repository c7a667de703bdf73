//! ESC605: a login that is opened, and nothing uses what it gives.

use std::collections::HashSet;

use super::login::opened;
use super::usage::origins;
use super::words::code;
use super::{Context, Finding, FixAvailability, Group, Level, Page, Reference, Rule, Sink};
use crate::document::{Call, Document, ExprId, ExprKind};
use crate::projection::draft_projection;
use crate::variables::CredentialSet;
use crate::{Fix, Section, Severity};

pub(super) static RULE: Rule = Rule {
    code: "ESC605",
    name: "unprojected-login",
    summary: "a login is opened and nothing uses it",
    level: Level::On(Severity::Info),
    strict: Level::On(Severity::Info),
    group: Group::Projection,
    reference: Reference::Adds,
    fix: FixAvailability::Unsafe,
    suppressible: true,
    since: "0.1.0",
    check,
    page: Page {
        what: "A login, such as `fn::open::aws-login`, that no path leads to, in this environment or in one that imports it. Only where the whole \
               workspace is looked at.",
        why: "The environment asks the cloud for credentials each time it is opened, and programs do not get them: those are exported only by entries \
              under `environmentVariables`, `files` or `pulumiConfig`.",
        bad: "values:\n  vault:\n    fn::open::vault-login:\n      address: https://vault.example.com\n      jwt:\n        role: reader\n",
        good: "values:\n  vault:\n    fn::open::vault-login:\n      address: https://vault.example.com\n      jwt:\n        role: reader\n  \
               environmentVariables:\n    VAULT_ADDR: ${vault.address}\n    VAULT_TOKEN: ${vault.token}\n",
        fix: "Export the credentials. The fix adds the variables that go with the login; it has to be asked for, because every program that is started \
              with the environment gets them from then on.",
        reference: "Says nothing.",
    },
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let document = context.document;
    let logins = document.exprs().filter_map(|(id, expr)| match &expr.kind {
        ExprKind::Call(call) if is_login(call) => Some((id, call)),
        _ => None,
    });
    let mut logins: Vec<(ExprId, &Call)> = logins.collect();
    if logins.is_empty() {
        return;
    }
    let read = inside(document, |id| is_read_in_place(document, id));
    logins.retain(|(id, _)| document.expr(*id).parent.is_none_or(|parent| !read[parent.index()]));
    if logins.is_empty() {
        return;
    }
    let Some(origins) = origins(context) else { return };
    let origins: HashSet<ExprId> = origins.into_iter().collect();
    let used = inside(document, |id| origins.contains(&id));
    for (id, call) in logins.into_iter().filter(|(id, _)| !used[id.index()]) {
        if sink.is_full() {
            return;
        }
        let key = context.node(call.key_node);
        let edits = draft_projection(context.evaluation, id).and_then(|edits| context.sound(edits));
        sink.report(
            Finding::at(key, format!("{} logs in, and nothing uses what it gives", code(&key.text())))
                .help("Export the credentials under `environmentVariables`, refer to them, or remove the login")
                .fix(edits.map(|edits| Fix::on_request("Export the credentials", edits))),
        );
    }
}

fn is_login(call: &Call) -> bool {
    opened(&call.arguments).is_some_and(|(kind, name, _)| CredentialSet::of(kind, &name.text).next().is_some())
}

/// Of every expression, by its index, whether it or one around it `is`.
fn inside(document: &Document, is: impl Fn(ExprId) -> bool) -> Vec<bool> {
    let mut inside: Vec<bool> = Vec::with_capacity(document.expr_count());
    for (id, expr) in document.exprs() {
        // What is around an expression comes before it.
        inside.push(expr.parent.is_some_and(|parent| inside[parent.index()]) || is(id));
    }
    inside
}

/// Whether something reads a login inside of the expression: it is a section, or a call.
fn is_read_in_place(document: &Document, id: ExprId) -> bool {
    let section = || {
        let index = document.values.binary_search_by_key(&id, |property| property.value);
        index.is_ok_and(|index| Section::parse(&document.values[index].key).is_some())
    };
    match document.expr(id).parent {
        _ if matches!(document.expr(id).kind, ExprKind::Call(_)) => true,
        None => document.misplaced_section(id).is_some(),
        parent => parent == document.root && section(),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use crate::rules::rule;
    use crate::rules::testing::{Shelf, Workspace, check, check_fix};
    use crate::{Settings, Source, lint};

    #[test]
    fn points_at_the_login() {
        check(
            "ESC605",
            "
            values:
              aws:
                login:
                  fn::open::aws-login: {}
                  ^^^^^^^^^^^^^^^^^^^ info: `fn::open::aws-login` logs in, and nothing uses what it gives
        ",
        );
    }

    #[test]
    fn is_silent_about_logins_that_are_used() {
        check(
            "ESC605",
            "
            values:
              aws: {login: {fn::open::aws-login: {}}}
              creds: ${aws.login}
              gcp: {fn::open::gcp-login: {}}
              secrets: {fn::open::gcp-secrets: {login: \"${gcp}\", access: {}}}
              more: {fn::open::azure-secrets: {login: {fn::open::azure-login: {}}, vault: v, get: {}}}
              params: {fn::open::aws-parameter-store: {get: {}}}
              pulumiConfig:
                app:vault: {fn::open::vault-login: {}}
        ",
        );
    }

    #[test]
    fn asks_those_that_import_it() {
        let source = Source::new("base.yaml", "values: {aws: {login: {fn::open::aws-login: {}}}}");
        let count = |others: &[&str]| {
            let others = others.iter().map(|text| ("other".to_owned(), Source::new("other.yaml", *text)));
            let shelf = Workspace(Shelf(others.chain([("base".to_owned(), Arc::clone(&source))]).collect()));
            let found = lint(&source, &Settings::default(), &shelf);
            found.iter().filter(|finding| finding.rule.code == "ESC605").count()
        };
        assert_eq!(count(&[]), 1);
        assert_eq!(count(&["imports: [base]\nvalues: {environmentVariables: {A: '${aws.login.accessKeyId}'}}"]), 0);
        assert_eq!(count(&["imports: [base]\nvalues: {b: 1}"]), 1);
        assert_eq!(count(&["imports: [base: {merge: false}]\nvalues: {b: '${imports.base.aws}'}"]), 0);
    }

    #[test]
    fn is_silent_where_somebody_else_may_use_it() {
        let mut settings = Settings::default();
        settings.select(rule("ESC206").unwrap());
        let found = lint(&Source::new("a.yaml", "values: {aws: {fn::open::aws-login: {}}}"), &settings, &Shelf(Vec::new()));
        assert!(found.iter().all(|finding| !matches!(finding.rule.code, "ESC206" | "ESC605")));
    }

    #[test]
    fn exports_the_credentials() {
        check_fix(
            "ESC605",
            "
            values:
              azure:
                fn::open::azure-login: {clientId: a, tenantId: b, oidc: true}
            ",
            "
            values:
              azure:
                fn::open::azure-login: {clientId: a, tenantId: b, oidc: true}
              environmentVariables:
                ARM_CLIENT_ID: ${azure.clientId}
                ARM_TENANT_ID: ${azure.tenantId}
                ARM_SUBSCRIPTION_ID: ${azure.subscriptionId}
                ARM_USE_OIDC: \"true\"
                ARM_OIDC_TOKEN: ${azure.oidc.token}
            ",
        );
        check_fix(
            "ESC605",
            "
            values:
              environmentVariables: {A: b}
              \"my aws\": {fn::open::aws-login: {static: {}}}
            ",
            "
            values:
              environmentVariables: {A: b, AWS_ACCESS_KEY_ID: '${[\"my aws\"].accessKeyId}', AWS_SECRET_ACCESS_KEY: '${[\"my aws\"].secretAccessKey}'}
              \"my aws\": {fn::open::aws-login: {static: {}}}
            ",
        );
    }
}
