//! What is remembered of one conversation.

use std::collections::BTreeMap;

use directline_exchange::Observed;

use super::epoch::{Epoch, Instant};
use super::event::{Asked, Event, Page, Poll, Received, What};
use super::key::Key;
use super::pending::Pending;
use super::watermark::{Mark, Watermark};

/// How many messages that have not come back are remembered of one conversation.
const MAX_PENDING: usize = 256;

/// One conversation.
#[derive(Debug)]
pub(crate) struct Conversation {
    /// The exchange that started it, if that is recorded.
    pub(crate) started: Option<usize>,
    /// The last page of messages.
    pub(crate) last: Option<Box<LastPage>>,
    /// Whether something of it was forgotten.
    pub(super) is_partial: bool,
    /// The number of the exchange that it was last seen in.
    pub(super) last_seen: u64,
    given: BTreeMap<Key, Given>,
    /// By what was asked for: the greatest watermark that was given.
    greatest: BTreeMap<Option<Key>, Greatest>,
    messages: BTreeMap<Key, Known>,
    pending: Vec<Pending>,
}

/// The last page of messages that was answered.
#[derive(Debug)]
pub(crate) struct LastPage {
    /// The exchange.
    pub(crate) index: usize,
    /// When.
    pub(crate) epoch: Epoch,
    /// When it was complete, in nanoseconds since 1970, if that is recorded.
    pub(crate) at: Option<i64>,
    /// The watermark asked for: unknown, none, or this.
    pub(crate) asked: Observed<Mark>,
    /// The watermark given.
    pub(crate) given: Option<Watermark>,
    /// Whether there were messages.
    pub(crate) has_messages: bool,
    /// Whether it was said that nobody asks for the next page.
    pub(crate) is_abandoned: bool,
}

/// A watermark that an answer gave.
#[derive(Clone, Copy, Debug)]
struct Given {
    index: usize,
    /// Every message from then up to the watermark stands in a recorded answer.
    complete_since: Instant,
}

/// The greatest watermark given to one question.
#[derive(Clone, Debug)]
pub(crate) struct Greatest {
    /// The exchange that gave it.
    pub(crate) index: usize,
    /// When.
    pub(crate) epoch: Epoch,
    /// The watermark.
    pub(crate) watermark: Watermark,
}

/// A message that was returned.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Known {
    /// The exchange that first returned it.
    pub(crate) index: usize,
    /// The watermark given with it.
    pub(crate) covered_by: Option<Mark>,
    /// Its sender and text.
    pub(crate) says: (Option<Key>, Option<Key>),
}

impl Conversation {
    pub(super) const fn new() -> Self {
        Self {
            started: None,
            last: None,
            is_partial: false,
            last_seen: u64::MAX,
            given: BTreeMap::new(),
            greatest: BTreeMap::new(),
            messages: BTreeMap::new(),
            pending: Vec::new(),
        }
    }

    /// One that is first seen now; `is_partial` says that it may have been seen before and forgotten.
    pub(super) fn begun(is_partial: bool) -> Self {
        Self { is_partial, ..Self::new() }
    }

    /// The exchange that gave a watermark.
    pub(crate) fn giver_of(&self, mark: Mark) -> Option<usize> {
        self.given.get(&mark.key).map(|given| given.index)
    }

    /// Whether any answer with a watermark is recorded.
    pub(crate) fn has_given(&self) -> bool {
        !self.given.is_empty()
    }

    /// The greatest watermark given to the same question.
    pub(crate) fn greatest(&self, asked: Option<Mark>) -> Option<&Greatest> {
        self.greatest.get(&asked.map(|mark| mark.key))
    }

    /// A message that was returned before.
    pub(crate) fn message(&self, id: Key) -> Option<&Known> {
        self.messages.get(&id)
    }

    /// Since when every message up to the asked watermark stands in a recorded answer.
    fn complete_since(&self, asked: &Observed<Asked>) -> Option<Instant> {
        match asked {
            Observed::Absent => Some(Instant::BEGINNING),
            Observed::Present(asked) if asked.watermark.mark.is_zero() => Some(Instant::BEGINNING),
            Observed::Present(asked) => Some(self.given.get(&asked.watermark.mark.key)?.complete_since),
            Observed::NotObservable(_) => None,
        }
    }

    /// The messages that should have come back by the time of an empty page and did not; and whether
    /// there are some of which that cannot be said.
    pub(crate) fn lost_by(&self, poll: &Poll, epoch: Epoch) -> (Vec<&Pending>, bool) {
        let is_end = poll.page.present().is_some_and(|page| page.messages.is_empty() && page.is_whole);
        if !is_end {
            return (Vec::new(), false);
        }
        let due = self.pending.iter().filter(|pending| pending.epoch.is_before(epoch));
        let complete_since = self.complete_since(&poll.asked);
        let (lost, unknown): (Vec<_>, Vec<_>) =
            due.partition(|pending| complete_since.is_some_and(|since| since <= pending.epoch.begin));
        (lost, !unknown.is_empty())
    }

