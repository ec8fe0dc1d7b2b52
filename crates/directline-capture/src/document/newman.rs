//! JSON reports of Newman, which runs collections of Postman: `run.executions[]`.
//!
//! The request is the one that was sent, but for files and forms: they are named and not held, and of a form not even the
//! header `Content-Type` is there. The answer is exact and decoded, as a list of numbers.

use std::sync::Arc;

use directline_exchange::{
    Body, Coding, Exchange, Observed, Origin, Reason, Request, Response, Segment, Target,
};
use directline_json::{Kind, Value};

use super::parts::{Fields, Written, exchange, fault, some, status, text, text_body};
use super::postman::auth;
use super::target::{Pieces, of_template};
use super::{Auth, Context, Dialect, Entry, Scene};
use crate::har::Fault;
use crate::reader::Health;
use crate::stored::{exact, unknown};
use crate::{Limits, started};

/// Of a longer answer only the beginning is found in the file: each byte is a number of its own.
const MOST_PLACES: usize = 64 * 1024;

/// How many variables of a path are looked through for each of its segments.
const MOST_VARIABLES: usize = 100;

pub(super) const DIALECT: Dialect = Dialect {
    entries,
    newest_first: false,
    read,
    health: || Health {
        producer: Some("Newman".into()),
        unseen: vec![
            "forms and files that were sent: a report names them and does not hold them",
            "Content-Type of a form that was sent: a report leaves it out",
            "when a request was sent: a report says how long it took",
        ],
        is_expectation: false,
    },
    without_entries: None,
};

fn entries(root: Value<'_>) -> Vec<Entry> {
    // A credential that the collection adds may not stand in the requests.
    let inherited = root.get("collection").and_then(|collection| collection.get("auth")).and_then(auth);
    let context = Arc::new(Context { auth: inherited, request: None });
    let executions = root.get("run").map(|run| Entry::elements(run, "executions")).unwrap_or_default();
    executions.into_iter().map(|entry| entry.with(&context)).collect()
}

fn read(root: Value<'_>, scene: &Scene<'_>) -> Result<Option<Exchange>, Fault> {
    let Some(request) = root.get("request").filter(|request| request.kind() == Kind::Object) else {
        return fault(root, "an execution without request");
    };
    let Some((method, name)) = text(request, "method") else {
        return fault(request, "a request without method");
    };
    let mut fields = Fields::new(scene, Written::Sent);
    fields.list(request.get("header"));
    let own = request.get("auth").and_then(auth);
    fields
        .authorize(own, &request.get("auth").map_or_else(Origin::default, |auth| scene.base.verbatim(auth)));
    let mut headers = fields.headers;
    if own.is_none()
        && matches!(scene.context.and_then(|context| context.auth), Some(Auth::Scheme(_) | Auth::Unknown))
    {
        headers.withhold("authorization", Reason::NotRecorded);
    }
    let body = body(some(request, "body"), scene);
    if body.reason().is_some() {
        headers.withhold("content-type", Reason::NotRecorded);
    }
    let mut target = target(request, scene)?;
    if let Some(host) = headers.value("host").present() {
        target = target.with_host(&String::from_utf8_lossy(host));
    }
    let method_origin = scene.base.text(method);
    let request = Request { method: name, method_origin, target, headers, body, framing: Vec::new() };
    let answer = some(root, "response");
    let took = answer.and_then(|answer| answer.get("responseTime")?.as_f64());
    let response = match answer {
        Some(answer) => response(answer, request.is_method("HEAD"), scene),
        None => Response::unrecorded(Reason::NoResponse),
    };
    let took = took.map_or(Observed::NotObservable(Reason::NotRecorded), started::took_milliseconds);
    Ok(Some(Exchange { took, ..exchange(request, response) }))
}

