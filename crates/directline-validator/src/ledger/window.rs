//! Puts the exchanges of a capture in order of time, as far as it can look ahead.

use std::collections::{BTreeMap, VecDeque};

use super::epoch::{Epoch, Instant};
use super::event::Event;

/// How many exchanges are looked ahead.
pub(crate) const MAX_WAITING: usize = 1_024;

/// How many bytes of exchanges are looked ahead.
pub(crate) const MAX_WEIGHT: usize = 3 << 17;

/// An exchange at its place in time.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) event: Box<Event>,
    pub(super) epoch: Epoch,
    /// Its number in the capture.
    pub(super) sequence: u64,
    /// Whether every earlier exchange came before it.
    pub(super) in_order: bool,
}

/// The exchanges that wait for earlier ones.
#[derive(Debug, Default)]
pub(super) struct Window {
    waiting: BTreeMap<Instant, Entry>,
    waiting_weight: usize,
    /// The exchanges from the first one that waits to the last one pushed: they cannot be released.
    blocked: VecDeque<Blocked>,
    blocked_weight: usize,
    /// How many exchanges were pushed.
    pushed: u64,
    /// The time of the last exchange pushed that has one.
    time: i64,
    /// The time of the latest exchange that left in order.
    latest: Option<Instant>,
}

#[derive(Debug)]
struct Blocked {
    weight: usize,
    waits_at: Option<Instant>,
}

impl Window {
    /// Takes the next exchange of the capture, with nothing to say or an event; gives it back if it comes
    /// too late.
    pub(super) fn push(&mut self, event: Option<Box<Event>>, weight: usize) -> Option<Entry> {
        let sequence = self.pushed;
        self.pushed = self.pushed.saturating_add(1);
        let (late, waits_at) = match event {
            None => (None, None),
            Some(event) => {
                self.time = event.started.unwrap_or(self.time);
                let epoch = Epoch::new(event.started, event.ended, self.time, sequence);
                let is_late = self.latest.is_some_and(|latest| epoch.begin < latest);
                let entry = Entry { event, epoch, sequence, in_order: !is_late };
                if is_late {
                    (Some(entry), None)
                } else {
                    self.waiting.insert(epoch.begin, entry);
                    self.waiting_weight = self.waiting_weight.saturating_add(weight);
                    (None, Some(epoch.begin))
                }
            }
        };
        self.blocked.push_back(Blocked { weight, waits_at });
        self.blocked_weight = self.blocked_weight.saturating_add(weight);
        self.unblock();
        late
    }

    /// An exchange that need not wait any longer because too many do. Mostly the earliest; but where the first
    /// of the capture waits for more than twice as many later ones, that one, out of order.
    pub(super) fn pop_over_limit(&mut self) -> Option<Entry> {
        let first = self.blocked.front().and_then(|blocked| blocked.waits_at)?;
        let is_jammed = self.blocked.len() > MAX_WAITING.saturating_mul(2)
            || self.blocked_weight > MAX_WEIGHT.saturating_mul(2);
        if self.waiting.len() > MAX_WAITING || self.waiting_weight > MAX_WEIGHT {
            self.pop()
        } else if is_jammed {
            self.take(first).map(|entry| Entry { in_order: false, ..entry })
        } else {
            None
        }
    }

    /// The earliest exchange.
    pub(super) fn pop(&mut self) -> Option<Entry> {
        let at = *self.waiting.first_key_value()?.0;
        self.latest = Some(at);
        self.take(at)
    }

    /// The exchanges that wait, the earliest first.
    pub(super) fn waiting(&self) -> impl Iterator<Item = &Event> {
        self.waiting.values().map(|entry| entry.event.as_ref())
    }

    fn take(&mut self, at: Instant) -> Option<Entry> {
        let entry = self.waiting.remove(&at)?;
        let behind = usize::try_from(self.pushed.saturating_sub(entry.sequence)).unwrap_or(usize::MAX);
        let number = self.blocked.len().checked_sub(behind);
        if let Some(blocked) = number.and_then(|number| self.blocked.get_mut(number)) {
            blocked.waits_at = None;
            self.waiting_weight = self.waiting_weight.saturating_sub(blocked.weight);
        }
        self.unblock();
        Some(entry)
    }

