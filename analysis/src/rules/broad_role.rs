//! ESC507: a role or policy that may do everything.

use esc_syntax::{TextRange, TextSize};

use super::words::code;
use super::{Context, Finding, FixAvailability, Group, Level, Page, Reference, Rule, Sink};
use crate::Severity;
use crate::document::{Expr, ExprId, ExprKind};
use crate::secrets::names::words;
use crate::secrets::place::{Place, Reader, place};

pub(super) static RULE: Rule = Rule {
    code: "ESC507",
    name: "broad-role",
    summary: "a role or policy of an administrator or power user",
    level: Level::On(Severity::Info),
    strict: Level::On(Severity::Warning),
    group: Group::Secrets,
    reference: Reference::Adds,
    fix: FixAvailability::None,
    suppressible: true,
    since: "0.1.0",
    check,
    page: Page {
        what: "A login with a role that is called after an administrator or power user: in an ARN for `aws-login`, as `ACCOUNTADMIN` and its like for \
               `snowflake-login`, as `root` or `admin` for `vault-login`. Also the policies `AdministratorAccess`, `PowerUserAccess` and \
               `IAMFullAccess` of AWS, and the roles `roles/owner` and `roles/editor` of Google Cloud, in any value.",
        why: "Whoever may open the environment, and every program that runs in it, gets all that the role allows.",
        bad: "values:\n  aws:\n    login:\n      fn::open::aws-login:\n        oidc:\n          roleArn: arn:aws:iam::123456789012:role/Administrator\n          sessionName: esc\n",
        good: "values:\n  aws:\n    login:\n      fn::open::aws-login:\n        oidc:\n          roleArn: arn:aws:iam::123456789012:role/deploy-web\n          sessionName: esc\n",
        fix: "Give the environment a role of its own that may do what its programs need. There is no automatic fix.",
        reference: "Says nothing.",
    },
};

/// Policies of AWS that allow almost everything, wherever they stand.
const POLICIES: [&str; 3] = [":policy/AdministratorAccess", ":policy/PowerUserAccess", ":policy/IAMFullAccess"];

/// Roles of Google Cloud that do.
const GOOGLE_ROLES: [&str; 2] = ["roles/owner", "roles/editor"];

/// Inputs that name a role, with the names of the powerful ones; without any, the words of an ARN's last part tell.
const ROLES: [(&str, &str, &[&str]); 4] = [
    ("aws-login", "roleArn", &[]),
    ("snowflake-login", "role", &["ACCOUNTADMIN", "ORGADMIN", "SECURITYADMIN", "SYSADMIN"]),
    ("vault-login", "role", &["root", "admin"]),
    ("vault-login", "policies", &["root", "admin"]),
];

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    for (id, expr) in context.document.exprs() {
        let ExprKind::String(text) = &expr.kind else { continue };
        let text = text.expose();
        let name = || text.rsplit('/').next().unwrap_or(text);
        let message = if POLICIES.iter().any(|policy| text.ends_with(policy)) || GOOGLE_ROLES.contains(&text) {
            everywhere(context, id, name())
        } else if is_broad_role(context, id, text, name) {
            format!("{} may do almost everything, and so may whoever opens this environment", code(name()))
        } else {
            continue;
        };
        sink.report(finding(context, expr, name(), message));
    }
}

/// What is wrong with a policy that allows almost everything. Those of a session only narrow what its role may do.
fn everywhere(context: &Context<'_>, id: ExprId, name: &str) -> String {
    match place(context.document, id) {
        Place { name: Some("policyArns"), reader: Reader::Provider(_) } => {
            format!("{} allows almost everything, so that it does not narrow what the role may do", code(name))
        }
        _ => format!("{} may do almost everything, and so may every program that runs with it", code(name)),
    }
}

/// Whether `text`, whose last part is `name`, is a powerful role that a login takes on.
fn is_broad_role<'t>(context: &Context<'_>, id: ExprId, text: &'t str, name: impl Fn() -> &'t str) -> bool {
    let is_broad = |names: &[&str]| match names {
        [] => text.starts_with("arn:") && is_administrator(name()),
        names => names.iter().any(|broad| broad.eq_ignore_ascii_case(text)),
    };
    let mut roles = ROLES.iter().filter(|(_, _, names)| is_broad(names)).peekable();
    // Most values are no role, and need not be placed.
    if roles.peek().is_none() {
        return false;
    }
    let Place { name: Some(key), reader: Reader::Provider(input) } = place(context.document, id) else { return false };
    roles.any(|(provider, role, _)| *provider == &*input.provider.text && *role == key)
}

/// The name of someone who may do everything; a reader's is not.
fn is_administrator(name: &str) -> bool {
    let words = words(name);
    let has = |names: &[&str]| words.iter().any(|word| names.contains(&&**word));
    let power_user = words.windows(2).any(|pair| pair[0] == "power" && pair[1] == "user");
    let broad = power_user || has(&["admin", "admins", "administrator", "administrators", "poweruser", "superuser", "root"]);
    broad && !has(&["read", "readonly", "reader", "view", "viewer", "audit", "auditor"]) || name == "OrganizationAccountAccessRole"
}

/// Points at the name alone, at the end of the text.
fn finding(context: &Context<'_>, expr: &Expr, name: &str, message: String) -> Finding {
    let scalar = context.node(expr.node).scalar_text();
    let end = TextSize::of(&*scalar.text);
    let range = scalar.source_range(TextRange::new(end - TextSize::of(name), end));
    Finding::at(context.node(expr.node), message).range(range).help("Use a role of its own that may do what is needed here")
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::check;

    #[test]
    fn points_at_the_name() {
        check(
            "ESC507",
            "
            values:
              aws:
                fn::open::aws-login:
                  oidc:
                    roleArn: arn:aws:iam::123456789012:role/ci/Administrator
                                                               ^^^^^^^^^^^^^ info: `Administrator` may do almost everything, and so may whoever opens this environment
                    sessionName: admin
                    policyArns: [\"arn:aws:iam::aws:policy/PowerUserAccess\"]
                                                          ^^^^^^^^^^^^^^^ info: `PowerUserAccess` allows almost everything, so that it does not narrow what the role may do
              snowflake:
                fn::open::snowflake-login:
                  oidc: {account: a, user: b, role: AccountAdmin}
                                                    ^^^^^^^^^^^^ info: `AccountAdmin` may do almost everything, and so may whoever opens this environment
              pulumiConfig:
                'app:role': roles/owner
                                  ^^^^^ info: `owner` may do almost everything, and so may every program that runs with it
        ",
        );
    }

    #[test]
    fn is_silent_about_narrow_roles_and_other_values() {
        check(
            "ESC507",
            "
            values:
              aws:
                fn::open::aws-login:
                  oidc:
                    roleArn: arn:aws:iam::123456789012:role/deploy-web
                    sessionName: administrator
              other:
                fn::open::aws-login:
                  oidc:
                    roleArn: arn:aws:iam::123456789012:role/admin-readonly
                    sessionName: esc
              role: administrator
              path: docs/roles/ownership
              user: admin
        ",
        );
    }
}
