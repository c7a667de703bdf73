//! The shipped files, by name. A new file needs its line here; the tests of the catalogue see to it that the two agree.

use std::sync::{Arc, OnceLock};

use super::{Provider, ProviderKind};

struct Entry {
    kind: ProviderKind,
    name: &'static str,
    text: &'static str,
    provider: OnceLock<Option<Arc<Provider>>>,
}

macro_rules! entries {
    ($($kind:ident $name:literal $file:literal,)*) => {
        [$(Entry { kind: ProviderKind::$kind, name: $name, text: include_str!(concat!("data/", $file)), provider: OnceLock::new() }),*]
    };
}

static ENTRIES: [Entry; 29] = entries![
    Provider "1password-secrets" "1password-secrets.json",
    Provider "aws-login" "aws-login.json",
    Provider "aws-parameter-store" "aws-parameter-store.json",
    Provider "aws-secrets" "aws-secrets.json",
    Provider "azure-login" "azure-login.json",
    Provider "azure-secrets" "azure-secrets.json",
    Provider "debug-oidc-claims" "debug-oidc-claims.json",
    Provider "doppler-login" "doppler-login.json",
    Provider "doppler-secrets" "doppler-secrets.json",
    Provider "external" "external.json",
    Provider "gcp-login" "gcp-login.json",
    Provider "gcp-secrets" "gcp-secrets.json",
    Provider "gh-login" "gh-login.json",
    Provider "infisical-login" "infisical-login.json",
    Provider "infisical-secrets" "infisical-secrets.json",
    Provider "oidc" "oidc.json",
    Provider "pulumi-stacks" "pulumi-stacks.json",
    Rotator "aws-iam" "rotate-aws-iam.json",
    Rotator "azure-app-secret" "rotate-azure-app-secret.json",
    Rotator "external" "rotate-external.json",
    Rotator "mysql" "rotate-mysql.json",
    Rotator "passphrase" "rotate-passphrase.json",
    Rotator "password" "rotate-password.json",
    Rotator "postgres" "rotate-postgres.json",
    Rotator "snowflake-user" "rotate-snowflake-user.json",
    Provider "snowflake-login" "snowflake-login.json",
    Provider "terraform-state" "terraform-state.json",
    Provider "vault-login" "vault-login.json",
    Provider "vault-secrets" "vault-secrets.json",
];

fn find(kind: ProviderKind, name: &str) -> Option<&'static Entry> {
    ENTRIES.iter().find(|entry| entry.kind == kind && entry.name == name)
}

pub(super) fn get(kind: ProviderKind, name: &str) -> Option<Arc<Provider>> {
    let entry = find(kind, name)?;
    entry.provider.get_or_init(|| Provider::from_json(entry.text).ok().map(Arc::new)).clone()
}

pub(super) fn names(kind: ProviderKind) -> impl Iterator<Item = &'static str> {
    ENTRIES.iter().filter(move |entry| entry.kind == kind).map(|entry| entry.name)
}

#[cfg(test)]
pub(super) fn text(kind: ProviderKind, name: &str) -> Option<&'static str> {
    find(kind, name).map(|entry| entry.text)
}
