//! Takes an editor file (`.http`, `.rest`), or what a tool printed, apart into requests and answers.

use std::ops::Range;

use super::lines::{
    Behind, behind, definition, included, is_comment, is_request, is_separator, is_title, is_whole_request,
    lines, trimmed,
};
use super::{Answer, Entry, Message, variables};
use crate::http::{are_framed, is_omission, line_at, request_line, status_line};

/// Where the parser is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum At {
    /// Between requests, or behind what counts of one.
    Between,
    /// In the head of a request, or in that of its answer.
    Head,
    /// In a body.
    Body,
    /// In the times that stand before the body of a response.
    Times,
    /// In a script, up to a line that has this.
    Script(&'static [u8]),
}

#[derive(Debug)]
struct Parser<'b> {
    bytes: &'b [u8],
    at: At,
    entries: Vec<Entry>,
    /// Whether the current message is an answer.
    answering: bool,
    /// Whether the line before was empty.
    after_blank: bool,
}

/// The requests and answers of a text.
pub(super) fn entries(bytes: &[u8], start: usize) -> Vec<Entry> {
    let mut parser =
        Parser { bytes, at: At::Between, entries: Vec::new(), answering: false, after_blank: true };
    for (line, next) in lines(bytes, start) {
        parser.line(line, next);
    }
    parser.entries
}

impl Parser<'_> {
    fn line(&mut self, line: Range<usize>, next: usize) {
        let text = self.bytes.get(line.clone()).unwrap_or_default();
        let is_blank = text.trim_ascii().is_empty();
        let after_blank = std::mem::replace(&mut self.after_blank, is_blank);
        if let At::Script(end) = self.at {
            if memchr::memmem::find(text, end).is_some() {
                self.at = At::Between;
            }
            return;
        }
        let begins = match self.at {
            At::Between => is_request(text),
            // A body may hold anything; a method and a target behind an empty line are the next request.
            _ => after_blank && is_whole_request(text),
        };
        if is_separator(text) {
            self.at = At::Between;
        } else if begins {
            let request = Message { line: trimmed(self.bytes, &line), ..Message::default() };
            self.entries.push(Entry { request, answer: None });
            (self.at, self.answering) = (At::Head, false);
        } else if let Some(behind) = behind(text) {
            self.behind(behind, &line);
        } else {
            match self.at {
                At::Head => self.head(&line, next, is_blank),
                At::Body => self.body(next),
                At::Times if is_blank => {
                    self.at = At::Body;
                    self.restart_body(next);
                }
                At::Between | At::Times | At::Script(_) => {}
            }
        }
    }

    fn behind(&mut self, behind: Behind, line: &Range<usize>) {
        let text = self.bytes.get(line.clone()).unwrap_or_default();
        let has_end = |end: &[u8]| memchr::memmem::find(text, end).is_some();
        // The times stand between the head of a response and its body.
        if behind == Behind::Timings && self.at == At::Body && self.answering {
            self.at = At::Times;
            return;
        }
        self.at = match behind {
            Behind::Script if !has_end(b"%}") => At::Script(b"%}"),
            Behind::Braces if !has_end(b"}}") => At::Script(b"}}"),
            _ => At::Between,
        };
        let Some(entry) = self.entries.last_mut().filter(|entry| entry.answer.is_none()) else { return };
        match behind {
            Behind::Response => {
                let answer = Message { line: trimmed(self.bytes, line), ..Message::default() };
                entry.answer = Some(Answer::Message(answer));
                (self.at, self.answering) = (At::Head, true);
            }
            Behind::Reference => {
                let name = trimmed(self.bytes, &(line.start.saturating_add(3)..line.end));
                entry.answer = Some(Answer::Reference(name));
            }
            Behind::Status => {
                let status = line.start.saturating_add(3)..line.start.saturating_add(6);
                entry.answer = Some(Answer::Reference(status));
            }
            Behind::Script | Behind::Braces | Behind::Line | Behind::Timings => {}
        }
    }

    /// The message that is being read.
    fn current(&mut self) -> Option<&mut Message> {
        let entry = self.entries.last_mut()?;
        match &mut entry.answer {
            Some(Answer::Message(answer)) if self.answering => Some(answer),
            _ => Some(&mut entry.request),
        }
    }

    fn head(&mut self, line: &Range<usize>, next: usize, is_blank: bool) {
        let bytes = self.bytes;
        let text = bytes.get(line.clone()).unwrap_or_default();
        let (answering, inside) = (self.answering, trimmed(bytes, line));
        if is_blank {
            self.at = At::Body;
        }
        let Some(message) = self.current() else { return };
        let indented = matches!(text.first(), Some(b' ' | b'\t' | b'?' | b'&'));
        if is_blank {
            message.body.push(next..next);
        } else if indented && message.fields.is_empty() && !answering {
            message.more.push(inside);
        } else if !is_comment(text) || answering {
            message.fields.push(line.start..inside.end);
        }
    }

    /// Begins the body anew, unless there is one.
    fn restart_body(&mut self, next: usize) {
        let bytes = self.bytes;
        let Some(body) = self.current().and_then(|message| message.body.last_mut()) else { return };
        if bytes.get(body.clone()).is_some_and(|before| before.trim_ascii().is_empty()) {
            *body = next..next;
        } else {
            self.at = At::Between;
        }
    }

    fn body(&mut self, next: usize) {
        if let Some(body) = self.current().and_then(|message| message.body.last_mut()) {
            body.end = next;
        }
    }
}

