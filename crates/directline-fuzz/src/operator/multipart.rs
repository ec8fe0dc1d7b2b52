//! Multipart bodies that break their grammar, and parts that are not what the documents say.

use directline_reference::Request;
use directline_validator::media_type::MediaType;

use super::form::{Form, add_line, edit, line, remove_header, set_header};
use super::splice::Splice;
use super::{Operator, http, request};
use crate::Dice;

#[rustfmt::skip]
pub(super) const OPERATORS: &[Operator] = &[
    request("form-mixed", "multipart-not-form-data", "the form is of another multipart type", |it, dice| {
        let other = dice.pick(&["multipart/mixed", "multipart/related", "multipart/formdata"]).copied();
        in_type(it, |value, _| Some(Splice::new(0..value.iter().position(|&byte| byte == b';')?, other?)))
    }),
    request("boundary-removed", "multipart-boundary-missing", "the type names no boundary", |it, dice| {
        let emptied = dice.once_in(2);
        in_type(it, |value, range| {
            let semicolon = value.iter().position(|&byte| byte == b';')?;
            Some(if emptied { Splice::new(range, "\"\"") } else { Splice::remove(semicolon..range.end) })
        })
    }),
    request("boundary-unclosed", "multipart-boundary-invalid", "the quotation mark after the boundary is missing", |it, _| {
        in_type(it, |value, range| {
            let is_last = range.end == value.len() && value.ends_with(b"\"");
            is_last.then(|| Splice::remove(range.end.saturating_sub(1)..range.end))
        })
    }),
    request("boundary-in-apostrophes", "multipart-boundary-invalid", "the boundary stands in apostrophes", |it, _| {
        let Some(boundary) = Form::read(it).map(|form| form.boundary) else { return false };
        !boundary.contains('\'') && in_type(it, |_, range| Some(Splice::new(range, format!("'{boundary}'"))))
    }),
    request("boundary-too-long", "multipart-boundary-invalid", "the boundary has more than 70 characters", lengthen),
    request("boundary-repeated", "multipart-boundary-repeated", "the type names two boundaries", |it, _| {
        in_type(it, |value, _| Some(Splice::insert(value.len(), "; boundary=another")))
    }),
    request("delimiters-of-the-sample", "multipart-sample-delimiters", "the delimiters lack their two dashes", |it, _| {
        let Some(ranges) = Form::read(it).map(|form| form.delimiters()) else { return false };
        let dashes = ranges.into_iter().rev().map(|range| Splice::remove(range.start..range.start.saturating_add(2)));
        apply_all(it, dashes)
    }),
    request("close-removed", "multipart-close-missing", "the last delimiter does not close", |it, dice| edit(it, dice, |form, _| {
        let end = form.close()?.end;
        Some(Splice::remove(end.checked_sub(2)?..end))
    })),
    request("boundary-of-another", "multipart-delimiter-missing", "the type names a boundary that the body does not have", |it, _| {
        in_type(it, |_, range| Some(Splice::new(range, "another-boundary")))
    }),
    request("form-truncated", "multipart-truncated", "the form ends within its last part", |it, dice| edit(it, dice, |form, dice| {
        let last = form.parts().last()?;
        let back = dice.below(last.content.len().min(64)).saturating_add(2);
        Some(Splice::remove(form.close()?.start.checked_sub(back)?..form.body.len()))
    })),
    request("line-feeds-alone", "multipart-line-feeds", "the lines of the form end with line feeds alone", line_feeds),
    request("part-header-spoilt", "multipart-header-malformed", "a line of a part's head is no header", |it, dice| edit(it, dice, |form, dice| {
        let text = dice.pick(&["no header", "X Y: z", ": z", "X-A\u{e4}: z"])?;
        Some(add_line(form.part(dice)?, text))
    })),
    request("blank-line-removed", "multipart-blank-line-missing", "no blank line ends the head of a part", |it, dice| edit(it, dice, |form, dice| {
        let part = form.part(dice)?;
        let is_text = !part.content.is_empty() && !part.content.iter().any(|byte| matches!(byte, b':' | b'\r' | b'\n'));
        is_text.then(|| Splice::remove(part.head.end.saturating_sub(2)..part.head.end))
    })),
    request("part-header-folded", "multipart-header-ambiguous", "a header of a part goes on in the next line", |it, dice| edit(it, dice, |form, dice| {
        let header = form.part(dice)?.header("content-disposition")?;
        let space = header.value.iter().position(|&byte| byte == b' ')?;
        Some(Splice::insert(header.value_range.start.checked_add(space)?, "\r\n"))
    })),
    request("part-header-spaced", "multipart-header-ambiguous", "a space stands before the colon of a part's header", |it, dice| edit(it, dice, |form, dice| {
        let headers = &form.part(dice)?.headers;
        Some(Splice::insert(dice.pick(headers)?.name_range.end, " "))
    })),
    request("boundary-in-content", "multipart-delimiter-ambiguous", "a file holds what looks like a delimiter", |it, dice| edit(it, dice, |form, dice| {
        let end = form.file(dice)?.body.end;
        let (boundary, way) = (&form.boundary, dice.below(3));
        Some(Splice::insert(end, match way {
            0 => format!("a --{boundary}"),
            1 => format!("\r\n--{boundary}a"),
            _ => format!("a\n--{boundary}\nb"),
        }))
    })),
    request("delimiter-padded", "multipart-delimiter-ambiguous", "spaces follow a delimiter", |it, dice| edit(it, dice, |form, dice| {
        Some(Splice::insert(dice.pick(&form.delimiters())?.end, *dice.pick(&[" ", "\t", "  "])?))
    })),
    request("delimiter-after-close", "multipart-delimiter-ambiguous", "a delimiter follows the closing one", |it, dice| edit(it, dice, |form, _| {
        Some(Splice::insert(form.close()?.end, format!("\r\n--{}", form.boundary)))
    })),
    request("form-introduced", "multipart-text-outside-parts", "text stands before the first delimiter", |it, dice| edit(it, dice, |_, _| {
        Some(Splice::insert(0, "This is a multi-part message in MIME format.\r\n"))
    })),
    request("form-continued", "multipart-text-outside-parts", "text stands after the last delimiter", |it, dice| edit(it, dice, |form, _| {
        Some(Splice::insert(form.close()?.end, "\r\nthe end"))
    })),
    request("files-removed", "multipart-without-attachment", "the form has no file", |it, dice| edit(it, dice, |form, _| {
        let message = form.message()?;
        let whole = form.body.get(message.delimiter.start..message.body.end)?;
        let close = form.body.get(form.close()?.start..)?;
        Some(Splice::new(0..form.body.len(), [whole, b"\r\n", close].concat()))
    })),
    request("part-type-removed", "part-content-type-missing", "a part has no Content-Type", |it, dice| edit(it, dice, |form, dice| {
        remove_header(form.file(dice)?, "content-type")
    })),
    request("part-disposition-removed", "part-disposition-missing", "a file has no Content-Disposition", |it, dice| edit(it, dice, |form, dice| {
        remove_header(form.file(dice)?, "content-disposition")
    })),
    request("message-disposition-removed", "message-part-disposition-missing", "the Message has no Content-Disposition", |it, dice| edit(it, dice, |form, _| {
        remove_header(form.message()?, "content-disposition")
    })),
    request("message-part-repeated", "message-part-repeated", "the form has two Messages", |it, dice| edit(it, dice, |form, _| {
        let message = form.message()?;
        let whole = form.body.get(message.delimiter.start..message.body.end)?;
        Some(Splice::insert(message.delimiter.start, [whole, b"\r\n"].concat()))
    })),
    request("message-part-as-json", "message-part-as-json", "the Message is declared as any JSON", |it, dice| edit(it, dice, |form, dice| {
        let message = form.message()?;
        let says = [&b"\"text\""[..], b"\"from\"", b"\"channelData\"", b"\"images\"", b"\"attachments\""];
        let is_message = says.iter().any(|name| message.content.windows(name.len()).any(|window| window == *name));
        let other = dice.pick(&["application/json", "text/plain", "application/json; charset=utf-8"])?;
        set_header(message, "content-type", other).filter(|_| is_message)
    })),
    request("message-part-of-3-0", "message-part-of-3-0", "the Message is declared as an activity", |it, dice| edit(it, dice, |form, _| {
        set_header(form.message()?, "content-type", "application/vnd.microsoft.activity")
    })),
    request("part-encoded", "part-transfer-encoding", "a part is declared to be encoded", |it, dice| edit(it, dice, |form, dice| {
        let coding = dice.pick(&["base64", "quoted-printable", "Base64"])?;
        Some(add_line(form.part(dice)?, &format!("Content-Transfer-Encoding: {coding}")))
    })),
    request("part-nested", "part-nested-multipart", "a part is multipart itself", |it, dice| edit(it, dice, |form, dice| {
        set_header(form.file(dice)?, "content-type", dice.pick(&["multipart/mixed; boundary=inner", "multipart/related"])?)
    })),
    request("part-header-repeated", "part-header-repeated", "a part has a header twice", |it, dice| edit(it, dice, |form, dice| {
        let part = form.part(dice)?;
        let header = part.header(dice.pick(&["content-type", "content-disposition"])?)?;
        let end = part.head.end.checked_sub(2)?;
        Some(Splice::insert(end, form.body.get(line(header))?))
    })),
];

