//! Stubs of `WireMock`: `{"mappings": […]}`, or one mapping. They state what is answered to which requests.
//!
//! A matcher that asks for equality is a value; of any other it is only known that there is one.

use directline_exchange::{
    Body, Exchange, HeaderValue, Headers, Observed, Origin, Request, Response, Target,
};
use directline_json::{Kind, Value};

use super::parts::{
    Fields, Written, base64_body, exchange, fault, json_body, json_or_text, some, status, text, text_body,
};
use super::reader::UNSTATED;
use super::target::{ANY, Pieces, of_pattern, of_template, stated};
use super::{Dialect, Entry, Scene};
use crate::har::Fault;
use crate::reader::Health;
use crate::stored::{exact, unknown};

pub(super) const DIALECT: Dialect = Dialect {
    entries: |root| match root.get("mappings") {
        Some(_) => Entry::elements(root, "mappings"),
        None => vec![Entry::of(root)],
    },
    newest_first: false,
    read,
    health: || Health {
        producer: Some("WireMock".into()),
        unseen: vec![
            "what a stub asks for by a pattern: a matcher is no value",
            "scheme and host: a stub states neither",
            "stubs for any method: they are passed over",
        ],
        is_expectation: true,
    },
    without_entries: None,
};

/// Whether a document is one mapping. A HAR entry has the same members, and others.
pub(super) fn is_stub(root: Value<'_>) -> bool {
    const REQUEST: [&str; 6] =
        ["urlPattern", "urlPath", "urlPathPattern", "urlPathTemplate", "bodyPatterns", "queryParameters"];
    const RESPONSE: [&str; 6] = ["body", "jsonBody", "base64Body", "bodyFileName", "proxyBaseUrl", "fault"];
    let object = |name: &str| root.get(name).filter(|value| value.kind() == Kind::Object);
    let (Some(request), Some(response)) = (object("request"), object("response")) else { return false };
    let has = |value: Value<'_>, names: &[&str]| names.iter().any(|name| value.get(name).is_some());
    let named_headers = [request, response]
        .iter()
        .any(|part| part.get("headers").is_some_and(|map| map.kind() == Kind::Object));
    let is_own = has(root, &["startedDateTime", "method", "url"]) || has(response, &["content", "observed"]);
    !is_own && (has(request, &REQUEST) || has(response, &RESPONSE) || named_headers)
}

fn read(root: Value<'_>, scene: &Scene<'_>) -> Result<Option<Exchange>, Fault> {
    let Some(request) = some(root, "request") else { return fault(root, "a mapping without request") };
    let method = text(request, "method").filter(|(_, name)| name != "ANY");
    let Some((method, name)) = method else { return Ok(None) };
    let Some(target) = target(request, scene) else { return Ok(None) };
    let mut fields = Fields::new(scene, Written::Stated);
    for member in request.get("headers").into_iter().flat_map(Value::members) {
        if member.value.get("absent").and_then(Value::as_bool) != Some(true) {
            fields.add(&member.key, scene.base.key(member.key_span), equal(member.value));
        }
    }
    let mut patterns = request.get("bodyPatterns").into_iter().flat_map(Value::elements);
    let body = patterns.find_map(|pattern| pattern_body(pattern, scene));
    let mut headers = fields.headers;
    headers.mark_partial(UNSTATED);
    if let Some(auth) = some(request, "basicAuth").or_else(|| some(request, "basicAuthCredentials")) {
        let origin = scene.base.verbatim(auth);
        headers.add(directline_exchange::Header {
            name: "Authorization".into(),
            value: HeaderValue::SchemeOnly { scheme: "Basic".into(), reason: UNSTATED },
            name_origin: origin.clone(),
            value_origin: origin,
        });
    }
    let request = Request {
        method: name,
        method_origin: scene.base.text(method),
        target,
        headers,
        body: body.unwrap_or_else(|| unknown(UNSTATED)),
        framing: Vec::new(),
    };
    let response = match some(root, "response") {
        Some(answer) => response(answer, scene),
        None => Response::unrecorded(UNSTATED),
    };
    Ok(Some(exchange(request, response)))
}

