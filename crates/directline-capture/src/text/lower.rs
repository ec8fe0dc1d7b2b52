//! From the lines of a message to the message.

use std::sync::Arc;

use directline_exchange::{
    Body, Exchange, Gap, Header, HeaderValue, Headers, Observed, Origin, Reason, Request, Response, Target,
};

use super::body::Written;
use super::lines::{is_url, squeezed, trimmed};
use super::variables::{self, Variables};
use super::{Answer, Entry, Message, Style};
use crate::attachments::Attachments;
use crate::capture::Recorded;
use crate::http::{Fault, Scope, Wire, is_omission, no_response};
use crate::patchwork::{Patchwork, exchange};
use crate::stored::{exact, unknown};
use crate::{Limits, Places};

/// How many bytes the values of variables may add to one message.
const MOST_FILLED: usize = 1 << 20;

/// Makes the exchanges of a text.
pub(super) struct Lowering<'t> {
    pub(super) bytes: &'t Arc<Vec<u8>>,
    pub(super) style: Style,
    pub(super) variables: &'t Variables,
    pub(super) attachments: &'t mut Attachments,
    pub(super) limits: &'t Limits,
}

/// A message that is being put together.
#[derive(Debug, Default)]
pub(super) struct Draft {
    pub(super) message: Patchwork,
    /// What of it is not known.
    pub(super) gaps: Vec<Gap>,
    /// How many bytes came from variables.
    filled: usize,
}

