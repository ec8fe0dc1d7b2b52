//! What several dialects write alike: header fields, bodies, and variables in them.

use directline_exchange::{
    Body, Coding, Content, Exchange, Fidelity, Gap, Header, HeaderValue, Headers, Intent, Observed, Origin,
    Reason, Request, Response, Source, Started,
};
use directline_json::{Kind, Value};

use super::reader::UNSTATED;
use super::{Auth, Scene};
use crate::base::Base;
use crate::har::Fault;
use crate::stored::{content, unknown};
use crate::{Limits, coding, placeholder};

/// The longest name of a variable.
const LONGEST_VARIABLE: usize = 200;

/// How many variables are told apart; from there on, all is lost.
const MOST_GAPS: usize = 1000;

/// Whether values are of traffic, or of a document in which variables stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Written {
    /// As they were on the wire.
    Sent,
    /// By people, for tools: `{{name}}` is filled in later.
    Stated,
}

/// A fault at a value.
pub(super) fn fault<T>(value: Value<'_>, what: &str) -> Result<T, Fault> {
    Err(Fault { at: value.span().start, what: what.to_owned() })
}

/// The text of a member that is not empty.
pub(super) fn text<'d>(of: Value<'d>, name: &str) -> Option<(Value<'d>, String)> {
    let value = of.get(name)?;
    let text = value.as_str().filter(|text| !text.is_empty())?;
    Some((value, text.into_owned()))
}

/// A member that is no `null`.
pub(super) fn some<'d>(of: Value<'d>, name: &str) -> Option<Value<'d>> {
    of.get(name).filter(|value| !value.is_null())
}

/// An exchange at an unknown time.
pub(super) fn exchange(request: Request, response: Response) -> Exchange {
    let unknown = Reason::NotRecorded;
    Exchange {
        request,
        response,
        started: Observed::<Started>::NotObservable(unknown),
        took: Observed::NotObservable(unknown),
        intent: Intent::Unknown,
        source: Source { capture: "".into(), index: 0, origin: Origin::default() },
    }
}

/// A status that is a number.
pub(super) fn status(value: Value<'_>) -> Option<u16> {
    u16::try_from(value.as_u64()?).ok().filter(|status| *status > 0)
}

/// Collects header fields, within the bound on their number.
pub(super) struct Fields<'s> {
    pub(super) headers: Headers,
    count: usize,
    base: Base,
    limits: &'s Limits,
    written: Written,
}

impl<'s> Fields<'s> {
    pub(super) fn new(scene: &Scene<'s>, written: Written) -> Self {
        Self { headers: Headers::new(), count: 0, base: scene.base, limits: scene.limits, written }
    }

    /// In the text that `base` is of.
    pub(super) fn at(self, base: Base) -> Self {
        Self { base, ..self }
    }

    /// A field of which at least the name is known.
    pub(super) fn add(&mut self, name: &str, name_origin: Origin, value: Option<Value<'_>>) {
        self.count = self.count.saturating_add(1);
        if self.count > self.limits.max_headers {
            self.headers.mark_partial(Reason::LimitReached);
            return;
        }
        let (value, value_origin) = match value {
            Some(text) if text.kind() == Kind::String => {
                let (text, origin) = self.base.trimmed(text);
                (self.value(&text), origin)
            }
            Some(other) if matches!(other.kind(), Kind::Number | Kind::Bool) => {
                (HeaderValue::Seen(other.raw().into()), self.base.verbatim(other))
            }
            _ => (HeaderValue::Hidden(self.unseen()), name_origin.clone()),
        };
        self.headers.add(Header { name: name.trim().into(), value, name_origin, value_origin });
    }

    /// The members of an object: the value of one is a text, or a list of texts, each of which is a field.
    pub(super) fn map(&mut self, map: Option<Value<'_>>) {
        for member in map.into_iter().flat_map(Value::members) {
            let origin = self.base.key(member.key_span);
            if member.value.kind() == Kind::Array {
                for value in member.value.elements() {
                    self.add(&member.key, origin.clone(), Some(value));
                }
            } else {
                self.add(&member.key, origin, Some(member.value));
            }
        }
    }

    /// A list of objects with `key` and `value`; those that are disabled are not sent.
    pub(super) fn list(&mut self, list: Option<Value<'_>>) {
        for field in list.into_iter().flat_map(Value::elements) {
            let disabled = field.get("disabled").and_then(Value::as_bool) == Some(true);
            if let Some((key, name)) = text(field, "key").filter(|_| !disabled) {
                self.add(&name, self.base.text(key), field.get("value"));
            }
        }
    }

    /// The field `Authorization`, if a setting of the tool makes one.
    pub(super) fn authorize(&mut self, auth: Option<Auth>, at: &Origin) {
        if self.headers.get("authorization").is_present() {
            return;
        }
        let reason = self.unseen();
        let value = match auth {
            Some(Auth::Scheme(scheme)) => HeaderValue::SchemeOnly { scheme: scheme.into(), reason },
            Some(Auth::Unknown) => HeaderValue::Hidden(reason),
            Some(Auth::None) | None => return,
        };
        // It stands nowhere.
        let name_origin = Origin { coding: Coding::Opaque, ..*at };
        let value_origin = name_origin.clone();
        self.headers.add(Header { name: "Authorization".into(), value, name_origin, value_origin });
    }

