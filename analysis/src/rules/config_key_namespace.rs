//! ESC607: a configuration key whose namespace is whatever project reads it.

use super::exported::entries;
use super::words::code;
use super::{Context, Finding, FixAvailability, Group, Level, Page, Reference, Rule, Sink};
use crate::document::is_reserved;
use crate::{Section, Severity};

pub(super) static RULE: Rule = Rule {
    code: "ESC607",
    name: "config-key-namespace",
    summary: "a key of `pulumiConfig` without `namespace:`",
    level: Level::On(Severity::Info),
    strict: Level::On(Severity::Info),
    group: Group::Projection,
    reference: Reference::Adds,
    fix: FixAvailability::None,
    suppressible: true,
    since: "0.1.0",
    check,
    page: Page {
        what: "A key under `pulumiConfig` without a `:`.",
        why: "Such a key belongs to the project of whichever stack uses the environment: `region` is `shop:region` in the project `shop`. A provider \
              does not see it; `aws:region` it would.",
        bad: "values:\n  pulumiConfig:\n    region: us-east-1\n",
        good: "values:\n  pulumiConfig:\n    aws:region: us-east-1\n",
        fix: "Write the namespace of the provider or project that reads it, as in `aws:region`. Leave it out where each project is to read the value as \
              its own.",
        reference: "Says nothing. Pulumi takes the name of the stack's project for the namespace.",
    },
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    for property in entries(context.document, Section::PulumiConfig) {
        if property.key.contains(':') || is_reserved(&property.key) {
            continue;
        }
        let key = context.node(property.key_node);
        sink.report(
            Finding::at(
                key,
                format!("{} has no namespace: each project that uses the environment reads it as its own", code(&property.key)),
            )
            .help("Write `namespace:key` if a provider or one certain project is to read it"),
        );
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::check;

    #[test]
    fn points_at_the_key() {
        check(
            "ESC607",
            "
            values:
              pulumiConfig:
                region: x
                ^^^^^^ info: `region` has no namespace: each project that uses the environment reads it as its own
        ",
        );
    }

    #[test]
    fn is_silent_about_namespaces_and_what_is_below() {
        check(
            "ESC607",
            "
            values:
              region: x
              pulumiConfig:
                aws:region: ${region}
                app:servers:
                  - name: a
              policyConfig:
                pack: {a: 1}
        ",
        );
    }
}
