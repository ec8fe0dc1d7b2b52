//! What our own writer adds to a HAR, so that reading it again guesses nothing: members that begin with `_`, which the
//! format leaves to tools.

use directline_exchange::{
    Body, Coding, Content, Fidelity, FramingDefect, Header, HeaderValue, Headers, Intent, Observed, Origin,
    Reason, Response, Started, Target,
};
use directline_json::{Kind, Value};

use crate::base::Base;
use crate::ndjson::{NONE, VALID};
use crate::stored::unknown;
use crate::{Limits, coding, ndjson, placeholder};

/// In an entry and in a message: what of it is not observable, from datum to reason. Where it stands, all else was seen.
pub(super) const OBSERVED: &str = "_observed";
/// In an entry: the intent of the request.
pub(super) const INTENT: &str = "_intent";
/// In a response: `none` where the client waited for an answer, and none came.
pub(super) const STATUS: &str = "_status";
/// In a message: defects of the HTTP framing.
pub(super) const FRAMING: &str = "_framing";
/// In a header: why its value is hidden, or all of it but the scheme.
pub(super) const HIDDEN: &str = "_hidden";
/// In a header: the value as base64, where it is no text or reads as a placeholder.
pub(super) const BASE64: &str = "_base64";
/// In a body: the byte ranges that were lost.
pub(super) const GAPS: &str = "_gaps";
/// In a body: `value-only` where the text was written anew.
pub(super) const FIDELITY: &str = "_fidelity";

/// The name of [`Fidelity::ValueOnly`].
pub(super) const VALUE_ONLY: &str = "value-only";

/// What is known of the request of an entry.
pub(super) fn intent(entry: Value<'_>) -> Intent {
    let is_valid = entry.get(INTENT).and_then(Value::as_str).is_some_and(|intent| intent == VALID);
    if is_valid { Intent::Valid } else { Intent::Unknown }
}

/// When the request of an entry without a readable time was sent.
pub(super) fn unknown_time(entry: Value<'_>) -> Observed<Started> {
    let why = observed(entry).and_then(|observed| reason(observed, "started"));
    Observed::NotObservable(why.unwrap_or(Reason::NotRecorded))
}

/// How long an entry took whose duration is not known.
pub(super) fn unknown_duration(entry: Value<'_>) -> Observed<u64> {
    let why = observed(entry).and_then(|observed| reason(observed, "took"));
    Observed::NotObservable(why.unwrap_or(Reason::NotRecorded))
}

/// Takes from the target what the request says that was not observable.
pub(super) fn hide(request: Value<'_>, target: &mut Target) {
    let Some(observed) = observed(request) else { return };
    if let Some(why) = reason(observed, "scheme") {
        target.scheme = Observed::NotObservable(why);
    }
    if let Some(why) = reason(observed, "host") {
        (target.host, target.port) = (Observed::NotObservable(why), None);
    }
}

/// A response without a status: none came, or nobody recorded whether one did. Other writers do not tell the two.
pub(super) fn unanswered(response: Value<'_>, base: Base, limits: &Limits) -> Response {
    let none = response.get(STATUS).filter(|status| status.as_str().is_some_and(|status| status == NONE));
    let observed = observed(response);
    let why = observed.and_then(|observed| reason(observed, "status")).unwrap_or(Reason::NoResponse);
    let unknown = (Observed::NotObservable(why), base.verbatim(response));
    let status = none.map_or(unknown, |none| (Observed::Absent, base.text(none)));
    match (observed, none) {
        (Some(observed), _) => self::response(response, observed, status, base, limits),
        (None, Some(_)) => Response { status_origin: status.1, ..Response::unanswered() },
        (None, None) => Response::unrecorded(Reason::NoResponse),
    }
}

/// A response of our own.
pub(super) fn response(
    response: Value<'_>,
    observed: Value<'_>,
    (status, status_origin): (Observed<u16>, Origin),
    base: Base,
    limits: &Limits,
) -> Response {
    Response {
        status,
        status_origin,
        headers: headers(response, observed, base, limits),
        body: body(response.get("content"), observed, base, limits),
        framing: framing(response, base),
    }
}

