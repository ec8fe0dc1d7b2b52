//! One line of our own kind as an exchange.

use std::sync::Arc;

use directline_exchange::{
    Body, Coding, Content, Exchange, Fidelity, FramingDefect, Gap, Header, HeaderValue, Headers, Intent,
    Observed, Reason, Request, Response, Source, Target,
};
use directline_json::{Kind, Value};

use super::fields::{Read, fault, list, members, reason, text};
use super::framing;
use crate::base::Base;
use crate::har::Fault;
use crate::repeated::Repeated;
use crate::{Limits, coding, placeholder, started};

const LINE: [&str; 10] = [
    "method",
    "url",
    "http_version",
    "started",
    "took_ms",
    "intent",
    "request",
    "response",
    "source",
    "observed",
];
const MESSAGE: [&str; 8] =
    ["status", "headers", "body_text", "body_b64", "body_gaps", "body_fidelity", "observed", "framing"];

pub(super) const OBSERVED: [&str; 4] = ["started", "took", "scheme", "host"];

/// The intent of a request that obeys the contract.
pub(crate) const VALID: &str = "valid";

/// The status where the client waited for an answer, and none came.
pub(crate) const NONE: &str = "none";

/// What both kinds of messages have.
struct Message {
    headers: Headers,
    body: Body,
    framing: Vec<FramingDefect>,
    /// Why the status is not observable, if that is said.
    status: Option<Reason>,
}

/// Reads a line. Its `source` names no capture yet.
pub(super) fn read(root: Value<'_>, base: Base, limits: &Limits, repeated: &mut Repeated) -> Read<Exchange> {
    let [method, url, version, started, took, intent, request, response, _, observed] =
        members(root, "an exchange", &LINE, 0)?;
    let required = |member, name: &str| match text(member, name)? {
        Some((text, value)) if !text.is_empty() => Ok((text, base.text(value))),
        _ => fault(root, format!("an exchange without {name}")),
    };
    let (method, method_origin) = required(method, "method")?;
    let (url, url_origin) = required(url, "url")?;
    text(version, "http_version")?;
    let unseen = Unseen::read(observed)?;
    let started = read_started(started, unseen.started)?;
    let took = read_took(took, unseen.took)?;
    let intent = read_intent(intent)?;
    let request = match request {
        Some(request) => message((request, true), base, limits, repeated)?.0,
        None => Message {
            headers: Headers::unrecorded(Reason::NotRecorded),
            body: Observed::NotObservable(Reason::NotRecorded),
            framing: Vec::new(),
            status: None,
        },
    };
    let mut target = Target::parse(&url);
    target.origin = url_origin;
    if let Some(host) = request.headers.value("host").present() {
        target = target.with_host(&String::from_utf8_lossy(host));
    }
    if let Some(why) = unseen.scheme {
        target.scheme = Observed::NotObservable(why);
    }
    if let Some(why) = unseen.host {
        (target.host, target.port) = (Observed::NotObservable(why), None);
    }
    Ok(Exchange {
        request: Request {
            method: method.into_owned(),
            method_origin,
            target,
            headers: request.headers,
            body: request.body,
            framing: request.framing,
        },
        response: match response {
            Some(response) => read_response(response, base, limits, repeated)?,
            None => Response::unrecorded(Reason::NoResponse),
        },
        started,
        took,
        intent,
        source: Source { capture: Arc::default(), index: 0, origin: base.verbatim(root) },
    })
}

/// What an exchange says that it does not show.
#[derive(Default)]
struct Unseen {
    started: Option<Reason>,
    took: Option<Reason>,
    scheme: Option<Reason>,
    host: Option<Reason>,
}

impl Unseen {
    fn read(observed: Option<Value<'_>>) -> Read<Self> {
        let Some(observed) = observed else { return Ok(Self::default()) };
        members(observed, "observed", &OBSERVED, 0)?;
        // Here null is no way to say nothing.
        let why = |name: &str| observed.get(name).map(reason).transpose();
        Ok(Self { started: why("started")?, took: why("took")?, scheme: why("scheme")?, host: why("host")? })
    }
}

fn read_started(
    started: Option<Value<'_>>,
    unknown: Option<Reason>,
) -> Read<Observed<directline_exchange::Started>> {
    match text(started, "started")? {
        None => Ok(Observed::NotObservable(unknown.unwrap_or(Reason::NotRecorded))),
        Some((written, value)) => match started::observe(&written) {
            Observed::Present(started) => Ok(Observed::Present(started)),
            _ => fault(value, "started is not a time of RFC 3339, such as 2026-01-02T03:04:05Z"),
        },
    }
}

