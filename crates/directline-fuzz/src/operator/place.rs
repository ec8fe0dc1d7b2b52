//! Where the JSON objects of the API stand in a request or a response.

use std::ops::Range;

use directline_json::{Document, Kind, Value};
use directline_reference::{Request, Response};
use directline_types::Operation;

use super::json::Change;
use super::splice::Splice;
use super::{form, http};
use crate::Dice;

/// A kind of JSON value in one of the bodies. Where there are several, the dice choose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// The Message of a send or of an upload.
    Sent,
    /// The Message of a send.
    SentAlone,
    /// The Message part of an upload.
    Uploaded,
    /// An Attachment of the Message of a send or of an upload.
    SentAttachment,
    /// A Message of a `MessageSet`.
    Received,
    /// An Attachment of such a Message.
    ReceivedAttachment,
    /// The `MessageSet`.
    MessageSet,
    /// The Conversation.
    Conversation,
    /// The string of a token response.
    Token,
    /// The `ErrorMessage` of a response that reports a failure.
    ErrorMessage,
    /// The Error in it.
    Error,
    /// Any JSON value that is answered as documented.
    Answer,
}

/// An Attachment with nothing wrong, for messages that have none.
const ATTACHMENT: &str = r#"{"url":"https://example.com/a.pdf","contentType":"application/pdf"}"#;

impl Place {
    /// Whether it is in the request.
    pub(super) fn is_in_request(self) -> bool {
        matches!(self, Self::Sent | Self::SentAlone | Self::Uploaded | Self::SentAttachment)
    }

    /// Changes such a value of the request. `false`: there is none to which the change applies.
    pub(super) fn change_request(self, request: &mut Request, change: Change, dice: &mut Dice) -> bool {
        match self.text_of_request(request) {
            Some(range) => self.change(&mut request.body, range, change, dice),
            None => false,
        }
    }

    /// Changes such a value of the response. `false`: there is none to which the change applies.
    pub(super) fn change_response(
        self,
        request: &Request,
        response: &mut Response,
        change: Change,
        dice: &mut Dice,
    ) -> bool {
        let is_here = self.is_answered(request, response);
        let range = 0..response.body.len();
        is_here && self.change(&mut response.body, range, change, dice)
    }

    /// Where the JSON text stands that the request has at this place.
    pub(super) fn text_of_request(self, request: &Request) -> Option<Range<usize>> {
        match http::operation(request)? {
            Operation::SendMessage if self != Self::Uploaded && self.is_in_request() => {
                Some(0..request.body.len())
            }
            Operation::Upload if self != Self::SentAlone && self.is_in_request() => {
                form::Form::read(request)?.message().map(|part| part.body.clone())
            }
            _ => None,
        }
    }

    /// Whether the response to this request is a text in which such a value can stand.
    pub(super) fn is_answered(self, request: &Request, response: &Response) -> bool {
        let Some(operation) = http::operation(request) else { return false };
        let succeeds = response.status == 200;
        let fails = response.status >= 400 && response.body.first() == Some(&b'{');
        match self {
            Self::Sent | Self::SentAlone | Self::Uploaded | Self::SentAttachment => false,
            Self::Received | Self::ReceivedAttachment | Self::MessageSet => {
                succeeds && operation == Operation::GetMessages
            }
            Self::Conversation => succeeds && operation == Operation::StartConversation,
            Self::Token => {
                succeeds && matches!(operation, Operation::GenerateToken | Operation::RefreshToken)
            }
            Self::ErrorMessage | Self::Error => fails,
            Self::Answer => fails || (succeeds && !http::delivers(operation)),
        }
    }

    fn change(self, body: &mut Vec<u8>, range: Range<usize>, change: Change, dice: &mut Dice) -> bool {
        let start = range.start;
        let Some(text) = body.get(range.clone()) else { return false };
        if !self.is_attachment() || self.is_in(text) {
            let splice = self.splice(text, change, dice);
            return splice.is_some_and(|splice| splice.apply(body, start));
        }
        // A message without attachments gets one first.
        let mut text = text.to_vec();
        let message = if self == Self::SentAttachment { Self::Sent } else { Self::Received };
        for (place, change) in [(message, Change::Element("attachments", &[ATTACHMENT])), (self, change)] {
            let splice = place.splice(&text, change, dice);
            if !splice.is_some_and(|splice| splice.apply(&mut text, 0)) {
                return false;
            }
        }
        Splice::new(range, text).apply(body, 0)
    }

    fn is_attachment(self) -> bool {
        matches!(self, Self::SentAttachment | Self::ReceivedAttachment)
    }

    /// Whether the text has such a value.
    fn is_in(self, text: &[u8]) -> bool {
        Document::parse(text).root().is_some_and(|root| !self.values(root).is_empty())
    }

    /// The edit that changes one such value of the text.
    fn splice(self, text: &[u8], change: Change, dice: &mut Dice) -> Option<Splice> {
        let document = Document::parse(text);
        if !document.is_clean() {
            return None;
        }
        let values = self.values(document.root()?);
        change.splice(*dice.pick(&values)?, dice)
    }

    /// The values of this kind in a JSON text.
    fn values<'d>(self, root: Value<'d>) -> Vec<Value<'d>> {
        let messages = || root.get("messages").into_iter().flat_map(Value::elements).filter(is_object);
        let attachments = |message: Value<'d>| {
            message.get("attachments").into_iter().flat_map(Value::elements).filter(is_object)
        };
        match self {
            Self::Token | Self::Answer => vec![root],
            Self::Received => messages().collect(),
            Self::ReceivedAttachment => messages().flat_map(attachments).collect(),
            Self::SentAttachment => attachments(root).collect(),
            Self::Error => root.get("error").into_iter().filter(is_object).collect(),
            _ => Some(root).into_iter().filter(is_object).collect(),
        }
    }
}

fn is_object(value: &Value<'_>) -> bool {
    value.kind() == Kind::Object
}
