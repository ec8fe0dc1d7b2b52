//! The bodies of python-multipart's own tests (`corpus/python-multipart/SOURCE.md`).

use std::fs;

use super::{base64, corpus, defects, read_default};

/// The bodies which that parser refuses, and the defects that we report instead: we read what can be
/// read.
const REFUSED: [(&str, &[&str]); 8] = [
    ("CRLF_in_header", &["HeaderMalformed \"Content-\""]),
    ("CR_in_header", &["HeaderMalformed \"Content-\\risposition: form-data; name=\\\"fi\""]),
    ("CR_in_header_value", &["BareCarriageReturn \"\\r\""]),
    // The second line is `\rQThis is a test.`, so no blank line comes.
    ("bad_end_of_headers", &["MissingBlankLine \"\""]),
    ("bad_header_char", &["HeaderMalformed \"Content-<<<position: form-data; name=\\\"fi\""]),
    // The first line is not the delimiter: everything before the close is preamble.
    ("bad_initial_boundary", &["NoParts \"------WebKitFormBoundaryTkr3kCBQlBe1nrhc\""]),
    ("empty_header", &["HeaderMalformed \": form-data; name=\\\"field\\\"\""]),
    (
        "empty_message_with_bad_end",
        &["DelimiterLineContinues \"----boundary\"", "NoDelimiter \"----boundary-X\\r\\n\""],
    ),
];

/// Bodies that it reads and in which we report something.
const REPORTED: [(&str, &[&str]); 6] = [
    ("empty_message", &["NoParts \"----boundary--\""]),
    (
        "almost_match_boundary",
        // `--boundary` at the start of a line is not the delimiter `----boundary` …
        &[],
    ),
    ("almost_match_boundary_without_CR", &["DelimiterLineContinues \"----boundary\""]),
    ("almost_match_boundary_without_LF", &["DelimiterLineContinues \"----boundary\""]),
    ("almost_match_boundary_without_final_hyphen", &["DelimiterLineContinues \"----boundary\""]),
    // … but where no line is the delimiter, it is the one of the article; that parser never checks how
    // the first line begins.
    ("single_field_blocks", &["ArticleDelimiters \"--boundary\""]),
];

/// A part: field name, file name, content type, content. A field has `text/plain` if the header is
/// missing (RFC 7578 section 4.4), so its type is not compared.
#[derive(Debug, Default, PartialEq)]
struct Part {
    name: String,
    file_name: Option<String>,
    content_type: Option<String>,
    data: Vec<u8>,
}

/// The boundary, and the parts or `None` if the parser refuses. Reads just the YAML of this suite.
fn expectation(yaml: &str) -> (String, Option<Vec<Part>>) {
    let mut boundary = String::new();
    let mut parts: Vec<Part> = Vec::new();
    let mut data = String::new();
    for line in yaml.lines() {
        let (key, value) = line.trim_start_matches([' ', '-']).split_once(": ").unwrap_or((line.trim(), ""));
        let value = value.trim().trim_matches(['\'', '"']).to_owned();
        if line.trim_start().starts_with("- ") {
            parts.push(Part::default());
            data.clear();
        }
        let last = parts.last_mut();
        match (key, last) {
            ("boundary", _) => boundary = value,
            ("error", _) => return (boundary, None),
            ("name", Some(part)) => part.name = value,
            ("file_name", Some(part)) => part.file_name = Some(value),
            ("content_type", Some(part)) => part.content_type = Some(value),
            ("type" | "data" | "expected:", _) | ("expected" | "", None) => {}
            (more, Some(part)) => {
                data += more;
                part.data = base64(&data);
            }
            other => panic!("unexpected line {other:?}"),
        }
    }
    (boundary, Some(parts))
}

#[test]
fn all_bodies_are_read_as_expected() {
    let mut names: Vec<String> = fs::read_dir(corpus("python-multipart/http"))
        .unwrap()
        .filter_map(|entry| Some(entry.unwrap().file_name().to_str()?.strip_suffix(".http")?.to_owned()))
        .collect();
    names.sort();
    assert_eq!(names.len(), 30);
    assert!(REFUSED.iter().chain(&REPORTED).all(|(known, _)| names.iter().any(|name| name == known)));
    let mut refused = 0;
    for name in &names {
        let body = fs::read(corpus(&format!("python-multipart/http/{name}.http"))).unwrap();
        let yaml = fs::read_to_string(corpus(&format!("python-multipart/http/{name}.yaml"))).unwrap();
        let (boundary, expected) = expectation(&yaml);
        let form = read_default(&body, boundary.as_bytes());
        let pinned = REFUSED.iter().chain(&REPORTED).find(|(known, _)| known == name);
        assert_eq!(defects(&body, &form), pinned.map_or(&[][..], |(_, defects)| *defects), "{name}");
        let Some(expected) = expected else {
            assert!(REFUSED.iter().any(|(known, _)| known == name), "{name}");
            refused += 1;
            continue;
        };
        assert_eq!(form.parts.len(), expected.len(), "{name}");
        for (part, expected) in form.parts.iter().zip(&expected) {
            let disposition = part.disposition().unwrap();
            assert_eq!(disposition.name().unwrap(), expected.name, "{name}");
            let file_name = disposition.filename().map(|file| file.text);
            assert_eq!(file_name, expected.file_name, "{name}");
            if let (Some(found), Some(expected)) = (part.header("content-type"), &expected.content_type) {
                assert_eq!(found.text(), *expected, "{name}");
            }
            // That parser decodes the transfer encodings that RFC 7578 section 4.7 deprecates; we leave
            // them to the caller.
            let encoding = part.header("content-transfer-encoding").map(|found| found.text());
            let text = String::from_utf8_lossy(part.content);
            let content = match encoding.as_deref() {
                Some("base64") => base64(&text),
                Some("quoted-printable") => text.replace("=3D", "=").into_bytes(),
                _ => part.content.to_vec(),
            };
            assert_eq!(content, expected.data, "{name}");
        }
    }
    assert_eq!(refused, REFUSED.len());
}
