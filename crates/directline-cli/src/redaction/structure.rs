//! Credentials that the structure of JSON tells: headers, cookies, parameters, members; and where Base64 stands.

use std::ops::Range;

use directline_json::{Document, Kind, Limits, Value};
use directline_validator::redact::{
    Found, What, is_secret_container, is_secret_header, is_secret_name, is_secret_parameter, says_no_secret,
};

use super::headers;

/// What the structure of a file tells.
#[derive(Debug, Default)]
pub(super) struct Structure {
    pub(super) found: Vec<Found>,
    /// The inside of strings that are Base64, with the name of the header whose value it is.
    pub(super) base64: Vec<(Range<usize>, Option<String>)>,
}

/// A value, and the name of the member in which it stands.
struct Open<'d> {
    value: Value<'d>,
    name: String,
    /// The header whose value it is.
    header: Option<String>,
    /// Whether the texts in it are secrets: it has such a name, or what it is in has.
    is_secret: bool,
}

impl Structure {
    /// A JSON value on each line.
    pub(super) fn lines(&mut self, bytes: &[u8]) {
        let mut at = 0_usize;
        for line in bytes.split_inclusive(|byte| *byte == b'\n') {
            self.json(line, at);
            at = at.saturating_add(line.len());
        }
    }

    /// A JSON value, perhaps after something that is none, which begins at `base` of the file.
    pub(super) fn json(&mut self, bytes: &[u8], base: usize) {
        let start = bytes.iter().position(|byte| matches!(byte, b'{' | b'[')).unwrap_or(bytes.len());
        let bytes = bytes.get(start..).unwrap_or_default();
        let base = base.saturating_add(start);
        let limits = Limits { max_bytes: Limits::GREATEST_SIZE, ..Limits::default() };
        let document = Document::parse_with(bytes, &limits);
        let mut open: Vec<Open<'_>> = Vec::new();
        open.extend(document.root().map(|value| Open {
            value,
            name: String::new(),
            header: None,
            is_secret: false,
        }));
        while let Some(one) = open.pop() {
            match one.value.kind() {
                Kind::Object => self.object(&one, base, &mut open),
                Kind::Array => self.array(&one, base, &mut open),
                _ => {}
            }
        }
    }

    fn object<'d>(&mut self, one: &Open<'d>, base: usize, open: &mut Vec<Open<'d>>) {
        let object = one.value;
        let text = |name: &str| object.get(name).and_then(Value::as_str);
        if let (Some(name), Some(value)) = (text("name"), object.get("value").filter(is_text)) {
            if one.name.contains("ookies") {
                self.add(value, base, format!("cookie {name}"));
            } else if one.name.eq_ignore_ascii_case("headers") {
                self.header(&name, value, base);
            } else if is_secret_name(&name) || one.name == "queryString" && is_secret_parameter(&name) {
                self.add(value, base, name.to_string());
            }
        }
        let is_coded = text("encoding").is_some_and(|coding| coding.eq_ignore_ascii_case("base64"));
        for member in object.members() {
            let key = member.key.as_ref();
            let is_coded = matches!(key, "body_b64" | "b64" | "_base64") || (is_coded && key == "text");
            let is_text = is_text(&member.value);
            if is_coded && is_text {
                let header = one.header.clone().or_else(|| {
                    text("name").filter(|name| key == "_base64" && is_secret_header(name)).map(Into::into)
                });
                self.base64.extend(inside(member.value, base).map(|range| (range, header)));
            } else if is_text && (is_cookie(key) || is_secret_name(key)) {
                self.header(key, member.value, base);
            } else if is_text && one.is_secret && !says_no_secret(key) {
                self.add(member.value, base, one.name.clone());
            } else {
                let is_secret = one.is_secret || is_secret_container(key);
                open.push(Open { value: member.value, name: key.to_owned(), header: None, is_secret });
            }
        }
    }

    fn array<'d>(&mut self, one: &Open<'d>, base: usize, open: &mut Vec<Open<'d>>) {
        // A header as a list of name and value.
        let mut elements = one.value.elements();
        let pair = (elements.next().filter(is_text).and_then(Value::as_str), elements.next());
        if let (Some(name), Some(value)) = pair
            && one.name == "headers"
            && is_secret_header(&name)
        {
            if is_text(&value) {
                self.header(&name, value, base);
            } else {
                let header = Some(name.into_owned());
                open.push(Open { value, name: String::new(), header, is_secret: false });
            }
            return;
        }
        for element in one.value.elements() {
            if is_text(&element) && (is_cookie(&one.name) || is_secret_name(&one.name)) {
                self.header(&one.name, element, base);
            } else if is_text(&element) && one.is_secret {
                self.add(element, base, one.name.clone());
            } else {
                let (name, is_secret) = (one.name.clone(), one.is_secret);
                open.push(Open { value: element, name, header: None, is_secret });
            }
        }
    }

    /// The value of a header, if it is one with credentials.
    fn header(&mut self, name: &str, value: Value<'_>, base: usize) {
        let Some(range) = inside(value, 0).filter(|_| is_secret_header(name)) else { return };
        let text = String::from_utf8_lossy(value.document().source().get(range.clone()).unwrap_or_default());
        if text.len() != range.len() {
            return;
        }
        let place = |one: Found| {
            let start = base.saturating_add(range.start);
            let range = start.saturating_add(one.range.start)..start.saturating_add(one.range.end);
            Found { range, ..one }
        };
        self.found.extend(headers::in_value(name, &text, 0..text.len()).into_iter().map(place));
    }

    fn add(&mut self, value: Value<'_>, base: usize, name: String) {
        let found = inside(value, base).map(|range| Found { range, what: What::Named(name) });
        self.found.extend(found);
    }
}

/// Whether a header with this name has cookies.
fn is_cookie(name: &str) -> bool {
    ["cookie", "set-cookie"].iter().any(|known| name.eq_ignore_ascii_case(known))
}

fn is_text(value: &Value<'_>) -> bool {
    value.kind() == Kind::String
}

/// The inside of a string, in the file.
fn inside(value: Value<'_>, base: usize) -> Option<Range<usize>> {
    let span = value.span();
    let start = base.saturating_add(span.start).saturating_add(1);
    let end = base.saturating_add(span.end).saturating_sub(1);
    (start < end).then_some(start..end)
}