    /// Lets go of the first exchanges that do not wait.
    fn unblock(&mut self) {
        while let Some(gone) = self.blocked.pop_front_if(|blocked| blocked.waits_at.is_none()) {
            self.blocked_weight = self.blocked_weight.saturating_sub(gone.weight);
        }
    }
}

#[cfg(test)]
mod tests {
    use directline_exchange::{Exchange, Observed, Response, Started, Target};

    use super::*;
    use crate::Validator;

    fn event(started: Option<i64>) -> Option<Box<Event>> {
        let mut exchange = Exchange::new("POST", Target::parse("/api/conversations"));
        exchange.response = Response::with_status(200);
        if let Some(unix_nanos) = started {
            exchange.started = Observed::Present(Started { written: String::new(), unix_nanos });
        }
        Validator::new().examine(&exchange).event
    }

    /// The numbers of the exchanges in the order in which they leave, those out of order marked.
    fn order(times: &[Option<i64>], weight: usize) -> Vec<(u64, bool)> {
        let mut window = Window::default();
        let mut left = Vec::new();
        for time in times {
            left.extend(window.push(event(*time), weight));
            left.extend(std::iter::from_fn(|| window.pop_over_limit()));
        }
        left.extend(std::iter::from_fn(|| window.pop()));
        assert!(window.blocked.is_empty() && window.blocked_weight == 0 && window.waiting_weight == 0);
        left.into_iter().map(|entry| (entry.sequence, entry.in_order)).collect()
    }

    #[test]
    fn exchanges_leave_in_order_of_time() {
        let some = |times: &[i64]| times.iter().map(|time| Some(*time)).collect::<Vec<_>>();
        assert_eq!(order(&some(&[3, 1, 2]), 1), [(1, true), (2, true), (0, true)]);
        assert_eq!(order(&some(&[1, 1, 1]), 1), [(0, true), (1, true), (2, true)]);
        assert_eq!(order(&[Some(5), None, Some(1), None], 1), [(2, true), (3, true), (0, true), (1, true)]);
        assert_eq!(order(&[None, None], 1), [(0, true), (1, true)]);
    }

    #[test]
    fn an_exchange_that_comes_too_late_is_out_of_order() {
        let count = i64::try_from(MAX_WAITING).unwrap();
        // An exchange is earlier than all; so many stand before it.
        for (before, in_order) in [(count - 1, true), (count, true), (count + 1, false)] {
            let mut times: Vec<_> = (0..before).map(|time| Some(time + 10)).collect();
            times.push(Some(1));
            let left = order(&times, 1);
            let last = left.iter().find(|(sequence, _)| i64::try_from(*sequence).unwrap() == before);
            assert_eq!(last.unwrap().1, in_order, "{before}");
            assert_eq!(left.len(), times.len());
        }
    }

    /// Where the first exchange leaves whose time is far ahead of all others: when more than twice as many wait
    /// behind it as may wait, of which all but those that may wait have left.
    fn leaves_at(number: i64, weight: usize) -> usize {
        let mut times = vec![Some(i64::MAX)];
        times.extend((0..number).map(Some));
        let left = order(&times, weight);
        assert_eq!(left.iter().filter(|(_, in_order)| !in_order).count(), 1);
        left.iter().position(|left| *left == (0, false)).unwrap()
    }

    #[test]
    fn a_time_far_ahead_blocks_only_so_many() {
        assert_eq!(leaves_at(5_000, 1), MAX_WAITING + 1);
        assert_eq!(leaves_at(100, MAX_WEIGHT / 4), 4 + 1);
    }

    /// The documentation of `Ledger`.
    #[test]
    fn so_much_is_looked_ahead() {
        assert_eq!((MAX_WAITING, MAX_WEIGHT), (1_024, 384 * 1_024));
    }

    #[test]
    fn heavy_exchanges_are_not_held() {
        let mut window = Window::default();
        for time in 0..100 {
            window.push(event(Some(time)), MAX_WEIGHT / 4);
            while window.pop_over_limit().is_some() {}
            assert!(window.waiting_weight <= MAX_WEIGHT, "{time}");
        }
        assert_eq!(window.waiting.len(), 4);
    }
}
