//! Simulations of Hoverfly: `data.pairs[]`. They state what is answered to which requests.

use directline_exchange::{Body, Exchange, Observed, Reason, Request, Response};
use directline_json::{Kind, Value};

use super::parts::{Fields, Written, base64_body, exchange, fault, some, status, text_body};
use super::reader::UNSTATED;
use super::target::{ANY, Pieces, stated};
use super::{Dialect, Entry, Scene};
use crate::har::Fault;
use crate::reader::Health;
use crate::stored::unknown;

pub(super) const DIALECT: Dialect = Dialect {
    entries: |root| root.get("data").map(|data| Entry::elements(data, "pairs")).unwrap_or_default(),
    newest_first: false,
    read,
    health: || Health {
        producer: Some("Hoverfly".into()),
        unseen: vec!["what a simulation asks for by a pattern: a matcher is no value"],
        is_expectation: true,
    },
    without_entries: None,
};

/// The value that the first matcher of a list asks for, if it asks for one.
fn equal<'d>(of: Value<'d>, name: &str) -> Option<Value<'d>> {
    value_of(of.get(name)?)
}

fn value_of(found: Value<'_>) -> Option<Value<'_>> {
    // Version 4 and older: one matcher, or the value itself.
    let matcher = found.elements().next().unwrap_or(found);
    if matcher.kind() == Kind::String {
        return Some(matcher);
    }
    let kind = matcher.get("matcher").and_then(Value::as_str).unwrap_or("exact".into());
    let value = matcher.get("value").or_else(|| matcher.get("exactMatch"))?;
    (matches!(kind.as_ref(), "exact" | "json") && value.kind() == Kind::String).then_some(value)
}

fn read(root: Value<'_>, scene: &Scene<'_>) -> Result<Option<Exchange>, Fault> {
    let (Some(request), Some(answer)) = (some(root, "request"), some(root, "response")) else {
        return fault(root, "a pair without request or response");
    };
    let (Some(method), Some(path)) = (equal(request, "method"), equal(request, "path")) else {
        // Which operation it is about is left open.
        return Ok(None);
    };
    let base = scene.base;
    let mut pieces = Pieces::new(base);
    if let Some(host) = equal(request, "destination") {
        match equal(request, "scheme") {
            Some(scheme) => pieces.value(scheme, &scheme.as_str().unwrap_or_default()),
            None => pieces.text("https"),
        }
        pieces.text("://");
        pieces.value(host, &host.as_str().unwrap_or_default());
    }
    pieces.value(path, &path.as_str().unwrap_or_default());
    for member in request.get("query").into_iter().flat_map(Value::members) {
        let value = value_of(member.value);
        let text = value.and_then(Value::as_str).unwrap_or(ANY.into());
        let name = (member.key.as_ref(), &base.key(member.key_span));
        let origin = base.verbatim(value.unwrap_or(member.value));
        pieces.parameter(name, Some((&text, &origin)));
    }
    let mut fields = Fields::new(scene, Written::Stated);
    for member in request.get("headers").into_iter().flat_map(Value::members) {
        fields.add(&member.key, base.key(member.key_span), value_of(member.value));
    }
    let mut headers = fields.headers;
    headers.mark_partial(UNSTATED);
    let stated_body = equal(request, "body");
    let mut target = stated(pieces.target(request));
    if equal(request, "scheme").is_none() {
        target.scheme = Observed::NotObservable(Reason::NotRecorded);
    }
    let request = Request {
        method: method.as_str().unwrap_or_default().into_owned(),
        method_origin: base.text(method),
        target,
        headers,
        body: stated_body
            .map_or_else(|| unknown(UNSTATED), |body| text_body(body, base, Written::Stated, scene.limits)),
        framing: Vec::new(),
    };
    Ok(Some(exchange(request, response(answer, scene))))
}

fn response(answer: Value<'_>, scene: &Scene<'_>) -> Response {
    let Some((code, number)) = answer.get("status").and_then(|code| Some((code, status(code)?))) else {
        return Response::unrecorded(UNSTATED);
    };
    let mut fields = Fields::new(scene, Written::Stated);
    fields.map(some(answer, "headers"));
    let mut headers = fields.headers;
    headers.mark_partial(UNSTATED);
    let flag = |name: &str| answer.get(name).and_then(Value::as_bool) == Some(true);
    let written = if flag("templated") { Written::Stated } else { Written::Sent };
    let body: Body = match some(answer, "body").filter(|body| body.kind() == Kind::String) {
        Some(body) if flag("encodedBody") => base64_body(body, scene.base, scene.limits),
        Some(body) => text_body(body, scene.base, written, scene.limits),
        None if some(answer, "bodyFile").is_some() => unknown(Reason::BodyNotRecorded),
        None => Observed::Absent,
    };
    Response {
        status: Observed::Present(number),
        status_origin: scene.base.verbatim(code),
        headers,
        body,
        framing: Vec::new(),
    }
}
