//! Environment variables that the world knows: what they are for, which output of which login fills them, which of them belong together, and
//! which of them change what a program runs.
//!
//! Data, for rules and for completion alike. Names of inputs and outputs are the catalogue's; a test holds them to it.

use crate::providers::ProviderKind;

/// Variables that one login fills and one family of programs reads together.
#[derive(Debug)]
pub struct CredentialSet {
    /// Whose credentials they are, to end "credentials for ..." with.
    pub title: &'static str,
    /// Whether the login opens or rotates.
    pub kind: ProviderKind,
    /// The provider or rotator that fills them.
    pub provider: &'static str,
    /// The variables, in the order in which one writes them.
    pub members: &'static [Member],
    /// How many members taken from one login say that the set is meant as a whole.
    pub begun_by: usize,
    /// Where else programs look for the same credentials, so that nothing need be missing.
    pub elsewhere: Elsewhere,
}

/// Where else programs look for the credentials of a set.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Elsewhere {
    /// Nowhere, once the set is begun.
    Nowhere,
    /// In stack configuration with one of these namespaces; and scripts may pass them on under names of their own.
    Config(&'static [&'static str]),
}

/// One variable of a set.
#[derive(Debug)]
pub struct Member {
    /// Its name.
    pub variable: &'static str,
    /// What is in it.
    pub filling: Filling,
    /// Whether the others are worth something without it.
    pub need: Need,
    /// Other variables that do the same work.
    pub instead: &'static [&'static str],
    /// What it is, for a menu.
    pub summary: &'static str,
}

/// What a variable is filled with.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Filling {
    /// The output of the login at this path.
    Output(&'static [&'static str]),
    /// Text that is the same with every login.
    Text(&'static str),
}

/// When a set is incomplete without a variable.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Need {
    /// Always.
    Always,
    /// When the login is given one of these inputs, each a path; `false` counts as not given.
    With(&'static [&'static [&'static str]]),
    /// Never.
    Optional,
}

impl CredentialSet {
    /// The member that is called `variable`.
    pub fn member(&self, variable: &str) -> Option<&'static Member> {
        self.members.iter().find(|member| member.variable == variable)
    }

    /// The sets that this login fills.
    pub fn of(kind: ProviderKind, provider: &str) -> impl Iterator<Item = &'static CredentialSet> {
        CREDENTIALS.iter().filter(move |set| set.kind == kind && set.provider == provider)
    }
}

