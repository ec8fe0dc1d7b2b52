//! The bodies of an exchange, parsed once, as what the operation makes of them.

use directline_exchange::{Body, Content, Exchange, Headers, Observed, Reason, is_placeholder};
use directline_json::{DefectKind, Document};
use directline_types::operation::RequestBody;

use crate::Limits;
use crate::media_type::{Essence, MediaType};
use crate::multipart::{self, Multipart};
use crate::route::Route;

/// The media type that makes a part of an upload the Message.
pub(crate) const MESSAGE_TYPE: (&str, &str) = ("application", "vnd.microsoft.bot.message");

/// Both bodies of an exchange.
pub(crate) struct Reading<'e> {
    /// Whether the request body is, or may hold, a Message.
    pub(crate) may_hold_message: bool,
    pub(crate) request: BodyReading<'e>,
    pub(crate) response: BodyReading<'e>,
}

/// A body, as far as it can be read.
pub(crate) enum BodyReading<'e> {
    /// No body was sent.
    Empty,
    /// The body is not observable.
    Unseen(Reason),
    /// Read as JSON. The document may hold defects.
    Json(Document<'e>),
    /// Read as multipart.
    Multipart(Box<MultipartReading<'e>>),
    /// Bytes that the contract does not look into: a file, a page of a gateway.
    Other(&'e Content),
}

/// A multipart body, with its Message parts read as JSON.
pub(crate) struct MultipartReading<'e> {
    pub(crate) content: &'e Content,
    pub(crate) multipart: Multipart<'e>,
    /// The parts of type `application/vnd.microsoft.bot.message`: number and document, or why the
    /// part's bytes are not observable.
    pub(crate) messages: Vec<(usize, Result<Document<'e>, Reason>)>,
}

impl<'e> BodyReading<'e> {
    /// What was read as JSON.
    pub(crate) fn document(&self) -> Option<&Document<'e>> {
        match self {
            Self::Json(document) => Some(document),
            Self::Empty | Self::Unseen(_) | Self::Multipart(_) | Self::Other(_) => None,
        }
    }
}

impl<'e> Reading<'e> {
    pub(crate) fn of(exchange: &'e Exchange, route: &Route, limits: &Limits) -> Self {
        let expected = request_body(route);
        let request = match expected {
            RequestBody::Message => json(&exchange.request.body, limits),
            RequestBody::Upload => upload(&exchange.request.headers, &exchange.request.body, limits),
            RequestBody::None => other(&exchange.request.body),
        };
        let status = exchange.response.status.present().copied().unwrap_or(0);
        let answers = (200..300).contains(&status) && super::returns(route).is_some();
        let response = match &exchange.response.body {
            Body::Present(content) if answers || looks_like_json(&exchange.response.headers, content) => {
                json(&exchange.response.body, limits)
            }
            body => other(body),
        };
        let may_hold_message = match expected {
            RequestBody::Message => true,
            RequestBody::Upload => is_multipart(&exchange.request.headers),
            RequestBody::None => false,
        };
        Self { may_hold_message, request, response }
    }
}

fn request_body(route: &Route) -> RequestBody {
    match route {
        Route::Operation(matched) => matched.operation.request_body(),
        _ => RequestBody::None,
    }
}

/// Whether an upload is, or may be, multipart.
fn is_multipart(headers: &Headers) -> bool {
    match headers.value("content-type") {
        Observed::Present(value) => Essence::of(value).is_some_and(|essence| essence.has_type("multipart")),
        Observed::Absent => false,
        Observed::NotObservable(_) => true,
    }
}

fn other(body: &Body) -> BodyReading<'_> {
    match body {
        Observed::Absent => BodyReading::Empty,
        Observed::NotObservable(reason) => BodyReading::Unseen(*reason),
        Observed::Present(content) => BodyReading::Other(content),
    }
}

fn json<'e>(body: &'e Body, limits: &Limits) -> BodyReading<'e> {
    match other(body) {
        BodyReading::Other(content) => match content.incomplete() {
            Some(reason) => BodyReading::Unseen(reason),
            None if is_replaced(&content.bytes) => BodyReading::Unseen(Reason::RedactedByExporter),
            None => match document(&content.bytes, limits) {
                Ok(document) => BodyReading::Json(document),
                Err(reason) => BodyReading::Unseen(reason),
            },
        },
        reading => reading,
    }
}

