//! ESC311: text that a function cannot decode, or a number that has no JSON.

use super::evaluated::{at, problems};
use super::pins::{Pins, soften};
use super::{Context, Finding, FixAvailability, Group, Level, Page, Reference, Rule, Sink};
use crate::Severity;
use crate::convert::JsonError;
use crate::document::ExprId;
use crate::eval::Problem;

pub(super) static RULE: Rule = Rule {
    code: "ESC311",
    name: "undecodable-value",
    summary: "text that a function cannot decode, or a number that has no JSON",
    level: Level::On(Severity::Error),
    strict: Level::On(Severity::Error),
    group: Group::Types,
    reference: Reference::Agrees,
    fix: FixAvailability::None,
    suppressible: true,
    since: "0.1.0",
    check,
    page: Page {
        what: "Text given to `fn::fromJSON` that is not JSON, or to `fn::fromBase64` that is not base64 with its padding; `.inf` or `.nan` in a value given to `fn::toJSON`.",
        why: "The environment does not open.",
        bad: "values:\n  settings:\n    fn::fromJSON: \"{port: 80}\"\n",
        good: "values:\n  settings:\n    fn::fromJSON: '{\"port\": 80}'\n",
        fix: "JSON wants double quotes around every key and text, and no comma at the end of a list. Base64 wants `=` up to a multiple of four characters, and the alphabet with `+` and `/`.",
        reference: "Reports the whole call.",
    },
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let pins = Pins::new(context);
    for problem in problems(context) {
        let (argument, finding) = match problem {
            Problem::Base64 { argument, .. } => (
                *argument,
                at(context, *argument, "this is not base64, so `fn::fromBase64` cannot decode it")
                    .help("Use the standard alphabet (`+`, `/`) and pad with `=` to a multiple of four characters"),
            ),
            Problem::Json { argument, error, .. } => (*argument, json(context, *argument, *error)),
            Problem::NotFinite { argument, .. } => (
                *argument,
                at(context, *argument, "this holds an infinity or `.nan`, which JSON has no number for")
                    .help("Write it as text, or leave it out"),
            ),
            _ => continue,
        };
        sink.report(soften(finding, pins.of_expr(context, argument)));
    }
}

fn json(context: &Context<'_>, argument: ExprId, error: JsonError) -> Finding {
    let message = match (error.unfinished, error.offset) {
        (true, 0) => "there is nothing here for `fn::fromJSON` to decode".to_owned(),
        (true, _) => "this is not JSON, so `fn::fromJSON` cannot decode it: it ends too early".to_owned(),
        (false, offset) => format!("this is not JSON, so `fn::fromJSON` cannot decode it: it goes wrong at byte {}", offset + 1),
    };
    at(context, argument, message).help("JSON wants double quotes around keys and text, and no comma after the last item")
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::check;

    #[test]
    fn what_cannot_be_decoded() {
        check(
            "ESC311",
            r#"
            values:
              a: {fn::fromJSON: '{port: 80}'}
                                ^^^^^^^^^^^^ error: this is not JSON, so `fn::fromJSON` cannot decode it: it goes wrong at byte 2
              b: {fn::fromJSON: '[1, 2'}
                                ^^^^^^^ error: this is not JSON, so `fn::fromJSON` cannot decode it: it ends too early
              c: {fn::fromBase64: aGk}
                                  ^^^ error: this is not base64, so `fn::fromBase64` cannot decode it
              d: {fn::toJSON: [.inf]}
                              ^^^^^^ error: this holds an infinity or `.nan`, which JSON has no number for
              e: {fn::fromJSON: "${text}"}
                                ^^^^^^^^^ error: this is not JSON, so `fn::fromJSON` cannot decode it: it goes wrong at byte 1
              text: hello
        "#,
        );
    }

    #[test]
    fn what_can() {
        check(
            "ESC311",
            "values:\n  a: {fn::fromJSON: '{\"a\": [1.0]}'}\n  b: {fn::fromBase64: aGk=}\n  c: {fn::toYAML: .inf}\n  d: {fn::fromJSON: '1 2'}\n",
        );
    }
}
