//! What can be wrong with the text, and how it is said.
//!
//! A kind carries just what its words need. The words are ours; yaml.v3's own are vague and often on the wrong line.

use text_size::TextRange;

/// One fault of the text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SyntaxError {
    /// What is wrong.
    pub kind: SyntaxErrorKind,
    /// Where the author has to type.
    pub range: TextRange,
    /// Where the thing began that is not finished here: an opening quote or bracket, the block of a bad indentation.
    pub opened: Option<TextRange>,
}

/// Every fault that yaml.v3 refuses a text for.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum SyntaxErrorKind {
    /// A character that YAML does not allow anywhere, by code point.
    ControlCharacter(u32),
    /// A tab where indentation belongs.
    TabIndentation,
    /// A character that cannot begin anything: `@`, a backtick, `%`.
    ReservedCharacter(char),
    /// A key without its `:`.
    MissingColon,
    /// `key:value` or `-item`: the blank after the `:` or `-` is missing.
    MissingSpace(char),
    /// A key of more than 1,024 characters without a `?`.
    KeyTooLong,
    /// `a: b: c`, or a value below a key that has one already.
    NestedMappingOnLine,
    /// `key: - item`
    SequenceOnKeyLine,
    /// `? key` where no key may begin.
    UnexpectedKeyIndicator,
    /// Deeper or shallower than the block that it follows.
    BadIndentation,
    /// Text after a complete value: `"x" y`, `[a] b`.
    TextAfterValue,
    /// A closing bracket or brace without its opening one, or the wrong one.
    UnmatchedBracket(char),
    /// `[` without `]`, or `{` without `}`.
    UnclosedFlow(char),
    /// Two items of a flow collection without a comma between them.
    MissingComma,
    /// A comma, or the end, where a value belongs.
    MissingFlowValue,
    /// `${...}` without quotes in a flow collection.
    InterpolationInFlow,
    /// A quote that is never closed.
    UnclosedQuote(char),
    /// A `---` or `...` line in a quoted scalar.
    DocumentMarkerInQuotes,
    /// `\q` and the like in double quotes.
    UnknownEscape(char),
    /// `\x`, `\u` or `\U` without its digits, or with digits that name no character.
    BadCodePoint,
    /// Something after `|` or `>` that is no indicator and no comment.
    BadBlockHeader,
    /// `|0` or `>0`
    ZeroIndentation,
    /// `&` or `*` without a name, or with a character that no name has.
    BadAnchor,
    /// An alias whose anchor does not exist.
    UnknownAnchor,
    /// A tag that cannot be read.
    BadTag,
    /// A tag handle that no `%TAG` line defines.
    UnknownTagHandle,
    /// A `%` line that cannot be read, or names nothing that exists.
    BadDirective,
    /// `%YAML` with another version than 1.1.
    UnsupportedVersion,
    /// The same directive twice.
    DuplicateDirective,
    /// Directives without a `---` line after them, or text where a document should begin.
    MissingDocumentStart,
    /// Deeper than 10,000 levels.
    TooDeep,
    /// More bytes than [`crate::MAX_LEN`].
    TooLong,
}
