//! ESC312: a schema for `fn::validate` that does not compile.

use super::evaluated::{at, problems};
use super::types::is_written_out;
use super::words::code;
use super::{Context, Finding, FixAvailability, Group, Level, Page, Reference, Rule, Sink};
use crate::Severity;
use crate::document::{ExprId, ExprKind, property};
use crate::eval::Problem;
use crate::schema::{SchemaError, SchemaErrorKind, Step};

pub(super) static RULE: Rule = Rule {
    code: "ESC312",
    name: "invalid-schema",
    summary: "a schema for `fn::validate` that does not compile",
    level: Level::On(Severity::Error),
    strict: Level::On(Severity::Error),
    group: Group::Types,
    reference: Reference::Agrees,
    fix: FixAvailability::None,
    suppressible: true,
    since: "0.1.0",
    check,
    page: Page {
        what: "A schema given to `fn::validate` with a pattern that is no regular expression, a `$ref` to something else than one of the root's `$defs`, or a size that is no whole number from zero.",
        why: "Nothing is checked, and the environment does not open.",
        bad: "values:\n  port:\n    fn::validate:\n      schema: {type: string, pattern: \"[0-9\"}\n      value: \"80\"\n",
        good: "values:\n  port:\n    fn::validate:\n      schema: {type: string, pattern: \"[0-9]+\"}\n      value: \"80\"\n",
        fix: "Patterns are RE2: no look-around and no back references. References have the form `#/$defs/name`.",
        reference: "Reports the whole schema. A schema of the wrong shape, such as `type: integer`, is reported as a value of the wrong type (ESC301, ESC309). A pattern that takes more than 2 MiB when compiled is taken, but not tried here.",
    },
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    for problem in problems(context) {
        if let Problem::Schema { expr, error } = problem {
            sink.report(finding(context, *expr, error));
        }
    }
}

fn finding(context: &Context<'_>, schema: ExprId, error: &SchemaError) -> Finding {
    let is_written = is_written_out(context.document, schema);
    let told = |text: &str| if is_written { format!(" {}", code(text)) } else { String::new() };
    let (message, help) = match &error.kind {
        SchemaErrorKind::Pattern(pattern) => (
            format!("the pattern{} does not compile", told(pattern)),
            "Patterns are RE2: no look-around, no back references, and counts up to 1000",
        ),
        SchemaErrorKind::Reference(target) => (
            format!("the reference{} is to none of the schema's `$defs`", told(target)),
            "References have the form `#/$defs/name`, with `$defs` at the schema's root",
        ),
        SchemaErrorKind::Size => ("a size is a whole number from zero".to_owned(), "Write it without a sign, a point or an exponent"),
        SchemaErrorKind::Shape { expected } => (format!("this keyword takes {expected}"), "Correct its value"),
        SchemaErrorKind::Type(name) => {
            (format!("there is no such type{}", told(name)), "The types are `string`, `number`, `boolean`, `array`, `object` and `null`")
        }
        SchemaErrorKind::NotASchema => ("this is no schema".to_owned(), "A schema is `true`, `false` or an object of keywords"),
        SchemaErrorKind::Depth => ("this schema is nested too deeply".to_owned(), "Name parts of it under `$defs`"),
    };
    let culprit = follow(context, schema, &error.path).unwrap_or(schema);
    at(context, culprit, format!("{message}, so nothing is validated")).help(help)
}

/// The expression at the end of a path, as far as it is written out.
fn follow(context: &Context<'_>, schema: ExprId, path: &[Step]) -> Option<ExprId> {
    path.iter().try_fold(schema, |expr, step| match (&context.document.expr(expr).kind, step) {
        (ExprKind::Object(properties), Step::Key(key)) => property(properties, key).map(|property| property.value),
        (ExprKind::Array(items), Step::Index(index)) => items.get(*index).copied(),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::check;

    #[test]
    fn points_at_the_keyword() {
        check(
            "ESC312",
            r##"
            values:
              a:
                fn::validate:
                  value: x
                  schema: {anyOf: [true, {type: string, pattern: '['}]}
                                                                 ^^^ error: the pattern `[` does not compile, so nothing is validated
              b:
                fn::validate:
                  value: x
                  schema:
                    $ref: "#/$defs/nope"
                          ^^^^^^^^^^^^^^ error: the reference `#/$defs/nope` is to none of the schema's `$defs`, so nothing is validated
              c: {fn::validate: {value: x, schema: {minLength: -1}}}
                                                               ^^ error: a size is a whole number from zero, so nothing is validated
              d: {fn::validate: {value: x, schema: "${schema}"}}
                                                   ^^^^^^^^^^^ error: a size is a whole number from zero, so nothing is validated
              schema: {maxLength: 1.5}
              f: {fn::validate: {value: x, schema: {pattern: '${secret}('}}}
                                                             ^^^^^^^^^^^^ error: the pattern does not compile, so nothing is validated
              secret: {fn::secret: hunter2}
              e: {fn::validate: {value: x, schema: {secret: 1}}}
                                                            ^ error: this keyword takes `true` or `false`, so nothing is validated
              fine: {fn::validate: {value: x, schema: {$ref: "#/$defs/s", $defs: {s: {type: string}}}}}
        "##,
        );
    }
}
