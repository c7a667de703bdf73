//! ESC411: a name that no environment can have.

use esc_syntax::Node;

use super::words::code;
use super::{Context, Finding, FixAvailability, Group, Level, Page, Reference, Rule, Sink};
use crate::Severity;

pub(super) static RULE: Rule = Rule {
    code: "ESC411",
    name: "malformed-import-name",
    summary: "an import name that no environment can have",
    level: Level::On(Severity::Error),
    strict: Level::On(Severity::Error),
    group: Group::Imports,
    reference: Reference::Adds,
    fix: FixAvailability::None,
    suppressible: true,
    since: "0.1.0",
    check,
    page: Page {
        what: "A name in `imports` that is not of the form `environment` or `project/environment` with letters, digits, `-`, `_` and `.`, and an optional \
               version behind `@`: an organisation in front, a path to a file, `${...}`, an empty part, `:3` for `@3`.",
        why: "No environment can be called so, and the import fails. Names are literal: nothing in them is computed.",
        bad: "imports:\n  - my-org/platform/base\n",
        good: "imports:\n  - platform/base\n",
        fix: "Write `project/environment`; without a project the environment is looked for in the project `default`.",
        reference: "Takes any text as a name, and fails to load it.",
    },
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    for name in context.document.imports.iter().filter_map(|import| import.name.as_ref()) {
        if let Some((message, help)) = fault(&name.text) {
            let node: Node<'_> = context.node(name.node);
            sink.report(Finding::at(node, message).help(help));
        }
    }
}

/// What is wrong with a name, and what to do.
pub(super) fn fault(name: &str) -> Option<(String, &'static str)> {
    if name.is_empty() {
        return Some(("the name of an import is empty".to_owned(), "Write `project/environment`, or remove the entry"));
    }
    if name.contains("${") {
        return Some((
            format!("the name {} is taken literally: `${{...}}` is not computed in imports", code(name)),
            "Write the name out; to choose at run time, refer to `${environments.project.environment}`",
        ));
    }
    let (path, version) = match name.split_once('@') {
        Some((path, version)) => (path, Some(version)),
        None => (name, None),
    };
    let parts: Vec<&str> = path.split('/').collect();
    if parts.iter().any(|part| part.is_empty()) {
        return Some((format!("a part of the name {} is empty", code(name)), "Write `project/environment`"));
    }
    if parts.iter().any(|part| matches!(*part, "." | "..")) || path.ends_with(".yaml") || path.ends_with(".yml") {
        return Some((
            format!("{} is the path of a file, and an import is the name of an environment", code(name)),
            "Write `project/environment`",
        ));
    }
    if let Some(odd) = path.chars().find(|&c| !is_name_character(c) && c != '/') {
        let help = if odd == ':' { "Write a version behind `@`: `name@3`" } else { "Names are made of letters, digits, `-`, `_` and `.`" };
        return Some((format!("{} cannot be part of an environment's name", code(&odd.to_string())), help));
    }
    if parts.len() > 2 {
        return Some((format!("{} has too many parts: an import cannot name an organisation", code(name)), "Write `project/environment`"));
    }
    let is_version = |version: &str| !version.is_empty() && version.chars().all(is_name_character);
    (!version.is_none_or(is_version)).then(|| {
        (format!("the version of {} is neither a number nor a tag", code(name)), "Write `name@3` or `name@stable`, or leave the `@` out")
    })
}

fn is_name_character(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.')
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::check;

    #[test]
    fn points_at_the_name() {
        check(
            "ESC411",
            "
            imports:
              - org/project/env
                ^^^^^^^^^^^^^^^ error: `org/project/env` has too many parts: an import cannot name an organisation
              - base-${stage}
                ^^^^^^^^^^^^^ error: the name `base-${stage}` is taken literally: `${...}` is not computed in imports
              - ./base.yaml
                ^^^^^^^^^^^ error: `./base.yaml` is the path of a file, and an import is the name of an environment
              - project/: {merge: false}
                ^^^^^^^^ error: a part of the name `project/` is empty
              - env:3
                ^^^^^ error: `:` cannot be part of an environment's name
              - env@
                ^^^^ error: the version of `env@` is neither a number nor a tag
              - ''
                ^^ error: the name of an import is empty
        ",
        );
    }

    #[test]
    fn takes_good_names() {
        check(
            "ESC411",
            "
            imports:
              - env
              - project/env
              - a.b-c_d/E1@3
              - env@latest
              - 1
        ",
        );
    }
}
