//! One flow as an exchange.

use std::borrow::Cow;

use directline_exchange::{
    Body, Coding, Exchange, Header, Headers, Intent, Observed, Origin, Reason, Request, Response, Segment,
    Source, Target,
};

use super::tnetstring::Node;
use crate::har::{Fault, content_length, undone};
use crate::stored::{content, lost_end, unknown};
use crate::{Limits, coding, placeholder, started};

/// The oldest version of flows that have the members as they are now (mitmproxy 7).
const OLDEST: u64 = 9;

/// What a flow is.
#[derive(Debug)]
pub(super) enum Flow {
    Exchange(Box<Exchange>),
    /// Another protocol.
    NotHttp,
    /// Written by a version whose members were others.
    TooOld,
}

/// The bytes of a flow begin at byte `offset` of the file.
#[derive(Clone, Copy)]
struct Reading<'l> {
    offset: u64,
    limits: &'l Limits,
}

/// Reads a flow, which begins at byte `offset` of its file. Its `source` names no capture yet.
pub(super) fn read(root: Node<'_>, offset: u64, limits: &Limits) -> Result<Flow, Fault> {
    let root = root.dictionary()?;
    let Some(version) = root.get("version") else { return fault(root, "a flow without version") };
    let number: Option<u64> = version.number().and_then(|number| number.parse().ok());
    // The first versions were lists such as [0, 18].
    if version.is_list() || number.is_some_and(|number| number < OLDEST) {
        return Ok(Flow::TooOld);
    }
    if number.is_none() {
        return fault(version, "a version that is no number");
    }
    match root.get("type").and_then(Node::bytes) {
        Some(b"http") => {}
        Some(b"tcp" | b"udp" | b"dns" | b"websocket") => return Ok(Flow::NotHttp),
        // Passing over what is not understood would be a loss in silence.
        _ => return fault(root, "a flow of no known type"),
    }
    let Some(request) = root.get("request") else { return fault(root, "a flow without request") };
    let request = request.dictionary()?;
    let response = match root.get("response").filter(|response| !response.is_null()) {
        Some(response) => Some(response.dictionary()?),
        None => None,
    };
    let reading = Reading { offset, limits };
    let connection = root.get("server_conn").map(Node::dictionary).transpose()?;
    let failed = root.get("error").is_some_and(|error| !error.is_null());
    let at = |message: Node<'_>, name: &str| {
        message.get(name).and_then(Node::number).and_then(started::unix_seconds)
    };
    let sent = at(request, "timestamp_start");
    let ended = response.and_then(|response| at(response, "timestamp_end"));
    let took = sent.zip(ended).and_then(|(sent, ended)| u64::try_from(ended.checked_sub(sent)?).ok());
    let unseen = Reason::NotRecorded;
    let request = reading.request(request, connection, failed)?;
    let response = match response {
        Some(response) => reading.response(response, request.is_method("HEAD"), failed)?,
        None => Response::unrecorded(Reason::NoResponse),
    };
    Ok(Flow::Exchange(Box::new(Exchange {
        request,
        response,
        started: sent
            .map_or(Observed::NotObservable(unseen), |sent| Observed::Present(started::of_unix_nanos(sent))),
        took: took.map_or(Observed::NotObservable(unseen), Observed::Present),
        intent: Intent::Unknown,
        source: Source { capture: "".into(), index: 0, origin: Origin::verbatim(0, offset) },
    })))
}

fn fault<T>(node: Node<'_>, what: &str) -> Result<T, Fault> {
    Err(Fault { at: node.start, what: what.to_owned() })
}

