//! ESC001: the text does not parse. The words for every syntax error live here.

use std::collections::HashSet;

use esc_syntax::{SyntaxError, SyntaxErrorKind};

use super::{Context, Finding, FixAvailability, Group, Level, Page, Reference, Rule, Sink};
use crate::Severity;

pub(super) static RULE: Rule = Rule {
    code: "ESC001",
    name: "invalid-yaml",
    summary: "the file is not valid YAML",
    level: Level::On(Severity::Error),
    strict: Level::On(Severity::Error),
    group: Group::Syntax,
    reference: Reference::Agrees,
    fix: FixAvailability::None,
    suppressible: false,
    since: "0.1.0",
    check,
    page: Page {
        what: "Text that YAML cannot read: quotes and brackets without their other half, lines that are not indented like their neighbours, \
               `key: value` inside a value, `${...}` without quotes in a flow collection, and so on. Each error is reported where something has to \
               be typed; of several on one line only the first, because the others usually follow from it.",
        why: "Nothing in the file takes effect until it parses: the environment can be neither saved nor opened.",
        bad: "values:\n  hosts: [${primary}, ${secondary}]\n",
        good: "values:\n  primary: db1\n  secondary: db2\n  hosts: [\"${primary}\", \"${secondary}\"]\n",
        fix: "The message says what is missing. Where the mistake begins elsewhere, an opening quote for example, the report points there too.",
        reference: "Stops at its first error, names a line that is often the one before or after, and says nothing else about the file. \
                    Here everything that can still be read is checked as well.",
    },
};

fn check(context: &Context<'_>, sink: &mut Sink<'_>) {
    for error in first_on_each_line(context) {
        let Some((message, help)) = words(error.kind) else { continue };
        let mut finding = Finding::new(error.range, message).help(help);
        if let Some(opened) = error.opened {
            finding = finding.related(opened, "it begins here");
        }
        sink.report(finding);
    }
}

/// The syntax errors without those that follow from another one on their line. Every rule that reports syntax errors starts from these.
pub(super) fn first_on_each_line<'a>(context: &Context<'a>) -> impl Iterator<Item = &'a SyntaxError> {
    let source = context.source();
    let mut lines = HashSet::new();
    source.tree().errors().iter().filter(move |error| lines.insert(source.line(error.range.start())))
}

/// Message and help. `None` for what is another rule's.
fn words(kind: SyntaxErrorKind) -> Option<(String, String)> {
    let (message, help) = match kind {
        SyntaxErrorKind::TabIndentation | SyntaxErrorKind::UnknownAnchor => return None,
        SyntaxErrorKind::ControlCharacter(code_point) => {
            return Some((
                format!("the control character U+{code_point:04X} is not allowed in YAML"),
                "Delete it; in double quotes it can be written as an escape".to_owned(),
            ));
        }
        SyntaxErrorKind::ReservedCharacter(c) => {
            let name = if c == '`' { "a backtick".to_owned() } else { format!("`{c}`") };
            return Some((format!("{name} cannot begin a value in YAML"), "Put the whole value in quotes".to_owned()));
        }
        SyntaxErrorKind::UnmatchedBracket(c) => return Some(unmatched(c)),
        SyntaxErrorKind::UnclosedFlow(c) => {
            let (collection, closing) = if c == '{' { ("object", '}') } else { ("list", ']') };
            return Some((format!("the {collection} that begins with `{c}` is never closed"), format!("Add the `{closing}`")));
        }
        SyntaxErrorKind::UnclosedQuote(c) => {
            let quote = if c == '"' { "double" } else { "single" };
            return Some((format!("the {quote} quote that opens this text is never closed"), format!("Add `{c}` where the text ends")));
        }
        SyntaxErrorKind::UnknownEscape(c) => {
            return Some((
                format!("{} is no escape that double quotes know", super::words::code(&format!("\\{c}"))),
                "Write `\\\\` for a backslash, or use single quotes, in which a backslash is just a backslash".to_owned(),
            ));
        }
        _ => fixed_words(kind)?,
    };
    Some((message.to_owned(), help.to_owned()))
}

fn unmatched(c: char) -> (String, String) {
    let opening = if c == '}' { '{' } else { '[' };
    (
        format!("`{c}` closes nothing that is open here"),
        format!("Remove it, or add the `{opening}` that it belongs to; quote it if it is text"),
    )
}

