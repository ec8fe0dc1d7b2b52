//! Faults of syntax, by name.

/// How the bytes depart from the grammar of RFC 8259.
///
/// The text is a lower-case fragment that says what is wrong and, where that helps, what to write instead.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum SyntaxError {
    /// There is no value: no byte at all, or nothing but white space.
    #[error("no JSON value: the text is empty")]
    Empty,
    /// The text is written in 16- or 32-bit units.
    #[error("the text is UTF-16 or UTF-32: JSON is exchanged as UTF-8")]
    WideEncoding,
    /// The text ends inside an array or object.
    #[error("the text ends too early: an array or object is not closed")]
    UnexpectedEnd,
    /// The text ends inside a string.
    #[error("the text ends inside a string: the closing quote is missing")]
    UnclosedString,
    /// Something follows the value.
    #[error("text after the end of the JSON value")]
    TrailingContent,
    /// A comma before a closing bracket.
    #[error("a comma after the last entry: remove it")]
    TrailingComma,
    /// A comma where an element or member is due.
    #[error("a comma without an entry before it")]
    ExtraComma,
    /// Two elements or members without a comma between them.
    #[error("a comma is missing between two entries")]
    MissingComma,
    /// A member name that no colon follows.
    #[error("a colon is missing after the member name")]
    MissingColon,
    /// A member name and colon that no value follows.
    #[error("the value of the member is missing")]
    MissingValue,
    /// `]` for `}` or the other way round.
    #[error("an array or object is closed with the wrong bracket, or not at all")]
    MismatchedBracket,
    /// A byte, or a word, that can start nothing here.
    #[error("text that JSON does not allow here")]
    UnexpectedByte,
    /// A number with a leading zero or plus, without digits before or after its point, and the like.
    #[error("not a JSON number")]
    BadNumber,
    /// `True`, `NaN`, `undefined` or another word in place of a value.
    #[error("not a JSON value: the only bare words are true, false and null")]
    BadLiteral,
    /// A character below U+0020 inside a string.
    #[error("a control character in a string: write it as an escape such as \\n or \\u0001")]
    ControlCharacter,
    /// A backslash that starts no escape.
    #[error("not an escape: a backslash is written as \\\\")]
    BadEscape,
    /// A comment.
    #[error("a comment: JSON has none")]
    Comment,
    /// A string in single quotes.
    #[error("a string in single quotes: use double quotes")]
    SingleQuote,
    /// A member name without quotes.
    #[error("a member name without double quotes")]
    UnquotedName,
}
