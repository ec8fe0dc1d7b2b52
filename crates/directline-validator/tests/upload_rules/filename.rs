//! File names, as single uploads and as parts write them.

use super::{MESSAGE, form, names, single};

#[test]
fn file_names() {
    let rows: &[(&str, &[&str])] = &[
        ("filename=\"a.jpg\"", &[]),
        ("filename=\"a b.jpg\"", &[]),
        ("filename=\"=?utf-8?B?YQ==?=\"", &[]),
        ("filename=\"na%C3%AFve.jpg\"", &[]),
        ("filename=\"..jpg\"", &[]),
        ("filename=\"naïve.jpg\"", &["filename-not-ascii"]),
        ("filename=\"x.jpg\"; filename*=utf-8''x.jpg", &["filename-extended"]),
        // A fallback for readers that do not know the extended form, and another file.
        ("filename=\"naive.jpg\"; filename*=utf-8''na%C3%AFve.jpg", &["filename-extended"]),
        ("filename=\"=?utf-8?B?YQ==?=\"; filename*=utf-8''na%C3%AFve.jpg", &["filename-extended"]),
        ("filename=\"x.jpg\"; filename*=utf-8''x.exe", &["filename-ambiguous"]),
        ("filename=\"x.jpg\"; filename*0=x; filename*1=.exe", &["filename-ambiguous"]),
        ("filename=\"x.jpg\"; filename*=x", &["disposition-malformed", "filename-extended"]),
        ("filename=\"\"", &["filename-empty"]),
        ("filename=\"a \"q\" b.jpg\"", &["filename-ambiguous"]),
        ("filename='a.jpg'", &["filename-single-quoted"]),
        ("filename=\"a/b.jpg\"", &["filename-unsafe"]),
        ("filename=\"C:\\dir\\a.jpg\"", &["filename-unsafe"]),
        ("filename=\"a\\\\b.jpg\"", &["filename-unsafe"]),
        ("filename=\"..\"", &["filename-unsafe"]),
        ("filename=\".\"", &["filename-unsafe"]),
        ("filename=\"a%0D%0Ab.jpg\"", &["filename-unsafe"]),
        ("filename=\"a\u{7}.jpg\"", &["filename-unsafe"]),
        ("filename=\"a/b.jpg\"; filename*=utf-8''a%2Fb.jpg", &["filename-extended", "filename-unsafe"]),
        ("filename=a b.jpg", &["disposition-malformed"]),
        ("filename=\"a.jpg", &["disposition-malformed"]),
        ("filename=\"a.jpg\"; filename=\"b.jpg\"", &["disposition-malformed"]),
    ];
    for (parameters, expected) in rows {
        let value = format!("form-data; name=\"file\"; {parameters}");
        assert_eq!(names(&single(&value)), *expected, "single: {value}");
        let part = format!("Content-Disposition: {value}\r\nContent-Type: image/jpeg\r\n\r\n(a)");
        assert_eq!(names(&form(&[&part])), *expected, "part: {value}");
        // The name of the Message part carries no meaning; a malformed header is one all the same.
        let message = MESSAGE.replace("name=\"message\"", &format!("name=\"message\"; {parameters}"));
        let is_malformed = expected.contains(&"disposition-malformed") || parameters.contains('\u{7}');
        let malformed: &[&str] = if is_malformed { &["disposition-malformed"] } else { &[] };
        assert_eq!(names(&form(&[super::FILE, &message])), malformed, "Message part: {value}");
    }
}

/// What matters to readers of forms, and not where the header is one of HTTP itself.
#[test]
fn names_of_parts_and_of_single_uploads_differ() {
    let rows: &[(&str, &[&str], &[&str])] = &[
        ("name=\"file\"; filename=a.jpg", &[], &["part-parameter-unquoted"]),
        ("name=file; filename=a.jpg", &[], &["part-parameter-unquoted"]),
        ("name=file; filename=\"a.jpg\"", &[], &["part-parameter-unquoted"]),
        ("name=\"file\"; filename=\"a %22q%22.jpg\"", &[], &["quotation-mark-escaped"]),
        ("name=\"file\"; filename=\"a \\\"q\\\".jpg\"", &[], &["quotation-mark-escaped"]),
        ("name=\"a%22\"; filename=\"a.jpg\"", &[], &["quotation-mark-escaped"]),
        ("name=\"a%0d\"; filename=\"a.jpg\"", &[], &["quotation-mark-escaped"]),
        // A raw quotation mark in the one does not excuse an escaped one in the other.
        (
            "name=\"a%22\"; filename=\"a\"b.jpg\"",
            &["filename-ambiguous"],
            &["filename-ambiguous", "quotation-mark-escaped"],
        ),
        (
            "name=\"file\"; filename*=utf-8''na%C3%AFve.jpg",
            &["filename-extended"],
            &["filename-extended-alone"],
        ),
        (
            "name=\"file\"; filename*0=a; filename*1=.jpg",
            &["filename-extended"],
            &["filename-extended-alone"],
        ),
        ("filename=\"a.jpg\"", &[], &["part-name-missing"]),
        ("name*=utf-8''file; filename=\"a.jpg\"", &[], &[]),
        ("name=\"a\u{0}b\"; filename=\"a.jpg\"", &["disposition-malformed"], &["disposition-malformed"]),
    ];
    for (parameters, expected_single, expected_part) in rows {
        let value = format!("form-data; {parameters}");
        assert_eq!(names(&single(&value)), *expected_single, "single: {value}");
        let part = format!("Content-Disposition: {value}\r\nContent-Type: image/jpeg\r\n\r\n(a)");
        assert_eq!(names(&form(&[&part])), *expected_part, "part: {value}");
    }
    for (kind, expected) in [
        ("Form-Data", &[][..]),
        ("attachment", &["part-disposition-not-form-data"]),
        ("file", &["part-disposition-not-form-data"]),
    ] {
        let value = format!("{kind}; name=\"file\"; filename=\"a.jpg\"");
        assert_eq!(names(&single(&value)), [""; 0], "single: {value}");
        let part = format!("Content-Disposition: {value}\r\nContent-Type: image/jpeg\r\n\r\n(a)");
        assert_eq!(names(&form(&[&part])), *expected, "part: {value}");
    }
}

#[test]
fn bytes_that_are_no_utf_8_are_malformed() {
    let mut exchange = single("x");
    exchange.request.headers = directline_exchange::Headers::new();
    exchange.request.headers.push("Authorization", "Bearer secret");
    exchange.request.headers.push("Content-Type", "image/jpeg");
    exchange.request.headers.push("Content-Disposition", b"form-data; filename=\"caf\xe9.jpg\"".to_vec());
    assert_eq!(names(&exchange), ["disposition-malformed"]);
}
