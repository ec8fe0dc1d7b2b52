//! What a rule across exchanges looks at: one exchange, and what was known before it.

use std::collections::BTreeSet;

use directline_exchange::{Observed, Reason};

use super::conversation::Conversation;
use super::epoch::Epoch;
use super::event::{Credential, Event, Page, Poll, Received, ShortPlace, What};
use super::history::{History, Token};
use super::pending::{Pending, Return, Settled};
use super::watermark::Watermark;
use crate::rule::Outcome;

/// An exchange at its place in time.
pub(crate) struct Moment<'m> {
    /// What the exchange shows.
    pub(crate) event: &'m Event,
    /// When it began, and when it ended, as far as is known.
    pub(crate) epoch: Epoch,
    /// Which messages of the page are ones that the client sent.
    returned: Vec<Return<'m>>,
    /// Which messages that the client sent should be in the page, or in one before, and nowhere are; and why
    /// that cannot be said of others.
    missing: (Vec<&'m Pending>, Option<Reason>),
    history: &'m History,
    trouble: Option<Reason>,
}

impl<'m> Moment<'m> {
    /// `later` are exchanges that came later, as far as they are known already.
    pub(super) fn new<'l>(
        event: &'m Event,
        epoch: Epoch,
        history: &'m History,
        later: impl Iterator<Item = &'l Event>,
        trouble: Option<Reason>,
    ) -> Self {
        let trouble = trouble.or_else(|| history.is_full_for(event).then_some(Reason::LedgerFull));
        let returned = history.returned_by(event);
        let missing = match (&event.what, event.conversation) {
            (What::Poll(poll), Some(key)) => {
                let (mut missing, trouble) = history.conversation(key).missing_at(poll, epoch);
                if !missing.is_empty() {
                    let later = later.filter(|event| event.conversation == Some(key));
                    retain_missing(&mut missing, history.conversation(key), later);
                }
                (missing, trouble)
            }
            _ => (Vec::new(), None),
        };
        Self { event, epoch, returned, missing, history, trouble }
    }

    /// What the history need not look for any more.
    pub(super) fn settled(&self) -> Settled {
        let returned = self.returned.iter().map(|found| found.pending.index);
        Settled {
            sends: returned.chain(self.missing.0.iter().map(|missing| missing.index)).collect(),
            returned: self.returned.iter().map(|found| found.number).collect(),
        }
    }

    /// The messages that the client sent and that did not come back, and why that cannot be said of others.
    pub(crate) fn missing(&self) -> (&[&'m Pending], Option<Reason>) {
        (&self.missing.0, self.missing.1)
    }

    /// What was known before; inconclusive if that is not what was known then.
    pub(crate) fn history(&self) -> Result<&'m History, Outcome> {
        self.trouble.map_or(Ok(self.history), |reason| Err(Outcome::Inconclusive(reason)))
    }

    /// What was known of the conversation of the exchange's path.
    pub(crate) fn conversation(&self) -> Result<&'m Conversation, Outcome> {
        let key = self.event.conversation.ok_or(Outcome::NotApplicable)?;
        Ok(self.history()?.conversation(key))
    }

    /// The request for messages that the exchange is.
    pub(crate) fn poll(&self) -> Result<&'m Poll, Outcome> {
        match &self.event.what {
            What::Poll(poll) => Ok(poll),
            _ => Err(Outcome::NotApplicable),
        }
    }

    /// The watermark that the exchange asks with, if it does, and where it stands.
    pub(crate) fn asked(&self) -> Result<Option<(&'m Watermark, &'m ShortPlace)>, Outcome> {
        let poll = self.poll()?;
        if poll.is_unfilled {
            return Err(Outcome::NotApplicable);
        }
        let conversation = self.conversation()?;
        match &poll.asked {
            Observed::Present(asked) => Ok(Some((conversation.meant(asked), &asked.place))),
            Observed::Absent => Ok(None),
            Observed::NotObservable(reason) => Err(Outcome::Inconclusive(*reason)),
        }
    }

    /// The page of messages that the exchange answers.
    pub(crate) fn page(&self) -> Result<&'m Page, Outcome> {
        seen(&self.poll()?.page)
    }

    /// The messages of the page that the client sent, with what it sent, and whether that is certain.
    pub(crate) fn returned(&self) -> Result<impl Iterator<Item = (&'m Received, Return<'m>)>, Outcome> {
        let page = self.page()?;
        let find = |number: usize| page.messages.iter().find(move |message| message.number == number);
        Ok(self.returned.iter().filter_map(move |found| Some((find(found.number)?, *found))))
    }

    /// The credential of the request.
    pub(crate) fn credential(&self) -> Result<&'m Credential, Outcome> {
        let credential = seen(&self.event.credential)?;
        if self.history.is_mask(credential.key) || self.event.shows_mask() == Some(credential.key) {
            return Err(Outcome::Inconclusive(Reason::RedactedByExporter));
        }
        Ok(credential)
    }

    /// The token that the credential of the request is, where the recording shows how it was issued.
    pub(crate) fn token(&self) -> Result<(&'m Credential, &'m Token), Outcome> {
        let credential = self.credential()?;
        let token = self.history()?.token(credential.key).ok_or(Outcome::NotApplicable)?;
        Ok((credential, token))
    }

    /// Whether the exchange is Generate Token.
    pub(crate) fn is_generating(&self) -> bool {
        matches!(self.event.what, What::Generate(_))
    }

    /// Whether the exchange is Refresh Token.
    pub(crate) fn is_renewing(&self) -> bool {
        matches!(self.event.what, What::Renew(_))
    }

    /// How many whole seconds ago a token was issued at the least, if both times are recorded.
    pub(crate) fn age_of(&self, token: &Token) -> Option<u64> {
        self.seconds_since(token.issued)
    }

    /// How many whole seconds after a time the exchange began, if both are recorded; 0 if it began before.
    pub(crate) fn seconds_since(&self, time: Option<i64>) -> Option<u64> {
        let nanos = self.event.started?.checked_sub(time?)?;
        Some(u64::try_from(nanos / 1_000_000_000).unwrap_or(0))
    }

    /// Whether the service accepted the request.
    pub(crate) fn accepted(&self) -> Result<bool, Outcome> {
        seen(&self.event.accepted).copied()
    }
}

/// Leaves out what a later page returns, each message once.
fn retain_missing<'l>(
    missing: &mut Vec<&Pending>,
    conversation: &Conversation,
    later: impl Iterator<Item = &'l Event>,
) {
    let mut seen = BTreeSet::new();
    for event in later {
        let What::Poll(poll) = &event.what else { continue };
        let Some(page) = poll.page.present() else { continue };
        for message in page.messages.iter().filter(|message| conversation.is_new(message)) {
            if message.id.as_ref().is_none_or(|(id, _)| seen.insert(*id))
                && let Some(at) = missing.iter().position(|pending| pending.sent.may_be(&message.content))
            {
                missing.remove(at);
            }
        }
    }
}

/// What was observed, or what a rule that needs it says instead.
pub(crate) fn seen<T>(observed: &Observed<T>) -> Result<&T, Outcome> {
    match observed {
        Observed::Present(datum) => Ok(datum),
        Observed::Absent => Err(Outcome::NotApplicable),
        Observed::NotObservable(reason) => Err(Outcome::Inconclusive(*reason)),
    }
}
