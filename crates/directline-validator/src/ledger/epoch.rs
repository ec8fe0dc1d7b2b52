//! When an exchange began and ended, as far as the recording shows it.

use std::cmp::Ordering;

/// A place in time; where the recording gives none, a place in the recording.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Instant {
    nanos: i64,
    sequence: u64,
}

impl Instant {
    /// Before everything.
    pub(crate) const BEGINNING: Self = Self { nanos: i64::MIN, sequence: 0 };

    /// After everything.
    pub(crate) const NEVER: Self = Self { nanos: i64::MAX, sequence: u64::MAX };

    pub(super) fn new(nanos: i64, sequence: u64) -> Self {
        Self { nanos, sequence }
    }
}

/// The time from a request to the end of its response.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Epoch {
    /// When the request was sent; where that is not recorded, its place in the recording.
    pub(crate) begin: Instant,
    /// When the response was complete, if that is recorded.
    pub(crate) end: Option<Instant>,
    /// Whether the begin is recorded.
    is_timed: bool,
}

impl Epoch {
    /// From the recorded times; `fallback` stands in for a start that is not recorded.
    pub(super) fn new(started: Option<i64>, ended: Option<i64>, fallback: i64, sequence: u64) -> Self {
        let nanos = started.unwrap_or(fallback);
        let end = ended.map(|ended| Instant::new(ended.max(nanos), sequence));
        Self { begin: Instant::new(nanos, sequence), end, is_timed: started.is_some() }
    }

    /// Whether this exchange was over before the other began; `None` where the recording does not show it.
    /// Requests may overlap, so the order in which they began says nothing, and neither do equal times.
    pub(crate) fn is_before(self, other: Self) -> Option<bool> {
        if !self.is_timed || !other.is_timed {
            return None;
        }
        let (begin, Some(end)) = (other.begin.nanos, self.end) else {
            return (self.begin.nanos > other.begin.nanos).then_some(false);
        };
        match end.nanos.cmp(&begin) {
            Ordering::Less => Some(true),
            Ordering::Equal => None,
            Ordering::Greater => Some(false),
        }
    }

    /// For how many nanoseconds the other began after this one.
    pub(crate) fn until(self, other: Self) -> i64 {
        other.begin.nanos.saturating_sub(self.begin.nanos)
    }

    /// Whether it may have gone on when the other began.
    pub(super) fn may_reach(self, other: Self) -> bool {
        self.is_before(other) != Some(true)
    }

    /// The number of the exchange among all.
    pub(super) fn sequence(self) -> u64 {
        self.begin.sequence
    }
}

#[cfg(test)]
mod tests {
    use super::Epoch;

    #[test]
    fn what_is_before_must_be_recorded() {
        let poll = Epoch::new(Some(100), Some(120), 0, 5);
        for (started, ended, expected) in [
            (Some(10), Some(99), Some(true)),
            (Some(10), Some(100), None),
            (Some(10), Some(101), Some(false)),
            (Some(10), None, None),
            (Some(101), None, Some(false)),
            (None, None, None),
        ] {
            assert_eq!(Epoch::new(started, ended, 10, 1).is_before(poll), expected, "{started:?} {ended:?}");
        }
        assert_eq!(Epoch::new(Some(10), Some(20), 0, 1).is_before(Epoch::new(None, None, 100, 2)), None);
    }
}
