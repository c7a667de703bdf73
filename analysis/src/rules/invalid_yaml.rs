//! ESC001: the text does not parse. The words for every syntax error live here.

use std::borrow::Cow;
use std::collections::HashSet;

use esc_syntax::{Node, SyntaxError, SyntaxErrorKind as Kind, TextRange, Tree};

use super::words::code;
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
        let Some((message, help)) = words_for(error.kind) else { continue };
        let mut finding = Finding::new(error.range, message).help(help);
        if let Some(opened) = error.opened {
            finding = finding.related(opened, "it begins here");
        }
        sink.report(finding);
    }
}

/// The syntax errors without those that follow from another one: on the same line, or inside brackets that are never closed, where every
/// line to come lacks a comma. Every rule that reports syntax errors starts from these.
pub(super) fn first_on_each_line<'a>(context: &Context<'a>) -> Vec<&'a SyntaxError> {
    let source = context.source();
    let errors = source.tree().errors();
    let unclosed = errors.iter().filter(|error| matches!(error.kind, Kind::UnclosedFlow(_)));
    let open: Vec<TextRange> = unclosed.filter_map(|error| flow_collection(source.tree(), error)).collect();
    let lacks_item = |error: &SyntaxError| matches!(error.kind, Kind::MissingComma | Kind::MissingFlowValue);
    let follows = |error: &SyntaxError| lacks_item(error) && open.iter().any(|range| range.contains_range(error.range));
    // An alias without anchor is the weakest: recovery may have made it.
    let (aliases, others): (Vec<_>, Vec<_>) = errors.iter().filter(|error| !follows(error)).partition(|e| e.kind == Kind::UnknownAnchor);
    let mut lines = HashSet::new();
    others.into_iter().chain(aliases).filter(|error| lines.insert(source.line(error.range.start()))).collect()
}

/// What recovery has taken for the content of the brackets that `error` is about.
fn flow_collection(tree: &Tree, error: &SyntaxError) -> Option<TextRange> {
    let bracket = error.opened.unwrap_or(error.range).start();
    tree.nodes().find(|node| node.is_flow() && node.range().start() == bracket).map(Node::range)
}

/// Message and help.
type Words = (Cow<'static, str>, Cow<'static, str>);

fn words(message: impl Into<Cow<'static, str>>, help: impl Into<Cow<'static, str>>) -> Option<Words> {
    Some((message.into(), help.into()))
}

