//! Writes an exchange as one line.

use std::io::{self, Write};

use data_encoding::BASE64;
use directline_exchange::{
    Body, Exchange, Fidelity, FramingDefect, Gap, HeaderValue, Headers, Intent, Observed, Reason,
};

use super::framing;
use super::record::{NONE, VALID};
use crate::json_text::{Object, list, quoted};
use crate::{placeholder, started, url};

/// Writes one exchange as one line of NDJSON, with its line feed.
///
/// Reading it again gives the same exchange but for places and the number in the capture. A time that is
/// [`Absent`](Observed::Absent) comes back as not observable, an empty body without gaps as absent, a URL that begins
/// with a variable without it, and a host that neither URL nor `Host` header names is lost.
///
/// ```
/// use directline_capture::{Limits, ndjson, open_bytes};
/// use directline_exchange::{Exchange, Response, Target};
///
/// let mut exchange = Exchange::new("GET", Target::parse("https://directline.botframework.com/api/conversations/c/messages"));
/// exchange.request.headers.push("Authorization", "Bearer t");
/// exchange.response = Response::with_status(404);
///
/// let mut line = Vec::new();
/// ndjson::write_exchange(&mut line, &exchange)?;
/// let read = open_bytes("-", line, &Limits::default()).unwrap().next().unwrap().unwrap();
/// assert_eq!(read.exchange.response.status, exchange.response.status);
/// assert_eq!(read.exchange.request.target.path, exchange.request.target.path);
/// # Ok::<(), std::io::Error>(())
/// ```
pub fn write_exchange(out: &mut impl Write, exchange: &Exchange) -> io::Result<()> {
    let mut line = Object::new();
    line.text("method", &exchange.request.method);
    line.text("url", &url::of(&exchange.request.target));
    if let Observed::Present(started) = &exchange.started {
        line.text("started", &started.written);
    }
    if let Observed::Present(took) = exchange.took {
        line.member("took_ms", &started::as_milliseconds(took));
    }
    if exchange.intent == Intent::Valid {
        line.text("intent", VALID);
    }
    let mut unseen = unseen_times(exchange);
    unseen.extend(url::unseen(&exchange.request.target));
    if !unseen.is_empty() {
        line.member("observed", &flags(&unseen));
    }
    let request = &exchange.request;
    let parts = Parts { headers: &request.headers, body: &request.body, framing: &request.framing };
    line.member("request", &message(Object::new(), Vec::new(), &parts));
    let response = &exchange.response;
    let parts = Parts { headers: &response.headers, body: &response.body, framing: &response.framing };
    let mut object = Object::new();
    let mut observed = Vec::new();
    match response.status {
        Observed::Present(status) => object.member("status", &status.to_string()),
        Observed::Absent => object.text("status", NONE),
        Observed::NotObservable(reason) => observed.push(("status".to_owned(), reason)),
    }
    line.member("response", &message(object, observed, &parts));
    let source = &exchange.source;
    if !source.capture.is_empty() {
        line.text("source", &format!("{}#{}", source.capture, source.index));
    }
    out.write_all(line.end().as_bytes())?;
    out.write_all(b"\n")
}

struct Parts<'e> {
    headers: &'e Headers,
    body: &'e Body,
    framing: &'e [FramingDefect],
}

fn message(mut object: Object, mut observed: Vec<(String, Reason)>, parts: &Parts<'_>) -> String {
    let fields: Vec<String> = parts.headers.iter().map(|field| header(&field.name, &field.value)).collect();
    object.member("headers", &list(&fields));
    if let Some(reason) = parts.headers.partial() {
        observed.push(("headers".to_owned(), reason));
    }
    observed.extend(withheld(parts.headers));
    match parts.body {
        Observed::Absent => {}
        Observed::NotObservable(reason) => observed.push(("body".to_owned(), *reason)),
        Observed::Present(content) => {
            match as_text(&content.bytes) {
                Some(text) => object.text("body_text", text),
                None => object.text("body_b64", &BASE64.encode(&content.bytes)),
            }
            if !content.gaps.is_empty() {
                object.member("body_gaps", &gaps(&content.gaps));
            }
            if content.fidelity == Fidelity::ValueOnly {
                object.text("body_fidelity", "value-only");
            }
        }
    }
    if !observed.is_empty() {
        object.member("observed", &flags(&observed));
    }
    if !parts.framing.is_empty() {
        object.member("framing", &defects(parts.framing));
    }
    object.end()
}

