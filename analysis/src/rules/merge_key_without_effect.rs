//! ESC010: `<<`, which merges nothing here.

use esc_syntax::NodeKind;
use memchr::memmem;

use super::{Context, Finding, FixAvailability, Group, Level, Page, Reference, Rule, Sink};
use crate::Severity;

pub(super) static RULE: Rule = Rule {
    code: "ESC010",
    name: "merge-key-without-effect",
    summary: "`<<` is an ordinary key: nothing is merged",
    level: Level::On(Severity::Warning),
    strict: Level::On(Severity::Error),
    group: Group::Syntax,
    reference: Reference::Adds,
    fix: FixAvailability::None,
    suppressible: true,
    since: "0.1.0",
    check,
    page: Page {
        what: "The key `<<` without quotes.",
        why: "Other readers of YAML merge the object behind it into the one around it. ESC does not: the object gets a key that is called `<<`.",
        bad: "values:\n  defaults:\n    region: us-east-1\n  prod:\n    <<: ${defaults}\n    size: large\n",
        good: "values:\n  defaults:\n    region: us-east-1\n  prod:\n    region: ${defaults.region}\n    size: large\n",
        fix: "Write the keys out, or move the shared ones to an environment of their own: imports are merged.",
        reference: "Says nothing. `<<: *alias` it refuses because of the alias.",
    },
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    if memmem::find(context.source().text().as_bytes(), b"<<").is_none() {
        return;
    }
    for entry in context.tree().nodes().flat_map(esc_syntax::Node::entries) {
        // An alias behind it is refused, and that report speaks of the merge key too.
        if entry.key.source() != "<<" || entry.value.kind() == NodeKind::Alias {
            continue;
        }
        if sink.is_full() {
            return;
        }
        sink.report(
            Finding::at(entry.key, "`<<` merges nothing in ESC: this defines a key that is called `<<`")
                .help("Write the keys out, or move the shared ones to an environment of their own and import it"),
        );
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::check;

    #[test]
    fn points_at_the_key() {
        check(
            "ESC010",
            "
            values:
              a:
                <<: {b: 1}
                ^^ warning: `<<` merges nothing in ESC: this defines a key that is called `<<`
        ",
        );
    }

    #[test]
    fn is_silent_where_it_is_text() {
        check(
            "ESC010",
            "
            values:
              \"<<\": 1
              a: <<
              b: &b {}
              c: {<<: *b}
        ",
        );
    }
}