/// Of the kinds that carry nothing.
fn fixed_words(kind: SyntaxErrorKind) -> Option<(&'static str, &'static str)> {
    Some(match kind {
        SyntaxErrorKind::MissingColon => (
            "this line is no `key: value`: the `:` is missing",
            "Add `:` and a blank after the key; if the line goes on with the text above, indent it more deeply than the key up there",
        ),
        SyntaxErrorKind::NestedMappingOnLine => (
            "a `: ` inside a value would begin another key, and one line holds only one",
            "Put the value in quotes, or write the inner key on a line of its own, indented more deeply",
        ),
        SyntaxErrorKind::SequenceOnKeyLine => (
            "a list with `-` cannot begin on the line of its key",
            "Write each `- item` on a line of its own below the key, or `[item, item]` here",
        ),
        SyntaxErrorKind::UnexpectedKeyIndicator => {
            ("`? ` would begin a key, and no key can begin here", "Write `key: value`; put text that begins with `?` in quotes")
        }
        SyntaxErrorKind::BadIndentation => (
            "this line is indented like none of the lines that it could belong to",
            "Align it with its neighbours: entries of one object, and items of one list, begin in the same column",
        ),
        SyntaxErrorKind::TextAfterValue => {
            ("the value is complete before this, so nothing may follow", "Put the whole value in quotes, or remove the rest")
        }
        SyntaxErrorKind::MissingComma => ("a comma is missing before this", "Separate the items with `, `"),
        SyntaxErrorKind::MissingFlowValue => ("a value is missing here", "Write the value, or remove the comma"),
        SyntaxErrorKind::InterpolationInFlow => (
            "`${...}` has to be quoted inside `[...]` and `{...}`, where a brace of its own begins an object",
            "Put the value in double quotes: `\"${...}\"`",
        ),
        SyntaxErrorKind::DocumentMarkerInQuotes => (
            "a line that begins with `---` or `...` ends the document, even inside quotes",
            "Close the quote before it, or indent the line",
        ),
        SyntaxErrorKind::BadCodePoint => (
            "the digits of this escape name no character",
            "`\\x` takes two hexadecimal digits, `\\u` four, `\\U` eight; surrogates are no characters",
        ),
        SyntaxErrorKind::BadBlockHeader => (
            "only a digit, `+`, `-` and a comment may follow `|` or `>` on its line",
            "Begin the text on the next line, indented more deeply than the key",
        ),
        SyntaxErrorKind::ZeroIndentation => ("the text of a block cannot be indented by 0", "Leave the digit out, or write 1 to 9"),
        SyntaxErrorKind::BadAnchor => (
            "`&` and `*` begin the name of an anchor, and this is none",
            "Put the value in quotes if it is text; names are made of letters, digits, `_` and `-`",
        ),
        SyntaxErrorKind::BadTag => ("`!` begins a tag, and this is none", "Put the value in quotes if it is text"),
        SyntaxErrorKind::UnknownTagHandle => ("no `%TAG` line defines the handle of this tag", "Remove the tag; ESC has no use for it"),
        SyntaxErrorKind::BadDirective => {
            ("a line that begins with `%` is a directive, and this one means nothing", "Remove the line, or quote the text")
        }
        SyntaxErrorKind::UnsupportedVersion => {
            ("ESC reads no other version of YAML than 1.1 where one is declared", "Remove the `%YAML` line: it is not needed")
        }
        SyntaxErrorKind::DuplicateDirective => ("this directive has been given already", "Remove the line"),
        SyntaxErrorKind::MissingDocumentStart => {
            ("a document has to begin here", "Write `---` on a line of its own after directives; remove text that follows the document")
        }
        SyntaxErrorKind::TooDeep => ("nested more than 10,000 levels deep, more than ESC reads", "Split the value"),
        SyntaxErrorKind::TooLong => ("the file is larger than 16 MiB and is not read", "Split the environment, and import the parts"),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use crate::rules::testing::check;

    #[test]
    fn points_at_what_has_to_be_typed() {
        check(
            "ESC001",
            "
            values:
              a: 'x' y
                     ^ error: the value is complete before this, so nothing may follow
        ",
        );
    }

    #[test]
    fn explains_interpolations_in_flow_collections() {
        check(
            "ESC001",
            "
            values:
              a: [${b}]
                  ^^^^ error: `${...}` has to be quoted inside `[...]` and `{...}`, where a brace of its own begins an object
        ",
        );
    }

    #[test]
    fn is_silent_on_valid_yaml() {
        check(
            "ESC001",
            "
            values:
              a: {b: [c, \"${d}\"]}
        ",
        );
    }
}