/// What is said of each kind of error. `None` for what is another rule's.
fn words_for(kind: Kind) -> Option<Words> {
    match kind {
        Kind::TabIndentation | Kind::UnknownAnchor => None,
        Kind::ControlCharacter(code_point) => words(
            format!("the control character U+{code_point:04X} is not allowed in YAML"),
            "Delete it; in double quotes it can be written as an escape",
        ),
        Kind::ReservedCharacter('`') => words("a backtick cannot begin a value in YAML", "Put the whole value in quotes"),
        Kind::ReservedCharacter(c) => words(format!("`{c}` cannot begin a value in YAML"), "Put the whole value in quotes"),
        Kind::MissingColon => words(
            "this line is no `key: value`: the `:` is missing",
            "Add `:` and a blank after the key; if the line goes on with the text above, indent it more deeply than the key up there",
        ),
        Kind::MissingSpace('-') => {
            words("a blank is missing after this `-`", "Write `- ` to make an item of it, or quote it if it is text")
        }
        Kind::MissingSpace(c) => words(
            format!("a blank is missing after this `{c}`"),
            format!("Write `{c} ` to make a key and its value of it, or quote it if it is text"),
        ),
        Kind::KeyTooLong => words(
            "a key is longer than the 1,024 characters that YAML reads",
            "Shorten the key; if it is text, write a `key: ` or `- ` before it",
        ),
        Kind::NestedMappingOnLine => words(
            "a `: ` inside a value would begin another key, and one line holds only one",
            "Put the value in quotes, or write the inner key on a line of its own, indented more deeply",
        ),
        Kind::SequenceOnKeyLine => words(
            "a list with `-` cannot begin on the line of its key",
            "Write each `- item` on a line of its own below the key, or `[item, item]` here",
        ),
        Kind::UnexpectedKeyIndicator => {
            words("`? ` would begin a key, and no key can begin here", "Write `key: value`; put text that begins with `?` in quotes")
        }
        Kind::BadIndentation => words(
            "this line is indented like none of the lines that it could belong to",
            "Align it with its neighbours: entries of one object, and items of one list, begin in the same column",
        ),
        Kind::TextAfterValue => {
            words("the value is complete before this, so nothing may follow", "Put the whole value in quotes, or remove the rest")
        }
        Kind::UnmatchedBracket(c) => words(
            format!("`{c}` closes nothing that is open here"),
            format!("Remove it, or add the `{}` that it belongs to; quote it if it is text", if c == '}' { '{' } else { '[' }),
        ),
        Kind::UnclosedFlow('{') => words("the object that begins with `{` is never closed", "Add the `}`"),
        Kind::UnclosedFlow(_) => words("the list that begins with `[` is never closed", "Add the `]`"),
        Kind::MissingComma => words("a comma is missing before this", "Separate the items with `, `"),
        Kind::MissingFlowValue => words("a value is missing here", "Write the value, or remove the comma"),
        Kind::InterpolationInFlow => words(
            "`${...}` has to be quoted inside `[...]` and `{...}`, where a brace of its own begins an object",
            "Put the value in double quotes: `\"${...}\"`",
        ),
        Kind::UnclosedQuote('"') => words("the double quote that opens this text is never closed", "Add `\"` where the text ends"),
        Kind::UnclosedQuote(_) => words("the single quote that opens this text is never closed", "Add `'` where the text ends"),
        Kind::DocumentMarkerInQuotes => words(
            "a line that begins with `---` or `...` ends the document, even inside quotes",
            "Close the quote before it, or indent the line",
        ),
        Kind::UnknownEscape(c) => words(
            format!("{} is no escape that double quotes know", code(&format!("\\{c}"))),
            "Write `\\\\` for a backslash, or use single quotes, in which a backslash is just a backslash",
        ),
        Kind::BadCodePoint => words(
            "the digits of this escape name no character",
            "`\\x` takes two hexadecimal digits, `\\u` four, `\\U` eight; surrogates are no characters",
        ),
        Kind::BadBlockHeader => words(
            "only a digit, `+`, `-` and a comment may follow `|` or `>` on its line",
            "Begin the text on the next line, indented more deeply than the key",
        ),
        Kind::ZeroIndentation => words("the text of a block cannot be indented by 0", "Leave the digit out, or write 1 to 9"),
        Kind::BadAnchor => words(
            "`&` and `*` begin the name of an anchor, and this is none",
            "Put the value in quotes if it is text; names are made of letters, digits, `_` and `-`",
        ),
        Kind::BadTag => words("`!` begins a tag, and this is none", "Put the value in quotes if it is text"),
        Kind::UnknownTagHandle => words("no `%TAG` line defines the handle of this tag", "Remove the tag; ESC has no use for it"),
        Kind::BadDirective => {
            words("a line that begins with `%` is a directive, and this one means nothing", "Remove the line, or quote the text")
        }
        Kind::UnsupportedVersion => {
            words("ESC reads no other version of YAML than 1.1 where one is declared", "Remove the `%YAML` line: it is not needed")
        }
        Kind::DuplicateDirective => words("this directive has been given already", "Remove the line"),
        Kind::MissingDocumentStart => words(
            "a document has to begin here",
            "Write `---` on a line of its own after directives; remove text that follows the document",
        ),
        Kind::TooDeep => words("nested more than 10,000 levels deep, more than ESC reads", "Split the value"),
        Kind::TooLong => words("the file is larger than 16 MiB and is not read", "Split the environment, and import the parts"),
    }
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
    fn leaves_out_what_follows_from_an_open_bracket() {
        check(
            "ESC001",
            "
            values:
              a: [ b:
                 ^ error: the list that begins with `[` is never closed
                  c: 1
                  d: 2
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
