//! One line of our own kind as an exchange.

use directline_exchange::{
    Body, Coding, Content, Exchange, Fidelity, FramingDefect, Gap, Header, HeaderValue, Headers, Intent,
    Observed, Reason, Request, Response, Source, Target,
};
use directline_json::{Kind, Value};

use super::fields::{Read, fault, list, object, optional, reason, text};
use super::framing;
use crate::base::Base;
use crate::har::Fault;
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
    status: Option<Reason>,
}

/// Reads a line. Its `source` names no capture yet.
pub(super) fn read(root: Value<'_>, base: Base, limits: &Limits) -> Read<Exchange> {
    object(root, "an exchange", &LINE)?;
    let required = |name: &str| match text(root, name)? {
        Some((text, value)) if !text.is_empty() => Ok((text, base.text(value))),
        _ => fault(root, format!("an exchange without {name}")),
    };
    let (method, method_origin) = required("method")?;
    let (url, url_origin) = required("url")?;
    text(root, "http_version")?;
    let mut exchange = Exchange::new(method, Target::parse(&url));
    exchange.source = Source { capture: "".into(), index: 0, origin: base.verbatim(root) };
    let unseen = Unseen::read(root)?;
    exchange.started = read_started(root, unseen.started)?;
    exchange.took = read_took(root, unseen.took)?;
    exchange.intent = read_intent(root)?;
    let request = match optional(root, "request") {
        Some(request) => message(request, "a request", base, limits)?,
        None => Message {
            headers: Headers::unrecorded(Reason::NotRecorded),
            body: Observed::NotObservable(Reason::NotRecorded),
            framing: Vec::new(),
            status: None,
        },
    };
    let mut target = exchange.request.target;
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
    exchange.request = Request {
        method: exchange.request.method,
        method_origin,
        target,
        headers: request.headers,
        body: request.body,
        framing: request.framing,
    };
    if let Some(response) = optional(root, "response") {
        exchange.response = read_response(response, base, limits)?;
    }
    Ok(exchange)
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
    fn read(root: Value<'_>) -> Read<Self> {
        let Some(observed) = optional(root, "observed") else { return Ok(Self::default()) };
        object(observed, "observed", &OBSERVED)?;
        let why = |name: &str| observed.get(name).map(reason).transpose();
        Ok(Self { started: why("started")?, took: why("took")?, scheme: why("scheme")?, host: why("host")? })
    }
}

fn read_started(root: Value<'_>, unknown: Option<Reason>) -> Read<Observed<directline_exchange::Started>> {
    match text(root, "started")? {
        None => Ok(Observed::NotObservable(unknown.unwrap_or(Reason::NotRecorded))),
        Some((written, value)) => match started::observe(&written) {
            Observed::Present(started) => Ok(Observed::Present(started)),
            _ => fault(value, "started is not a time of RFC 3339, such as 2026-01-02T03:04:05Z"),
        },
    }
}

fn read_took(root: Value<'_>, unknown: Option<Reason>) -> Read<Observed<u64>> {
    let Some(value) = optional(root, "took_ms") else {
        return Ok(Observed::NotObservable(unknown.unwrap_or(Reason::NotRecorded)));
    };
    match value.as_f64().map(started::took_milliseconds) {
        Some(Observed::Present(took)) => Ok(Observed::Present(took)),
        _ => fault(value, "took_ms is not a number of milliseconds"),
    }
}

fn read_intent(root: Value<'_>) -> Read<Intent> {
    match text(root, "intent")? {
        None => Ok(Intent::Unknown),
        Some((name, _)) if name == VALID => Ok(Intent::Valid),
        Some((_, value)) => fault(value, "intent is not \"valid\""),
    }
}

