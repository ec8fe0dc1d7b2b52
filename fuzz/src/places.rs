//! Places: every datum stands inside of its file, on the line and column that its offset has.

use std::cell::Cell;

use directline_capture::{Format, Position, ReadError, Recorded};
use directline_exchange::{Coding, Exchange, Gap, Headers, Observed, Origin};

use crate::reading::halves;

/// How many data of one recording are looked at.
const MOST: usize = 256;

/// The files of a recording, as far as their bytes are those of the input.
pub(crate) struct Files<'b> {
    all: Vec<File<'b>>,
    /// How many data are still to be looked at.
    left: Cell<usize>,
    /// Whether what stands there byte for byte does so in the input, and not in Base64 or hexadecimal digits of it, or instead of a variable.
    are_plain: bool,
}

struct File<'b> {
    name: String,
    bytes: &'b [u8],
    /// Where its lines begin.
    lines: Vec<usize>,
}

impl<'b> File<'b> {
    fn new(name: String, bytes: &'b [u8]) -> Self {
        let feeds = bytes.iter().enumerate().filter(|(_, byte)| **byte == b'\n');
        let lines = std::iter::once(0).chain(feeds.map(|(at, _)| at + 1)).collect();
        Self { name, bytes, lines }
    }
}

impl<'b> Files<'b> {
    pub(crate) fn of(format: Format, name: &str, bytes: &'b [u8]) -> Self {
        let all = match format {
            // Where a byte stands in what is compressed is nobody's business but the reader's.
            _ if bytes.starts_with(&[0x1f, 0x8b]) => Vec::new(),
            Format::RawPairs => {
                let (request, response) = halves(bytes);
                let both = [("a.req.bin", Some(request)), ("a.res.bin", response)];
                both.into_iter()
                    .filter_map(|(name, bytes)| Some(File::new(format!("/{name}"), bytes?)))
                    .collect()
            }
            _ => vec![File::new(name.to_owned(), bytes)],
        };
        Self {
            all,
            left: Cell::new(MOST),
            are_plain: !matches!(format, Format::Burp | Format::Curl | Format::HttpFile | Format::Markdown),
        }
    }

    /// The byte at a place, which must be one that its line and column lead to.
    fn look(&self, place: &Position) -> Option<u8> {
        assert!(place.line >= 1 && place.column >= 1, "{place}");
        let File { bytes, lines, .. } = self.all.iter().find(|file| place.file.ends_with(&file.name))?;
        let offset = usize::try_from(place.offset).expect("an offset in memory");
        assert!(offset <= bytes.len(), "{place} is beyond the {} bytes", bytes.len());
        let (before, rest) = bytes.split_at(offset);
        let next = rest.first().copied();
        // In the middle of a character there is no column.
        if next.is_none_or(|byte| byte & 0xc0 != 0x80) {
            let line = lines.partition_point(|start| *start <= offset);
            let begun = &before[lines[line - 1]..];
            assert_eq!((place.line, place.column), (line as u64, columns(begun) + 1), "{place}");
        }
        next
    }
}

/// How many characters these bytes are, each byte that belongs to none counted as one.
fn columns(bytes: &[u8]) -> u64 {
    let count = |chunk: std::str::Utf8Chunk<'_>| chunk.valid().chars().count() + chunk.invalid().len();
    bytes.utf8_chunks().map(count).sum::<usize>() as u64
}

/// A datum: its bytes, what of them is lost, and where it stands.
struct Datum<'e> {
    bytes: &'e [u8],
    gaps: &'e [Gap],
    origin: &'e Origin,
}

/// Looks at the places of an exchange.
pub(crate) fn check(recorded: &Recorded, files: &Files<'_>) {
    files.look(&recorded.places.position_of_entry());
    let data = data(&recorded.exchange);
    let count = data.len().min(files.left.get());
    files.left.update(|left| left - count);
    for datum in data.into_iter().take(count) {
        let length = datum.bytes.len();
        for at in [0, length / 2, length.saturating_sub(1), length, usize::MAX] {
            let place = recorded.places.locate(datum.origin, at);
            let found = files.look(&place);
            let is_lost = datum.gaps.iter().any(|gap| gap.range.contains(&at));
            let is_plain = files.are_plain
                && datum.origin.coding == Coding::Verbatim
                && *datum.origin != Origin::default();
            if let (Some(found), Some(expected), true, false) =
                (found, datum.bytes.get(at), is_plain, is_lost)
            {
                assert_eq!(
                    found,
                    *expected,
                    "byte {at} of {:?} at {place}",
                    datum.bytes.escape_ascii().to_string()
                );
            }
        }
    }
}

/// Looks at an error: a fragment on one line, and a place inside of the file.
pub(crate) fn check_error(error: &ReadError, files: &Files<'_>) {
    let text = error.to_string();
    assert!(!text.ends_with('.') && !text.contains('\n'), "{text}");
    if let Some(place) = error.position() {
        files.look(place);
    }
}

fn data(exchange: &Exchange) -> Vec<Datum<'_>> {
    let (request, response) = (&exchange.request, &exchange.response);
    let plain = |bytes, origin| Datum { bytes, gaps: &[], origin };
    let mut all = vec![
        plain(request.method.as_bytes(), &request.method_origin),
        plain(request.target.written.as_bytes(), &request.target.origin),
        plain(&[], &response.status_origin),
        plain(&[], &exchange.source.origin),
    ];
    for content in [&request.body, &response.body].into_iter().filter_map(Observed::present) {
        let mut end = 0;
        for gap in &content.gaps {
            assert!(end <= gap.range.start && gap.range.start <= gap.range.end, "{:?}", content.gaps);
            assert!(gap.range.end <= content.bytes.len(), "{:?}", content.gaps);
            end = gap.range.end;
        }
        all.push(Datum { bytes: &content.bytes, gaps: &content.gaps, origin: &content.origin });
    }
    for (headers, framing) in [(&request.headers, &request.framing), (&response.headers, &response.framing)] {
        all.extend(framing.iter().map(|defect| plain(&[], &defect.origin)));
        for field in Headers::iter(headers) {
            all.push(plain(field.name.as_bytes(), &field.name_origin));
            all.push(plain(field.bytes().unwrap_or_default(), &field.value_origin));
        }
    }
    all
}
