//! The `headers` of a HAR request or response.

use directline_exchange::{Header, HeaderValue, Headers, Origin, Reason};
use directline_json::{Kind, Value};

use crate::base::Base;
use crate::repeated::Repeated;
use crate::{Limits, placeholder};

/// Reads `headers`, an array of objects with `name` and `value`; some tools write one object instead.
///
/// Pseudo headers (`:authority`) are protocol, not header fields, and are left out. No header at all means that the
/// recorder has none of them, since every real message has some.
pub(crate) fn read(list: Option<Value<'_>>, base: Base, limits: &Limits, repeated: &mut Repeated) -> Headers {
    let Some(list) = list else { return Headers::unrecorded(Reason::HeadersPartial) };
    let mut headers = Headers::with_capacity(list.len().min(limits.max_headers));
    let elements = list.elements().filter(|field| field.kind() == Kind::Object).filter_map(|field| {
        let read = || {
            let name = field.get("name")?;
            header(&name.as_str()?, base.text(name), field.get("value"), base)
        };
        repeated.field(field, base, || read().ok_or(())).ok()
    });
    let members = list
        .members()
        .filter_map(|member| header(&member.key, base.key(member.key_span), Some(member.value), base));
    for (index, field) in elements.chain(members).enumerate() {
        if index >= limits.max_headers {
            headers.mark_partial(Reason::LimitReached);
            break;
        }
        headers.add(field);
    }
    if headers.iter().next().is_none() && headers.partial().is_none() {
        headers.mark_partial(Reason::HeadersPartial);
    }
    headers
}

/// A header field, unless it is a pseudo header.
fn header(name: &str, name_origin: Origin, value: Option<Value<'_>>, base: Base) -> Option<Header> {
    if name.starts_with(':') {
        return None;
    }
    let (value, value_origin) = match value {
        Some(text) if text.kind() == Kind::String => {
            let (text, origin) = base.trimmed(text);
            (placeholder::header_text(&text), origin)
        }
        // Some tools write Content-Length as a number.
        Some(number) if number.kind() == Kind::Number => {
            (HeaderValue::Seen(number.raw().into()), base.verbatim(number))
        }
        _ => (HeaderValue::Hidden(Reason::NotRecorded), name_origin.clone()),
    };
    Some(Header { name: name.trim().into(), value, name_origin, value_origin })
}

/// `Content-Length`, if it is recorded and a number.
pub(crate) fn content_length(headers: &Headers) -> Option<u64> {
    let value = headers.value("content-length").present().copied()?;
    std::str::from_utf8(value).ok()?.trim().parse().ok()
}

/// Whether the browser shows only what it meant to send: its devtools lack the host then.
///
/// Chromium's "provisional headers" of requests that never left (or came from the cache).
pub(crate) fn are_provisional(list: Option<Value<'_>>, creator: Option<&str>) -> bool {
    creator == Some("WebInspector")
        && list.is_some_and(|list| {
            !list.elements().any(|field| {
                let name = field.get("name").and_then(Value::as_str);
                name.is_some_and(|name| name == ":authority" || name.eq_ignore_ascii_case("host"))
            })
        })
}
