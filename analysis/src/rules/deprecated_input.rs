//! ESC310: an input that its provider has replaced by another.

use super::words::code;
use super::{Context, Finding, FixAvailability, Group, Level, Page, Reference, Rule, Sink};
use crate::document::{ExprKind, Property};
use crate::schema::{Rules, Schema};
use crate::{Fix, Severity, fix};

pub(super) static RULE: Rule = Rule {
    code: "ESC310",
    name: "deprecated-input",
    summary: "an input that its provider has replaced",
    level: Level::On(Severity::Warning),
    strict: Level::On(Severity::Error),
    group: Group::Types,
    reference: Reference::Adds,
    fix: FixAvailability::Safe,
    suppressible: true,
    since: "0.1.0",
    check,
    page: Page {
        what: "An input that the catalogue says is deprecated. No shipped provider has one today; a provider that is added by `--providers` may.",
        why: "It still works, and will not for ever.",
        bad: "values:\n  a:\n    fn::open::example-login:\n      userName: reader\n",
        good: "values:\n  a:\n    fn::open::example-login:\n      user: reader\n",
        fix: "Give the input that has taken its place. The fix renames it where the description of the old one names the new one, and both are of one type.",
        reference: "Says nothing.",
    },
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    for input in context.inputs() {
        let ExprKind::Object(properties) = &context.document.expr(input.value).kind else { continue };
        for property in properties.iter().filter(|property| !property.duplicate) {
            let schema = input.schema.property(&property.key);
            if schema.rules().is_some_and(|rules| rules.annotations.deprecated) {
                sink.report(finding(context, properties, property, &input.schema, &schema));
            }
        }
    }
}

fn finding(context: &Context<'_>, properties: &[Property], property: &Property, object: &Schema, schema: &Schema) -> Finding {
    let key = context.node(property.key_node);
    let name = code(&property.key);
    let Some(other) = schema.rules().and_then(|rules| replacement(rules, object)) else {
        return Finding::at(key, format!("{name} is deprecated")).help("See the page of the provider for what has taken its place");
    };
    // Of two that are written alike, the second would be left.
    let is_only = properties.iter().filter(|same| same.key == property.key).count() == 1;
    let is_free = is_only && properties.iter().all(|property| *property.key != *other);
    let is_one_type = object.property(other).type_() == schema.type_();
    let edits = fix::rename(key, other).filter(|_| is_free && is_one_type);
    Finding::at(key, format!("{name} is deprecated: {} has taken its place", code(other)))
        .help(format!("Give {} instead", code(other)))
        .fix(edits.map(|edits| Fix::safe(format!("Rename to {}", code(other)), edits)))
}

/// The input that the description of a deprecated one names first.
fn replacement<'r>(rules: &'r Rules, object: &Schema) -> Option<&'r str> {
    let description = rules.annotations.description.as_deref()?;
    // Every second piece stands in backticks.
    let named = description.split('`').skip(1).step_by(2);
    named.into_iter().find(|name| object.rules().is_some_and(|rules| rules.property(name).is_some()))
}

#[cfg(test)]
mod tests {
    use crate::eval::{Analyzer, Cache};
    use crate::providers::Catalogue;
    use crate::rules::testing::Shelf;
    use crate::{Diagnostic, Settings, Source, apply};

    const PROVIDER: &str = r#"{
        "name": "made-up", "kind": "provider",
        "inputs": {"type": "object", "properties": {
            "old": {"type": "string", "deprecated": true, "description": "Use `new` instead."},
            "oldest": {"type": "number", "deprecated": true, "description": "Use `new`, as text."},
            "gone": {"type": "string", "deprecated": true},
            "new": {"type": "string"},
            "deep": {"type": "array", "items": {"type": "object", "properties": {"gone": {"deprecated": true}}}}
        }}
    }"#;

    fn run(text: &str) -> Vec<Diagnostic> {
        let (mut catalogue, cache, shelf) = (Catalogue::new(), Cache::new(), Shelf(Vec::new()));
        catalogue.extend(PROVIDER).unwrap();
        let found = Analyzer::new(&shelf, &catalogue, &cache).lint(&Source::new("test.yaml", text), &Settings::default());
        found.into_iter().filter(|finding| finding.rule.code == "ESC310").collect()
    }

    fn messages(inputs: &str) -> Vec<String> {
        run(&format!("values: {{a: {{'fn::open::made-up': {inputs}}}}}")).into_iter().map(|finding| finding.message).collect()
    }

    #[test]
    fn names_what_has_taken_its_place() {
        assert_eq!(messages("{old: x}"), ["`old` is deprecated: `new` has taken its place"]);
        assert_eq!(messages("{gone: x, deep: [{gone: 1}]}"), ["`gone` is deprecated", "`gone` is deprecated"]);
    }

    #[test]
    fn is_silent_about_other_inputs() {
        assert!(messages("{new: x, other: x}").is_empty());
        assert!(messages("${old}").is_empty());
    }

    #[test]
    fn renames_where_that_is_all() {
        let text = "values: {a: {'fn::open::made-up': {old: x}}}";
        let fix = run(text).swap_remove(0).fix.unwrap();
        assert_eq!(apply(text, &fix.edits).unwrap(), text.replace("old", "new"));
        for inputs in ["{old: x, new: y}", "{old: x, old: y}", "{oldest: 1}", "{gone: x}"] {
            let found = run(&format!("values: {{a: {{'fn::open::made-up': {inputs}}}}}"));
            assert!(found.iter().all(|finding| finding.fix.is_none()), "{inputs}");
        }
    }
}