fn read_took(took: Option<Value<'_>>, unknown: Option<Reason>) -> Read<Observed<u64>> {
    let Some(value) = took else {
        return Ok(Observed::NotObservable(unknown.unwrap_or(Reason::NotRecorded)));
    };
    match value.as_f64().map(started::took_milliseconds) {
        Some(Observed::Present(took)) => Ok(Observed::Present(took)),
        _ => fault(value, "took_ms is not a number of milliseconds"),
    }
}

fn read_intent(intent: Option<Value<'_>>) -> Read<Intent> {
    match text(intent, "intent")? {
        None => Ok(Intent::Unknown),
        Some((name, _)) if name == VALID => Ok(Intent::Valid),
        Some((_, value)) => fault(value, "intent is not \"valid\""),
    }
}

fn read_response(
    response: Value<'_>,
    base: Base,
    limits: &Limits,
    repeated: &mut Repeated,
) -> Read<Response> {
    let (message, status) = message((response, false), base, limits, repeated)?;
    let (status, status_origin) = match status {
        Some(value) if value.as_str().is_some_and(|status| status == NONE) => match message.status {
            None => (Observed::Absent, base.verbatim(value)),
            Some(_) => return fault(value, "status is both given and not observable"),
        },
        None => {
            (Observed::NotObservable(message.status.unwrap_or(Reason::NoResponse)), base.verbatim(response))
        }
        Some(value) => match value.as_u64().and_then(|status| u16::try_from(status).ok()) {
            // Recorders write 0 where no response came.
            Some(0) if message.status.is_none() => {
                (Observed::NotObservable(Reason::NoResponse), base.verbatim(value))
            }
            Some(status) if message.status.is_none() => (Observed::Present(status), base.verbatim(value)),
            Some(_) => return fault(value, "status is both given and not observable"),
            None => return fault(value, "status is not a number from 0 to 65535 and not \"none\""),
        },
    };
    Ok(Response {
        status,
        status_origin,
        headers: message.headers,
        body: message.body,
        framing: message.framing,
    })
}

/// A message, of which is known whether it is a request, and the member `status` of a response.
fn message<'d>(
    (value, is_request): (Value<'d>, bool),
    base: Base,
    limits: &Limits,
    repeated: &mut Repeated,
) -> Read<(Message, Option<Value<'d>>)> {
    let what = if is_request { "a request" } else { "a response" };
    // The status is the first.
    let [status, headers, text, coded, gaps, fidelity, observed, framing] =
        members(value, what, &MESSAGE, usize::from(is_request))?;
    let mut message = Message {
        headers: read_headers(headers, base, limits, repeated)?,
        body: Stored { text, coded, gaps, fidelity }.read(value, base, limits)?,
        framing: Vec::new(),
        status: None,
    };
    if let Some(observed) = observed {
        observe(&mut message, observed, is_request)?;
    }
    for defect in list(framing, "framing")?.into_iter().flatten() {
        let Some(kind) = framing::read(defect) else {
            let is_list = defect.kind() == Kind::Array;
            let what = "a framing defect with lengths is not [\"length-mismatch\", DECLARED, RECORDED]";
            return fault(defect, if is_list { what } else { "not the name of a framing defect" });
        };
        message.framing.push(FramingDefect { kind, origin: base.verbatim(defect) });
    }
    Ok((message, status))
}

/// Applies what the recording says it does not show.
fn observe(message: &mut Message, observed: Value<'_>, is_request: bool) -> Read<()> {
    if observed.kind() != Kind::Object {
        return fault(observed, "observed is not a JSON object");
    }
    for member in observed.members() {
        let why = reason(member.value)?;
        match member.key.as_ref() {
            "headers" => message.headers.mark_partial(why),
            "body" if message.body.is_present() => {
                return fault(member.value, "the body is both given and not observable");
            }
            "body" => message.body = Observed::NotObservable(why),
            "status" if !is_request => message.status = Some(why),
            other => {
                if let Some(name) = other.strip_prefix("header:").filter(|name| !name.is_empty()) {
                    message.headers.withhold(name, why);
                } else {
                    let what =
                        "unknown datum; it may be headers, header:NAME, body or, in a response, status";
                    return Err(Fault { at: member.key_span.start, what: what.into() });
                }
            }
        }
    }
    Ok(())
}

fn read_headers(
    list_of: Option<Value<'_>>,
    base: Base,
    limits: &Limits,
    repeated: &mut Repeated,
) -> Read<Headers> {
    let Some(fields) = list(list_of, "headers")? else {
        return Ok(Headers::unrecorded(Reason::NotRecorded));
    };
    let mut headers = Headers::with_capacity(fields.len().min(limits.max_headers));
    for (index, field) in fields.enumerate() {
        if index >= limits.max_headers {
            headers.mark_partial(Reason::LimitReached);
            break;
        }
        headers.add(match field.kind() {
            Kind::Array => repeated.field(field, base, || header(field, base))?,
            _ => header(field, base)?,
        });
    }
    Ok(headers)
}