impl Reading<'_> {
    fn place(self, node: Node<'_>) -> Origin {
        Origin::verbatim(0, self.offset.saturating_add(node.start as u64))
    }

    fn request(
        self,
        request: Node<'_>,
        connection: Option<Node<'_>>,
        failed: bool,
    ) -> Result<Request, Fault> {
        let Some((method, written)) = request.get("method").and_then(|method| Some((method, method.text()?)))
        else {
            return fault(request, "a request without method");
        };
        let headers = self.headers(request)?;
        let body = self.body(request.get("content"), &headers, false, failed);
        Ok(Request {
            method: written.into_owned(),
            method_origin: self.place(method),
            target: self.target(request, connection, &headers)?,
            headers,
            body,
            framing: Vec::new(),
        })
    }

    fn response(self, response: Node<'_>, to_head: bool, failed: bool) -> Result<Response, Fault> {
        let code = response.get("status_code");
        let number = code.and_then(Node::number).and_then(|number| number.parse::<u16>().ok());
        let Some((code, status)) = code.zip(number) else {
            return fault(response, "a response without status_code");
        };
        let headers = self.headers(response)?;
        let bodiless = to_head || matches!(status, 100..200 | 204 | 304);
        let body = self.body(response.get("content"), &headers, bodiless, failed);
        let status_origin = self.place(code);
        Ok(Response { status: Observed::Present(status), status_origin, headers, body, framing: Vec::new() })
    }

    fn headers(self, message: Node<'_>) -> Result<Headers, Fault> {
        let mut headers = Headers::new();
        let Some(list) = message.get("headers").filter(|list| list.is_list()) else {
            return fault(message, "a message without headers");
        };
        for (count, field) in list.children().enumerate() {
            let field = field?;
            let mut pair = field.children();
            let (Some(name), Some(value)) = (pair.next().transpose()?, pair.next().transpose()?) else {
                return fault(field, "a header that is no pair of name and value");
            };
            let (Some(text), Some(bytes)) = (name.text(), value.bytes()) else {
                return fault(field, "a header that is no pair of texts");
            };
            if count >= self.limits.max_headers {
                headers.mark_partial(Reason::LimitReached);
                break;
            }
            let before = bytes.len().saturating_sub(bytes.trim_ascii_start().len());
            let mut value_origin = self.place(value);
            value_origin.start = value_origin.start.saturating_add(before as u64);
            headers.add(Header {
                name: text.into(),
                value: placeholder::header_value(bytes.trim_ascii()),
                name_origin: self.place(name),
                value_origin,
            });
        }
        Ok(headers)
    }

    /// The URL as the client meant it. `host` and `port` are those of the server that was connected to, which behind a
    /// redirection or as a reverse proxy is another one.
    fn target(
        self,
        request: Node<'_>,
        connection: Option<Node<'_>>,
        headers: &Headers,
    ) -> Result<Target, Fault> {
        let Some((path_at, path)) = request.get("path").and_then(|path| Some((path, path.text()?))) else {
            return fault(request, "a request without path");
        };
        let scheme =
            request.get("scheme").filter(|scheme| scheme.bytes().is_some_and(|name| !name.is_empty()));
        let from = |node: Option<Node<'_>>| Some((node?.text()?.into_owned(), self.place(node?).start));
        let named = headers.get("host").present().copied();
        let named = named.and_then(|host| Some((host.text()?.into_owned(), host.value_origin.start)));
        let candidates = [
            named,
            from(request.get("authority")),
            from(connection.and_then(|connection| connection.get("sni"))),
            connected_to(request).zip(from(request.get("host"))).map(|(text, (_, at))| (text, at)),
        ];
        let host = candidates.into_iter().flatten().find(|(host, _)| is_authority(host));
        let (Some(scheme), Some((host, host_at)), true) = (scheme, host, path.starts_with('/')) else {
            // `*`, or the authority of CONNECT.
            let written = if path.is_empty() {
                request.get("authority").and_then(Node::text).unwrap_or_default()
            } else {
                path
            };
            let mut target = Target::parse(&written);
            target.origin = self.place(path_at);
            return Ok(target);
        };
        let name = scheme.text().unwrap_or_default();
        let mut written = format!("{name}://");
        let mut segments = vec![Segment { datum: 0, file: self.place(scheme).start }];
        let mut add = |text: &Cow<'_, str>, file| {
            segments.push(Segment { datum: written.len() as u64, file });
            written.push_str(text);
        };
        add(&host.into(), host_at);
        add(&path, self.place(path_at).start);
        let mut target = Target::parse(&written);
        target.origin = Origin {
            coding: Coding::Segments(segments.into()),
            ..Origin::verbatim(0, self.place(scheme).start)
        };
        Ok(target)
    }

    /// The body: exact, without chunks, but in the coding of its `Content-Encoding`.
    fn body(self, stored: Option<Node<'_>>, headers: &Headers, bodiless: bool, failed: bool) -> Body {
        let length = content_length(headers);
        let Some((stored, bytes)) = stored.and_then(|stored| Some((stored, stored.bytes()?))) else {
            // Not kept: it was streamed through, or did not come to its end.
            let none = bodiless || length == Some(0);
            return if none { Observed::Absent } else { unknown(Reason::BodyNotRecorded) };
        };
        let origin = self.place(stored);
        if bodiless && bytes.is_empty() {
            return Observed::Absent;
        }
        if bytes.is_empty() && failed && length != Some(0) && headers.get("transfer-encoding").is_present() {
            return unknown(Reason::BodyNotRecorded);
        }
        let codings = headers.value("content-encoding").present().map(|value| coding::codings(value));
        let codings = codings.unwrap_or_default();
        if !codings.is_empty() && !bytes.is_empty() {
            let opaque = Origin { coding: Coding::Opaque, ..origin };
            return undone(&codings, bytes.to_vec(), opaque, self.limits);
        }
        let cut = !bodiless && length.is_some_and(|length| length > bytes.len() as u64);
        let gaps = cut.then(|| lost_end(bytes.len(), Reason::BodyTruncated)).into_iter().collect();
        content(bytes.to_vec(), gaps, origin, self.limits)
    }
}

/// The address of the server as an authority.
fn connected_to(request: Node<'_>) -> Option<String> {
    let host = request.get("host")?.text()?;
    let host =
        if host.contains(':') && !host.starts_with('[') { format!("[{host}]") } else { host.into_owned() };
    let port = request.get("port").and_then(Node::number)?;
    let is_usual = matches!(
        (request.get("scheme").and_then(Node::bytes), port),
        (Some(b"https"), "443") | (Some(b"http"), "80")
    );
    Some(if is_usual { host } else { format!("{host}:{port}") })
}

/// Whether a text can stand between the scheme and the path of a URL.
fn is_authority(text: &str) -> bool {
    let is_bad =
        |char: char| char.is_whitespace() || char.is_control() || matches!(char, '/' | '?' | '#' | '@');
    !text.is_empty() && !text.contains(is_bad)
}
