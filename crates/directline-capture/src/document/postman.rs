//! Saved examples of Postman's collections, format 2: `item[].response[]`, each with the request that it answers.
//!
//! Examples may have been answered once, or written by hand; variables (`{{name}}`) are not filled in.

use std::sync::Arc;

use directline_exchange::{Body, Coding, Exchange, Observed, Origin, Reason, Request, Response, Target};
use directline_json::{Document, Kind, Value};

use super::parts::{Fields, Written, exchange, fault, some, status, text, text_body, unstated_body};
use super::reader::UNSTATED;
use super::target::{of_template, stated, written};
use super::{Auth, Context, Dialect, Entry, Scene};
use crate::base::Base;
use crate::har::Fault;
use crate::reader::Health;
use crate::stored::unknown;

pub(super) const DIALECT: Dialect = Dialect {
    entries,
    newest_first: false,
    read,
    health: || Health {
        producer: Some("Postman".into()),
        unseen: vec![
            "what was sent: a saved example has the request as it is written, not as it went out",
            "variables: {{name}} is not filled in",
            "credentials: a setting of the collection makes them",
            "forms and files: a collection names them and does not hold them",
        ],
        is_expectation: true,
    },
    without_entries: Some((
        "a Postman collection without saved examples",
        "it holds requests to send: run it and give Newman's report (newman run --reporters json)",
    )),
};

/// The examples of all items, which stand in folders in folders.
fn entries(root: Value<'_>) -> Vec<Entry> {
    let mut entries = Vec::new();
    let mut open = vec![(root, None)];
    while let Some((of, inherited)) = open.pop() {
        let own = |value: Option<Value<'_>>| value.and_then(|value| value.get("auth")).and_then(auth);
        let inherited = own(Some(of)).or(inherited);
        for item in of.get("item").into_iter().flat_map(Value::elements) {
            open.push((item, inherited));
        }
        let request = of.get("request");
        let context =
            Arc::new(Context { auth: own(request).or(inherited), request: request.map(Value::span) });
        for example in of.get("response").into_iter().flat_map(Value::elements) {
            // The answer of another tool is not an example with a request.
            entries.push(Entry::of(example).with(&context));
        }
    }
    entries.sort_by_key(|entry| entry.start);
    entries
}

/// What a setting `auth` adds.
pub(super) fn auth(setting: Value<'_>) -> Option<Auth> {
    let (_, kind) = text(setting, "type")?;
    Some(match kind.as_str() {
        "noauth" => Auth::None,
        "bearer" | "oauth2" => Auth::Scheme("Bearer"),
        "basic" => Auth::Scheme("Basic"),
        "apikey" => {
            let pairs = setting.get("apikey").into_iter().flat_map(Value::elements);
            let is_name = |pair: Value<'_>| {
                let is = |name: &str, wanted: &str| {
                    text(pair, name).is_some_and(|(_, text)| text.eq_ignore_ascii_case(wanted))
                };
                is("key", "key") && is("value", "authorization")
            };
            if pairs.into_iter().any(is_name) { Auth::Unknown } else { Auth::None }
        }
        _ => Auth::Unknown,
    })
}

fn read(root: Value<'_>, scene: &Scene<'_>) -> Result<Option<Exchange>, Fault> {
    if root.kind() != Kind::Object {
        return Ok(None);
    }
    let response = response(root, scene);
    if let Some(own) = some(root, "originalRequest") {
        return Ok(Some(exchange(request(own, scene, scene.base)?, response)));
    }
    let Some(span) = scene.context.and_then(|context| context.request) else {
        return fault(root, "an example without request");
    };
    let bytes = scene.text.get(span.range()).unwrap_or_default();
    let document = Document::parse_with(bytes, &scene.limits.json());
    let start = scene.text_base.start.saturating_add(span.start as u64);
    match document.root() {
        Some(found) => Ok(Some(exchange(request(found, scene, Base { start, ..scene.base })?, response))),
        None => fault(root, "an example without request"),
    }
}

fn request(request: Value<'_>, scene: &Scene<'_>, base: Base) -> Result<Request, Fault> {
    let url = some(request, "url").unwrap_or(request);
    let raw = if url.kind() == Kind::String { Some(url) } else { url.get("raw") };
    let Some((raw, text_of_url)) = raw.and_then(|raw| Some((raw, raw.as_str()?))) else {
        return fault(request, "a request without url");
    };
    // Without a method it is a GET.
    let method = text(request, "method");
    let mut fields = Fields::new(scene, Written::Stated).at(base);
    fields.list(request.get("header"));
    let own = request.get("auth").and_then(auth);
    fields.authorize(own.or(scene.context.and_then(|context| context.auth)), &base.verbatim(request));
    let body = body(some(request, "body"), scene, base);
    let mut headers = fields.headers;
    headers.mark_partial(UNSTATED);
    Ok(Request {
        method_origin: method
            .as_ref()
            .map_or_else(|| base.coded(request, Coding::Opaque), |(value, _)| base.text(*value)),
        method: method.map_or_else(|| "GET".to_owned(), |(_, name)| name),
        target: target(raw, &text_of_url, base),
        headers,
        body,
        framing: Vec::new(),
    })
}

fn target(raw: Value<'_>, text: &str, base: Base) -> Target {
    let target = written(raw, text, base);
    let path = of_template(&target.path);
    if path == target.path {
        return stated(target);
    }
    let (before, after) = target.written.split_at_checked(target.path_at).unwrap_or_default();
    let after = after.strip_prefix(target.path.as_str()).unwrap_or_default();
    let origin = Origin { coding: Coding::Opaque, ..target.origin.clone() };
    stated(Target { origin, ..Target::parse(&format!("{before}{path}{after}")) })
}

fn body(body: Option<Value<'_>>, scene: &Scene<'_>, base: Base) -> Body {
    let Some(body) = body.filter(|body| !body.is_empty()) else { return Observed::Absent };
    let mode = body.get("mode").and_then(Value::as_str);
    match (mode.as_deref(), body.get("raw")) {
        (Some("raw") | None, Some(raw)) => text_body(raw, base, Written::Stated, scene.limits),
        (Some("raw" | "none") | None, None) => Observed::Absent,
        _ => unknown(Reason::BodyNotRecorded),
    }
}

fn response(answer: Value<'_>, scene: &Scene<'_>) -> Response {
    let code = answer.get("code");
    let number = code.and_then(status);
    let mut fields = Fields::new(scene, Written::Stated);
    fields.list(some(answer, "header"));
    let mut headers = fields.headers;
    headers.mark_partial(UNSTATED);
    Response {
        status: number.map_or(Observed::NotObservable(UNSTATED), Observed::Present),
        status_origin: code.map_or_else(|| scene.base.verbatim(answer), |code| scene.base.verbatim(code)),
        headers,
        body: match some(answer, "body").filter(|body| body.kind() == Kind::String) {
            Some(text) => text_body(text, scene.base, Written::Stated, scene.limits),
            None => unstated_body(number),
        },
        framing: Vec::new(),
    }
}