/// What a message of our own says of itself; nothing for a message of another writer.
pub(super) fn observed(message: Value<'_>) -> Option<Value<'_>> {
    message.get(OBSERVED).filter(|observed| observed.kind() == Kind::Object)
}

/// Why a datum is not observable, if it is not.
pub(super) fn reason(observed: Value<'_>, datum: &str) -> Option<Reason> {
    named(observed.get(datum)?)
}

fn named(value: Value<'_>) -> Option<Reason> {
    Reason::from_name(&value.as_str()?)
}

/// The headers of a message of our own.
pub(super) fn headers(message: Value<'_>, observed: Value<'_>, base: Base, limits: &Limits) -> Headers {
    let mut headers = Headers::new();
    let list = message.get("headers");
    for (index, field) in list.iter().flat_map(|list| list.elements()).enumerate() {
        if index >= limits.max_headers {
            headers.mark_partial(Reason::LimitReached);
            break;
        }
        headers.add(header(field, base));
    }
    for member in observed.members() {
        let Some(reason) = named(member.value) else { continue };
        if member.key == "headers" {
            headers.mark_partial(reason);
        } else if let Some(name) = member.key.strip_prefix("header:") {
            headers.withhold(name, reason);
        }
    }
    headers
}

fn header(field: Value<'_>, base: Base) -> Header {
    let text = |name: &str| field.get(name).filter(|value| value.kind() == Kind::String);
    let place = |value: Option<Value<'_>>| value.map_or(base.verbatim(field), |value| base.text(value));
    let name = text("name").and_then(Value::as_str).unwrap_or_default();
    let (written, mut value_origin) =
        text("value").map_or_else(|| ("".into(), base.verbatim(field)), |value| base.trimmed(value));
    let coded = text(BASE64).and_then(|value| Some((coding::base64(&value.as_str()?)?, value)));
    let hidden = field.get(HIDDEN).and_then(named);
    let value = match (placeholder::header_value(written.as_bytes()), hidden, coded) {
        (HeaderValue::SchemeOnly { scheme, .. }, Some(reason), _) => {
            HeaderValue::SchemeOnly { scheme, reason }
        }
        (_, Some(reason), _) => HeaderValue::Hidden(reason),
        (_, None, Some((bytes, at))) => {
            value_origin = base.coded(at, Coding::JsonBase64);
            HeaderValue::Seen(bytes.into())
        }
        (_, None, None) => placeholder::of_credential(&name, written.as_bytes()),
    };
    Header { name: name.into(), value, name_origin: place(text("name")), value_origin }
}

/// The body of a message of our own, which `stored` holds.
pub(super) fn body(stored: Option<Value<'_>>, observed: Value<'_>, base: Base, limits: &Limits) -> Body {
    if let Some(reason) = reason(observed, "body") {
        return unknown(reason);
    }
    let text = stored.and_then(|stored| Some((stored, stored.get("text")?)));
    let Some((stored, value)) = text.filter(|(_, text)| text.kind() == Kind::String) else {
        return Observed::Absent;
    };
    let written = value.as_str().unwrap_or_default();
    let is_coded = stored.get("encoding").and_then(Value::as_str).is_some_and(|coding| coding == "base64");
    let (bytes, origin) = if is_coded {
        let Some(bytes) = coding::base64(&written) else { return unknown(Reason::BodyLossy) };
        (bytes, base.coded(value, Coding::JsonBase64))
    } else {
        (written.into_owned().into_bytes(), base.text(value))
    };
    let gaps = stored.get(GAPS).filter(|gaps| !gaps.is_null());
    let Ok(gaps) = ndjson::read_gaps(gaps, GAPS, bytes.len()) else { return unknown(Reason::BodyLossy) };
    if bytes.len() > limits.max_body_bytes {
        return unknown(Reason::LimitReached);
    }
    if bytes.is_empty() && gaps.is_empty() {
        return Observed::Absent;
    }
    let is_anew = stored.get(FIDELITY).and_then(Value::as_str).is_some_and(|name| name == VALUE_ONLY);
    let fidelity = if is_anew { Fidelity::ValueOnly } else { Fidelity::Exact };
    Observed::Present(Content { bytes, gaps, fidelity, origin })
}

/// The framing defects of a message.
pub(super) fn framing(message: Value<'_>, base: Base) -> Vec<FramingDefect> {
    let list = message.get(FRAMING);
    let defects = list.iter().flat_map(|list| list.elements());
    let defect = |value: Value<'_>| {
        Some(FramingDefect { kind: ndjson::framing_defect(value)?, origin: base.verbatim(value) })
    };
    defects.filter_map(defect).collect()
}
