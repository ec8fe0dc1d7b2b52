//! Where the body of a message ends, and what it was before it was coded.

use std::ops::Range;

use directline_exchange::{
    Body, Coding, Content, Fidelity, FramingDefect, FramingKind, Gap, Headers, Observed, Origin, Reason,
    Segment,
};

use super::chunked;
use super::head::{Head, is_omission};
use super::{Scope, at_message, next_message, printed};
use crate::Limits;
use crate::coding::{self, Undecoded};
use crate::stored::{content, lost_end, unknown};

/// What kind of message the body belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A request; whether its method usually has a body.
    Request { may_have_body: bool },
    /// A response; whether it has no body whatever its headers say (RFC 9112, section 6.3).
    Response { bodiless: bool },
}

/// A body as read.
#[derive(Debug)]
pub(super) struct Framed {
    pub(super) body: Body,
    pub(super) defects: Vec<FramingDefect>,
    /// Where the message ends.
    pub(super) end: usize,
}

/// Bytes between head and end, before content codings are undone.
struct Coded {
    bytes: Vec<u8>,
    /// Where they stand, if in several pieces.
    segments: Option<Vec<Segment>>,
    start: usize,
    gaps: Vec<Gap>,
}

struct Framing<'b> {
    bytes: &'b [u8],
    file: u32,
    scope: Scope,
    /// Whether the message is of HTTP/2 or 3, which delimit bodies without any header.
    delimited: bool,
    defects: Vec<FramingDefect>,
    end: usize,
}

/// Reads the body after `head`.
pub(super) fn read(
    bytes: &[u8],
    head: &Head,
    file: u32,
    kind: Kind,
    scope: Scope,
    limits: &Limits,
) -> Framed {
    if scope == Scope::Shown {
        return super::shown::read(bytes, head, file, kind, limits);
    }
    let line = bytes.get(head.start.clone()).unwrap_or_default();
    let delimited = is_delimited(line);
    let mut framing = Framing { bytes, file, scope, delimited, defects: Vec::new(), end: head.end };
    let body = if head.closed {
        framing.body(head, kind, limits)
    } else {
        let sent = declares_body(&head.headers)
            || matches!(kind, Kind::Request { may_have_body: true } | Kind::Response { bodiless: false });
        if sent { unknown(Reason::BodyNotRecorded) } else { Observed::Absent }
    };
    Framed { body, defects: framing.defects, end: framing.end }
}

/// Whether a first line names a version of HTTP whose messages are frames: proxies write them down as text.
fn is_delimited(line: &[u8]) -> bool {
    let line = line.trim_ascii_end();
    [&b"HTTP/2"[..], b"HTTP/3", b"HTTP/2.0", b"HTTP/3.0"].iter().any(|newer| line.ends_with(newer))
}

fn declares_body(headers: &Headers) -> bool {
    headers.get("content-length").is_present() || headers.get("transfer-encoding").is_present()
}