fn header(field: Value<'_>, base: Base) -> Read<Header> {
    const SHAPE: &str = "a header is not [NAME, VALUE] or [NAME, null, REASON]";
    let mut parts = field.elements();
    let (2 | 3, Some(name), Some(value)) = (parts.len(), parts.next(), parts.next()) else {
        return fault(field, SHAPE);
    };
    let why = parts.next().map(reason).transpose()?;
    let Some(name_text) = name.as_str().filter(|name| !name.is_empty()) else {
        return fault(name, SHAPE);
    };
    let hidden = why.unwrap_or(Reason::RedactedByExporter);
    let (seen, value_origin) = match value.kind() {
        Kind::String if why.is_none() => {
            let (text, origin) = base.trimmed(value);
            (placeholder::of_credential(&name_text, text.as_bytes()), origin)
        }
        Kind::Null => (HeaderValue::Hidden(hidden), base.verbatim(value)),
        Kind::Object => {
            let [scheme, coded] = members(value, "a header value", &["scheme", "b64"], 0)?;
            match (text(scheme, "scheme")?, text(coded, "b64")?, why) {
                (Some((scheme, at)), None, _) => {
                    (HeaderValue::SchemeOnly { scheme: scheme.into_owned(), reason: hidden }, base.text(at))
                }
                (None, Some((coded, at)), None) => match coding::base64(&coded) {
                    Some(bytes) => (HeaderValue::Seen(bytes.into()), base.coded(at, Coding::JsonBase64)),
                    None => return fault(at, "not base64"),
                },
                _ => return fault(value, SHAPE),
            }
        }
        _ => return fault(value, SHAPE),
    };
    Ok(Header { name: name_text.into(), value: seen, name_origin: base.text(name), value_origin })
}

/// The members that hold a body.
struct Stored<'d> {
    text: Option<Value<'d>>,
    coded: Option<Value<'d>>,
    gaps: Option<Value<'d>>,
    fidelity: Option<Value<'d>>,
}

impl Stored<'_> {
    fn read(self, message: Value<'_>, base: Base, limits: &Limits) -> Read<Body> {
        let (bytes, origin) = match (text(self.text, "body_text")?, text(self.coded, "body_b64")?) {
            (Some(_), Some((_, second))) => return fault(second, "a body is given twice"),
            (Some((text, value)), None) => (text.into_owned().into_bytes(), base.text(value)),
            (None, Some((coded, value))) => match coding::base64(&coded) {
                Some(bytes) => (bytes, base.coded(value, Coding::JsonBase64)),
                None => return fault(value, "body_b64 is not base64"),
            },
            // A gap or a fidelity that stands here is checked all the same.
            (None, None) => (Vec::new(), base.verbatim(message)),
        };
        let gaps = gaps(self.gaps, "body_gaps", bytes.len())?;
        let fidelity = match text(self.fidelity, "body_fidelity")? {
            None => Fidelity::Exact,
            Some((name, value)) => match name.as_ref() {
                "exact" => Fidelity::Exact,
                "value-only" => Fidelity::ValueOnly,
                _ => return fault(value, "body_fidelity is not \"exact\" or \"value-only\""),
            },
        };
        if bytes.len() > limits.max_body_bytes {
            return Ok(Observed::NotObservable(Reason::LimitReached));
        }
        if bytes.is_empty() && gaps.is_empty() {
            return Ok(Observed::Absent);
        }
        Ok(Observed::Present(Content { bytes, gaps, fidelity, origin }))
    }
}

/// The lost ranges that a member lists, which is called `name`.
pub(crate) fn gaps(member: Option<Value<'_>>, name: &str, length: usize) -> Read<Vec<Gap>> {
    const SHAPE: &str = "a gap is not [START, END, REASON], in order and within the body";
    let mut gaps: Vec<Gap> = Vec::new();
    for gap in list(member, name)?.into_iter().flatten() {
        let parts: Vec<Value<'_>> = gap.elements().take(4).collect();
        let [start, end, why] = parts.as_slice() else { return fault(gap, SHAPE) };
        let number = |value: &Value<'_>| value.as_u64().and_then(|number| usize::try_from(number).ok());
        let (Some(start), Some(end)) = (number(start), number(end)) else { return fault(gap, SHAPE) };
        let after = gaps.last().map_or(0, |last| last.range.end);
        if start < after || end < start || end > length {
            return fault(gap, SHAPE);
        }
        gaps.push(Gap { range: start..end, reason: reason(*why)? });
    }
    Ok(gaps)
}
