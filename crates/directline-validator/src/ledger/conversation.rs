//! What is remembered of one conversation.

use std::collections::BTreeMap;

use directline_exchange::{Observed, Reason};

use super::epoch::{Epoch, Instant};
use super::event::{Asked, Content, Event, Poll, Received, Sent, What};
use super::key::Key;
use super::pending::{Pending, Return, Settled, returns};
use super::watermark::{Mark, Watermark};

/// How many messages that have not come back are remembered of one conversation.
const MAX_PENDING: usize = 256;

/// How many messages of pages are remembered of one conversation that nobody is known to have sent.
const MAX_UNMATCHED: usize = 64;

/// For how long a message is looked for, in nanoseconds: no document says how long the service keeps messages,
/// only that it does not keep them for ever. The lifetime of a token, 30 minutes, is what a client has anyway.
const KEPT: i64 = 1_800_000_000_000;

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
    /// The new messages of pages that no send is known for: one may have been sent meanwhile.
    unmatched: Vec<(Epoch, Content)>,
    /// Whether a message was sent that the recording does not show.
    has_unseen_send: bool,
    /// Why a page of messages cannot be seen, if there is such a page.
    pub(crate) unseen_page: Option<Reason>,
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
    /// When messages were last asked for, in nanoseconds since 1970, whatever came of it.
    pub(crate) polled: Option<i64>,
    /// Who asked.
    pub(crate) credential: Observed<Key>,
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
    /// Its sender and text, unless the recording hides one of them.
    pub(crate) says: Option<(Option<Key>, Option<Key>)>,
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
            unmatched: Vec::new(),
            has_unseen_send: false,
            unseen_page: None,
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

    /// The watermark that a request asks with: read as a form writes it, if an answer gave that.
    pub(crate) fn meant<'a>(&self, asked: &'a Asked) -> &'a Watermark {
        let as_form = asked.as_form.as_ref().filter(|watermark| self.giver_of(watermark.mark).is_some());
        as_form.unwrap_or(&asked.watermark)
    }

    /// Since when every message up to the asked watermark stands in a recorded answer.
    fn complete_since(&self, asked: &Observed<Asked>) -> Option<Instant> {
        match asked {
            Observed::Absent => Some(Instant::BEGINNING),
            Observed::Present(asked) if asked.watermark.mark.is_zero() => Some(Instant::BEGINNING),
            Observed::Present(asked) => Some(self.given.get(&self.meant(asked).mark.key)?.complete_since),
            Observed::NotObservable(_) => None,
        }
    }

    /// The messages that should have come back by the time of an empty page and did not; and why that
    /// cannot be said of others, if there are such.
    pub(crate) fn missing_at(&self, poll: &Poll, epoch: Epoch) -> (Vec<&Pending>, Option<Reason>) {
        let is_end = poll.page.present().is_some_and(|page| page.messages.is_empty() && page.is_whole);
        let (mut missing, mut trouble) = (Vec::new(), None);
        if !is_end {
            return (missing, trouble);
        }
        let complete_since = self.complete_since(&poll.asked);
        for pending in self.pending.iter().filter(|pending| pending.is_accepted) {
            let is_complete = complete_since.is_some_and(|since| since <= pending.epoch.begin);
            match pending.epoch.is_before(epoch) {
                Some(false) => {}
                None => trouble = Some(Reason::NotRecorded),
                Some(true) if is_complete && pending.epoch.until(epoch) <= KEPT => missing.push(pending),
                Some(true) => trouble = Some(Reason::EarlierNotRecorded),
            }
        }
        (missing, trouble)
    }

    /// Which messages of a page are ones that the client sent.
    pub(super) fn returned_in(&self, poll: &Poll) -> Vec<Return<'_>> {
        let Some(page) = poll.page.present() else { return Vec::new() };
        let new: Vec<&Received> = page.messages.iter().filter(|message| self.is_new(message)).collect();
        let mut returned = returns(&self.pending, &new);
        // Older messages, and those that nobody recorded, may look the same.
        let is_known_since = match &poll.asked {
            Observed::Absent => self.started.is_some(),
            Observed::Present(asked) => self.giver_of(self.meant(asked).mark).is_some(),
            Observed::NotObservable(_) => false,
        };
        for found in &mut returned {
            found.is_certain &= is_known_since && !self.has_unseen_send;
        }
        returned
    }

    /// Whether no recorded answer returned the message before.
    pub(super) fn is_new(&self, message: &Received) -> bool {
        message.id.as_ref().is_none_or(|(id, _)| self.message(*id).is_none())
    }

    /// How many facts are remembered.
    pub(super) fn facts(&self) -> usize {
        [self.given.len(), self.greatest.len(), self.messages.len(), self.pending.len(), self.unmatched.len()]
            .into_iter()
            .fold(0, usize::saturating_add)
    }

    /// Forgets everything but that there is something to forget.
    pub(super) fn forget(&mut self) {
        let Self { started, last_seen, .. } = *self;
        *self = Self { started, last_seen, is_partial: true, ..Self::new() };
    }

    /// Adds an exchange of the conversation, and what it settles.
    pub(super) fn add(&mut self, event: &Event, epoch: Epoch, in_order: bool, settled: &Settled) {
        if self.is_partial {
            return;
        }
        match &event.what {
            What::Poll(poll) => self.add_poll(event, poll, epoch, in_order, settled),
            What::Send(sent) => self.add_send(event, sent, epoch),
            _ => {}
        }
        if !matches!(event.what, What::Poll(_))
            && let Some(last) = &mut self.last
            && last.is_abandoned_at(event)
        {
            last.is_abandoned = true;
        }
    }

    fn add_send(&mut self, event: &Event, sent: &Observed<Box<Sent>>, epoch: Epoch) {
        let sent = match sent {
            Observed::Present(sent) => sent,
            Observed::NotObservable(_) => return self.has_unseen_send = true,
            Observed::Absent => return,
        };
        self.unmatched.retain(|(page, _)| page.may_reach(epoch));
        if let Some(at) = self.unmatched.iter().position(|(_, content)| sent.may_be(content)) {
            // A page that was asked for before, and answered after, has it already.
            self.unmatched.remove(at);
        } else if sent.is_recognisable() {
            if self.pending.len() >= MAX_PENDING {
                self.pending.remove(0);
            }
            let is_accepted = event.accepted.present() == Some(&true);
            self.pending.push(Pending {
                index: event.index,
                epoch,
                is_accepted,
                sent: sent.as_ref().clone(),
            });
        }
    }

    fn add_poll(&mut self, event: &Event, poll: &Poll, epoch: Epoch, in_order: bool, settled: &Settled) {
        if let Some(last) = &mut self.last {
            last.polled = last.polled.max(event.started);
        }
        let page = match &poll.page {
            Observed::Present(page) => page,
            Observed::NotObservable(reason) => return self.unseen_page = Some(*reason),
            Observed::Absent => return,
        };
        let unmatched = page.messages.iter().filter(|message| {
            self.is_new(message) && !settled.returned.contains(&message.number) && !message.content.is_hidden
        });
        let unmatched: Vec<_> = unmatched.map(|message| (epoch, message.content.clone())).collect();
        self.unmatched.extend(unmatched);
        let too_many = self.unmatched.len().saturating_sub(MAX_UNMATCHED);
        self.unmatched.drain(..too_many);
        self.pending.retain(|pending| !settled.sends.contains(&pending.index));

        let asked = poll.asked.as_ref().map(|asked| self.meant(asked).mark);
        if let Some(given) = &page.watermark {
            // Of what was sent after this answer, everything comes after its watermark.
            let end = epoch.end.unwrap_or(Instant::NEVER);
            let since = self.complete_since(&poll.asked).filter(|_| page.is_whole).unwrap_or(end).min(end);
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
                let Content { from, text, is_hidden, .. } = message.content;
                let says = (!is_hidden).then_some((from, text));
                self.messages.entry(*id).or_insert(Known { index: event.index, covered_by, says });
            }
        }
        if in_order {
            self.last = Some(Box::new(LastPage {
                index: event.index,
                epoch,
                at: event.ended.or(event.started),
                polled: event.started,
                credential: event.credential.as_ref().map(|credential| credential.key),
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
        let since = self.at.max(self.polled);
        let waited = event.started.zip(since).and_then(|(now, since)| now.checked_sub(since));
        self.has_messages && !self.is_abandoned && waited.is_some_and(|waited| waited > PATIENCE)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_forgotten_was_still_started_and_seen() {
        let mark = Watermark::read("1").mark;
        let given = Given { index: 3, complete_since: Instant::BEGINNING };
        let mut conversation = Conversation { started: Some(1), last_seen: 2, ..Conversation::new() };
        conversation.given.insert(mark.key, given);
        assert_eq!((conversation.facts(), conversation.giver_of(mark)), (1, Some(3)));
        conversation.forget();
        assert_eq!((conversation.facts(), conversation.giver_of(mark)), (0, None));
        assert_eq!((conversation.started, conversation.last_seen), (Some(1), 2));
        assert!(conversation.is_partial);
    }
}
