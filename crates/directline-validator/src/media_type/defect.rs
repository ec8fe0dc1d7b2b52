//! What can be wrong with a header value.

use std::fmt;
use std::ops::Range;

/// One violation of the grammar of a header value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeaderDefect {
    /// What is wrong.
    pub kind: HeaderDefectKind,
    /// Where, as a byte range of the header value.
    pub range: Range<usize>,
}

/// The kinds of [`HeaderDefect`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum HeaderDefectKind {
    /// The value is empty or holds only white space.
    Empty,
    /// A `Content-Type` without the slash between type and subtype.
    SlashMissing,
    /// The type, the subtype or the disposition type is empty or holds a byte that no token may hold.
    TypeInvalid,
    /// A `Content-Disposition` that begins with a parameter, as in the sample of "Send a message to
    /// the bot in Direct Line API 1.1, Send a single attachment by upload".
    DispositionTypeMissing,
    /// A parameter without `=`, or with an empty or impossible name.
    ParameterMalformed,
    /// A parameter name that stood earlier in the value already.
    ParameterRepeated,
    /// White space beside the `=` of a parameter.
    SpaceAroundEquals,
    /// An unquoted value that is empty or holds a byte that no token may hold (a space, `/`, `=`, …).
    ValueNotToken,
    /// A value in apostrophes: they are part of the value, not quotes.
    SingleQuoted,
    /// A quoted value without a closing quotation mark.
    QuoteUnclosed,
    /// A quotation mark inside a quoted value that is not escaped: readers disagree on where the
    /// value ends.
    QuoteUnescaped,
    /// A backslash before a character that needs no escape: a part of the value to some readers, an
    /// escape to others. Reported once per value.
    EscapeNeedless,
    /// Text between the closing quotation mark of a value and the next semicolon.
    TextAfterQuote,
    /// A control character, which no header value may hold.
    ControlCharacter,
    /// Bytes that are not UTF-8.
    NotUtf8,
    /// A `name*` value that is not `charset'language'percent-encoded` (RFC 8187).
    ExtendedMalformed,
    /// A `name*` value in a character set other than UTF-8, US-ASCII and ISO-8859-1.
    ExtendedCharset,
    /// Pieces `name*0`, `name*1`, … (RFC 2231) that do not count up from 0, or are too many.
    ContinuationBroken,
    /// More parameters than [`MAX_PARAMETERS`](super::MAX_PARAMETERS); the rest was not read.
    TooManyParameters,
}

impl fmt::Display for HeaderDefectKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "the value is empty",
            Self::SlashMissing => "no slash between type and subtype",
            Self::TypeInvalid => "the type is empty or holds a character that no type may hold",
            Self::DispositionTypeMissing => "no disposition type such as `form-data` before the parameters",
            Self::ParameterMalformed => "a parameter that is not `name=value`",
            Self::ParameterRepeated => "a parameter that was given before",
            Self::SpaceAroundEquals => "white space beside the `=` of a parameter",
            Self::ValueNotToken => "an unquoted value with a character that needs quotation marks",
            Self::SingleQuoted => "apostrophes are part of the value, they do not quote it",
            Self::QuoteUnclosed => "no closing quotation mark",
            Self::QuoteUnescaped => "an unescaped quotation mark inside a quoted value",
            Self::EscapeNeedless => "a backslash before a character that needs no escape",
            Self::TextAfterQuote => "text after the closing quotation mark",
            Self::ControlCharacter => "a control character",
            Self::NotUtf8 => "bytes that are not utf-8",
            Self::ExtendedMalformed => "an extended value that is not `charset'language'value`",
            Self::ExtendedCharset => "an extended value in a character set other than utf-8",
            Self::ContinuationBroken => "continued pieces that do not count up from 0",
            Self::TooManyParameters => "too many parameters",
        })
    }
}
