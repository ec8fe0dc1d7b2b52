//! What can be wrong with a multipart body.

use std::fmt;
use std::ops::Range;

/// One violation of the multipart grammar, or one thing that it allows and that readers disagree on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Defect {
    /// What is wrong.
    pub kind: DefectKind,
    /// Where, as a byte range of the body.
    pub range: Range<usize>,
}

/// The kinds of [`Defect`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DefectKind {
    /// The boundary is not 1 to 70 characters of the set in RFC 2046 section 5.1.1, or ends with a
    /// space. The range is empty: the boundary stands in the request's header.
    BoundaryInvalid,
    /// No line of the body is a delimiter.
    NoDelimiter,
    /// The delimiter lines equal the boundary parameter, without the two dashes that go before it: the
    /// sample of "Send a message to the bot in Direct Line API 1.1, Send multiple attachments by
    /// upload" is written so. The range is the first such line; the parts are read all the same.
    ArticleDelimiters,
    /// The body ends at a delimiter that opens another part; the close `--boundary--` is missing.
    CloseMissing,
    /// The first delimiter closes the body: there is no part.
    NoParts,
    /// The body ends inside a part: no delimiter ends it.
    Truncated,
    /// A delimiter or header line ends with a line feed alone. Reported once, at the first.
    LineFeedOnly,
    /// A header line that is not `name: value`.
    HeaderMalformed,
    /// A header value that goes on in the next line, which is obsolete.
    FoldedHeader,
    /// White space between a header's name and its colon.
    SpaceBeforeColon,
    /// A carriage return inside a header line, where some readers end the line.
    BareCarriageReturn,
    /// No blank line between the headers and the content of a part.
    MissingBlankLine,
    /// The delimiter stands inside a line, where it delimits nothing. Reported once per part.
    DelimiterNotAtLineStart,
    /// A line that begins with the delimiter and goes on: not a delimiter here, but one to some readers.
    /// Reported once per part.
    DelimiterLineContinues,
    /// Spaces or tabs after a delimiter, which RFC 2046 section 5.1.1 lets gateways add and which some
    /// readers refuse. The range is the first such delimiter.
    DelimiterPadded,
    /// A line that would be a delimiter if a bare line feed ended a line: content here, because the body
    /// is well formed without it, but a delimiter to lenient readers. Reported once per part.
    DelimiterBesideLineFeed,
    /// A delimiter line after the closing one, where it is part of the epilogue.
    DelimiterAfterClose,
    /// More parts than [`Limits::max_parts`](super::Limits::max_parts); the rest was not read.
    TooManyParts,
    /// More headers in one part than [`Limits::max_part_headers`](super::Limits::max_part_headers); the
    /// rest was left out.
    TooManyHeaders,
    /// More header bytes in one part than [`Limits::max_header_bytes`](super::Limits::max_header_bytes);
    /// the rest was left out.
    HeadersTooLarge,
}

impl fmt::Display for DefectKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::BoundaryInvalid => "the boundary is not 1 to 70 of the characters that a boundary may hold",
            Self::NoDelimiter => "no line of the body is `--` and the boundary",
            Self::ArticleDelimiters => "the delimiter lines lack the two dashes that go before the boundary",
            Self::CloseMissing => "the closing delimiter `--boundary--` is missing",
            Self::NoParts => "the first delimiter closes the body, so it has no part",
            Self::Truncated => "the body ends inside a part",
            Self::LineFeedOnly => "lines end with a line feed alone instead of carriage return and line feed",
            Self::HeaderMalformed => "a header line that is not `name: value`",
            Self::FoldedHeader => "a header value that goes on in the next line",
            Self::SpaceBeforeColon => "white space between the name of a header and its colon",
            Self::BareCarriageReturn => "a carriage return inside a header line",
            Self::MissingBlankLine => "no blank line between the headers and the content of a part",
            Self::DelimiterNotAtLineStart => "the delimiter stands inside a line",
            Self::DelimiterLineContinues => "a line that begins with the delimiter but goes on",
            Self::DelimiterPadded => "spaces or tabs after a delimiter",
            Self::DelimiterBesideLineFeed => {
                "a line that is a delimiter only to readers that accept bare line feeds"
            }
            Self::DelimiterAfterClose => "a delimiter line after the closing one",
            Self::TooManyParts => "more parts than are read",
            Self::TooManyHeaders => "more headers in one part than are read",
            Self::HeadersTooLarge => "more header bytes in one part than are read",
        })
    }
}
