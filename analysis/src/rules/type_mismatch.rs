//! ESC301: a value of the wrong type.

use std::borrow::Cow;

use esc_syntax::{Resolved, ScalarStyle, resolve};

use super::evaluated::{first_line, names, type_name};
use super::pins::{Pins, soften};
use super::types::{Fault, FaultKind, faults};
use super::{Context, Finding, FixAvailability, Group, Level, Page, Reference, Rule, Sink};
use crate::Severity;
use crate::document::ExprKind;
use crate::schema::{Problem as Violated, Type};

pub(super) static RULE: Rule = Rule {
    code: "ESC301",
    name: "type-mismatch",
    summary: "a value of the wrong type",
    level: Level::On(Severity::Error),
    strict: Level::On(Severity::Error),
    group: Group::Types,
    reference: Reference::Agrees,
    fix: FixAvailability::None,
    suppressible: true,
    since: "0.1.0",
    check,
    page: Page {
        what: "A value that reaches a function, or an input of a provider or rotator, that takes another type. Only there are types checked; plain values have none to fail.",
        why: "The environment does not open.",
        bad: "values:\n  url:\n    fn::join: [\":\", [example.com, 8080]]\n",
        good: "values:\n  url:\n    fn::join: [\":\", [example.com, \"8080\"]]\n",
        fix: "Quote a number that is meant as text, or convert the value: `fn::toString` or `fn::toJSON` to text, `fn::fromJSON` from text that holds JSON.",
        reference: "Reports the same. A part of a list or an object is blamed where it is written; where that is in another file, it is reported here at the place of use.",
    },
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let pins = Pins::new(context);
    for fault in faults(context) {
        if let FaultKind::Mismatch { expected, found } = &fault.kind {
            sink.report(soften(finding(context, &fault, expected, *found), fault.pin(context, &pins)));
        }
    }
}

fn finding(context: &Context<'_>, fault: &Fault<'_>, expected: &[Type], found: Type) -> Finding {
    let wanted: Vec<&str> = expected.iter().map(|type_| type_name(*type_)).collect();
    let wanted = match &wanted[..] {
        [before @ .., last] if !before.is_empty() => format!("{} or {last}", before.join(", ")),
        wanted => wanted.concat(),
    };
    let message = format!("{} must be {wanted}, but this is {}", fault.subject(context), type_name(found));
    let mut finding = fault.finding(context, message);
    if matches!(found, Type::Array | Type::Object) {
        // The object is what is wrong, and not the function that it is given to.
        finding = finding.range(first_line(context.node(context.document.expr(fault.blamed(context)).node)));
    }
    match help(context, fault, expected, found) {
        Some(help) => finding.help(help),
        None => finding,
    }
}

/// Which object to write, if the schema says so and is no secret.
fn object_help(context: &Context<'_>, fault: &Fault<'_>) -> String {
    match &fault.violation.problem {
        Violated::Type { required, .. } if (1..Violated::FEW).contains(&required.len()) && fault.may_tell_schema(context) => {
            format!("Write an object with {}", names(required.iter().map(|name| &**name), "and"))
        }
        _ => "Write an object in its place".to_owned(),
    }
}

/// What to do about text that is written where something else belongs.
fn literal_help(context: &Context<'_>, fault: &Fault<'_>, wants: impl Fn(Type) -> bool) -> Option<Cow<'static, str>> {
    let node = context.node(context.document.expr(fault.blamed(context)).node);
    let text = node.text();
    let is_quoted = matches!(node.style(), Some(ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted));
    let is_such = match resolve(None, ScalarStyle::Plain, &text) {
        Ok(Resolved::Int(_) | Resolved::Float(_)) => wants(Type::Number),
        Ok(Resolved::Bool(_)) => wants(Type::Boolean),
        _ => false,
    };
    let help = if is_quoted && is_such {
        "Leave the quotes out, if it is meant as such"
    } else if wants(Type::Number) {
        "Write a number in its place"
    } else if wants(Type::Boolean) {
        "Write `true` or `false` in its place"
    } else if text.trim_start().starts_with(['{', '[']) {
        "If it holds JSON, decode it first with `fn::fromJSON`"
    } else if wants(Type::Array) {
        "Put it into a list: `[...]`"
    } else {
        return wants(Type::Object).then(|| object_help(context, fault).into());
    };
    Some(help.into())
}

