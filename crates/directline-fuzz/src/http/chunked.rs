//! A body in chunks (RFC 9112, section 7.1), read as it comes.

use super::clock::Clock;
use super::connection::{Connection, More};
use crate::Unanswered;

/// The longest line that says how long a chunk is, or that is a trailer, in bytes.
const LONGEST_LINE: usize = 4 << 10;

/// The most lines of trailers.
const MOST_TRAILERS: usize = 128;

/// A body that came in chunks.
#[derive(Debug, Default)]
pub(super) struct Chunked {
    pub(super) bytes: Vec<u8>,
    /// Whether the framing is malformed.
    pub(super) is_bad: bool,
    /// Whether it breaks off, or stops making sense, before its end.
    pub(super) is_cut: bool,
    /// Whether it is longer than may be kept.
    pub(super) is_long: bool,
}

/// A line, without its end.
enum Line {
    Is(Vec<u8>),
    /// The connection ends in it, or it is too long.
    Broken,
}

/// Reads the chunks, `most` bytes in all.
pub(super) fn read(connection: &mut Connection, most: usize, clock: &Clock) -> Result<Chunked, Unanswered> {
    let mut body = Chunked::default();
    loop {
        let Some(size) = line(connection, clock, &mut body)?.size() else { return Ok(body.cut()) };
        if size == 0 {
            trailers(connection, clock, &mut body)?;
            return Ok(body);
        }
        let room = most.saturating_sub(body.bytes.len());
        let wanted = usize::try_from(size).unwrap_or(usize::MAX);
        let ended = take(connection, wanted.min(room), clock, &mut body.bytes)?;
        if wanted > room && ended.is_none() {
            body.is_long = true;
            return Ok(body);
        }
        if ended.is_some() {
            return Ok(body.cut());
        }
        match line(connection, clock, &mut body)? {
            Line::Is(rest) if rest.is_empty() => {}
            _ => return Ok(body.cut()),
        }
    }
}

/// Moves so many bytes to `into`; if the connection ends before, how.
pub(super) fn take(
    connection: &mut Connection,
    number: usize,
    clock: &Clock,
    into: &mut Vec<u8>,
) -> Result<Option<More>, Unanswered> {
    let mut left = number;
    loop {
        let unread = connection.unread();
        let piece = unread.get(..left).unwrap_or(unread);
        into.extend_from_slice(piece);
        let length = piece.len();
        connection.consume(length);
        left = left.saturating_sub(length);
        if left == 0 {
            return Ok(None);
        }
        match connection.fill(clock)? {
            More::Bytes => {}
            ended => return Ok(Some(ended)),
        }
    }
}

impl Chunked {
    fn cut(mut self) -> Self {
        (self.is_bad, self.is_cut) = (true, true);
        self
    }
}

impl Line {
    /// The size of the chunk that follows; what follows `;` is an extension.
    fn size(&self) -> Option<u64> {
        let Self::Is(line) = self else { return None };
        let digits = line.split(|byte| *byte == b';').next()?.trim_ascii_end();
        if digits.is_empty() {
            return None;
        }
        digits.iter().try_fold(0_u64, |size, digit| {
            let digit = char::from(*digit).to_digit(16)?;
            size.checked_mul(16)?.checked_add(u64::from(digit))
        })
    }
}

fn line(connection: &mut Connection, clock: &Clock, body: &mut Chunked) -> Result<Line, Unanswered> {
    let mut searched = 0;
    loop {
        let unread = connection.unread();
        let fresh = unread.get(searched..).unwrap_or_default();
        if let Some(at) = fresh.iter().position(|byte| *byte == b'\n') {
            let end = searched.saturating_add(at);
            let text = unread.get(..end).unwrap_or_default();
            let line = text.strip_suffix(b"\r").unwrap_or(text);
            body.is_bad |= line.len() == text.len();
            let line = Line::Is(line.to_vec());
            connection.consume(end.saturating_add(1));
            return Ok(line);
        }
        searched = unread.len();
        if searched > LONGEST_LINE || connection.fill(clock)? != More::Bytes {
            return Ok(Line::Broken);
        }
    }
}

/// Passes over the trailer fields and the empty line after them.
fn trailers(connection: &mut Connection, clock: &Clock, body: &mut Chunked) -> Result<(), Unanswered> {
    for _ in 0..MOST_TRAILERS {
        match line(connection, clock, body)? {
            Line::Is(line) if line.is_empty() => return Ok(()),
            Line::Is(_) => {}
            Line::Broken => break,
        }
    }
    body.is_bad = true;
    connection.is_reusable = false;
    Ok(())
}
