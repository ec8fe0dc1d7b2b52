//! What a rule across exchanges looks at: one exchange, and what was known before it.

use directline_exchange::{Observed, Reason};

use super::conversation::Conversation;
use super::epoch::Epoch;
use super::event::{Asked, Credential, Event, Page, Poll, Received, What};
use super::history::{History, Token};
use super::pending::Pending;
use crate::rule::Outcome;

/// An exchange at its place in time.
pub(crate) struct Moment<'m> {
    /// What the exchange shows.
    pub(crate) event: &'m Event,
    /// When it began, and when it ended, as far as is known.
    pub(crate) epoch: Epoch,
    /// Which messages of the page are ones that the client sent: number in the page, what was sent.
    pub(crate) returned: Vec<(usize, &'m Pending)>,
    history: &'m History,
    trouble: Option<Reason>,
}

impl<'m> Moment<'m> {
    pub(super) fn new(event: &'m Event, epoch: Epoch, history: &'m History, trouble: Option<Reason>) -> Self {
        let trouble = trouble.or_else(|| history.is_full_for(event).then_some(Reason::LedgerFull));
        let returned = history.returned_by(event);
        Self { event, epoch, returned, history, trouble }
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

    /// The watermark that the exchange asks with, if it does.
    pub(crate) fn asked(&self) -> Result<Option<&'m Asked>, Outcome> {
        match &self.poll()?.asked {
            Observed::Present(asked) => Ok(Some(asked)),
            Observed::Absent => Ok(None),
            Observed::NotObservable(reason) => Err(Outcome::Inconclusive(*reason)),
        }
    }

    /// The page of messages that the exchange answers.
    pub(crate) fn page(&self) -> Result<&'m Page, Outcome> {
        seen(&self.poll()?.page)
    }

    /// The messages of the page that the client sent, with what it sent.
    pub(crate) fn returned(&self) -> Result<impl Iterator<Item = (&'m Received, &'m Pending)>, Outcome> {
        let page = self.page()?;
        let find = |number: usize| page.messages.iter().find(move |message| message.number == number);
        Ok(self.returned.iter().filter_map(move |(number, sent)| Some((find(*number)?, *sent))))
    }

    /// The credential of the request.
    pub(crate) fn credential(&self) -> Result<&'m Credential, Outcome> {
        seen(&self.event.credential)
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

/// What was observed, or what a rule that needs it says instead.
pub(crate) fn seen<T>(observed: &Observed<T>) -> Result<&T, Outcome> {
    match observed {
        Observed::Present(datum) => Ok(datum),
        Observed::Absent => Err(Outcome::NotApplicable),
        Observed::NotObservable(reason) => Err(Outcome::Inconclusive(*reason)),
    }
}
