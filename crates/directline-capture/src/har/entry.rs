//! One entry of a HAR as an exchange.

use directline_exchange::{
    Exchange, Header, HeaderValue, Headers, Observed, Origin, Reason, Request, Response, Source, Target,
};
use directline_json::{DefectKind, Document, Kind, SyntaxError, Value};

use super::response_body::Answer;
use super::survey::{Preflight, Survey};
use super::{headers, own};
use super::{request_body, response_body};
use crate::base::Base;
use crate::repeated::Repeated;
use crate::unread::Beside;
use crate::{Limits, started};

/// What the reading of an entry depends on beside the entry.
#[derive(Debug)]
pub(crate) struct Surroundings<'h> {
    /// Facts of the whole recording.
    pub(crate) survey: &'h Survey,
    /// Whether credentials may have been taken out.
    pub(crate) sanitized: bool,
    /// Bounds.
    pub(crate) limits: &'h Limits,
}

/// Why an entry is no exchange.
#[derive(Debug)]
pub(crate) struct Fault {
    /// Byte of the entry.
    pub(crate) at: usize,
    /// What is wrong.
    pub(crate) what: String,
}

/// Reads an entry. Its `source` names no capture yet.
pub(crate) fn read(
    entry: &Document<'_>,
    base: Base,
    around: &Surroundings<'_>,
    beside: &mut Beside<'_>,
) -> Result<Exchange, Fault> {
    check(entry)?;
    match entry.root() {
        Some(root) => read_value(root, base, around, beside),
        None => Err(Fault { at: 0, what: "an entry is not a JSON object".into() }),
    }
}

/// Refuses a text of which what is read may not be what was recorded.
pub(super) fn check(text: &Document<'_>) -> Result<(), Fault> {
    match text.defects().iter().find(|defect| is_unreadable(&defect.kind)) {
        Some(defect) => Err(Fault { at: defect.span.start, what: defect.to_string() }),
        None => Ok(()),
    }
}

/// Reads an entry that is a part of a document without defects.
pub(super) fn read_value(
    root: Value<'_>,
    base: Base,
    around: &Surroundings<'_>,
    beside: &mut Beside<'_>,
) -> Result<Exchange, Fault> {
    if root.kind() != Kind::Object {
        return Err(Fault { at: root.span().start, what: "an entry is not a JSON object".into() });
    }
    let request = member(root, "request", Kind::Object, "an entry without request")?;
    let method = member(request, "method", Kind::String, "a request without method")?;
    let url = member(request, "url", Kind::String, "a request without url")?;
    let response = root.get("response").filter(|response| response.kind() == Kind::Object);
    let is_head = method.as_str().is_some_and(|method| method.eq_ignore_ascii_case("HEAD"));
    let started = root.get("startedDateTime").and_then(Value::as_str);
    let request = read_request(request, method, url, base, around, beside);
    let response = match response {
        Some(response) => read_response(response, is_head, base, around, beside),
        None => Response::unrecorded(Reason::NoResponse),
    };
    Ok(Exchange {
        request,
        response,
        started: match started.map(|written| started::observe(&written)) {
            Some(Observed::Present(started)) => Observed::Present(started),
            _ => own::unknown_time(root),
        },
        took: match root.get("time").and_then(Value::as_f64).map(started::took_milliseconds) {
            Some(Observed::Present(took)) => Observed::Present(took),
            _ => own::unknown_duration(root),
        },
        intent: own::intent(root),
        source: Source { capture: "".into(), index: 0, origin: base.verbatim(root) },
    })
}

/// Defects after which what was read may not be what was recorded. The others leave a text that can be understood.
pub(crate) fn is_unreadable(kind: &DefectKind) -> bool {
    match kind {
        DefectKind::Syntax(error) => !matches!(
            error,
            SyntaxError::ControlCharacter | SyntaxError::TrailingComma | SyntaxError::Comment
        ),
        DefectKind::TooLarge { .. } => true,
        _ => false,
    }
}

/// Whether a defect is that the text ends too early.
pub(crate) fn is_cut(kind: &DefectKind) -> bool {
    matches!(kind, DefectKind::Syntax(SyntaxError::UnexpectedEnd | SyntaxError::UnclosedString))
}

fn member<'d>(of: Value<'d>, name: &str, kind: Kind, what: &str) -> Result<Value<'d>, Fault> {
    let found = of.get(name).filter(|value| value.kind() == kind);
    let empty = |value: &Value<'_>| kind == Kind::String && value.raw().len() <= 2;
    found.filter(|value| !empty(value)).ok_or_else(|| Fault { at: of.span().start, what: what.to_owned() })
}

