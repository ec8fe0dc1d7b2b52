//! The multipart body of an upload, edited in place.

use std::ops::Range;

use directline_reference::Request;
use directline_types::Operation;
use directline_validator::media_type::MediaType;
use directline_validator::multipart::{Limits, Multipart, Part, PartHeader, read};

use super::http;
use super::splice::Splice;
use crate::Dice;

/// The media type of the part that is a Message (Send a message to the bot in Direct Line API 1.1, Send multiple
/// attachments by upload).
pub(super) const MESSAGE: &str = "application/vnd.microsoft.bot.message";

/// A well-formed multipart body.
pub(super) struct Form<'r> {
    pub(super) body: &'r [u8],
    pub(super) boundary: String,
    read: Multipart<'r>,
}

impl<'r> Form<'r> {
    /// The form of an upload, if the request is one and nothing is wrong with its grammar.
    pub(super) fn read(request: &'r Request) -> Option<Self> {
        if http::operation(request) != Some(Operation::Upload) {
            return None;
        }
        let media_type = MediaType::parse(request.header("content-type")?);
        if !media_type.is("multipart", "form-data") || !media_type.defects.is_empty() {
            return None;
        }
        let boundary = media_type.parameter("boundary")?.text().into_owned();
        let read = read(&request.body, boundary.as_bytes(), &Limits::default());
        let is_sound = read.closed && read.defects.is_empty() && !read.parts.is_empty();
        is_sound.then_some(Self { body: &request.body, boundary, read })
    }

    /// The parts.
    pub(super) fn parts(&self) -> &[Part<'r>] {
        &self.read.parts
    }

    /// The Message part.
    pub(super) fn message(&self) -> Option<&Part<'r>> {
        self.parts().iter().find(|part| is_message(part))
    }

    /// One of the parts that are files: all but the Message.
    pub(super) fn file(&self, dice: &mut Dice) -> Option<&Part<'r>> {
        let files: Vec<&Part<'r>> = self.parts().iter().filter(|part| !is_message(part)).collect();
        dice.pick(&files).copied()
    }

    /// One of the parts.
    pub(super) fn part(&self, dice: &mut Dice) -> Option<&Part<'r>> {
        dice.pick(self.parts())
    }

    /// Where the delimiter lines stand, the closing one included, each without its line end.
    pub(super) fn delimiters(&self) -> Vec<Range<usize>> {
        self.parts().iter().map(|part| part.delimiter.clone()).chain(self.close()).collect()
    }

    /// Where the last delimiter, the closing one, begins and ends, without its line end.
    pub(super) fn close(&self) -> Option<Range<usize>> {
        let end_of_content = self.parts().last()?.body.end;
        let start = end_of_content.checked_add(2)?;
        let end = start.checked_add(self.boundary.len())?.checked_add(4)?;
        Some(start..end)
    }
}

/// Whether a part is the Message.
fn is_message(part: &Part<'_>) -> bool {
    part.content_type().is_some_and(|found| found.essence() == MESSAGE)
}

/// A change of one form, as a splice of its body.
pub(super) type FormEdit = fn(&Form<'_>, &mut Dice) -> Option<Splice>;

/// Edits the form that a request uploads. `false`: it uploads none, or the edit does not apply.
pub(super) fn edit(request: &mut Request, dice: &mut Dice, edit: FormEdit) -> bool {
    let splice = Form::read(request).and_then(|form| edit(&form, dice));
    splice.is_some_and(|splice| splice.apply(&mut request.body, 0))
}

/// A header line with its line end.
pub(super) fn line(header: &PartHeader<'_>) -> Range<usize> {
    header.name_range.start..header.value_range.end.saturating_add(2)
}

/// The header gets another value.
pub(super) fn set_header(part: &Part<'_>, name: &str, value: &str) -> Option<Splice> {
    Some(Splice::new(part.header(name)?.value_range.clone(), value))
}

/// The header goes.
pub(super) fn remove_header(part: &Part<'_>, name: &str) -> Option<Splice> {
    Some(Splice::remove(line(part.header(name)?)))
}

/// One more header line in front of the others.
pub(super) fn add_line(part: &Part<'_>, text: &str) -> Splice {
    Splice::insert(part.head.start, format!("{text}\r\n"))
}
