//! Finds the transfers of a transcript, and where the lines of their messages stand.

use std::collections::BTreeMap;
use std::ops::Range;

use super::line::{self, Block, Kind, What};
use super::rows::{self, Style};
use crate::http::{begins_message, line_at, request_line, status_line};

/// One request and what came back.
#[derive(Debug, Default)]
pub(super) struct Transfer {
    /// Where it begins.
    pub(super) at: usize,
    pub(super) sent: Message,
    pub(super) received: Message,
    /// Text that is not curl's, behind the head of the response: its body, perhaps.
    pub(super) loose: Option<Range<usize>>,
}

/// Where one message stands.
#[derive(Debug, Default)]
pub(super) struct Message {
    pub(super) head: Vec<Piece>,
    pub(super) data: Vec<Piece>,
    /// Whether an empty line closes the head.
    pub(super) closed: bool,
    /// Whether it is a response that another follows (RFC 9110, section 15.2).
    is_interim: bool,
}

/// A piece of a message.
#[derive(Clone, Debug)]
pub(super) enum Piece {
    /// A line, without its end.
    Line(Range<usize>),
    /// Rows from a place on, of so many bytes.
    Rows(usize, usize),
}

/// Why the rest cannot be read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Failure {
    pub(super) at: usize,
    pub(super) cut: bool,
    pub(super) what: &'static str,
}

/// What a transcript holds.
#[derive(Debug, Default)]
pub(super) struct Index {
    pub(super) transfers: Vec<Transfer>,
    pub(super) failure: Option<Failure>,
    /// How rows are written, if there are any.
    pub(super) style: Option<Style>,
    /// The transfer that each number stands for now.
    open: BTreeMap<Vec<u8>, usize>,
    /// The transfer whose loose text goes on.
    spilling: Option<usize>,
}

impl Index {
    pub(super) fn of(bytes: &[u8]) -> Self {
        let mut index = Self::default();
        let mut at = 0;
        while let Some(line) = line::read(bytes, at) {
            at = line.next;
            let id = bytes.get(line.id.clone()).unwrap_or_default();
            if line.kind != Kind::Other {
                index.spilling = None;
            }
            match line.kind {
                Kind::Sent(text) => index.sent(bytes, line.start, id, text),
                Kind::Received(text) => {
                    let written = bytes.get(text.clone()).unwrap_or_default();
                    index.received(id, Piece::Line(text), written);
                }
                Kind::Block(block) => match index.block(bytes, &line, block) {
                    Ok(end) => at = end,
                    Err(failure) => {
                        index.fail(id, failure);
                        return index;
                    }
                },
                Kind::Note => {}
                Kind::Other => index.other(line.start..line.next),
            }
        }
        index.close(bytes);
        index
    }

    /// The transfer that is going on under a number.
    fn current(&mut self, id: &[u8]) -> Option<&mut Transfer> {
        let index = *self.open.get(id)?;
        self.transfers.get_mut(index)
    }

    fn begin(&mut self, id: &[u8], at: usize) {
        self.open.insert(id.to_vec(), self.transfers.len());
        self.transfers.push(Transfer { at, ..Transfer::default() });
    }

    /// A line of a request's head.
    fn sent(&mut self, bytes: &[u8], at: usize, id: &[u8], text: Range<usize>) {
        let written = bytes.get(text.clone()).unwrap_or_default();
        let goes_on = self.current(id).is_some_and(|open| !open.sent.closed);
        if !goes_on && is_request(written) {
            self.begin(id, at);
        }
        let Some(open) = self.current(id).filter(|open| !open.sent.closed) else { return };
        open.sent.closed = written.is_empty();
        open.sent.head.push(Piece::Line(text));
    }

    /// A piece of a response's head, whose bytes are `text`.
    fn received(&mut self, id: &[u8], piece: Piece, text: &[u8]) {
        let Some(open) = self.current(id) else { return };
        let first = line_at(text, 0).and_then(|line| text.get(line.text)).unwrap_or_default();
        let status = status_line(first);
        let message = &mut open.received;
        if let Some(line) = &status
            && (message.head.is_empty() || message.is_interim)
        {
            // After an interim response comes the one that counts; curl shows no empty line between.
            let is_interim = matches!(line.status, 100..200) && line.status != 101;
            *message = Message { is_interim, ..Message::default() };
        } else if message.closed || message.head.is_empty() {
            return;
        }
        message.closed = first.trim_ascii().is_empty() || text.ends_with(b"\r\n\r\n");
        message.head.push(piece);
    }

