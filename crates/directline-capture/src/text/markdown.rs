//! Documents in Markdown: messages in fenced blocks, with prose between.
//!
//! A block ```` ```http ```` holds a message; one of JSON directly behind it is its body. A block that begins with a
//! status line is the answer to the request before.

use std::ops::Range;

use super::lines::{is_request, lines, trimmed};
use super::{Answer, Entry, Message};
use crate::http::status_line;

/// A fenced block: what stands behind the fence, and the content.
#[derive(Debug)]
struct Block<'b> {
    info: &'b [u8],
    content: Range<usize>,
    /// Where the line behind the closing fence begins.
    end: usize,
    /// Where the opening fence stands.
    start: usize,
}

impl Block<'_> {
    fn is(&self, language: &str) -> bool {
        let word = self.info.split(|byte| !byte.is_ascii_alphanumeric()).next().unwrap_or_default();
        word.eq_ignore_ascii_case(language.as_bytes())
    }
}

/// Whether text is a document with messages in it.
pub(crate) fn is_document(text: &[u8]) -> bool {
    blocks(text, 0).any(|block| block.is("http"))
}

/// The requests and answers of a document.
pub(super) fn entries(bytes: &[u8], start: usize) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    // Where the last message ends, whose body may follow.
    let mut open: Option<usize> = None;
    for block in blocks(bytes, start) {
        let before = open.take();
        if block.is("http") {
            for message in messages(bytes, &block.content) {
                let line = bytes.get(message.line.clone()).unwrap_or_default();
                let last = entries.last_mut().filter(|entry| entry.answer.is_none());
                if status_line(line).is_none() {
                    open = message.body.iter().all(Range::is_empty).then_some(block.end);
                    entries.push(Entry { request: message, answer: None });
                } else if let Some(entry) = last {
                    open = message.body.iter().all(Range::is_empty).then_some(block.end);
                    entry.answer = Some(Answer::Message(message));
                }
            }
        } else if block.is("json")
            && let Some(end) = before
            && bytes.get(end..block.start).is_some_and(|between| between.trim_ascii().is_empty())
            && let Some(entry) = entries.last_mut()
        {
            match &mut entry.answer {
                Some(Answer::Message(answer)) => answer.body.push(block.content),
                _ => entry.request.body.push(block.content),
            }
        }
    }
    entries
}

/// The messages of one block: the first line begins one, and a first line behind an empty one another.
fn messages(bytes: &[u8], content: &Range<usize>) -> Vec<Message> {
    let text = bytes.get(..content.end).unwrap_or_default();
    let mut messages: Vec<Message> = Vec::new();
    let (mut in_head, mut after_blank) = (false, true);
    for (line, next) in lines(text, content.start) {
        let inside = trimmed(bytes, &line);
        let text = bytes.get(inside.clone()).unwrap_or_default();
        let begins = after_blank && (is_request(text) || status_line(text).is_some());
        after_blank = text.is_empty();
        if begins && !(in_head && messages.is_empty()) {
            messages.push(Message { line: inside, ..Message::default() });
            in_head = true;
            continue;
        }
        let Some(message) = messages.last_mut() else { continue };
        if !in_head {
            if let Some(body) = message.body.last_mut() {
                body.end = next;
            }
        } else if text.is_empty() {
            in_head = false;
            message.body.push(next..next);
        } else if message.fields.is_empty() && matches!(text.first(), Some(b'?' | b'&')) {
            message.more.push(inside);
        } else {
            message.fields.push(inside);
        }
    }
    messages
}

/// The fenced blocks of a text.
fn blocks(bytes: &[u8], start: usize) -> impl Iterator<Item = Block<'_>> {
    let mut lines = lines(bytes, start);
    std::iter::from_fn(move || {
        let (mark, count, info, begin, content) = loop {
            let (line, next) = lines.next()?;
            let text = bytes.get(line.clone()).unwrap_or_default();
            if let Some((mark, count, info)) = fence(text) {
                break (mark, count, info, line.start, next);
            }
        };
        let mut closing = None;
        for (line, next) in lines.by_ref() {
            let text = bytes.get(line.clone()).unwrap_or_default();
            // The closing fence has nothing behind it, and is not shorter.
            let closes = fence(text).is_some_and(|(same, length, rest)| {
                same == mark && length >= count && untagged(rest).is_empty()
            });
            if closes {
                closing = Some((line.start, next));
                break;
            }
        }
        let (end, next) = closing.unwrap_or((bytes.len(), bytes.len()));
        Some(Block { info, content: content..end, end: next, start: begin })
    })
}

/// The character of a fence, how many there are, and what stands behind.
fn fence(line: &[u8]) -> Option<(u8, usize, &[u8])> {
    let text = untagged(line);
    let mark = *text.first().filter(|mark| matches!(mark, b'`' | b'~'))?;
    let count = text.iter().take_while(|&&byte| byte == mark).count();
    let info = text.get(count..)?.trim_ascii();
    (count >= 3 && !(mark == b'`' && info.contains(&b'`'))).then_some((mark, count, info))
}

/// The line without the tags (`<span …>`) that translated copies put around things, and marks of quotations.
fn untagged(line: &[u8]) -> &[u8] {
    let mut text = line.trim_ascii();
    loop {
        let rest = if text.starts_with(b"<") {
            let end = memchr::memchr(b'>', text);
            end.and_then(|end| text.get(end.saturating_add(1)..))
        } else {
            text.strip_prefix(b"> ")
        };
        let Some(rest) = rest else { return text };
        text = rest.trim_ascii_start();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_found() {
        let rows: [(&str, &[(&str, &str)]); 9] = [
            ("```http\nGET /\n```\n", &[("http", "GET /\n")]),
            ("~~~ HTTP\na\n~~~\nx\n```json\nb\n```", &[("HTTP", "a\n"), ("json", "b\n")]),
            ("````http\n```\n````", &[("http", "```\n")]),
            ("```http\n```json\n```", &[("http", "```json\n")]),
            ("<span data-ttu-id=\"a\">```http\na\n```</span>\n", &[("http", "a\n")]),
            ("  - x\n    ```http\n    a\n    ```\n", &[("http", "    a\n")]),
            ("```http\na", &[("http", "a")]),
            ("``http\na\n``", &[]),
            ("``` a ``` b\n", &[]),
        ];
        for (text, expected) in rows {
            let found: Vec<_> = blocks(text.as_bytes(), 0)
                .map(|block| (std::str::from_utf8(block.info).unwrap(), text.get(block.content).unwrap()))
                .collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