impl Lowering<'_> {
    pub(super) fn exchange(&mut self, entry: &Entry) -> Result<Exchange, Fault> {
        let printed = matches!(entry.answer, Some(Answer::Message(_)));
        let mut request = self.request(&entry.request, entry.answer.is_some())?;
        if printed && request.body.is_absent() && request.headers.get("content-type").is_present() {
            // Tools print no files.
            request.body = unknown(Reason::BodyNotRecorded);
        }
        let response = match &entry.answer {
            None => no_response(),
            Some(Answer::Message(answer)) => self.response(answer, request.is_method("HEAD"))?,
            Some(Answer::Reference(name)) => self.reference(name),
        };
        Ok(exchange(request, response, entry.request.line.start))
    }

    pub(super) fn recorded(&mut self, exchange: Exchange) -> Recorded {
        let places = Places::new(exchange.source.origin.clone(), self.attachments.end());
        Recorded { exchange, places }
    }

    fn request(&mut self, from: &Message, answered: bool) -> Result<Request, Fault> {
        let mut draft = Draft::default();
        let line = self.bytes.get(from.line.clone()).unwrap_or_default();
        if is_url(&squeezed(line)) {
            draft.message.insert(b"GET ", from.line.start);
        }
        // The further lines of the URL stand before the version.
        let version = line.len().saturating_sub(version_at(line));
        let url = from.line.start..from.line.end.saturating_sub(version);
        self.fill(&url, true, &mut draft);
        for more in &from.more {
            self.fill(more, true, &mut draft);
        }
        self.fill(&(url.end..from.line.end), false, &mut draft);
        // What was sent has headers; where none is shown, they were left out.
        let body = self.fields(from, answered && from.fields.is_empty(), &mut draft);
        let wire = Wire { bytes: draft.message.bytes(), file: 0, scope: Scope::Shown };
        let (mut request, _) = wire.request(0, self.limits).map_err(|fault| at(from, &fault))?;
        draft.message.settle_request(&mut request);
        request.headers = self.known(&request.headers, from);
        request.target = known_target(request.target);
        finish(&mut request.body, body, &draft);
        Ok(request)
    }

    fn response(&mut self, from: &Message, to_head: bool) -> Result<Response, Fault> {
        let mut draft = Draft::default();
        draft.message.push(self.bytes.get(from.line.clone()).unwrap_or_default(), from.line.start);
        let body = self.fields(from, from.fields.is_empty(), &mut draft);
        let wire = Wire { bytes: draft.message.bytes(), file: 0, scope: Scope::Shown };
        let (mut response, _) = wire.response(0, to_head, self.limits).map_err(|fault| at(from, &fault))?;
        draft.message.settle_response(&mut response);
        response.headers = self.known(&response.headers, from);
        finish(&mut response.body, body, &draft);
        Ok(response)
    }

    /// Adds the rest of a message; a body that is a file of its own is handed back.
    fn fields(&mut self, from: &Message, partial: bool, draft: &mut Draft) -> Option<Body> {
        draft.message.insert(b"\r\n", from.line.end);
        let mut end = from.line.end;
        for field in &from.fields {
            self.fill(field, false, draft);
            draft.message.insert(b"\r\n", field.end);
            end = field.end;
        }
        if (partial || self.style == Style::Document)
            && !from.fields.iter().any(|field| self.is_omission(field))
        {
            // A document shows the headers that matter to it.
            draft.message.insert(b"[other headers]\r\n", end);
        }
        draft.message.insert(b"\r\n", end);
        let is_multipart = from.fields.iter().any(|field| {
            let field = self.bytes.get(field.clone()).unwrap_or_default().to_ascii_lowercase();
            field.starts_with(b"content-type:") && memchr::memmem::find(&field, b"multipart/").is_some()
        });
        let mut written = Written { is_multipart, in_part_head: false, lowering: self, draft };
        written.add(&from.body)
    }

    fn is_omission(&self, line: &std::ops::Range<usize>) -> bool {
        is_omission(self.bytes.get(line.clone()).unwrap_or_default())
    }

    /// Adds a piece of text, the variables in it filled in.
    pub(super) fn fill(&self, range: &std::ops::Range<usize>, in_url: bool, draft: &mut Draft) {
        let text = self.bytes.get(range.clone()).unwrap_or_default();
        let mut at = 0;
        while let Some(found) = variables::next(text, at) {
            draft.message.push(text.get(at..found.start).unwrap_or_default(), range.start.saturating_add(at));
            let place = range.start.saturating_add(found.start);
            let name = variables::name_in(text, &found);
            let value = self.variables.value(name).filter(|_| draft.filled < MOST_FILLED);
            if let Some(value) = value {
                draft.filled = draft.filled.saturating_add(value.len());
                draft.message.push_instead(value, place, found.len());
            } else {
                let start = draft.message.bytes().len();
                let written = text.get(found.clone()).unwrap_or_default();
                if in_url {
                    // A space would end the URL.
                    let kept: Vec<u8> =
                        written.iter().filter(|byte| !byte.is_ascii_whitespace()).copied().collect();
                    draft.message.push_instead(&kept, place, found.len());
                } else {
                    draft.message.push(written, place);
                }
                let end = draft.message.bytes().len();
                draft.gaps.push(Gap { range: start..end, reason: Reason::NotRecorded });
            }
            at = found.end;
        }
        draft.message.push(text.get(at..).unwrap_or_default(), range.start.saturating_add(at));
    }

    /// Hides the values in which a variable stands whose value is not known. No exporter removed it.
    fn known(&self, headers: &Headers, from: &Message) -> Headers {
        let mut known = Headers::new();
        for field in headers {
            let value = match &field.value {
                HeaderValue::Seen(value)
                    if self.style == Style::Editor && variables::next(value, 0).is_some() =>
                {
                    HeaderValue::Hidden(Reason::NotRecorded)
                }
                HeaderValue::Hidden(_) if self.is_open(from, &field.name) => {
                    HeaderValue::Hidden(Reason::NotRecorded)
                }
                HeaderValue::SchemeOnly { scheme, .. } if self.is_open(from, &field.name) => {
                    HeaderValue::SchemeOnly { scheme: scheme.clone(), reason: Reason::NotRecorded }
                }
                value => value.clone(),
            };
            known.add(Header { value, ..field.clone() });
        }
        if let Some(reason) = headers.partial() {
            known.mark_partial(reason);
        }
        known
    }

    /// Whether a header of this name is written with a variable whose value is not known.
    fn is_open(&self, from: &Message, name: &str) -> bool {
        self.style == Style::Editor
            && from.fields.iter().any(|field| {
                let line = self.bytes.get(field.clone()).unwrap_or_default();
                let is_named =
                    line.get(..name.len()).is_some_and(|begun| begun.eq_ignore_ascii_case(name.as_bytes()));
                is_named
                    && variables::next(line, 0)
                        .is_some_and(|found| self.variables.value(variables::name_in(line, &found)).is_none())
            })
    }

    /// The response whose body is in a file, and whose status is in the file's name.
    fn reference(&mut self, name: &std::ops::Range<usize>) -> Response {
        let range = trimmed(self.bytes, name);
        let text = self.bytes.get(range.clone()).unwrap_or_default();
        let written = std::str::from_utf8(text).unwrap_or_default();
        let found = written.split(['.', '-', '/']).rev().find_map(|part| {
            let status =
                part.parse::<u16>().ok().filter(|status| part.len() == 3 && (100..600).contains(status))?;
            let at = part.as_ptr().addr().saturating_sub(written.as_ptr().addr());
            Some((status, at))
        });
        let mut response = Response::unrecorded(Reason::NotRecorded);
        if let Some((status, at)) = found {
            response.status = Observed::Present(status);
            response.status_origin = Origin::verbatim(0, range.start.saturating_add(at) as u64);
        }
        let is_bodiless = found.is_some_and(|(status, _)| matches!(status, 204 | 304));
        response.body = match self.file(written) {
            Err(Reason::BodyNotRecorded) if is_bodiless => Observed::Absent,
            Err(reason) => unknown(reason),
            Ok((origin, bytes)) => exact(bytes, origin, self.limits),
        };
        response
    }

    /// A file beside this one, as the whole body.
    pub(super) fn file(&mut self, name: &str) -> Result<(Origin, Vec<u8>), Reason> {
        let bytes = self.beside(name)?;
        let name = name.strip_prefix("./").unwrap_or(name);
        Ok((self.attachments.keep(name, bytes.clone()), bytes))
    }

    /// The bytes of a file beside this one.
    pub(super) fn beside(&mut self, name: &str) -> Result<Vec<u8>, Reason> {
        let name = name.strip_prefix("./").unwrap_or(name);
        match self.attachments.bytes(name, self.limits) {
            None => Err(Reason::BodyNotRecorded),
            Some(Err(())) => Err(Reason::LimitReached),
            Some(Ok(bytes)) => Ok(bytes),
        }
    }
}

