//! ESC313: a schema keyword that does nothing.

use super::words::code;
use super::{Context, Finding, FixAvailability, Group, Level, Page, Reference, Rule, Sink};
use crate::document::{Arguments, ExprId, ExprKind, Property};
use crate::nearest::nearest;
use crate::{Fix, Severity, fix};

pub(super) static RULE: Rule = Rule {
    code: "ESC313",
    name: "unknown-schema-keyword",
    summary: "a schema keyword that does nothing",
    level: Level::On(Severity::Warning),
    strict: Level::On(Severity::Error),
    group: Group::Types,
    reference: Reference::Adds,
    fix: FixAvailability::Unsafe,
    suppressible: true,
    since: "0.1.0",
    check,
    page: Page {
        what: "A keyword in a schema for `fn::validate` that ESC does not know, such as `format`, `allOf`, `not` or a misspelt one; also `uniqueItems` and `const: null`, which it takes and never enforces.",
        why: "The schema looks stricter than it is: values that it seems to refuse pass.",
        bad: "values:\n  id:\n    fn::validate:\n      schema: {type: string, minLenght: 4}\n      value: abcd\n",
        good: "values:\n  id:\n    fn::validate:\n      schema: {type: string, minLength: 4}\n      value: abcd\n",
        fix: "Say it with keywords that are enforced: `pattern` for most formats, one schema for `allOf`. The fix corrects a spelling; it has to be asked for.",
        reference: "Silent: unknown keywords are ignored.",
    },
};

/// Keywords that the dialect reads, apart from those that only annotate.
const KEYWORDS: [&str; 27] = [
    "$defs",
    "$ref",
    "additionalProperties",
    "anyOf",
    "const",
    "dependentRequired",
    "enum",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "items",
    "maxItems",
    "maxLength",
    "maxProperties",
    "maximum",
    "minItems",
    "minLength",
    "minProperties",
    "minimum",
    "multipleOf",
    "oneOf",
    "pattern",
    "prefixItems",
    "properties",
    "required",
    "rotateOnly",
    "secret",
    "type",
];
const ANNOTATIONS: [&str; 8] = ["$comment", "$id", "$schema", "default", "deprecated", "description", "examples", "title"];

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    for &id in context.document.declared() {
        if let ExprKind::Call(call) = &context.document.expr(id).kind
            && let Arguments::Validate { schema: Some(schema), .. } = call.arguments
        {
            look(context, sink, schema);
        }
    }
}

fn look(context: &Context<'_>, sink: &mut Sink<'_>, schema: ExprId) {
    let ExprKind::Object(properties) = &context.document.expr(schema).kind else { return };
    for property in properties {
        let value = &context.document.expr(property.value).kind;
        match (&*property.key, value) {
            ("items" | "additionalProperties", _) => crate::deep(|| look(context, sink, property.value)),
            ("properties" | "$defs", ExprKind::Object(members)) => {
                members.iter().for_each(|member| crate::deep(|| look(context, sink, member.value)));
            }
            ("anyOf" | "oneOf" | "prefixItems", ExprKind::Array(items)) => {
                items.iter().for_each(|item| crate::deep(|| look(context, sink, *item)));
            }
            ("uniqueItems", _) | ("const", ExprKind::Null) => sink.report(unenforced(context, property)),
            (key, _) if !KEYWORDS.contains(&key) && !ANNOTATIONS.contains(&key) => sink.report(unknown(context, property)),
            _ => {}
        }
    }
}

fn unenforced(context: &Context<'_>, property: &Property) -> Finding {
    let what = if &*property.key == "const" { "`const: null`" } else { "`uniqueItems`" };
    let help = if &*property.key == "const" { "Write `type: null`" } else { "Check it elsewhere" };
    Finding::at(context.node(property.key_node), format!("{what} is accepted, but never enforced")).help(help)
}

fn unknown(context: &Context<'_>, property: &Property) -> Finding {
    let node = context.node(property.key_node);
    let finding = Finding::at(node, format!("ESC does not know the schema keyword {}, and ignores it", code(&property.key)));
    let other = match &*property.key {
        "format" => Some("Describe the text with `pattern`"),
        "allOf" => Some("Put the keywords of all of them into one schema"),
        "not" | "if" | "then" | "else" => Some("Say what is allowed instead, with `anyOf` or `oneOf`"),
        "patternProperties" | "propertyNames" | "unevaluatedProperties" => {
            Some("Describe members with `properties` and `additionalProperties`")
        }
        "contains" | "minContains" | "maxContains" | "unevaluatedItems" => Some("Describe items with `items` and `prefixItems`"),
        "definitions" => Some("Name parts under `$defs`"),
        "dependentSchemas" | "dependencies" => Some("Use `dependentRequired`"),
        _ => None,
    };
    if let Some(help) = other {
        return finding.help(help);
    }
    let Some(similar) = nearest(&property.key, KEYWORDS) else { return finding.help("Remove it") };
    let fix = fix::rename(node, similar).map(|edits| Fix::on_request(format!("Rename to {}", code(similar)), edits));
    finding.help(format!("Did you mean {}?", code(similar))).fix(fix)
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, check_fix};

    #[test]
    fn ignored_and_unenforced_keywords() {
        check(
            "ESC313",
            "
            values:
              a:
                fn::validate:
                  value: x
                  schema:
                    type: object
                    properties: {format: {format: uuid}, not: {items: {uniqueItems: true}}}
                                          ^^^^^^ warning: ESC does not know the schema keyword `format`, and ignores it
                                                                       ^^^^^^^^^^^ warning: `uniqueItems` is accepted, but never enforced
                    anyOf: [{const: ~}, {allOf: []}]
                             ^^^^^ warning: `const: null` is accepted, but never enforced
                                         ^^^^^ warning: ESC does not know the schema keyword `allOf`, and ignores it
                    description: fine
              b: {fn::validate: {schema: '${s}', value: 1}}
              s: {format: x}
        ",
        );
    }

    #[test]
    fn corrects_a_spelling() {
        check_fix(
            "ESC313",
            "values: {a: {fn::validate: {value: x, schema: {typ: string, minLenght: 1}}}}\n",
            "values: {a: {fn::validate: {value: x, schema: {type: string, minLength: 1}}}}\n",
        );
    }
}
