//! One request, one response.

use directline_exchange::{FramingDefect, FramingKind, Observed, Origin, Reason, Request, Response, Target};

use super::Scope;
use super::body::{self, Kind};
use super::head::{Head, skip_empty_lines};
use super::lossy::lossy;
use super::start::{request_line, status_line};
use crate::Limits;

/// Why a response cannot be read alone.
const ORPHAN: &str = "a response without a request before it, such as curl -i prints (curl -v and curl --trace FILE \
                      print both)";

/// Why bytes are no message.
#[derive(Debug)]
pub(crate) struct Fault {
    pub(crate) at: usize,
    pub(crate) what: &'static str,
}

/// The bytes that messages are read from.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Wire<'b> {
    pub(crate) bytes: &'b [u8],
    /// Index of the file.
    pub(crate) file: u32,
    pub(crate) scope: Scope,
}

impl Wire<'_> {
    /// The request that begins at `at`, and where it ends.
    pub(crate) fn request(self, at: usize, limits: &Limits) -> Result<(Request, usize), Fault> {
        let at = skip_empty_lines(self.bytes, at);
        let mut head = Head::read(self.bytes, at, self.file, limits);
        let line = self.bytes.get(head.start.clone()).unwrap_or_default();
        if status_line(line).is_some() {
            return Err(Fault { at, what: ORPHAN });
        }
        let Some(start) = request_line(line) else {
            return Err(Fault { at, what: "expected a request line (METHOD TARGET HTTP/1.1)" });
        };
        if !start.strict {
            head.defects.insert(0, self.defect(FramingKind::BadStartLine, at));
        }
        head.is_text |= !start.versioned;
        self.forgive(&mut head);
        let text = |range| String::from_utf8_lossy(line.get(range).unwrap_or_default()).into_owned();
        let place = |offset: usize| Origin::verbatim(self.file, at.saturating_add(offset) as u64);
        let method = text(start.method.clone());
        let may_have_body = !["GET", "HEAD", "OPTIONS", "DELETE", "TRACE"].contains(&method.as_str());
        let kind = Kind::Request { may_have_body };
        let framed = body::read(self.bytes, &head, self.file, kind, self.scope, limits);
        let written = line.get(start.target.clone()).unwrap_or_default();
        let (written, origin) = lossy(written, self.file, at.saturating_add(start.target.start));
        let mut target = Target { origin, ..Target::parse(&written) };
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
    pub(crate) fn response(
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
            self.forgive(&mut head);
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

    /// Forgets what is no defect of a message that is shown: line ends and folds are those of the text, and a head
    /// may end with it.
    fn forgive(self, head: &mut Head) {
        if self.scope == Scope::Shown {
            let textual = [FramingKind::BareLineFeed, FramingKind::FoldedHeader, FramingKind::BadStartLine];
            head.defects.retain(|defect| !textual.contains(&defect.kind));
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
