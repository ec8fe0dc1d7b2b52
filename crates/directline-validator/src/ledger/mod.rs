//! What several exchanges show together: the ledger, and the exchanges of a capture in order of time.

mod conversation;
mod epoch;
mod event;
mod extract;
mod history;
mod key;
mod moment;
mod pending;
#[cfg(test)]
mod tests;
mod watermark;
mod window;

use std::collections::VecDeque;

use directline_exchange::Reason;

pub(crate) use event::{Event, File, What};
pub(crate) use moment::{Moment, seen};
pub(crate) use watermark::Watermark;

use crate::rule::Check;
use crate::sink::Sink;
use crate::validator::Chosen;
use crate::{Judgement, Profile, Side};
use history::History;
use window::{Entry, Window};

/// What was found out about one exchange by itself; the [`Ledger`] adds what others show about it.
#[derive(Debug)]
pub struct Examined {
    pub(crate) judgement: Judgement,
    pub(crate) event: Option<Box<Event>>,
    /// How many bytes the exchange holds, more or less.
    pub(crate) weight: usize,
}

/// Judges exchanges together: one ledger for one capture.
///
/// Exchanges go in by [`Ledger::push`] in the order of the capture and come out of [`Ledger::pop`] in the
/// same order, each as soon as its judgement is final. Between the two the ledger puts them in order of time:
/// it looks up to 1,024 exchanges (or 384 KiB of them) ahead. An exchange that stands farther from its place
/// is judged by itself; rules across exchanges say `out-of-order` of it. An exchange without a time has its
/// predecessor's.
///
/// The ledger remembers keys of texts, not texts, of at most 16,384 conversations at a time, with 131,072
/// facts in all: some 80 MiB at most. Of what was forgotten rules say `ledger-full`.
///
/// `T` is whatever belongs to the exchange and comes out with its judgement.
///
/// ```
/// use directline_exchange::{Exchange, Response, Target};
/// use directline_validator::Validator;
///
/// let validator = Validator::new();
/// let mut ledger = validator.ledger();
/// for name in ["first", "second"] {
///     let target = Target::parse("https://directline.botframework.com/api/conversations");
///     let mut exchange = Exchange::new("POST", target);
///     exchange.response = Response::with_status(401);
///     ledger.push(name, validator.examine(&exchange));
/// }
/// ledger.finish();
/// while let Some((name, judgement)) = ledger.pop() {
///     println!("{name}: {}", judgement.verdict.name());
/// }
/// ```
#[derive(Debug)]
pub struct Ledger<T> {
    rules: Vec<Chosen>,
    profile: Profile,
    only_side: Option<Side>,
    window: Window,
    history: History,
    held: VecDeque<Held<T>>,
    /// The number of the first one held.
    first: u64,
}

#[derive(Debug)]
struct Held<T> {
    payload: T,
    judgement: Judgement,
    is_final: bool,
}

impl<T> Ledger<T> {
    pub(crate) fn new(rules: &[Chosen], profile: Profile, only_side: Option<Side>) -> Self {
        let runs = |chosen: &&Chosen| {
            let is_across = matches!(chosen.rule.check, Check::Conversation(_));
            is_across && only_side.is_none_or(|side| chosen.rule.blame.sides().contains(&side))
        };
        Self {
            rules: rules.iter().filter(runs).copied().collect(),
            profile,
            only_side,
            window: Window::default(),
            history: History::default(),
            held: VecDeque::new(),
            first: 0,
        }
    }

    /// Takes the next exchange of the capture.
    pub fn push(&mut self, payload: T, examined: Examined) {
        let Examined { judgement, event, weight } = examined;
        let event = event.filter(|_| !self.rules.is_empty());
        let is_final = event.is_none();
        self.held.push_back(Held { payload, judgement, is_final });
        let late = self.window.push(event, weight);
        self.judge(late);
        while let Some(entry) = self.window.pop_over_limit() {
            self.judge(Some(entry));
        }
    }

    /// Says that the capture ends here: every judgement is final.
    pub fn finish(&mut self) {
        while let Some(entry) = self.window.pop() {
            self.judge(Some(entry));
        }
    }

    /// The next exchange of the capture with its judgement, if that is final.
    pub fn pop(&mut self) -> Option<(T, Judgement)> {
        let held = self.held.pop_front_if(|held| held.is_final)?;
        self.first = self.first.saturating_add(1);
        Some((held.payload, held.judgement))
    }

    fn judge(&mut self, entry: Option<Entry>) {
        let Some(Entry { event, epoch, sequence, in_order }) = entry else { return };
        let trouble = (!in_order).then_some(Reason::OutOfOrder);
        let moment = Moment::new(&event, epoch, &self.history, self.window.waiting(), trouble);
        let settled = moment.settled();
        let at = sequence.checked_sub(self.first).and_then(|at| usize::try_from(at).ok());
        if let Some(held) = at.and_then(|at| self.held.get_mut(at)) {
            check(&self.rules, self.profile, self.only_side, &moment, &mut held.judgement);
            held.is_final = true;
        }
        self.history.add(&event, epoch, in_order, &settled);
    }
}

/// Runs the rules across exchanges on one exchange.
fn check(
    rules: &[Chosen],
    profile: Profile,
    only_side: Option<Side>,
    moment: &Moment<'_>,
    judgement: &mut Judgement,
) {
    let Some(first) = rules.first() else { return };
    let mut findings = std::mem::take(&mut judgement.findings);
    let mut sink = Sink::new(first, profile, only_side, &mut findings);
    for chosen in rules {
        let Check::Conversation(check) = chosen.rule.check else { continue };
        sink.turn_to(chosen);
        let outcome = check(moment, &mut sink).unwrap_or_else(|outcome| outcome);
        judgement.add(chosen, outcome, sink.has_findings());
    }
    judgement.findings = findings;
    judgement.settle();
}
