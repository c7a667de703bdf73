//! ESC009: a tag that its text contradicts.

use esc_syntax::{CannotDecode, TextRange};

use super::words::code;
use super::{Context, Finding, FixAvailability, Group, Level, Page, Reference, Rule, Sink};
use crate::Severity;
use crate::document::Problem;

pub(super) static RULE: Rule = Rule {
    code: "ESC009",
    name: "invalid-tagged-scalar",
    summary: "a tag such as `!!int` that the text behind it contradicts",
    level: Level::On(Severity::Error),
    strict: Level::On(Severity::Error),
    group: Group::Syntax,
    reference: Reference::Agrees,
    fix: FixAvailability::None,
    suppressible: false,
    since: "0.1.0",
    check,
    page: Page {
        what: "`!!int`, `!!float`, `!!bool`, `!!null`, `!!timestamp` or `!!binary` before text that is nothing of the kind.",
        why: "The file cannot be decoded, and nothing in it takes effect.",
        bad: "values:\n  retries: !!int three\n",
        good: "values:\n  retries: 3\n",
        fix: "Remove the tag, or write a value that fits it. `!!bool` takes `true` and `false` only, `!!int` no fraction and no exponent.",
        reference: "Refuses the file at the first such scalar, and reports nothing else.",
    },
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    for problem in &context.document.problems {
        let Problem::ContradictedTag { node, cause } = problem else { continue };
        let node = context.node(*node);
        let range = node.tag().map_or(node.range(), |tag| TextRange::cover(tag.range, node.range()));
        sink.report(Finding::at(node, message(cause)).range(range).help("Remove the tag, or write a value that fits it"));
    }
}

fn message(cause: &CannotDecode) -> String {
    let wanted = code(&cause.wanted);
    match &*cause.wanted {
        "!!binary" => format!("{wanted} asks for base64, which this is not"),
        _ => format!("{wanted} asks for {}, and this is {}", kind(&cause.wanted), kind(cause.found)),
    }
}

fn kind(tag: &str) -> &'static str {
    match tag {
        "!!null" => "null",
        "!!bool" => "`true` or `false`",
        "!!int" => "an integer",
        "!!float" => "a number",
        "!!timestamp" => "a date",
        _ => "text",
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::check;

    #[test]
    fn points_at_tag_and_value() {
        check(
            "ESC009",
            "
            values:
              a: !!int x
                 ^^^^^^^ error: `!!int` asks for an integer, and this is text
              b: !!bool yes
                 ^^^^^^^^^^ error: `!!bool` asks for `true` or `false`, and this is text
              c: !!binary \"?\"
                 ^^^^^^^^^^^^ error: `!!binary` asks for base64, which this is not
              d: !!timestamp soon
                 ^^^^^^^^^^^^^^^^ error: `!!timestamp` asks for a date, and this is text
              e: !!int 1e3
                 ^^^^^^^^^ error: `!!int` asks for an integer, and this is a number
              f: !!null x
                 ^^^^^^^^ error: `!!null` asks for null, and this is text
              g: !!float
                 ^^^^^^^ error: `!!float` asks for a number, and this is null
        ",
        );
    }

    #[test]
    fn is_silent_where_they_agree() {
        check(
            "ESC009",
            "
            values:
              a: !!int \"3\"
              b: !!float 1
              c: !!str 1
        ",
        );
    }
}