    /// The media type, if it is stated.
    pub(super) fn is_json(&self) -> bool {
        self.headers.value("content-type").present().is_some_and(|value| is_json(value))
    }

    fn unseen(&self) -> Reason {
        if self.written == Written::Sent { Reason::NotRecorded } else { UNSTATED }
    }

    fn value(&self, text: &str) -> HeaderValue {
        let value = placeholder::header_value(text.as_bytes());
        if self.written == Written::Sent {
            return value;
        }
        match value {
            HeaderValue::Seen(_) if variables(text).next().is_some() => HeaderValue::Hidden(UNSTATED),
            HeaderValue::SchemeOnly { scheme, .. } => HeaderValue::SchemeOnly { scheme, reason: UNSTATED },
            HeaderValue::Hidden(_) => HeaderValue::Hidden(UNSTATED),
            seen @ HeaderValue::Seen(_) => seen,
        }
    }
}

/// Whether a media type is JSON.
pub(super) fn is_json(media_type: &[u8]) -> bool {
    let media_type = String::from_utf8_lossy(media_type).to_ascii_lowercase();
    let media_type = media_type.split(';').next().unwrap_or_default().trim();
    media_type.ends_with("/json") || media_type.ends_with("+json")
}

/// Where variables stand in a text: `{{name}}`.
pub(super) fn variables(text: &str) -> impl Iterator<Item = std::ops::Range<usize>> {
    let is_name = |byte: &&u8| !matches!(byte, b'{' | b'}' | b'"' | b'\r' | b'\n');
    let mut after = 0;
    memchr::memmem::find_iter(text.as_bytes(), b"{{").filter_map(move |open| {
        let inside = text.as_bytes().get(open.saturating_add(2)..).unwrap_or_default();
        let length = inside.iter().take(LONGEST_VARIABLE).take_while(is_name).count();
        let end = open.saturating_add(2).saturating_add(length).saturating_add(2);
        let closed = inside.get(length..).is_some_and(|rest| rest.starts_with(b"}}"));
        if !closed || length == 0 || open < after {
            return None;
        }
        after = end;
        Some(open..end)
    })
}

/// The variables of a text as lost places.
fn gaps(text: &str, written: Written) -> Vec<Gap> {
    let mut gaps = Vec::new();
    for range in variables(text).filter(|_| written == Written::Stated) {
        if gaps.len() == MOST_GAPS {
            gaps.push(Gap { range: range.start..text.len(), reason: UNSTATED });
            break;
        }
        gaps.push(Gap { range, reason: UNSTATED });
    }
    gaps
}

/// A body that is written as a text; variables in it are lost places.
pub(super) fn text_body(value: Value<'_>, base: Base, written: Written, limits: &Limits) -> Body {
    let text = value.as_str().unwrap_or_default();
    let gaps = gaps(&text, written);
    content(text.into_owned().into_bytes(), gaps, base.text(value), limits)
}

/// A body that is a JSON value of the document: its white space is not that of the wire.
pub(super) fn json_body(value: Value<'_>, base: Base, written: Written, limits: &Limits) -> Body {
    let gaps = gaps(value.raw_str().unwrap_or_default(), written);
    let body = content(value.raw().to_vec(), gaps, base.verbatim(value), limits);
    body.map(|content| Content { fidelity: Fidelity::ValueOnly, ..content })
}

/// A body that is written as base64.
pub(super) fn base64_body(value: Value<'_>, base: Base, limits: &Limits) -> Body {
    let bytes = value.as_str().and_then(|text| coding::base64(&text));
    match bytes {
        Some(bytes) => crate::har::exact_or_gzip(
            bytes,
            base.coded(value, Coding::JsonBase64),
            base.coded(value, Coding::Opaque),
            limits,
        ),
        None => unknown(Reason::BodyLossy),
    }
}

/// A text that is itself JSON, or a JSON value: whichever a document has as its body.
pub(super) fn json_or_text(
    value: Value<'_>,
    is_json: bool,
    base: Base,
    written: Written,
    limits: &Limits,
) -> Body {
    let Some(text) = value.as_str() else { return json_body(value, base, written, limits) };
    // A JSON text in a string is the text; a string under a JSON type is the JSON string.
    let is_text = !is_json || matches!(text.trim_start().as_bytes().first(), Some(b'{' | b'[') | None);
    if is_text { text_body(value, base, written, limits) } else { json_body(value, base, written, limits) }
}

/// A body of which nothing is stated: an answer that has none by its status has none.
pub(super) fn unstated_body(status: Option<u16>) -> Body {
    if matches!(status, Some(204 | 304)) { Observed::Absent } else { unknown(UNSTATED) }
}