const fn output(variable: &'static str, path: &'static [&'static str], need: Need, summary: &'static str) -> Member {
    Member { variable, filling: Filling::Output(path), need, instead: &[], summary }
}

const fn text(variable: &'static str, text: &'static str, need: Need, summary: &'static str) -> Member {
    Member { variable, filling: Filling::Text(text), need, instead: &[], summary }
}

const TEMPORARY: Need = Need::With(&[&["oidc"], &["static", "sessionToken"]]);
const OIDC: Need = Need::With(&[&["oidc"]]);
const CLIENT_SECRET: Need = Need::With(&[&["clientSecret"]]);
const PROVIDER: ProviderKind = ProviderKind::Provider;

/// All sets. Sources: the pages of the providers, and those of the programs: AWS SDKs and CLI (`AWS_*`), the Azure providers of Pulumi and
/// Terraform (`ARM_*`), Azure SDKs' `EnvironmentCredential` (`AZURE_*`), the Google providers and `gcloud`, the Vault, Doppler, Infisical,
/// Snowflake and GitHub command lines.
pub static CREDENTIALS: &[CredentialSet] = &[
    CredentialSet {
        title: "AWS",
        kind: PROVIDER,
        provider: "aws-login",
        members: &[
            output("AWS_ACCESS_KEY_ID", &["accessKeyId"], Need::Always, "Public half of the AWS access key"),
            output("AWS_SECRET_ACCESS_KEY", &["secretAccessKey"], Need::Always, "Secret half of the AWS access key"),
            output("AWS_SESSION_TOKEN", &["sessionToken"], TEMPORARY, "Token that goes with temporary AWS keys"),
        ],
        begun_by: 1,
        elsewhere: Elsewhere::Nowhere,
    },
    CredentialSet {
        title: "AWS",
        kind: ProviderKind::Rotator,
        provider: "aws-iam",
        members: &[
            output("AWS_ACCESS_KEY_ID", &["current", "accessKeyId"], Need::Always, "Public half of the AWS access key"),
            output("AWS_SECRET_ACCESS_KEY", &["current", "secretAccessKey"], Need::Always, "Secret half of the AWS access key"),
        ],
        begun_by: 1,
        elsewhere: Elsewhere::Nowhere,
    },
    CredentialSet {
        title: "Azure",
        kind: PROVIDER,
        provider: "azure-login",
        members: &[
            output("ARM_CLIENT_ID", &["clientId"], Need::Always, "Client id of the Entra application"),
            output("ARM_TENANT_ID", &["tenantId"], Need::Always, "Tenant of the Entra application"),
            output("ARM_SUBSCRIPTION_ID", &["subscriptionId"], Need::Optional, "Azure subscription to work in"),
            output("ARM_CLIENT_SECRET", &["clientSecret"], CLIENT_SECRET, "Client secret of the Entra application"),
            text("ARM_USE_OIDC", "true", OIDC, "Makes the Azure providers log in with the token"),
            Member {
                instead: &["ARM_OIDC_TOKEN_FILE_PATH"],
                ..output("ARM_OIDC_TOKEN", &["oidc", "token"], OIDC, "Token that the Azure providers log in with")
            },
        ],
        begun_by: 2,
        elsewhere: Elsewhere::Config(&["azure", "azure-native", "azuread"]),
    },
    CredentialSet {
        title: "Azure",
        kind: PROVIDER,
        provider: "azure-login",
        members: &[
            output("AZURE_CLIENT_ID", &["clientId"], Need::Always, "Client id of the Entra application, for Azure SDKs"),
            output("AZURE_TENANT_ID", &["tenantId"], Need::Always, "Tenant of the Entra application, for Azure SDKs"),
            output("AZURE_SUBSCRIPTION_ID", &["subscriptionId"], Need::Optional, "Azure subscription to work in, for Azure SDKs"),
            output("AZURE_CLIENT_SECRET", &["clientSecret"], CLIENT_SECRET, "Client secret of the Entra application, for Azure SDKs"),
        ],
        begun_by: 2,
        elsewhere: Elsewhere::Config(&["azure", "azure-native", "azuread"]),
    },
    CredentialSet {
        title: "Google Cloud",
        kind: PROVIDER,
        provider: "gcp-login",
        members: &[
            output("GOOGLE_CLOUD_PROJECT", &["project"], Need::Optional, "Google Cloud project"),
            output("GOOGLE_PROJECT", &["project"], Need::Optional, "Google Cloud project, for the Pulumi and Terraform providers"),
            output("CLOUDSDK_CORE_PROJECT", &["project"], Need::Optional, "Google Cloud project, for `gcloud`"),
            Member {
                instead: &["CLOUDSDK_AUTH_ACCESS_TOKEN", "GOOGLE_CREDENTIALS", "GOOGLE_APPLICATION_CREDENTIALS"],
                ..output("GOOGLE_OAUTH_ACCESS_TOKEN", &["accessToken"], Need::Always, "Google Cloud access token")
            },
            output("CLOUDSDK_AUTH_ACCESS_TOKEN", &["accessToken"], Need::Optional, "Google Cloud access token, for `gcloud`"),
        ],
        begun_by: 1,
        elsewhere: Elsewhere::Config(&["gcp", "google-native"]),
    },
    CredentialSet {
        title: "Vault",
        kind: PROVIDER,
        provider: "vault-login",
        members: &[
            output("VAULT_ADDR", &["address"], Need::Optional, "Address of the Vault server"),
            output("VAULT_TOKEN", &["token"], Need::Optional, "Vault token"),
            output("VAULT_NAMESPACE", &["namespace"], Need::Optional, "Vault namespace"),
        ],
        begun_by: 1,
        elsewhere: Elsewhere::Config(&["vault"]),
    },
    CredentialSet {
        title: "Snowflake",
        kind: PROVIDER,
        provider: "snowflake-login",
        members: &[
            output("SNOWFLAKE_ACCOUNT", &["account"], Need::Optional, "Snowflake account"),
            output("SNOWFLAKE_USER", &["user"], Need::Optional, "Snowflake user"),
            output("SNOWFLAKE_TOKEN", &["token"], Need::Optional, "Snowflake OAuth token"),
        ],
        begun_by: 1,
        elsewhere: Elsewhere::Config(&["snowflake"]),
    },
    CredentialSet {
        title: "GitHub",
        kind: PROVIDER,
        provider: "gh-login",
        members: &[
            output("GITHUB_TOKEN", &["accessToken"], Need::Optional, "GitHub token"),
            output("GH_TOKEN", &["accessToken"], Need::Optional, "GitHub token, for `gh`"),
        ],
        begun_by: 1,
        elsewhere: Elsewhere::Config(&["github"]),
    },
    CredentialSet {
        title: "Doppler",
        kind: PROVIDER,
        provider: "doppler-login",
        members: &[output("DOPPLER_TOKEN", &["accessToken"], Need::Optional, "Doppler token")],
        begun_by: 1,
        elsewhere: Elsewhere::Config(&["doppler"]),
    },
    CredentialSet {
        title: "Infisical",
        kind: PROVIDER,
        provider: "infisical-login",
        members: &[
            output("INFISICAL_TOKEN", &["accessToken"], Need::Optional, "Infisical token"),
            output("INFISICAL_API_URL", &["siteUrl"], Need::Optional, "Address of the Infisical instance"),
        ],
        begun_by: 1,
        elsewhere: Elsewhere::Config(&["infisical"]),
    },
];

/// A variable that changes which code other programs run.
#[derive(Debug)]
pub struct Dangerous {
    /// Its name.
    pub variable: &'static str,
    /// What it does to every program that inherits it, to follow the name.
    pub effect: &'static str,
    /// It does so only where its value holds one of these; always if there are none.
    pub with: &'static [&'static str],
}

