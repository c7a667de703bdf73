//! ESC315: a value that fails a schema without a word.

use super::types::{FaultKind, faults};
use super::{Context, FixAvailability, Group, Level, Page, Reference, Rule, Sink};
use crate::Severity;

pub(super) static RULE: Rule = Rule {
    code: "ESC315",
    name: "unexplained-schema-failure",
    summary: "a value that fails a schema without a word",
    level: Level::On(Severity::Warning),
    strict: Level::On(Severity::Error),
    group: Group::Types,
    reference: Reference::Adds,
    fix: FixAvailability::None,
    suppressible: true,
    since: "0.1.0",
    check,
    page: Page {
        what: "A value given to `fn::validate` that fails because of `additionalProperties: false`, `items: false` or a schema that is `false`.",
        why: "The reference refuses such a value, but says nothing about it: the check passes, and nobody learns that the value is not what the schema describes.",
        bad: "values:\n  app:\n    fn::validate:\n      schema: {type: object, properties: {name: {type: string}}, additionalProperties: false}\n      value: {name: web, prot: 80}\n",
        good: "values:\n  app:\n    fn::validate:\n      schema: {type: object, properties: {name: {type: string}}, additionalProperties: false}\n      value: {name: web}\n",
        fix: "Remove what the schema does not allow, or describe it there.",
        reference: "Silent, except below `anyOf` and `oneOf`, where it reports that no alternative matches (ESC309).",
    },
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    for fault in faults(context) {
        if matches!(fault.kind, FaultKind::Unexplained) {
            let message = format!("{} is not allowed by the schema, which ESC does not report", fault.subject(context));
            sink.report(fault.finding(context, message).help("Remove it, or describe it in the schema"));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::check;

    #[test]
    fn closed_objects_and_lists() {
        check(
            "ESC315",
            "
            values:
              a: {fn::validate: {schema: {properties: {x: true}, additionalProperties: false}, value: {x: 1, y: 2}}}
                                                                                                                ^ warning: `y` is not allowed by the schema, which ESC does not report
              b: {fn::validate: {schema: {prefixItems: [true], items: false}, value: [1, 2]}}
                                                                                         ^ warning: this value is not allowed by the schema, which ESC does not report
              c: {fn::validate: {schema: false, value: 1}}
                                                       ^ warning: this value is not allowed by the schema, which ESC does not report
              d: {fn::validate: {schema: {anyOf: [false]}, value: 1}}
              e: {fn::open::aws-login: {nope: 1}}
        ",
        );
    }
}
