//! The headers of a cassette: a map from names to values or lists of values.

use directline_exchange::{Header, HeaderValue, Headers, Reason};

use super::node::{Node, Text};
use crate::{Limits, placeholder};

/// Reads a map of headers. Its order is the recorder's; repeated fields are kept.
pub(crate) fn read(map: Option<Node<'_>>, limits: &Limits) -> Headers {
    let Some(map) = map.filter(|map| map.is_map()) else {
        return Headers::unrecorded(Reason::HeadersPartial);
    };
    let mut headers = Headers::new();
    let mut count = 0_usize;
    for (name, value) in map.members() {
        let values: Box<dyn Iterator<Item = Node<'_>>> =
            if value.is_list() { value.elements() } else { Box::new(std::iter::once(value)) };
        for value in values {
            count = count.saturating_add(1);
            if count > limits.max_headers {
                headers.mark_partial(Reason::LimitReached);
                return headers;
            }
            headers.add(header(&name, value.text()));
        }
    }
    headers
}

/// One field; a value that is no text is not recorded.
pub(crate) fn header(name: &Text<'_>, value: Option<Text<'_>>) -> Header {
    let name_origin = name.origin();
    let (value, value_origin) = match value {
        Some(text) => {
            let bytes = text.bytes();
            let seen = placeholder::header_value(bytes.trim_ascii());
            let leading = bytes.len().saturating_sub(bytes.trim_ascii_start().len());
            (seen, text.origin_from(leading))
        }
        None => (HeaderValue::Hidden(Reason::NotRecorded), name_origin.clone()),
    };
    Header { name: name.to_text().trim().into(), value, name_origin, value_origin }
}