    /// Which messages of a page are ones that the client sent: each send once, in order.
    pub(super) fn returned_in(&self, page: &Page) -> Vec<(usize, &Pending)> {
        let mut waiting: Vec<&Pending> = self.pending.iter().collect();
        let is_new =
            |message: &&Received| message.id.as_ref().is_some_and(|(id, _)| self.message(*id).is_none());
        let mut returned = Vec::new();
        for message in page.messages.iter().filter(is_new) {
            if let Some(at) = waiting.iter().position(|pending| pending.sent.is(message)) {
                returned.push((message.number, waiting.remove(at)));
            }
        }
        returned
    }

    /// How many facts are remembered.
    pub(super) fn facts(&self) -> usize {
        [self.given.len(), self.greatest.len(), self.messages.len(), self.pending.len()]
            .into_iter()
            .fold(0, usize::saturating_add)
    }

    /// Forgets everything but that there is something to forget.
    pub(super) fn forget(&mut self) {
        let Self { started, last_seen, .. } = *self;
        *self = Self { started, last_seen, is_partial: true, ..Self::new() };
    }

    /// Adds an exchange of the conversation.
    pub(super) fn add(&mut self, event: &Event, epoch: Epoch, in_order: bool) {
        if self.is_partial {
            return;
        }
        match &event.what {
            What::Poll(poll) => self.add_poll(event, poll, epoch, in_order),
            What::Send(sent) => {
                if let (Some(sent), Some(true)) = (sent.present(), event.accepted.present())
                    && sent.is_recognisable()
                {
                    if self.pending.len() >= MAX_PENDING {
                        self.pending.remove(0);
                    }
                    self.pending.push(Pending { index: event.index, epoch, sent: sent.as_ref().clone() });
                }
            }
            _ => {}
        }
        if !matches!(event.what, What::Poll(_))
            && let Some(last) = &mut self.last
            && last.is_abandoned_at(event)
        {
            last.is_abandoned = true;
        }
    }

    fn add_poll(&mut self, event: &Event, poll: &Poll, epoch: Epoch, in_order: bool) {
        let gone: Vec<usize> = match poll.page.present() {
            Some(page) => self.returned_in(page).into_iter().map(|(_, pending)| pending.index).collect(),
            None => Vec::new(),
        };
        let lost: Vec<usize> = self.lost_by(poll, epoch).0.iter().map(|pending| pending.index).collect();
        self.pending.retain(|pending| !gone.contains(&pending.index) && !lost.contains(&pending.index));
        let Some(page) = poll.page.present() else { return };
        let asked = poll.asked.as_ref().map(|asked| asked.watermark.mark);
        if let Some(given) = &page.watermark {
            // Of what was sent after this answer, everything comes after its watermark.
            let since = self.complete_since(&poll.asked).filter(|_| page.is_whole).unwrap_or(epoch.end);
            let since = since.min(epoch.end);
            let entry = self.given.entry(given.mark.key);
            let known = entry.or_insert(Given { index: event.index, complete_since: since });
            known.complete_since = known.complete_since.min(since);
            if in_order && !matches!(asked, Observed::NotObservable(_)) {
                let best = Greatest { index: event.index, epoch, watermark: given.clone() };
                let known =
                    self.greatest.entry(asked.present().map(|mark| mark.key)).or_insert_with(|| best.clone());
                if given.mark.order(known.watermark.mark) == Some(std::cmp::Ordering::Greater) {
                    *known = best;
                }
            }
        }
        let covered_by = page.watermark.as_ref().map(|watermark| watermark.mark);
        for message in &page.messages {
            if let Some((id, _)) = &message.id {
                let says = (message.content.from, message.content.text);
                self.messages.entry(*id).or_insert(Known { index: event.index, covered_by, says });
            }
        }
        if in_order {
            self.last = Some(Box::new(LastPage {
                index: event.index,
                epoch,
                at: event.ended.or(event.started),
                asked,
                given: page.watermark.clone(),
                has_messages: !page.messages.is_empty(),
                is_abandoned: false,
            }));
        }
    }
}

/// How long after a page that was not empty somebody should have asked for the next, in nanoseconds: the
/// documents advise to ask every one to ten seconds.
const PATIENCE: i64 = 60_000_000_000;

impl LastPage {
    /// Whether the conversation goes on without anybody asking for the next page, and this exchange shows
    /// it first.
    pub(crate) fn is_abandoned_at(&self, event: &Event) -> bool {
        let waited = event.started.zip(self.at).and_then(|(now, at)| now.checked_sub(at));
        self.has_messages && !self.is_abandoned && waited.is_some_and(|waited| waited > PATIENCE)
    }
}
