//! One request, one response.

use directline_exchange::{FramingDefect, FramingKind, Observed, Origin, Reason, Request, Response, Target};

use super::Scope;
use super::body::{self, Kind};
use super::head::{Head, skip_empty_lines};
use super::start::{request_line, status_line};
use crate::Limits;

/// Why bytes are no message.
#[derive(Debug)]
pub(super) struct Fault {
    pub(super) at: usize,
    pub(super) what: &'static str,
}

/// The bytes that messages are read from.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wire<'b> {
    pub(super) bytes: &'b [u8],
    /// Index of the file.
    pub(super) file: u32,
    pub(super) scope: Scope,
}

impl Wire<'_> {
    /// The request that begins at `at`, and where it ends.
    pub(super) fn request(self, at: usize, limits: &Limits) -> Result<(Request, usize), Fault> {
        let at = skip_empty_lines(self.bytes, at);
        let mut head = Head::read(self.bytes, at, self.file, limits);
        let line = self.bytes.get(head.start.clone()).unwrap_or_default();
        if status_line(line).is_some() {
            return Err(Fault { at, what: "a response without a request before it" });
        }
        let Some(start) = request_line(line) else {
            return Err(Fault { at, what: "expected a request line (METHOD TARGET HTTP/1.1)" });
        };
        if !start.strict {
            head.defects.insert(0, self.defect(FramingKind::BadStartLine, at));
        }
        head.is_text |= !start.versioned;
        let text = |range| String::from_utf8_lossy(line.get(range).unwrap_or_default()).into_owned();
        let place = |offset: usize| Origin::verbatim(self.file, at.saturating_add(offset) as u64);
        let method = text(start.method.clone());
        let may_have_body = !["GET", "HEAD", "OPTIONS", "DELETE", "TRACE"].contains(&method.as_str());
        let kind = Kind::Request { may_have_body };
        let framed = body::read(self.bytes, &head, self.file, kind, self.scope, limits);
        let mut target = Target::parse(&text(start.target.clone()));
        target.origin = place(start.target.start);
        if let Some(host) = head.headers.value("host").present() {
            target = target.with_host(&String::from_utf8_lossy(host));
        }
        let request = Request {
            method,
            method_origin: place(start.method.start),
            target,
            headers: head.headers,
            body: framed.body,
            framing: joined(head.defects, framed.defects),
        };
        Ok((request, framed.end))
    }

    /// The response that begins at `at`, interim responses passed over, and where it ends.
    pub(super) fn response(
        self,
        at: usize,
        to_head: bool,
        limits: &Limits,
    ) -> Result<(Response, usize), Fault> {
        let mut at = skip_empty_lines(self.bytes, at);
        loop {
            let mut head = Head::read(self.bytes, at, self.file, limits);
            let line = self.bytes.get(head.start.clone()).unwrap_or_default();
            let Some(start) = status_line(line) else {
                return Err(Fault { at, what: "expected a status line (HTTP/1.1 200 OK)" });
            };
            // 101 is final: what follows is another protocol.
            if matches!(start.status, 100..200) && start.status != 101 && head.closed {
                let next = skip_empty_lines(self.bytes, head.end);
                if self.bytes.get(next..).is_some_and(|rest| rest.starts_with(b"HTTP/")) {
                    at = next;
                    continue;
                }
            }
            if !start.strict {
                head.defects.insert(0, self.defect(FramingKind::BadStartLine, at));
            }
            let bodiless = to_head || matches!(start.status, 100..200 | 204 | 304);
            let kind = Kind::Response { bodiless };
            let framed = body::read(self.bytes, &head, self.file, kind, self.scope, limits);
            let response = Response {
                status: Observed::Present(start.status),
                status_origin: Origin::verbatim(self.file, at.saturating_add(start.at) as u64),
                headers: head.headers,
                body: framed.body,
                framing: joined(head.defects, framed.defects),
            };
            return Ok((response, framed.end));
        }
    }

    fn defect(self, kind: FramingKind, at: usize) -> FramingDefect {
        FramingDefect { kind, origin: Origin::verbatim(self.file, at as u64) }
    }
}

/// The response to a request of which the recording holds none.
pub(crate) fn no_response() -> Response {
    Response::unrecorded(Reason::NoResponse)
}

fn joined(mut first: Vec<FramingDefect>, second: Vec<FramingDefect>) -> Vec<FramingDefect> {
    first.extend(second);
    first
}