/// Where the version of a request line begins, with the space before it.
fn version_at(line: &[u8]) -> usize {
    let last = line.iter().rposition(|byte| matches!(byte, b' ' | b'\t'));
    let is_version =
        |at: &usize| line.get(*at..).is_some_and(|rest| rest.trim_ascii_start().starts_with(b"HTTP/"));
    last.filter(is_version).unwrap_or(line.len())
}

/// The place of a fault is that of the message.
fn at(message: &Message, fault: &Fault) -> Fault {
    Fault { at: message.line.start, what: fault.what }
}

/// A target whose host, or whose beginning, is a variable without a known value.
fn known_target(mut target: Target) -> Target {
    let hidden = Observed::NotObservable(Reason::NotRecorded);
    if target.host.present().is_some_and(|host| host.contains("{{")) {
        target.host = hidden;
    }
    if let Some(end) = target.written.strip_prefix("{{").and_then(|rest| rest.find("}}")) {
        let skipped = end.saturating_add(4);
        let rest = Target::parse(target.written.get(skipped..).unwrap_or_default());
        (target.path, target.query) = (rest.path, rest.query);
        target.path_at = rest.path_at.saturating_add(skipped);
        target.query_at = rest.query_at.saturating_add(skipped);
    }
    if target.written.contains("{{") {
        target.path = hidden_whole(&target.path, '/', false);
        target.query = target.query.map(|query| hidden_whole(&query, '&', true));
    }
    target
}

/// The text, in which a piece that is a variable in part is one as a whole: nothing is known of its value.
fn hidden_whole(text: &str, separator: char, pairs: bool) -> String {
    let hide = |piece: &str| {
        let (name, value) = if pairs { piece.split_once('=').unwrap_or((piece, "")) } else { ("", piece) };
        let found = variables::next(value.as_bytes(), 0).and_then(|found| value.get(found));
        match found {
            Some(found) if found.len() < value.len() && pairs => format!("{name}={found}"),
            Some(found) if found.len() < value.len() => found.to_owned(),
            _ => piece.to_owned(),
        }
    };
    text.split(separator).map(hide).collect::<Vec<_>>().join(separator.encode_utf8(&mut [0; 4]))
}

/// Puts in a body that is a file of its own, and what is not known of one that is not.
fn finish(body: &mut Body, file: Option<Body>, draft: &Draft) {
    if let Some(file) = file {
        *body = file;
        return;
    }
    let Observed::Present(content) = body else { return };
    let head = draft.message.bytes().len().saturating_sub(content.bytes.len());
    let within = draft.gaps.iter().filter(|gap| gap.range.start >= head);
    content.gaps.extend(within.map(|gap| {
        let range = gap.range.start.saturating_sub(head)..gap.range.end.saturating_sub(head);
        Gap { range, reason: gap.reason }
    }));
    content.gaps.sort_by_key(|gap| gap.range.start);
}
