//! The list of defects while it grows.

use crate::{Defect, DefectKind, Span};

/// Keeps the first defects and counts the rest.
#[derive(Debug)]
pub(crate) struct DefectLog {
    kept: Vec<Defect>,
    limit: usize,
    dropped: usize,
    broken: bool,
}

impl DefectLog {
    pub(crate) fn new(limit: usize) -> Self {
        Self { kept: Vec::new(), limit, dropped: 0, broken: false }
    }

    #[cold]
    pub(crate) fn push(&mut self, kind: DefectKind, span: Span) {
        let breaks = kind.breaks_syntax();
        if self.kept.len() < self.limit {
            self.kept.push(Defect { kind, span });
        } else {
            self.dropped += 1;
            // Whoever is told that the text is broken must also be told where.
            if breaks
                && !self.broken
                && let Some(last) = self.kept.last_mut()
            {
                *last = Defect { kind, span };
            }
        }
        self.broken |= breaks;
    }

    /// Counts a defect that is known to be dropped; see [`is_full`](Self::is_full).
    pub(crate) fn drop_one(&mut self) {
        self.dropped += 1;
    }

    /// Whether a defect that does not break the syntax would be dropped.
    pub(crate) fn is_full(&self) -> bool {
        self.kept.len() >= self.limit
    }

    /// Whether some defect breaks the syntax.
    pub(crate) fn is_broken(&self) -> bool {
        self.broken
    }

    /// The kept defects in the order of the source, and how many were dropped.
    pub(crate) fn finish(mut self) -> (Vec<Defect>, usize) {
        self.kept.sort_by_key(|defect| defect.span);
        (self.kept, self.dropped)
    }
}
