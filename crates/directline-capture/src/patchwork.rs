//! A message put together from pieces of a file: which byte of the one stands where in the other.
//!
//! Transcripts and documents hold a message in lines with marks before them, as hexadecimal digits, or with variables in
//! it. It is pieced together, read as any other message, and then every place in it is turned into the place in the file.

use directline_exchange::{Coding, Exchange, Headers, Observed, Origin, Request, Response, Segment};

/// Most pieces that are remembered; from there on a place is that of the piece before it.
const MOST_PIECES: usize = 1 << 20;

/// Bytes of a message, with the place of each in the file.
#[derive(Debug, Default)]
pub(crate) struct Patchwork {
    bytes: Vec<u8>,
    pieces: Vec<Segment>,
}

impl Patchwork {
    /// The message so far.
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Adds bytes that stand in the file as they are, from byte `at` on.
    pub(crate) fn push(&mut self, bytes: &[u8], at: usize) {
        let datum = self.bytes.len() as u64;
        let file = at as u64;
        let goes_on = self.pieces.last().is_some_and(|last| {
            file.checked_sub(last.file) == datum.checked_sub(last.datum) && file >= last.file
        });
        if !bytes.is_empty() && !goes_on && self.pieces.len() < MOST_PIECES {
            self.pieces.push(Segment { datum, file });
        }
        self.bytes.extend_from_slice(bytes);
    }

    /// Adds bytes that stand for `length` other bytes of the file, from byte `at` on.
    pub(crate) fn push_instead(&mut self, bytes: &[u8], at: usize, length: usize) {
        // Each piece stays within what the bytes stand for; of large ones not every byte has its own.
        let step = length.max(bytes.len().checked_div(1 << 12).unwrap_or(0)).max(1);
        for piece in bytes.chunks(step) {
            self.push(piece, at);
        }
    }

    /// Adds what the message had and the file has not, such as a line end, at byte `at`.
    pub(crate) fn insert(&mut self, bytes: &[u8], at: usize) {
        self.push_instead(bytes, at, 1);
    }

    /// Takes the bytes from `length` on away.
    pub(crate) fn truncate(&mut self, length: usize) {
        self.bytes.truncate(length);
        self.pieces.retain(|piece| piece.datum < length as u64);
    }

    /// Turns every place of a request that was read from [`bytes`](Self::bytes) into its place in the file.
    pub(crate) fn settle_request(&self, request: &mut Request) {
        self.settle(&mut request.method_origin, request.method.len());
        self.settle(&mut request.target.origin, request.target.written.len());
        self.settle_headers(&mut request.headers);
        if let Observed::Present(content) = &mut request.body {
            self.settle(&mut content.origin, content.bytes.len());
        }
        for defect in &mut request.framing {
            self.settle(&mut defect.origin, 1);
        }
    }

    /// The same for a response.
    pub(crate) fn settle_response(&self, response: &mut Response) {
        self.settle(&mut response.status_origin, 3);
        self.settle_headers(&mut response.headers);
        if let Observed::Present(content) = &mut response.body {
            self.settle(&mut content.origin, content.bytes.len());
        }
        for defect in &mut response.framing {
            self.settle(&mut defect.origin, 1);
        }
    }

    fn settle_headers(&self, headers: &mut Headers) {
        let mut settled = Headers::new();
        for field in &*headers {
            let mut field = field.clone();
            let length = field.bytes().map_or(1, <[u8]>::len);
            self.settle(&mut field.name_origin, field.name.len());
            self.settle(&mut field.value_origin, length);
            settled.add(field);
        }
        if let Some(reason) = headers.partial() {
            settled.mark_partial(reason);
        }
        for (name, reason) in headers.withheld() {
            settled.withhold(name.clone(), *reason);
        }
        *headers = settled;
    }

    /// Turns the place of a datum of `length` bytes in the message into its place in the file.
    fn settle(&self, origin: &mut Origin, length: usize) {
        let pieces = match &origin.coding {
            Coding::Verbatim => self.pieces_of(0, origin.start, length as u64),
            Coding::Segments(segments) => {
                let ends = segments.iter().skip(1).map(|next| next.datum).chain([length as u64]);
                let each = segments.iter().zip(ends).map(|(segment, end)| {
                    self.pieces_of(segment.datum, segment.file, end.saturating_sub(segment.datum))
                });
                each.flatten().collect()
            }
            // Only the beginning of the datum is known.
            _ => {
                origin.start = self.place(origin.start);
                return;
            }
        };
        origin.start = self.place(origin.start);
        origin.coding = match pieces.as_slice() {
            [] | [_] => Coding::Verbatim,
            _ => Coding::Segments(pieces.into()),
        };
    }