/// Whether a placeholder stands where the body was. A lower-case `<html>` is markup, and no placeholder.
fn is_replaced(bytes: &[u8]) -> bool {
    let short = Some(bytes).filter(|bytes| bytes.len() <= 64);
    let Some(text) = short.and_then(|bytes| std::str::from_utf8(bytes).ok()) else { return false };
    let text = text.trim();
    let is_markup = text.starts_with('<') && text.bytes().any(|byte| byte.is_ascii_lowercase());
    is_placeholder(text) && (!is_markup || text == "<redacted>")
}

/// Reads JSON; what exceeds the reader's limits is not observable.
fn document<'e>(bytes: &'e [u8], limits: &Limits) -> Result<Document<'e>, Reason> {
    let document = Document::parse_with(bytes, &limits.json());
    let beyond = document
        .defects()
        .iter()
        .any(|defect| matches!(defect.kind, DefectKind::TooDeep { .. } | DefectKind::TooLarge { .. }));
    if beyond { Err(Reason::LimitReached) } else { Ok(document) }
}

fn upload<'e>(headers: &Headers, body: &'e Body, limits: &Limits) -> BodyReading<'e> {
    let Observed::Present(content) = body else { return other(body) };
    let (boundary, inside) = match headers.value("content-type") {
        Observed::Present(value) if is_multipart(headers) => {
            match MediaType::parse(value).parameter("boundary") {
                Some(boundary) => (boundary.value.clone(), boundary.inside_apostrophes().map(<[u8]>::to_vec)),
                None => return BodyReading::Other(content),
            }
        }
        Observed::Present(_) | Observed::Absent => return BodyReading::Other(content),
        Observed::NotObservable(reason) => return BodyReading::Unseen(reason),
    };
    let multipart = read_form(&content.bytes, &boundary, inside.as_deref(), limits);
    let all = multipart.parts.iter().enumerate();
    let messages = all.filter(|(_, part)| part.is(MESSAGE_TYPE.0, MESSAGE_TYPE.1));
    let messages = messages.map(|(number, part)| {
        // What the recording lost at the end of a part that was cut is lost from that part.
        let end = part.body.end.saturating_add(usize::from(!part.complete));
        let read = match content.gap_in(part.body.start..end) {
            Some(gap) => Err(gap.reason),
            // That the part was cut is a finding of its own.
            None if !part.complete => Err(Reason::BodyTruncated),
            None => document(part.content, limits),
        };
        (number, read)
    });
    let messages = messages.collect();
    BodyReading::Multipart(Box::new(MultipartReading { content, multipart, messages }))
}

/// Reads a form. Apostrophes around the boundary are part of it; where no delimiter has them, their author
/// meant quotation marks.
fn read_form<'e>(bytes: &'e [u8], boundary: &[u8], inside: Option<&[u8]>, limits: &Limits) -> Multipart<'e> {
    let limits = &limits.multipart();
    let form = multipart::read(bytes, boundary, limits);
    let is_found = |form: &Multipart<'_>| !form.parts.is_empty() || form.closed;
    let meant = inside.filter(|_| !is_found(&form));
    let meant = meant.map(|inside| multipart::read(bytes, inside, limits));
    meant.filter(is_found).unwrap_or(form)
}

/// Whether a response body is meant as JSON: by its type, or by its first character. A number or a literal such as
/// `null` is meant so where no type says otherwise.
fn looks_like_json(headers: &Headers, content: &Content) -> bool {
    let declared = headers.value("content-type").present().copied();
    let is_json = declared.and_then(Essence::of).is_some_and(Essence::is_json);
    is_json
        || match content.bytes.iter().find(|byte| !byte.is_ascii_whitespace()) {
            Some(b'{' | b'[' | b'"') => true,
            Some(b't' | b'f' | b'n' | b'-' | b'0'..=b'9') => {
                declared.is_none() && Document::parse(&content.bytes).is_well_formed()
            }
            _ => false,
        }
}