/// The bytes as a text, if they are one that is not longer in JSON than in base64: no body takes more of a line than
/// that.
pub(crate) fn as_text(bytes: &[u8]) -> Option<&str> {
    let text = std::str::from_utf8(bytes).ok()?;
    let escaped = bytes.iter().filter(|byte| matches!(byte, 0..=8 | 11..=12 | 14..=31)).count();
    (escaped <= bytes.len().div_ceil(16)).then_some(text)
}

/// The value of a header as a text, if that reads as it is meant: not as a placeholder, and with the space around it.
pub(crate) fn as_value<'b>(name: &str, bytes: &'b [u8]) -> Option<&'b str> {
    let text = std::str::from_utf8(bytes).ok()?;
    let is_meant = matches!(placeholder::of_credential(name, bytes), HeaderValue::Seen(_));
    let is_trimmed = text.trim_matches([' ', '\t', '\r', '\n']).len() == text.len();
    (is_meant && is_trimmed).then_some(text)
}

/// Why times are not known, where it is not that they are not recorded.
pub(crate) fn unseen_times(exchange: &Exchange) -> Vec<(String, Reason)> {
    let times = [("started", exchange.started.reason()), ("took", exchange.took.reason())];
    let times = times.into_iter().filter_map(|(name, why)| Some((name.to_owned(), why?)));
    times.filter(|(_, why)| *why != Reason::NotRecorded).collect()
}

/// The fields that the recorder leaves out, each once.
pub(crate) fn withheld(headers: &Headers) -> Vec<(String, Reason)> {
    let mut all: Vec<(String, Reason)> = Vec::new();
    for (name, reason) in headers.withheld() {
        let datum = format!("header:{name}");
        if all.iter().all(|(other, _)| *other != datum) {
            all.push((datum, *reason));
        }
    }
    all
}

/// Data that are not observable, each with its reason.
pub(crate) fn flags(observed: &[(String, Reason)]) -> String {
    let mut flags = Object::new();
    for (name, reason) in observed {
        flags.text(name, reason.name());
    }
    flags.end()
}

/// Lost ranges of a body.
pub(crate) fn gaps(gaps: &[Gap]) -> String {
    let gaps = gaps.iter().map(|gap| {
        let reason = quoted(gap.reason.name());
        format!("[{},{},{reason}]", gap.range.start, gap.range.end)
    });
    list(&gaps.collect::<Vec<_>>())
}

/// The names of framing defects.
pub(crate) fn defects(framing: &[FramingDefect]) -> String {
    let defects = framing.iter().filter_map(|defect| framing::write(&defect.kind));
    list(&defects.collect::<Vec<_>>())
}

fn header(name: &str, value: &HeaderValue) -> String {
    let (value, reason) = match value {
        HeaderValue::Seen(bytes) => match as_value(name, bytes) {
            Some(text) => (quoted(text), None),
            None => (format!("{{\"b64\":{}}}", quoted(&BASE64.encode(bytes))), None),
        },
        HeaderValue::SchemeOnly { scheme, reason } => {
            (format!("{{\"scheme\":{}}}", quoted(scheme)), Some(*reason))
        }
        HeaderValue::Hidden(reason) => ("null".to_owned(), Some(*reason)),
    };
    match reason {
        Some(reason) => format!("[{},{value},{}]", quoted(name), quoted(reason.name())),
        None => format!("[{},{value}]", quoted(name)),
    }
}