/// The status and its place; none if the recorder says that no response came.
fn answered(response: Value<'_>) -> Option<(u16, Value<'_>)> {
    let failed = ["_error", "_failureText"].iter().filter_map(|name| response.get(name));
    let mut failed = failed.filter(|failure| !failure.is_null() && failure.raw() != b"\"\"");
    let status = response.get("status").filter(|_| failed.next().is_none())?;
    // Some tools write the status as a string.
    let digits = match status.as_str() {
        Some(text) => text,
        None => status.number_text()?.into(),
    };
    // `200.0` is 200.
    let digits = digits.trim();
    let number: Option<u64> = digits.strip_suffix(".0").unwrap_or(digits).parse().ok();
    let number = u16::try_from(number?).ok().filter(|number| *number > 0)?;
    Some((number, status))
}

fn read_request(
    request: Value<'_>,
    method: Value<'_>,
    url: Value<'_>,
    base: Base,
    around: &Surroundings<'_>,
    beside: &mut Beside<'_>,
) -> Request {
    let method_text = method.as_str().unwrap_or_default();
    let url_text = url.as_str().unwrap_or_default();
    let (fields, body);
    if let Some(observed) = own::observed(request) {
        fields = own::headers(request, observed, base, around.limits);
        body = own::body(request.get("postData"), observed, base, around.limits);
    } else {
        fields = request_headers(request, (&url_text, &method_text), base, around, beside.repeated);
        body = request_body::read(request, &fields, base, beside.attachments, around.limits);
    }
    let mut target = Target::parse(&url_text);
    target.origin = base.text(url);
    if let Some(host) = fields.value("host").present() {
        target = target.with_host(&String::from_utf8_lossy(host));
    }
    own::hide(request, &mut target);
    Request {
        method: method_text.into_owned(),
        method_origin: base.text(method),
        target,
        headers: fields,
        body,
        framing: own::framing(request, base),
    }
}

/// The headers of a request, and what of them may be missing.
fn request_headers(
    request: Value<'_>,
    (url, method): (&str, &str),
    base: Base,
    around: &Surroundings<'_>,
    repeated: &mut Repeated,
) -> Headers {
    let list = request.get("headers");
    let mut fields = headers::read(list, base, around.limits, repeated);
    if headers::are_provisional(list, around.survey.creator.as_deref()) {
        fields.mark_partial(Reason::HeadersPartial);
    }
    // A preflight never carries credentials, whoever exported it.
    let is_preflight =
        method.eq_ignore_ascii_case("OPTIONS") && fields.get("access-control-request-method").is_present();
    if around.sanitized && !is_preflight {
        withhold(&mut fields, around.survey.preflight(url, method), base.verbatim(request));
    }
    fields
}

/// Accounts for the request headers that a sanitized export lacks.
fn withhold(fields: &mut Headers, preflight: Preflight, origin: Origin) {
    fields.withhold("cookie", Reason::RedactedByExporter);
    fields.withhold("authorization", Reason::RedactedByExporter);
    if fields.all("authorization").next().is_some() {
        return;
    }
    match preflight {
        Preflight::Sent => fields.add(Header {
            name: "authorization".into(),
            value: HeaderValue::Hidden(Reason::RedactedByExporter),
            name_origin: origin.clone(),
            value_origin: origin,
        }),
        Preflight::NotSent => fields.stop_withholding("authorization"),
        Preflight::Silent => {}
    }
}

fn read_response(
    response: Value<'_>,
    to_head: bool,
    base: Base,
    around: &Surroundings<'_>,
    beside: &mut Beside<'_>,
) -> Response {
    let (status, status_origin) = match answered(response) {
        Some((status, value)) if value.kind() == Kind::String => (status, base.text(value)),
        Some((status, value)) => (status, base.verbatim(value)),
        None => return own::unanswered(response, base, around.limits),
    };
    if let Some(observed) = own::observed(response) {
        return own::response(
            response,
            observed,
            (Observed::Present(status), status_origin),
            base,
            around.limits,
        );
    }
    let mut fields = headers::read(response.get("headers"), base, around.limits, beside.repeated);
    if around.sanitized {
        fields.withhold("set-cookie", Reason::RedactedByExporter);
    }
    let answer = Answer { status, to_head, headers: &fields };
    let body = response_body::read(response, answer, base, beside.attachments, around.limits);
    Response { status: Observed::Present(status), status_origin, headers: fields, body, framing: Vec::new() }
}
