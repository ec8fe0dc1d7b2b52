//! The `headers` of a HAR request or response.

use directline_exchange::{Header, HeaderValue, Headers, Reason};
use directline_json::{Kind, Value};

use crate::base::Base;
use crate::{Limits, placeholder};

/// Reads `headers`, an array of objects with `name` and `value`; some tools write one object instead.
///
/// Pseudo headers (`:authority`) are protocol, not header fields, and are left out. No header at all means that the
/// recorder has none of them, since every real message has some.
pub(crate) fn read(list: Option<Value<'_>>, base: Base, limits: &Limits) -> Headers {
    let Some(list) = list else { return Headers::unrecorded(Reason::HeadersPartial) };
    let mut headers = Headers::with_capacity(list.len().min(limits.max_headers));
    let pairs = list
        .elements()
        .map(|field| (field.get("name"), field.get("value")))
        .filter_map(|(name, value)| {
            let name = name?;
            Some((name.as_str()?, base.text(name), value))
        })
        .chain(list.members().map(|member| (member.key, base.key(member.key_span), Some(member.value))));
    let mut count = 0_usize;
    for (name, name_origin, value) in pairs {
        if name.starts_with(':') {
            continue;
        }
        count = count.saturating_add(1);
        if count > limits.max_headers {
            headers.mark_partial(Reason::LimitReached);
            break;
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
        headers.add(Header { name: name.trim().into(), value, name_origin, value_origin });
    }
    if count == 0 {
        headers.mark_partial(Reason::HeadersPartial);
    }
    headers
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
