//! The one word that a run comes to: the first of its last line, and the headline of a page.

use crate::summary::Summary;

/// What the verdicts of all exchanges amount to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Word {
    /// There is an error that no baseline knows, or the baseline names one that is gone.
    Violates,
    /// The contract is violated, and the baseline knows every error.
    Known,
    /// All that was judged conforms, but part of the input could not be read.
    Incomplete,
    /// All that was judged conforms.
    Conforms,
    /// Nothing was judged.
    Inconclusive,
}

impl Word {
    /// That of a run.
    pub(crate) fn of(summary: &Summary) -> Self {
        let counts = summary.counts();
        let is_stale = summary.baseline().is_some_and(|baseline| !baseline.stale.is_empty());
        let conforms = counts.conforms > 0 || summary.hunt().is_some_and(|hunted| hunted.decided > 0);
        if counts.violates > 0 && (summary.new_counts().errors > 0 || is_stale || summary.known().errors == 0)
        {
            Self::Violates
        } else if counts.violates == 0 && !conforms {
            Self::Inconclusive
        } else if summary.unreadable() > 0 {
            Self::Incomplete
        } else if counts.violates > 0 {
            Self::Known
        } else {
            Self::Conforms
        }
    }

    /// As it is written.
    pub(crate) fn text(self) -> &'static str {
        match self {
            Self::Violates => "violates",
            Self::Known => "known",
            Self::Incomplete => "incomplete",
            Self::Conforms => "conforms",
            Self::Inconclusive => "inconclusive",
        }
    }
}
