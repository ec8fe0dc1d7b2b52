//! One element of a recording of nock as an exchange.

use directline_exchange::{
    Coding, Exchange, Headers, Observed, Origin, Reason, Request, Response, Segment, Source, Target,
};
use directline_json::{Kind, Value};

use super::body;
use crate::Limits;
use crate::base::Base;
use crate::cassette::headers::{self, header};
use crate::cassette::node::Node;
use crate::places::raw_offset;

/// Request headers that are not shown even where the recorder was asked for them.
const INVISIBLE: [&str; 4] = ["User-Agent", "Content-Length", "Transfer-Encoding", "Connection"];

/// The longest part of a URL with escapes in which every byte has its own place, in bytes.
const LONGEST_ESCAPED: usize = 4096;

/// Whether the headers of the request are recorded.
pub(super) fn has_request_headers(element: Value<'_>) -> bool {
    element.get("reqheaders").is_some_and(|headers| headers.kind() == Kind::Object && !headers.is_empty())
}

/// Reads an element. Its `source` names no capture yet.
pub(super) fn read(element: Value<'_>, base: Base, limits: &Limits) -> Result<Exchange, &'static str> {
    let text =
        |name: &str| element.get(name).filter(|text| text.kind() == Kind::String && text.raw().len() > 2);
    let method = text("method").ok_or("a recorded exchange without method")?;
    let scope = text("scope").ok_or("a recorded exchange without scope")?;
    let path = text("path").ok_or("a recorded exchange without path")?;
    let method_text = method.as_str().unwrap_or_default();
    let mut exchange = Exchange::new(method_text.as_ref(), target(scope, path, base));
    exchange.source = Source { capture: "".into(), index: 0, origin: base.verbatim(element) };
    let fields = request_headers(element, base, limits);
    let body = body::request(element.get("body"), &fields, &method_text, base, limits);
    exchange.request =
        Request { method_origin: base.text(method), headers: fields, body, ..exchange.request };
    if let Some((status, origin)) = status(element, base) {
        let fields = response_headers(element, base, limits);
        let to_head = method_text.eq_ignore_ascii_case("HEAD");
        let body = body::response(element.get("response"), &fields, (status, to_head), base, limits);
        exchange.response = Response {
            status: Observed::Present(status),
            status_origin: origin,
            headers: fields,
            body,
            framing: Vec::new(),
        };
    }
    Ok(exchange)
}

fn request_headers(element: Value<'_>, base: Base, limits: &Limits) -> Headers {
    let recorded = element.get("reqheaders").filter(|_| has_request_headers(element));
    let mut fields = headers::read(recorded.map(|map| Node::Json(map, base)), limits);
    for name in INVISIBLE {
        fields.withhold(name, Reason::NotRecorded);
    }
    fields
}

/// The headers of the response: names and values in turn, or a map.
fn response_headers(element: Value<'_>, base: Base, limits: &Limits) -> Headers {
    let recorded = element.get("rawHeaders").or_else(|| element.get("headers"));
    let Some(list) = recorded.filter(|list| list.kind() == Kind::Array) else {
        return headers::read(recorded.map(|map| Node::Json(map, base)), limits);
    };
    let mut fields = Headers::new();
    let mut parts = list.elements().map(|part| Node::Json(part, base).text());
    let mut count = 0_usize;
    while let (Some(name), Some(value)) = (parts.next(), parts.next()) {
        count = count.saturating_add(1);
        if count > limits.max_headers {
            fields.mark_partial(Reason::LimitReached);
            break;
        }
        if let Some(name) = name {
            fields.add(header(&name, value));
        }
    }
    fields
}

fn status(element: Value<'_>, base: Base) -> Option<(u16, Origin)> {
    let status = element.get("status")?;
    let text = Node::Json(status, base).text()?;
    let number = text.written().parse().ok().filter(|number| *number > 0)?;
    Some((number, text.origin()))
}

/// The URL, which stands in two pieces.
fn target(scope: Value<'_>, path: Value<'_>, base: Base) -> Target {
    let before = scope.as_str().unwrap_or_default();
    let after = path.as_str().unwrap_or_default();
    let mut target = Target::parse(&format!("{before}{after}"));
    let mut segments = Vec::new();
    pieces(&mut segments, scope, 0, base);
    pieces(&mut segments, path, before.len(), base);
    let start = segments.first().map_or(base.start, |first: &Segment| first.file);
    target.origin = Origin { file: base.file, start, coding: Coding::Segments(segments.into()) };
    target
}

/// The pieces of a JSON string whose text begins at byte `datum` of a larger one.
fn pieces(segments: &mut Vec<Segment>, value: Value<'_>, datum: usize, base: Base) {
    let text = value.as_str().unwrap_or_default();
    let inside = value.raw().get(1..).unwrap_or_default();
    let start = base.start.saturating_add(value.span().start as u64).saturating_add(1);
    let at = |byte: usize, raw: usize| Segment {
        datum: datum.saturating_add(byte) as u64,
        file: start.saturating_add(raw as u64),
    };
    segments.push(at(0, 0));
    // Most have no escape. The others are short, since a request line is; in longer ones, places are near ones.
    if memchr::memchr(b'\\', inside).is_some() && text.len() <= LONGEST_ESCAPED {
        segments.extend((1..text.len()).map(|byte| at(byte, raw_offset(inside, byte))));
    }
}
