//! What a format cannot say.

/// What of an exchange another format does not say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Loss {
    /// All of it.
    Exchange,
    /// When the request was sent.
    Started,
    /// That it was sent before one that stands before it: what a reader concludes from the order may be wrong.
    Order,
    /// How long it took.
    Took,
    /// What the sender knows of the request.
    Intent,
    /// The scheme or the host.
    Origin,
    /// `Host`, which only the URL had, is a header now.
    Host,
    /// A header.
    Header,
    /// Which headers were not sent.
    HeadersComplete,
    /// That a value is none that was taken out.
    Value,
    /// `Content-Length` and the codings of what was sent.
    Coding,
    /// What was wrong with the framing.
    Framing,
    /// A body.
    Body,
    /// What there is of a body that is not recorded as a whole.
    BodyPart,
    /// That a text was written anew.
    Fidelity,
    /// That no answer came.
    Unanswered,
    /// The answer.
    Answer,
    /// Why something is not observable.
    Reason,
}

impl Loss {
    /// Every loss, the heaviest first.
    pub const ALL: [Self; 18] = [
        Self::Exchange,
        Self::Answer,
        Self::Body,
        Self::BodyPart,
        Self::Header,
        Self::Value,
        Self::Origin,
        Self::Host,
        Self::HeadersComplete,
        Self::Coding,
        Self::Framing,
        Self::Unanswered,
        Self::Order,
        Self::Started,
        Self::Took,
        Self::Intent,
        Self::Fidelity,
        Self::Reason,
    ];

    /// What it is: a fragment that goes before "cannot be written as HTTP text".
    ///
    /// ```
    /// assert_eq!(directline_capture::convert::Loss::Started.text(), "the time of the request");
    /// ```
    pub fn text(self) -> &'static str {
        match self {
            Self::Exchange => "its method, URL or size",
            Self::Started => "the time of the request",
            Self::Order => "that the order of time is another than that of the file",
            Self::Took => "the time until the answer",
            Self::Intent => "that the request is meant to be valid",
            Self::Origin => "one of scheme and host without the other",
            Self::Host => "a host whose scheme is not known, but as a Host header,",
            Self::Header => "a header that has no place on a line",
            Self::HeadersComplete => "which headers were not sent",
            Self::Value => "a header value that reads as a placeholder",
            Self::Coding => "what headers say of how the body was sent (its length and coding)",
            Self::Framing => "what was wrong with the framing",
            Self::Body => "the body",
            Self::BodyPart => "the recorded part of a body",
            Self::Fidelity => "that the recorder wrote a body anew",
            Self::Unanswered => "that no answer came",
            Self::Answer => "an answer of that status",
            Self::Reason => "why something is not recorded",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Loss;

    #[test]
    fn each_is_told_in_its_own_words() {
        let texts: std::collections::BTreeSet<&str> = Loss::ALL.into_iter().map(Loss::text).collect();
        let all: std::collections::BTreeSet<Loss> = Loss::ALL.into_iter().collect();
        assert_eq!((texts.len(), all.len()), (18, 18));
    }
}
