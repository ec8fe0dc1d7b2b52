//! The three states of a recorded datum, and the reasons why one may be unknown.

use std::fmt;

/// A datum of a recording: seen, seen to be absent, or not observable.
///
/// Absent, `null` and empty are three different things; this type tells the first from "the
/// recording does not show it", which is never a violation and never a silent pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Observed<T> {
    /// The recording shows the datum.
    Present(T),
    /// The recording shows that there was none.
    Absent,
    /// The recording does not show whether there was one, or not what it was.
    NotObservable(Reason),
}

impl<T> Observed<T> {
    /// The datum, if the recording shows it.
    pub fn present(&self) -> Option<&T> {
        match self {
            Self::Present(datum) => Some(datum),
            Self::Absent | Self::NotObservable(_) => None,
        }
    }

    /// Why the datum is not observable, if it is not.
    pub fn reason(&self) -> Option<Reason> {
        match self {
            Self::NotObservable(reason) => Some(*reason),
            Self::Present(_) | Self::Absent => None,
        }
    }

    /// Whether the recording shows the datum.
    pub fn is_present(&self) -> bool {
        matches!(self, Self::Present(_))
    }

    /// Whether the recording shows that there was none.
    pub fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }

    /// The same state, borrowing the datum.
    pub fn as_ref(&self) -> Observed<&T> {
        match self {
            Self::Present(datum) => Observed::Present(datum),
            Self::Absent => Observed::Absent,
            Self::NotObservable(reason) => Observed::NotObservable(*reason),
        }
    }

    /// The same state with the datum, if shown, turned into another.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Observed<U> {
        match self {
            Self::Present(datum) => Observed::Present(change(datum)),
            Self::Absent => Observed::Absent,
            Self::NotObservable(reason) => Observed::NotObservable(reason),
        }
    }
}

/// Why a datum is not observable in a recording.
///
/// The kebab-case name ([`Reason::name`]) is stable and stands in machine-readable reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// The exporter removed or replaced the value, as browsers do with `Authorization`.
    RedactedByExporter,
    /// The exchange had a body, the recording does not hold it.
    BodyNotRecorded,
    /// The recording holds the body with bytes lost (replacement characters, wrong length).
    BodyLossy,
    /// The recording holds only the beginning of the body.
    BodyTruncated,
    /// No response was recorded: the request was aborted, or the recording stops before it.
    NoResponse,
    /// The recording is known to hold only some of the headers.
    HeadersPartial,
    /// The file states what should happen (a contract, a stub), not what happened.
    ExpectationNotTraffic,
    /// The format does not record this datum, as raw requests do not record the scheme.
    NotRecorded,
    /// The body is encoded in a way that this tool does not decode.
    UnsupportedCoding,
    /// The datum exceeds a limit of this tool (size, depth, number).
    LimitReached,
    /// What came before in the conversation is not in the recording.
    EarlierNotRecorded,
    /// The exchange stands so far from its place in time that what is known of the conversation is not
    /// what was known then.
    OutOfOrder,
    /// Several messages of the recording look alike, or one that it does not show may be meant.
    Ambiguous,
    /// More conversations, or more of them, were recorded than the ledger remembers.
    LedgerFull,
}

impl Reason {
    /// Every reason, in the order of the manual.
    pub const ALL: [Self; 14] = [
        Self::RedactedByExporter,
        Self::BodyNotRecorded,
        Self::BodyLossy,
        Self::BodyTruncated,
        Self::NoResponse,
        Self::HeadersPartial,
        Self::ExpectationNotTraffic,
        Self::NotRecorded,
        Self::UnsupportedCoding,
        Self::LimitReached,
        Self::EarlierNotRecorded,
        Self::OutOfOrder,
        Self::Ambiguous,
        Self::LedgerFull,
    ];

    /// The stable kebab-case name, as it stands in reports and in NDJSON recordings.
    pub fn name(self) -> &'static str {
        match self {
            Self::RedactedByExporter => "redacted-by-exporter",
            Self::BodyNotRecorded => "body-not-recorded",
            Self::BodyLossy => "body-lossy",
            Self::BodyTruncated => "body-truncated",
            Self::NoResponse => "no-response",
            Self::HeadersPartial => "headers-partial",
            Self::ExpectationNotTraffic => "expectation-not-traffic",
            Self::NotRecorded => "not-recorded",
            Self::UnsupportedCoding => "unsupported-coding",
            Self::LimitReached => "limit-reached",
            Self::EarlierNotRecorded => "earlier-not-recorded",
            Self::OutOfOrder => "out-of-order",
            Self::Ambiguous => "ambiguous",
            Self::LedgerFull => "ledger-full",
        }
    }

    /// The reason with this [name](Self::name).
    ///
    /// ```
    /// use directline_exchange::Reason;
    /// assert_eq!(Reason::from_name("body-lossy"), Some(Reason::BodyLossy));
    /// assert_eq!(Reason::from_name("lost"), None);
    /// ```
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.name() == name)
    }

    /// What a person reads: a lower-case fragment.
    pub fn text(self) -> &'static str {
        match self {
            Self::RedactedByExporter => "the exporter removed the value",
            Self::BodyNotRecorded => "the recording does not hold the body",
            Self::BodyLossy => "the recording lost bytes of the body",
            Self::BodyTruncated => "the recording holds only the beginning of the body",
            Self::NoResponse => "no response was recorded",
            Self::HeadersPartial => "the recording holds only some of the headers",
            Self::ExpectationNotTraffic => "the file states an expectation, not traffic",
            Self::NotRecorded => "the format does not record it",
            Self::UnsupportedCoding => "the body is in a coding that is not decoded",
            Self::LimitReached => "it exceeds a limit of this tool",
            Self::EarlierNotRecorded => "what came before is not in the recording",
            Self::OutOfOrder => "the exchange is far from its place in time",
            Self::Ambiguous => "it cannot be told which one is meant",
            Self::LedgerFull => "there are more conversations than are remembered",
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_is_found_by_its_name_and_no_two_share_one() {
        for reason in Reason::ALL {
            assert_eq!(Reason::from_name(reason.name()), Some(reason));
        }
    }

    #[test]
    fn a_reason_is_shown_by_its_name_and_told_in_its_own_words() {
        assert_eq!(Reason::LedgerFull.to_string(), "ledger-full");
        let texts: std::collections::BTreeSet<&str> = Reason::ALL.into_iter().map(Reason::text).collect();
        assert_eq!(texts.len(), Reason::ALL.len());
        assert!(texts.iter().all(|text| text.contains(' ') && !text.ends_with('.')));
    }

    #[test]
    fn the_three_states_stay_apart() {
        let reason = Reason::BodyLossy;
        let (present, absent) = (Observed::Present(5_u8), Observed::<u8>::Absent);
        let unseen = Observed::<u8>::NotObservable(reason);
        assert_eq!([present, absent, unseen].map(|state| state.present().copied()), [Some(5), None, None]);
        assert_eq!([present, absent, unseen].map(|state| state.reason()), [None, None, Some(reason)]);
        assert_eq!([present, absent, unseen].map(|state| state.is_present()), [true, false, false]);
        assert_eq!([present, absent, unseen].map(|state| state.is_absent()), [false, true, false]);
        assert_eq!(present.as_ref(), Observed::Present(&5));
        assert_eq!((absent.as_ref(), unseen.as_ref()), (Observed::Absent, Observed::NotObservable(reason)));
        let mapped = [present, absent, unseen].map(|state| state.map(|datum| datum + 1));
        assert_eq!(mapped, [Observed::Present(6), Observed::Absent, Observed::NotObservable(reason)]);
    }
}
