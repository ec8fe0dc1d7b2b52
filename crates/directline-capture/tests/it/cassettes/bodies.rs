//! Which bytes were the bodies of a cassette?

use directline_exchange::{Observed, Reason};

use super::vcrpy;
use crate::common::told;

#[test]
fn bodies_of_requests() {
    let gzip = "H4sIAAAAAAAC/8tIzcnJBwCGphA2BQAAAA==";
    let rows: [(String, &str); 17] = [
        ("    body: null\n    headers: {Content-Length: ['0']}\n".into(), "absent"),
        ("    body: ''\n    headers: {}\n".into(), "absent"),
        ("    headers: {}\n".into(), "absent"),
        ("    body: null\n    headers: {Content-Length: ['3']}\n".into(), "body-not-recorded"),
        ("    body: null\n    headers: {Transfer-Encoding: [chunked]}\n".into(), "body-not-recorded"),
        ("    body: ''\n    headers: {Content-Type: [multipart/form-data]}\n".into(), "body-not-recorded"),
        ("    body: abc\n    headers: {Content-Length: ['3']}\n".into(), "abc"),
        ("    body: 12\n    headers: {}\n".into(), "12"),
        ("    body: éé\n    headers: {Content-Length: ['4']}\n".into(), r"\xc3\xa9\xc3\xa9"),
        ("    body: éé\n    headers: {Content-Length: ['2']}\n".into(), r"\xe9\xe9"),
        ("    body: \"a\\uFFFD\"\n    headers: {Content-Length: ['2']}\n".into(), r"a\xef\xbf\xbd [1..4 body-lossy]"),
        ("    body: abcdef\n    headers: {Content-Length: ['3']}\n".into(), "abcdef [0..6 body-lossy]"),
        ("    body: !!binary |\n      /9j/\n      4A==\n    headers: {Content-Length: ['4']}\n".into(), r"\xff\xd8\xff\xe0"),
        ("    body: !!binary '*'\n    headers: {}\n".into(), "body-lossy"),
        (format!("    body: !!binary {gzip}\n    headers: {{Content-Encoding: [gzip]}}\n"), "hello"),
        (
            "    body: !!python/object/new:_io.BytesIO\n      state: !!python/tuple\n      - !!binary |\n        aGk=\n      - 0\n      - null\n    headers: {}\n".into(),
            "hi",
        ),
        ("    body: {a: 1}\n    headers: {}\n".into(), "body-not-recorded"),
    ];
    for (request, expected) in rows {
        let exchange = vcrpy(&request, "    body: {string: ok}\n    headers: {}\n");
        assert_eq!(told(&exchange.request.body), expected, "{request}");
    }
}

#[test]
fn bodies_of_responses_are_decoded_whatever_the_headers_say() {
    // By Python: base64.b64encode(zlib.compress(b"hello hello hello he")).
    let zlib = "eJzLSM3JyVfIQCEBTzoHag==";
    let rows: [(String, &str); 13] = [
        ("    body: {string: abc}\n    headers: {Content-Length: ['99']}\n".into(), "abc"),
        ("    body: {string: abc}\n    headers: {Content-Encoding: [gzip], Content-Length: ['2']}\n".into(), "abc"),
        ("    body: {string: ''}\n    headers: {}\n".into(), "absent"),
        ("    body: {string: null}\n    headers: {}\n".into(), "absent"),
        ("    body: {string: ''}\n    headers: {Content-Length: ['5']}\n".into(), "body-not-recorded"),
        ("    body: {string: \"a\\uFFFD\"}\n    headers: {Content-Length: ['4']}\n".into(), r"a\xef\xbf\xbd"),
        ("    body: {string: \"a\\uFFFD\"}\n    headers: {}\n".into(), r"a\xef\xbf\xbd [1..4 body-lossy]"),
        (
            "    body: {string: !!binary H4sIAAAAAAAC/8tIzcnJBwCGphA2BQAAAA==}\n    headers: {Content-Encoding: [gzip]}\n".into(),
            "hello",
        ),
        ("    body: {string: !!binary H4sIAAAAAAAC/8tIzcnJBwCGphA2BQAAAA==}\n    headers: {}\n".into(), "hello"),
        (
            format!("    body: {{string: !!binary {zlib}}}\n    headers: {{content-encoding: [deflate]}}\n"),
            "hello hello hello he",
        ),
        ("    body: {string: !!binary aGk=}\n    headers: {Content-Encoding: [br]}\n".into(), "hi"),
        ("    content: abc\n    headers: {content-length: ['3']}\n".into(), "abc"),
        ("    content: abc\n    headers: {content-length: ['4']}\n".into(), "abc [0..3 body-lossy]"),
    ];
    for (response, expected) in rows {
        let exchange = vcrpy("    headers: {}\n", &response);
        assert_eq!(told(&exchange.response.body), expected, "{response}");
        assert!(exchange.response.framing.is_empty());
    }
}

#[test]
fn a_form_that_was_recorded_before_it_was_written_hides_its_type() {
    let request = |text: &str| {
        let value = vcrpy(text, "    body: {string: ok}\n    headers: {}\n").request.headers;
        value.value("content-type").map(<[u8]>::to_vec)
    };
    let unseen = Observed::NotObservable(Reason::NotRecorded);
    assert_eq!(request("    body: ''\n    headers: {Content-Type: [multipart/form-data]}\n"), unseen);
    // Where there is a body, or a boundary, the type is what was sent.
    for kept in [
        "    body: x\n    headers: {Content-Type: [multipart/form-data]}\n",
        "    body: ''\n    headers: {Content-Type: ['multipart/form-data; boundary=b']}\n",
    ] {
        assert!(request(kept).is_present(), "{kept}");
    }
}
