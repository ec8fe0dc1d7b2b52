//! The journal of `WireMock` (`GET /__admin/requests`): what a stub server was sent and what it answered, newest first.
//!
//! `bodyAsBase64` has the bytes; `body` beside it is text, in which bytes may be lost. The answers of
//! `/__admin/requests/find` and `/unmatched` list requests alone.

use directline_exchange::{Body, Exchange, Observed, Reason, Request, Response, Target};
use directline_json::{Kind, Value};

use super::parts::{Fields, Written, base64_body, exchange, fault, some, status, text};
use super::{Dialect, Entry, Scene};
use crate::har::{Fault, content_length};
use crate::reader::Health;
use crate::started;
use crate::stored::{exact, is_lossy, lossy, unknown};

pub(super) const DIALECT: Dialect = Dialect {
    entries: |root| Entry::elements(root, "requests"),
    newest_first: true,
    read,
    health: || Health {
        producer: Some("WireMock".into()),
        unseen: vec!["header fields that the server adds to an answer: the journal has those of the stub"],
        is_expectation: false,
    },
    without_entries: None,
};

fn read(root: Value<'_>, scene: &Scene<'_>) -> Result<Option<Exchange>, Fault> {
    let request = root.get("request").unwrap_or(root);
    let Some((method, name)) = text(request, "method") else {
        return fault(root, "a request without method");
    };
    let url = text(request, "absoluteUrl").or_else(|| text(request, "url"));
    let Some((url, written)) = url else { return fault(request, "a request without url") };
    let mut fields = Fields::new(scene, Written::Sent);
    fields.map(some(request, "headers"));
    let headers = fields.headers;
    let mut target = Target { origin: scene.base.text(url), ..Target::parse(&written) };
    if let Some(host) = headers.value("host").present() {
        target = target.with_host(&String::from_utf8_lossy(host));
    }
    let length = content_length(&headers);
    let body = body(request, length, scene);
    let request_read = Request {
        method: name,
        method_origin: scene.base.text(method),
        target,
        headers,
        body,
        framing: Vec::new(),
    };
    let answered = some(root, "response").filter(|response| response.get("status").is_some());
    let response = match answered {
        Some(answer) => response(answer, scene),
        None => Response::unrecorded(Reason::NotRecorded),
    };
    let milliseconds = request.get("loggedDate").and_then(Value::as_i64);
    let started = milliseconds.and_then(|milliseconds| milliseconds.checked_mul(1_000_000)).map_or_else(
        || {
            let written = request.get("loggedDateString").and_then(Value::as_str);
            written.map_or(Observed::NotObservable(Reason::NotRecorded), |written| started::observe(&written))
        },
        |nanos| Observed::Present(started::of_unix_nanos(nanos)),
    );
    let took = root.get("timing").and_then(|timing| timing.get("totalTime")?.as_f64());
    let took = took.map_or(Observed::NotObservable(Reason::NotRecorded), started::took_milliseconds);
    Ok(Some(Exchange { started, took, ..exchange(request_read, response) }))
}

fn response(answer: Value<'_>, scene: &Scene<'_>) -> Response {
    let Some((code, number)) = answer.get("status").and_then(|code| Some((code, status(code)?))) else {
        return Response::unrecorded(Reason::NoResponse);
    };
    let mut fields = Fields::new(scene, Written::Sent);
    fields.map(some(answer, "headers"));
    let body = body(answer, None, scene);
    Response {
        status: Observed::Present(number),
        status_origin: scene.base.verbatim(code),
        headers: fields.headers,
        body,
        framing: Vec::new(),
    }
}

fn body(message: Value<'_>, length: Option<u64>, scene: &Scene<'_>) -> Body {
    let stored = |name: &str| some(message, name).filter(|text| text.kind() == Kind::String);
    if let Some(coded) = stored("bodyAsBase64") {
        return base64_body(coded, scene.base, scene.limits);
    }
    let Some(value) = stored("body") else {
        let sent = length.is_some_and(|length| length > 0);
        return if sent { unknown(Reason::BodyNotRecorded) } else { Observed::Absent };
    };
    let text = value.as_str().unwrap_or_default();
    if is_lossy(&text) {
        return lossy(&text, length, scene.base.text(value), scene.limits);
    }
    exact(text.into_owned().into_bytes(), scene.base.text(value), scene.limits)
}
