//! ESC601: a variable that is dropped because its value is a list or an object.

use super::exported::entries;
use super::words::code;
use super::{Context, Finding, FixAvailability, Group, Level, Page, Reference, Rule, Sink};
use crate::document::{ExprId, Property, is_reserved};
use crate::schema::Type;
use crate::value::{Kind, Value};
use crate::{Fix, Section, Severity, fix};

pub(super) static RULE: Rule = Rule {
    code: "ESC601",
    name: "unexported-value",
    summary: "a list or an object cannot be an environment variable, and is dropped",
    level: Level::On(Severity::Error),
    strict: Level::On(Severity::Error),
    group: Group::Projection,
    reference: Reference::Adds,
    fix: FixAvailability::Unsafe,
    suppressible: true,
    since: "0.1.0",
    check,
    page: Page {
        what: "An entry of `environmentVariables` or `files` whose value is a list or an object.",
        why: "Only text, numbers and booleans can be exported. The entry is dropped without a word, and the program that reads the variable finds none.",
        bad: "values:\n  environmentVariables:\n    ALLOWED_HOSTS:\n      - a.example.com\n      - b.example.com\n",
        good: "values:\n  environmentVariables:\n    ALLOWED_HOSTS:\n      fn::join: [\",\", [a.example.com, b.example.com]]\n",
        fix: "Make one text of it: `fn::join` for a list, `fn::toJSON` for whatever reads JSON. Entries that were meant as variables of their own move one \
              level up. The fix wraps the value in `fn::toJSON`; it has to be asked for, because only the program knows which form it reads.",
        reference: "Says nothing, and exports nothing.",
    },
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    for section in [Section::EnvironmentVariables, Section::Files] {
        for property in entries(context.document, section) {
            if let Some(kind) = composite(context, property.value) {
                sink.report(finding(context, section, property, kind));
            }
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Composite {
    List,
    Object,
}

/// What a value is, if it is one that cannot be exported.
fn composite(context: &Context<'_>, value: ExprId) -> Option<Composite> {
    // A function that does not exist, or is not alone, has been reported; what was meant is not this object.
    let written = context.document.expr(value).kind.as_object();
    if written.is_some_and(|properties| properties.iter().any(|property| is_reserved(&property.key))) {
        return None;
    }
    match context.evaluation.value(value)?.kind() {
        Kind::Array(_) => Some(Composite::List),
        Kind::Object(_) => Some(Composite::Object),
        Kind::Unknown(unknown) => match unknown.schema.type_()? {
            Type::Array => Some(Composite::List),
            Type::Object => Some(Composite::Object),
            Type::Null | Type::Boolean | Type::Number | Type::String => None,
        },
        Kind::Null | Kind::Bool(_) | Kind::Number(_) | Kind::String(_) => None,
    }
}

/// Whether the value is all that a provider answers with, which nobody wants as one text.
fn is_whole_answer(context: &Context<'_>, value: ExprId) -> bool {
    let kind = context.evaluation.value(value).map(Value::kind);
    matches!(kind, Some(Kind::Unknown(unknown)) if unknown.output.is_some())
}

fn finding(context: &Context<'_>, section: Section, property: &Property, kind: Composite) -> Finding {
    let key = context.node(property.key_node);
    let name = code(&property.key);
    let message = match (section, kind) {
        (Section::Files, Composite::List) => format!("{name} is dropped: a list cannot be the content of a file"),
        (Section::Files, Composite::Object) => format!("{name} is dropped: an object cannot be the content of a file"),
        (_, Composite::List) => format!("{name} is dropped: an environment variable cannot hold a list"),
        (_, Composite::Object) => format!("{name} is dropped: an environment variable cannot hold an object"),
    };
    let whole = is_whole_answer(context, property.value);
    let help = match kind {
        _ if whole => "Refer to one member of it",
        Composite::List => "Make one text of it, with `fn::join` or `fn::toJSON`",
        Composite::Object => "Move its entries one level up, or make one text of it with `fn::toJSON`",
    };
    let value = context.node(context.document.expr(property.value).node);
    let edits = fix::wrap(value, "fn::toJSON").filter(|_| !whole).and_then(|edits| context.sound(edits));
    Finding::at(key, message).help(help).fix(edits.map(|edits| Fix::on_request("Wrap in `fn::toJSON`", edits)))
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, check_fix, check_no_fix};

    #[test]
    fn points_at_the_key() {
        check(
            "ESC601",
            "
            values:
              environmentVariables:
                HOSTS: [a, b]
                ^^^^^ error: `HOSTS` is dropped: an environment variable cannot hold a list
                AWS:
                ^^^ error: `AWS` is dropped: an environment variable cannot hold an object
                  REGION: x
                PARTS:
                ^^^^^ error: `PARTS` is dropped: an environment variable cannot hold a list
                  fn::split: [\",\", \"a,b\"]
              files:
                CONFIG: {fn::final: {a: 1}}
                ^^^^^^ error: `CONFIG` is dropped: an object cannot be the content of a file
        ",
        );
    }

    #[test]
    fn looks_through_references() {
        check(
            "ESC601",
            "
            values:
              hosts: [a, b]
              login: {fn::open::aws-login: {static: {accessKeyId: x, secretAccessKey: y}}}
              environmentVariables:
                HOSTS: ${hosts}
                ^^^^^ error: `HOSTS` is dropped: an environment variable cannot hold a list
                HOST: ${hosts[0]}
                LOGIN: ${login}
                ^^^^^ error: `LOGIN` is dropped: an environment variable cannot hold an object
                KEY: ${login.accessKeyId}
                OTHER: ${nothing}
                TAGS: ${tags}
                ^^^^ error: `TAGS` is dropped: an environment variable cannot hold an object
            imports: [base]
            === base
            values: {tags: {a: 1}}
        ",
        );
        check_no_fix("ESC601", "values:\n  a: {fn::open::aws-login: {}}\n  environmentVariables:\n    A: ${a}\n");
    }

    #[test]
    fn is_silent_about_scalars_and_what_makes_them() {
        check(
            "ESC601",
            "
            values:
              list: [1]
              environmentVariables:
                A: x
                B: 1
                C: true
                D: ${list[0]}
                E: {fn::toJSON: [1]}
                F: {fn::secret: x}
                G: {fn::sceret: x}
              pulumiConfig:
                app:list: [1]
        ",
        );
    }

    #[test]
    fn wraps_the_value() {
        check_fix(
            "ESC601",
            "
            values:
              environmentVariables:
                HOSTS:
                  - a
                  # and
                  - b
                AWS: {region: x}
            ",
            "
            values:
              environmentVariables:
                HOSTS:
                  fn::toJSON:
                    - a
                    # and
                    - b
                AWS:
                  fn::toJSON: {region: x}
            ",
        );
    }
}