/// The value that a matcher asks for, if it asks for one.
fn equal(matcher: Value<'_>) -> Option<Value<'_>> {
    matcher.get("equalTo").filter(|value| value.kind() == Kind::String)
}

/// Member of a request, what it is as a path, and whether any query may follow.
type UrlMember = (&'static str, fn(&str) -> String, bool);

/// The URL, with variables where it is left open.
fn target(request: Value<'_>, scene: &Scene<'_>) -> Option<Target> {
    let kinds: [UrlMember; 5] = [
        ("url", str::to_owned, false),
        ("urlPath", str::to_owned, true),
        ("urlPathTemplate", of_template, true),
        ("urlPattern", of_pattern, false),
        ("urlPathPattern", of_pattern, true),
    ];
    let found = kinds.into_iter().find_map(|(name, change, open)| Some((text(request, name)?, change, open)));
    let ((value, written), change, open) = found?;
    let path = change(&written);
    let mut pieces = Pieces::new(scene.base);
    if path == written {
        pieces.value(value, &path);
    } else {
        pieces.text(&path);
    }
    if open {
        for member in request.get("queryParameters").into_iter().flat_map(Value::members) {
            let name = (member.key.as_ref(), &scene.base.key(member.key_span));
            let value = equal(member.value);
            let text = value.and_then(Value::as_str).unwrap_or(ANY.into());
            let origin = scene.base.verbatim(value.unwrap_or(member.value));
            pieces.parameter(name, Some((&text, &origin)));
        }
        // Whatever else is asked for, the stub answers.
        pieces.parameter((ANY, &scene.base.verbatim(request)), None);
    }
    Some(stated(pieces.target(value)))
}

fn pattern_body(pattern: Value<'_>, scene: &Scene<'_>) -> Option<Body> {
    let (base, limits) = (scene.base, scene.limits);
    if let Some(value) = pattern.get("equalToJson") {
        return Some(json_or_text(value, true, base, Written::Stated, limits));
    }
    if let Some(value) = equal(pattern) {
        return Some(text_body(value, base, Written::Stated, limits));
    }
    pattern.get("binaryEqualTo").map(|value| base64_body(value, base, limits))
}

fn response(answer: Value<'_>, scene: &Scene<'_>) -> Response {
    if some(answer, "fault").is_some() || some(answer, "proxyBaseUrl").is_some() {
        return Response::unrecorded(UNSTATED);
    }
    let code = answer.get("status");
    let number = code.map_or(Some(200), status);
    let mut fields = Fields::new(scene, Written::Stated);
    fields.map(some(answer, "headers"));
    let mut headers: Headers = fields.headers;
    headers.mark_partial(UNSTATED);
    Response {
        status: number.map_or(Observed::NotObservable(UNSTATED), Observed::Present),
        status_origin: code.map_or_else(|| scene.base.verbatim(answer), |code| scene.base.verbatim(code)),
        headers,
        body: body(answer, scene),
        framing: Vec::new(),
    }
}

fn body(answer: Value<'_>, scene: &Scene<'_>) -> Body {
    let (base, limits) = (scene.base, scene.limits);
    // A server may take any answer as a template.
    let written = Written::Stated;
    if let Some(value) = some(answer, "jsonBody") {
        return json_body(value, base, written, limits);
    }
    if let Some(value) = some(answer, "body").filter(|body| body.kind() == Kind::String) {
        return text_body(value, base, written, limits);
    }
    if let Some(value) = some(answer, "base64Body") {
        return base64_body(value, base, limits);
    }
    match some(answer, "bodyFileName") {
        Some(_) => unknown(directline_exchange::Reason::BodyNotRecorded),
        None => exact(Vec::new(), Origin::default(), limits),
    }
}