fn help(context: &Context<'_>, fault: &Fault<'_>, expected: &[Type], found: Type) -> Option<Cow<'static, str>> {
    let blamed = &context.document.expr(fault.blamed(context)).kind;
    let is_literal = matches!(blamed, ExprKind::Number(_) | ExprKind::Bool(_) | ExprKind::String(_));
    let wants = |type_| expected.contains(&type_);
    let help = match found {
        Type::Number | Type::Boolean if wants(Type::String) && is_literal => Some("Put it in quotes to make it text"),
        Type::Number | Type::Boolean if wants(Type::String) => Some("Convert it first with `fn::toString`"),
        Type::Array | Type::Object if wants(Type::String) => Some("Refer to a part of it, or convert it first with `fn::toJSON`"),
        Type::String if is_literal => return literal_help(context, fault, wants),
        Type::String if wants(Type::Array) || wants(Type::Object) => Some("If it holds JSON, decode it first with `fn::fromJSON`"),
        Type::String if wants(Type::Number) || wants(Type::Boolean) => Some("Decode it first with `fn::fromJSON`"),
        Type::Null => Some("Give it a value, or remove the key"),
        _ if wants(Type::Array) => Some("Put it into a list: `[...]`"),
        _ => None,
    };
    help.map(Cow::from)
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, help, related};

    #[test]
    fn arguments_of_functions() {
        check(
            "ESC301",
            "
            values:
              port: 80
              a: {fn::join: [1, [x, 2, '${port}']]}
                             ^ error: the argument of `fn::join` must be text, but this is a number
                                    ^ error: an item for `fn::join` must be text, but this is a number
                                       ^^^^^^^^^ error: an item for `fn::join` must be text, but this is a number
              b: {fn::toBase64: '${list}'}
                                ^^^^^^^^^ error: the argument of `fn::toBase64` must be text, but this is a list
              list: [a]
              c: {fn::concat: [[1], 2]}
                                    ^ error: an item for `fn::concat` must be a list, but this is a number
              d: {fn::fromJSON: {fn::open::aws-login: {}}}
                                ^^^^^^^^^^^^^^^^^^^^^^^^^ error: the argument of `fn::fromJSON` must be text, but this is an object
        ",
        );
    }

    #[test]
    fn inputs_of_providers() {
        check(
            "ESC301",
            "
            values:
              login:
                fn::open::aws-login:
                  oidc: {roleArn: 123456789012, sessionName: [a]}
                                  ^^^^^^^^^^^^ error: `roleArn` of `aws-login` must be text, but this is a number
                                                             ^^^ error: `sessionName` of `aws-login` must be text, but this is a list
              gcp: {fn::open::gcp-login: x}
                                         ^ error: the input of the provider `gcp-login` must be an object, but this is text
              secrets:
                fn::open::aws-secrets:
                  region: r
                  login: ${login.accessKeyId}
                         ^^^^^^^^^^^^^^^^^^^^ error: `login` of `aws-secrets` must be an object, but this is text
                  get: ${wanted}
              wanted: {a: {secretId: 1}}
                                     ^ error: `secretId` of `aws-secrets` must be text, but this is a number
        ",
        );
    }

    #[test]
    fn alternatives() {
        check(
            "ESC301",
            "
            values:
              a: {fn::validate: {schema: {anyOf: [{type: string}, {type: number}]}, value: [1]}}
                                                                                           ^^^ error: this value must be text or a number, but this is a list
              b: {fn::validate: {schema: {anyOf: [{type: string}, {type: array, items: {type: number}}]}, value: [x]}}
                                                                                                                  ^ error: this value must be a number, but this is text
              c: {fn::validate: {schema: {required: x}, value: 1}}
                                                    ^ error: `required` in a schema must be a list, but this is text
        ",
        );
    }

    #[test]
    fn the_first_line_of_what_is_long() {
        check(
            "ESC301",
            "
            values:
              a:
                fn::toBase64:
                  host: x
                  ^^^^^^^ error: the argument of `fn::toBase64` must be text, but this is an object
                  port: 80
              b:
                fn::toBase64:
                ^^^^^^^^^^^^ error: the argument of `fn::toBase64` must be text, but this is null
        ",
        );
    }

    #[test]
    fn neither_anchor_nor_tag_belongs_to_the_value() {
        check(
            "ESC301",
            "
            values:
              a: {fn::toBase64: &x 1}
                                   ^ error: the argument of `fn::toBase64` must be text, but this is a number
              b: {fn::toBase64: !!int '1'}
                                      ^^^ error: the argument of `fn::toBase64` must be text, but this is a number
              c: {fn::toBase64: [
                                ^ error: the argument of `fn::toBase64` must be text, but this is a list
                x]}
        ",
        );
    }

    #[test]
    fn says_less_behind_a_pin() {
        check(
            "ESC301",
            "
            imports: [b@stable, {c@3: {merge: false}}]
            values:
              x: {fn::toBase64: '${n}'}
                                ^^^^^^ warning: the argument of `fn::toBase64` must be text, but this is a number
              y: {fn::join: [',', '${imports[\"c@3\"].l}']}
                                  ^^^^^^^^^^^^^^^^^^^^^ warning: an item for `fn::join` must be text, but this is a number
            === b
            values: {n: 1}
            === c
            values: {l: [1]}
        ",
        );
    }

    #[test]
    fn points_at_the_other_end() {
        let here = "values: {a: {fn::join: [',', '${l}']}, l: [1]}\n";
        assert_eq!(related("ESC301", here), ["test.yaml '${l}': used here by `fn::join`"]);
        let there = "imports: [b]\nvalues: {a: {fn::join: [',', '${l}']}}\n=== b\nvalues: {l: [1]}\n";
        assert_eq!(related("ESC301", there), ["b.yaml 1: written here"]);
        assert_eq!(help("ESC301", here), "Put it in quotes to make it text");
        assert_eq!(help("ESC301", "values: {a: {fn::toBase64: '${b}'}, b: 1}\n"), "Convert it first with `fn::toString`");
    }

    #[test]
    fn text_in_the_place_of_something_else() {
        let join = |list: &str| help("ESC301", &format!("values: {{a: {{fn::join: [',', {list}]}}, b: text}}\n"));
        assert_eq!(join("x"), "Put it into a list: `[...]`");
        assert_eq!(join("'[1]'"), "If it holds JSON, decode it first with `fn::fromJSON`");
        assert_eq!(join("'${b}'"), "If it holds JSON, decode it first with `fn::fromJSON`");
        let id = |id: &str| help("ESC301", &format!("values: {{a: {{fn::open::gh-login: {{appId: {id}, privateKey: x, owner: y}}}}}}\n"));
        let secret = |get: &str| {
            help(
                "ESC301",
                &format!(
                    "values: {{a: {{fn::open::aws-secrets: {{region: r, login: '${{l}}', get: {{db: {get}}}}}}}, l: {{fn::open::aws-login: {{}}}}}}\n"
                ),
            )
        };
        assert_eq!(secret("prod/db"), "Write an object with `secretId`");
        assert_eq!(secret("'{\"secretId\": \"x\"}'"), "If it holds JSON, decode it first with `fn::fromJSON`");
        assert_eq!(id("'1'"), "Leave the quotes out, if it is meant as such");
        assert_eq!(id("'0x1F'"), "Leave the quotes out, if it is meant as such");
        assert_eq!(id("latest"), "Write a number in its place");
        assert_eq!(id("'inf'"), "Write a number in its place");
        assert_eq!(id("!!str 1"), "Write a number in its place");
    }
}
