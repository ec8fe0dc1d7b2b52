//! What a client sent and has not yet got back, and which returned message is which.

use super::epoch::Epoch;
use super::event::{Content, Received, Sent};
use super::key::Key;

/// A message that was sent.
#[derive(Clone, Debug)]
pub(crate) struct Pending {
    /// The exchange that sent it.
    pub(crate) index: usize,
    /// When it was sent.
    pub(crate) epoch: Epoch,
    /// Whether the service accepted it, as far as the recording shows. Others may come back all the same.
    pub(crate) is_accepted: bool,
    /// What was sent.
    pub(crate) sent: Sent,
}

/// A message that was sent, at its return.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Return<'p> {
    /// The number of the message in the page.
    pub(crate) number: usize,
    /// What was sent.
    pub(crate) pending: &'p Pending,
    /// Whether the message can be no other than this one, and this one no other message.
    pub(crate) is_certain: bool,
}

impl Sent {
    /// Whether it can be told from other messages when it comes back: by its sender, and by its text or
    /// by having files.
    pub(crate) fn is_recognisable(&self) -> bool {
        self.content.from.is_some() && (self.content.text.is_some() || self.has_files())
    }

    fn has_files(&self) -> bool {
        self.file_count() > 0
    }

    /// How many files it brings and names.
    pub(crate) fn file_count(&self) -> usize {
        self.files.len().saturating_add(self.content.file_count())
    }

    /// Whether a message that the service returns may be this one. What of it may have changed on the way
    /// is not looked at: `channelData`, files, and the text of a message that was sent without.
    pub(crate) fn may_be(&self, received: &Content) -> bool {
        let same_sender = received.from.is_none() || self.is_from(received.from);
        let same_text = match self.content.text {
            Some(_) => received.text == self.content.text || received.is_hidden,
            None => received.has_files(),
        };
        self.is_recognisable() && same_sender && same_text
    }

    /// Whether it says the same, as far as both are known.
    fn is_same(&self, received: &Received) -> bool {
        let Content { from, text, is_hidden, .. } = received.content;
        received.id.is_some() && !is_hidden && self.is_from(from) && text == self.content.text
    }

    fn is_from(&self, sender: Option<Key>) -> bool {
        sender.is_some() && (sender == self.content.from || sender == self.from_as_form)
    }
}

impl Content {
    /// Whether it has images or attachments.
    pub(crate) fn has_files(&self) -> bool {
        self.file_count() > 0
    }

    /// How many images and attachments it has.
    pub(crate) fn file_count(&self) -> usize {
        self.images.saturating_add(self.attachments.len())
    }
}

/// Which of the messages are ones that were sent: each send once, that with the same `channelData` first, then
/// those that were accepted, then that with as many files, then in the order of the sends.
pub(super) fn returns<'p>(pending: &'p [Pending], messages: &[&Received]) -> Vec<Return<'p>> {
    let mut waiting: Vec<&Pending> = pending.iter().collect();
    let mut returned = Vec::new();
    for message in messages {
        let content = &message.content;
        let rank = |(_, pending): &(usize, &&Pending)| {
            let is_other = pending.sent.content.channel_data != content.channel_data;
            (is_other, !pending.is_accepted, pending.sent.file_count() != content.file_count())
        };
        let candidates = waiting.iter().enumerate().filter(|(_, pending)| pending.sent.may_be(content));
        let Some((at, _)) = candidates.min_by_key(rank) else { continue };
        let found = waiting.remove(at);
        let is_only = |count: usize| count == 1;
        let is_certain = found.is_accepted
            && found.sent.is_same(message)
            && is_only(pending.iter().filter(|other| other.sent.may_be(content)).count())
            && is_only(messages.iter().filter(|other| found.sent.may_be(&other.content)).count());
        returned.push(Return { number: message.number, pending: found, is_certain });
    }
    returned
}