fn read_response(response: Value<'_>, base: Base, limits: &Limits) -> Read<Response> {
    let message = message(response, "a response", base, limits)?;
    let (status, status_origin) = match optional(response, "status") {
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

fn message(value: Value<'_>, what: &str, base: Base, limits: &Limits) -> Read<Message> {
    let is_request = what == "a request";
    let known = if is_request { MESSAGE.get(1..).unwrap_or_default() } else { &MESSAGE };
    object(value, what, known)?;
    let mut message = Message {
        headers: headers(value, base, limits)?,
        body: body(value, base, limits)?,
        framing: Vec::new(),
        status: None,
    };
    if let Some(observed) = optional(value, "observed") {
        observe(&mut message, observed, is_request)?;
    }
    for defect in list(value, "framing")?.into_iter().flatten() {
        let Some(kind) = framing::read(defect) else {
            let is_list = defect.kind() == Kind::Array;
            let what = "a framing defect with lengths is not [\"length-mismatch\", DECLARED, RECORDED]";
            return fault(defect, if is_list { what } else { "not the name of a framing defect" });
        };
        message.framing.push(FramingDefect { kind, origin: base.verbatim(defect) });
    }
    Ok(message)
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

fn headers(message: Value<'_>, base: Base, limits: &Limits) -> Read<Headers> {
    let Some(fields) = list(message, "headers")? else {
        return Ok(Headers::unrecorded(Reason::NotRecorded));
    };
    let mut headers = Headers::new();
    for (index, field) in fields.enumerate() {
        if index >= limits.max_headers {
            headers.mark_partial(Reason::LimitReached);
            break;
        }
        headers.add(header(field, base)?);
    }
    Ok(headers)
}

fn header(field: Value<'_>, base: Base) -> Read<Header> {
    const SHAPE: &str = "a header is not [NAME, VALUE] or [NAME, null, REASON]";
    let mut parts = field.elements();
    let (name, value, why) = match (parts.next(), parts.next(), parts.next(), parts.next()) {
        (Some(name), Some(value), None, None) => (name, value, None),
        (Some(name), Some(value), Some(why), None) => (name, value, Some(reason(why)?)),
        _ => return fault(field, SHAPE),
    };
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
            object(value, "a header value", &["scheme", "b64"])?;
            match (text(value, "scheme")?, text(value, "b64")?, why) {
                (Some((scheme, at)), None, _) => {
                    (HeaderValue::SchemeOnly { scheme: scheme.into_owned(), reason: hidden }, base.text(at))
                }
                (None, Some((coded, at)), None) => match coding::base64(&coded) {
                    Some(bytes) => (HeaderValue::Seen(bytes), base.coded(at, Coding::JsonBase64)),
                    None => return fault(at, "not base64"),
                },
                _ => return fault(value, SHAPE),
            }
        }
        _ => return fault(value, SHAPE),
    };
    Ok(Header { name: name_text.into_owned(), value: seen, name_origin: base.text(name), value_origin })
}

fn body(message: Value<'_>, base: Base, limits: &Limits) -> Read<Body> {
    let (bytes, origin) = match (text(message, "body_text")?, text(message, "body_b64")?) {
        (Some(_), Some((_, second))) => return fault(second, "a body is given twice"),
        (Some((text, value)), None) => (text.into_owned().into_bytes(), base.text(value)),
        (None, Some((coded, value))) => match coding::base64(&coded) {
            Some(bytes) => (bytes, base.coded(value, Coding::JsonBase64)),
            None => return fault(value, "body_b64 is not base64"),
        },
        // A gap or a fidelity that stands here is checked all the same.
        (None, None) => (Vec::new(), base.verbatim(message)),
    };
    let gaps = gaps(message, "body_gaps", bytes.len())?;
    let fidelity = match text(message, "body_fidelity")? {
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

/// The lost ranges that the member `name` lists.
pub(crate) fn gaps(message: Value<'_>, name: &str, length: usize) -> Read<Vec<Gap>> {
    const SHAPE: &str = "a gap is not [START, END, REASON], in order and within the body";
    let mut gaps: Vec<Gap> = Vec::new();
    for gap in list(message, name)?.into_iter().flatten() {
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
