//! Defects of HTTP/1.1 message framing that a reader of raw messages saw and read past.

use crate::Origin;

/// One defect of an HTTP message's framing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FramingDefect {
    /// What is wrong.
    pub kind: FramingKind,
    /// Where it stands.
    pub origin: Origin,
}

/// What is wrong with the framing of an HTTP message (RFC 9112).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum FramingKind {
    /// The first line is not a request or status line, but could be understood as one.
    BadStartLine,
    /// A head line ends with LF alone.
    BareLineFeed,
    /// A header continues on a line that begins with white space.
    FoldedHeader,
    /// White space stands between a header name and its colon.
    SpaceBeforeColon,
    /// A head line is no header and no continuation.
    NotAHeader,
    /// A control character stands in a header value.
    ControlCharacter,
    /// `Content-Length` is not one non-negative decimal number.
    BadContentLength,
    /// The body is shorter or longer than `Content-Length` says.
    LengthMismatch {
        /// What `Content-Length` says, in bytes.
        declared: u64,
        /// How many bytes the recording holds.
        recorded: u64,
    },
    /// The message has both `Content-Length` and `Transfer-Encoding`.
    LengthAndChunked,
    /// A chunk's size line or end is malformed.
    BadChunk,
    /// A content coding could not be undone.
    BadCoding,
    /// Bytes follow the end of the message.
    TrailingBytes,
}

impl FramingKind {
    /// What a person reads: a lower-case fragment.
    pub fn text(&self) -> String {
        match self {
            Self::BadStartLine => "the first line is not a well-formed request or status line".into(),
            Self::BareLineFeed => "a head line ends with LF instead of CR LF".into(),
            Self::FoldedHeader => "a header is continued on the next line".into(),
            Self::SpaceBeforeColon => "white space stands before the colon of a header".into(),
            Self::NotAHeader => "a head line is not a header".into(),
            Self::ControlCharacter => "a control character stands in a header value".into(),
            Self::BadContentLength => "Content-Length is not one decimal number".into(),
            Self::LengthMismatch { declared, recorded } => {
                format!("Content-Length says {declared} bytes, the message has {recorded}")
            }
            Self::LengthAndChunked => "the message has both Content-Length and Transfer-Encoding".into(),
            Self::BadChunk => "a chunk of the body is malformed".into(),
            Self::BadCoding => "the body is not valid in its Content-Encoding".into(),
            Self::TrailingBytes => "bytes follow the end of the message".into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_defect_is_told_in_its_own_words() {
        use FramingKind::*;
        let all = [
            BadStartLine,
            BareLineFeed,
            FoldedHeader,
            SpaceBeforeColon,
            NotAHeader,
            ControlCharacter,
            BadContentLength,
            LengthMismatch { declared: 7, recorded: 8 },
            LengthAndChunked,
            BadChunk,
            BadCoding,
            TrailingBytes,
        ];
        let texts: std::collections::BTreeSet<String> = all.iter().map(FramingKind::text).collect();
        assert_eq!(texts.len(), all.len());
        assert!(texts.iter().all(|text| text.contains(' ') && !text.ends_with('.')));
        assert!(texts.iter().any(|text| text.contains('7') && text.contains('8')));
    }
}
