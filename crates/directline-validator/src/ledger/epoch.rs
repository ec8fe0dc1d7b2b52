//! When an exchange began and ended, as far as the recording shows it.

/// A place in time; where the recording gives none, a place in the recording.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Instant {
    nanos: i64,
    sequence: u64,
}

impl Instant {
    /// Before everything.
    pub(crate) const BEGINNING: Self = Self { nanos: i64::MIN, sequence: 0 };

    pub(super) fn new(nanos: i64, sequence: u64) -> Self {
        Self { nanos, sequence }
    }
}

/// The time from a request to the end of its response.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Epoch {
    /// When the request was sent.
    pub(crate) begin: Instant,
    /// When the response was complete; where that is not recorded, when the request was sent: exchanges
    /// of which nothing else is known follow one another.
    pub(crate) end: Instant,
}

impl Epoch {
    /// From the recorded times; `fallback` stands in for a start that is not recorded.
    pub(super) fn new(started: Option<i64>, ended: Option<i64>, fallback: i64, sequence: u64) -> Self {
        let nanos = started.unwrap_or(fallback);
        let end = ended.unwrap_or(nanos).max(nanos);
        Self { begin: Instant::new(nanos, sequence), end: Instant::new(end, sequence) }
    }

    /// Whether this exchange was over before the other began.
    pub(crate) fn is_before(self, other: Self) -> bool {
        self.end <= other.begin
    }

    /// The number of the exchange among all.
    pub(super) fn sequence(self) -> u64 {
        self.begin.sequence
    }
}
