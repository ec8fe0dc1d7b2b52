//! Messages that another format holds: the bytes of the wire, unless the recorder cut or rewrote them.

use std::sync::Arc;

use directline_exchange::{
    Body, Coding, Content, Fidelity, FramingDefect, FramingKind, Headers, Observed, Origin, Reason, Request,
    Response, Scheme, Segment, Target,
};

use super::Scope;
use super::message::{Fault, Wire};
use super::printed::lost_only_returns;
use crate::places::PlaceFile;
use crate::stored::{is_lossy, lost_end, lost_places, unknown};
use crate::{Limits, ReadError};

/// A message that another format holds.
#[derive(Clone, Debug)]
pub(crate) struct Held {
    pub(crate) bytes: Arc<Vec<u8>>,
    pub(crate) place: Arc<PlaceFile>,
    pub(crate) kept: Kept,
}

/// How much of a message its recorder keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kept {
    /// Every byte.
    Whole,
    /// Every byte, but perhaps no body at all, without a word about it.
    BodyOrNot,
    /// The beginning.
    Beginning(Reason),
    /// The characters, as far as the bytes were text; line ends may have changed.
    Text,
}

impl Held {
    /// Whether there is nothing in it.
    pub(crate) fn is_empty(&self) -> bool {
        self.bytes.trim_ascii().is_empty()
    }

    /// The request, if it is one; its data stand in file `file` of the exchange.
    pub(crate) fn request(&self, file: u32, limits: &Limits) -> Result<Request, ReadError> {
        let read = self.wire(file).request(0, limits);
        let (mut request, _) = read.map_err(|fault| self.error(&fault))?;
        self.mend(&mut request.body, &mut request.framing);
        Ok(request)
    }

    /// The response to `request`, if it is one.
    pub(crate) fn response(
        &self,
        file: u32,
        request: &Request,
        limits: &Limits,
    ) -> Result<Response, ReadError> {
        let read = self.wire(file).response(0, request.is_method("HEAD"), limits);
        let (mut response, _) = read.map_err(|fault| self.error(&fault))?;
        self.mend(&mut response.body, &mut response.framing);
        Ok(response)
    }

    fn wire(&self, file: u32) -> Wire<'_> {
        Wire { bytes: &self.bytes, file, scope: Scope::File }
    }

    fn error(&self, fault: &Fault) -> ReadError {
        let at = self.place.locate(&Origin::verbatim(0, fault.at as u64), 0);
        ReadError::Malformed { at, what: fault.what.into() }
    }

    /// Takes what the recorder did to the message out of what is said of its sender.
    fn mend(&self, body: &mut Body, framing: &mut Vec<FramingDefect>) {
        match self.kept {
            Kept::Whole => {}
            Kept::BodyOrNot => {
                if body.present().is_some_and(|content| content.bytes.is_empty()) {
                    *body = unknown(Reason::BodyNotRecorded);
                    framing.retain(|defect| !is_of_body(&defect.kind));
                }
            }
            Kept::Beginning(reason) => {
                let unframed = framing.iter().any(|defect| defect.kind == FramingKind::BadCoding);
                framing.retain(|defect| !is_of_body(&defect.kind));
                *body = if unframed { unknown(reason) } else { beginning(body, reason) };
            }
            Kept::Text => {
                *body = self.text(body, framing);
                framing
                    .retain(|defect| !is_of_body(&defect.kind) && defect.kind != FramingKind::BareLineFeed);
            }
        }
    }

    /// The body of a message that was kept as text.
    fn text(&self, body: &Body, framing: &[FramingDefect]) -> Body {
        let lossy = || unknown(Reason::BodyLossy);
        let mut length = None;
        for defect in framing {
            match defect.kind {
                FramingKind::LengthMismatch { declared, recorded } => length = Some((declared, recorded)),
                FramingKind::BadChunk => return lossy(),
                FramingKind::BadCoding if !body.is_present() => return lossy(),
                _ => {}
            }
        }
        let Observed::Present(content) = body else { return body.clone() };
        let mut content = content.clone();
        if let Some((declared, recorded)) = length {
            let spare = usize::try_from(recorded.saturating_sub(declared)).unwrap_or(usize::MAX);
            let rest = self.bytes.get(self.bytes.len().saturating_sub(spare)..).unwrap_or_default();
            let is_short = recorded < declared;
            let was_coded = content.origin.coding == Coding::Opaque;
            if was_coded || (is_short && !content.bytes.is_ascii()) || !rest.trim_ascii().is_empty() {
                return lossy();
            }
            if is_short && lost_only_returns(&content.bytes, declared) {
                content = Content { gaps: Vec::new(), fidelity: Fidelity::ValueOnly, ..content };
            }
        } else if let Some(text) = std::str::from_utf8(&content.bytes).ok().filter(|text| is_lossy(text)) {
            content.gaps = lost_places(text);
        }
        Observed::Present(content)
    }
}

/// The target as the URL that it is, if the recorder knows one and the message has a path only; `Host` counts more than
/// the recorder.
pub(crate) fn as_url(target: Target, headers: &Headers, known: &str) -> Target {
    let url = Target::parse(known.trim());
    let scheme = match url.scheme.present() {
        Some(Scheme::Https) => "https",
        Some(Scheme::Http) => "http",
        _ => return target,
    };
    if !target.written.starts_with('/') {
        return target;
    }
    let host = headers.value("host").present().map(|host| String::from_utf8_lossy(host).trim().to_owned());
    let before = match host {
        Some(host) => format!("{scheme}://{host}"),
        None => url.written.get(..url.path_at).unwrap_or_default().to_owned(),
    };
    let full = Target::parse(&format!("{before}{}", target.written));
    if (&full.path, &full.query) != (&target.path, &target.query) {
        return target;
    }
    let shift = before.len() as u64;
    let pieces = match &target.origin.coding {
        Coding::Segments(pieces) => {
            let shifted = |piece: &Segment| Segment { datum: piece.datum.saturating_add(shift), ..*piece };
            pieces.iter().map(shifted).collect()
        }
        _ => [Segment { datum: shift, file: target.origin.start }].into(),
    };
    let origin = Origin { coding: Coding::Segments(pieces), ..target.origin };
    Target { origin, ..full }
}

/// What there is of a body that was cut.
fn beginning(body: &Body, reason: Reason) -> Body {
    match body {
        Observed::Present(content) if reason == Reason::BodyTruncated => {
            let mut content = content.clone();
            if content.gaps.is_empty() {
                content.gaps.push(lost_end(content.bytes.len(), reason));
            }
            Observed::Present(content)
        }
        Observed::NotObservable(other) => unknown(*other),
        Observed::Present(_) | Observed::Absent => unknown(reason),
    }
}

/// Whether a defect says how a body is delimited or coded.
fn is_of_body(kind: &FramingKind) -> bool {
    matches!(
        kind,
        FramingKind::LengthMismatch { .. }
            | FramingKind::BadChunk
            | FramingKind::BadCoding
            | FramingKind::TrailingBytes
    )
}
