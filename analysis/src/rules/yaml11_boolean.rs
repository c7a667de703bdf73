//! ESC011: `yes` and its like where a boolean is meant.

use super::exported::sections;
use super::words::code;
use super::{Context, Finding, FixAvailability, Group, Level, Page, Reference, Rule, Sink};
use crate::document::{Document, ExprId, ExprKind};
use crate::schema::Type;
use crate::secrets::names::words;
use crate::secrets::place::{Reader, place};
use crate::{Edit, Fix, Section, Severity};

pub(super) static RULE: Rule = Rule {
    code: "ESC011",
    name: "yaml11-boolean",
    summary: "`yes`, `no`, `on` and `off` are text",
    level: Level::On(Severity::Info),
    strict: Level::On(Severity::Info),
    group: Group::Syntax,
    reference: Reference::Adds,
    fix: FixAvailability::Unsafe,
    suppressible: true,
    since: "0.1.0",
    check,
    page: Page {
        what: "`yes`, `no`, `on` or `off` without quotes where a provider takes a boolean, or under a key that reads like a switch: `enabled`, `useOidc`, \
               `debug`. Not in environment variables, where everything is text.",
        why: "Other readers of YAML take them for booleans. ESC takes them for text, and a program that asks whether it is empty sees `no` as yes.",
        bad: "values:\n  cache:\n    enabled: yes\n",
        good: "values:\n  cache:\n    enabled: true\n",
        fix: "Write `true` or `false`; to keep the text, put it in quotes. The fix writes the boolean; it has to be asked for, because the type changes.",
        reference: "Says nothing: it is text, unless a provider's input wants a boolean.",
    },
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    for (id, expr) in context.document.exprs() {
        if !matches!(expr.kind, ExprKind::String(_)) {
            continue;
        }
        let node = context.node(expr.node);
        let Some(boolean) = boolean(node.source()).filter(|_| node.tag().is_none()) else { continue };
        let is_meant = wants_boolean(context, id) || is_switch(context, id) && !is_variable(context.document, id);
        if !is_meant {
            continue;
        }
        sink.report(
            Finding::at(node, format!("{} is text here, not a boolean", code(node.source())))
                .help(format!("Write `{boolean}`; put it in quotes if text is what you mean"))
                .fix(Fix::on_request(format!("Write `{boolean}`"), vec![Edit::replace(node.range(), boolean)])),
        );
    }
}

/// What a reader of YAML 1.1 takes a plain scalar for.
fn boolean(source: &str) -> Option<&'static str> {
    match source {
        "yes" | "Yes" | "YES" | "on" | "On" | "ON" => Some("true"),
        "no" | "No" | "NO" | "off" | "Off" | "OFF" => Some("false"),
        _ => None,
    }
}

/// Whether a provider takes a boolean here.
fn wants_boolean(context: &Context<'_>, id: ExprId) -> bool {
    let Reader::Provider(input) = place(context.document, id).reader else { return false };
    input.schema(context.analyzer.catalogue()).is_some_and(|schema| schema.type_() == Some(Type::Boolean))
}

/// Whether the key of this value asks a question that has two answers.
fn is_switch(context: &Context<'_>, id: ExprId) -> bool {
    let value = context.node(context.document.expr(id).node);
    let entry = value.as_value();
    let Some(entry) = entry else { return false };
    let words = words(&entry.key.text());
    let asks = |word: &String| {
        matches!(&**word, "is" | "has" | "use" | "uses" | "should" | "enable" | "disable" | "allow" | "skip" | "force" | "require")
    };
    let answers = |word: &String| {
        matches!(
            &**word,
            "enabled" | "disabled" | "enable" | "disable" | "allowed" | "required" | "optional" | "active" | "debug" | "verbose"
        )
    };
    words.first().is_some_and(|first| asks(first) || answers(first)) || words.last().is_some_and(answers)
}

/// Whether the value is an entry of `environmentVariables` or `files`.
fn is_variable(document: &Document, id: ExprId) -> bool {
    let Some(parent) = document.expr(id).parent else { return false };
    let as_text = |section| matches!(section, Section::EnvironmentVariables | Section::Files);
    sections(document).any(|(section, property)| property.value == parent && as_text(section))
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::{check, check_fix};

    #[test]
    fn speaks_under_keys_that_read_like_switches() {
        check(
            "ESC011",
            "
            values:
              enabled: yes
                       ^^^ info: `yes` is text here, not a boolean
              features:
                useCache: off
                          ^^^ info: `off` is text here, not a boolean
                logging-enabled: No
                                 ^^ info: `No` is text here, not a boolean
                debug: ON
                       ^^ info: `ON` is text here, not a boolean
              azure:
                fn::open::azure-login:
                  clientId: on
                  oidc: on
                        ^^ info: `on` is text here, not a boolean
        ",
        );
    }

    #[test]
    fn is_silent_about_text_and_variables() {
        check(
            "ESC011",
            "
            values:
              enabled: \"yes\"
              useCache: true
              answer: yes
              country: no
              environmentVariables:
                DEBUG: on
        ",
        );
    }

    #[test]
    fn writes_the_boolean() {
        check_fix("ESC011", "values:\n  enabled: yes  # for now\n", "values:\n  enabled: true  # for now\n");
    }
}