/// Edits the `Content-Type` of a form; the edit gets its value and where the boundary stands in it.
fn in_type(
    request: &mut Request,
    edit: impl FnOnce(&[u8], std::ops::Range<usize>) -> Option<Splice>,
) -> bool {
    if Form::read(request).is_none() {
        return false;
    }
    let Some((_, value)) = http::find(&mut request.headers, "content-type") else { return false };
    let range = MediaType::parse(value).parameter("boundary").map(|found| found.value_range.clone());
    let splice = range.and_then(|range| edit(value, range));
    splice.is_some_and(|splice| splice.apply(value, 0))
}

/// Applies splices, of which each stands before the one made earlier.
fn apply_all(request: &mut Request, splices: impl IntoIterator<Item = Splice>) -> bool {
    splices.into_iter().all(|splice| splice.apply(&mut request.body, 0))
}

/// The boundary becomes too long, in the type and in the body.
fn lengthen(request: &mut Request, _: &mut Dice) -> bool {
    let Some((boundary, ranges)) = Form::read(request).map(|form| (form.boundary.clone(), form.delimiters()))
    else {
        return false;
    };
    let tail = "x".repeat(71);
    // The boundary ends before the two dashes of the last delimiter.
    let ends =
        ranges.into_iter().rev().map(|range| range.start.saturating_add(2).saturating_add(boundary.len()));
    let body = ends.map(|end| Splice::insert(end, tail.as_str()));
    let long = format!("\"{boundary}{tail}\"");
    in_type(request, |_, range| Some(Splice::new(range, long))) && apply_all(request, body)
}

/// Every line of the form that is not within the content of a part ends with a line feed alone.
fn line_feeds(request: &mut Request, _: &mut Dice) -> bool {
    let Some(form) = Form::read(request) else { return false };
    let mut lines = Vec::with_capacity(form.body.len());
    let mut at = 0;
    let thin = |bytes: &[u8], lines: &mut Vec<u8>| {
        lines.extend(bytes.iter().copied().filter(|&byte| byte != b'\r'));
    };
    for part in form.parts() {
        thin(form.body.get(at..part.body.start).unwrap_or_default(), &mut lines);
        lines.extend_from_slice(part.content);
        at = part.body.end;
    }
    thin(form.body.get(at..).unwrap_or_default(), &mut lines);
    request.body = lines;
    true
}