const fn dangerous(variable: &'static str, effect: &'static str) -> Dangerous {
    Dangerous { variable, effect, with: &[] }
}

/// Variables that change how every child process finds or loads code.
pub static DANGEROUS: &[Dangerous] = &[
    dangerous("PATH", "decides which programs are run by which name, and replaces the path that was there"),
    dangerous("LD_PRELOAD", "loads a library into every program"),
    dangerous("LD_AUDIT", "loads a library into every program"),
    dangerous("LD_LIBRARY_PATH", "decides which libraries every program loads"),
    dangerous("DYLD_INSERT_LIBRARIES", "loads a library into every program on macOS"),
    dangerous("DYLD_LIBRARY_PATH", "decides which libraries every program loads on macOS"),
    dangerous("DYLD_FRAMEWORK_PATH", "decides which frameworks every program loads on macOS"),
    Dangerous {
        variable: "NODE_OPTIONS",
        effect: "loads a module into every Node.js program",
        with: &["--require", "-r ", "--import", "--loader", "--experimental-loader"],
    },
    dangerous("NODE_PATH", "decides where every Node.js program finds modules"),
    dangerous("PYTHONPATH", "decides where every Python program finds modules"),
    dangerous("PYTHONHOME", "decides which library every Python program uses"),
    dangerous("PYTHONSTARTUP", "runs a file in every interactive Python"),
    Dangerous { variable: "RUBYOPT", effect: "loads a library into every Ruby program", with: &["-r", "-I"] },
    dangerous("RUBYLIB", "decides where every Ruby program finds libraries"),
    dangerous("PERL5LIB", "decides where every Perl program finds modules"),
    dangerous("PERL5OPT", "gives every Perl program options, and can load modules"),
    Dangerous {
        variable: "JAVA_TOOL_OPTIONS",
        effect: "loads an agent into every Java program",
        with: &["-javaagent", "-agentpath", "-agentlib", "-Xbootclasspath"],
    },
    Dangerous {
        variable: "_JAVA_OPTIONS",
        effect: "loads an agent into every Java program",
        with: &["-javaagent", "-agentpath", "-agentlib", "-Xbootclasspath"],
    },
    Dangerous {
        variable: "JDK_JAVA_OPTIONS",
        effect: "loads an agent into every Java program",
        with: &["-javaagent", "-agentpath", "-agentlib", "-Xbootclasspath"],
    },
    dangerous("CLASSPATH", "decides where every Java program finds classes"),
    dangerous("DOTNET_STARTUP_HOOKS", "loads an assembly into every .NET program"),
    dangerous("BASH_ENV", "makes every Bash script run a file first"),
    dangerous("ENV", "makes every POSIX shell run a file first"),
    dangerous("ZDOTDIR", "decides which files every Z shell runs first"),
    dangerous("IFS", "changes how every shell splits words"),
    dangerous("PROMPT_COMMAND", "makes every interactive Bash run a command"),
    dangerous("GIT_SSH_COMMAND", "decides which command git connects with"),
    dangerous("GIT_EXEC_PATH", "decides where git finds its own programs"),
];

impl Dangerous {
    /// The entry of a variable.
    pub fn find(variable: &str) -> Option<&'static Dangerous> {
        DANGEROUS.iter().find(|entry| entry.variable == variable)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::providers::Catalogue;
    use crate::schema::Schema;

    fn at(schema: &Schema, path: &[&str]) -> Schema {
        path.iter().fold(schema.clone(), |schema, name| schema.property(name))
    }

    #[test]
    fn names_are_the_catalogues() {
        let catalogue = Catalogue::new();
        for set in CREDENTIALS {
            let provider = catalogue.get(set.kind, set.provider).unwrap_or_else(|| panic!("{} is not in the catalogue", set.provider));
            for member in set.members {
                if let Filling::Output(path) = member.filling {
                    assert!(!at(&provider.outputs, path).is_never(), "{} has no output for {}", set.provider, member.variable);
                }
                if let Need::With(inputs) = member.need {
                    assert!(inputs.iter().all(|path| !at(&provider.inputs, path).is_never()), "{}", member.variable);
                }
            }
        }
    }

    #[test]
    fn no_name_comes_twice() {
        for set in CREDENTIALS {
            let names: HashSet<_> = set.members.iter().map(|member| member.variable).collect();
            assert_eq!(names.len(), set.members.len(), "{}", set.provider);
        }
        let names: HashSet<_> = DANGEROUS.iter().map(|entry| entry.variable).collect();
        assert_eq!(names.len(), DANGEROUS.len());
    }
}
