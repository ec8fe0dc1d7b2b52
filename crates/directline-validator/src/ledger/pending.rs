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

/// What an exchange settles.
#[derive(Clone, Debug, Default)]
pub(crate) struct Settled {
    /// The exchanges whose messages need not be looked for any more: they came back, or are missing.
    pub(super) sends: Vec<usize>,
    /// The numbers of the messages of the page that the client sent.
    pub(super) returned: Vec<usize>,
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

#[cfg(test)]
mod tests {
    use super::super::event::File;
    use super::*;

    fn content(from: Option<&str>, text: Option<&str>) -> Content {
        Content { from: from.map(Key::of), text: text.map(Key::of), ..Content::default() }
    }

    fn sent(from: Option<&str>, text: Option<&str>, files: usize) -> Sent {
        let file = File { media_type: Some(Key::of("image/png")), may_be_image: true };
        Sent { content: content(from, text), from_as_form: None, files: vec![file; files] }
    }

    fn received(from: Option<&str>, text: Option<&str>, images: usize, attachments: usize) -> Received {
        let file = File { media_type: Some(Key::of("text/plain")), may_be_image: false };
        let content = Content { images, attachments: vec![file; attachments], ..content(from, text) };
        let id = Some((Key::of("1"), 0..0));
        Received { number: 0, span: 0..0, id, content, channel_data_span: None, files: Vec::new() }
    }

    fn pending(index: usize, is_accepted: bool, sent: Sent) -> Pending {
        Pending { index, epoch: Epoch::new(None, None, 0, 0), is_accepted, sent }
    }

    #[test]
    fn a_message_is_known_by_its_user_and_by_text_or_files() {
        for (from, text, files, known) in [
            (Some("u"), Some("a"), 0, true),
            (Some("u"), None, 1, true),
            (None, Some("a"), 0, false),
            (None, None, 1, false),
            (Some("u"), None, 0, false),
        ] {
            assert_eq!(sent(from, text, files).is_recognisable(), known, "{from:?} {text:?} {files}");
        }
    }

    #[test]
    fn what_comes_back_has_the_same_sender_and_text() {
        let (u, v, a, b) = (Some("u"), Some("v"), Some("a"), Some("b"));
        for (sent, received, same) in [
            (sent(u, a, 0), received(u, a, 0, 0), true),
            (sent(u, a, 0), received(None, a, 0, 0), true),
            (sent(None, a, 0), received(v, a, 0, 0), false),
            (sent(u, a, 0), received(v, a, 0, 0), false),
            (sent(u, a, 0), received(u, b, 0, 0), false),
            (sent(u, a, 0), received(u, None, 1, 0), false),
            (sent(u, None, 1), received(u, None, 1, 0), true),
            (sent(u, None, 1), received(u, None, 0, 1), true),
            (sent(u, None, 1), received(u, None, 0, 0), false),
            // A service may give an upload a text.
            (sent(u, None, 1), received(u, a, 1, 0), true),
            (sent(u, None, 1), received(v, None, 1, 0), false),
            (sent(None, None, 1), received(u, None, 1, 0), false),
        ] {
            assert_eq!(sent.may_be(&received.content), same, "{sent:?} {received:?}");
        }
    }

    #[test]
    fn what_looks_alike_is_not_certain() {
        let (u, a) = (Some("u"), Some("a"));
        let message = received(u, a, 0, 0);
        let found = |pending: &[Pending], messages: &[&Received]| -> Vec<(usize, bool)> {
            returns(pending, messages).iter().map(|found| (found.pending.index, found.is_certain)).collect()
        };
        let one = [pending(1, true, sent(u, a, 0))];
        assert_eq!(found(&one, &[&message]), [(1, true)]);
        assert_eq!(found(&one, &[&message, &message]), [(1, false)]);
        assert_eq!(found(&one, &[&received(None, a, 0, 0)]), [(1, false)]);
        let two = [pending(1, true, sent(u, a, 0)), pending(2, true, sent(u, a, 0))];
        assert_eq!(found(&two, &[&message]), [(1, false)]);
        // A refused one is taken last.
        let refused = [pending(1, false, sent(u, a, 0)), pending(2, true, sent(u, a, 0))];
        assert_eq!(found(&refused, &[&message]), [(2, false)]);
        assert_eq!(found(&refused[..1], &[&message]), [(1, false)]);
        // Of uploads that look alike the one with as many files.
        let uploads = [pending(1, true, sent(u, None, 1)), pending(2, true, sent(u, None, 2))];
        assert_eq!(found(&uploads, &[&received(u, None, 1, 1)]), [(2, false)]);
        let other = [pending(1, true, sent(u, Some("b"), 0)), pending(2, true, sent(u, a, 0))];
        assert_eq!(found(&other, &[&message]), [(2, true)]);
    }
}
