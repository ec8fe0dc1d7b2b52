//! What the rules look at: an exchange, read once.
//!
//! [`Reading`] owns what was parsed from the bodies; [`Facts`] gathers from it what rules ask for:
//! the messages sent and received, the object that was answered, the error, the authorization.

mod authorization;
mod credential;
mod gather;
mod json_text;
mod looked;
mod parts;
mod placeholder;
mod reading;
mod subject;
mod token;
mod upload;
mod urls;

pub(crate) use authorization::{Authorization, AuthorizationHeader};
pub(crate) use credential::CredentialFault;
pub(crate) use gather::Gathered;
pub(crate) use json_text::{JsonText, JsonTexts};
pub(crate) use looked::Looked;
pub(crate) use parts::{PartAt, PartKind};
pub(crate) use placeholder::{Filling, conversation_id_filling, filling, watermark_filling};
pub(crate) use reading::{BodyReading, MESSAGE_TYPE, MultipartReading, Reading};
pub(crate) use subject::{MessageContent, Subject};
pub(crate) use token::bare_token;
pub(crate) use upload::{HeaderAt, Upload};
pub(crate) use urls::Urls;

use std::borrow::Cow;
use std::cell::OnceCell;

use std::ops::Range;

use directline_exchange::{Exchange, Intent, Observed, Reason, Request, Response};
use directline_types::{ObjectKind, Operation, operation::Success};

use crate::route::{Matched, Route};
use crate::rule::Outcome;
use crate::scope::Host;
use crate::shape::{Deviations, Holder};
use crate::sink::Sink;
use crate::url::Base;
use crate::validator::{Group, Groups};
use crate::{Part, Place, Seen, Side, SpecimenKind, percent};

/// One exchange as the rules see it.
pub(crate) struct Facts<'f> {
    pub(crate) exchange: &'f Exchange,
    pub(crate) route: &'f Route,
    pub(crate) reading: &'f Reading<'f>,
    pub(crate) authorization: Authorization<'f>,
    /// The Message objects that the client sends: at most one with Send a Message, the Message
    /// parts with an upload.
    pub(crate) sent: Gathered<'f>,
    /// The Message objects of a `MessageSet` that the service answers.
    pub(crate) received: Gathered<'f>,
    /// The object that a successful response returns (token, Conversation, `MessageSet`).
    pub(crate) answer: Gathered<'f>,
    /// Where the error stands that a successful response has in place of the object it returns.
    pub(crate) error_under_success: Option<Range<usize>>,
    /// The JSON body of an error response (status 400 and above).
    pub(crate) error: Gathered<'f>,
    /// The Attachment that is judged by itself, without a message around it.
    pub(crate) attachment: Gathered<'f>,
    /// The deviations from the strict shapes, in all of the above.
    pub(crate) deviations: Deviations<'f>,
    /// The URLs of messages, read when the first rule asks.
    pub(crate) urls: OnceCell<Urls>,
    seen: OnceCell<Seen>,
    later: Later<'f>,
    /// What the object is, if one is judged by itself, and what its relative URLs are completed with.
    alone: Option<(SpecimenKind, Base)>,
}

