//! Bodies of uploads, and the header fields that say what they are.

use std::ops::Range;

use directline_validator::media_type::{Disposition, MediaType};
use directline_validator::multipart::{Limits, read};

/// The first line is a `Content-Type`, the rest a body.
pub(crate) fn check(bytes: &[u8]) {
    let end = bytes.iter().position(|byte| *byte == b'\n').unwrap_or(bytes.len());
    let (line, rest) = bytes.split_at(end);
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    let body = rest.get(1..).unwrap_or_default();
    let media = header(line);
    let boundary = media.parameter("boundary").map_or(&b"X"[..], |found| found.value.as_slice());
    form(body, boundary, &Limits::default());
    form(body, boundary, &Limits { max_parts: 2, max_part_headers: 1, max_header_bytes: 32 });
}

fn header(line: &[u8]) -> MediaType {
    let media = MediaType::parse(line);
    assert_eq!(media, MediaType::parse(line));
    assert_eq!(media.has_type(), media.essence().contains('/'));
    let inside = |range: &Range<usize>| assert!(range.start <= range.end && range.end <= line.len());
    media.defects.iter().for_each(|defect| inside(&defect.range));
    let disposition = Disposition::parse(line);
    for parameter in media.parameters.iter().chain(&disposition.parameters) {
        inside(&parameter.name_range);
        inside(&parameter.value_range);
        assert!(parameter.name_range.end <= parameter.value_range.start, "{parameter:?}");
    }
    let _ = (disposition.name(), disposition.filename().map(|name| name.browser_unescaped()));
    media
}

fn form(body: &[u8], boundary: &[u8], limits: &Limits) {
    let form = read(body, boundary, limits);
    assert_eq!(form, read(body, boundary, limits));
    assert!(form.parts.len() <= limits.max_parts, "{} parts", form.parts.len());
    assert_eq!(form.closed, form.epilogue.is_some());
    assert!(form.preamble.end <= body.len());
    let mut end = form.preamble.end;
    for part in &form.parts {
        assert!(end <= part.delimiter.start, "{part:?}");
        assert!(part.delimiter.end <= part.head.start && part.head.end <= part.body.start, "{part:?}");
        assert_eq!(part.content, &body[part.body.clone()]);
        assert!(part.headers.len() <= limits.max_part_headers);
        for field in &part.headers {
            assert_eq!(field.name.as_bytes(), &body[field.name_range.clone()]);
            assert!(field.value_range.end <= part.head.end, "{part:?}");
        }
        let _ = (part.content_type(), part.disposition());
        end = part.body.end;
    }
    assert!(form.epilogue.as_ref().is_none_or(|rest| end <= rest.start && rest.end <= body.len()));
    let starts = form.defects.iter().map(|defect| defect.range.start);
    assert!(starts.is_sorted());
    assert!(form.defects.iter().all(|defect| defect.range.end <= body.len()));
}
