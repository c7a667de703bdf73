//! ESC702: value keys in more than one fashion.

use super::words::code;
use super::{Context, Finding, FixAvailability, Group, Level, Page, Reference, Rule, Sink};
use crate::document::{ExprKind, Property};
use crate::{Section, Severity};

pub(super) static RULE: Rule = Rule {
    code: "ESC702",
    name: "key-naming",
    summary: "value keys that follow another convention than the rest",
    level: Level::Off,
    strict: Level::On(Severity::Info),
    group: Group::Style,
    reference: Reference::Adds,
    fix: FixAvailability::None,
    suppressible: true,
    since: "0.1.0",
    check,
    page: Page {
        what: "A key of several words that is written in another fashion than most keys of the file, or than the `style` in the rule's options: \
               `camelCase`, `PascalCase`, `snake_case`, `kebab-case` or `UPPER_CASE`. Entries of `environmentVariables` and the other sections, and what a \
               function is given, are not looked at.",
        why: "A path is easier to write from memory when all keys are made alike.",
        bad: "values:\n  dbHost: h\n  dbPort: 1\n  db_name: n\n",
        good: "values:\n  dbHost: h\n  dbPort: 1\n  dbName: n\n",
        fix: "Rename the key, and every path that has it, in importing environments too.",
        reference: "Says nothing.",
    },
};

#[derive(Clone, Copy, PartialEq, Eq)]
enum Style {
    Camel,
    Pascal,
    Snake,
    Kebab,
    Upper,
}

impl Style {
    const ALL: [Style; 5] = [Style::Camel, Style::Pascal, Style::Snake, Style::Kebab, Style::Upper];

    fn name(self) -> &'static str {
        match self {
            Style::Camel => "camelCase",
            Style::Pascal => "PascalCase",
            Style::Snake => "snake_case",
            Style::Kebab => "kebab-case",
            Style::Upper => "UPPER_CASE",
        }
    }

    /// The fashion of a key; `None` for one word, and for what has none.
    fn of(key: &str) -> Option<Style> {
        let has = |test: fn(char) -> bool| key.contains(test);
        let (upper, lower) = (has(|c| c.is_uppercase()), has(|c| c.is_lowercase()));
        let odd = key.contains(|c: char| !c.is_alphanumeric() && c != '_' && c != '-');
        match (key.contains('_'), key.contains('-')) {
            _ if odd => None,
            (true, true) => None,
            (true, false) if upper && lower => None,
            (true, false) => Some(if upper { Style::Upper } else { Style::Snake }),
            (false, true) => (!upper).then_some(Style::Kebab),
            (false, false) if !(upper && lower) => None,
            (false, false) if key.starts_with(char::is_uppercase) => Some(Style::Pascal),
            (false, false) => Some(Style::Camel),
        }
    }
}

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let keys = keys(context);
    let styled: Vec<(&Property, Style)> = keys.into_iter().filter_map(|property| Some((property, Style::of(&property.key)?))).collect();
    let Some(wanted) = chosen(context).or_else(|| most_common(&styled)) else { return };
    for (property, style) in &styled {
        if *style != wanted {
            let key = context.node(property.key_node);
            sink.report(
                Finding::at(key, format!("{} is {}, and keys here are {}", code(&property.key), style.name(), wanted.name()))
                    .help("Rename it, and every path that has it"),
            );
        }
    }
}

fn chosen(context: &Context<'_>) -> Option<Style> {
    let name = context.settings.options(&RULE)?.get("style")?.as_str()?;
    Style::ALL.into_iter().find(|style| style.name() == name)
}

/// Of two that are as common, the one that the file begins with.
fn most_common(styled: &[(&Property, Style)]) -> Option<Style> {
    let count = |style: Style| styled.iter().filter(|(_, other)| *other == style).count();
    let most = Style::ALL.into_iter().map(count).max()?;
    styled.iter().map(|(_, style)| *style).find(|style| count(*style) == most)
}

/// Keys of values: no sections, nothing that a function is given.
fn keys<'a>(context: &Context<'a>) -> Vec<&'a Property> {
    let mut found = Vec::new();
    let top = context.document.values.iter().filter(|property| Section::parse(&property.key).is_none());
    let mut waiting: Vec<&Property> = top.collect();
    waiting.reverse();
    while let Some(property) = waiting.pop() {
        found.push(property);
        if let ExprKind::Object(properties) = &context.document.expr(property.value).kind {
            waiting.extend(properties.iter().rev());
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use crate::rules::testing::{Shelf, check};
    use crate::rules::{Rule, rule};
    use crate::{Settings, Source, lint};

    #[test]
    fn points_at_keys_of_another_fashion() {
        check(
            "ESC702",
            "
            values:
              dbHost: h
              app:
                log-level: x
                ^^^^^^^^^ info: `log-level` is kebab-case, and keys here are camelCase
                maxSize: 1
              db_name: n
              ^^^^^^^ info: `db_name` is snake_case, and keys here are camelCase
        ",
        );
    }

    #[test]
    fn is_silent_about_words_sections_and_arguments() {
        check(
            "ESC702",
            "
            values:
              dbHost: h
              port: 1
              URL: x
              x.y: 1
              secrets:
                fn::open::aws-secrets:
                  get: {db-password: {secretId: x}}
              environmentVariables: {DB_HOST: x}
              pulumiConfig: {app:my-key: x}
        ",
        );
    }

    #[test]
    fn follows_the_options() {
        let tested: &'static Rule = rule("ESC702").unwrap();
        let mut settings = Settings::default();
        settings.select(tested);
        settings.set_options(tested, serde_json::json!({"style": "snake_case"}));
        let source: Arc<Source> = Source::new("test.yaml", "values: {dbHost: h, dbPort: 1, db_name: n}");
        let found = lint(&source, &settings, &Shelf(Vec::new())).into_iter().filter(|finding| finding.rule.code == "ESC702");
        assert_eq!(found.count(), 2);
    }
}
