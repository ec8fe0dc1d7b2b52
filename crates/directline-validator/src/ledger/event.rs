//! What an exchange adds to the ledger: little, owned, without the exchange's bytes.

use std::ops::Range;

use directline_exchange::Observed;

use super::key::Key;
use super::watermark::Watermark;
use crate::{Part, Place};

/// What an exchange says about its conversation.
#[derive(Debug)]
pub(crate) struct Event {
    /// Its number in the capture.
    pub(crate) index: usize,
    /// When the request was sent, in nanoseconds since 1970.
    pub(crate) started: Option<i64>,
    /// When the response was complete, if that is recorded.
    pub(crate) ended: Option<i64>,
    /// The conversation of the path: its id, and the host to which that id belongs.
    pub(crate) conversation: Option<ConversationKey>,
    /// Whether the service accepted the request (status 2xx).
    pub(crate) accepted: Observed<bool>,
    /// What the request is authorized with.
    pub(crate) credential: Observed<Credential>,
    /// The rest, by operation.
    pub(crate) what: What,
}

impl Event {
    /// A text that stands in the place of credentials: where Generate Token answers the very credential that
    /// it is called with, the recording has the same word for secrets and tokens.
    pub(crate) fn shows_mask(&self) -> Option<Key> {
        let What::Generate(Observed::Present(issued)) = &self.what else { return None };
        self.credential.present().map(|used| used.key).filter(|used| *used == issued.key)
    }
}

/// A conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct ConversationKey {
    /// Its id.
    pub(crate) id: Key,
    /// Its id with the host.
    pub(crate) at_host: Key,
}

/// What an exchange is about.
#[derive(Debug)]
pub(crate) enum What {
    /// Nothing that the ledger is interested in.
    Other,
    /// Generate Token, with the token answered.
    Generate(Observed<Issued>),
    /// Refresh Token, with the token answered.
    Renew(Observed<Issued>),
    /// Start Conversation, with the Conversation answered.
    Start(Observed<Started>),
    /// Get Messages.
    Poll(Box<Poll>),
    /// Send a Message, or Upload.
    Send(Observed<Box<Sent>>),
    /// A file is fetched that a message may have named.
    Fetch(Key),
}

/// A credential in the `Authorization` header.
#[derive(Debug)]
pub(crate) struct Credential {
    /// The credential.
    pub(crate) key: Key,
    /// Its bytes in the header's value.
    pub(crate) span: Range<usize>,
    /// The name of the header as written.
    pub(crate) header: Box<str>,
}

impl Credential {
    /// Where it stands.
    pub(crate) fn place(&self) -> Place {
        Place::of(Part::RequestHeader).named(self.header.as_ref()).at(self.span.clone())
    }
}

/// A place in few bytes: most are never shown.
#[derive(Clone, Debug)]
pub(crate) struct ShortPlace {
    part: Part,
    name: Option<&'static str>,
    pointer: Option<&'static str>,
    span: Range<usize>,
}

impl ShortPlace {
    /// In the JSON of the response body.
    pub(crate) fn in_answer(pointer: &'static str, span: Range<usize>) -> Self {
        Self { part: Part::ResponseBody, name: None, pointer: Some(pointer), span }
    }

    /// The value of a query parameter, which starts at `at` in the URL.
    pub(crate) fn in_query(name: &'static str, value: &str, at: usize) -> Self {
        let span = at..at.saturating_add(value.len());
        Self { part: Part::RequestUrl, name: Some(name), pointer: None, span }
    }

    /// The place in full.
    pub(crate) fn whole(&self) -> Place {
        let mut place = Place::of(self.part).at(self.span.clone());
        place.name = self.name.map(str::to_owned);
        place.pointer = self.pointer.map(str::to_owned);
        place
    }
}

/// A token that the service issues.
#[derive(Debug)]
pub(crate) struct Issued {
    /// The token.
    pub(crate) key: Key,
    /// Where it stands in the response body.
    pub(crate) place: ShortPlace,
}

