//! Reads an answer as it comes: what a reader of a raw recording of the same bytes would make of it.

use directline_exchange::{FramingDefect, FramingKind, Header, Headers, Origin, Reason, Response};

use super::chunked::{self, take};
use super::clock::Clock;
use super::coding;
use super::connection::{Connection, More};
use super::head::{self, Head};
use crate::Unanswered;

/// The most interim answers (1xx) before the final one.
const MOST_INTERIM: usize = 16;

/// A body before its codings are undone.
#[derive(Default)]
struct Coded {
    bytes: Vec<u8>,
    gap: Option<Reason>,
    defects: Vec<FramingKind>,
}

/// Reads the final answer; interim ones are passed over.
pub(super) fn read(
    connection: &mut Connection,
    to_head: bool,
    most: usize,
    clock: &Clock,
) -> Result<Response, Unanswered> {
    for interim in 0..MOST_INTERIM {
        let (head, mut defects) = match head::read(connection, clock) {
            // Something came: the request was received, and is not sent again.
            Err(Unanswered::Closed) if interim > 0 => {
                return Err(Unanswered::Garbled("after an interim answer comes no final one".to_owned()));
            }
            other => other?,
        };
        // 101 is final: what follows is another protocol.
        if matches!(head.status, 100..200) && head.status != 101 {
            continue;
        }
        let connections = list(&head.headers, "connection");
        connection.is_reusable &= !head.is_http_1_0 && !connections.iter().any(|word| word == "close");
        let coded = body(connection, &head, to_head, most, clock)?;
        connection.is_reusable &= connection.unread().is_empty() && coded.gap.is_none() && head.status != 101;
        let mut codings = list(&head.headers, "content-encoding");
        codings.extend(list(&head.headers, "transfer-encoding").into_iter().filter(|word| word != "chunked"));
        codings.retain(|word| word != "identity");
        defects.extend(coded.defects);
        let body = coding::body(coded.bytes, coded.gap, &codings, most, &mut defects);
        let defect = |kind| FramingDefect { kind, origin: Origin::default() };
        let framing = defects.into_iter().map(defect).collect();
        return Ok(Response { headers: head.headers, body, framing, ..Response::with_status(head.status) });
    }
    Err(Unanswered::Garbled(format!("{MOST_INTERIM} interim answers and no final one")))
}

fn body(
    connection: &mut Connection,
    head: &Head,
    to_head: bool,
    most: usize,
    clock: &Clock,
) -> Result<Coded, Unanswered> {
    let transfer = list(&head.headers, "transfer-encoding");
    let is_chunked = transfer.last().is_some_and(|last| last == "chunked");
    let mut coded = Coded::default();
    let length = content_length(&head.headers, &mut coded.defects);
    if !transfer.is_empty() && head.headers.get("content-length").is_present() {
        coded.defects.push(FramingKind::LengthAndChunked);
    }
    if to_head || head.status == 304 {
        coded.trailing(connection);
        return Ok(coded);
    }
    if matches!(head.status, 101 | 204) {
        let declares = is_chunked || length.is_some_and(|length| length > 0);
        if declares && connection.unread().is_empty() && head.status == 204 {
            connection.fill_briefly();
        }
        connection.is_reusable &= !declares;
        if !declares || connection.unread().is_empty() {
            coded.trailing(connection);
            return Ok(coded);
        }
    }
    if is_chunked {
        coded.chunked(connection, most, clock)?;
    } else if let Some(length) = length.filter(|_| transfer.is_empty()) {
        coded.sized(connection, length, most, clock)?;
    } else {
        let is_known = !head.headers.get("content-length").is_present() || !transfer.is_empty();
        coded.unframed(connection, is_known, most, clock)?;
    }
    Ok(coded)
}

impl Coded {
    fn chunked(&mut self, connection: &mut Connection, most: usize, clock: &Clock) -> Result<(), Unanswered> {
        let body = chunked::read(connection, most, clock)?;
        self.bytes = body.bytes;
        if body.is_bad {
            self.defects.push(FramingKind::BadChunk);
        }
        if body.is_long {
            self.gap = Some(Reason::LimitReached);
        } else if body.is_cut {
            self.gap = Some(Reason::BodyTruncated);
        } else {
            self.trailing(connection);
        }
        Ok(())
    }

    /// A body with `Content-Length`.
    fn sized(
        &mut self,
        connection: &mut Connection,
        length: u64,
        most: usize,
        clock: &Clock,
    ) -> Result<(), Unanswered> {
        let wanted = usize::try_from(length).unwrap_or(usize::MAX);
        let ended = take(connection, wanted.min(most), clock, &mut self.bytes)?;
        if ended.is_some() {
            self.gap = Some(Reason::BodyTruncated);
        } else if wanted > most {
            self.gap = Some(Reason::LimitReached);
            return Ok(());
        }
        let came = self.bytes.len().saturating_add(connection.unread().len());
        if came != wanted {
            self.defects.push(FramingKind::LengthMismatch { declared: length, recorded: came as u64 });
        }
        Ok(())
    }

    /// A body that ends with the connection.
    fn unframed(
        &mut self,
        connection: &mut Connection,
        is_known: bool,
        most: usize,
        clock: &Clock,
    ) -> Result<(), Unanswered> {
        connection.is_reusable = false;
        let ended = take(connection, most.saturating_add(1), clock, &mut self.bytes)?;
        self.gap = match ended {
            None => Some(Reason::LimitReached),
            Some(More::Broken) => Some(Reason::BodyTruncated),
            // The length is no number: where the body ends is not known.
            Some(_) if !is_known && !self.bytes.is_empty() => Some(Reason::BodyLossy),
            Some(_) => None,
        };
        self.bytes.truncate(most);
        Ok(())
    }

    /// Notes what stands behind the end of the answer.
    fn trailing(&mut self, connection: &Connection) {
        if !connection.unread().is_empty() {
            self.defects.push(FramingKind::TrailingBytes);
        }
    }
}

/// `Content-Length`, if it is usable.
fn content_length(headers: &Headers, defects: &mut Vec<FramingKind>) -> Option<u64> {
    let values = list(headers, "content-length");
    if !headers.get("content-length").is_present() {
        return None;
    }
    let first = values.first().filter(|first| first.bytes().all(|byte| byte.is_ascii_digit()));
    let length = first.and_then(|first| first.parse().ok());
    if values.len() != 1 || length.is_none() {
        defects.push(FramingKind::BadContentLength);
    }
    length.filter(|_| values.iter().all(|value| Some(value) == first))
}

/// The members of a list header, in lower case.
fn list(headers: &Headers, name: &str) -> Vec<String> {
    let values = headers.all(name).filter_map(Header::text);
    let members = values.flat_map(|value| {
        let members = value.split(',').map(|member| member.trim().to_ascii_lowercase());
        members.collect::<Vec<_>>()
    });
    members.filter(|member| !member.is_empty()).collect()
}
