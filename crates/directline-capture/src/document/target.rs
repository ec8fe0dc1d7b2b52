//! Puts a URL together from the pieces in which a document has it.

use directline_exchange::{Coding, Observed, Origin, Reason, Segment, Target};
use directline_json::{Kind, Value};

use super::parts::variables;
use crate::base::Base;

/// What stands in place of a value that is not stated, as a variable of a tool does.
pub(super) const ANY: &str = "{{any}}";

/// A URL that is being put together, with the places of its pieces.
#[derive(Debug)]
pub(super) struct Pieces {
    text: String,
    segments: Vec<Segment>,
    /// Whether the query has begun.
    asked: bool,
    base: Base,
}

impl Pieces {
    pub(super) fn new(base: Base) -> Self {
        Self { text: String::new(), segments: Vec::new(), asked: false, base }
    }

    /// Text that stands nowhere.
    pub(super) fn text(&mut self, text: &str) {
        self.asked |= text.contains('?');
        self.text.push_str(text);
    }

    /// A text of the document.
    pub(super) fn value(&mut self, value: Value<'_>, text: &str) {
        self.piece(text, &self.base.text(value));
    }

    /// A text that stands, or begins, at a place.
    pub(super) fn piece(&mut self, text: &str, origin: &Origin) {
        self.segments.push(Segment { datum: self.text.len() as u64, file: origin.start });
        self.text(text);
    }

    /// A parameter of the query, decoded.
    pub(super) fn parameter(&mut self, name: (&str, &Origin), value: Option<(&str, &Origin)>) {
        let joint = if self.asked { "&" } else { "?" };
        self.text(joint);
        self.piece(&encoded(name.0), name.1);
        if let Some((text, origin)) = value {
            self.text("=");
            self.piece(&encoded(text), origin);
        }
    }

    /// The target; `whole` is what the pieces are of.
    pub(super) fn target(self, whole: Value<'_>) -> Target {
        let mut target = Target::parse(&self.text);
        target.origin = match self.segments.first() {
            // One piece that is the text of one string.
            Some(only) if self.segments.len() == 1 && only.datum == 0 => {
                Origin { file: self.base.file, start: only.file, coding: Coding::JsonString }
            }
            Some(first) => Origin {
                file: self.base.file,
                start: first.file,
                coding: Coding::Segments(self.segments.into()),
            },
            None => Origin { coding: Coding::Opaque, ..self.base.verbatim(whole) },
        };
        target
    }
}

/// A parameter's text in a URL. Variables stay as they are.
fn encoded(text: &str) -> String {
    if variables(text).next().is_some() {
        return text.to_owned();
    }
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' => encoded.push(char::from(byte)),
            b'-' | b'.' | b'_' | b'~' | b'!' | b'*' | b'(' | b')' | b'/' | b':' | b'@' | b',' | b'|' => {
                encoded.push(char::from(byte));
            }
            _ => encoded.extend(['%', hex(byte >> 4), hex(byte & 0x0f)]),
        }
    }
    encoded
}

/// A number below 16 as a digit.
fn hex(number: u8) -> char {
    char::from_digit(u32::from(number), 16).unwrap_or('0').to_ascii_uppercase()
}

/// A target of which only what is written is stated: the host, unless it is a variable.
pub(super) fn stated(mut target: Target) -> Target {
    if target.host.present().is_some_and(|host| host.contains("{{")) {
        target.host = Observed::NotObservable(Reason::NotRecorded);
        target.port = None;
    }
    target
}

/// A URL that begins with a variable for scheme and host: `{{base}}/api/conversations`.
pub(super) fn written(value: Value<'_>, text: &str, base: Base) -> Target {
    let lead = variables(text).next().filter(|first| first.start == 0);
    let lead = lead.map_or(0, |first| first.end);
    let (host, path) = text.split_at_checked(lead).unwrap_or(("", text));
    let target = Target::parse(path);
    let target = if !host.is_empty() && !path.starts_with('/') { Target::parse(text) } else { target };
    let shift = text.len().saturating_sub(target.written.len());
    let raw = value.raw().get(1..).unwrap_or_default();
    let mut origin = base.text(value);
    if shift > 0 && value.kind() == Kind::String {
        origin.start = origin.start.saturating_add(crate::places::raw_offset(raw, shift) as u64);
    }
    Target { origin, ..target }
}

/// A path with what a regular expression leaves open as variables, segment by segment.
pub(super) fn of_pattern(pattern: &str) -> String {
    let pattern = pattern.strip_prefix('^').unwrap_or(pattern);
    let pattern = pattern.strip_suffix('$').unwrap_or(pattern);
    let (mut out, mut segment) = (String::new(), String::new());
    let (mut open, mut nested, mut escaped) = (false, 0_usize, false);
    for char in pattern.chars() {
        let is_joint = nested == 0 && matches!((char, escaped), ('/' | '&' | '=', _) | ('?', true));
        if is_joint {
            out.push_str(if open { ANY } else { &segment });
            out.push(char);
            segment.clear();
            (open, escaped) = (false, false);
            continue;
        }
        match char {
            _ if escaped => {
                open |= char.is_ascii_alphanumeric();
                segment.push(char);
                escaped = false;
            }
            '\\' => escaped = true,
            '[' | '(' | '{' => {
                nested = nested.saturating_add(1);
                open = true;
            }
            ']' | ')' | '}' => nested = nested.saturating_sub(1),
            '*' | '+' | '?' | '|' | '^' | '$' => open = true,
            _ => segment.push(char),
        }
    }
    out.push_str(if open { ANY } else { &segment });
    out
}

/// A path with the names of a template, `{id}` or `:id`, as variables.
pub(super) fn of_template(template: &str) -> String {
    let segment = |segment: &str| {
        let is_single = segment.starts_with('{') && segment.ends_with('}') && !segment.starts_with("{{");
        match segment.strip_prefix(':') {
            Some(name) if !name.is_empty() => format!("{{{{{name}}}}}"),
            _ if is_single => format!("{{{segment}}}"),
            _ => segment.to_owned(),
        }
    };
    template.split('/').map(segment).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_pattern_leaves_open_is_a_variable() {
        for (pattern, expected) in [
            ("/api/conversations", "/api/conversations"),
            ("^/api/conversations/[^/]+/messages$", "/api/conversations/{{any}}/messages"),
            ("/api/conversations/.*/upload\\?userId=.+", "/api/conversations/{{any}}/upload?userId={{any}}"),
            ("/api/tokens/([a-z/]+)/renew", "/api/tokens/{{any}}/renew"),
            ("/a\\.b/\\w+", "/a.b/{{any}}"),
            ("/api/x(\\?.*)?", "/api/{{any}}"),
            ("", ""),
        ] {
            assert_eq!(of_pattern(pattern), expected, "{pattern}");
        }
        assert_eq!(of_template("/api/conversations/{id}/messages"), "/api/conversations/{{id}}/messages");
        assert_eq!(of_template("/api/:a/{{b}}/c"), "/api/{{a}}/{{b}}/c");
    }

    #[test]
    fn parameters_are_encoded_and_variables_are_not() {
        assert_eq!(encoded("a b&c=é"), "a%20b%26c%3D%C3%A9");
        assert_eq!(encoded("{{user id}}"), "{{user id}}");
    }
}