    /// The pieces of the file that hold `length` bytes of the message from `start` on, for a datum of which `datum` bytes
    /// stand before.
    fn pieces_of(&self, datum: u64, start: u64, length: u64) -> Vec<Segment> {
        let end = start.saturating_add(length);
        let first = self.pieces.partition_point(|piece| piece.datum <= start);
        let within = self.pieces.iter().skip(first).take_while(|piece| piece.datum < end);
        let rest = within.map(|piece| Segment {
            datum: datum.saturating_add(piece.datum.saturating_sub(start)),
            file: piece.file,
        });
        [Segment { datum, file: self.place(start) }].into_iter().chain(rest).collect()
    }

    /// Where a byte of the message stands in the file.
    pub(crate) fn place(&self, at: u64) -> u64 {
        let after = self.pieces.partition_point(|piece| piece.datum <= at);
        let piece = after.checked_sub(1).and_then(|index| self.pieces.get(index));
        piece.map_or(at, |piece| piece.file.saturating_add(at.saturating_sub(piece.datum)))
    }
}

/// An exchange of which nothing is known yet but where it begins.
pub(crate) fn exchange(request: Request, response: Response, start: usize) -> Exchange {
    use directline_exchange::{Intent, Reason, Source};
    let unknown = Reason::NotRecorded;
    Exchange {
        request,
        response,
        started: Observed::NotObservable(unknown),
        took: Observed::NotObservable(unknown),
        intent: Intent::Unknown,
        source: Source { capture: "".into(), index: 0, origin: Origin::verbatim(0, start as u64) },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// "GET /ab" of a file that holds it as `x GE`, `y T /`, and two hexadecimal bytes.
    fn sample() -> Patchwork {
        let mut message = Patchwork::default();
        message.push(b"GE", 2);
        message.push(b"T", 7);
        message.push(b" /", 8);
        message.push(b"a", 20);
        message.push(b"b", 23);
        message
    }

    #[test]
    fn bytes_keep_their_places() {
        let message = sample();
        assert_eq!(message.bytes(), b"GET /ab");
        let places: Vec<u64> = (0..8).map(|at| message.place(at)).collect();
        assert_eq!(places, [2, 3, 7, 8, 9, 20, 23, 24]);
    }

    #[test]
    fn a_datum_keeps_the_places_of_its_bytes() {
        let message = sample();
        let mut method = Origin::verbatim(0, 0);
        message.settle(&mut method, 3);
        let pieces = [Segment { datum: 0, file: 2 }, Segment { datum: 2, file: 7 }];
        assert_eq!(method.coding, Coding::Segments(pieces.into()));
        let mut slash = Origin::verbatim(0, 4);
        message.settle(&mut slash, 1);
        assert_eq!(slash, Origin::verbatim(0, 9));
        // Pieces of pieces: "E" and "/a" of the message.
        let pieces = [Segment { datum: 0, file: 1 }, Segment { datum: 1, file: 4 }];
        let mut both = Origin { file: 0, start: 1, coding: Coding::Segments(pieces.into()) };
        message.settle(&mut both, 3);
        let expected =
            [Segment { datum: 0, file: 3 }, Segment { datum: 1, file: 9 }, Segment { datum: 2, file: 20 }];
        assert_eq!((both.start, both.coding), (3, Coding::Segments(expected.into())));
        let mut opaque = Origin { file: 0, start: 5, coding: Coding::Opaque };
        message.settle(&mut opaque, 9);
        assert_eq!(opaque, Origin { file: 0, start: 20, coding: Coding::Opaque });
    }

    #[test]
    fn what_stands_for_other_bytes_stays_within_them() {
        let mut message = Patchwork::default();
        message.push_instead(b"http://localhost", 5, 8);
        message.push(b"/api", 13);
        let places: Vec<u64> = [0, 7, 8, 15, 16].map(|at| message.place(at)).into();
        assert_eq!(places, [5, 12, 5, 12, 13]);
        message.truncate(3);
        assert_eq!((message.bytes(), message.pieces.len()), (&b"htt"[..], 1));
    }
}
