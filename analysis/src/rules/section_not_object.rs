//! ESC609: a section that exports nothing because it is no object.

use super::evaluated::type_name;
use super::exported::sections;
use super::words::code;
use super::{Context, Finding, FixAvailability, Group, Level, Page, Reference, Rule, Sink};
use crate::document::{ExprKind, Property};
use crate::schema::Type;
use crate::value::Kind;
use crate::{Section, Severity};

pub(super) static RULE: Rule = Rule {
    code: "ESC609",
    name: "section-not-object",
    summary: "`environmentVariables`, `files`, `pulumiConfig` or `policyConfig` that is no object",
    level: Level::On(Severity::Error),
    strict: Level::On(Severity::Error),
    group: Group::Projection,
    reference: Reference::Adds,
    fix: FixAvailability::None,
    suppressible: true,
    since: "0.1.0",
    check,
    page: Page {
        what: "`environmentVariables`, `files`, `pulumiConfig` or `policyConfig` with a list, text, or nothing behind it.",
        why: "It exports nothing, and it replaces what imported environments have put there.",
        bad: "values:\n  environmentVariables:\n    - AWS_REGION=us-east-1\n",
        good: "values:\n  environmentVariables:\n    AWS_REGION: us-east-1\n",
        fix: "Write one `name: value` a line.",
        reference: "Says nothing.",
    },
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    for (section, property) in sections(context.document) {
        if let Some(kind) = wrong_kind(context, property) {
            sink.report(finding(context, section, property, kind));
        }
    }
}

/// What stands there, if it can be no object.
fn wrong_kind(context: &Context<'_>, property: &Property) -> Option<&'static str> {
    let type_ = match context.evaluation.value(property.value)?.kind() {
        Kind::Object(_) => return None,
        Kind::Unknown(unknown) => unknown.schema.type_()?,
        Kind::Null => Type::Null,
        Kind::Bool(_) => Type::Boolean,
        Kind::Number(_) => Type::Number,
        Kind::String(_) => Type::String,
        Kind::Array(_) => Type::Array,
    };
    (type_ != Type::Object).then(|| type_name(type_))
}

fn finding(context: &Context<'_>, section: Section, property: &Property, kind: &str) -> Finding {
    let (key, name) = (context.node(property.key_node), code(&property.key));
    let purpose = section.purpose();
    if matches!(context.document.expr(property.value).kind, ExprKind::Null) {
        // Nothing is lost, unless an import has entries: then all of them are.
        return Finding::at(key, format!("{name} is empty: there are no entries that {purpose}, not even imported ones"))
            .severity(Severity::Warning)
            .help("Write `name: value` entries below it, or remove it");
    }
    Finding::at(key, format!("{name} exports nothing: only entries of an object {purpose}, and this is {kind}"))
        .help("Write one `name: value` a line")
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::check;

    #[test]
    fn points_at_the_section() {
        check(
            "ESC609",
            "
            values:
              environmentVariables: [A=1]
              ^^^^^^^^^^^^^^^^^^^^ error: `environmentVariables` exports nothing: only entries of an object become environment variables, and this is a list
              files:
              ^^^^^ warning: `files` is empty: there are no entries that become files, not even imported ones
              pulumiConfig:
              ^^^^^^^^^^^^ error: `pulumiConfig` exports nothing: only entries of an object reach Pulumi stacks as configuration, and this is text
                fn::toJSON: {a: 1}
              policyConfig: ${list}
              ^^^^^^^^^^^^ error: `policyConfig` exports nothing: only entries of an object reach policy packs as configuration, and this is a list
              list: [1]
            files: x
            ^^^^^ error: `files` exports nothing: only entries of an object become files, and this is text
        ",
        );
    }

    #[test]
    fn is_silent_about_objects_and_what_may_be_one() {
        check(
            "ESC609",
            "
            values:
              shared: {A: x}
              environmentVariables: ${shared}
              files: {}
              pulumiConfig:
                fn::fromJSON: '{\"a\": 1}'
              policyConfig: ${elsewhere}
        ",
        );
    }
}
