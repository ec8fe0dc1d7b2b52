//! One object by itself: what it is, its bytes, and the little that is known of how it came.
//!
//! It is judged by the rules that judge exchanges, on an exchange that shows nothing but the object:
//! what a rule says of the object there, it says of it here, and what a rule needs beside it is not
//! there to be judged.

mod judge;
#[cfg(test)]
mod tests;

use std::fmt;

use directline_exchange::{
    Body, Content, Exchange, Header, HeaderValue, Headers, Observed, Origin, Reason, Response, Target,
};
use directline_types::Operation;

use crate::Side;
use crate::url::Base;

/// What an object by itself should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SpecimenKind {
    /// A Message: that of Send a Message, or one of a `MessageSet`.
    Message,
    /// A `MessageSet`, the answer to Get Messages.
    MessageSet,
    /// An Attachment of a Message.
    Attachment,
    /// A Conversation, the answer to Start Conversation.
    Conversation,
    /// An `ErrorMessage`, the body of an error response.
    Error,
    /// A token, the answer to Generate Token and Refresh Token.
    Token,
    /// The body of an upload: one file, or a multipart form.
    Upload,
    /// A URL of a Message, in `images` or of an Attachment: the text alone, not as JSON.
    Url,
}

impl SpecimenKind {
    /// Every kind, in the order of the manual.
    pub const ALL: [Self; 8] = [
        Self::Message,
        Self::MessageSet,
        Self::Attachment,
        Self::Conversation,
        Self::Error,
        Self::Token,
        Self::Upload,
        Self::Url,
    ];

    /// The name as options and reports write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Message => "message",
            Self::MessageSet => "message-set",
            Self::Attachment => "attachment",
            Self::Conversation => "conversation",
            Self::Error => "error",
            Self::Token => "token",
            Self::Upload => "upload",
            Self::Url => "url",
        }
    }

    /// Who sends objects of this kind, if only one side does.
    pub fn sender(self) -> Option<Side> {
        match self {
            Self::Message | Self::Attachment | Self::Url => None,
            Self::Upload => Some(Side::Client),
            Self::MessageSet | Self::Conversation | Self::Error | Self::Token => Some(Side::Service),
        }
    }
}

impl fmt::Display for SpecimenKind {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.name())
    }
}

/// One object by itself, for [`Validator::check_object`](crate::Validator::check_object).
#[derive(Clone, Debug)]
pub struct Specimen {
    kind: SpecimenKind,
    sender: Option<Side>,
    /// The side whose body holds it.
    holder: Side,
    exchange: Exchange,
    base: Option<Base>,
}

impl Specimen {
    /// These bytes, as they stand in a body. No byte at all is a body that was not sent.
    pub fn new(kind: SpecimenKind, bytes: impl Into<Vec<u8>>) -> Self {
        let body = match bytes.into() {
            bytes if bytes.is_empty() => Body::Absent,
            bytes => Body::Present(Content::exact(bytes)),
        };
        // A message is told what a client did wrong; of an attachment both sides are told the same.
        let holder = match kind {
            SpecimenKind::Message => Side::Client,
            _ => kind.sender().unwrap_or(Side::Service),
        };
        Self { kind, sender: kind.sender(), holder, exchange: holding(kind, holder, body), base: None }
    }

    /// The body of an upload whose request had this `Content-Type`.
    pub fn upload(content_type: impl Into<Vec<u8>>, bytes: impl Into<Vec<u8>>) -> Self {
        let mut specimen = Self::new(SpecimenKind::Upload, bytes);
        specimen.exchange.request.headers.add(Header {
            name: "Content-Type".into(),
            value: HeaderValue::Seen(content_type.into().into()),
            name_origin: Origin::verbatim(1, 0),
            value_origin: Origin::verbatim(1, 0),
        });
        specimen
    }

    /// The same Message or Attachment, sent by this side. Whoever sends any other object is known.
    #[must_use]
    pub fn sent_by(self, side: Side) -> Self {
        if self.kind.sender().is_some() {
            return self;
        }
        Self { sender: Some(side), ..self.held_by(side) }
    }

    /// The same error, answered with this status. Of any other object the status says nothing.
    #[must_use]
    pub fn with_status(mut self, status: u16) -> Self {
        if self.kind == SpecimenKind::Error {
            self.exchange.response.status = Observed::Present(status);
        }
        self
    }

    /// The same object of a service at this base, with which relative URLs are completed.
    #[must_use]
    pub fn with_base(self, base: Base) -> Self {
        Self { base: Some(base), ..self }
    }

    /// What relative URLs are completed with.
    pub fn base(&self) -> Base {
        self.base.clone().unwrap_or_default()
    }

    /// What it should be.
    pub fn kind(&self) -> SpecimenKind {
        self.kind
    }

    /// Who sent it, if that is known.
    pub fn sender(&self) -> Option<Side> {
        self.sender
    }

    /// An exchange that shows nothing but the object, into which the places of findings point.
    ///
    /// The body stands at byte 0 of file 0 of its capture, the `Content-Type` of an upload at byte 0
    /// of file 1.
    pub fn exchange(&self) -> &Exchange {
        &self.exchange
    }

    /// The same object in the body of that side.
    fn held_by(self, side: Side) -> Self {
        if self.holder == side {
            return self;
        }
        let body = match side {
            Side::Client => self.exchange.response.body,
            Side::Service => self.exchange.request.body,
        };
        Self { holder: side, exchange: holding(self.kind, side, body), ..self }
    }
}

/// An exchange whose body on that side is all that is known of it. The other side sent nothing: what it
/// sent is not to be judged.
fn holding(kind: SpecimenKind, side: Side, body: Body) -> Exchange {
    let operation = operation(kind, side);
    let mut exchange =
        Exchange::new(operation.method().to_string(), Target::parse(&operation.path().to_string()));
    let unrecorded = Response::unrecorded(Reason::NotRecorded);
    exchange.request.headers = Headers::unrecorded(Reason::NotRecorded);
    exchange.response = match side {
        Side::Client => Response { status: Observed::Absent, body: Body::Absent, ..unrecorded },
        // An object other than an error is the body of a success.
        Side::Service if kind != SpecimenKind::Error => {
            Response { status: Observed::Present(200), ..unrecorded }
        }
        Side::Service => unrecorded,
    };
    match side {
        Side::Client => exchange.request.body = body,
        Side::Service => exchange.response.body = body,
    }
    exchange
}

/// An operation in which that side sends objects of this kind.
fn operation(kind: SpecimenKind, side: Side) -> Operation {
    match (kind, side) {
        (SpecimenKind::Upload, _) => Operation::Upload,
        (SpecimenKind::Conversation, _) => Operation::StartConversation,
        (SpecimenKind::Token, _) => Operation::GenerateToken,
        (SpecimenKind::Message | SpecimenKind::Attachment | SpecimenKind::Url, Side::Client)
        | (SpecimenKind::Error, _) => Operation::SendMessage,
        (SpecimenKind::Message | SpecimenKind::Attachment | SpecimenKind::Url, Side::Service)
        | (SpecimenKind::MessageSet, _) => Operation::GetMessages,
    }
}
