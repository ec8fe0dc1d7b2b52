//! Bodies in gzip: what they say, and other bodies that are compressed to the same length.

use std::io::{Read as _, Write as _};

use directline_exchange::Segment;
use flate2::Compression;
use flate2::bufread::{GzDecoder, MultiGzDecoder};
use flate2::write::DeflateEncoder;

/// Larger bodies are not read.
const MOST_BYTES: u64 = 64 << 20;

/// Larger bodies are not compressed as well as can be.
const MOST_TO_MAKE_SMALL: usize = 256 << 10;

/// A compressed body in a file.
#[derive(Debug)]
pub(super) struct Gzip {
    /// As it is in the file, without chunks.
    pub(super) coded: Vec<u8>,
    pub(super) decoded: Vec<u8>,
}

impl Gzip {
    /// Reads bytes that are gzip and nothing else.
    pub(super) fn read(coded: Vec<u8>) -> Option<Self> {
        coded.starts_with(&[0x1f, 0x8b]).then_some(())?;
        let mut decoded = Vec::new();
        // As much as the readers take.
        let most = (coded.len() as u64).saturating_mul(200).clamp(64 << 10, MOST_BYTES);
        let mut reader = MultiGzDecoder::new(coded.as_slice()).take(most.saturating_add(1));
        reader.read_to_end(&mut decoded).ok()?;
        (decoded.len() as u64 <= most).then_some(Self { coded, decoded })
    }

    /// The body that begins in a file of HTTP messages: where its coded bytes stand.
    pub(super) fn segments(file: &[u8], start: usize) -> Option<Vec<Segment>> {
        let rest = file.get(start..)?;
        let is_gzip = rest.starts_with(&[0x1f, 0x8b]);
        if !is_gzip {
            return chunks(file, start);
        }
        let mut decoder = GzDecoder::new(rest);
        let read = std::io::copy(&mut (&mut decoder).take(MOST_BYTES), &mut std::io::sink()).ok()?;
        let length = rest.len().saturating_sub(decoder.into_inner().len());
        let end = start.saturating_add(length) as u64;
        let segments =
            [Segment { datum: 0, file: start as u64 }, Segment { datum: length as u64, file: end }];
        (read < MOST_BYTES).then(|| segments.to_vec())
    }

    /// Another body, as long when it is compressed; none if it cannot be.
    pub(super) fn with(&self, decoded: &[u8]) -> Option<Vec<u8>> {
        let length = self.coded.len();
        let fits =
            |deflated: &Vec<u8>| deflated.len().saturating_add(HEAD.len()).saturating_add(TAIL) <= length;
        let deflated = fast(decoded).filter(fits).or_else(|| small(decoded).filter(fits))?;
        let mut head = HEAD;
        let more = length.checked_sub(deflated.len().saturating_add(HEAD.len()).saturating_add(TAIL))?;
        // The name of a file in the header makes it longer: its letters and a byte that ends it.
        let mut name = vec![b'x'; more];
        if let Some(end) = name.last_mut() {
            *end = 0;
            head[3] = HAS_NAME;
        }
        let mut sum = flate2::Crc::new();
        sum.update(decoded);
        let size = u32::try_from(decoded.len()).ok()?;
        Some([&head[..], &name, &deflated, &sum.sum().to_le_bytes(), &size.to_le_bytes()].concat())
    }
}

/// The beginning of gzip (RFC 1952, section 2.3) without time, from an unknown system.
const HEAD: [u8; 10] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];
const HAS_NAME: u8 = 8;
/// The check sum and the size at its end.
const TAIL: usize = 8;

fn fast(decoded: &[u8]) -> Option<Vec<u8>> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(decoded).ok()?;
    encoder.finish().ok()
}

/// As small as it can be, which takes its time.
fn small(decoded: &[u8]) -> Option<Vec<u8>> {
    if decoded.len() > MOST_TO_MAKE_SMALL {
        return None;
    }
    let mut deflated = Vec::new();
    let how = zopfli::Options::default();
    zopfli::compress(how, zopfli::Format::Deflate, decoded, &mut deflated).ok()?;
    Some(deflated)
}

/// Where the data of chunks stand (RFC 9112, section 7.1), with the end of the last one.
fn chunks(file: &[u8], start: usize) -> Option<Vec<Segment>> {
    let (mut segments, mut at, mut datum) = (Vec::new(), start, 0_usize);
    loop {
        let rest = file.get(at..)?;
        let line = rest.iter().position(|byte| *byte == b'\n')?;
        let digits = rest.get(..line)?.split(|byte| *byte == b';').next()?;
        let digits = std::str::from_utf8(digits).ok()?.trim();
        let size = usize::from_str_radix(digits, 16).ok()?;
        at = at.saturating_add(line).saturating_add(1);
        segments.push(Segment { datum: datum as u64, file: at as u64 });
        if size == 0 {
            return (segments.len() > 1).then_some(segments);
        }
        datum = datum.saturating_add(size);
        at = at.saturating_add(size);
        let rest = file.get(at..)?;
        let end = if rest.starts_with(b"\r\n") { 2 } else { usize::from(rest.starts_with(b"\n")) };
        at = at.saturating_add(end);
    }
}

/// The bytes of segments, of which the last one is the end.
pub(super) fn joined(file: &[u8], segments: &[Segment]) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    for pair in segments.windows(2) {
        let [this, next] = pair else { continue };
        let start = usize::try_from(this.file).ok()?;
        let length = usize::try_from(next.datum.checked_sub(this.datum)?).ok()?;
        bytes.extend_from_slice(file.get(start..start.checked_add(length)?)?);
    }
    Some(bytes)
}
