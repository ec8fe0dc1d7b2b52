//! Contracts of Pact, versions 2 to 4: HTTP interactions. Those of messages are passed over.
//!
//! A value beside a matching rule is an example: any that matches is as good.

use directline_exchange::{Body, Exchange, Headers, Observed, Origin, Request, Response};
use directline_json::{Kind, Value};

use super::parts::{
    Fields, Written, base64_body, exchange, fault, is_json, json_or_text, some, status, text, text_body,
    unstated_body,
};
use super::reader::UNSTATED;
use super::target::{Pieces, stated};
use super::{Dialect, Entry, Scene};
use crate::har::Fault;
use crate::reader::Health;

pub(super) const DIALECT: Dialect = Dialect {
    entries: |root| Entry::elements(root, "interactions"),
    newest_first: false,
    read,
    health: || Health {
        producer: Some("Pact".into()),
        unseen: vec![
            "what the contract does not name: any value of it fulfils the contract",
            "scheme and host: a contract states neither",
        ],
        is_expectation: true,
    },
    without_entries: Some((
        "a Pact contract without interactions",
        "give one with HTTP interactions, or record the traffic",
    )),
};

fn read(root: Value<'_>, scene: &Scene<'_>) -> Result<Option<Exchange>, Fault> {
    let kind = root.get("type").and_then(Value::as_str);
    if kind.is_some_and(|kind| kind != "Synchronous/HTTP") {
        return Ok(None);
    }
    let Some(request) = some(root, "request") else { return fault(root, "an interaction without request") };
    let Some((method, name)) = text(request, "method") else {
        return fault(request, "a request without method");
    };
    let Some((path, written)) = text(request, "path") else {
        return fault(request, "a request without path");
    };
    let mut pieces = Pieces::new(scene.base);
    pieces.value(path, &written);
    match some(request, "query") {
        Some(query) if query.kind() == Kind::String => {
            pieces.text("?");
            pieces.value(query, query.as_str().unwrap_or_default().trim_start_matches('?'));
        }
        Some(query) => parameters(&mut pieces, query, scene),
        None => {}
    }
    let (headers, body) = message(request, None, scene);
    let request = Request {
        method: name,
        method_origin: scene.base.text(method),
        target: stated(pieces.target(path)),
        headers,
        body,
        framing: Vec::new(),
    };
    let response = match some(root, "response") {
        Some(answer) => response(answer, scene),
        None => Response::unrecorded(UNSTATED),
    };
    Ok(Some(exchange(request, response)))
}

fn parameters(pieces: &mut Pieces, query: Value<'_>, scene: &Scene<'_>) {
    for member in query.members() {
        let name = (member.key.as_ref(), &scene.base.key(member.key_span));
        let several = member.value.elements();
        let single = (member.value.kind() != Kind::Array).then_some(member.value);
        for value in several.chain(single) {
            let text = value.as_str();
            let origin = scene.base.text(value);
            pieces.parameter(name, text.as_ref().map(|text| (text.as_ref(), &origin)));
        }
    }
}

fn response(answer: Value<'_>, scene: &Scene<'_>) -> Response {
    let code = answer.get("status");
    let number = code.and_then(status);
    let (headers, body) = message(answer, number, scene);
    Response {
        status: number.map_or(Observed::NotObservable(UNSTATED), Observed::Present),
        status_origin: code.map_or_else(Origin::default, |code| scene.base.verbatim(code)),
        headers,
        body,
        framing: Vec::new(),
    }
}

fn message(message: Value<'_>, status: Option<u16>, scene: &Scene<'_>) -> (Headers, Body) {
    let mut fields = Fields::new(scene, Written::Stated);
    fields.map(some(message, "headers"));
    let body = match message.get("body") {
        Some(body) => stated_body(body, fields.is_json(), status, scene),
        None => unstated_body(status),
    };
    let mut headers = fields.headers;
    headers.mark_partial(UNSTATED);
    (headers, body)
}

/// The body of version 4 says how it is written; in older ones it is a JSON value, or a text of another type.
fn stated_body(body: Value<'_>, json_type: bool, status: Option<u16>, scene: &Scene<'_>) -> Body {
    let (base, limits) = (scene.base, scene.limits);
    let is_four =
        body.get("content").is_some() && (body.get("encoded").is_some() || body.get("contentType").is_some());
    if !is_four {
        return match body.kind() {
            // The contract says that there is none.
            Kind::Null => Observed::Absent,
            _ => json_or_text(body, json_type || body.kind() != Kind::String, base, Written::Stated, limits),
        };
    }
    let Some(stored) = some(body, "content") else { return unstated_body(status) };
    let encoded = body.get("encoded").and_then(Value::as_str);
    let media_type = body.get("contentType").and_then(Value::as_str);
    if encoded.as_ref().is_some_and(|encoded| encoded.eq_ignore_ascii_case("base64")) {
        return base64_body(stored, base, limits);
    }
    if encoded.is_some() && stored.kind() == Kind::String {
        return text_body(stored, base, Written::Stated, limits);
    }
    let json_type = media_type.map_or(json_type, |media_type| is_json(media_type.as_bytes()));
    json_or_text(stored, json_type, base, Written::Stated, limits)
}
