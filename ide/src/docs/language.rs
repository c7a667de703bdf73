//! Fields, sections and words of the language.

use esc_analysis::Section;
use esc_analysis::document::RootField;

use crate::Markup;

/// What `${context...}` knows, by path, with what it is.
pub(crate) const CONTEXT: &[(&str, &str)] = &[
    ("currentEnvironment.name", "Name of the environment that this is written in: an imported one has its own."),
    ("rootEnvironment.name", "Name of the environment that is opened, also where this is read by way of an import."),
    ("pulumi.user.login", "Login of whoever opens the environment."),
    ("pulumi.organization.login", "Organization that the environment belongs to."),
    ("pulumi.token.type", "Kind of the access token that opens the environment."),
    ("pulumi.token.team", "Team of the access token, if it is a team's."),
    ("pulumi.token.name", "Name of the access token."),
    ("pulumi.openDuration", "How long the environment is opened for."),
];

pub(super) fn field(field: RootField) -> Markup {
    let (what, example) = match field {
        RootField::Description => {
            ("What the environment is for. Text alone, without references.", "description: Credentials of the shop's staging account\n")
        }
        RootField::Imports => (
            "Environments that this one builds on, as `project/environment`. Their values are merged in their order, later ones over earlier \
             ones, and this environment's own values over all of them. With `merge: false` an import is only referred to, as \
             `${imports[\"project/environment\"]}`.",
            "imports:\n  - shared/aws\n  - shop/base@stable\n  - shop/secrets: {merge: false}\n",
        ),
        RootField::Values => (
            "The environment's values. `environmentVariables`, `files`, `pulumiConfig` and `policyConfig` are read by other programs; everything \
             else is there to be referred to.",
            "values:\n  region: eu-west-1\n  environmentVariables:\n    AWS_REGION: ${region}\n",
        ),
    };
    Markup::new().text(format!("**`{}`**", field.name())).text(what).code(example)
}

pub(super) fn section(section: Section) -> Markup {
    let (what, example) = match section {
        Section::EnvironmentVariables => (
            "Entries become environment variables of whatever `esc run` starts, and of Pulumi programs. Text, numbers and booleans; lists and \
             objects are dropped without a word, so wrap them in `fn::toJSON`.",
            "environmentVariables:\n  AWS_REGION: ${region}\n",
        ),
        Section::Files => (
            "Each entry becomes a temporary file, and an environment variable of the entry's name holds its path.",
            "files:\n  KUBECONFIG: ${kubeconfig}\n",
        ),
        Section::PulumiConfig => (
            "Configuration of Pulumi stacks that use this environment, as `namespace:key`; a key without a namespace belongs to the project. What \
             the stack itself sets counts more.",
            "pulumiConfig:\n  aws:region: ${region}\n",
        ),
        Section::PolicyConfig => (
            "Configuration of policy packs, as `policy` or `pack:policy`.",
            "policyConfig:\n  my-pack:no-public-buckets: {enabled: true}\n",
        ),
    };
    Markup::new().text(format!("**`{}`**", section.key())).text(what).code(example)
}

pub(super) fn word(word: &str) -> Option<Markup> {
    let title = Markup::new().text(format!("**`{word}`**"));
    if let Some(path) = word.strip_prefix("context.") {
        return match CONTEXT.iter().find(|(known, _)| *known == path) {
            Some((_, what)) => Some(title.text(*what)),
            None => Some(below(path)).filter(|members| !members.is_empty()).map(|members| title.list(members)),
        };
    }
    Some(match word {
        "context" => title.text("What Pulumi Cloud knows about the environment and about who opens it.").list(below("")),
        "imports" => title.text("The imported environments by the names that they are imported by, each with its own values."),
        "environments" => title.text("Any environment, without importing it: `${environments.project.environment.path}`."),
        "merge" => title.text("Whether the import's values are merged into this environment's. With `false` they are only referred to."),
        "provider" => title.text("Name of the provider or rotator, written out."),
        "inputs" => title.text("What the provider or rotator is asked with."),
        "state" => title.text("What the rotator has made so far. Pulumi Cloud writes it; leave it out at first."),
        "ciphertext" => title.text("The encrypted text, as Pulumi Cloud writes it."),
        "schema" => title.text("JSON schema, in ESC's dialect, that the value is held against."),
        "value" => title.text("The value that is checked, and passed on."),
        _ => return None,
    })
}

/// Members of the context below a path, with what they are.
fn below(path: &str) -> Vec<String> {
    let prefix = if path.is_empty() { String::new() } else { format!("{path}.") };
    CONTEXT.iter().filter(|(known, _)| known.starts_with(&prefix)).map(|(known, what)| format!("`{known}`: {what}")).collect()
}
