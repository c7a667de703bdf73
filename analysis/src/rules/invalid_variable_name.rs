//! ESC602: a variable that no shell can carry.

use super::exported::variables;
use super::words::code;
use super::{Context, Finding, FixAvailability, Group, Level, Page, Reference, Rule, Sink};
use crate::document::{Property, is_reserved};
use crate::{Edit, Fix, Severity, fix};

pub(super) static RULE: Rule = Rule {
    code: "ESC602",
    name: "invalid-variable-name",
    summary: "an environment variable whose name no shell can carry",
    level: Level::On(Severity::Warning),
    strict: Level::On(Severity::Error),
    group: Group::Projection,
    reference: Reference::Adds,
    fix: FixAvailability::Unsafe,
    suppressible: true,
    since: "0.1.0",
    check,
    page: Page {
        what: "A key under `environmentVariables` or `files` that is empty, begins with a digit, or holds anything but letters, digits and `_`.",
        why: "No shell can set or read such a variable: `esc open --format shell` prints a line that fails, and a script cannot refer to it. What \
              reads it must be a program that asks the system by exactly this name.",
        bad: "values:\n  environmentVariables:\n    api-url: https://api.example.com\n",
        good: "values:\n  environmentVariables:\n    API_URL: https://api.example.com\n",
        fix: "Rename it. The fix puts `_` in the place of what does not belong; it has to be asked for, because programs know the variable by its name.",
        reference: "Says nothing: names of variables are not checked.",
    },
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    for property in variables(context.document).filter(|property| !is_reserved(&property.key)) {
        if let Some(fault) = fault(&property.key) {
            sink.report(finding(context, property, fault));
        }
    }
}

/// Why a shell does not take `name`.
fn fault(name: &str) -> Option<&'static str> {
    match name.bytes().next() {
        None => Some("there is none"),
        Some(b'0'..=b'9') => Some("it begins with a digit"),
        Some(_) if !name.bytes().all(is_name_byte) => Some("only letters, digits and `_` can be in one"),
        Some(_) => None,
    }
}

fn is_name_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

fn finding(context: &Context<'_>, property: &Property, fault: &str) -> Finding {
    let key = context.node(property.key_node);
    if property.key.is_empty() {
        return Finding::at(key, "no shell can carry a variable without a name").help("Give it a name, or remove the entry");
    }
    let name = repaired(&property.key);
    Finding::at(key, format!("no shell can carry a variable called {}: {fault}", code(&property.key)))
        .help(format!("Rename it, as to `{name}`"))
        .fix(renaming(context, property, &name))
}

/// Where nothing else has the new name.
fn renaming(context: &Context<'_>, property: &Property, name: &str) -> Option<Fix> {
    let key = context.node(property.key_node);
    let object = context.document.expr(property.value).parent?;
    let taken = context.document.property(object, name).is_some();
    let edits: Vec<Edit> = fix::rename(key, name).filter(|_| !taken)?;
    Some(Fix::on_request(format!("Rename to `{name}`"), edits))
}

fn repaired(name: &str) -> String {
    let digit_first = name.starts_with(|c: char| c.is_ascii_digit());
    let kept = name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' });
    if digit_first { std::iter::once('_').chain(kept).collect() } else { kept.collect() }
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, check_fix, check_no_fix};

    #[test]
    fn points_at_the_name() {
        check(
            "ESC602",
            "
            values:
              environmentVariables:
                my-var: x
                ^^^^^^ warning: no shell can carry a variable called `my-var`: only letters, digits and `_` can be in one
                2FA: x
                ^^^ warning: no shell can carry a variable called `2FA`: it begins with a digit
                \"\": x
                ^^ warning: no shell can carry a variable without a name
              files:
                key.pem: x
                ^^^^^^^ warning: no shell can carry a variable called `key.pem`: only letters, digits and `_` can be in one
        ",
        );
    }

    #[test]
    fn is_silent_about_good_names_and_other_keys() {
        check(
            "ESC602",
            "
            values:
              my-var: x
              environmentVariables:
                MY_VAR: x
                _x1: x
                lower: x
              pulumiConfig:
                aws:region: x
        ",
        );
    }

    #[test]
    fn renames() {
        check_fix(
            "ESC602",
            "
            values:
              environmentVariables:
                my-var: x
                2FA: x
                'a.b': x
            ",
            "
            values:
              environmentVariables:
                my_var: x
                _2FA: x
                'a_b': x
            ",
        );
        check_no_fix("ESC602", "values: {environmentVariables: {a-b: 1, a_b: 2}}\n");
    }
}
