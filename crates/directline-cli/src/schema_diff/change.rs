//! What a comparison finds.

use std::ops::{BitOr, BitOrAssign};

use serde::Serialize;

/// Whom a change breaks.
///
/// Sender and receiver are those of the described value: of a request the client sends and the service receives, of an
/// answer the other way round.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Breaks {
    /// Something that was valid is refused now (narrowing).
    pub(crate) senders: bool,
    /// Something that was refused is valid now (widening).
    pub(crate) receivers: bool,
    /// It cannot be judged, so it may break anybody.
    pub(crate) unknown: bool,
}

impl Breaks {
    /// Descriptions, titles, examples: nobody.
    pub(crate) const NOBODY: Self = Self { senders: false, receivers: false, unknown: false };
    /// Less is valid than before.
    pub(crate) const SENDERS: Self = Self { senders: true, receivers: false, unknown: false };
    /// More is valid than before.
    pub(crate) const RECEIVERS: Self = Self { senders: false, receivers: true, unknown: false };
    /// Neither is a part of the other.
    pub(crate) const BOTH: Self = Self { senders: true, receivers: true, unknown: false };
    /// Whether it breaks anybody is not known.
    pub(crate) const UNKNOWN: Self = Self { senders: false, receivers: false, unknown: true };

    /// Whether nobody can break.
    pub(crate) fn is_nobody(self) -> bool {
        self == Self::NOBODY
    }

    /// As a report begins with it: `breaks senders`.
    pub(crate) fn words(self) -> &'static str {
        match (self.unknown, self.senders, self.receivers) {
            (true, false, false) => "cannot judge",
            (_, true, true) => "breaks both sides",
            (_, true, false) => "breaks senders",
            (_, false, true) => "breaks receivers",
            (false, false, false) => "breaks nobody",
        }
    }
}

impl BitOr for Breaks {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self {
            senders: self.senders | other.senders,
            receivers: self.receivers | other.receivers,
            unknown: self.unknown | other.unknown,
        }
    }
}

impl BitOrAssign for Breaks {
    fn bitor_assign(&mut self, other: Self) {
        *self = *self | other;
    }
}

/// In which document a pointer leads to the place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum In {
    /// In the new one.
    New,
    /// In the old one: what stood there is gone.
    Old,
}

/// One change.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Change {
    /// JSON Pointer (RFC 6901) of the place. Very long member names are shortened.
    pub(crate) pointer: String,
    /// The document that it points into.
    pub(crate) stands_in: In,
    /// What changed: a lower-case fragment, such as `member "eTag" added, optional`. Not escaped for terminals.
    pub(crate) message: String,
    /// Whom it breaks.
    pub(crate) breaks: Breaks,
}
