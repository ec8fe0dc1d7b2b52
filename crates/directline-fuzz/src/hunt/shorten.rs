//! Makes short what was seen.

use super::Case;
use super::catch::{Key, Sight, judge};
use super::hunter::Hunt;
use super::patience::{may_be_late, patient};
use crate::{Session, Target, Tree};

/// How often a case is sent again before it counts as not repeatable.
const REPEATS: usize = 3;

/// The shortest session so far in which something shows.
pub(super) struct Shortest<'h, 'v, T> {
    hunt: &'h Hunt<'h, 'v>,
    target: &'h mut T,
    key: Key,
    pub(super) session: Session,
    pub(super) sight: Sight,
    /// How many sequences were tried.
    pub(super) tries: usize,
    /// Whether a sequence could not be sent to its end.
    was_cut: bool,
}

impl<'h, 'v, T: Target> Shortest<'h, 'v, T> {
    /// What was seen in a session.
    pub(super) fn new(hunt: &'h Hunt<'h, 'v>, target: &'h mut T, session: Session, sight: Sight) -> Self {
        Self { hunt, target, key: sight.key(), session, sight, tries: 0, was_cut: false }
    }

    /// Whether it shows when the case is sent again; nothing if the hunt was stopped before that was known.
    pub(super) fn repeats(&mut self, case: &Case) -> Option<bool> {
        let shows = (0..REPEATS).any(|_| self.shows(case));
        (shows || !self.was_cut).then_some(shows)
    }

    /// Simplifies what is sent, then leaves out the requests without which it shows too.
    pub(super) fn shorten(&mut self, case: Case, tries: usize) {
        let simple = self.simplest(case, tries);
        let mut script = simple.script();
        let last = self.session.exchanges.get(self.sight.at).map_or(0, |sent| sent.step);
        script.steps.truncate(last.saturating_add(1));
        let cut = Case::Script(script);
        let case = if self.shows(&cut) { cut } else { Case::Script(simple.script()) };
        self.simplest(case, tries);
    }

    fn simplest(&mut self, case: Case, tries: usize) -> Case {
        let (simple, asked) = Tree::new(case).simplest(tries, |case| self.shows(case));
        self.tries = self.tries.saturating_add(asked);
        simple
    }

    fn shows(&mut self, case: &Case) -> bool {
        let (rule, _) = self.key;
        let script = if may_be_late(rule) { patient(&case.script()) } else { case.script() };
        let session = self.hunt.send(&script, self.target);
        self.was_cut |= session.stopped.is_some();
        let found = judge(self.hunt.hunter.validator, &session, |_, _| {})
            .0
            .into_iter()
            .find(|sight| sight.key() == self.key);
        match found {
            Some(sight) => {
                (self.session, self.sight) = (session, sight);
                true
            }
            None => false,
        }
    }
}