impl Framing<'_> {
    fn body(&mut self, head: &Head, kind: Kind, limits: &Limits) -> Body {
        let transfer: Vec<String> = list(&head.headers, "transfer-encoding");
        let length = self.content_length(&head.headers);
        let chunked = transfer.last().is_some_and(|last| last == "chunked");
        if let Some(note) = self.note_of_no_body(head.end) {
            self.end = head.end.saturating_add(note);
            return unknown(Reason::BodyNotRecorded);
        }
        if !transfer.is_empty() && head.headers.get("content-length").is_present() {
            self.defect(FramingKind::LengthAndChunked, value_at(&head.headers, "content-length"));
        }
        if kind != (Kind::Response { bodiless: true })
            && let Some(body) = self.printed(head, length, chunked, limits)
        {
            return body;
        }
        let coded = if chunked {
            self.chunked(head.end)
        } else if let Some(length) = length.filter(|_| transfer.is_empty()) {
            match self.sized(head.end, length, kind) {
                Some(coded) => coded,
                None => return Observed::Absent,
            }
        } else {
            let mut coded = self.unframed(head.end, kind);
            if length.is_none() && head.headers.get("content-length").is_present() && !coded.bytes.is_empty()
            {
                // The length is no number: where the body ends is not known.
                coded.gaps.push(lost_end(coded.bytes.len(), Reason::BodyLossy));
            }
            coded
        };
        let mut codings = list(&head.headers, "content-encoding");
        codings.extend(transfer.into_iter().filter(|coding| coding != "chunked"));
        self.decoded(coded, &codings, limits)
    }

    /// How long the note is that our writer put in place of the body.
    fn note_of_no_body(&self, at: usize) -> Option<usize> {
        let rest = self.bytes.get(at..).filter(|_| self.scope == Scope::Stream)?;
        printed::note_of_no_body(rest)
    }

    /// The body as a program printed it, if it did.
    fn printed(&mut self, head: &Head, length: Option<u64>, chunked: bool, limits: &Limits) -> Option<Body> {
        let at = head.end;
        let rest = self.bytes.get(at..)?;
        let after = at.saturating_add(usize::try_from(length.unwrap_or(0)).unwrap_or(usize::MAX));
        let is_framed = if chunked {
            !printed::is_unchunked(rest)
        } else if length.is_some() {
            let fits = after <= self.bytes.len() && at_message(self.bytes, after);
            fits || !(head.is_text || printed::is_reworked(rest))
        } else {
            !head.is_text
        };
        if is_framed || self.scope == Scope::File {
            return None;
        }
        self.end = next_message(self.bytes, at);
        let written = self.bytes.get(at..self.end)?;
        let ends = written.iter().rev().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        let text = written.get(..written.len().saturating_sub(ends))?;
        if is_omission(text) || printed::is_left_out(text) {
            return Some(unknown(Reason::BodyNotRecorded));
        }
        let cut = length.is_some_and(|length| !printed::lost_only_returns(written, length));
        let gaps = cut.then(|| lost_end(text.len(), Reason::BodyTruncated)).into_iter().collect();
        let body = content(text.to_vec(), gaps, Origin::verbatim(self.file, at as u64), limits);
        let reworked = chunked || length.is_some_and(|length| length != text.len() as u64);
        let fidelity = if reworked { Fidelity::ValueOnly } else { Fidelity::Exact };
        Some(body.map(|content| Content { fidelity, ..content }))
    }

    fn chunked(&mut self, at: usize) -> Coded {
        let body = chunked::read(self.bytes, at);
        if let Some(bad) = body.bad {
            self.defect(FramingKind::BadChunk, bad);
        }
        self.end =
            if body.cut && self.scope == Scope::Stream { next_message(self.bytes, at) } else { body.end };
        if self.scope == Scope::File && !body.cut && body.end < self.bytes.len() {
            self.defect(FramingKind::TrailingBytes, body.end);
        }
        let cut = body.cut.then(|| lost_end(body.bytes.len(), Reason::BodyTruncated));
        let segments = if body.overflow { Vec::new() } else { body.segments };
        Coded { bytes: body.bytes, segments: Some(segments), start: at, gaps: cut.into_iter().collect() }
    }

    /// A body with `Content-Length`; none if the message has none by its kind and nothing follows.
    fn sized(&mut self, at: usize, length: u64, kind: Kind) -> Option<Coded> {
        let wanted = usize::try_from(length).unwrap_or(usize::MAX);
        let after = at.saturating_add(wanted);
        let fits = after <= self.bytes.len();
        let mut end = self.bytes.len();
        if self.scope == Scope::Stream {
            let exact = fits && at_message(self.bytes, after);
            end = if exact { after } else { next_message(self.bytes, at) };
        }
        let bodiless = kind == Kind::Response { bodiless: true };
        let recorded = end.saturating_sub(at);
        if bodiless && recorded == 0 {
            return None;
        }
        self.end = end;
        let kept = recorded.min(wanted);
        // In a file of several messages, an editor's empty line between two is not part of either.
        let rest = at.saturating_add(kept)..end;
        let loose = self.scope == Scope::Stream && self.is_blank(&rest);
        let short = kept < wanted;
        if short || (recorded > wanted && !loose) {
            let kind = FramingKind::LengthMismatch { declared: length, recorded: recorded as u64 };
            self.defect(kind, at.saturating_add(kept));
        }
        let gap = short.then(|| lost_end(kept, Reason::BodyTruncated));
        Some(self.coded(at..at.saturating_add(kept), gap))
    }

    /// A body whose end no header tells.
    fn unframed(&mut self, at: usize, kind: Kind) -> Coded {
        let end = match self.scope {
            Scope::File | Scope::Shown => self.bytes.len(),
            Scope::Stream => next_message(self.bytes, at),
        };
        self.end = end;
        let mut range = at..end;
        if self.scope == Scope::Stream && self.is_blank(&range) {
            range = at..at;
        }
        let ends_with_connection = kind == Kind::Response { bodiless: false };
        if !range.is_empty() && !ends_with_connection && !self.delimited {
            self.defect(FramingKind::TrailingBytes, at);
            if kind == (Kind::Response { bodiless: true }) {
                range = at..at;
            }
        }
        self.coded(range, None)
    }

    fn coded(&self, range: Range<usize>, gap: Option<Gap>) -> Coded {
        let start = range.start;
        let bytes = self.bytes.get(range).unwrap_or_default().to_vec();
        Coded { bytes, segments: None, start, gaps: gap.into_iter().collect() }
    }

    fn is_blank(&self, range: &Range<usize>) -> bool {
        let bytes = self.bytes.get(range.clone()).unwrap_or_default();
        bytes.iter().all(|byte| matches!(byte, b'\r' | b'\n' | b' ' | b'\t'))
    }

    /// `Content-Length`, if it is usable.
    fn content_length(&mut self, headers: &Headers) -> Option<u64> {
        let values: Vec<String> = list(headers, "content-length");
        let header = headers.all("content-length").find(|header| header.bytes().is_some())?;
        let at = usize::try_from(header.value_origin.start).unwrap_or(usize::MAX);
        let first = values.first().filter(|first| first.bytes().all(|byte| byte.is_ascii_digit()));
        let length = first.and_then(|first| first.parse().ok());
        if values.len() != 1 || length.is_none() {
            self.defect(FramingKind::BadContentLength, at);
        }
        length.filter(|_| values.iter().all(|value| Some(value) == first))
    }

    fn decoded(&mut self, coded: Coded, codings: &[String], limits: &Limits) -> Body {
        let Coded { bytes, segments, start, gaps } = coded;
        let coding = match segments {
            None => Coding::Verbatim,
            Some(segments) if segments.is_empty() => Coding::Opaque,
            Some(segments) => Coding::Segments(segments.into()),
        };
        let start = Origin { file: self.file, start: start as u64, coding };
        if codings.is_empty() || bytes.is_empty() {
            return content(bytes, gaps, start, limits);
        }
        let opaque = Origin { coding: Coding::Opaque, ..start.clone() };
        let ending = |bytes: &[u8]| vec![lost_end(bytes.len(), Reason::BodyTruncated)];
        match coding::decode(codings, &bytes, limits) {
            Ok(decoded) => {
                let gaps = if gaps.is_empty() { gaps } else { ending(&decoded) };
                content(decoded, gaps, opaque, limits)
            }
            Err(Undecoded::TooLarge) => unknown(Reason::LimitReached),
            Err(Undecoded::Unknown) => unknown(Reason::UnsupportedCoding),
            Err(Undecoded::Broken(before)) if !gaps.is_empty() => {
                let gaps = ending(&before);
                content(before, gaps, opaque, limits)
            }
            Err(Undecoded::Broken(_)) => {
                let at = usize::try_from(start.start).unwrap_or(usize::MAX);
                self.defect(FramingKind::BadCoding, at);
                // Printed messages keep the header of a coding that was undone.
                let plain = !coding::is_gzip(&bytes) && std::str::from_utf8(&bytes).is_ok();
                if plain { content(bytes, gaps, start, limits) } else { unknown(Reason::UnsupportedCoding) }
            }
        }
    }

    fn defect(&mut self, kind: FramingKind, at: usize) {
        self.defects.push(FramingDefect { kind, origin: Origin::verbatim(self.file, at as u64) });
    }
}

/// The members of a list header, in lower case, without `identity`.
pub(super) fn list(headers: &Headers, name: &str) -> Vec<String> {
    headers.all(name).filter_map(|header| header.bytes()).flat_map(coding::codings).collect()
}

fn value_at(headers: &Headers, name: &str) -> usize {
    let start = headers.all(name).next().map_or(0, |header| header.value_origin.start);
    usize::try_from(start).unwrap_or(usize::MAX)
}