/// The URL from its parts, variables of its path filled in.
fn target(request: Value<'_>, scene: &Scene<'_>) -> Result<Target, Fault> {
    let Some(url) = some(request, "url") else { return fault(request, "a request without url") };
    if let Some(text) = url.as_str() {
        let origin = scene.base.text(url);
        return Ok(Target { origin, ..Target::parse(&text) });
    }
    let mut pieces = Pieces::new(scene.base);
    if let Some((value, protocol)) = text(url, "protocol") {
        pieces.value(value, protocol.trim_end_matches("://"));
        pieces.text("://");
    }
    parts(&mut pieces, url.get("host"), ".", str::to_owned);
    if let Some((value, port)) = text(url, "port") {
        pieces.text(":");
        pieces.value(value, &port);
    }
    pieces.text("/");
    let variable = |name: &str| {
        let list = url.get("variable").into_iter().flat_map(Value::elements).take(MOST_VARIABLES);
        let known = |variable: &Value<'_>| text(*variable, "key").is_some_and(|(_, key)| key == name);
        let value = list.filter(known).find_map(|variable| Some(text(variable, "value")?.1));
        value.unwrap_or_else(|| of_template(&format!(":{name}")))
    };
    parts(&mut pieces, url.get("path"), "/", |part| {
        part.strip_prefix(':').filter(|name| !name.is_empty()).map_or_else(|| part.to_owned(), variable)
    });
    for field in url.get("query").into_iter().flat_map(Value::elements) {
        let disabled = field.get("disabled").and_then(Value::as_bool) == Some(true);
        let Some(key) = field.get("key").filter(|key| key.kind() == Kind::String && !disabled) else {
            continue;
        };
        let value = field.get("value").filter(|value| value.kind() == Kind::String);
        let name = key.as_str().unwrap_or_default();
        let shown = value.map(|value| (value.as_str().unwrap_or_default(), scene.base.text(value)));
        let shown = shown.as_ref().map(|(text, origin)| (text.as_ref(), origin));
        pieces.parameter((&name, &scene.base.text(key)), shown);
    }
    Ok(pieces.target(url))
}

/// A list of texts, or one text that holds all.
fn parts(pieces: &mut Pieces, list: Option<Value<'_>>, joint: &str, change: impl Fn(&str) -> String) {
    let Some(list) = list else { return };
    if let Some(text) = list.as_str() {
        pieces.value(list, text.trim_start_matches(joint));
        return;
    }
    for (index, part) in list.elements().enumerate() {
        if index > 0 {
            pieces.text(joint);
        }
        // A segment may be an object with a `value`.
        let part = part.get("value").unwrap_or(part);
        pieces.value(part, &change(&part.as_str().unwrap_or_default()));
    }
}

fn body(body: Option<Value<'_>>, scene: &Scene<'_>) -> Body {
    let Some(body) = body.filter(|body| !body.is_empty()) else { return Observed::Absent };
    let disabled = body.get("disabled").and_then(Value::as_bool) == Some(true);
    let mode = body.get("mode").and_then(Value::as_str).unwrap_or("raw".into());
    let part = body.get(&mode).filter(|part| !part.is_null());
    match (mode.as_ref(), part) {
        _ if disabled => Observed::Absent,
        ("raw", Some(raw)) => text_body(raw, scene.base, Written::Sent, scene.limits),
        ("raw", None) => Observed::Absent,
        _ => unknown(Reason::BodyNotRecorded),
    }
}

fn response(answer: Value<'_>, to_head: bool, scene: &Scene<'_>) -> Response {
    let code = answer.get("code");
    let Some((code, number)) = code.and_then(|code| Some((code, status(code)?))) else {
        return Response::unrecorded(Reason::NoResponse);
    };
    let mut fields = Fields::new(scene, Written::Sent);
    fields.list(answer.get("header"));
    let none = to_head || matches!(number, 204 | 304);
    let stream = some(answer, "stream").map(|stream| stream.get("data").unwrap_or(stream));
    let body = match (stream, some(answer, "body")) {
        (Some(list), _) if list.kind() == Kind::Array => numbers(list, scene),
        (_, Some(text)) if text.kind() == Kind::String => {
            text_body(text, scene.base, Written::Sent, scene.limits)
        }
        _ if none => Observed::Absent,
        _ => unknown(Reason::BodyNotRecorded),
    };
    Response {
        status: Observed::Present(number),
        status_origin: scene.base.verbatim(code),
        headers: fields.headers,
        body,
        framing: Vec::new(),
    }
}

/// The bytes of a list of numbers.
fn numbers(list: Value<'_>, scene: &Scene<'_>) -> Body {
    let Limits { max_body_bytes, .. } = *scene.limits;
    if list.len() > max_body_bytes {
        return unknown(Reason::LimitReached);
    }
    let (mut bytes, mut segments) = (Vec::with_capacity(list.len()), Vec::new());
    for value in list.elements() {
        let Some(byte) = value.as_u64().and_then(|byte| u8::try_from(byte).ok()) else {
            return unknown(Reason::BodyLossy);
        };
        if segments.len() < MOST_PLACES {
            segments.push(Segment { datum: bytes.len() as u64, file: scene.base.verbatim(value).start });
        }
        bytes.push(byte);
    }
    let coding = if bytes.len() > MOST_PLACES { Coding::Opaque } else { Coding::Segments(segments.into()) };
    exact(bytes, Origin { coding, ..scene.base.verbatim(list) }, scene.limits)
}