    /// A block of rows; where they end.
    fn block(&mut self, bytes: &[u8], line: &line::Line, block: Block) -> Result<usize, Failure> {
        let at = line.next;
        if block.size == 0 {
            return Ok(at);
        }
        let style = *self.style.get_or_insert_with(|| rows::style(bytes, at, block.size));
        let end = rows::skip(bytes, at, block.size, style).map_err(|bad| Failure {
            at: bad.at,
            cut: bad.cut,
            what: if bad.cut {
                "inside of the rows of a block"
            } else {
                "the rows do not hold as many bytes as the block has"
            },
        })?;
        let id = bytes.get(line.id.clone()).unwrap_or_default();
        let rows = Piece::Rows(at, block.size);
        match block.what {
            What::Coded => {}
            What::SentHead => {
                let goes_on = self.current(id).is_some_and(|open| !open.sent.closed);
                let first = decoded(bytes, at, block.size, style);
                let line = line_at(&first, 0).and_then(|line| first.get(line.text));
                if !goes_on && is_request(line.unwrap_or_default()) {
                    self.begin(id, line_start(bytes, line_before(at)));
                }
                if let Some(open) = self.current(id).filter(|open| !open.sent.closed) {
                    open.sent.closed = first.ends_with(b"\r\n\r\n") || first.ends_with(b"\n\n");
                    open.sent.head.push(rows);
                }
            }
            What::SentData => {
                if let Some(open) = self.current(id) {
                    open.sent.closed = true;
                    open.sent.data.push(rows);
                }
            }
            What::ReceivedHead => {
                let text = decoded(bytes, at, block.size, style);
                self.received(id, rows, &text);
            }
            What::ReceivedData => {
                if let Some(open) = self.current(id).filter(|open| !open.received.head.is_empty()) {
                    open.received.closed = true;
                    open.received.data.push(rows);
                }
            }
        }
        Ok(end)
    }

    /// Text that is not curl's.
    fn other(&mut self, line: Range<usize>) {
        if let Some(spilling) = self.spilling.and_then(|index| self.transfers.get_mut(index)) {
            if let Some(loose) = &mut spilling.loose {
                loose.end = line.end;
            }
            return;
        }
        // It belongs to the transfer that was answered last.
        let last = self.transfers.len().checked_sub(1);
        let Some(open) = last.and_then(|last| self.transfers.get_mut(last)) else { return };
        if open.received.closed && open.loose.is_none() {
            open.loose = Some(line);
            self.spilling = last;
        }
    }

    /// Leaves out the transfer in which the transcript breaks off.
    fn fail(&mut self, id: &[u8], failure: Failure) {
        if let Some(index) = self.open.get(id).copied() {
            self.transfers.truncate(index);
        }
        self.failure = Some(failure);
    }

    /// A transcript that ends inside of a head was cut.
    fn close(&mut self, bytes: &[u8]) {
        let Some(last) = self.transfers.last() else { return };
        let open = [&last.sent, &last.received]
            .into_iter()
            .find(|message| !message.head.is_empty() && !message.closed);
        let end = open.and_then(|message| match message.head.last() {
            Some(Piece::Line(line)) => Some(line.end),
            _ => None,
        });
        let rest = end.and_then(|end| bytes.get(end..));
        if rest.is_some_and(|rest| rest.trim_ascii().is_empty()) {
            self.transfers.pop();
            let what = "inside of the head of a message";
            self.failure = Some(Failure { at: bytes.len(), cut: true, what });
        }
    }
}

/// Whether a line begins a request.
fn is_request(line: &[u8]) -> bool {
    begins_message(line) && request_line(line).is_some_and(|line| line.versioned)
}

fn decoded(bytes: &[u8], at: usize, size: usize, style: Style) -> Vec<u8> {
    let mut message = crate::patchwork::Patchwork::default();
    let _ = rows::copy(bytes, at, size, style, &mut message);
    message.bytes().to_vec()
}

fn line_before(at: usize) -> usize {
    at.saturating_sub(1)
}

fn line_start(bytes: &[u8], at: usize) -> usize {
    let before = bytes.get(..at).unwrap_or_default();
    memchr::memrchr(b'\n', before).map_or(0, |feed| feed.saturating_add(1))
}
