//! Uploads as a whole, and those of a single file.

use directline_reference::Request;
use directline_types::Operation;

use super::form::{self, Form};
use super::http::{self, operation};
use super::json::Change::Set;
use super::place::Place::Uploaded;
use super::splice::Splice;
use super::transport::PLACEHOLDERS;
use super::{Operator, json, request};
use crate::Dice;

/// More bytes than the service takes.
const TOO_MANY: usize = 4_194_305;

#[rustfmt::skip]
pub(super) const OPERATORS: &[Operator] = &[
    request("user-removed", "user-id-missing", "the upload names no user", |it, _| {
        uploads(it) && http::remove_parameter(it, "userId")
    }),
    request("user-emptied", "user-id-empty", "the userId has no value", |it, _| uploads(it) && http::set_parameter(it, "userId", "")),
    request("user-placeholder", "user-id-placeholder", "the userId is a placeholder", |it, dice| {
        let value = if dice.once_in(2) { Some("%7BuserId%7D") } else { dice.pick(PLACEHOLDERS).copied() };
        uploads(it) && value.is_some_and(|value| http::set_parameter(it, "userId", value))
    }),
    json(Uploaded, "uploaded-by-another", "user-id-differs-from-from", "the uploaded Message is of another user",
        Set(&["from"], &["\"another-user\"", "\"USER1\""])),
    request("upload-body-removed", "upload-body-missing", "the upload has no body", |it, _| {
        it.body.clear();
        uploads(it)
    }),
    request("upload-oversized", "upload-too-large", "the upload has more than 4 MB", oversize),
    request("upload-type-removed", "upload-content-type-missing", "the file has no type", |it, _| {
        uploads_file(it) && http::remove(&mut it.headers, "content-type")
    }),
    request("upload-type-spoilt", "upload-content-type-malformed", "the type of the file is none", |it, dice| {
        let value = dice.pick(NO_MEDIA_TYPE);
        uploads_file(it) && value.is_some_and(|value| http::replace(&mut it.headers, "content-type", *value))
    }),
    request("part-type-spoilt", "upload-content-type-malformed", "the type of a part is none", |it, dice| form::edit(it, dice, |form, dice| {
        form::set_header(form.file(dice)?, "content-type", dice.pick(NO_MEDIA_TYPE)?)
    })),
    request("upload-disposition-removed", "upload-disposition-missing", "the file has no Content-Disposition", |it, _| {
        uploads_file(it) && http::remove(&mut it.headers, "content-disposition")
    }),
    request("upload-as-message", "message-uploaded-alone", "the file is declared to be a Message", |it, _| {
        uploads_file(it) && http::replace(&mut it.headers, "content-type", form::MESSAGE)
    }),
];

const NO_MEDIA_TYPE: &[&str] = &["", "jpeg", "image/", "/jpeg", "image/jpeg; =a", "image jpeg"];

fn uploads(request: &Request) -> bool {
    operation(request) == Some(Operation::Upload)
}

/// Whether a request uploads a single file.
pub(super) fn uploads_file(request: &Request) -> bool {
    let is_form = request
        .header("content-type")
        .is_some_and(|found| found.get(..10).is_some_and(|start| start.eq_ignore_ascii_case(b"multipart/")));
    uploads(request) && !is_form && !request.body.is_empty()
}

/// Makes a file so long that the body is too large.
fn oversize(request: &mut Request, dice: &mut Dice) -> bool {
    let missing = TOO_MANY.saturating_sub(request.body.len());
    let end = match Form::read(request) {
        Some(form) => form.file(dice).map(|file| file.body.end),
        None => uploads_file(request).then_some(request.body.len()),
    };
    end.is_some_and(|end| Splice::insert(end, vec![b'.'; missing]).apply(&mut request.body, 0))
}
