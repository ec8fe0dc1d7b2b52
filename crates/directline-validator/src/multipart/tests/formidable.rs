//! The requests of formidable's own tests (`corpus/formidable/SOURCE.md`).

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use super::super::{DefectKind, read};
use super::{Limits, corpus};
use crate::media_type::MediaType;

/// The file names as they are written; formidable itself changes some of them.
const FILE_NAMES: [(&str, &str); 8] = [
    ("special-chars-in-filename/line-separator.http", "\u{2028}.txt"),
    (
        "special-chars-in-filename/osx-chrome-13.http",
        ": \\ ? % * | %22 < > . ? ; ' @ # $ ^ & ( ) - _ = + { } [ ] ` ~.txt",
    ),
    (
        "special-chars-in-filename/osx-firefox-3.6.http",
        ": \\ ? % * | \" < > . &#9731; ; ' @ # $ ^ & ( ) - _ = + { } [ ] ` ~.txt",
    ),
    (
        "special-chars-in-filename/osx-safari-5.http",
        ": \\ ? % * | %22 < > . ? ; ' @ # $ ^ & ( ) - _ = + { } [ ] ` ~.txt",
    ),
    (
        "special-chars-in-filename/xp-chrome-12.http",
        " ? % * | %22 < > . ? ; ' @ # $ ^ & ( ) - _ = + { } [ ] ` ~.txt",
    ),
    (
        "special-chars-in-filename/xp-ie-7.http",
        " ? % * | \" < > . &#9731; ; ' @ # $ ^ & ( ) - _ = + { } [ ] ` ~.txt",
    ),
    (
        "special-chars-in-filename/xp-ie-8.http",
        " ? % * | \" < > . &#9731; ; ' @ # $ ^ & ( ) - _ = + { } [ ] ` ~.txt",
    ),
    (
        "special-chars-in-filename/xp-safari-5.http",
        " ? % * | %22 < > . ? ; ' @ # $ ^ & ( ) - _ = + { } [ ] ` ~.txt",
    ),
];

/// The requests that are no multipart forms.
const OTHERS: [&str; 3] = ["misc/empty-urlencoded.http", "misc/empty.http", "misc/minimal.http"];

fn requests() -> BTreeMap<String, Vec<u8>> {
    let mut requests = BTreeMap::new();
    for folder in fs::read_dir(corpus("formidable/http")).unwrap() {
        for file in fs::read_dir(folder.unwrap().path()).unwrap() {
            let path = file.unwrap().path();
            let name = |path: &Path| path.file_name().unwrap().to_str().unwrap().to_owned();
            let key = format!("{}/{}", name(path.parent().unwrap()), name(&path));
            requests.insert(key, fs::read(&path).unwrap());
        }
    }
    requests
}

/// The `Content-Type` and the body of a request.
fn split(request: &[u8]) -> (Option<MediaType>, &[u8]) {
    let end =
        |mark: &[u8]| request.windows(mark.len()).position(|window| window == mark).map(|at| at + mark.len());
    let body = end(b"\r\n\r\n").or_else(|| end(b"\n\n")).unwrap_or(request.len());
    let head = String::from_utf8_lossy(&request[..body]);
    let value = head.lines().find_map(|line| line.strip_prefix("Content-Type: "));
    (value.map(|value| MediaType::parse(value.trim().as_bytes())), &request[body..])
}

#[test]
fn all_requests_are_read_as_expected() {
    let text = fs::read_to_string(corpus("formidable/expected.json")).unwrap();
    let expected: serde_json::Value = serde_json::from_str(&text).unwrap();
    let requests = requests();
    assert_eq!(requests.len(), 25);
    let (mut forms, mut others) = (0, Vec::new());
    for (name, request) in &requests {
        let (media, body) = split(request);
        let boundary = media.as_ref().and_then(|media| media.parameter("boundary"));
        let Some(boundary) = boundary else {
            others.push(name.as_str());
            continue;
        };
        forms += 1;
        let form = read(body, &boundary.value, &Limits::default());
        let kinds: Vec<_> = form.defects.iter().map(|defect| defect.kind).collect();
        let expected_kinds: &[DefectKind] = match name.as_str() {
            // A backslash is no boundary character.
            encoding if encoding.starts_with("encoding/") && !encoding.contains("plain") => {
                &[DefectKind::BoundaryInvalid]
            }
            "misc/empty-multipart.http" => &[DefectKind::NoDelimiter],
            "misc/empty-multipart2.http" => &[DefectKind::NoParts],
            "special-chars-in-filename/line-separator.http" => &[DefectKind::LineFeedOnly],
            workaround if workaround.starts_with("workarounds/") => &[DefectKind::CloseMissing],
            _ => &[],
        };
        assert_eq!(kinds, expected_kinds, "{name}");

        if let Some((_, file_name)) = FILE_NAMES.iter().find(|(known, _)| known == name) {
            let [title, upload] = form.parts.as_slice() else { panic!("{name}") };
            assert_eq!(title.disposition().unwrap().name().as_deref(), Some("title"), "{name}");
            assert_eq!(title.content, b"Weird filename", "{name}");
            assert_eq!(upload.disposition().unwrap().filename().unwrap().text, *file_name, "{name}");
        } else if let Some(list) = expected["cases"][name].as_array() {
            assert_eq!(form.parts.len(), list.len(), "{name}");
            for (part, expected) in form.parts.iter().zip(list) {
                let disposition = part.disposition().unwrap();
                assert_eq!(disposition.name().as_deref(), expected["name"].as_str(), "{name}");
                let file_name = disposition.filename().map(|file| file.text);
                assert_eq!(file_name.as_deref(), expected["originalFilename"].as_str(), "{name}");
            }
        } else {
            panic!("{name}: no expectation");
        }
    }
    assert_eq!((forms, others.as_slice()), (22, &OTHERS[..]), "25 requests in all");
}
