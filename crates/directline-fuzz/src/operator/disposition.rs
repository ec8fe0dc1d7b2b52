//! The `Content-Disposition` of files.

use directline_reference::Request;
use directline_validator::media_type::{Disposition, ValueForm};

use super::form::Form;
use super::splice::Splice;
use super::upload::uploads_file;
use super::{Operator, http, request};
use crate::Dice;

#[rustfmt::skip]
pub(super) const OPERATORS: &[Operator] = &[
    request("upload-disposition-untyped", "upload-disposition-without-type", "the disposition of the file has no type", |it, dice| {
        of_file(it, dice, untyped)
    }),
    request("part-disposition-untyped", "part-disposition-without-type", "the disposition of a part has no type", |it, dice| {
        of_part(it, dice, untyped)
    }),
    request("part-disposition-attachment", "part-disposition-not-form-data", "the disposition of a part is not form-data", |it, dice| {
        of_part(it, dice, |value, dice| {
            Some(Splice::new(Disposition::parse(value).kind_range?, *dice.pick(&["attachment", "file", "inline"])?))
        })
    }),
    request("part-name-removed", "part-name-missing", "the disposition of a part has no name", |it, dice| {
        of_part(it, dice, |value, _| parameter(value, "name", None))
    }),
    request("part-parameter-unquoted", "part-parameter-unquoted", "a parameter of a part is not quoted", |it, dice| {
        of_part(it, dice, |value, dice| {
            parameter(value, dice.pick(&["name", "filename"])?, Some(dice.pick(&["file", "a.jpg"])?))
        })
    }),
    request("disposition-spoilt", "disposition-malformed", "the disposition of a file breaks its grammar", |it, dice| {
        of_any(it, dice, |value, dice| match dice.below(3) {
            0 => Some(Splice::insert(value.len(), *dice.pick(&["; a", "; =a", "; a=\"b", "; filename=\"again\""])?)),
            1 => parameter(value, "filename", Some("my photo.jpg")),
            _ => parameter(value, "filename", Some("\"a.jpg")),
        })
    }),
    request("filename-removed", "upload-filename-missing", "a file has no name", |it, dice| {
        of_any(it, dice, |value, _| parameter(value, "filename", None))
    }),
    request("filename-emptied", "filename-empty", "the name of a file is empty", |it, dice| {
        of_any(it, dice, |value, _| parameter(value, "filename", Some("\"\"")))
    }),
    request("filename-accented", "filename-not-ascii", "the name of a file is not in ASCII", |it, dice| {
        of_any(it, dice, |value, dice| parameter(value, "filename", Some(dice.pick(&["\"föto.jpg\"", "\"写真.jpg\"", "\"😀\""])?)))
    }),
    request("filename-extended", "filename-extended", "a file has an extended name beside the plain one", |it, dice| {
        of_any(it, dice, |value, _| {
            Disposition::parse(value).parameter("filename")?;
            Some(Splice::insert(value.len(), "; filename*=UTF-8''f%C3%B6to.jpg"))
        })
    }),
    request("filename-extended-alone", "filename-extended-alone", "a part has an extended file name alone", |it, dice| {
        of_part(it, dice, |value, dice| {
            let range = Disposition::parse(value).parameter("filename").map(|found| found.name_range.start..found.value_range.end)?;
            Some(Splice::new(range, *dice.pick(&["filename*=UTF-8''f%C3%B6to.jpg", "filename*=utf-8''a.jpg", "filename*0=a; filename*1=b"])?))
        })
    }),
    request("filename-quote-raw", "filename-ambiguous", "a raw quotation mark stands in the name of a file", |it, dice| {
        of_any(it, dice, |value, _| parameter(value, "filename", Some("\"a\"b.jpg\"")))
    }),
    request("filename-quote-escaped", "quotation-mark-escaped", "an escaped quotation mark stands in a parameter of a part", |it, dice| {
        of_part(it, dice, |value, dice| {
            parameter(value, dice.pick(&["name", "filename"])?, Some(dice.pick(&[r#""a\"b""#, r#""a%22b""#])?))
        })
    }),
    request("filename-unsafe", "filename-unsafe", "the name of a file is a path", |it, dice| {
        of_any(it, dice, |value, dice| {
            parameter(value, "filename", Some(dice.pick(&["\"../a.jpg\"", "\"/etc/passwd\"", "\"..\"", "\".\"", "\"C:\\a.jpg\"", "\"a%0D%0Ab\""])?))
        })
    }),
    request("filename-in-apostrophes", "filename-single-quoted", "the name of a file stands in apostrophes", |it, dice| {
        of_any(it, dice, |value, _| parameter(value, "filename", Some("'a.jpg'")))
    }),
];

/// A change of the value of a `Content-Disposition`.
type Edit = fn(&[u8], &mut Dice) -> Option<Splice>;

/// Edits the disposition of a single file.
fn of_file(request: &mut Request, dice: &mut Dice, edit: Edit) -> bool {
    let is_file = uploads_file(request);
    let Some((_, value)) = http::find(&mut request.headers, "content-disposition") else { return false };
    let splice = edit(value, dice).filter(|_| is_file && is_sound(value));
    splice.is_some_and(|splice| splice.apply(value, 0))
}

/// Edits the disposition of a part that is a file.
fn of_part(request: &mut Request, dice: &mut Dice, edit: Edit) -> bool {
    let found = Form::read(request).and_then(|form| {
        let header = form.file(dice)?.header("content-disposition")?;
        let splice = edit(&header.value, dice).filter(|_| is_sound(&header.value));
        Some((splice?, header.value_range.start))
    });
    found.is_some_and(|(splice, start)| splice.apply(&mut request.body, start))
}

/// Edits the disposition of either.
fn of_any(request: &mut Request, dice: &mut Dice, edit: Edit) -> bool {
    of_part(request, dice, edit) || of_file(request, dice, edit)
}

fn is_sound(value: &[u8]) -> bool {
    Disposition::parse(value).defects.is_empty()
}

/// The type goes, with its semicolon.
fn untyped(value: &[u8], _: &mut Dice) -> Option<Splice> {
    let disposition = Disposition::parse(value);
    let first = disposition.parameters.first()?.name_range.start;
    Some(Splice::remove(disposition.kind_range?.start..first))
}

/// The parameter is written otherwise, or goes with the semicolon before it.
fn parameter(value: &[u8], name: &str, written: Option<&str>) -> Option<Splice> {
    let disposition = Disposition::parse(value);
    let found = disposition.parameter(name)?;
    if let Some(written) = written {
        let is_new = found.form == ValueForm::Quoted || written.starts_with(['"', '\'']);
        return is_new.then(|| Splice::new(found.value_range.clone(), written));
    }
    let semicolon = value.get(..found.name_range.start)?.iter().rposition(|&byte| byte == b';')?;
    Some(Splice::remove(semicolon..found.value_range.end))
}
