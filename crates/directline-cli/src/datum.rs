//! From the place of a finding to the recorded bytes it points into, and to the place in the file.

use directline_capture::{Position, Recorded};
use directline_exchange::{Body, Exchange, FramingDefect, Header, Headers, Origin};
use directline_validator::{Part, Place, Side};

/// The recorded datum that a place points into.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Datum<'e> {
    /// The name of the header, if it is one.
    pub(crate) header: Option<&'e str>,
    /// The decoded bytes; `None` if they are not recorded.
    pub(crate) bytes: Option<&'e [u8]>,
    origin: &'e Origin,
}

/// The datum that `place` points into; `None` if there is none, as for a header that is missing.
pub(crate) fn find<'e>(exchange: &'e Exchange, place: &Place) -> Option<Datum<'e>> {
    let (request, response) = (&exchange.request, &exchange.response);
    let plain = |bytes, origin| Datum { header: None, bytes, origin };
    if let Some(defect) = framing_defect(exchange, place) {
        return Some(plain(None, &defect.origin));
    }
    match place.part {
        Part::RequestMethod => Some(plain(Some(request.method.as_bytes()), &request.method_origin)),
        Part::RequestUrl => Some(plain(Some(request.target.written.as_bytes()), &request.target.origin)),
        Part::RequestHeader => header(&request.headers, place),
        Part::ResponseHeader => header(&response.headers, place),
        Part::ResponseStatus => {
            response.status.reason().is_none().then(|| plain(None, &response.status_origin))
        }
        Part::RequestBody => body(&request.body),
        Part::ResponseBody => body(&response.body),
    }
}

/// Where a place stands in the file: the first byte of its span, or of what it is about, or of the
/// whole entry.
pub(crate) fn position(recorded: &Recorded, place: &Place) -> Position {
    match find(&recorded.exchange, place) {
        Some(datum) => {
            let byte = place.span.as_ref().map_or(0, |span| span.start);
            recorded.places.locate(datum.origin, byte)
        }
        None => recorded.places.position_of_entry(),
    }
}

/// Where a place that points at bytes ends in the file.
pub(crate) fn end_position(recorded: &Recorded, place: &Place) -> Option<Position> {
    let end = place.span.as_ref()?.end;
    Some(recorded.places.locate(find(&recorded.exchange, place)?.origin, end))
}

fn framing_defect<'e>(exchange: &'e Exchange, place: &Place) -> Option<&'e FramingDefect> {
    let framing = match place.part.sender() {
        Side::Client => &exchange.request.framing,
        Side::Service => &exchange.response.framing,
    };
    framing.get(place.framing_defect?)
}

fn header<'e>(headers: &'e Headers, place: &Place) -> Option<Datum<'e>> {
    let name = place.name.as_deref()?;
    // Of several headers with one name the first that is long enough is meant.
    let end = place.span.as_ref().map_or(0, |span| span.end);
    let holds = |header: &&Header| header.bytes().is_some_and(|bytes| bytes.len() >= end);
    let header = headers.all(name).find(holds).or_else(|| headers.all(name).next())?;
    let origin = if place.span.is_some() { &header.value_origin } else { &header.name_origin };
    Some(Datum { header: Some(&header.name), bytes: header.bytes(), origin })
}

fn body(body: &Body) -> Option<Datum<'_>> {
    let content = body.present()?;
    Some(Datum { header: None, bytes: Some(&content.bytes), origin: &content.origin })
}
