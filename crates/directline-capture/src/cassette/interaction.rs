//! One interaction of a cassette as an exchange.

use directline_exchange::{
    Exchange, Header, HeaderValue, Headers, Intent, Observed, Origin, Reason, Request, Response, Source,
    Target,
};

use super::body::{self, Answer};
use super::headers;
use super::node::{Node, Text};
use super::{Dialect, Facts};
use crate::har;
use crate::{Assume, Limits};

type Read<T> = Result<T, (Origin, &'static str)>;

/// What a cassette cannot show.
pub(super) fn unseen(facts: &Facts) -> Vec<&'static str> {
    let mut unseen =
        vec!["the order of header fields", "when requests were sent: they are taken to stand in order"];
    match facts.dialect {
        Dialect::Vcrpy => {
            unseen.push("Host: it is added behind the recorder");
            unseen.push("query parameters that a filter removed (userId, say): nothing marks them");
        }
        Dialect::RubyVcr => unseen.push(
            "request headers that the library adds late: Content-Length, and Content-Type where none was set",
        ),
        Dialect::Betamax => {
            unseen.push("Host: it is added behind the recorder");
            unseen.push("bytes of requests that are not UTF-8");
            unseen.push("all but the last of the requests with the same method and URI");
        }
        Dialect::GoVcr => unseen
            .push("request headers that the program did not set itself, Host and Content-Length included"),
    }
    if may_be_filtered(facts) {
        unseen.push("Authorization and cookies: no request has any, as where a filter removes them");
    }
    unseen
}

/// Whether credentials that are nowhere were most likely removed: those recorders remove headers without a mark.
fn may_be_filtered(facts: &Facts) -> bool {
    !facts.has_authorization && matches!(facts.dialect, Dialect::Vcrpy | Dialect::GoVcr)
}

/// Request headers that the recorder does not see.
fn invisible(dialect: Dialect) -> &'static [&'static str] {
    match dialect {
        Dialect::Vcrpy | Dialect::Betamax => &["Host"],
        // The library adds a type to what has none.
        Dialect::RubyVcr => &["Content-Length", "Content-Type", "Transfer-Encoding", "Connection"],
        Dialect::GoVcr => {
            &["Host", "Content-Length", "Transfer-Encoding", "Connection", "User-Agent", "Accept-Encoding"]
        }
    }
}

/// Reads an interaction. Its `source` names no capture yet.
pub(super) fn read(node: Node<'_>, facts: &Facts, assume: Assume, limits: &Limits) -> Read<Exchange> {
    let missing = |what| (node.origin(), what);
    let request = node.get("request").filter(|request| request.is_map());
    let request = request.ok_or_else(|| missing("an interaction without request"))?;
    let text = |name: &str| request.get(name).and_then(Node::text).filter(|text| !text.written().is_empty());
    let method = text("method").ok_or_else(|| missing("a request without method"))?;
    let uri = text("uri").or_else(|| text("url")).ok_or_else(|| missing("a request without uri"))?;
    let filtered = match assume {
        Assume::Detect => may_be_filtered(facts),
        Assume::Redacted => true,
        Assume::Unredacted => false,
    };
    let to_head = method.written().eq_ignore_ascii_case("HEAD");
    let response = node.get("response").filter(|response| response.is_map());
    Ok(Exchange {
        request: read_request(request, &method, &uri, facts, filtered, limits),
        response: match response {
            Some(response) => read_response(response, to_head, facts, filtered, limits),
            None => Response::unrecorded(Reason::NoResponse),
        },
        started: Observed::NotObservable(Reason::NotRecorded),
        took: Observed::NotObservable(Reason::NotRecorded),
        intent: Intent::Unknown,
        source: Source { capture: "".into(), index: 0, origin: node.origin() },
    })
}

fn read_request(
    request: Node<'_>,
    method: &Text<'_>,
    uri: &Text<'_>,
    facts: &Facts,
    filtered: bool,
    limits: &Limits,
) -> Request {
    let mut fields = message_headers(request, facts.dialect, limits);
    for name in invisible(facts.dialect) {
        fields.withhold(*name, Reason::NotRecorded);
    }
    if filtered {
        fields.withhold("authorization", Reason::RedactedByExporter);
        fields.withhold("cookie", Reason::RedactedByExporter);
    }
    let held = body::held(request.get("body"));
    let is_empty = matches!(held, body::Held::Nothing);
    let length = request.get("content_length").and_then(Node::text);
    let length = length.and_then(|length| length.written().parse().ok());
    let body = body::request(held, &fields, length, limits);
    if is_empty && !body.is_absent() {
        fields = without_unfinished_type(&fields);
    }
    let mut target = Target::parse(&uri.to_text());
    target.origin = uri.origin();
    if let Some(host) = fields.value("host").present() {
        target = target.with_host(&String::from_utf8_lossy(host));
    }
    Request {
        method: method.to_text(),
        method_origin: method.origin(),
        target,
        headers: fields,
        body,
        framing: Vec::new(),
    }
}

/// The headers; go-vcr leaves out a map without members.
fn message_headers(message: Node<'_>, dialect: Dialect, limits: &Limits) -> Headers {
    match message.get("headers") {
        None if dialect == Dialect::GoVcr || message.has("headers") => Headers::new(),
        map => headers::read(map, limits),
    }
}

/// Hides a multipart type without boundary of a body that is not recorded: the recorder saw the request before the
/// library finished it.
fn without_unfinished_type(fields: &Headers) -> Headers {
    let media_type = har::media_type(fields, None);
    if !media_type.starts_with("multipart/") || har::boundary(&media_type).is_some() {
        return fields.clone();
    }
    let mut hidden = Headers::new();
    for field in fields {
        let is_type = field.is("content-type");
        let value = if is_type { HeaderValue::Hidden(Reason::NotRecorded) } else { field.value.clone() };
        hidden.add(Header { value, ..field.clone() });
    }
    fields.withheld().iter().for_each(|(name, reason)| hidden.withhold(name.as_str(), *reason));
    if let Some(reason) = fields.partial() {
        hidden.mark_partial(reason);
    }
    hidden
}

fn read_response(
    response: Node<'_>,
    to_head: bool,
    facts: &Facts,
    filtered: bool,
    limits: &Limits,
) -> Response {
    let Some((status, status_origin)) = status(response) else {
        return Response::unrecorded(Reason::NoResponse);
    };
    let mut fields = message_headers(response, facts.dialect, limits);
    if filtered {
        fields.withhold("set-cookie", Reason::RedactedByExporter);
    }
    // Old versions of vcrpy keep answers to httpx as text, and bytes that are none are dropped.
    let content = response.get("content");
    let answer = Answer {
        status,
        to_head,
        headers: &fields,
        dialect: facts.dialect,
        ignores_errors: content.is_some(),
    };
    let body = body::response(body::held(response.get("body").or(content)), answer, limits);
    Response { status: Observed::Present(status), status_origin, headers: fields, body, framing: Vec::new() }
}

/// The status: `status.code`, or `code`, or a text that begins with it.
fn status(response: Node<'_>) -> Option<(u16, Origin)> {
    let status = response.get("status");
    let within = |name: &str| status.and_then(|status| status.get(name));
    let found = within("code")
        .or_else(|| within("status_code"))
        .or_else(|| response.get("code"))
        .or_else(|| response.get("status_code"))
        .or(status);
    let text = found.and_then(Node::text)?;
    let digits = text.written().split_whitespace().next()?;
    Some((digits.parse().ok().filter(|status| *status > 0)?, text.origin()))
}