/// Whether text is an editor file or what a tool printed, as opposed to bytes of the wire: before the first request
/// stand only comments and the like, and something is there that no message on the wire has. `name` is that of the file.
pub(crate) fn is_editor_file(name: &str, text: &[u8]) -> bool {
    if are_framed(text) {
        return false;
    }
    let mut typed = Typed::in_file(name);
    let (mut marked, mut seen, mut separated, mut script) = (false, false, false, false);
    let (mut in_head, mut titled, mut blank) = (false, false, false);
    for (range, next) in lines(text, 0) {
        let line = text.get(range.clone()).unwrap_or_default();
        if script {
            script = memchr::memmem::find(line, b"%}").is_none();
            continue;
        }
        let is_blank = line.trim_ascii().is_empty();
        let after_blank = std::mem::replace(&mut blank, is_blank);
        let mark = is_mark(line);
        if !seen {
            if is_request(line) {
                (seen, in_head) = (true, true);
                marked |= is_of_editor(line);
                typed.request(text.get(range.end..next) == Some(b"\n"));
            } else if !(is_blank || mark || is_comment(line) || is_separator(line) || titled) {
                return false;
            }
            // No message on the wire begins with a comment.
            marked |= is_separator(line) || is_comment(line);
            // A description may stand under a title.
            titled = is_title(line);
            script = line.starts_with(b"< {%") && memchr::memmem::find(line, b"%}").is_none();
            marked |= mark;
        } else if in_head {
            marked |= is_omission(line);
            in_head = !is_blank;
            typed.field(line);
        } else if is_separator(line) {
            separated = true;
        } else if separated && !is_blank && !is_comment(line) && !mark {
            marked |= is_request(line);
            separated = false;
        } else {
            let printed = line.starts_with(b"HTTP/") && memchr::memmem::find(line, b"  - ").is_some();
            marked |= printed || line.starts_with(b"<> ") || line.starts_with(b"> {%");
            marked |= included(line).is_some_and(|include| include.name.starts_with('.'));
            typed.body(line, after_blank);
        }
        if seen && (marked || !in_head && typed.is_certain()) {
            return true;
        }
    }
    seen && (marked || separated || typed.is_certain())
}

/// What tells a request that somebody typed from bytes of the wire, where no single line does.
#[derive(Debug)]
struct Typed {
    /// The name of the file is that of an editor file.
    is_named: bool,
    /// It can be typed: lines of the wire end with CR LF.
    is_possible: bool,
    /// There is something that an editor fills in, or both the name and the line ends are those of an editor file.
    is_noted: bool,
}

impl Typed {
    fn in_file(name: &str) -> Self {
        let end = name.len().checked_sub(".http".len()).and_then(|at| name.get(at..)).unwrap_or_default();
        let is_named = [".http", ".rest"].iter().any(|known| end.eq_ignore_ascii_case(known));
        Self { is_named, is_possible: false, is_noted: false }
    }

    fn request(&mut self, is_bare: bool) {
        self.is_possible = self.is_named || is_bare;
        self.is_noted = self.is_named && is_bare;
    }

    fn field(&mut self, line: &[u8]) {
        // Whoever writes chunks has taken them from the wire; editors frame a body when they send it.
        const CHUNKED: &[u8] = b"transfer-encoding:";
        let is_chunked = line.get(..CHUNKED.len()).is_some_and(|name| name.eq_ignore_ascii_case(CHUNKED));
        self.is_possible &= !is_chunked;
        self.is_noted |= variables::next(line, 0).is_some();
    }

    fn body(&mut self, line: &[u8], after_blank: bool) {
        // What an answer holds says nothing of who wrote the request.
        self.is_possible &= status_line(line).is_none();
        let includes = after_blank && included(line).is_some();
        self.is_noted |= includes || variables::next(line, 0).is_some();
    }

    fn is_certain(&self) -> bool {
        self.is_possible && self.is_noted
    }
}

/// A request line that is none on the wire: without a version, or with a variable.
fn is_of_editor(line: &[u8]) -> bool {
    let has_variable = memchr::memmem::find(line, b"{{").is_some();
    let first = line_at(line, 0).and_then(|first| line.get(first.text)).unwrap_or_default();
    has_variable || request_line(first).is_none_or(|line| !line.versioned)
}

/// `@name = value`, `# @name`, `// @name`, a script before the request.
fn is_mark(line: &[u8]) -> bool {
    let noted = line.strip_prefix(b"#").or_else(|| line.strip_prefix(b"//"));
    let noted = noted.is_some_and(|rest| rest.trim_ascii_start().starts_with(b"@"));
    noted || definition(line).is_some() || line.starts_with(b"< {%")
}
