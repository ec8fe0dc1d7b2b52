//! What a client sent and has not yet got back.

use super::epoch::Epoch;
use super::event::{Content, Received, Sent};

/// A message that the service accepted.
#[derive(Clone, Debug)]
pub(crate) struct Pending {
    /// The exchange that sent it.
    pub(crate) index: usize,
    /// When it was sent.
    pub(crate) epoch: Epoch,
    /// What was sent.
    pub(crate) sent: Sent,
}

impl Sent {
    /// Whether it can be told from other messages when it comes back: by its text, or as the files of a
    /// known user.
    pub(crate) fn is_recognisable(&self) -> bool {
        self.content.text.is_some() || (!self.files.is_empty() && self.content.from.is_some())
    }

    /// Whether a message that the service returns is this one. What of it may have changed on the way is
    /// not looked at: `channelData`, files.
    pub(crate) fn is(&self, received: &Received) -> bool {
        let Content { from, text, images, ref attachments, .. } = received.content;
        let same_sender = self.content.from.is_none() || from.is_none() || from == self.content.from;
        let has_files = images > 0 || !attachments.is_empty();
        self.is_recognisable() && same_sender && text == self.content.text && (text.is_some() || has_files)
    }
}
