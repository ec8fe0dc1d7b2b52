//! The head of an answer: its first line and header fields.

use directline_exchange::{FramingKind, Headers};

use super::clock::Clock;
use super::connection::{Connection, More};
use crate::Unanswered;

/// The longest head, in bytes.
const LONGEST: usize = 64 << 10;

/// The most header fields.
const MOST_FIELDS: usize = 128;

/// The first line and the header fields.
pub(super) struct Head {
    pub(super) status: u16,
    pub(super) is_http_1_0: bool,
    pub(super) headers: Headers,
}

/// Reads a head and what is wrong with it.
pub(super) fn read(
    connection: &mut Connection,
    clock: &Clock,
) -> Result<(Head, Vec<FramingKind>), Unanswered> {
    let garbled = |what: &str| Err(Unanswered::Garbled(what.to_owned()));
    let mut searched = 0_usize;
    let mut came = false;
    loop {
        let unread = connection.unread();
        let blank = unread.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        if blank > 0 {
            connection.consume(blank);
            (searched, came) = (0, true);
            continue;
        }
        let version = b"HTTP/1.";
        if unread.iter().zip(version).any(|(found, expected)| found != expected) {
            return garbled("it does not begin with HTTP/1");
        }
        if let Some(end) = end_of_head(unread, searched.saturating_sub(3)) {
            let text = unread.get(..end).unwrap_or_default();
            let parsed = parsed(text);
            connection.consume(end);
            return parsed;
        }
        searched = unread.len();
        if searched > LONGEST {
            return garbled("its head is longer than 64 KiB");
        }
        if connection.fill(clock)? != More::Bytes {
            return if searched == 0 && !came {
                Err(Unanswered::Closed)
            } else {
                garbled("its head breaks off")
            };
        }
    }
}

/// Where the body begins: after the first empty line.
fn end_of_head(bytes: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        let rest = bytes.get(at..)?;
        let feed = rest.iter().position(|byte| *byte == b'\n')?;
        at = at.saturating_add(feed).saturating_add(1);
        let after = bytes.get(at..).unwrap_or_default();
        let line_end = [&b"\r\n"[..], b"\n"].into_iter().find(|end| after.starts_with(end));
        if let Some(line_end) = line_end {
            return Some(at.saturating_add(line_end.len()));
        }
    }
}

fn parsed(text: &[u8]) -> Result<(Head, Vec<FramingKind>), Unanswered> {
    let mut fields = [httparse::EMPTY_HEADER; MOST_FIELDS];
    let mut response = httparse::Response::new(&mut fields);
    let mut config = httparse::ParserConfig::default();
    config.allow_obsolete_multiline_headers_in_responses(true);
    let done = config.parse_response(&mut response, text);
    let done = done.map_err(|error| Unanswered::Garbled(error.to_string()))?;
    let (true, Some(status)) = (done.is_complete(), response.code) else {
        return Err(Unanswered::Garbled("its head is not complete".to_owned()));
    };
    let mut headers = Headers::new();
    for field in response.headers.iter() {
        headers.push(field.name, unfolded(field.value));
    }
    // The parser refuses a first field that begins with white space: each of these continues the one before.
    let folds = text.windows(2).filter(|pair| matches!(pair, [b'\n', b' ' | b'\t']));
    let mut defects: Vec<FramingKind> = folds.map(|_| FramingKind::FoldedHeader).collect();
    let is_bare = |pair: &[u8]| pair.ends_with(b"\n") && pair != b"\r\n";
    if text.windows(2).any(is_bare) {
        defects.push(FramingKind::BareLineFeed);
    }
    let head = Head { status, is_http_1_0: response.version == Some(0), headers };
    Ok((head, defects))
}

/// A value on one line: each fold is a space (RFC 9112, section 5.2).
fn unfolded(value: &[u8]) -> Vec<u8> {
    let pieces = value.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii);
    pieces.filter(|piece| !piece.is_empty()).collect::<Vec<_>>().join(&b' ')
}