/// A conversation that the service starts.
#[derive(Debug)]
pub(crate) struct Started {
    /// The conversation.
    pub(crate) conversation: ConversationKey,
    /// Where its id stands.
    pub(crate) place: ShortPlace,
    /// The token, if it is answered.
    pub(crate) token: Option<Key>,
    /// The lifetime of the token.
    pub(crate) lifetime: Lifetime,
}

/// How long a token lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lifetime {
    /// The answer does not say: as documented.
    Documented,
    /// So many whole seconds at the least.
    Seconds(u64),
    /// What the answer says is no number of seconds, which is a finding of its own.
    Unclear,
}

/// A request for messages, and its answer.
#[derive(Debug)]
pub(crate) struct Poll {
    /// The watermark of the request; an empty one is absent.
    pub(crate) asked: Observed<Asked>,
    /// Whether that is none but what a template or a script leaves (`{watermark}`, `undefined`), which is a
    /// finding of its own.
    pub(crate) is_unfilled: bool,
    /// The `MessageSet` of a successful answer.
    pub(crate) page: Observed<Page>,
}

/// A watermark in a request.
#[derive(Debug)]
pub(crate) struct Asked {
    /// The watermark, decoded.
    pub(crate) watermark: Watermark,
    /// The same where a plus sign stands for a space.
    pub(crate) as_form: Option<Watermark>,
    /// Where its value stands.
    pub(crate) place: ShortPlace,
}

/// A page of messages.
#[derive(Debug)]
pub(crate) struct Page {
    /// The watermark given.
    pub(crate) watermark: Option<Watermark>,
    /// Where the watermark stands, or the `MessageSet` if there is none.
    pub(crate) place: ShortPlace,
    /// The messages.
    pub(crate) messages: Vec<Received>,
    /// Whether everything that makes a message recognisable could be read of all messages.
    pub(crate) is_whole: bool,
}

/// A message that the service returns.
#[derive(Debug)]
pub(crate) struct Received {
    /// Its number in the page.
    pub(crate) number: usize,
    /// Its bytes.
    pub(crate) span: Range<usize>,
    /// Its `id`, and the bytes of that.
    pub(crate) id: Option<(Key, Range<usize>)>,
    /// Its content.
    pub(crate) content: Content,
    /// The bytes of its `channelData`.
    pub(crate) channel_data_span: Option<Range<usize>>,
    /// The files on the service's host that it names.
    pub(crate) files: Vec<Key>,
}

impl Received {
    /// The place of the message.
    pub(crate) fn place(&self) -> Place {
        self.below("", self.span.clone())
    }

    /// The place of a member.
    pub(crate) fn below(&self, member: &str, span: Range<usize>) -> Place {
        let mut place = Place::of(Part::ResponseBody).at(span);
        place.pointer = Some(format!("/messages/{}{member}", self.number));
        place
    }
}

/// A message that the client sends.
#[derive(Clone, Debug)]
pub(crate) struct Sent {
    /// What the Message says; of an upload without one, only who sends it.
    pub(crate) content: Content,
    /// The sender where a plus sign in the URL stands for a space.
    pub(crate) from_as_form: Option<Key>,
    /// The media types of the uploaded files, in order.
    pub(crate) files: Vec<File>,
}

/// An uploaded file, or an attachment of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct File {
    /// Its media type in lower case, without parameters, if it has one.
    pub(crate) media_type: Option<Key>,
    /// Whether it may be an image: by its type, or because that says nothing (`application/octet-stream`).
    pub(crate) may_be_image: bool,
}

/// What makes a message recognisable when it comes back.
#[derive(Clone, Debug, Default)]
pub(crate) struct Content {
    /// Whether the recording hides one of its texts.
    pub(crate) is_hidden: bool,
    /// `from`, if it is a string that is not empty.
    pub(crate) from: Option<Key>,
    /// `text`, if it is a string that is not empty.
    pub(crate) text: Option<Key>,
    /// `channelData`, if it is an object.
    pub(crate) channel_data: Option<Key>,
    /// How many `images` it has.
    pub(crate) images: usize,
    /// Its `attachments`.
    pub(crate) attachments: Vec<File>,
}
