//! ESC005: text after the first document of a stream.

use esc_syntax::{TextRange, TextSize};

use super::{Context, Finding, FixAvailability, Group, Level, Page, Reference, Rule, Sink};
use crate::Severity;

pub(super) static RULE: Rule = Rule {
    code: "ESC005",
    name: "ignored-document",
    summary: "only the first YAML document of a file is read",
    level: Level::On(Severity::Info),
    strict: Level::On(Severity::Info),
    group: Group::Syntax,
    reference: Reference::Adds,
    fix: FixAvailability::None,
    suppressible: true,
    since: "0.1.0",
    check,
    page: Page {
        what: "A second YAML document in the file, after a line `---` or `...`. Comments, and the rendering that `esc env edit` appends to what it \
               lets you edit, are fine.",
        why: "ESC reads the first document and nothing else, so the rest does not take effect.",
        bad: "values:\n  a: 1\n---\nvalues:\n  b: 2\n",
        good: "values:\n  a: 1\n  b: 2\n",
        fix: "Move the second document to a file of its own, or its values into the first.",
        reference: "Says nothing.",
    },
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    let Some(ignored) = context.tree().ignored() else { return };
    let rest = &context.source().text()[ignored];
    if is_meant_to_be_ignored(rest) {
        return;
    }
    let first_line = rest.lines().next().map_or(TextSize::from(0), TextSize::of);
    sink.report(
        Finding::new(
            TextRange::at(ignored.start(), first_line),
            "everything from here on is ignored: ESC reads only the first document of a file",
        )
        .help("Move it to a file of its own, or into the first document"),
    );
}

/// Comments alone, or comments and one JSON object: what the editor of the `esc` command shows below a definition.
fn is_meant_to_be_ignored(rest: &str) -> bool {
    let is_text = |line: &&str| !matches!(line.trim(), "" | "---" | "...") && !line.trim_start().starts_with('#');
    let mut lines = rest.lines();
    let Some(first) = lines.find(is_text) else { return true };
    let json: String = std::iter::once(first).chain(lines).flat_map(|line| [line, "\n"]).collect();
    json.starts_with('{') && serde_json::from_str::<serde::de::IgnoredAny>(&json).is_ok()
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::check;

    #[test]
    fn points_at_the_second_document() {
        check(
            "ESC005",
            "
            values:
              a: 1
            ---
            ^^^ info: everything from here on is ignored: ESC reads only the first document of a file
            values:
              b: 1
        ",
        );
    }

    #[test]
    fn is_silent_about_comments_and_renderings() {
        check(
            "ESC005",
            "
            values:
              a: 1
            ---
            # Please edit the environment definition above.

            {
              \"a\": 1
            }
        ",
        );
        check(
            "ESC005",
            "
            ---
            values:
              a: 1
            ...
            # end
        ",
        );
    }
}
