//! File names, as single uploads and as parts write them.

use super::{MESSAGE, form, names, single};

#[test]
fn file_names() {
    let rows: &[(&str, &[&str])] = &[
        ("filename=a.jpg", &[]),
        ("filename=\"a b.jpg\"", &[]),
        ("filename=\"a %22q%22.jpg\"", &[]),
        ("filename=\"a \\\"q\\\".jpg\"", &[]),
        ("filename=\"=?utf-8?B?YQ==?=\"", &[]),
        ("filename=\"na%C3%AFve.jpg\"", &[]),
        ("filename=\"..jpg\"", &[]),
        ("filename=\"naïve.jpg\"", &["filename-not-ascii"]),
        ("filename=x.jpg; filename*=utf-8''x.jpg", &["filename-extended"]),
        ("filename*=utf-8''na%C3%AFve.jpg", &["filename-extended"]),
        ("filename*0=a; filename*1=.jpg", &["filename-extended"]),
        ("filename*=x", &["disposition-malformed", "filename-extended"]),
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
        ("filename*=utf-8''a%2Fb.jpg", &["filename-extended", "filename-unsafe"]),
        ("filename=a b.jpg", &["disposition-malformed"]),
        ("filename=\"a.jpg", &["disposition-malformed"]),
        ("filename=a.jpg; filename=b.jpg", &["disposition-malformed"]),
    ];
    for (parameters, expected) in rows {
        let value = format!("form-data; name=\"file\"; {parameters}");
        assert_eq!(names(&single(&value)), *expected, "single: {value}");
        let part = format!("Content-Disposition: {value}\r\nContent-Type: image/jpeg\r\n\r\n(a)");
        assert_eq!(names(&form(&[&part])), *expected, "part: {value}");
        // The name of the Message part carries no meaning; a malformed header is one all the same.
        let message = MESSAGE.replace("name=\"message\"", &format!("name=\"message\"; {parameters}"));
        let malformed: Vec<_> =
            expected.iter().filter(|rule| **rule == "disposition-malformed").copied().collect();
        assert_eq!(names(&form(&[super::FILE, &message])), malformed, "Message part: {value}");
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