/// What is made when the first rule asks.
#[derive(Default)]
struct Later<'f> {
    upload: OnceCell<Option<Upload<'f>>>,
    parts: OnceCell<Vec<Result<PartAt<'f>, Reason>>>,
    conversation: OnceCell<Option<(Cow<'f, str>, Filling)>>,
    request_type: OnceCell<Observed<HeaderAt<'f>>>,
    request_disposition: OnceCell<Observed<HeaderAt<'f>>>,
    json: OnceCell<Box<[JsonTexts<'f>; 2]>>,
    held: OnceCell<[Outcome; Holder::NUMBER]>,
}

impl<'f> Facts<'f> {
    pub(crate) fn new(exchange: &'f Exchange, route: &'f Route, reading: &'f Reading<'f>) -> Self {
        let sent = gather::sent(reading);
        let mut answer = gather::answer(exchange, route, reading);
        let error_under_success = gather::take_error(&mut answer);
        let received = gather::received(route, &answer);
        let error = gather::error(exchange, reading);
        let deviations = Deviations::of([&sent, &answer, &error].into_iter().flat_map(|all| &all.list));
        let authorization = Authorization::of(&exchange.request);
        let attachment = Gathered::default();
        let alone = None;
        Self {
            exchange,
            route,
            reading,
            authorization,
            sent,
            received,
            answer,
            error_under_success,
            error,
            attachment,
            deviations,
            urls: OnceCell::new(),
            seen: OnceCell::new(),
            later: Later::default(),
            alone,
        }
    }

    /// The facts of one object by itself: `exchange` shows nothing but it.
    pub(crate) fn of_object(
        exchange: &'f Exchange,
        route: &'f Route,
        reading: &'f Reading<'f>,
        kind: SpecimenKind,
        sender: Side,
        base: Base,
    ) -> Self {
        let mut facts = Self {
            exchange,
            route,
            reading,
            authorization: Authorization::of(&exchange.request),
            sent: Gathered::default(),
            received: Gathered::default(),
            answer: Gathered::default(),
            error_under_success: None,
            error: Gathered::default(),
            attachment: Gathered::default(),
            deviations: Deviations::default(),
            urls: OnceCell::new(),
            seen: OnceCell::new(),
            later: Later::default(),
            alone: Some((kind, base)),
        };
        let gathered = match (kind, sender) {
            (SpecimenKind::Upload, _) | (SpecimenKind::Message, Side::Client) => {
                facts.sent = gather::sent(reading);
                &facts.sent
            }
            (SpecimenKind::Message, Side::Service) => {
                facts.received = gather::alone(ObjectKind::Message, reading, sender);
                &facts.received
            }
            (SpecimenKind::Attachment, _) => {
                facts.attachment = gather::alone(ObjectKind::Attachment, reading, sender);
                &facts.attachment
            }
            (SpecimenKind::Error, _) => {
                facts.error = gather::alone(ObjectKind::ErrorMessage, reading, sender);
                &facts.error
            }
            (SpecimenKind::Url, _) => {
                let part = if sender == Side::Client { Part::RequestBody } else { Part::ResponseBody };
                facts.urls = OnceCell::from(Urls::of_body(&facts.base(), exchange, part));
                return facts;
            }
            (SpecimenKind::MessageSet | SpecimenKind::Conversation | SpecimenKind::Token, _) => {
                facts.answer = gather::answer(exchange, route, reading);
                facts.received = gather::received(route, &facts.answer);
                &facts.answer
            }
        };
        facts.deviations = Deviations::of(&gathered.list);
        facts
    }

    /// Goes on with another route for rules across exchanges: what was gathered and seen stays as it is.
    pub(crate) fn set_route(&mut self, route: &'f Route) {
        self.route = route;
        self.later = Later::default();
    }

    /// Whether the object that is judged by itself, if one is, could not be seen.
    pub(crate) fn misses_object(&self) -> bool {
        let all = [&self.sent, &self.received, &self.answer, &self.error, &self.attachment];
        all.into_iter().any(|gathered| gathered.unseen.is_some())
            || self.urls.get().is_some_and(Urls::misses_some)
    }

    /// Which objects and members the exchange shows.
    pub(crate) fn seen(&self) -> Seen {
        let seen = *self.seen.get_or_init(|| self.deviations.seen().unwrap_or_else(|| Seen::of(self)));
        debug_assert_eq!(seen, Seen::of(self));
        seen
    }

    /// The rules that have nothing to look at in the exchange.
    pub(crate) fn silent_groups(&self) -> Groups {
        let has_urls = || {
            let unseen = self.sent.unseen.or(self.received.unseen).or(self.attachment.unseen);
            unseen.is_some() || !self.attachment.list.is_empty() || self.seen().has_some(Seen::of_urls())
        };
        let is_upload = self.operation() == Some(Operation::Upload);
        Groups::default()
            .with(Group::Across, true)
            .with(Group::Upload, !is_upload)
            .with(Group::Url, self.urls.get().is_none() && !has_urls())
    }

    pub(crate) fn request(&self) -> &'f Request {
        &self.exchange.request
    }

    pub(crate) fn response(&self) -> &'f Response {
        &self.exchange.response
    }

    /// What whoever made the request knows of it.
    pub(crate) fn intent(&self) -> Intent {
        self.exchange.intent
    }

    /// The operation, where method and path are those of one.
    pub(crate) fn operation(&self) -> Option<Operation> {
        match self.route {
            Route::Operation(matched) => Some(matched.operation),
            _ => None,
        }
    }

    /// The recognised path, whatever the method.
    pub(crate) fn matched(&self) -> Option<&'f Matched> {
        match self.route {
            Route::Operation(matched) | Route::ListedToken(matched) | Route::UndocumentedMethod(matched) => {
                Some(matched)
            }
            Route::OutOfScope(_) | Route::UnknownPath { .. } => None,
        }
    }

    /// The conversation id in the path, percent-decoded, for rules that compare others with it. Absent where a
    /// placeholder was left there: that is a fault of the path, and says nothing about the others.
    pub(crate) fn conversation_of_path(&self) -> Observed<&str> {
        match self.conversation_in_path() {
            None | Some((_, Filling::Placeholder)) => Observed::Absent,
            Some((id, Filling::Value)) => Observed::Present(id),
            Some((_, Filling::Hidden)) => Observed::NotObservable(Reason::NotRecorded),
        }
    }

    /// What stands in the path where a conversation id belongs, percent-decoded, and what that is.
    pub(crate) fn conversation_in_path(&self) -> Option<(&str, Filling)> {
        let read = self.later.conversation.get_or_init(|| {
            let id = percent::decode_text(self.matched()?.conversation.as_deref()?);
            let filling = conversation_id_filling(&id);
            Some((id, filling))
        });
        read.as_ref().map(|(id, filling)| (id.as_ref(), *filling))
    }

    /// What kind of host the request went to.
    pub(crate) fn host(&self) -> &'f Host {
        match self.route {
            Route::Operation(matched) | Route::ListedToken(matched) | Route::UndocumentedMethod(matched) => {
                &matched.host
            }
            Route::UnknownPath { host, .. } => host,
            Route::OutOfScope(_) => &Host::Foreign,
        }
    }

    /// The object that the operation returns on success, if it returns one.
    pub(crate) fn returns(&self) -> Option<ObjectKind> {
        match &self.alone {
            Some((SpecimenKind::Message, _)) => Some(ObjectKind::Message),
            Some((SpecimenKind::Attachment, _)) => Some(ObjectKind::Attachment),
            _ => returns(self.route),
        }
    }

    /// Whether the response is that to a request that failed, or what a rule that needs it says instead.
    pub(crate) fn is_error(&self) -> Result<bool, Outcome> {
        match &self.alone {
            Some((kind, _)) => Ok(*kind == SpecimenKind::Error),
            None => Ok(self.status()? >= 400),
        }
    }

    /// The response status, or what a rule that needs it says instead.
    pub(crate) fn status(&self) -> Result<u16, Outcome> {
        match self.response().status {
            Observed::Present(status) => Ok(status),
            Observed::Absent => Err(Outcome::NotApplicable),
            Observed::NotObservable(reason) => Err(Outcome::Inconclusive(reason)),
        }
    }

    /// The object that the body of this response is: the operation returns one, and the status is a
    /// success other than 204. Or what a rule that needs it says instead.
    pub(crate) fn returned(&self) -> Result<ObjectKind, Outcome> {
        let object = self.returns().ok_or(Outcome::NotApplicable)?;
        match self.status()? {
            204 => Err(Outcome::NotApplicable),
            200..=299 => Ok(object),
            _ => Err(Outcome::NotApplicable),
        }
    }

    /// All messages of the exchange, sent and received.
    pub(crate) fn each_message<L: Looked>(
        &self,
        sink: &mut Sink<'_>,
        check: impl Fn(&Subject<'f>, &mut Sink<'_>) -> L,
    ) -> Outcome {
        let sent = self.sent.each(sink, &check);
        let received = self.received.each(sink, &check);
        sent.and(received)
    }

    /// All objects that stand among the attachments of messages, sent and received, or by themselves.
    pub(crate) fn each_attachment<L: Looked>(
        &self,
        sink: &mut Sink<'_>,
        check: impl Fn(&Subject<'f>, &mut Sink<'_>) -> L,
    ) -> Outcome {
        let inside = self.each_message(sink, |message, sink| {
            let looked = message.attachments().map(|attachment| check(&attachment, sink).looked());
            looked.fold(false, |any, one| any | one)
        });
        inside.and(self.attachment.each(sink, &check))
    }

    /// What holds objects of a kind, for rules of shape.
    pub(crate) fn holders(&self, holder: Holder) -> impl Iterator<Item = &Gathered<'f>> {
        let holders = match holder {
            Holder::SentMessage => [Some(&self.sent), None, None],
            Holder::Of(ObjectKind::Message) => [Some(&self.sent), Some(&self.received), None],
            Holder::Of(ObjectKind::Attachment) => {
                [Some(&self.sent), Some(&self.received), Some(&self.attachment)]
            }
            Holder::Of(object @ (ObjectKind::MessageSet | ObjectKind::Conversation | ObjectKind::Token)) => {
                [Some(&self.answer).filter(|_| self.returns() == Some(object)), None, None]
            }
            Holder::Of(ObjectKind::Error | ObjectKind::ErrorMessage) => [Some(&self.error), None, None],
        };
        holders.into_iter().flatten()
    }

    /// What each holder of objects says of a rule of shape that finds nothing.
    pub(crate) fn held(&self) -> &[Outcome; Holder::NUMBER] {
        self.later.held.get_or_init(|| {
            Holder::all().map(|holder| {
                self.holders(holder).map(Gathered::outcome).fold(Outcome::NotApplicable, Outcome::or_last)
            })
        })
    }

    /// Why the body of a part is not observable, if it is not.
    pub(crate) fn unseen(&self, part: Part) -> Option<Reason> {
        let reading = if part == Part::RequestBody { &self.reading.request } else { &self.reading.response };
        match reading {
            BodyReading::Unseen(reason) => Some(*reason),
            _ => None,
        }
    }

    /// A place in the request URL: the value of a query parameter that starts at `at` in the URL.
    pub(crate) fn parameter_place(name: &str, value: &str, at: usize) -> Place {
        Place::of(Part::RequestUrl).named(name).at(at..at.saturating_add(value.len()))
    }

    /// The place of the path in the request URL.
    pub(crate) fn path_place(&self) -> Place {
        let target = &self.request().target;
        Place::of(Part::RequestUrl).at(target.path_at..target.path_at.saturating_add(target.path.len()))
    }
}

/// The object that a successful answer to the route returns.
pub(crate) fn returns(route: &Route) -> Option<ObjectKind> {
    match route {
        Route::Operation(matched) | Route::ListedToken(matched) => match matched.operation.success() {
            Success::Returns(object) => Some(object),
            Success::NoContent => None,
        },
        Route::OutOfScope(_) | Route::UndocumentedMethod(_) | Route::UnknownPath { .. } => None,
    }
}
